package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

func cursorCodec() Codec {
	return Codec{
		Name:      "cursor",
		Recognize: func(_ string, p Payload) bool { return p.has("cursor_version") },
		Decode:    cursorDecode,
		Encode:    cursorEncode,
		Gate: func(event string) (rules.Kind, bool) {
			return gate(cursorEvents(), cursorEvent(event))
		},
	}
}

func cursorEvents() []eventRow {
	return []eventRow{
		{"preToolUse", toolEvent, rules.Before},
		{"beforeShellExecution", rules.Command, rules.Before},
		{"beforeMCPExecution", rules.MCPCall, rules.Before},
		{"beforeReadFile", rules.FileRead, rules.Before},
		{"beforeTabFileRead", rules.FileRead, rules.Before},
		{"beforeSubmitPrompt", rules.Prompt, rules.Before},
		{"subagentStart", rules.SubagentStart, rules.Before},
		{"postToolUse", rules.ToolResult, rules.After},
		{"postToolUseFailure", rules.ToolResult, rules.After},
		{"afterShellExecution", rules.ToolResult, rules.After},
		{"afterMCPExecution", rules.ToolResult, rules.After},
		{"afterFileEdit", rules.ToolResult, rules.After},
		{"afterTabFileEdit", rules.ToolResult, rules.After},
		{"sessionStart", rules.SessionStart, rules.Lifecycle},
		{"preCompact", rules.PreCompact, rules.Lifecycle},
		{"stop", rules.Stop, rules.Lifecycle},
		{"subagentStop", rules.Stop, rules.Lifecycle},
		{"sessionEnd", rules.SessionEnd, rules.Lifecycle},
	}
}

// cursorEvent is Cursor's name of an event that an imported Claude Code entry
// names on its command line.
func cursorEvent(name string) string {
	switch name {
	case "PreToolUse":
		return "preToolUse"
	case "PostToolUse":
		return "postToolUse"
	case "PostToolUseFailure":
		return "postToolUseFailure"
	case "UserPromptSubmit":
		return "beforeSubmitPrompt"
	case "SessionStart":
		return "sessionStart"
	case "SessionEnd":
		return "sessionEnd"
	case "SubagentStart":
		return "subagentStart"
	case "SubagentStop":
		return "subagentStop"
	case "Stop":
		return "stop"
	case "PreCompact":
		return "preCompact"
	}
	return name
}

func cursorShape(tool string) shape {
	switch tool {
	case "Shell", "Bash":
		return shapeShell
	case "Write", "Edit", "MultiEdit", "StrReplace", "NotebookEdit", "EditNotebook", "ApplyPatch":
		return shapeWrite
	case "Delete":
		return shapeDelete
	case "Read":
		return shapeRead
	case "Grep", "Glob", "LS":
		return shapeSearch
	case "WebFetch":
		return shapeFetch
	case "Task":
		return shapeAgent
	}
	return shapeOther
}

func cursorDecode(event string, env Env, p Payload) (Call, error) {
	imported := event != "" && cursorEvent(event) != event
	if n := p.str("hook_event_name"); n != "" {
		event = n
	}
	event = cursorEvent(event)
	row, known := eventNamed(cursorEvents(), event)
	at := placesOf(env, p.str("cwd"), firstOf(p.get("workspace_roots")), env.getenv("CURSOR_PROJECT_DIR"))
	c := Call{Native: event, Dialect: "cursor", Version: p.str("cursor_version"), Home: env.Home, Ignore: !known}
	c.Looping = p.get("loop_count").Int() > 0
	c.Event = rules.Event{
		Agent: "cursor", Surface: "ide", Phase: row.phase, Kind: row.kind, CWD: at.cwd,
		Session: p.str("conversation_id", "session_id"), ToolID: p.str("tool_use_id"),
	}
	if env.getenv("CURSOR_INVOKED_AS") == "agent" {
		c.Event.Surface = "cli"
	}
	err := cursorBody(&c, at, row, p)
	ev := &c.Event
	if row.phase == rules.After {
		ev.Kind, err = rules.ToolResult, nil
		c.Response = p.get("tool_output", "output", "result_json")
		ev.Result = resultText(p.get("tool_output", "output", "result_json", "error_message"))
		ev.CanRedact = event == "postToolUse" && ev.MCP != nil
	}
	if env.OS == "windows" && ev.Command != "" {
		ev.Shell = "powershell"
	}
	cursorPowers(&c, env, imported)
	c.identify(ev.ToolID)
	return c, err
}

func firstOf(v gjson.Result) string {
	for _, e := range v.Array() {
		if e.Type == gjson.String && e.Str != "" {
			return e.Str
		}
	}
	return ""
}

func cursorBody(c *Call, at places, row eventRow, p Payload) error {
	ev := &c.Event
	switch c.Native {
	case "beforeShellExecution", "afterShellExecution":
		ev.Tool = "Shell"
		return at.fillCommand(ev, p.fields, "")
	case "beforeMCPExecution", "afterMCPExecution":
		ev.Tool = p.str("tool_name")
		fillMCP(ev, "", ev.Tool, p.get("tool_input"))
		ev.MCP.Launch = p.str("url", "command")
	case "beforeReadFile", "beforeTabFileRead":
		ev.Reads = at.paths(p.fields, "")
		ev.Reads = append(ev.Reads, at.attached(p.get("attachments"))...)
		ev.Result = p.str("content")
	case "afterFileEdit", "afterTabFileEdit":
		return at.fillWrites(ev, p.fields, "")
	case "beforeSubmitPrompt":
		ev.Prompt = p.text("prompt")
		ev.Reads = at.attached(p.get("attachments"))
	case "subagentStart":
		ev.Subagent, ev.Prompt = p.str("subagent_id"), p.text("task")
	case "preToolUse", "postToolUse", "postToolUseFailure":
		tool := p.str("tool_name")
		if t, ok := strings.CutPrefix(tool, "MCP:"); ok {
			ev.Tool = tool
			fillMCP(ev, "", t, p.get("tool_input"))
			return nil
		}
		return at.fillTool(ev, cursorShape(tool), tool, p.get("tool_input"))
	}
	return nil
}

// attached lists the files of attachments; rule files are Cursor's own.
func (p places) attached(list gjson.Result) []string {
	var out []string
	for _, a := range list.Array() {
		f := fieldsOf(a)
		if s := f.str("file_path", "filePath"); s != "" && f.str("type") != "rule" {
			out = append(out, p.abs(s))
		}
	}
	return out
}

// cursorPowers says what the event enforces. Cursor asks only from the
// before* events; preToolUse leaves the question to the one that follows it.
func cursorPowers(c *Call, env Env, imported bool) {
	ev := &c.Event
	switch c.Native {
	case "beforeShellExecution", "beforeMCPExecution":
		ev.CanAsk = true
	case "preToolUse":
		follows := ev.Kind == rules.Command || ev.Kind == rules.MCPCall
		if ev.Kind == rules.MCPCall && env.getenv("CURSOR_CODE_REMOTE") == "true" {
			follows = false // cloud agents run no MCP hooks
		}
		if imported && (env.Wired == nil || !env.Wired("cursor")) {
			follows = false
		}
		c.Deferred, ev.CanAsk = follows, follows
	case "sessionStart", "postToolUse":
		ev.CanAddContext = true
	}
}
