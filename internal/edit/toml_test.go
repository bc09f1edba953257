package edit

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

const hooksKey = `/home/dev/.codex/hooks.json:pre_tool_use:0:0`

func trust(hash string) TOML {
	return TOML{
		Tables: []Table{
			{Path: []string{"hooks", "state", hooksKey}, Pairs: []Pair{{"trusted_hash", `"` + hash + `"`}}},
			{Path: []string{"hooks", "state", `C:\Users\Jürgen "J"\hooks.json:stop:1:0`}, Pairs: []Pair{{"trusted_hash", `"` + hash + `"`}}},
		},
		Mine: func(path []string) bool {
			return len(path) == 3 && path[0] == "hooks" && path[1] == "state" && strings.HasPrefix(path[2], "/home/dev/.codex/hooks.json:old")
		},
	}
}

func features() TOML {
	return TOML{Tables: []Table{{Path: []string{"features"}, Pairs: []Pair{{"hooks", "true"}}, Shared: true}}}
}

var tomlEdits = []sample[TOML]{{"trust", trust("sha256:aa")}, {"features", features()}}

func TestTOMLCorpus(t *testing.T) {
	corpus(t, "toml", "*.toml", 20, tomlEdits, func(t *testing.T, e TOML, src, out []byte) string {
		bare, err := e.Remove(out)
		if err != nil {
			t.Fatalf("Remove: %v", err)
		}
		for _, line := range strings.Split(string(src), "\n") {
			// Lines of the file that we never own.
			if l := strings.TrimRight(line, "\r"); !strings.Contains(l, ":old") && !strings.Contains(l, "trusted_hash") &&
				!strings.Contains(l, "hooks =") && !strings.Contains(l, "our table") && !strings.Contains(l, hooksKey) && !strings.Contains(string(bare), l) {
				t.Errorf("Remove lost the line %q:\n%s", l, bare)
			}
		}
		return string(out)
	})
}

func TestTOMLUpgradeReplacesTheValueOnly(t *testing.T) {
	src := []byte("model = 'x' # m\n\n[hooks.state.\"" + hooksKey + "\"] # ours\ntrusted_hash   =   \"sha256:old\"   # note\nenabled = true\n")
	e := trust("sha256:new")
	e.Tables = e.Tables[:1]
	out, _ := roundTrip(t, e, src)
	want := bytes.Replace(src, []byte("sha256:old"), []byte("sha256:new"), 1)
	if !bytes.Equal(out, want) {
		t.Errorf("got\n%s", out)
	}
	if s := e.State(src); s != Stale {
		t.Errorf("state %s", s)
	}
	bare, err := e.Remove(out)
	if want := "model = 'x' # m\n"; err != nil || string(bare) != want {
		t.Errorf("Remove: %q, %v", bare, err)
	}
}

func TestTOMLRemoveTakesStrays(t *testing.T) {
	src := []byte("a = 1\n\n[hooks.state.\"/home/dev/.codex/hooks.json:old:0:0\"]\ntrusted_hash = \"x\"\n\n[b]\nc = 2\n")
	bare, err := trust("x").Remove(src)
	if want := "a = 1\n\n[b]\nc = 2\n"; err != nil || string(bare) != want {
		t.Errorf("%q, %v", bare, err)
	}
}

func TestTOMLRemoveOfAnOnlyTableDeletesTheFile(t *testing.T) {
	out, _ := roundTrip(t, trust("x"), nil)
	if bare, err := trust("x").Remove(out); err != nil || bare != nil {
		t.Errorf("%q, %v", bare, err)
	}
}

func TestQuoteTOML(t *testing.T) {
	for _, s := range []string{"", "plain", `C:\a "b"`, "tab\tnl\nnul\x01del\x7f", "日本 🦊"} {
		var v struct{ K string }
		if err := toml.Unmarshal([]byte("K = "+QuoteTOML(s)), &v); err != nil || v.K != s {
			t.Errorf("%q: %q, %v", s, v.K, err)
		}
	}
}

func FuzzTOML(f *testing.F) {
	files, _ := filepath.Glob("testdata/toml/*.toml")
	for _, file := range files {
		if src, err := os.ReadFile(file); err == nil {
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, ed := range tomlEdits {
			out, refusal := roundTrip(t, ed.edit, src)
			if refusal != "" {
				continue
			}
			var v map[string]any
			if err := toml.Unmarshal(out, &v); err != nil {
				t.Fatalf("the result does not parse: %v\n%s", err, out)
			}
			if _, err := ed.edit.Remove(out); err != nil {
				t.Fatalf("Remove: %v\n%s", err, out)
			}
		}
	})
}
