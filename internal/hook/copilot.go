package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

// copilotCodec speaks with the runtime of the Copilot CLI, whose payloads have
// two spellings, and with the Local harness of VS Code. One answer serves all.
func copilotCodec() Codec {
	return Codec{
		Name: "copilot",
		// No other agent puts a time beside an event name, or spells its
		// fields in camel case. One that began to would not be told so in a
		// dialect that it takes for a pass: its own line or tools show it.
		Recognize: func(named string, p Payload) bool {
			if p.has("sessionId") && (p.has("timestamp") || p.has("toolName") || p.has("hookName")) {
				return true
			}
			if named == "codex" || named == "devin" || named == "windsurf" || !p.has("cwd") && devinTool(p.str("tool_name")) {
				return false
			}
			return p.has("timestamp") && (p.has("hook_event_name") || p.has("hookEventName"))
		},
		Decode: copilotDecode,
		Encode: copilotEncode,
		Gate: func(event string) (rules.Kind, bool) {
			return gate(copilotEvents(), copilotEvent(event))
		},
	}
}

func copilotEvents() []eventRow {
	return []eventRow{
		{"PreToolUse", toolEvent, rules.Before},
		{"PreMcpToolCall", rules.MCPCall, rules.Before},
		{"PermissionRequest", toolEvent, rules.Permission},
		{"UserPromptSubmit", rules.Prompt, rules.Before},
		{"PostToolUse", rules.ToolResult, rules.After},
		{"PostToolUseFailure", rules.ToolResult, rules.After},
		{"SessionStart", rules.SessionStart, rules.Lifecycle},
		{"SubagentStart", rules.SubagentStart, rules.Lifecycle},
		{"PreCompact", rules.PreCompact, rules.Lifecycle},
		{"Stop", rules.Stop, rules.Lifecycle},
		{"SubagentStop", rules.Stop, rules.Lifecycle},
		{"SessionEnd", rules.SessionEnd, rules.Lifecycle},
	}
}

