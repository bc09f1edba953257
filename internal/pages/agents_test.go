package pages_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/detect/detecttest"
	"github.com/cybedefend/vibedefend/installers"
)

var root = filepath.Join("..", "..")

// driven says which file of e2e starts each agent, or plays it.
var driven = map[string]string{
	"claude-code": "claude_test.go",
	"cursor":      "sim/cursor.go",
	"codex":       "codex_test.go",
	"windsurf":    "sim/devin.go",
	"copilot":     "copilot_test.go",
}

// TestColumnsAreComplete names what is missing of an agent: a column is the
// same file in every folder that knows agents.
func TestColumnsAreComplete(t *testing.T) {
	for _, a := range detect.Agents() {
		name := strings.ReplaceAll(a.ID, "-", "")
		column := []string{
			"detect/" + name + ".go",
			"installers/" + name + ".go",
			"internal/hook/" + name + ".go",
			"internal/posture/" + name + ".go",
			"internal/posture/" + name + "_risks.go",
			"internal/protect/" + name + ".go",
			"internal/demo/" + name + ".go",
			"templates/" + name,
			"internal/hook/testdata/" + a.ID,
			"docs/agents/" + a.ID + ".md",
			"e2e/" + driven[a.ID],
		}
		for _, file := range column {
			if st, err := os.Stat(filepath.Join(root, filepath.FromSlash(file))); err != nil || st.IsDir() && strings.HasSuffix(file, ".go") {
				t.Errorf("%s: %s is missing", a.ID, file)
			}
		}
		if driven[a.ID] == "" {
			t.Errorf("%s: say in this test which file of e2e drives it", a.ID)
		}
		for _, text := range []string{"docs/failure.md", "docs/tamper.md", "README.md"} {
			raw, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(text)))
			if err != nil || !strings.Contains(strings.ToLower(string(raw)), strings.ReplaceAll(a.ID, "-", " ")) {
				t.Errorf("%s: %s does not speak of it", a.ID, text)
			}
		}
	}
	if rows := installers.Table(); len(rows) != len(detect.Agents()) {
		t.Errorf("%d agents are detected and %d installed", len(detect.Agents()), len(rows))
	}
}

// TestAgentPagesTellWhatOlderReleasesCannot: what doctor says of a release
// stands on the page of its agent.
func TestAgentPagesTellWhatOlderReleasesCannot(t *testing.T) {
	for _, a := range detect.Agents() {
		raw, err := os.ReadFile(filepath.Join(root, "docs", "agents", a.ID+".md"))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range a.Limits {
			if !strings.Contains(string(raw), l.Below) {
				t.Errorf("%s: the page does not tell what releases before %s cannot do: %s", a.ID, l.Below, l.Cannot)
			}
		}
	}
}

// TestAgentPagesTellWhatIsInstalled: the page of an agent names every file
// and every event of its plan.
func TestAgentPagesTellWhatIsInstalled(t *testing.T) {
	for _, row := range installers.Table() {
		raw, err := os.ReadFile(filepath.Join(root, "docs", "agents", row.ID+".md"))
		if err != nil {
			t.Fatal(err)
		}
		page := string(raw)
		env := detecttest.Linux()
		plan, err := row.Plan(installers.Target{Env: env, Scope: installers.User, Trust: true, Found: detect.Of(detect.All(env), row.ID), HookPath: env.Home + "/.cybedefend/bin/vibedefend-hook"})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range plan.Changes {
			if name := strings.Replace(c.Path, env.Home, "~", 1); !strings.Contains(page, name) {
				t.Errorf("%s: the page does not name %s", row.ID, name)
			}
			out, _, err := c.Edit.Apply(nil)
			var file struct{ Hooks map[string]json.RawMessage }
			if err != nil || json.Unmarshal(out, &file) != nil {
				continue
			}
			for event := range file.Hooks {
				if !strings.Contains(page, "`"+event+"`") {
					t.Errorf("%s: the page does not name the event %s", row.ID, event)
				}
			}
		}
	}
}
