package posture

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

func TestBaselineShowsATransition(t *testing.T) {
	m := newMachine(t)
	m.careful()
	m.write("~/.codex/config.toml", "web_search = \"live\"\n")
	d := home.Dir(filepath.Join(t.TempDir(), home.Base))
	if _, ok, err := LoadBaseline(d); ok || err != nil {
		t.Fatalf("before: %v %v", ok, err)
	}
	first := Audit(m.detectEnv(), m.repo)
	if err := SaveBaseline(d, first, m.repo, time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	b, ok, err := LoadBaseline(d)
	if err != nil || !ok || len(b.Known) != len(first) || len(first) == 0 {
		t.Fatalf("after: %+v %v %v", b, ok, err)
	}
	// A line that moves is no drift.
	m.write("~/.codex/config.toml", "\n\nweb_search = \"live\"\n")
	if got := b.Drift(Audit(m.detectEnv(), m.repo)); len(got) != 0 {
		t.Errorf("moved: %+v", got)
	}
	m.write("~/.claude/settings.json", `{"permissions":{"defaultMode":"dontAsk"}}`)
	if got := ids(b.Drift(Audit(m.detectEnv(), m.repo))); !slices.Contains(got, "claude-code.unattended-mode") {
		t.Errorf("transition: %v", got)
	}
	if st, err := os.Stat(BaselineFile(d)); err != nil || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Errorf("mode: %v %v", st, err)
	}
	if err := SaveBaseline(d, nil, "", time.Unix(2, 0)); err != nil {
		t.Errorf("second: %v", err)
	}
}

func TestBaselineKnowsWhichRepositoriesWereLookedAt(t *testing.T) {
	d := home.Dir(t.TempDir())
	at := func(repo, scope string) Finding { return Finding{ID: "x", Scope: scope, File: repo + "/f"} }
	if err := SaveBaseline(d, []Finding{at("/a", scopeProject), at("/home", scopeUser)}, "/a", time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	b, _, _ := LoadBaseline(d)
	if got := b.Drift([]Finding{at("/b", scopeProject), at("/a", scopeProject), at("/home", scopeUser)}); len(got) != 0 {
		t.Errorf("another repository drifted: %+v", got)
	}
	if got := b.Drift([]Finding{at("/a/sub", scopeLocal), at("/other", scopeUser)}); len(got) != 2 {
		t.Errorf("drift: %+v", got)
	}
	if err := SaveBaseline(d, []Finding{at("/b", scopeProject)}, "/b", time.Unix(2, 0)); err != nil {
		t.Fatal(err)
	}
	b, _, _ = LoadBaseline(d)
	if got := b.Drift([]Finding{at("/a", scopeProject), at("/b", scopeProject)}); len(got) != 0 || len(b.Repos) != 2 {
		t.Errorf("what was accepted is forgotten: %+v %+v", got, b)
	}
}

func TestBrokenBaselineIsSaid(t *testing.T) {
	for _, text := range []string{"", "{", `{"version":9}`} {
		d := home.Dir(t.TempDir())
		if err := os.MkdirAll(d.State(), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(BaselineFile(d), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := LoadBaseline(d); ok || err == nil {
			t.Errorf("%q: %v %v", text, ok, err)
		}
	}
}

func TestSARIF(t *testing.T) {
	fs := []Finding{
		{ID: "claude-code.bypass-mode", Agent: "claude-code", Scope: "project", File: "/r/a b/.claude/settings.json", Line: 3, Setting: "permissions.defaultMode", Severity: rules.Critical, Why: "w", Fix: "f"},
		{ID: "copilot.auto-approve", Agent: "copilot", Scope: "environment", Setting: "COPILOT_ALLOW_ALL", Severity: rules.Low, Why: "w", Fix: "f"},
	}
	out, err := SARIF(fs, "/r", "1.0")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID, Level string
				Locations     []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(out, &doc); err != nil {
		t.Fatal(err)
	}
	r := doc.Runs[0]
	if doc.Version != "2.1.0" || len(r.Tool.Driver.Rules) != 2 || len(r.Results) != 2 {
		t.Fatalf("%s", out)
	}
	at := r.Results[0].Locations[0].PhysicalLocation
	if r.Results[0].Level != "error" || at.ArtifactLocation.URI != "a%20b/.claude/settings.json" || at.Region.StartLine != 3 {
		t.Errorf("%+v", r.Results[0])
	}
	if r.Results[1].Level != "note" || len(r.Results[1].Locations) != 0 {
		t.Errorf("%+v", r.Results[1])
	}
}

func TestFindingsInJSON(t *testing.T) {
	b, err := json.Marshal(Finding{ID: "x", Severity: rules.High, State: stateRisk})
	if err != nil || !strings.HasPrefix(string(b), `{"id":"x","agent":"","scope":"","file":"","line":0,"setting":"","severity":"high"`) {
		t.Errorf("%s %v", b, err)
	}
	if got := AtLeast([]Finding{{Severity: rules.Low}, {Severity: rules.High}}, rules.Medium); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

func TestCatalogueIDsAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range Catalogue() {
		if seen[e.ID] {
			t.Errorf("%s twice", e.ID)
		}
		seen[e.ID] = true
	}
}
