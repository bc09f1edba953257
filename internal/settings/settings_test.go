package settings

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/internal/home"
)

var full = Answers{
	Region:   "eu",
	Agents:   []Choice{{Agent: "claude-code"}, {Agent: "windsurf", Surfaces: []string{"devin"}}},
	Projects: []Project{{Root: "/src/été", Agents: []Choice{{Agent: "cursor"}}}},
	NoRepo:   true,
	Trust:    true,

	NoGuidance: true,
}

func TestSaveLoad(t *testing.T) {
	d := home.Dir(filepath.Join(t.TempDir(), "with space", home.Base))
	for _, a := range []Answers{full, {Region: "local", Agents: []Choice{{Agent: "codex"}}}, full} {
		if changed, err := Save(d, a); err != nil || !changed {
			t.Fatalf("Save = %v %v", changed, err)
		}
		got, ok, err := Load(d)
		if err != nil || !ok || !reflect.DeepEqual(got, a) {
			t.Fatalf("Load = %+v %v %v, want %+v", got, ok, err, a)
		}
		if changed, err := Save(d, a); err != nil || changed {
			t.Fatalf("second Save = %v %v, want no change", changed, err)
		}
	}
}

func TestSaveKeepsWhatIsNotItsOwn(t *testing.T) {
	d := home.Dir(t.TempDir())
	before := "{\n\t\"mode\": \"observe\",\n\t\"big\": 12345678901234567890,\n\t\"agents\": [ \"codex\" ],\n\t\"on_error\": {\"x\": \"\\u00e9\"}\n}\n"
	put := func(s string) {
		if err := os.WriteFile(d.Config(), []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(before)
	if _, err := Save(d, Answers{Region: "us", Agents: []Choice{{Agent: "codex"}}}); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(d.Config())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"mode": "observe"`, `12345678901234567890`, `"agents": [ "codex" ]`, `"\u00e9"`, `"region":"us"`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s is missing in\n%s", want, raw)
		}
	}
}

func TestBadFilesAreRefusedAndKept(t *testing.T) {
	for _, bad := range []string{"{", "[]", "\xef\xbb\xbf{}", "{\"a\":1,}", "// x\n{}", "null"} {
		d := home.Dir(t.TempDir())
		if err := os.WriteFile(d.Config(), []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Load(d); err == nil {
			t.Errorf("Load accepts %q", bad)
		}
		if _, err := Save(d, full); err == nil {
			t.Errorf("Save accepts %q", bad)
		}
		if raw, _ := os.ReadFile(d.Config()); string(raw) != bad {
			t.Errorf("%q became %q", bad, raw)
		}
	}
}

func TestMissingAndEmpty(t *testing.T) {
	d := home.Dir(t.TempDir())
	if a, ok, err := Load(d); ok || err != nil || !reflect.DeepEqual(a, Answers{}) {
		t.Errorf("Load of nothing = %+v %v %v", a, ok, err)
	}
	if err := os.WriteFile(d.Config(), []byte(" \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if changed, err := Save(d, full); err != nil || !changed {
		t.Errorf("Save over an empty file = %v %v", changed, err)
	}
}

func TestLinkIsKept(t *testing.T) {
	dir := t.TempDir()
	d := home.Dir(filepath.Join(dir, home.Base))
	real := filepath.Join(dir, "dotfiles.json")
	if err := os.Mkdir(string(d), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(real, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, d.Config()); err != nil {
		t.Fatal(err)
	}
	if _, err := Save(d, full); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Lstat(d.Config()); err != nil || st.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link was replaced: %v %v", st.Mode(), err)
	}
	if raw, _ := os.ReadFile(real); !strings.Contains(string(raw), "claude-code") {
		t.Errorf("target holds %s", raw)
	}
}

func FuzzSave(f *testing.F) {
	f.Add([]byte(`{"agents":"x","consent":3,"projects":{"a":1}}`))
	f.Add([]byte(`{"surfaces":{"windsurf":[1,null]},"region":["eu"]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d := home.Dir(t.TempDir())
		if err := os.WriteFile(d.Config(), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Save(d, full); err != nil {
			if now, _ := os.ReadFile(d.Config()); string(now) != string(raw) {
				t.Fatalf("refused %q but left %q", raw, now)
			}
			return
		}
		got, ok, err := Load(d)
		if err != nil || !ok || !reflect.DeepEqual(got, full) {
			t.Fatalf("after Save over %q: %+v %v %v", raw, got, ok, err)
		}
	})
}
