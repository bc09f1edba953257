package mine

import (
	"strings"
	"testing"
)

func TestPlainLinks(t *testing.T) {
	for _, c := range []struct{ ext, doc, want string }{
		{".rst", "Use ``open_row`` here", "Use `open_row` here"},
		{".rst", "Be `kind and calm <https://example.org/calm>`_ in code", "Be kind and calm in code"},
		{".rst", "Be `kind\n<https://example.org/calm>`__ in code", "Be kind\n in code"},
		{".rst", "See `Rows`_ and :ref:`the rows <rows>`", "See Rows and the rows"},
		{".rst", "Raise :py:exc:`~shop.RowError` or :class:`Row`", "Raise `shop.RowError` or `Row`"},
		{".rst", "A mark ` alone\n\nand `another`", "A mark ` alone\n\nand `another`"},
		{".rst", "Ratio 1:``x``", "Ratio 1:`x`"},
		{".adoc", "Read https://example.org/a_b[the guide^] and xref:rows.adoc[rows]", "Read the guide and rows"},
		{".adoc", "As <<rows,the rows>> say, see https://example.org too", "As the rows say, see https://example.org too"},
		{".md", "Use ``x``", "Use ``x``"},
	} {
		if got := plainLinks(c.ext, c.doc); got != c.want {
			t.Errorf("%q became %q, not %q", c.doc, got, c.want)
		}
	}
	if got := oneLineMarkdown("Follow [the guide][1] and [`Row`][row] in [brackets]"); got != "Follow the guide and `Row` in [brackets]" {
		t.Errorf("got %q", got)
	}
}

func FuzzPlainLinks(f *testing.F) {
	f.Add(".rst", "`a <b>`_ ``c`` :d:`e` ` x")
	f.Add(".adoc", "https://x[y] <<a,b>> xref:")
	f.Fuzz(func(t *testing.T, ext, doc string) {
		if got := plainLinks(ext, doc); ext == ".rst" && strings.Count(got, "\n") != strings.Count(doc, "\n") {
			t.Fatalf("lines moved: %q became %q", doc, got)
		}
	})
}
