package demo

func codex() []player {
	return []player{{
		agent: "codex", name: "Codex", keys: []string{"command"}, shell: posixShell, env: noEnv,
		gate:    func(deed) string { return "PreToolUse" },
		payload: codexPayload, reply: codexReply,
		files: []file{
			{".codex/config.toml", "model = \"gpt-5.5\"  # the usual one\n\n[features]\nhooks = true\n"},
			{".codex/AGENTS.md", "Prefer small commits.\r\nRun the tests first."},
		},
	}}
}

func codexPayload(t stage, s scene, target string) map[string]any {
	m := map[string]any{
		"session_id": session, "turn_id": session, "transcript_path": nil, "cwd": t.project, "hook_event_name": "PreToolUse",
		"model": "gpt-5.5", "permission_mode": "bypassPermissions", "tool_use_id": t.id(s), "tool_name": "Bash",
	}
	switch s.deed {
	case command:
		m["tool_input"] = map[string]any{"command": s.text}
	case read: // Codex reads through its shell
		m["tool_input"] = map[string]any{"command": "cat ~/" + s.text}
	case write:
		m["tool_name"] = "apply_patch"
		m["tool_input"] = map[string]any{"command": "*** Begin Patch\n*** Delete File: " + target + "\n*** End Patch\n"}
	}
	return m
}

// codexReply knows that Codex ignores a refusal without a reason.
func codexReply(o output) Reply {
	s, ok := o.json()
	switch {
	case o.exit == 2 && o.errors() != "":
		return Reply{Blocked, exitText(s.Nested.Decision, 2), o.errors()}
	case o.exit != 0 || !ok:
		return broken(o)
	case o.silent():
		return Reply{Verdict: Allowed, Answer: "silence"}
	case s.Nested.Decision == "deny" && s.Nested.Reason != "":
		return Reply{Blocked, "deny", s.Nested.Reason}
	case s.Nested.Decision == "" && s.Decision == "":
		return Reply{Allowed, "context only", ""}
	}
	return broken(o)
}
