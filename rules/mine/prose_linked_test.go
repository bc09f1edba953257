package mine

import (
	"slices"
	"testing"
)

func TestLinkTargets(t *testing.T) {
	got := linkTargets("See [rows](./docs/rows.md#open), `docs/tables.rst`, @notes/agents.md and <https://example.org/a.md>.\nAlso docs/rows.md, main.go and ../up.adoc:\n")
	if want := []string{"docs/rows.md", "docs/tables.rst", "notes/agents.md", "../up.adoc"}; !slices.Equal(got, want) {
		t.Errorf("got %q, not %q", got, want)
	}
}

// A guide that no name gives away is read where contributors are sent to it.
func TestLinkedGuidesAreRead(t *testing.T) {
	files := planted()
	files["CONTRIBUTING.md"] = "# Contributing\n\nRead [the book of rows](docs/book/rows.md) [what a table is](docs/specs/table.md) and [the front page](web/README.md), and ask.\n"
	files["docs/book/rows.md"] = "# Rows\n\n## Rules\n\n- Handlers must call `requireOwner` before they open a row; never read the session in a handler.\n"
	files["docs/book/tables.md"] = "# Tables\n\n## Rules\n\n- Handlers must call `requireOwner` before they open a table.\n"
	files["docs/specs/table.md"] = "# Tables\n\n## Names\n\n- Names of tables must be those of `requireOwner`, in small letters.\n"
	files["web/README.md"] = "# Web\n\n## Rules\n\n- Views must call `requireOwner` before they draw.\n"
	var found []string
	for _, r := range mined(t, repo(t, files)) {
		if r.Source == "prose" {
			found = append(found, r.Examples[0])
		}
	}
	slices.Sort(found)
	if !slices.Equal(found, []string{"docs/book/rows.md:5", "docs/specs/table.md:5"}) {
		t.Errorf("rules were read from %q", found)
	}
}

func FuzzLinkTargets(f *testing.F) {
	f.Add("[a](b.md) `c/d.rst` @e.mdx")
	f.Fuzz(func(t *testing.T, text string) {
		if n := len(linkTargets(text)); n > mostLinks {
			t.Fatalf("%d targets", n)
		}
	})
}
