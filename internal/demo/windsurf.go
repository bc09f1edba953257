package demo

import "time"

func windsurf() []player {
	cascade := player{
		agent: "windsurf", surface: "cascade", name: "Cascade", keys: []string{"command", "powershell"}, shell: bashShell, env: noEnv,
		gate: cascadeGate, payload: cascadePayload, reply: cascadeReply,
		files: []file{
			{".codeium/windsurf/hooks.json", "{\"hooks\":{\"post_write_code\":[{\"command\":\"gofmt -l .\",\"show_output\":true}]}}"},
			{".codeium/windsurf/memories/global_rules.md", "Write tests.\n"},
		},
	}
	jetbrains := cascade
	jetbrains.surface, jetbrains.name, jetbrains.files = "jetbrains", "Cascade, JetBrains", nil
	devin := player{
		agent: "windsurf", surface: "devin", name: "Devin", keys: []string{"command"}, shell: bashShell,
		gate:    func(deed) string { return "PreToolUse" },
		payload: devinPayload, reply: devinReply,
		env:   func(t stage) []string { return []string{"DEVIN_PROJECT_DIR=" + t.project} },
		files: []file{{".config/devin/config.json", "{\n  // my theme\n  \"theme\": \"dark\",\n}\n"}},
	}
	return []player{cascade, jetbrains, devin}
}

func cascadeGate(d deed) string {
	return map[deed]string{command: "pre_run_command", read: "pre_read_code", write: "pre_write_code"}[d]
}

func cascadePayload(t stage, s scene, target string) map[string]any {
	info := map[string]any{"file_path": target}
	switch s.deed {
	case command:
		info = map[string]any{"command_line": s.text, "cwd": t.project}
	case write:
		info["edits"] = []map[string]any{{"old_string": t.text(target), "new_string": s.text}}
	}
	return map[string]any{
		"agent_action_name": cascadeGate(s.deed), "trajectory_id": session, "execution_id": t.id(s),
		"timestamp": time.Now().UTC().Format(time.RFC3339), "model_name": "demo", "tool_info": info,
	}
}

// cascadeReply reads the exit code and the error stream, as Cascade does.
func cascadeReply(o output) Reply {
	switch {
	case o.exit == 0:
		return Reply{Verdict: Allowed, Answer: "exit 0"}
	case o.exit == 2 && o.errors() != "":
		return Reply{Blocked, "exit 2", o.errors()}
	}
	return broken(o)
}

func devinPayload(t stage, s scene, target string) map[string]any {
	m := map[string]any{"hook_event_name": "PreToolUse", "session_id": session, "prompt_id": t.id(s)}
	switch s.deed {
	case command:
		m["tool_name"], m["tool_input"] = "exec", map[string]any{"command": s.text, "shell_id": "main"}
	case read:
		m["tool_name"], m["tool_input"] = "read", map[string]any{"file_path": target}
	case write:
		m["tool_name"], m["tool_input"] = "write", map[string]any{"file_path": target, "content": s.text}
	}
	return m
}

func devinReply(o output) Reply {
	s, ok := o.json()
	switch {
	case o.exit == 2:
		return Reply{Blocked, exitText(s.Decision, 2), first(o.errors(), s.Reason)}
	case o.exit != 0 || !ok:
		return broken(o)
	case s.Decision == "block":
		return Reply{Blocked, "decision: block", s.Reason}
	}
	return Reply{Verdict: Allowed, Answer: "silence"}
}
