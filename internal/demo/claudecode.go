package demo

func claudeCode() []player {
	return []player{{
		agent: "claude-code", name: "Claude Code", keys: []string{"command"}, shell: posixShell,
		gate:    func(deed) string { return "PreToolUse" },
		payload: claudePayload, reply: claudeReply,
		env: func(t stage) []string { return []string{"CLAUDECODE=1", "CLAUDE_PROJECT_DIR=" + t.project} },
		files: []file{
			{".claude/settings.json", "{\n    \"model\": \"opus\",\n    \"hooks\": {\n        \"Stop\": [{\"hooks\": [{\"type\": \"command\", \"command\": \"say done\"}]}]\n    },\n    \"permissions\": {\"allow\": [\"Bash(go test:*)\"]}\n}\n"},
			{".claude/CLAUDE.md", "Answer in short sentences.\n"},
		},
	}}
}

func claudePayload(t stage, s scene, target string) map[string]any {
	m := map[string]any{
		"session_id": session, "transcript_path": t.join(".claude", "demo.jsonl"), "cwd": t.project,
		"permission_mode": "bypassPermissions", "hook_event_name": "PreToolUse", "tool_use_id": t.id(s),
	}
	switch s.deed {
	case command:
		m["tool_name"], m["tool_input"] = "Bash", map[string]any{"command": s.text, "description": s.title}
	case read:
		m["tool_name"], m["tool_input"] = "Read", map[string]any{"file_path": target}
	case write:
		m["tool_name"], m["tool_input"] = "Write", map[string]any{"file_path": target, "content": s.text}
	}
	return m
}

func claudeReply(o output) Reply {
	s, ok := o.json()
	if !ok || o.exit != 0 && o.exit != 2 {
		return broken(o)
	}
	if o.silent() {
		return Reply{Verdict: Allowed, Answer: "silence"}
	}
	if s.Nested.Decision == "" && o.exit == 2 {
		return Reply{Blocked, "exit 2", o.errors()}
	}
	return Reply{word(s.Nested.Decision), exitText(s.Nested.Decision, o.exit), s.Nested.Reason}
}
