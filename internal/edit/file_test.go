package edit

import (
	"bytes"
	"testing"
)

func TestFile(t *testing.T) {
	mark := func(src []byte) bool { return bytes.HasPrefix(src, []byte("# ours")) }
	e := File{Content: "# ours 2\ntext\n", Mine: mark}
	for _, tt := range []struct {
		name, src string
		state     State
		removed   string // "-": deleted
	}{
		{"present", "# ours 2\ntext\n", Present, "-"},
		{"git's line ends", "# ours 2\r\ntext\r\n", Present, "-"},
		{"stale", "# ours 1\n", Stale, "-"},
		{"empty", "", Absent, "-"},
		{"blank", " \n", Absent, "-"},
		{"foreign", "hello\n", Conflict, "hello\n"},
		{"text added", "# ours 2\ntext\nmine\n", Stale, "mine\n"},
		{"text before", "mine\n# ours 2\ntext\n", Conflict, "mine\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if s := e.State([]byte(tt.src)); s != tt.state {
				t.Errorf("state %s", s)
			}
			out, refusal := roundTrip(t, e, []byte(tt.src))
			if (refusal != "") != (tt.state == Conflict) || refusal == "" && !e.same(out) {
				t.Errorf("%q, refusal %q", out, refusal)
			}
			bare, err := e.Remove([]byte(tt.src))
			if got := string(bare); err != nil || tt.removed == "-" && bare != nil || tt.removed != "-" && got != tt.removed {
				t.Errorf("Remove: %q, %v", bare, err)
			}
		})
	}
	if e.State(nil) != Absent {
		t.Error("a missing file")
	}
	roundTrip(t, e, nil)
	if _, _, err := (File{Content: "too long", Max: 3}).Apply(nil); err == nil {
		t.Error("no limit")
	}
}

func FuzzFile(f *testing.F) {
	f.Add([]byte("# ours 1\n"))
	f.Add([]byte("hello"))
	e := File{Content: "# ours 2\ntext\n", Mine: func(src []byte) bool { return bytes.HasPrefix(src, []byte("# ours")) }}
	f.Fuzz(func(t *testing.T, src []byte) {
		out, refusal := roundTrip(t, e, src)
		if bare, err := e.Remove(out); refusal == "" && (err != nil || bare != nil) {
			t.Fatalf("Remove: %q, %v", bare, err)
		}
	})
}
