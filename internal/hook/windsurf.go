package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

// windsurfCodec speaks with Cascade, the agent of Windsurf, of older Devin
// Desktop and of the JetBrains plugin.
func windsurfCodec() Codec {
	return Codec{
		Name:      "windsurf",
		Recognize: func(_ string, p Payload) bool { return p.has("agent_action_name") },
		Decode:    windsurfDecode,
		Encode:    windsurfEncode,
		Gate:      func(event string) (rules.Kind, bool) { return gate(windsurfEvents(), event) },
	}
}

func windsurfEvents() []eventRow {
	return []eventRow{
		{"pre_run_command", rules.Command, rules.Before},
		{"pre_write_code", rules.FileWrite, rules.Before},
		{"pre_mcp_tool_use", rules.MCPCall, rules.Before},
		{"pre_read_code", rules.FileRead, rules.Before},
		{"pre_user_prompt", rules.Prompt, rules.Before},
		{"post_run_command", rules.ToolResult, rules.After},
		{"post_write_code", rules.ToolResult, rules.After},
		{"post_mcp_tool_use", rules.ToolResult, rules.After},
		{"post_read_code", rules.ToolResult, rules.After},
	}
}

func windsurfDecode(event string, env Env, p Payload) (Call, error) {
	if n := p.str("agent_action_name"); n != "" {
		event = n
	}
	row, known := eventNamed(windsurfEvents(), event)
	info, _ := args(p.get("tool_info"))
	at := placesOf(env, info.str("cwd"))
	c := Call{Native: event, Dialect: "windsurf", Home: env.Home, Ignore: !known}
	c.Event = rules.Event{
		Agent: "windsurf", Surface: "cascade", Phase: row.phase, Kind: row.kind,
		Session: p.str("trajectory_id"), CWD: at.cwd,
	}
	ev := &c.Event
	err := windsurfBody(ev, at, event, info)
	if row.phase == rules.After {
		ev.Kind, err = rules.ToolResult, nil
		ev.Result = info.text("mcp_result")
	}
	if env.OS == "windows" && ev.Command != "" {
		ev.Shell = "powershell"
	}
	if c.identify(); p.text("timestamp") != "" {
		c.identify(p.str("execution_id"), p.text("timestamp"))
	}
	return c, err
}

func windsurfBody(ev *rules.Event, at places, event string, info fields) error {
	if _, tool, ok := strings.Cut(event, "_"); ok && event != "pre_user_prompt" {
		ev.Tool = tool
	}
	switch event {
	case "pre_run_command", "post_run_command":
		return at.fillCommand(ev, info, "")
	case "pre_write_code", "post_write_code":
		return at.fillWrites(ev, info, "")
	case "pre_read_code", "post_read_code":
		ev.Reads = at.paths(info, "")
	case "pre_mcp_tool_use", "post_mcp_tool_use":
		fillMCP(ev, info.str("mcp_server_name"), info.str("mcp_tool_name"), info.get("mcp_tool_arguments"))
	case "pre_user_prompt":
		ev.Prompt = info.text("user_prompt")
		ev.Reads = at.mentions(ev.Prompt)
	}
	return nil
}

// windsurfEncode can only block; Cascade reads no answer.
func windsurfEncode(c Call, v rules.Verdict) Answer {
	v = settled(c, v)
	r, _ := eventNamed(windsurfEvents(), c.Native)
	if r.phase == rules.Before && v.Action >= rules.Ask {
		return refuse(reason(c, v))
	}
	return Answer{}
}
