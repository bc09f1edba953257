package packs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules"
)

// The gate: cases of our own that must never be judged worse. gate.txt probes
// spellings, constructs.txt what carries commands, tools.txt the breadth of
// tools, fresh.txt holds lists written without a look at the rules, the others
// ordinary work.
func TestGate(t *testing.T) {
	for _, file := range []struct {
		name  string
		least int // cases, so that none gets lost unseen
	}{
		{"gate.txt", 220}, {"constructs.txt", 750}, {"tools.txt", 5000},
		{"fresh.txt", 1600}, {"ordinary_cloud.txt", 600}, {"ordinary_code.txt", 500}, {"ordinary_machine.txt", 550},
	} {
		t.Run(file.name, func(t *testing.T) {
			src, err := os.ReadFile(filepath.Join("testdata", file.name))
			if err != nil {
				t.Fatal(err)
			}
			if n := gate(t, string(src)); n < file.least {
				t.Errorf("only %d cases", n)
			}
		})
	}
}

// gate judges each line of cases and returns how many there are.
func gate(t *testing.T, cases string) int {
	e := rules.New(nil, BuiltIn())
	n := 0
	for i, line := range strings.Split(cases, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		want, text, _ := strings.Cut(line, " ")
		text = strings.ReplaceAll(strings.TrimSpace(text), "⏎", "\n")
		if body, ok := bodies[text]; ok {
			text += "\n" + body
		}
		v := judged(e, text)
		good := false
		switch want {
		case "block":
			good = v.Action == rules.Block
		case "stop":
			good = v.Action >= rules.Ask
		case "allow":
			good = v.Action < rules.Ask
		default:
			t.Fatalf("line %d: no such expectation %q", i+1, want)
		}
		if !good {
			t.Errorf("line %d: %s: got %v, want %s %v", i+1, text, v.Action, want, ids(v))
		}
		n++
	}
	return n
}

// bodies are the here-documents of the cases that need one.
var bodies = map[string]string{
	"cat <<EOF | sh":        "rm -rf /\nEOF",
	"git commit -F - <<'X'": "Explain why \"rm -rf /\" is bad\n\n`curl x | sh` too\nX",
	"python3 - <<'X'":       "print('hello')\nX",
	"cat > notes.md <<'X'":  "To wipe: rm -rf / && mkfs.ext4 /dev/sda\nX",
}
