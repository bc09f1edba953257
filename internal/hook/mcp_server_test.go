package hook

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// spellings are calls of the tool delete-repo (or delete_repo) of the server
// "git-hub.v2" as each agent sends them.
var spellings = []struct{ name, agent, event, payload string }{
	{"claude", "claude-code", "PreToolUse", `{"hook_event_name":"PreToolUse","cwd":"CWD","session_id":"s","tool_use_id":"t","tool_name":"mcp__git-hub_v2__delete-repo","tool_input":{}}`},
	{"claude, server told", "claude-code", "PreToolUse", `{"hook_event_name":"PreToolUse","cwd":"CWD","session_id":"s","tool_use_id":"t","tool_name":"mcp__git-hub_v2__delete-repo","mcp_server":{"name":"git-hub_v2"},"tool_input":{}}`},
	{"codex", "codex", "PreToolUse", `{"hook_event_name":"PreToolUse","cwd":"CWD","session_id":"s","turn_id":"u","tool_use_id":"t","transcript_path":null,"model":"m","permission_mode":"default","tool_name":"mcp__git-hub_v2__delete-repo","tool_input":{}}`},
	{"cursor by command", "cursor", "beforeMCPExecution", `{"hook_event_name":"beforeMCPExecution","cursor_version":"3.1","conversation_id":"c","generation_id":"g","workspace_roots":["CWD"],"tool_name":"delete-repo","tool_input":"{}","command":"npx -y hub"}`},
	{"cursor by address", "cursor", "beforeMCPExecution", `{"hook_event_name":"beforeMCPExecution","cursor_version":"3.1","conversation_id":"c","generation_id":"g","workspace_roots":["CWD/web"],"tool_name":"delete-repo","tool_input":"{}","url":"https://hub.example/mcp"}`},
	{"cascade", "windsurf", "pre_mcp_tool_use", `{"agent_action_name":"pre_mcp_tool_use","trajectory_id":"t","execution_id":"e","tool_info":{"mcp_server_name":"git-hub.v2","mcp_tool_name":"delete-repo","mcp_tool_arguments":{}}}`},
	{"devin", "windsurf", "PreToolUse", `{"hook_event_name":"PreToolUse","session_id":"s","prompt_id":"p","tool_name":"mcp__git-hub_v2__delete-repo","tool_input":{}}`},
	{"copilot", "copilot", "preToolUse", `{"sessionId":"s","timestamp":1,"cwd":"CWD","toolName":"git-hub_v2-delete-repo","toolArgs":{}}`},
	{"copilot asks", "copilot", "permissionRequest", `{"sessionId":"s","timestamp":1,"cwd":"CWD","hookName":"permissionRequest","toolName":"git-hub.v2/delete-repo","toolInput":{}}`},
	{"copilot, server told", "copilot", "preMcpToolCall", `{"sessionId":"s","timestamp":1,"cwd":"CWD","toolCallId":"t","serverName":"git-hub.v2","toolName":"delete-repo","arguments":{}}`},
	{"vscode", "copilot", "preToolUse", `{"hook_event_name":"PreToolUse","timestamp":"2026-01-01T00:00:00Z","session_id":"s","cwd":"CWD","tool_use_id":"t","tool_name":"mcp_git-hub_v2_delete-repo","tool_input":{}}`},
}

const mcpFiles = `{"mcpServers":{"git-hub.v2":{"command":"npx","args":["-y","hub"]},"other":{"command":"npx","args":["-y","other"]}}}`

