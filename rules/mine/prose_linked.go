package mine

import (
	"path"
	"slices"
	"strings"
)

// sentTo is the weight of a document that the guide for contributors or the
// one for agents sends its readers to.
const sentTo = 0.8

// linkedGuides are the documents of the repository that those which address
// the people and agents who write code link to: "docs/writing-rows.md".
func (t tree) linkedGuides() map[string]bool {
	there := map[string]bool{}
	for _, p := range t.files {
		if document(p) {
			there[p] = true
		}
	}
	out := map[string]bool{}
	for _, p := range t.files {
		if !sends(p) {
			continue
		}
		raw, err := t.read(p)
		if err != nil || len(raw) > 256<<10 {
			continue
		}
		for _, target := range linkTargets(string(raw)) {
			for _, q := range []string{path.Join(path.Dir(p), target), path.Join(".", target)} {
				if there[q] && guiding(strings.ToLower(q)) {
					out[q] = true
					break
				}
			}
		}
	}
	return out
}

func document(p string) bool {
	return slices.Contains([]string{".md", ".mdx", ".rst", ".adoc"}, strings.ToLower(path.Ext(p)))
}

// sends reports whether a document addresses those who write code here.
func sends(p string) bool {
	base := strings.ToLower(path.Base(p))
	return document(p) && (strings.HasPrefix(base, "contributing") || slices.Contains([]string{"agents.md", "claude.md", "gemini.md", "copilot-instructions.md", "development.md", "hacking.md"}, base))
}

// guiding reports whether a document that is linked to may speak of code: the
// front page of a package, laws, releases and the work of users do not.
func guiding(low string) bool {
	if strings.HasPrefix(low, "doc") {
		low = strings.Replace(low, "/specs/", "/", 1) // what a thing must be, not what is to be done
	}
	if notOfCode(low) || passing(low) || strings.Contains(low, "/skills/") || strings.HasPrefix(path.Base(low), "vibedefend") {
		return false
	}
	return !names(path.Base(low), []string{"readme", "changelog", "changes", "history", "release", "install", "security.", "support", "faq", "deploy", "upgrad", "troubleshoot", "governance", "license", "copying", "authors", "credits", "issue", "getting-started", "getting_started", "quickstart", "quick-start", "code_of_conduct", "code-of-conduct", "template", "question", "session"})
}

// mostLinks bounds what one document may send its readers to.
const mostLinks = 200

// linkTargets are the relative paths of documents that a text names: in links,
// in code, behind "@".
func linkTargets(text string) []string {
	var out []string
	ends := func(r rune) bool { return strings.ContainsRune(" \t\r\n()<>[]`\"',;#?@", r) }
	for _, w := range strings.FieldsFunc(text, ends) {
		w = strings.TrimPrefix(strings.TrimRight(w, ".:*_"), "./")
		if len(w) > 200 || strings.Contains(w, "://") || !document(w) {
			continue
		}
		if w = strings.TrimPrefix(w, "/"); !slices.Contains(out, w) {
			out = append(out, w)
		}
		if len(out) >= mostLinks {
			break
		}
	}
	return out
}
