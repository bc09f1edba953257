package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

func codexCodec() Codec {
	return Codec{
		Name: "codex",
		Recognize: func(named string, p Payload) bool {
			if !p.has("hook_event_name") || !p.has("cwd") {
				return false
			}
			return named == "codex" && p.has("transcript_path") || p.has("turn_id") && p.has("model")
		},
		Decode: codexDecode,
		Encode: codexEncode,
		Gate:   func(event string) (rules.Kind, bool) { return gate(codexEvents(), event) },
	}
}

func codexEvents() []eventRow {
	return []eventRow{
		{"PreToolUse", toolEvent, rules.Before},
		{"PermissionRequest", toolEvent, rules.Permission},
		{"PostToolUse", rules.ToolResult, rules.After},
		{"UserPromptSubmit", rules.Prompt, rules.Before},
		{"SessionStart", rules.SessionStart, rules.Lifecycle},
		{"SubagentStart", rules.SubagentStart, rules.Lifecycle},
		{"PreCompact", rules.PreCompact, rules.Lifecycle},
		{"Stop", rules.Stop, rules.Lifecycle},
		{"SubagentStop", rules.Stop, rules.Lifecycle},
		{"SessionEnd", rules.SessionEnd, rules.Lifecycle},
	}
}

func codexShape(tool string) shape {
	switch tool {
	case "Bash", "exec_command", "shell", "local_shell":
		return shapeShell
	case "apply_patch":
		return shapeWrite
	case "write_stdin":
		return shapeTerminal
	case "view_image", "read_file":
		return shapeRead
	case "list_dir", "grep_files":
		return shapeSearch
	}
	if strings.HasSuffix(tool, "spawn_agent") || strings.HasSuffix(tool, "send_input") {
		return shapeAgent
	}
	return shapeOther
}

func codexDecode(event string, env Env, p Payload) (Call, error) {
	if n := p.str("hook_event_name"); n != "" {
		event = n
	}
	row, known := eventNamed(codexEvents(), event)
	at := placesOf(env, p.str("cwd"))
	c := Call{Native: event, Dialect: "codex", Home: env.Home, OS: env.OS, Ignore: !known, Looping: p.get("stop_hook_active").Bool()}
	c.Event = rules.Event{
		Agent: "codex", Surface: "cli", Phase: row.phase, Kind: row.kind,
		Session: p.str("session_id"), Subagent: p.str("agent_id"), ToolID: p.str("tool_use_id"), CWD: at.cwd,
	}
	ev := &c.Event
	var err error
	switch row.kind {
	case toolEvent, rules.ToolResult:
		err = codexTool(ev, at, p)
	case rules.Prompt:
		ev.Prompt = p.text("prompt")
	}
	if row.phase == rules.After {
		ev.Kind, err = rules.ToolResult, nil
		ev.Result, ev.CanRedact = resultText(p.get("tool_response")), true
	}
	if env.OS == "windows" && ev.Command != "" {
		ev.Shell = "powershell"
	}
	// Codex cannot ask from a hook; a PermissionRequest left alone is the
	// question that it puts to the person by itself.
	ev.CanAsk = event == "PermissionRequest"
	switch event {
	case "SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "SubagentStart":
		ev.CanAddContext = true
	}
	c.identify(ev.ToolID)
	return c, err
}

func codexTool(ev *rules.Event, at places, p Payload) error {
	tool := p.str("tool_name")
	if s, t, ok := doubleName(tool, ""); ok {
		ev.Tool = tool
		fillMCP(ev, s, t, p.get("tool_input"))
		return nil
	}
	return at.fillTool(ev, codexShape(tool), tool, p.get("tool_input"))
}

// codexEncode blocks by exit code: one unknown key in a JSON answer would
// void it and let the call run.
func codexEncode(c Call, v rules.Verdict) Answer {
	v = settled(c, v)
	why := reason(c, v)
	switch c.Native {
	case "PreToolUse", "PermissionRequest", "UserPromptSubmit":
		if v.Action == rules.Block || v.Action == rules.Ask && !c.Event.CanAsk {
			return codexRefuse(c, why)
		}
		if c.Native == "PermissionRequest" {
			return Answer{}
		}
	case "PostToolUse":
		if v.Redacted != "" {
			return codexRefuse(c, joinLines(why, v.Redacted))
		}
		if v.Action == rules.Block {
			return codexRefuse(c, why)
		}
	case "Stop", "SubagentStop":
		if v.Action == rules.Block && !c.Looping {
			return codexRefuse(c, why)
		}
		return Answer{}
	case "SessionStart", "SubagentStart":
	default:
		return Answer{}
	}
	text := told(c, v)
	return say(object("systemMessage", quoted(notice(c, v)), "hookSpecificOutput", contextOutput(c.Native, text)))
}

// codexRefuse says no. On Windows Codex calls hooks through PowerShell, which
// makes exit code 2 a 1, and that would let the call run: there the answer is
// JSON with the few keys that Codex knows.
func codexRefuse(c Call, why string) Answer {
	if c.OS != "windows" {
		return refuse(why)
	}
	output := func(pairs ...string) Answer {
		return say(object("hookSpecificOutput", object(append([]string{"hookEventName", quoted(c.Native)}, pairs...)...)))
	}
	switch c.Native {
	case "PreToolUse":
		return output("permissionDecision", quoted("deny"), "permissionDecisionReason", quoted(why))
	case "PermissionRequest":
		return output("decision", object("behavior", quoted("deny"), "message", quoted(why)))
	}
	return say(object("decision", quoted("block"), "reason", quoted(why)))
}
