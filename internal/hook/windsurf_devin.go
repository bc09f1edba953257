package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

// devinCodec speaks with Devin Local and the Devin CLI, which came after
// Cascade in the same product and whose hooks look like Claude Code's.
func devinCodec() Codec {
	return Codec{
		Name: "devin",
		Recognize: func(named string, p Payload) bool {
			if !p.has("hook_event_name") || named == "codex" || named == "copilot" || named == "cursor" {
				return false
			}
			return named == "devin" || named == "windsurf" || devinTool(p.str("tool_name")) ||
				!p.has("cwd") && !p.has("transcript_path")
		},
		Decode: devinDecode,
		Encode: devinEncode,
		Gate:   func(event string) (rules.Kind, bool) { return gate(devinEvents(), event) },
	}
}

func devinEvents() []eventRow {
	return []eventRow{
		{"PreToolUse", toolEvent, rules.Before},
		{"PermissionRequest", toolEvent, rules.Permission},
		{"UserPromptSubmit", rules.Prompt, rules.Before},
		{"PostToolUse", rules.ToolResult, rules.After},
		{"SessionStart", rules.SessionStart, rules.Lifecycle},
		{"Stop", rules.Stop, rules.Lifecycle},
		{"SessionEnd", rules.SessionEnd, rules.Lifecycle},
	}
}

// devinTool reports whether only Devin has a tool of that name: it names its
// own in lower case.
func devinTool(tool string) bool {
	switch tool {
	case "get_output", "kill_shell", "read_subagent", "ask_user_question":
		return true
	}
	return devinShape(tool) != shapeOther
}

// devinShape knows the tools of Devin, which are all in lower case; MCP tools
// are named as everywhere and so prove nothing.
func devinShape(tool string) shape {
	switch tool {
	case "exec":
		return shapeShell
	case "write_to_process":
		return shapeTerminal
	case "write", "edit", "apply_patch", "notebook_edit":
		return shapeWrite
	case "read", "notebook_read":
		return shapeRead
	case "grep", "glob":
		return shapeSearch
	case "webfetch":
		return shapeFetch
	case "run_subagent":
		return shapeAgent
	}
	return shapeOther
}

func devinDecode(event string, env Env, p Payload) (Call, error) {
	if n := p.str("hook_event_name"); n != "" {
		event = n
	}
	row, known := eventNamed(devinEvents(), event)
	at := placesOf(env, p.str("cwd"), env.getenv("DEVIN_PROJECT_DIR"))
	c := Call{Native: event, Dialect: "devin", Home: env.Home, Ignore: !known, Looping: p.get("stop_hook_active").Bool()}
	c.Event = rules.Event{
		Agent: "windsurf", Surface: "devin", Phase: row.phase, Kind: row.kind,
		Session: p.str("session_id"), ToolID: p.str("tool_use_id"), CWD: at.cwd,
	}
	ev := &c.Event
	var err error
	switch row.kind {
	case toolEvent, rules.ToolResult:
		err = devinFill(ev, at, p)
	case rules.Prompt:
		ev.Prompt = p.text("prompt")
		ev.Reads = at.mentions(ev.Prompt)
	}
	if row.phase == rules.After {
		ev.Kind, err = rules.ToolResult, nil
		ev.Result = resultText(p.get("tool_response"))
	}
	ev.CanAsk = event == "PermissionRequest" // left alone, the person is asked
	ev.CanAddContext = event == "SessionStart" || event == "UserPromptSubmit" || event == "PostToolUse"
	c.identify(ev.ToolID)
	return c, err
}

func devinFill(ev *rules.Event, at places, p Payload) error {
	tool := p.str("tool_name")
	if s, t, ok := doubleName(tool, ""); ok {
		ev.Tool = tool
		fillMCP(ev, s, t, p.get("tool_input"))
		return nil
	}
	s := devinShape(tool)
	if s == shapeOther {
		// An imported Claude Code entry may be told Claude's names.
		s = claudeShape(strings.TrimSpace(tool))
	}
	return at.fillTool(ev, s, tool, p.get("tool_input"))
}

// devinEncode blocks by exit code with the bare reason on both streams: Devin
// shows the output of the hook as it is.
func devinEncode(c Call, v rules.Verdict) Answer {
	v = settled(c, v)
	why := reason(c, v)
	switch c.Native {
	case "PreToolUse", "UserPromptSubmit", "PermissionRequest":
		if v.Action == rules.Block || v.Action == rules.Ask && !c.Event.CanAsk {
			a := refuse(why)
			a.Stdout = a.Stderr
			return a
		}
	case "Stop":
		if v.Action == rules.Block && !c.Looping {
			return say(object("decision", quoted("block"), "reason", quoted(why)))
		}
		return Answer{}
	}
	if c.Native != "SessionStart" && c.Native != "UserPromptSubmit" && c.Native != "PostToolUse" {
		return Answer{}
	}
	text := told(c, v)
	return say(object("hookSpecificOutput", contextOutput(c.Native, text)))
}
