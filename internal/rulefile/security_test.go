package rulefile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/policy"
)

const security = `- id: OWN-01
  title: Legacy client
  why: It is switched off in March.
  tier: block
  severity: low
  langs: [py]
  guide: [{say: "Never LegacyClient."}]
  detect: [{call: [LegacyClient]}]
  hit: [{py: "c = LegacyClient(url)"}]
  miss: [{py: "c = NewClient(url)"}]
`

func TestParseSecurity(t *testing.T) {
	list, err := ParseSecurity([]byte(security), "security.yaml")
	if err != nil || len(list) != 1 || list[0].Line != 1 || len(TestSecurity(list)) != 0 {
		t.Fatal(list, err)
	}
	list[0].Miss = list[0].Hit
	if f := TestSecurity(list); len(f) != 1 || f[0].Hit {
		t.Errorf("an example that does not hold: %+v", f)
	}
	for bad, want := range map[string]string{
		"rules: []\n": "want a list of rules",
		"- {id: INJ-01, title: t, why: w, tier: block, severity: low, langs: [py], detect: [{call: [abc]}]}":                                                                                    "security.yaml:1: the id INJ-01 is taken",
		"- {id: A-1, title: t, why: w, tier: block, severity: low, langs: [py]}":                                                                                                                "does nothing",
		"- {id: A-1, title: t, why: w, tier: block, severity: low, detect: [{call: [abc]}]}":                                                                                                    "speaks of no language",
		"- {id: A-1, title: t, why: w, tier: block, severity: low, langs: [py], detect: [{call: [abc]}]}\n- {id: A-2, title: t, why: w, tier: block, severity: low, langs: [cobol], guide: []}": "security.yaml:2: rule A-2: language \"cobol\" is unknown",
	} {
		if _, err := ParseSecurity([]byte(bad), "security.yaml"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", bad, err, want)
		}
	}
	if list, err := ParseSecurity(nil, "security.yaml"); err != nil || len(list) != 0 {
		t.Error("an empty file:", list, err)
	}
}

func TestLoadSecurity(t *testing.T) {
	root, dir := t.TempDir(), home.Dir(filepath.Join(t.TempDir(), home.Base))
	write := func(folder, text string) {
		t.Helper()
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "security.yaml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	none := func(string) string { return filepath.Join(root, "no-managed") }
	o := policy.Options{Dir: dir, Root: root, Getenv: none}
	if s, err := policy.LoadSecurity(o); err != nil || len(s.Rules)+len(s.Stale) != 0 {
		t.Fatalf("nothing there: %+v %v", s, err)
	}
	repo := filepath.Join(root, home.Base)
	write(repo, security)
	if s, err := policy.LoadSecurity(o); err != nil || len(s.Stale) != 1 || len(s.Rules) != 0 {
		t.Fatalf("before it is compiled: %+v %v", s, err)
	}
	o.CompileSecurity = Security
	s, err := policy.LoadSecurity(o)
	if err != nil || len(s.Rules) != 1 || s.Layers["OWN-01"] != "repository" {
		t.Fatalf("compiled: %+v %v", s, err)
	}
	if len(s.Rules[0].Guide) != 0 {
		t.Error("a repository puts words into the agent")
	}
	o.CompileSecurity = nil
	if s, err = policy.LoadSecurity(o); err != nil || len(s.Rules) != 1 || len(s.Stale) != 0 || len(s.Rules[0].Detect) != 1 {
		t.Fatalf("from the cache: %+v %v", s, err)
	}
	// The user's rule of the same id is the one that holds, with its guidance.
	write(string(dir), strings.Replace(security, "Legacy client", "The user's", 1))
	o.CompileSecurity = Security
	if s, err = policy.LoadSecurity(o); err != nil || len(s.Rules) != 1 || s.Rules[0].Title != "The user's" || s.Layers["OWN-01"] != "user" || len(s.Rules[0].Guide) != 1 {
		t.Fatalf("two layers: %+v %v", s, err)
	}
	write(repo, "- id: [")
	if _, err = policy.LoadSecurity(o); err == nil || !strings.Contains(err.Error(), "security.yaml") {
		t.Errorf("a broken file: %v", err)
	}
}

func FuzzParseSecurity(f *testing.F) {
	f.Add([]byte(security))
	f.Add([]byte("- {id: A, langs: [py], hit: [{py: x}]}"))
	f.Fuzz(func(_ *testing.T, b []byte) {
		if list, err := ParseSecurity(b, "x"); err == nil && len(list) < 20 {
			TestSecurity(list)
		}
	})
}
