package mine

import (
	"strings"
	"testing"
)

// Whatever a document holds, its sentences become rules of one line, or none.
func FuzzProse(f *testing.F) {
	f.Add(".md", "## Don't\n- Use `any` types\n\nComponents\n- must be functional.\n1. Create `x`\n")
	f.Add(".adoc", "=== Layers\nThe core must not import `web`.\n----\ncode must stay\n----\n[source]\n")
	f.Add(".rst", "Layers\n======\n\n.. note:: x\n\n    always indented\n\nNever use ``eval``.\n")
	f.Fuzz(func(t *testing.T, ext, doc string) {
		c := &corpus{defs: map[string]int{}, paths: map[string]int{}, dirs: map[string]bool{}}
		plain := plainHeadings(ext, doc)
		if strings.Count(plain, "\n") != strings.Count(doc, "\n") {
			t.Fatalf("lines moved: %q became %q", doc, plain)
		}
		for _, s := range sentences(plain) {
			for _, weight := range []float64{0.8, 1} {
				if r, ok := c.proseRule("AGENTS.md", s, weight); ok && strings.ContainsAny(r.Statement, "\n\x1b") {
					t.Fatalf("statement %q", r.Statement)
				}
			}
		}
	})
}
