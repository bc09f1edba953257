package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/shell"
)

func FuzzOpenSet(f *testing.F) {
	s := NewSet([]Rule{{ID: "a.b", Title: "t", Action: Block, Signals: []string{"x"}, URLs: []string{"*"}, Commands: []Pattern{{Cmd: []string{"rm"}}}}})
	text, err := s.Compile()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text, "rm -rf x")
	f.Add([]byte(compiledHead+" 1 1 1 1 1 1 1\n{}\n\nrm 9.9\nx 9\n9 write *\n9 *\n9 *\n"), "rm x")
	f.Fuzz(func(_ *testing.T, text []byte, command string) {
		set, err := OpenSet(string(text))
		if err != nil {
			return
		}
		p := &Policy{Layers: []Layer{{Name: "user", Rules: set}}}
		ev := Event{Phase: Before, Kind: Command, Command: command, CWD: "/r", Root: "/r", URLs: []string{"https://a.b/c"}, MCP: &MCPRequest{Server: "s", Tool: "t"}}
		New(p, nil).Evaluate(&ev, nil)
	})
}

// A pattern is only passed over where it does not match.
func TestMayMatch(t *testing.T) {
	ops := func(words ...string) (out []operand) {
		for _, w := range words {
			out = append(out, operand{text: strings.TrimPrefix(w, "?"), loose: w[0] == '?'})
		}
		return out
	}
	for _, c := range []struct {
		line string
		ops  []operand
		want bool
	}{
		{"git", ops("push"), true}, {"git", nil, true},
		{"git push -f", ops("push"), true}, {"git push -f", ops("pull"), false}, {"git push -f", nil, false},
		{"git push|pull x", ops("pull"), true}, {"git p* x", ops("pull"), true}, {"git x", ops("?value", "x"), true},
		{"git -f", nil, true}, {"git ... x", nil, true}, {"git END", nil, true}, {"git !-n", nil, true},
		{"git ~x*|y*", ops("a", "xyz"), true}, {"git ~x*|y*", ops("a"), false}, {"git ~x", nil, false},
		{"git @A=b", nil, true}, {"git %xargs", nil, true}, {"git <curl", nil, true}, {"", ops("x"), true},
	} {
		call := &shell.Call{}
		for _, o := range c.ops {
			call.Args = append(call.Args, shell.Word{Text: o.text})
		}
		if got := mayMatch(c.line, call, c.ops); got != c.want {
			t.Errorf("%q for %v: %t", c.line, c.ops, got)
		}
		if p, err := ParsePattern(c.line); err == nil && !c.want && p.matches(call, c.ops, &argIndex{}) {
			t.Errorf("%q for %v is passed over and matches", c.line, c.ops)
		}
	}
}

// TestListed compares alternatives looked for as a whole with each on its own.
func TestListed(t *testing.T) {
	words := []string{"", "a", "b", "ab", "ba", "aab", "a|b", "b|a", "|", "reset", "set"}
	for _, a := range words {
		for _, b := range words {
			for _, c := range words {
				alts := a + "|" + b + "|" + c
				for _, s := range words {
					want := slices.Contains(strings.Split(alts, "|"), s)
					if got := listed(alts, s); got != want {
						t.Errorf("%q in %q: %v", s, alts, got)
					}
				}
			}
		}
	}
}
