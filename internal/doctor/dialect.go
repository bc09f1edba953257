package doctor

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/posture"
)

// dialect is how one agent calls a hook and reads its answer.
type dialect struct {
	name    string
	agent   string
	surface string   // of posture.Hook, "" for the agent's only one
	events  []string // the gates that are tried
	keys    []string // where the line stands, on Unix
	winKeys []string // and on Windows, in order of preference
	shell   func(Subject, string) []string
	payload func(s Subject, event string, block bool) []byte
	env     func(Subject) []string
	judge   func(answer) (stopped bool, why string)
}

// dialects lists those of the agents that can be driven without the agent.
func dialects() []dialect {
	command := []string{"command"}
	return []dialect{
		{"Claude Code", "claude-code", "", []string{"PreToolUse"}, command, command, claudeShell, claudePayload, claudeEnv, claudeJudge},
		{"Cursor", "cursor", "", []string{"beforeShellExecution", "preToolUse"}, command, command, plainShell, cursorPayload, cursorEnv, cursorJudge},
		{"Codex", "codex", "", []string{"PreToolUse"}, command, []string{"commandWindows", "command_windows", "command"}, loginShell, codexPayload, noEnv, codexJudge},
		{"Cascade", "windsurf", "cascade", []string{"pre_run_command", "pre_write_code"}, command, []string{"powershell"}, bash, cascadePayload, noEnv, cascadeJudge},
		{"Cascade in JetBrains", "windsurf", "jetbrains", []string{"pre_run_command", "pre_write_code"}, command, []string{"powershell"}, bash, cascadePayload, noEnv, cascadeJudge},
		{"Devin", "windsurf", "devin", []string{"PreToolUse"}, command, command, devinShell, devinPayload, devinEnv, devinJudge},
		{"Copilot CLI", "copilot", "", []string{"preToolUse"}, []string{"bash"}, []string{"powershell"}, copilotShell, copilotPayload, copilotEnv, copilotJudge},
		{"VS Code", "copilot", "", []string{"preToolUse"}, []string{"bash"}, []string{"powershell"}, plainShell, vscodePayload, noEnv, vscodeJudge},
	}
}

// fits reports whether the agent would run this line for a gate on this system.
func (d dialect) fits(h posture.Hook, goos string) bool {
	keys := d.keys
	if goos == "windows" {
		keys = d.winKeys
	}
	return h.Agent == d.agent && h.Surface == d.surface && contains(d.events, h.Event) && contains(keys, h.Shell)
}

func (d dialect) title(h posture.Hook) string { return d.name + " " + h.Event }

// deed is the command of a call. The one that must be stopped would delete a
// folder of ours that is never made: guarded twice over, and it is only text.
func deed(s Subject, block bool) string {
	if !block {
		return "git status"
	}
	return "rm -rf '" + strings.ReplaceAll(dirOf(s.Dir), `\`, "/") + "/vibedefend-doctor-canary'"
}

func encode(v map[string]any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return nil // texts and numbers always encode
	}
	return b
}

func claudePayload(s Subject, event string, block bool) []byte {
	return encode(map[string]any{"session_id": Session, "transcript_path": "", "cwd": s.Env.Dir, "permission_mode": "default", "hook_event_name": event,
		"tool_name": "Bash", "tool_input": map[string]any{"command": deed(s, block), "description": "vibedefend doctor"}, "tool_use_id": Session})
}

func codexPayload(s Subject, event string, block bool) []byte {
	return encode(map[string]any{"session_id": Session, "transcript_path": nil, "cwd": s.Env.Dir, "permission_mode": "default", "hook_event_name": event, "model": "none",
		"turn_id": Session, "tool_name": "Bash", "tool_input": map[string]any{"command": deed(s, block)}, "tool_use_id": Session})
}

func cursorPayload(s Subject, event string, block bool) []byte {
	m := map[string]any{"conversation_id": Session, "generation_id": Session, "session_id": Session, "model": "none", "hook_event_name": event,
		"cursor_version": "3.18.25", "workspace_roots": []string{s.Env.Dir}, "user_email": nil, "transcript_path": nil, "cwd": s.Env.Dir}
	if event == "preToolUse" {
		m["tool_name"], m["tool_use_id"] = "Shell", Session
		m["tool_input"] = map[string]any{"command": deed(s, block), "cwd": "", "timeout": 30000}
	} else {
		m["command"], m["sandbox"] = deed(s, block), false
	}
	return encode(m)
}

func cascadePayload(s Subject, event string, block bool) []byte {
	info := map[string]any{"command_line": deed(s, block), "cwd": s.Env.Dir}
	if event == "pre_write_code" {
		file := s.Env.Join(s.Env.Dir, "vibedefend-doctor.txt")
		if block {
			file = s.Dir.Config()
		}
		info = map[string]any{"file_path": file, "edits": []map[string]any{{"old_string": "", "new_string": "{}"}}}
	}
	return encode(map[string]any{"agent_action_name": event, "trajectory_id": Session, "execution_id": Session,
		"timestamp": time.Now().UTC().Format(time.RFC3339), "model_name": "none", "tool_info": info})
}

func devinPayload(s Subject, event string, block bool) []byte {
	return encode(map[string]any{"hook_event_name": event, "session_id": Session, "prompt_id": Session, "tool_name": "exec",
		"tool_input": map[string]any{"command": deed(s, block), "shell_id": "main"}})
}

func copilotPayload(s Subject, _ string, block bool) []byte {
	return encode(map[string]any{"sessionId": Session, "timestamp": time.Now().UnixMilli(), "cwd": s.Env.Dir, "toolName": "bash",
		"toolArgs": map[string]any{"command": deed(s, block), "description": "vibedefend doctor", "mode": "sync"}})
}

func vscodePayload(s Subject, _ string, block bool) []byte {
	return encode(map[string]any{"timestamp": time.Now().UTC().Format(time.RFC3339), "hook_event_name": "PreToolUse", "session_id": Session, "transcript_path": "",
		"cwd": s.Env.Dir, "tool_name": "run_in_terminal", "tool_use_id": Session,
		"tool_input": map[string]any{"command": deed(s, block), "explanation": "vibedefend doctor", "isBackground": false}})
}