// copilotEvent is the Pascal-case name of an event in either spelling.
func copilotEvent(name string) string {
	switch name {
	case "":
		return ""
	case "userPromptSubmitted", "UserPromptSubmitted":
		return "UserPromptSubmit"
	case "agentStop", "AgentStop":
		return "Stop"
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

func copilotShape(tool string) shape {
	switch tool {
	case "bash", "Bash":
		return shapeShell
	case "powershell", "PowerShell":
		return shapePowerShell
	case "write_bash", "write_powershell":
		return shapeTerminal
	case "create", "edit", "str_replace_editor", "apply_patch", "Write", "Edit", "MultiEdit":
		return shapeWrite
	case "view", "Read":
		return shapeRead
	case "grep", "rg", "glob", "Grep", "Glob":
		return shapeSearch
	case "web_fetch", "WebFetch":
		return shapeFetch
	case "task", "Agent", "Task", "write_agent":
		return shapeAgent
	}
	return shapeOther
}

func copilotDecode(event string, env Env, p Payload) (Call, error) {
	if n := p.str("hook_event_name", "hookEventName", "hookName"); n != "" {
		event = n
	}
	event = copilotEvent(event)
	if event == "" {
		event = copilotGuess(p)
	}
	row, known := eventNamed(copilotEvents(), event)
	at := placesOf(env, p.str("cwd"))
	c := Call{Native: event, Dialect: "copilot", Home: env.Home, Version: env.getenv("COPILOT_CLI_BINARY_VERSION"), Ignore: !known}
	c.Looping = p.get("stop_hook_active").Bool()
	c.Event = rules.Event{
		Agent: "copilot", Surface: copilotSurface(p), Phase: row.phase, Kind: row.kind, CWD: at.cwd,
		Session: p.str("session_id", "sessionId"), Subagent: p.str("agent_id", "agentId"),
		ToolID: p.str("tool_use_id", "toolCallId"),
	}
	ev := &c.Event
	err := copilotBody(ev, at, row, p)
	if row.phase == rules.After {
		ev.Kind, err = rules.ToolResult, nil
		ev.Result = resultText(p.get("toolResult", "tool_result", "tool_response", "error"))
		ev.CanRedact = event == "PostToolUse" && ev.Surface == "cli"
	}
	if env.OS == "windows" && ev.Command != "" && ev.Tool != "bash" && ev.Tool != "Bash" {
		ev.Shell = "powershell"
	}
	switch event {
	case "PreToolUse", "PermissionRequest":
		ev.CanAsk = true
	}
	ev.CanAddContext = row.phase != rules.Permission && event != "PreMcpToolCall" && event != "Stop" &&
		event != "SubagentStop" && event != "SessionEnd" && event != "PreCompact" && event != "PostToolUseFailure"
	copilotIdentify(&c, p)
	return c, err
}

// copilotGuess finds the event of a payload that names none, when the command
// line does not name it either.
func copilotGuess(p Payload) string {
	switch {
	case p.has("serverName"):
		return "PreMcpToolCall"
	case p.has("toolResult"):
		return "PostToolUse"
	case p.has("toolName") && p.has("error"):
		return "PostToolUseFailure"
	case p.has("toolName"):
		return "PreToolUse"
	case p.has("prompt"):
		return "UserPromptSubmit"
	}
	return ""
}

// copilotSurface tells the harnesses apart by what only one of them sends.
func copilotSurface(p Payload) string {
	if p.has("sessionId") && !p.has("hookEventName") {
		return "cli"
	}
	if p.has("tool_use_id") || strings.Contains(strings.ReplaceAll(p.str("transcript_path"), `\`, "/"), "/workspaceStorage/") {
		return "vscode"
	}
	return "cli"
}

func copilotBody(ev *rules.Event, at places, row eventRow, p Payload) error {
	switch row.kind {
	case rules.Prompt:
		ev.Prompt = p.text("prompt")
		ev.Reads = at.mentions(ev.Prompt)
	case rules.MCPCall:
		ev.Tool = p.str("toolName", "tool_name")
		fillMCP(ev, p.str("serverName", "server_name"), ev.Tool, p.get("arguments", "toolArgs", "tool_input"))
	case toolEvent, rules.ToolResult:
		return copilotTool(ev, at, p)
	case rules.SessionStart:
		ev.Prompt = p.str("initialPrompt", "initial_prompt")
	}
	return nil
}

func copilotTool(ev *rules.Event, at places, p Payload) error {
	tool := p.str("toolName", "tool_name")
	input := p.get("toolArgs", "toolInput", "tool_input")
	if ev.Surface == "vscode" {
		return vscodeTool(ev, at, tool, input)
	}
	s := copilotShape(tool)
	if s == shapeOther {
		if server, t, ok := copilotMCP(tool); ok {
			ev.Tool = tool
			fillMCP(ev, server, t, input)
			return nil
		}
		if v := vscodeShape(tool); v != shapeOther {
			return vscodeTool(ev, at, tool, input)
		}
	}
	return at.fillTool(ev, s, tool, input)
}

// copilotMCP splits the name of an MCP tool: server/tool when permission is
// asked, server-tool elsewhere, where the last hyphen is the best guess.
func copilotMCP(tool string) (string, string, bool) {
	if s, t, ok := strings.Cut(tool, "/"); ok {
		return s, t, true
	}
	if s, t, ok := doubleName(tool, ""); ok {
		return s, t, true
	}
	if i := strings.LastIndex(tool, "-"); i > 0 {
		return tool[:i], tool[i+1:], true
	}
	return "", "", false
}

// copilotIdentify uses the time stamp, which all hooks of one call share,
// where the payload has no identifier.
func copilotIdentify(c *Call, p Payload) {
	id := c.Event.ToolID
	if id == "" && c.Event.Phase != rules.Permission {
		id = stamp(p.get("timestamp"))
	}
	c.identify(id)
}

// stamp makes the two spellings of one time equal: milliseconds since 1970 as
// a number, or the same moment as ISO text.
func stamp(v gjson.Result) string {
	if v.Type != gjson.String {
		return v.Raw
	}
	if t := v.Time(); !t.IsZero() {
		return gjson.Parse(itoa(t.UnixMilli())).Raw
	}
	return v.Str
}
