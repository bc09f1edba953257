package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

func claudeCodec() Codec {
	return Codec{
		Name: "claude-code",
		// Claude Code has no sign of its own: it is who is left of those that
		// send an event name.
		Recognize: func(named string, p Payload) bool {
			return p.has("hook_event_name") && named != "codex" && named != "copilot" && named != "cursor"
		},
		Decode: claudeDecode,
		Encode: claudeEncode,
		Gate:   func(event string) (rules.Kind, bool) { return gate(claudeEvents(), event) },
	}
}

func claudeEvents() []eventRow {
	return []eventRow{
		{"PreToolUse", toolEvent, rules.Before},
		{"PermissionRequest", toolEvent, rules.Permission},
		{"PostToolUse", rules.ToolResult, rules.After},
		{"PostToolUseFailure", rules.ToolResult, rules.After},
		{"UserPromptSubmit", rules.Prompt, rules.Before},
		{"UserPromptExpansion", rules.Prompt, rules.Before},
		{"ConfigChange", rules.ConfigChange, rules.Before},
		{"SessionStart", rules.SessionStart, rules.Lifecycle},
		{"SubagentStart", rules.SubagentStart, rules.Lifecycle},
		{"PreCompact", rules.PreCompact, rules.Lifecycle},
		{"Stop", rules.Stop, rules.Lifecycle},
		{"SubagentStop", rules.Stop, rules.Lifecycle},
		{"SessionEnd", rules.SessionEnd, rules.Lifecycle},
	}
}

func claudeShape(tool string) shape {
	switch tool {
	case "Bash", "Monitor":
		return shapeShell
	case "PowerShell":
		return shapePowerShell
	case "Write", "Edit", "MultiEdit", "NotebookEdit":
		return shapeWrite
	case "Read", "NotebookRead", "LSP":
		return shapeRead
	case "Grep", "Glob", "LS":
		return shapeSearch
	case "WebFetch":
		return shapeFetch
	case "Agent", "Task", "CronCreate", "SendMessage":
		return shapeAgent
	}
	if strings.HasPrefix(tool, "mcp__") {
		return shapeMCP
	}
	return shapeOther
}

func claudeDecode(event string, env Env, p Payload) (Call, error) {
	if n := p.str("hook_event_name"); n != "" {
		event = n
	}
	row, known := eventNamed(claudeEvents(), event)
	at := placesOf(env, p.str("cwd"))
	c := Call{Native: event, Dialect: "claude-code", Version: claudeVersion(env), Home: env.Home, Ignore: !known}
	c.Event = rules.Event{
		Agent: "claude-code", Surface: "cli", Phase: row.phase, Kind: row.kind,
		Session: p.str("session_id"), Subagent: p.str("agent_id"), ToolID: p.str("tool_use_id"), CWD: at.cwd,
	}
	c.Looping = p.get("stop_hook_active").Bool()
	ev := &c.Event
	err := claudeBody(ev, at, row, p)
	if row.phase == rules.After {
		ev.Kind, err = rules.ToolResult, nil
		c.Response = p.get("tool_response")
		if ev.Result = resultText(p.get("tool_response", "error")); len(ev.Writes) > 0 && ev.Command == "" {
			ev.Result = p.str("error") // the model is not shown the file again
		}
		ev.CanRedact = event == "PostToolUse" && claudeRedacted(c.Response, "x") != ""
	}
	claudePowers(ev, event, env, p)
	c.identify(ev.ToolID)
	return c, err
}

// claudeBody reads what the event is about.
func claudeBody(ev *rules.Event, at places, row eventRow, p Payload) error {
	switch row.kind {
	case toolEvent, rules.ToolResult:
		tool := p.str("tool_name")
		if s, t, ok := doubleName(tool, p.get("mcp_server").Get("name").String()); ok {
			ev.Tool = tool
			fillMCP(ev, s, t, p.get("tool_input"))
			return nil
		}
		s := claudeShape(tool)
		if tool == "Monitor" && !p.get("tool_input").Get("command").Exists() {
			s = shapeFetch // watches a socket
		}
		return at.fillTool(ev, s, tool, p.get("tool_input"))
	case rules.Prompt:
		ev.Prompt = p.text("prompt")
		ev.Reads = at.mentions(ev.Prompt)
	case rules.ConfigChange:
		if f := p.str("file_path"); f != "" {
			ev.Reads = []string{at.abs(f)}
		}
	}
	return nil
}

// claudePowers says what the event enforces.
func claudePowers(ev *rules.Event, event string, env Env, p Payload) {
	switch event {
	case "PreToolUse":
		// In auto mode the editor extension has been seen to confirm by itself.
		ev.CanAsk = !(p.str("permission_mode") == "auto" && strings.Contains(env.getenv("CLAUDE_CODE_ENTRYPOINT"), "vscode"))
		ev.CanAddContext = true
	case "PermissionRequest":
		ev.CanAsk = true // its neutral answer leaves the question to the person
	case "PostToolUse", "PostToolUseFailure", "UserPromptSubmit", "SessionStart", "SubagentStart":
		ev.CanAddContext = true
	}
}

// claudeVersion reads the version from the environment; a hint for the trail.
func claudeVersion(env Env) string {
	rest, ok := strings.CutPrefix(env.getenv("AI_AGENT"), "claude-code_")
	if !ok {
		return ""
	}
	v, _, _ := strings.Cut(rest, "_")
	return strings.ReplaceAll(v, "-", ".")
}

func (e Env) getenv(name string) string {
	if e.Getenv == nil {
		return ""
	}
	return e.Getenv(name)
}
