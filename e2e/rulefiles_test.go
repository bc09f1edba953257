package e2e

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
	"github.com/cybedefend/vibedefend/e2e/sim"
)

// plantLanguages gives the project files of three languages, a few folders
// deep and not, and a convention for one of the folders.
func plantLanguages(b *sandbox.Box) {
	b.Write("project/.eslintrc.json", `{"rules":{"no-restricted-imports":["error",{"paths":[{"name":"moment","message":"Use date-fns."}]}]}}`)
	for _, p := range []string{"app.py", "src/deep/util.py", "src/a.ts", "src/View.vue", "db/first.sql"} {
		b.Write("project/"+p, "\n")
	}
}

// An agent that is told nothing before an edit picks up the page of guidance
// of the language it writes, and no other; without us it picks up nothing.
func TestRuleFilesReachTheFilesTheyAreFor(t *testing.T) {
	for _, c := range []struct {
		id    string
		agent func(sim.Machine) sim.Informed
	}{
		{"cursor", func(m sim.Machine) sim.Informed { return sim.Cursor{Machine: m} }},
		{"windsurf", func(m sim.Machine) sim.Informed { return sim.Cascade{Machine: m} }},
		{"windsurf", func(m sim.Machine) sim.Informed { return sim.Devin{Machine: m} }},
		{"copilot", func(m sim.Machine) sim.Informed { return sim.VSCode{Machine: m} }},
	} {
		b := box(t)
		agent := c.agent(sim.Machine{Home: b.Home, Project: b.Project, Env: b.Env()})
		t.Run(agent.Name(), func(t *testing.T) {
			t.Parallel()
			plantLanguages(b)
			was := b.Snap()
			b.Must(0, "install", "--yes", "--scope", "project", "--agent", c.id)
			b.Must(0, "rules", "sync", "--agent", c.id)
			const python, script, table, always = "JSON into a named type", "DOMPurify", "New personal field", "VibeDefend watches over"
			for path, want := range map[string][]string{
				"app.py": {python}, "src/deep/util.py": {python}, "src/new.PY": nil, "src/a.ts": {script}, "src/View.vue": {script},
				"new/b.jsx": {script}, "db/first.sql": {table}, "README.md": nil, "main.go": nil, "app.py/notes": nil,
			} {
				text, void := agent.Given(filepath.Join(b.Project, path))
				if len(void) > 0 {
					t.Fatalf("a rule file is not read: %s", void)
				}
				for _, page := range []string{python, script, table} {
					if strings.Contains(text, page) != slices.Contains(want, page) {
						t.Errorf("%s: %q given %t", path, page, strings.Contains(text, page))
					}
				}
				if !strings.Contains(text, always) {
					t.Errorf("%s: not told of us", path)
				}
			}
			b.Uninstall("--purge")
			if diff := was.Diff(b.Snap()); diff != "" {
				t.Errorf("the home is not as before:\n%s", diff)
			}
			if text, _ := agent.Given(filepath.Join(b.Project, "app.py")); text != "" {
				t.Errorf("still given after uninstall: %s", text)
			}
		})
	}
}

// The real Copilot reads the page of a language when it touches a file of it.
func TestCopilotIsGivenThePageOfTheLanguage(t *testing.T) {
	t.Parallel()
	d := copilot(t, plainModel)
	st, m := installed(t, d, func(st *stage) []mock.Conversation {
		plantLanguages(st.Box)
		st.Must(0, "rules", "sync", "--agent", "copilot")
		turns, _ := script(d, "call", []step{{deed: sim.Deed{Kind: sim.Read, Path: st.Path("project/app.py")}}})
		return []mock.Conversation{{Marker: "E2E-MAIN", Turns: turns}}
	})
	r := d.start(st.Box, m, d.modes[1], "E2E-MAIN look at it")
	shown := m.Requests()
	if !strings.Contains(shown, "# Writing Python safely") || !strings.Contains(shown, "JSON into a named type") {
		t.Errorf("the page of Python did not reach the model\n%s", r)
	}
	if strings.Contains(shown, "DOMPurify") {
		t.Error("the page of another language reached the model")
	}
}
