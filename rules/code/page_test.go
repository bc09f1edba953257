package code_test

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/code"
)

func TestPagesAreShortAndFitTheirLanguage(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range code.Pages() {
		for _, frameworks := range [][]string{nil, {"owasp"}, {"owasp", "gdpr"}} {
			lines := p.Lines(frameworks)
			if n := len(strings.Join(lines, "\n")); len(lines) < 3 || len(lines) > 6 || n > 1200 {
				t.Errorf("%s %v: %d lines, %d bytes", p.ID, frameworks, len(lines), n)
			}
			if again := p.Lines(frameworks); strings.Join(again, "\n") != strings.Join(lines, "\n") {
				t.Errorf("%s %v: two runs differ", p.ID, frameworks)
			}
		}
		for _, e := range p.Exts {
			if seen[e] {
				t.Errorf("two pages are for .%s", e)
			}
			seen[e] = true
			if code.Langs("a."+e, nil) == code.Other {
				t.Errorf("%s: no language is known for .%s", p.ID, e)
			}
			if got := code.PageFor("src/A." + strings.ToUpper(e)); got == nil || got.ID != p.ID {
				t.Errorf(".%s leads to %v, want %s", e, got, p.ID)
			}
		}
	}
}

func TestPageSaysWhatMatters(t *testing.T) {
	for _, c := range []struct {
		id         string
		frameworks []string
		want, not  string
	}{
		{"javascript", nil, "DOMPurify", "Buffers"},
		{"javascript", nil, "Secrets:", "pickle"},
		{"python", nil, "pickle", "DOMPurify"},
		{"c", nil, "Buffers", "SQL:"},
		{"sql", nil, "New personal field", "HTML"},
		{"sql", []string{"owasp"}, "Secrets:", "New personal field"},
		{"go", []string{"gdpr"}, "Third parties and models", "DOMPurify"},
		{"go", nil, "Endpoint:", "Third parties and models"},
	} {
		for _, p := range code.Pages() {
			if p.ID != c.id {
				continue
			}
			got := strings.Join(p.Lines(c.frameworks), "\n")
			if !strings.Contains(got, c.want) || strings.Contains(got, c.not) {
				t.Errorf("%s %v: want %q and not %q in\n%s", c.id, c.frameworks, c.want, c.not, got)
			}
		}
	}
	for _, path := range []string{"Makefile", "a", "a.", "notes.md", "", "dir.py/a", `C:\x\A`} {
		if p := code.PageFor(path); p != nil {
			t.Errorf("%q has the page of %s", path, p.ID)
		}
	}
}
