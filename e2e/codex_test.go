package e2e

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
	"github.com/cybedefend/vibedefend/e2e/sim"
)

func codex(t *testing.T) driver { return codexAt(agentSet(t).Codex) }

// codexAt drives Codex of one release.
func codexAt(program string) driver {
	return driver{
		name:  "codex",
		id:    "codex",
		build: alone,
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
		locked: mode{name: "read only", args: []string{"-s", "read-only"}},
		call: func(id string, d sim.Deed) (mock.Call, bool) {
			switch d.Kind {
			case sim.Shell:
				return mock.Call{ID: id, Tool: "exec_command", Args: map[string]any{"cmd": d.Command}}, true
			case sim.Write, sim.Edit, sim.Patch:
				return mock.Call{ID: id, Tool: "apply_patch", Text: patchOf(d)}, true
			}
			return mock.Call{}, false
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
		more: func(st *stage) []step {
			config := st.Read(".codex/config.toml")
			same := func() string {
				if now := st.Read(".codex/config.toml"); now != config {
					return "config.toml now is\n" + now
				}
				return ""
			}
			off := updateFile(st.Path(".codex/config.toml"), `model_provider = "mock"   # local`, "model_provider = \"mock\"\nfeatures.hooks = false")
			return []step{
				{name: "hooks switched off in config.toml", deed: sim.Deed{Kind: sim.Patch, Text: off}, stopped: true, wrong: same},
				{name: "trust withdrawn by the shell", deed: shell("sed -i /trusted_hash/d ~/.codex/config.toml"), stopped: true, wrong: same},
				{name: "patch by the shell", deed: shell("apply_patch <<'EOF'\n" + addFile(st.hooks, "{}\n") + "EOF"), stopped: true, wrong: st.intact},
			}
		},
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

// codexCode is Codex with a model that writes programs, in which tools are
// functions.
func codexCode(t *testing.T) driver {
	d := codex(t)
	d.name = "codex code mode"
	d.modes = []mode{{name: "code mode", args: []string{"-s", "danger-full-access", "-m", "gpt-6-sol"}}}
	d.call = func(id string, deed sim.Deed) (mock.Call, bool) {
		exec := func(call string) (mock.Call, bool) {
			return mock.Call{ID: id, Tool: "exec", Namespace: "functions", Text: "text(await tools." + call + ")"}, true
		}
		switch deed.Kind {
		case sim.Shell:
			return exec("exec_command({cmd: " + quoted(deed.Command) + "})")
		case sim.Write, sim.Edit, sim.Patch:
			return exec("apply_patch(" + quoted(patchOf(deed)) + ")")
		}
		return mock.Call{}, false
	}
	d.spawn = nil
	return d
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic("a text is not JSON: " + err.Error())
	}
	return string(b)
}
