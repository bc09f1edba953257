package demo

import "time"

func copilot() []player {
	cli := player{
		agent: "copilot", name: "Copilot CLI", keys: []string{"bash", "powershell"}, shell: bashShell,
		gate:    func(deed) string { return "preToolUse" },
		payload: copilotPayload, reply: copilotReply,
		env:   func(t stage) []string { return []string{"COPILOT_CLI=1", "COPILOT_PROJECT_DIR=" + t.project} },
		files: []file{{".copilot/settings.json", "{\n  // keep\n  \"theme\": \"auto\"\n}\n"}},
	}
	code := cli
	code.name, code.shell, code.env, code.files = "Copilot, VS Code", posixShell, noEnv, nil
	code.payload, code.reply = vscodePayload, vscodeReply
	return []player{cli, code}
}

func copilotPayload(t stage, s scene, target string) map[string]any {
	m := map[string]any{"sessionId": session, "timestamp": time.Now().UnixMilli(), "cwd": t.project}
	switch s.deed {
	case command:
		m["toolName"], m["toolArgs"] = "bash", map[string]any{"command": s.text, "description": s.title, "mode": "sync"}
	case read:
		m["toolName"], m["toolArgs"] = "view", map[string]any{"path": target}
	case write:
		m["toolName"], m["toolArgs"] = "create", map[string]any{"path": target, "file_text": s.text}
	}
	return m
}

// copilotReply knows that every failure denies in the CLI.
func copilotReply(o output) Reply {
	s, ok := o.json()
	switch {
	case !ok || o.exit != 0 && o.exit != 2:
		return broken(o)
	case o.exit == 2:
		return Reply{Blocked, exitText(s.Top, 2), s.TopReason}
	case s.Top == "":
		return Reply{Verdict: Allowed, Answer: "silence"}
	}
	return Reply{word(s.Top), s.Top, s.TopReason}
}

func vscodePayload(t stage, s scene, target string) map[string]any {
	m := map[string]any{
		"timestamp": time.Now().UTC().Format(time.RFC3339), "hook_event_name": "PreToolUse", "session_id": session,
		"transcript_path": t.join(".config", "Code", "demo.jsonl"), "cwd": t.project, "tool_use_id": t.id(s),
	}
	switch s.deed {
	case command:
		m["tool_name"], m["tool_input"] = "run_in_terminal", map[string]any{"command": s.text, "explanation": s.title, "isBackground": false}
	case read:
		m["tool_name"], m["tool_input"] = "read_file", map[string]any{"filePath": target, "startLine": 1, "endLine": 20}
	case write:
		m["tool_name"], m["tool_input"] = "create_file", map[string]any{"filePath": target, "content": s.text}
	}
	return m
}

// vscodeReply reads the nested answer, or the error stream after exit 2; other
// failures let the call pass there.
func vscodeReply(o output) Reply {
	s, ok := o.json()
	switch {
	case o.exit == 2:
		return Reply{Blocked, exitText(s.Nested.Decision, 2), first(o.errors(), s.Nested.Reason)}
	case o.exit != 0 || !ok:
		return broken(o)
	case s.Nested.Decision == "":
		return Reply{Verdict: Allowed, Answer: "silence"}
	}
	return Reply{word(s.Nested.Decision), s.Nested.Decision, s.Nested.Reason}
}
