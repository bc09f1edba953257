package demo

func cursor() []player {
	return []player{{
		agent: "cursor", name: "Cursor", keys: []string{"command"}, shell: posixShell,
		gate: cursorGate, payload: cursorPayload, reply: cursorReply,
		env: func(t stage) []string {
			return []string{"CURSOR_PROJECT_DIR=" + t.project, "CLAUDE_PROJECT_DIR=" + t.project, "CURSOR_VERSION=3.18.25"}
		},
		files: []file{{".cursor/hooks.json", "{\n\t\"version\": 1,\n\t\"hooks\": {\n\t\t\"afterFileEdit\": [{ \"command\": \"prettier --write\", \"unknown\": 1.50 }]\n\t}\n}"}},
	}}
}

func cursorGate(d deed) string {
	switch d {
	case command:
		return "beforeShellExecution"
	case read:
		return "beforeReadFile"
	}
	return "preToolUse"
}

func cursorPayload(t stage, s scene, target string) map[string]any {
	m := map[string]any{
		"conversation_id": session, "session_id": session, "generation_id": t.id(s), "model": "default",
		"hook_event_name": cursorGate(s.deed), "cursor_version": "3.18.25", "workspace_roots": []string{t.project},
		"user_email": nil, "transcript_path": nil,
	}
	switch s.deed {
	case command:
		m["command"], m["cwd"], m["sandbox"] = s.text, t.project, false
	case read:
		m["file_path"], m["content"], m["attachments"] = target, "", []any{}
	case write:
		m["tool_name"], m["tool_use_id"], m["cwd"] = "Write", t.id(s), ""
		m["tool_input"] = map[string]any{"file_path": target, "content": s.text}
	}
	return m
}

// cursorReply knows that Cursor takes an empty answer for a failure.
func cursorReply(o output) Reply {
	s, ok := o.json()
	if !ok || o.silent() || o.exit != 0 && o.exit != 2 {
		return broken(o)
	}
	decision := s.Permission
	if o.exit == 2 {
		decision = "deny"
	}
	answer := "permission: " + first(s.Permission, "none")
	if o.exit == 2 {
		answer += ", exit 2"
	}
	return Reply{word(decision), answer, first(s.Agent, s.User)}
}
