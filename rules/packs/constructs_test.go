package packs

import (
	"os"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules"
)

// Every construct that carries a command, each with a twin that must pass.
func TestConstructs(t *testing.T) {
	src, err := os.ReadFile("testdata/constructs.txt")
	if err != nil {
		t.Fatal(err)
	}
	e := rules.New(nil, BuiltIn())
	for i, line := range strings.Split(string(src), "\n") {
		want, text, ok := strings.Cut(line, " ")
		if !ok || want[0] == '#' {
			continue
		}
		if strings.Contains(text, "<<") || strings.HasPrefix(text, "alias ") {
			text = strings.ReplaceAll(text, `\n`, "\n")
		}
		v := judged(e, text)
		good := v.Action < rules.Ask
		switch want {
		case "block":
			good = v.Action == rules.Block
		case "stop":
			good = v.Action >= rules.Ask
		case "allow":
		default:
			t.Fatalf("line %d: no such expectation %q", i+1, want)
		}
		if !good {
			t.Errorf("line %d: %s: got %v, want %s %v", i+1, text, v.Action, want, ids(v))
		}
	}
}
