package e2e

import (
	"testing"

	"github.com/cybedefend/vibedefend/e2e/agents"
	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
	"github.com/cybedefend/vibedefend/e2e/sim"
)

// copilot drives Copilot CLI. Its file tools depend on the model: create and
// edit for most, apply_patch for GPT models.
func copilot(t *testing.T, model string) driver { return copilotAt(agentSet(t), model) }

// copilotAt drives Copilot CLI of one release.
func copilotAt(set agents.Set, model string) driver {
	return driver{
		name:  "copilot " + model,
		id:    "copilot",
		build: built,
		prepare: func(b *sandbox.Box, m *mock.Model) {
			b.Link("copilot", set.Copilot)
			b.Write(".copilot/settings.json", "{\n  // mine\n  \"banner\": \"never\",\n}\n")
		},
		start: func(b *sandbox.Box, m *mock.Model, how mode, prompt string) sandbox.Result {
			env := b.Env("COPILOT_CACHE_HOME="+set.CopilotCache, "COPILOT_OFFLINE=true", "COPILOT_AUTO_UPDATE=false",
				"COPILOT_PROVIDER_BASE_URL="+m.URL+"/v1", "COPILOT_MODEL="+model)
			return b.Run(append(env, how.env...), set.Copilot, append([]string{"-p", prompt}, how.args...)...)
		},
		modes: []mode{
			{name: "allow all tools", args: []string{"--allow-all-tools", "--allow-all-paths", "--stream", "off"}},
			{name: "yolo", args: []string{"--yolo"}},
		},
		locked: mode{name: "default", args: []string{"--stream", "off"}},
		call: func(id string, d sim.Deed) (mock.Call, bool) {
			switch {
			case d.Kind == sim.Shell:
				return mock.Call{ID: id, Tool: "bash", Args: map[string]any{"command": d.Command, "description": "a step", "mode": "sync"}}, true
			case d.Kind == sim.Read:
				return mock.Call{ID: id, Tool: "view", Args: map[string]any{"path": d.Path}}, true
			case model == patchModel:
				return mock.Call{ID: id, Tool: "apply_patch", Text: patchOf(d)}, true
			case d.Kind == sim.Write:
				return mock.Call{ID: id, Tool: "create", Args: map[string]any{"path": d.Path, "file_text": d.Text}}, true
			case d.Kind == sim.Edit:
				return mock.Call{ID: id, Tool: "edit", Args: map[string]any{"path": d.Path, "old_str": d.Old, "new_str": d.New}}, true
			}
			return mock.Call{}, false
		},
		spawn: func(id, prompt string) []mock.Turn {
			return []mock.Turn{{{ID: id, Tool: "task", Args: map[string]any{
				"description": "a subtask", "name": "sub", "prompt": prompt, "agent_type": "general-purpose", "mode": "sync"}}}}
		},
		hooks: ".copilot/hooks/vibedefend.json",
		told:  "Denied by preToolUse hook",
		more: func(st *stage) []step {
			repo := st.Path("project/.github/copilot/settings.json")
			return []step{{name: "hooks switched off for the project", deed: sim.Deed{Kind: sim.Write, Path: repo, Text: `{"disableAllHooks":true}`}, stopped: true, wrong: func() string {
				if st.Has("project/.github/copilot/settings.json") {
					return "the file was written"
				}
				return ""
			}}}
		},
	}
}

const (
	plainModel = "mock"
	patchModel = "gpt-5.4" // one for which Copilot offers apply_patch
)
