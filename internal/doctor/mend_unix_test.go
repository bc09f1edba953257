//go:build unix

// The programs and shells of these tests are those of Unix.

package doctor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/internal/settings"
)

// governed is a home into which all five agents were installed, with the
// stand-in as the program.
func governed(t *testing.T) Subject {
	t.Helper()
	s := subject(t)
	if err := os.Remove(s.Dir.Hook()); err != nil {
		t.Fatal(err)
	}
	a := settings.Answers{Region: "local", Trust: true, NoRepo: true}
	for _, id := range s.Agents {
		a.Agents = append(a.Agents, settings.Choice{Agent: id})
	}
	if _, err := settings.Save(s.Dir, a); err != nil {
		t.Fatal(err)
	}
	mend(t, s)
	return s
}

func mend(t *testing.T, s Subject) {
	t.Helper()
	if r, err := Fix(Of(s.Machine, s.Self, nil)); err != nil || len(r.Failed) > 0 {
		t.Fatalf("mend: %v %+v", err, r.Failed)
	}
}

func examine(s Subject) []Line { return Run(Of(s.Machine, s.Self, nil)) }

func findings(lines []Line) string {
	var out []string
	for _, l := range lines {
		if l.State != OK && l.State != Note {
			out = append(out, l.State+" "+l.Agent+" "+filepath.Base(l.File)+": "+l.Message)
		}
	}
	return strings.Join(out, "\n")
}

func TestInstalledHomeIsHealthy(t *testing.T) {
	m := governed(t)
	lines := examine(m)
	if got := findings(lines); got != "" {
		t.Errorf("findings:\n%s", got)
	}
	if lines[0].Agent != Ourselves || lines[len(lines)-1].Agent != "copilot" {
		t.Errorf("order: first %+v, last %+v", lines[0], lines[len(lines)-1])
	}
}

func TestDamageIsGradedAndMended(t *testing.T) {
	for _, c := range []struct {
		name, file string
		damage     func(string) string // new content; "" deletes the file
		want       string              // start of a finding
		stays      bool                // Fix leaves it: it is not ours to change
	}{
		{"hooks file gone", ".cursor/hooks.json", func(string) string { return "" }, "missing cursor hooks.json", false},
		{"entry gone", ".claude/settings.json", func(s string) string { return `{"model":"x"}` }, "missing claude-code settings.json", false},
		{"entry weakened", ".claude/settings.json", func(s string) string { return strings.Replace(s, `"block"`, `"continue"`, 1) }, "drift claude-code settings.json", false},
		{"event gone", ".codeium/windsurf/hooks.json", func(s string) string { return strings.Replace(s, "pre_run_command", "pre_run_commands", 1) }, "drift windsurf hooks.json", false},
		{"trust gone", ".codex/config.toml", func(string) string { return "model = \"m\"\n" }, "untrusted codex hooks.json", false},
		{"program gone", ".cybedefend/bin/vibedefend-hook", func(string) string { return "" }, "missing vibedefend vibedefend-hook", false},
		{"file broken", ".cursor/hooks.json", func(s string) string { return s + "}" }, "unreadable cursor hooks.json", true},
		{"hooks switched off", ".claude/settings.json", func(s string) string { return strings.Replace(s, "{", `{"disableAllHooks":true,`, 1) }, "disabled claude-code settings.json", false},
		{"codex switched off", ".codex/config.toml", func(s string) string { return s + "\n[features]\nhooks = false\n" }, "disabled codex config.toml", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := governed(t)
			path := filepath.Join(m.Env.Home, c.file)
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if text := c.damage(string(src)); text == "" {
				err = os.Remove(path)
			} else {
				err = os.WriteFile(path, []byte(text), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			got := findings(examine(m))
			if !strings.Contains("\n"+got, "\n"+c.want) {
				t.Errorf("want %q in:\n%s", c.want, got)
			}
			if _, err := Fix(Of(m.Machine, m.Self, nil)); err != nil {
				t.Fatal(err)
			}
			if got := findings(examine(m)); (got != "") != c.stays {
				t.Errorf("after mending:\n%s", got)
			}
		})
	}
}

func TestOnlyTheAgentsAskedFor(t *testing.T) {
	m := governed(t)
	for _, l := range Run(Of(m.Machine, m.Self, []string{"codex"})) {
		if l.Agent != Ourselves && l.Agent != "codex" {
			t.Errorf("%+v", l)
		}
	}
}

func TestUnreadableAnswers(t *testing.T) {
	m := governed(t)
	if err := os.WriteFile(m.Dir.Config(), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := findings(examine(m)); !strings.HasPrefix(got, "unreadable vibedefend config.json") {
		t.Errorf("findings:\n%s", got)
	}
}

func TestPolicyIsGraded(t *testing.T) {
	for text, want := range map[string]string{
		`"mode":"enforce"`: "",
		`"mode":"observe"`: "disabled vibedefend .: policy observes: findings are written down, nothing is stopped",
	} {
		m := governed(t)
		src, err := os.ReadFile(m.Dir.Config())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(m.Dir.Config(), []byte(strings.Replace(string(src), "{", "{"+text+",", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := findings(examine(m)); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

func TestProgramOpenToOthersIsNotRun(t *testing.T) {
	m := governed(t)
	if err := os.Chmod(m.Dir.Bin(), 0o777); err != nil {
		t.Fatal(err)
	}
	lines := examine(m)
	if !strings.Contains(findings(lines), "conflict vibedefend vibedefend-hook") {
		t.Errorf("findings:\n%s", findings(lines))
	}
	for _, l := range lines {
		if strings.Contains(l.Message, "canary") {
			t.Errorf("it was run: %+v", l)
		}
	}
}

func TestLeftOversAreNamedAndTakenBack(t *testing.T) {
	m := governed(t)
	moved := filepath.Join(m.Env.Home, "elsewhere")
	usual := m.Env.Getenv
	m.Env.Getenv = func(k string) string {
		if k == "CODEX_HOME" {
			return moved
		}
		return usual(k)
	}
	got := findings(examine(m))
	if !strings.Contains(got, "stale codex hooks.json") {
		t.Errorf("findings:\n%s", got)
	}
	mend(t, m)
	if _, err := os.Stat(filepath.Join(m.Env.Home, ".codex", "hooks.json")); err == nil {
		t.Error("the left-over is still there")
	}
	if got := findings(examine(m)); got != "" {
		t.Errorf("after mending:\n%s", got)
	}
}

func TestManagedInstallationIsExamined(t *testing.T) {
	s := subject(t)
	s.wire(t)
	src, err := os.ReadFile(filepath.Join(s.Env.Home, ".claude/settings.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(s.Env.Home, ".claude")); err != nil {
		t.Fatal(err)
	}
	system := filepath.Join(s.Env.Prefix, "etc/claude-code/managed-settings.d")
	if err := os.MkdirAll(system, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(system, "50-vibedefend.json"), src, 0o644); err != nil {
		t.Fatal(err)
	}
	found := Of(s.Machine, s.Self, []string{"claude-code"})
	if len(found.Managed) != 1 || len(found.Ungoverned) != 0 {
		t.Fatalf("%+v", found)
	}
	lines := Run(found)
	if got := findings(lines); got != "" {
		t.Errorf("findings:\n%s", got)
	}
	if got := states(lines); len(got) == 0 || got[len(got)-1] != "ok claude-code" {
		t.Errorf("the canary was not fired: %+v", lines)
	}
}
