package installers

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
)

// An empty object of the user's own stays when they changed the file since and
// uninstall takes our entries out one by one.
func TestUsersEmptyHooksStay(t *testing.T) {
	for _, c := range []struct{ agent, file, first, event string }{
		{"claude-code", ".claude/settings.json", `"model": "m"`, "UserPromptSubmit"}, {"cursor", ".cursor/hooks.json", `"version": 1`, "stop"},
		{"codex", ".codex/hooks.json", `"description": "d"`, "UserPromptSubmit"},
		{"windsurf", ".codeium/windsurf/hooks.json", `"x": 1`, "pre_user_prompt"}, {"windsurf", ".config/devin/config.json", `"theme": 1`, "UserPromptSubmit"},
	} {
		for _, text := range []string{`{FIRST, "hooks":{}}`, "{\n  FIRST,\n  \"hooks\": {}\n}\n", "{\n\tFIRST,\n\t\"hooks\": {\n\t}\n}", "{FIRST}\n", "{FIRST,\"hooks\":{\"EVENT\":[]}}\n"} {
			text = strings.NewReplacer("FIRST", c.first, "EVENT", c.event).Replace(text)
			t.Run(c.file+"/"+text, func(t *testing.T) {
				m := newMachine(t)
				m.write(c.file, text)
				plan := m.real(c.agent)
				m.apply(plan)
				installed := m.read(c.file)
				if !strings.Contains(installed, "vibedefend-hook") {
					t.Fatalf("not installed:\n%s", installed)
				}
				m.write(c.file, installed+"\n\n")
				m.revert(m.real(c.agent))
				if got, want := strings.Join(strings.Fields(m.read(c.file)), ""), strings.Join(strings.Fields(text), ""); got != want {
					t.Errorf("got  %s\nwant %s", m.read(c.file), text)
				}
			})
		}
	}
}

// real is the plan of an agent for this home.
func (m machine) real(agent string) Plan {
	m.t.Helper()
	none := func(string) string { return "" }
	env := detect.Env{Home: m.home, Dir: m.home, OS: "linux", Getenv: none, FS: detect.OSFS{}, Prefix: m.path("system")}
	p, err := For(agent, Target{Env: env, HookPath: m.dir.Hook(), Surfaces: []string{"devin", "cascade"}, Trust: true, Denies: agent != "codex"})
	if err != nil {
		m.t.Fatal(err)
	}
	p.Steps = nil // no agent is there to be asked
	return p
}
