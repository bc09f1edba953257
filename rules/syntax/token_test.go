package syntax

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/code"
)

func stream(t testing.TB, file, text string) *Stream {
	t.Helper()
	m, ok := code.Mask(file, []byte(text))
	if !ok {
		t.Fatalf("%s is not read", file)
	}
	return New(m)
}

func TestTokens(t *testing.T) {
	s := stream(t, "a.ts", "const x = a?.b(\"s)\", [1]); // ) {\n  y()\n")
	var got []string
	for i := range s.Toks {
		got = append(got, s.Text(i))
	}
	if strings.Join(got, " ") != "const x = a ?. b ( s) , [ 1 ] ) ; y ( )" {
		t.Errorf("got %q", got)
	}
	if open := 6; !s.Is(open, "(") || int(s.Match[open]) != 12 || s.Skip(open) != 13 || s.First(open) != '(' || s.First(7) != 0 {
		t.Errorf("brackets: %v", s.Match)
	}
	if col, ok := s.FirstOnLine(14); !ok || col != 2 || s.LineAt(14) != 2 {
		t.Errorf("y stands in column %d, line %d", col, s.LineAt(14))
	}
	if _, ok := s.FirstOnLine(15); ok || s.SameLine(13, 14) || !s.SameLine(14, 15) {
		t.Error("lines are mixed up")
	}
	if name, next := s.Dotted(3); name != "a.b" || next != 6 {
		t.Errorf("dotted %q to %d", name, next)
	}
	for _, i := range []int{-1, len(s.Toks)} {
		if s.Text(i) != "" || s.Is(i, "") || s.IsWord(i) || s.IsStr(i) || s.LineAt(i) != 0 || s.First(i) != 0 {
			t.Errorf("token %d is outside", i)
		}
	}
}

// Tokens lie one behind the other within the file, and brackets match both ways.
func FuzzStream(f *testing.F) {
	exts := []string{".ts", ".py", ".go", ".java", ".kt", ".cs", ".rb", ".php", ".rs", ".vue"}
	for i := range exts {
		f.Add(i, "a(b[\"c\", `${d}`]) { # x\n'''e''' <<~F\n f\nF\n}")
	}
	f.Fuzz(func(t *testing.T, lang int, text string) {
		m, ok := code.Mask("a"+exts[((lang%len(exts))+len(exts))%len(exts)], []byte(text))
		if !ok {
			return
		}
		s := New(m)
		last := int32(0)
		for i, tok := range s.Toks {
			if tok.Start < last || tok.End < tok.Start || int(tok.End) > len(m.Code) {
				t.Fatalf("token %d is %d to %d, the one before ends at %d", i, tok.Start, tok.End, last)
			}
			last = tok.End
			if j := s.Match[i]; j >= 0 && s.Match[j] != int32(i) {
				t.Fatalf("bracket %d matches %d, which matches %d", i, j, s.Match[j])
			}
			s.FirstOnLine(i)
			s.Dotted(i)
		}
	})
}
