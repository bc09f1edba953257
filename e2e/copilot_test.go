package e2e

import (
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
)

// copilot drives Copilot CLI. Its file tools depend on the model: create and
// edit for most, apply_patch for GPT models.
func copilot(t *testing.T, model string) driver {
	set := agentSet(t)
	d := driver{
		id: "copilot",
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
		shell: func(id, command string) mock.Call {
			return mock.Call{ID: id, Tool: "bash", Args: map[string]any{"command": command, "description": "a step", "mode": "sync"}}
		},
		write: func(id, path, text string) mock.Call {
			return mock.Call{ID: id, Tool: "create", Args: map[string]any{"path": path, "file_text": text}}
		},
		edit: func(id, path, old, new string) mock.Call {
			return mock.Call{ID: id, Tool: "edit", Args: map[string]any{"path": path, "old_str": old, "new_str": new}}
		},
		read: func(id, path string) mock.Call {
			return mock.Call{ID: id, Tool: "view", Args: map[string]any{"path": path}}
		},
		spawn: func(id, prompt string) []mock.Turn {
			return []mock.Turn{{{ID: id, Tool: "task", Args: map[string]any{
				"description": "a subtask", "name": "sub", "prompt": prompt, "agent_type": "general-purpose", "mode": "sync"}}}}
		},
		hooks: ".copilot/hooks/vibedefend.json",
		told:  "Denied by preToolUse hook",
	}
	if model == patchModel {
		d.write = func(id, path, text string) mock.Call {
			return mock.Call{ID: id, Tool: "apply_patch", Text: addFile(path, text)}
		}
		d.edit = func(id, path, old, new string) mock.Call {
			return mock.Call{ID: id, Tool: "apply_patch", Text: updateFile(path, old, new)}
		}
	}
	return d
}

// patchModel is a model for which Copilot offers apply_patch.
const patchModel = "gpt-5.4"
