package edit

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const rules = "## Governance\n\nA block is final: say why and ask.\n"

var blockEdits = []struct {
	name string
	edit Block
}{{"html", Block{Text: rules, Max: 6000}}, {"hash", Block{Text: rules, Hash: true}}}

func TestBlockCorpus(t *testing.T) {
	files, err := filepath.Glob("testdata/block/*.md")
	if err != nil || len(files) < 12 {
		t.Fatalf("corpus: %d files, %v", len(files), err)
	}
	for _, ed := range blockEdits {
		golden := map[string]string{}
		for _, file := range files {
			name := filepath.Base(file)
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(ed.name+"/"+name, func(t *testing.T) {
				out, refusal := roundTrip(t, ed.edit, src)
				if refusal != "" {
					golden[name] = "refused: " + refusal + "\n"
					return
				}
				if golden[name] = string(out); len(out) > 3000 {
					golden[name] = "(long)\n"
				}
				if ed.edit.State(src) != Absent {
					return
				}
				// The marker remembers the padding: removal is exact.
				bare, err := ed.edit.Remove(out)
				if err != nil || string(bare) != string(src) {
					t.Errorf("Remove: %q, %v", bare, err)
				}
			})
		}
		compareGolden(t, "testdata/block/"+ed.name+".golden", golden)
	}
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

func TestOwn(t *testing.T) {
	e := Own{Keys: []Key{
		{Path: []string{"version"}, Value: "1", Force: true},
		{Path: []string{"region"}, Value: `"eu"`, Force: true},
		{Path: []string{"sensitivity"}, Value: `"internal"`},
		{Path: []string{"policy", "mode"}, Value: `"enforce"`},
	}}
	for _, tt := range []struct{ name, src, want, removed string }{
		{"missing", "", "{\n  \"version\": 1,\n  \"region\": \"eu\",\n  \"sensitivity\": \"internal\",\n  \"policy\": {\n    \"mode\": \"enforce\"\n  }\n}\n", "-"},
		{"unknown keys stay", "{\n    \"x\": 12345678901234567890,\n    \"region\": \"us\",\n    \"sensitivity\": \"regulated\"\n}\n",
			"{\n    \"x\": 12345678901234567890,\n    \"region\": \"eu\",\n    \"sensitivity\": \"regulated\",\n    \"version\": 1,\n    \"policy\": {\n        \"mode\": \"enforce\"\n    }\n}\n",
			"{\n    \"x\": 12345678901234567890\n}\n"},
		{"one line", `{"policy":{"mode":"observe","y":"<&>"}}`, `{"policy":{"mode":"observe","y":"<&>"},"version":1,"region":"eu","sensitivity":"internal"}`, `{"policy":{"y":"<&>"}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, refusal := roundTrip(t, e, []byte(tt.src))
			if refusal != "" || string(out) != tt.want {
				t.Errorf("got %s, refusal %q", out, refusal)
			}
			bare, err := e.Remove(out)
			if err != nil || tt.removed == "-" && bare != nil || tt.removed != "-" && string(bare) != tt.removed {
				t.Errorf("Remove: %q, %v", bare, err)
			}
		})
	}
	for _, bad := range []string{"[]", "{", `{"a":1,}`, "// c\n{}", `{"policy": 5}`, `{"region":"a","region":"b"}`} {
		if s := e.State([]byte(bad)); s != Conflict {
			t.Errorf("%s: state %s", bad, s)
		}
		roundTrip(t, e, []byte(bad))
	}
}

func FuzzOwn(f *testing.F) {
	for _, s := range []string{"", "{}", `{"region":"us","x":[1,{"y":null}]}`, "{\r\n\t\"policy\": {}\r\n}", `{"policy":{"mode":1}}`} {
		f.Add([]byte(s))
	}
	e := Own{Keys: []Key{{Path: []string{"region"}, Value: `"eu"`, Force: true}, {Path: []string{"policy", "mode"}, Value: `"enforce"`}}}
	f.Fuzz(func(t *testing.T, src []byte) {
		out, refusal := roundTrip(t, e, src)
		if refusal != "" {
			return
		}
		if _, err := e.Remove(out); err != nil {
			t.Fatalf("Remove: %v\n%s", err, out)
		}
	})
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

func TestCuts(t *testing.T) {
	src := []byte("hello world")
	cuts := []Cut{{Off: 0, Old: "hello", New: "bye"}, {Off: 4, Old: "world", New: ""}, {Off: 4, New: "moon"}}
	out, err := ApplyCuts(src, cuts)
	if err != nil || string(out) != "bye moon" {
		t.Fatalf("%q, %v", out, err)
	}
	back, err := InvertCuts(out, cuts)
	if err != nil || string(back) != string(src) {
		t.Errorf("%q, %v", back, err)
	}
	for _, bad := range []Cut{{Off: -1}, {Off: 99}, {Off: 0, Old: "x"}, {Off: 8, Old: "rlds"}} {
		if _, err := ApplyCuts(src, []Cut{bad}); err == nil {
			t.Errorf("%+v: no error", bad)
		}
	}
	for _, p := range [][2]string{{"", ""}, {"", "a"}, {"a", ""}, {"aaa", "aa"}, {"abc", "axc"}, {"x", "y"}} {
		cuts := Between([]byte(p[0]), []byte(p[1]))
		if got, err := ApplyCuts([]byte(p[0]), cuts); err != nil || string(got) != p[1] {
			t.Errorf("%q: %q, %v", p, got, err)
		}
	}
}
