package packs

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules"
)

// BenchmarkGate judges the cases of the gate, one after the other.
func BenchmarkGate(b *testing.B) {
	src, err := os.ReadFile("testdata/gate.txt")
	if err != nil {
		b.Fatal(err)
	}
	var events []*rules.Event
	for _, line := range strings.Split(string(src), "\n") {
		if _, text, ok := strings.Cut(line, " "); ok && line[0] != '#' {
			events = append(events, event(strings.TrimSpace(text)))
		}
	}
	e := rules.New(nil, Set())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		e.Evaluate(events[i%len(events)], desk{})
	}
}

// BenchmarkMegabyte judges one megabyte of several shapes.
func BenchmarkMegabyte(b *testing.B) {
	for name, text := range map[string]string{
		"words":    "echo " + strings.Repeat("word ", 1<<20/5),
		"commands": strings.Repeat("ls -la /tmp/x; ", 1<<20/15),
		"heredoc":  "cat <<'E'\n" + strings.Repeat("some text\n", 1<<20/10) + "E\n",
		"python":   "python3 -c '" + strings.Repeat("x = foo(1, \"a\")\n", 1<<20/16) + "'",
	} {
		b.Run(name, func(b *testing.B) {
			e := rules.New(nil, Set())
			for b.Loop() {
				e.Evaluate(event(text), desk{})
			}
		})
	}
}

// BenchmarkRules shows that the number of rules does not matter: custom ones
// about other commands cost nothing.
func BenchmarkRules(b *testing.B) {
	for _, n := range []int{0, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var list []rules.Rule
			for i := range n {
				p, err := rules.ParsePattern(fmt.Sprintf("tool%d delete x", i))
				if err != nil {
					b.Fatal(err)
				}
				list = append(list, rules.Rule{ID: fmt.Sprint("x.", i), Action: rules.Block, Commands: []rules.Pattern{p}})
			}
			e := rules.New(&rules.Policy{Layers: []rules.Layer{{Name: "user", Rules: rules.NewSet(list)}}}, Set())
			for b.Loop() {
				e.Evaluate(event("git status && go test ./... | tail"), desk{})
			}
		})
	}
}
