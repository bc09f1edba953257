package prompt

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"
)

var letters = []Option{{"a", "Ant", true}, {"b", "Bee", false}, {"c", "Cat", true}}

func TestPlainAnswers(t *testing.T) {
	for name, c := range map[string]struct{ in, choose, pick string }{
		"number":            {"2\n", "b", "b"},
		"nonsense first":    {"x\n9\n-1\n3\n", "c", "c"},
		"by name":           {"b\n", "b", "b"},
		"no final newline":  {"1", "a", "a"},
		"spaces around":     {"  2 \n", "b", "b"},
		"carriage returned": {"2\r\n", "b", "b"},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			if got, err := NewPlain(strings.NewReader(c.in), &out).Choose(Question{Title: "T"}, letters); err != nil || got != c.choose {
				t.Errorf("Choose = %q %v, want %q", got, err, c.choose)
			}
			got, err := NewPlain(strings.NewReader(c.in), &out).Pick(Question{Title: "T"}, letters)
			if err != nil || strings.Join(got, ",") != c.pick {
				t.Errorf("Pick = %q %v, want %q", got, err, c.pick)
			}
		})
	}
}

func TestPlainPickKeepsOrderAndSelection(t *testing.T) {
	for in, want := range map[string]string{"\n": "a,c", "3 1\n": "a,c", "2, 3\n": "b,c", "b\n": "b"} {
		got, err := NewPlain(strings.NewReader(in), &strings.Builder{}).Pick(Question{}, letters)
		if err != nil || strings.Join(got, ",") != want {
			t.Errorf("Pick(%q) = %q %v, want %q", in, got, err, want)
		}
	}
}

func TestPlainEndOfInputIsNoAnswer(t *testing.T) {
	p := func() *Plain { return NewPlain(strings.NewReader(""), &strings.Builder{}) }
	_, err1 := p().Choose(Question{}, letters)
	_, err2 := p().Pick(Question{}, letters)
	yes, err3 := p().Confirm(Question{}, "Go", "Stop")
	if !errors.Is(err1, ErrAborted) || !errors.Is(err2, ErrAborted) || !errors.Is(err3, ErrAborted) || yes {
		t.Errorf("errors = %v, %v, %v; yes = %v", err1, err2, err3, yes)
	}
}

func TestPlainConfirm(t *testing.T) {
	for in, want := range map[string]bool{"y\n": true, "YES\n": true, "n\n": false, "\nmaybe\nno\n": false} {
		if got, err := NewPlain(strings.NewReader(in), &strings.Builder{}).Confirm(Question{}, "Go", "Stop"); err != nil || got != want {
			t.Errorf("Confirm(%q) = %v %v", in, got, err)
		}
	}
}

func TestPossibleNeedsTwoTerminals(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "x")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	none := func(string) string { return "" }
	if Possible(f, f, none) || Possible(strings.NewReader("y\n"), &strings.Builder{}, none) {
		t.Error("asked where nobody can answer")
	}
}

func TestColored(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		want bool
	}{
		"a pipe":            {nil, false},
		"forced":            {map[string]string{"FORCE_COLOR": "1"}, true},
		"forced off":        {map[string]string{"FORCE_COLOR": "0"}, false},
		"NO_COLOR is first": {map[string]string{"FORCE_COLOR": "1", "NO_COLOR": "1"}, false},
	} {
		if got := Colored(&strings.Builder{}, func(k string) string { return c.env[k] }); got != c.want {
			t.Errorf("%s: Colored = %v", name, got)
		}
	}
}

func TestTableFitsAndWraps(t *testing.T) {
	rows := [][]string{
		{"Claude Code", "2.1.330", strings.Repeat("evidence ", 14)},
		{"Ünïcode 漢字", "", "/" + strings.Repeat("x", 90)},
	}
	out := Style{}.Table([]string{"AGENT", "VERSION", "WHY"}, rows, -1)
	for _, l := range strings.Split(out, "\n") {
		if lipgloss.Width(l) > Columns || strings.HasSuffix(l, " ") {
			t.Errorf("line %q: %d cells", l, lipgloss.Width(l))
		}
	}
	if n := strings.Count(out, "evidence"); n != 14 {
		t.Errorf("%d words of 14 left:\n%s", n, out)
	}
	if n := strings.Count(out, "x"); n != 90 {
		t.Errorf("%d letters of 90 left:\n%s", n, out)
	}
}

func TestColoursDoNotMoveColumns(t *testing.T) {
	rows := [][]string{{"a", "ok", "x"}, {"b", "conflict", "y"}}
	plain := Style{}.Table([]string{"A", "S", "T"}, rows, 1)
	color := NewStyle(&strings.Builder{}, true).Table([]string{"A", "S", "T"}, rows, 1)
	if !strings.Contains(color, "\x1b[") {
		t.Error("no colour")
	}
	p, c := strings.Split(plain, "\n"), strings.Split(color, "\n")
	for i := range p {
		if lipgloss.Width(p[i]) != lipgloss.Width(c[i]) {
			t.Errorf("line %d: %q and %q differ in width", i, p[i], c[i])
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("a few words and 漢字", 5)
	f.Add(strings.Repeat("x", 50), 1)
	f.Fuzz(func(t *testing.T, s string, width int) {
		if width < 2 || width > 200 {
			return
		}
		var joined strings.Builder
		for _, l := range Wrap(s, width) {
			if lipgloss.Width(l) > width {
				t.Fatalf("Wrap(%q, %d) has line %q", s, width, l)
			}
			joined.WriteString(strings.ReplaceAll(l, " ", ""))
		}
		if want := strings.Join(strings.Fields(s), ""); joined.String() != want {
			t.Fatalf("Wrap(%q) lost text: %q", s, joined.String())
		}
	})
}

func TestPlainType(t *testing.T) {
	if got, err := NewPlain(strings.NewReader("a1b2\n"), &strings.Builder{}).Type(Question{Title: "Code"}); err != nil || got != "a1b2" {
		t.Errorf("got %q %v", got, err)
	}
	if _, err := NewPlain(strings.NewReader(""), &strings.Builder{}).Type(Question{}); !errors.Is(err, ErrAborted) {
		t.Errorf("end of input: %v", err)
	}
}
