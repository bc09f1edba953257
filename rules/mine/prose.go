package mine

import (
	"path"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

const mostProse = 600

// readProse reads rules that people wrote in words.
func (c *corpus) readProse(t tree) []business.Rule {
	var out []business.Rule
	read, foreign, linked := map[string]bool{}, t.foreignSkills(), t.linkedGuides()
	for _, p := range t.files {
		w, ok := proseFile(p)
		if !ok && linked[p] {
			w, ok = sentTo, true
		}
		if !ok && specification(p) {
			w, ok = 0.8, strings.Contains(p, "openspec/specs/")
		}
		if w == 0 || foreign[skillOf(p)] {
			continue
		}
		raw, err := t.read(p)
		if err != nil || len(raw) > 512<<10 || read[string(raw)] || !ok && !norm(string(raw)) {
			continue // a link, or a copy for another agent, is read once
		}
		read[string(raw)] = true
		out = append(out, c.readDocument(p, string(raw), w)...)
	}
	sortRules(out)
	out = unrepeated(out[:min(2*mostProse, len(out))]) // each is compared with all before
	out = out[:min(mostProse, len(out))]
	thin(out, 0.985)
	return out
}

// readDocument reads the rules of one document.
func (c *corpus) readDocument(p, raw string, weight float64) []business.Rule {
	doc := strings.ReplaceAll(raw, "\r\n", "\n")
	f := frontMatter(doc)
	weight = weighed(p, f, weight)
	if weight == 0 {
		return nil
	}
	share := 1.0
	switch {
	case skillOf(p) != "" && !c.atHome(doc):
		share = 0.5
	case onWriting(doc):
		share = 0.4
	case strings.Contains(strings.ToLower(p), "openspec/"):
		share = 0.5 // tells what the program does more than how it is written
	case weight < addressed && names(strings.ToLower(path.Base(p)), []string{"plugin", "extension", "addon", "add-on"}):
		share = 0.6 // for those who write something of their own beside the code
	}
	folder, readme, forms := folderOf(p), readmeFile(p), map[string]int{}
	readable := false
	if path.Ext(p) == ".mdx" {
		doc = withoutScript(doc)
	}
	var all []judged
	ofWork := false
	for _, s := range sentences(plainHeadings(path.Ext(p), doc)) {
		if readme && !codingPart(s.within) {
			continue
		}
		if pullTemplate(strings.ToLower(p)) && (!namesCode(s.text) && !strings.Contains(s.text, " must ") && !comesWith(" "+strings.ToLower(s.text)+" ") || strings.Contains(s.text, "<!--")) {
			continue // the rest asks how the work was done
		}
		if s, readable = decided(p, s); !readable {
			continue
		}
		s.text = here(s.text, folder)
		if s.titled && folder == "" && weight > addressed {
			s.topic = "" // the name of the project
		}
		if s.titled && processHeading(s.topic) {
			s.topic = "" // "Submitting patches"
		}
		r, ok := c.weighedRule(p, s, weight)
		if s.later && ofWork && r.Support == 0 {
			r.Score *= 0.5 // goes on with what is said of people's work
		}
		if !s.later {
			ofWork = concern(" "+strings.ToLower(s.text)+" ", false) == ofPeople
		}
		all = append(all, judged{s, r, ok})
	}
	var out []business.Rule
	for _, one := range c.recipes(p, all, weight) {
		r, s := one.rule, one.s
		if !one.ok {
			continue
		}
		r.Score *= share
		if form := skeleton(s.text); form != "" {
			if forms[form]++; forms[form] > 2 {
				r.Score *= 0.5 // one list that says one thing of many names
			}
		}
		switch {
		case len(f.globs) > 0:
			r.Scope.Paths = f.globs
		case docsOnDocs(strings.ToLower(p)):
			if top, _, ok := strings.Cut(p, "/"); ok {
				r.Scope.Paths = []string{top + "/**"}
			}
		case folder != "":
			r.Scope.Paths = []string{folder + "/**"}
		}
		out = append(out, r)
	}
	return out
}

// folderOf is the folder that a document of agents speaks of: its own, below
// the root.
func folderOf(p string) string {
	base := path.Base(p)
	if !forAgents(p) && base != ".cursorrules" && base != ".windsurfrules" || strings.HasSuffix(base, ".instructions.md") {
		return ""
	}
	dir := path.Dir(p)
	if at := strings.Index(dir, "/."); at > 0 {
		dir = dir[:at] // "core/.github"
	}
	if dir == "." || strings.HasPrefix(dir, ".") || strings.HasPrefix(dir, "docs") {
		return ""
	}
	return dir
}

// skeleton is the form of a sentence without the names in it, "" for a short one.
func skeleton(text string) string {
	words := strings.Fields(strings.ToLower(outsideCode(text)))
	if len(words) < 5 {
		return ""
	}
	return strings.Join(words, " ")
}
