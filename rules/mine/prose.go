package mine

import (
	"path"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// proseFile reports whether a document speaks to those who write code here,
// and how much its sentences count.
func proseFile(p string) (weight float64, ok bool) {
	low := strings.ToLower(p)
	base := path.Base(low)
	ext := path.Ext(base)
	if passing(low) {
		return 0, false
	}
	switch {
	case strings.HasPrefix(base, "vibedefend.") || strings.HasPrefix(base, "vibedefend-conventions.") || strings.HasPrefix(base, "vibedefend-security-"):
		return 0, false // what we wrote ourselves
	case ext == ".mdc" && strings.Contains(low, ".cursor/rules/"), base == ".cursorrules", base == ".windsurfrules", base == ".clinerules":
		return 1, true
	case ext != ".md" && ext != ".mdx" && ext != ".rst" && ext != ".adoc":
		return 0, false
	case strings.Contains(low, "/skills/") && ext == ".md": // recipes for one task
		return 0.6, strings.HasPrefix(low, ".") || strings.Contains(low, "/.")
	case base == "agents.md" || base == "claude.md" || base == "gemini.md" || base == "agent.md" || base == "copilot-instructions.md" || strings.HasSuffix(base, ".instructions.md"):
		return 1, true
	case strings.HasPrefix(low, ".claude/") || strings.HasPrefix(low, ".devin/rules/") || strings.HasPrefix(low, ".windsurf/rules/") || strings.HasPrefix(low, ".github/instructions/") || strings.HasPrefix(low, ".agents/") || strings.HasPrefix(low, ".junie/"):
		return 0.95, true
	case strings.HasPrefix(base, "contributing"):
		return 0.85, true
	}
	for _, w := range []string{"plugin", "tutorial", "getting-started", "user-guide", "examples/"} {
		if strings.Contains(low, w) {
			return 0.5, strings.Contains(low, "develop") || strings.Contains(low, "architecture") // speaks to those who use the product
		}
	}
	for _, w := range []string{"adr/", "adrs/", "decisions/", "convention", "guideline", "styleguide", "style-guide", "style_guide", "coding", "code-style", "architecture", "best-practice", "standards", "development", "hacking", "patterns"} {
		if strings.Contains(low, w) && !strings.Contains(low, "node_modules") {
			return 0.8, true
		}
	}
	return 0, false
}

// passing reports whether a document is about one piece of work: plans and
// the like say what is to be done once, not how code is written here.
func passing(low string) bool {
	for _, d := range strings.Split(path.Dir(low), "/") {
		switch d {
		case "commands", "prompts", "workflows", "plans", "plan", "tasks", "prd", "prds", "research", "handoff", "handoffs", "archive", "archived", "journal", "scratch", "specs", "brainstorms", "tickets":
			return true
		}
	}
	return false
}

// sentence is one statement of a document.
type sentence struct {
	text    string
	line    int
	heading string
	item    bool   // of a list
	step    bool   // of a numbered one
	lead    string // the words that introduce the list it stands in: "must not:"
}

const mostProse = 250

// readProse reads rules that people wrote in words.
func (c *corpus) readProse(t tree) []business.Rule {
	var out []business.Rule
	for _, p := range t.files {
		w, ok := proseFile(p)
		if !ok {
			continue
		}
		raw, err := t.read(p)
		if err != nil || len(raw) > 512<<10 {
			continue
		}
		for _, s := range sentences(plainHeadings(path.Ext(p), string(raw))) {
			if r, ok := c.proseRule(p, s, w); ok {
				out = append(out, r)
			}
		}
	}
	sortRules(out)
	out = unrepeated(out[:min(2*mostProse, len(out))]) // each is compared with all before
	out = out[:min(mostProse, len(out))]
	thin(out, 0.985)
	return out
}

// sentences cuts a Markdown document into statements: list items, table
// cells apart, and sentences of paragraphs. Code blocks are passed over.
func sentences(doc string) []sentence {
	var out []sentence
	var cur strings.Builder
	start, n, heading, fence, lead, item, step := 0, 0, "", "", "", false, false
	flush := func() {
		text := oneLineMarkdown(cur.String())
		if !item && text != "" {
			lead = "" // a paragraph ends what the one before introduced
			if strings.HasSuffix(text, ":") {
				all := splitSentences(text)
				lead = all[len(all)-1]
			}
		}
		for _, s := range splitSentences(text) {
			st := sentence{text: s, line: start, heading: heading, item: item, step: item && step}
			if item {
				st.lead = lead
			}
			out = append(out, st)
		}
		cur.Reset()
	}
	front := strings.HasPrefix(doc, "---\n")
	for line := range strings.Lines(doc) {
		n++
		trimmed := strings.TrimSpace(line)
		if front {
			front = !(n > 1 && trimmed == "---")
			continue
		}
		if fence != "" {
			if strings.HasPrefix(trimmed, fence) {
				fence = ""
			}
			continue
		}
		if strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~") {
			flush()
			fence = trimmed[:3]
			continue
		}
		entry, isItem := listItem(trimmed)
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "<!--"):
			flush()
			continue
		case strings.HasPrefix(trimmed, "#"):
			flush()
			heading, lead, item = strings.Trim(trimmed, "# "), "", false
			continue
		case strings.HasPrefix(trimmed, "|"):
			flush()
			cur.WriteString(strings.Trim(strings.ReplaceAll(trimmed, "|", " "), " "))
			start = n
			flush()
			continue
		case isItem:
			flush()
			step = trimmed[0] >= '0' && trimmed[0] <= '9'
			trimmed, item = entry, !strings.HasPrefix(trimmed, "> ")
		case cur.Len() == 0:
			item = false
		}
		if cur.Len() == 0 {
			start = n
		}
		cur.WriteString(trimmed + " ")
	}
	flush()
	return out
}