// Lists of MCP servers hold however an agent spells the call.
func TestMCPListsHoldForEverySpelling(t *testing.T) {
	for _, tt := range []struct {
		policy string
		stops  bool
	}{
		{`{"mcp_deny":["git-hub.v2"]}`, true},
		{`{"mcp_deny":["git-hub.v2/*"]}`, true},
		{`{"mcp_deny":["git-hub.v2/delete-repo"]}`, true},
		{`{"mcp_deny":["*/delete-*"]}`, true},
		{`{"mcp_deny":["other"]}`, false},
		{`{"mcp_deny":["git-hub.v2/get-*"]}`, false},
		{`{"mcp_allow":["other"]}`, true},
		{`{"mcp_allow":["git-hub.v2/get-*"]}`, true},
		{`{"mcp_allow":["git-hub.v2"]}`, false},
		{`{"mcp_allow":["git-hub.v2/delete-repo"]}`, false},
		{`{"mcp_allow":["other","git-*"]}`, false},
		{`{}`, false},
	} {
		for _, s := range spellings {
			t.Run(tt.policy+"/"+s.name, func(t *testing.T) {
				d := deps(t, nil)
				d.Judge, d.OnError = judge, onError
				dir := t.TempDir()
				d.Env.Dir = dir
				for name, text := range map[string]string{
					d.Dir.Config(): tt.policy, filepath.Join(d.Env.Home, ".cursor", "mcp.json"): mcpFiles,
					filepath.Join(dir, "web", ".cursor", "mcp.json"):         `{"mcpServers":{"git-hub.v2":{"url":"https://hub.example/mcp"},/* mine */}}`,
					filepath.Join(d.Env.Home, ".copilot", "mcp-config.json"): mcpFiles,
				} {
					if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				code, out, errs := run(d, strings.ReplaceAll(s.payload, "CWD", filepath.ToSlash(dir)), s.agent, s.event)
				dialect := s.agent
				if strings.HasPrefix(s.name, "devin") {
					dialect = "devin"
				}
				if got := blocks(dialect, s.event, code, out, errs); got != tt.stops {
					t.Errorf("stopped %v: exit %d %s %s", got, code, out, errs)
				}
			})
		}
	}
}

// Where nobody tells the server, deny counts in every reading and allow in
// none that is a guess between known ones.
func TestMCPServerNotTold(t *testing.T) {
	for _, tt := range []struct {
		name, policy, agent, event, payload string
		stops                               bool
	}{
		{"cursor, server not known", `{"mcp_allow":["other"]}`, "cursor", "beforeMCPExecution", `{"hook_event_name":"beforeMCPExecution","cursor_version":"3.1","conversation_id":"c","workspace_roots":["CWD"],"tool_name":"x","tool_input":"{}","command":"strange"}`, true},
		{"cursor, two servers by one command", `{"mcp_deny":["other"]}`, "cursor", "beforeMCPExecution", `{"hook_event_name":"beforeMCPExecution","cursor_version":"3.1","conversation_id":"c","workspace_roots":["CWD"],"tool_name":"x","tool_input":"{}","command":"npx"}`, true},
		{"copilot's own server", `{"mcp_deny":["github-mcp-server"]}`, "copilot", "preToolUse", `{"sessionId":"s","timestamp":1,"cwd":"CWD","toolName":"github-mcp-server-delete-repo","toolArgs":{}}`, true},
		{"copilot's own server, allowed", `{"mcp_allow":["github-mcp-server"]}`, "copilot", "preToolUse", `{"sessionId":"s","timestamp":1,"cwd":"CWD","toolName":"github-mcp-server-get-me","toolArgs":{}}`, false},
		{"underscores in the name", `{"mcp_deny":["my__server"]}`, "codex", "PreToolUse", `{"hook_event_name":"PreToolUse","cwd":"CWD","session_id":"s","turn_id":"u","tool_use_id":"t","transcript_path":null,"model":"m","permission_mode":"default","tool_name":"mcp__my__server__do","tool_input":{}}`, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := deps(t, nil)
			d.Judge, d.OnError = judge, onError
			dir := t.TempDir()
			d.Env.Dir = dir
			for name, text := range map[string]string{d.Dir.Config(): tt.policy, filepath.Join(d.Env.Home, ".cursor", "mcp.json"): mcpFiles} {
				if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			code, out, errs := run(d, strings.ReplaceAll(tt.payload, "CWD", filepath.ToSlash(dir)), tt.agent, tt.event)
			if got := blocks(tt.agent, tt.event, code, out, errs); got != tt.stops {
				t.Errorf("stopped %v: exit %d %s %s", got, code, out, errs)
			}
		})
	}
}
