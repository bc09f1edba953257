package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
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

func claudeEncode(c Call, v rules.Verdict) Answer {
	v = settled(c, v)
	why := reason(c, v)
	switch c.Native {
	case "PreToolUse":
		return claudePre(c, v, why)
	case "PermissionRequest":
		if v.Action != rules.Block {
			return Answer{}
		}
		return say(object("hookSpecificOutput", object("hookEventName", quoted(c.Native),
			"decision", object("behavior", quoted("deny"), "message", quoted(why)))))
	case "UserPromptSubmit", "UserPromptExpansion", "ConfigChange":
		if v.Action == rules.Block {
			a := say(object("decision", quoted("block"), "reason", quoted(why)))
			a.Stderr, a.Exit = []byte(why+"\n"), 2
			return a
		}
		if c.Native == "ConfigChange" {
			return Answer{}
		}
	case "PostToolUse", "PostToolUseFailure":
		return claudePost(c, v, why)
	case "Stop", "SubagentStop":
		if v.Action == rules.Block && !c.Looping {
			return say(object("decision", quoted("block"), "reason", quoted(why)))
		}
		return Answer{}
	case "SessionStart", "SubagentStart":
	default:
		return Answer{}
	}
	return claudeContext(c, v)
}

func claudePre(c Call, v rules.Verdict, why string) Answer {
	decision := ""
	switch v.Action {
	case rules.Block:
		decision = "deny"
	case rules.Ask:
		decision = "ask"
	default:
		return claudeContext(c, v)
	}
	a := say(object("hookSpecificOutput", object("hookEventName", quoted("PreToolUse"),
		"permissionDecision", quoted(decision), "permissionDecisionReason", quoted(why), "additionalContext", context(extra(v)))))
	if v.Action == rules.Block {
		a.Stderr, a.Exit = []byte(why+"\n"), 2
	}
	return a
}

// claudeContext lets an event pass, telling model and person what there is.
func claudeContext(c Call, v rules.Verdict) Answer {
	return say(object("systemMessage", quoted(notice(c, v)),
		"hookSpecificOutput", contextOutput(c.Native, told(c, v))))
}

// contextOutput is the part of an answer that holds context; "" without any.
func contextOutput(event, text string) string {
	if text == "" {
		return ""
	}
	return object("hookEventName", quoted(event), "additionalContext", context(text))
}

func joinLines(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

func claudePost(c Call, v rules.Verdict, why string) Answer {
	text := told(c, v)
	out := ""
	if v.Redacted != "" && c.Event.CanRedact {
		out = claudeRedacted(c.Response, v.Redacted)
	}
	inner := object("additionalContext", context(text), "updatedToolOutput", out)
	if inner != "" {
		inner = object("hookEventName", quoted(c.Native), "additionalContext", context(text), "updatedToolOutput", out)
	}
	block, blockReason := "", ""
	if v.Action == rules.Block && out == "" {
		block, blockReason = quoted("block"), quoted(why)
	}
	return say(object("decision", block, "reason", blockReason, "hookSpecificOutput", inner))
}

// claudeRedacted replaces the text of a result in the tool's own shape, which
// is the only one Claude Code takes; "" where we do not know that shape.
func claudeRedacted(response gjson.Result, text string) string {
	switch {
	case response.IsArray():
		return "[" + object("type", quoted("text"), "text", quoted(text)) + "]"
	case response.Get("stdout").Exists():
		return object("stdout", quoted(text), "stderr", `""`,
			"interrupted", bool01(response.Get("interrupted")), "isImage", bool01(response.Get("isImage")))
	case response.Get("file.content").Exists() && response.Get("type").Str == "text":
		return withMembers(response, "file", withMembers(response.Get("file"), "content", quoted(text)))
	}
	return ""
}

func bool01(v gjson.Result) string {
	if v.Bool() {
		return "true"
	}
	return "false"
}

// withMembers returns an object with the raw values of some members replaced.
func withMembers(o gjson.Result, pairs ...string) string {
	f := fieldsOf(o)
	var out []string
	for i, k := range f.keys {
		raw := f.vals[i].Raw
		for j := 0; j+1 < len(pairs); j += 2 {
			if pairs[j] == k {
				raw = pairs[j+1]
			}
		}
		out = append(out, k, raw)
	}
	return object(out...)
}