func listItem(s string) (string, bool) {
	for _, b := range []string{"- [ ] ", "- [x] ", "- ", "* ", "+ ", "• "} {
		if rest, ok := strings.CutPrefix(s, b); ok {
			return rest, true
		}
	}
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i > 0 && i < 3 && i+1 < len(s) && (s[i] == '.' || s[i] == ')') && s[i+1] == ' ' {
		return s[i+2:], true
	}
	return s, strings.HasPrefix(s, "> ")
}

// oneLineMarkdown drops emphasis and links but keeps code marks.
func oneLineMarkdown(s string) string {
	s = strings.TrimLeft(s, "> ")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "**", ""), "__", "_")
	for {
		i := strings.Index(s, "](")
		if i < 0 {
			break
		}
		j := strings.IndexByte(s[i:], ')')
		open := strings.LastIndexByte(s[:i], '[')
		if j < 0 || open < 0 {
			break
		}
		s = s[:open] + s[open+1:i] + s[i+j+1:]
	}
	return flat(s)
}

// splitSentences cuts at full stops that end a sentence, not at those in
// names, versions or code.
func splitSentences(s string) []string {
	var out []string
	from, code := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '`':
			code = !code
		case code:
		case (s[i] == '.' || s[i] == '!' || s[i] == '?') && i+2 < len(s) && s[i+1] == ' ' && (s[i+2] >= 'A' && s[i+2] <= 'Z' || s[i+2] == '`' || s[i+2] == '_'):
			if abbreviation(s[from : i+1]) {
				continue
			}
			out = append(out, strings.TrimSpace(s[from:i+1]))
			from = i + 1
		}
	}
	return append(out, strings.TrimSpace(s[from:]))
}

func abbreviation(s string) bool {
	for _, a := range []string{"e.g.", "i.e.", "etc.", "vs.", "cf.", "approx.", "incl."} {
		if strings.HasSuffix(strings.ToLower(s), a) {
			return true
		}
	}
	return false
}
