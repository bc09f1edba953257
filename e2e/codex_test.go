package e2e

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
)

func codex(t *testing.T) driver {
	program := agentSet(t).Codex
	return driver{
		id: "codex",
		prepare: func(b *sandbox.Box, m *mock.Model) {
			b.Link("codex", program)
			b.Write(".codex/config.toml", fmt.Sprintf(codexConfig, m.URL, b.Project))
		},
		start: func(b *sandbox.Box, m *mock.Model, how mode, prompt string) sandbox.Result {
			env := b.Env("CODEX_HOME=" + b.Path(".codex"))
			args := append([]string{"exec", "--json", "--skip-git-repo-check", "-C", b.Project}, how.args...)
			return b.Run(append(env, how.env...), program, append(args, prompt)...)
		},
		modes: []mode{
			{name: "full access", args: []string{"-s", "danger-full-access"}},
			{name: "yolo", args: []string{"--dangerously-bypass-approvals-and-sandbox"}},
		},
		shell: func(id, command string) mock.Call {
			return mock.Call{ID: id, Tool: "exec_command", Args: map[string]any{"cmd": command}}
		},
		write: func(id, path, text string) mock.Call {
			return mock.Call{ID: id, Tool: "apply_patch", Text: addFile(path, text)}
		},
		edit: func(id, path, old, new string) mock.Call {
			return mock.Call{ID: id, Tool: "apply_patch", Text: updateFile(path, old, new)}
		},
		spawn: func(id, prompt string) []mock.Turn {
			return []mock.Turn{
				{{ID: id, Tool: "spawn_agent", Namespace: "multi_agent_v1", Args: map[string]any{"message": prompt}}},
				{{ID: id + "-wait", Tool: "wait_agent", Namespace: "multi_agent_v1", From: func(results map[string]string) map[string]any {
					var spawned struct {
						AgentID string `json:"agent_id"`
					}
					json.Unmarshal([]byte(results[id]), &spawned)
					return map[string]any{"targets": []string{spawned.AgentID}, "timeout_ms": 30000}
				}}},
			}
		},
		hooks: ".codex/hooks.json",
		told:  "blocked by PreToolUse hook",
	}
}

const codexConfig = `# my settings
model = "gpt-5.5"
model_provider = "mock"   # local
check_for_update_on_startup = false

[model_providers.mock]
name = "mock"
base_url = "%s/v1"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0

[projects."%s"]
trust_level = "trusted"
`
