package edit

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const rules = "## Governance\n\nA block is final: say why and ask.\n"

var blockEdits = []sample[Block]{{"html", Block{Text: rules, Max: 6000}}, {"hash", Block{Text: rules, Hash: true}}}

func TestBlockCorpus(t *testing.T) {
	corpus(t, "block", "*.md", 12, blockEdits, func(t *testing.T, e Block, src, out []byte) string {
		if e.State(src) == Absent {
			// The marker remembers the padding: removal is exact.
			bare, err := e.Remove(out)
			if err != nil || string(bare) != string(src) {
				t.Errorf("Remove: %q, %v", bare, err)
			}
		}
		if len(out) > 3000 {
			return "(long)\n"
		}
		return string(out)
	})
}

func TestBlockUpgradeKeepsTextAround(t *testing.T) {
	out, _, err := Block{Text: "old"}.Apply([]byte("before"))
	if err != nil {
		t.Fatal(err)
	}
	out = append(out, "after\n"...)
	e := Block{Text: "new\nlines"}
	if s := e.State(out); s != Stale {
		t.Errorf("state %s", s)
	}
	next, _ := roundTrip(t, e, out)
	if want := "before\n\n<!-- vibedefend:begin pad=2 -->\nnew\nlines\n<!-- vibedefend:end -->\nafter\n"; string(next) != want {
		t.Errorf("got %q", next)
	}
	bare, err := e.Remove(next)
	if err != nil || string(bare) != "before\nafter\n" {
		t.Errorf("Remove: %q, %v", bare, err)
	}
}

func TestBlockLimit(t *testing.T) {
	user := strings.Repeat("é", 5900)
	e := Block{Text: rules, Max: 6000}
	if _, _, err := e.Apply([]byte(user)); err == nil || !strings.Contains(err.Error(), "shorten your own text by") {
		t.Errorf("%v", err)
	}
	if s := e.State([]byte(user)); s != Conflict {
		t.Errorf("state %s", s)
	}
	if _, _, err := e.Apply([]byte(user[:2*5800])); err != nil {
		t.Errorf("5800 characters: %v", err)
	}
}

func TestBlockFromNothing(t *testing.T) {
	out, _ := roundTrip(t, Block{Text: rules}, nil)
	if bare, err := (Block{}).Remove(out); err != nil || bare != nil {
		t.Errorf("%q, %v", bare, err)
	}
}

func FuzzBlock(f *testing.F) {
	files, _ := filepath.Glob("testdata/block/*.md")
	for _, file := range files {
		if src, err := os.ReadFile(file); err == nil {
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, ed := range blockEdits {
			absent := ed.edit.State(src) == Absent
			out, refusal := roundTrip(t, ed.edit, src)
			if refusal != "" || !absent {
				continue
			}
			if bare, err := ed.edit.Remove(out); err != nil || !bytes.Equal(bare, src) {
				t.Fatalf("Remove is not exact: %q, %v", bare, err)
			}
		}
	})
}
