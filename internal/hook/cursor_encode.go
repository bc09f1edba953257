package hook

import "github.com/cybedefend/vibedefend/rules"

// cursorEncode always prints one JSON value: an empty answer to a permission
// event is a block in Cursor.
func cursorEncode(c Call, v rules.Verdict) Answer {
	v = settled(c, v)
	why := reason(c, v)
	text := told(c, v)
	switch c.Native {
	case "preToolUse", "beforeShellExecution", "beforeMCPExecution", "beforeReadFile", "beforeTabFileRead", "subagentStart":
		return cursorPermission(c, v, why, text)
	case "beforeSubmitPrompt":
		if v.Action == rules.Block || v.Action == rules.Ask {
			return say(object("continue", "false", "user_message", quoted(why)))
		}
		return say(object("continue", "true", "user_message", quoted(notice(c, v)), "additional_context", context(text)))
	case "sessionStart", "postToolUseFailure":
		return orEmpty(object("additional_context", context(text)))
	case "postToolUse":
		out := ""
		if v.Redacted != "" && c.Event.CanRedact {
			out = cursorRedacted(v.Redacted)
		}
		return orEmpty(object("additional_context", context(text), "updated_mcp_tool_output", out))
	case "stop", "subagentStop":
		if v.Action == rules.Block && !c.Looping {
			return say(object("followup_message", quoted(why)))
		}
	case "preCompact":
		return orEmpty(object("user_message", quoted(v.UserText)))
	}
	return say("{}")
}

func orEmpty(json string) Answer {
	if json == "" {
		json = "{}"
	}
	return say(json)
}

func cursorPermission(c Call, v rules.Verdict, why, text string) Answer {
	permission := "allow"
	switch {
	case v.Action == rules.Block:
		permission = "deny"
	case v.Action == rules.Ask && c.Deferred:
		v, text = rules.Verdict{}, ""
	case v.Action == rules.Ask && c.Event.CanAsk:
		permission = "ask"
	case v.Action == rules.Ask:
		permission = "deny"
	}
	if permission != "allow" {
		return say(object("permission", quoted(permission), "user_message", quoted(why), "agent_message", quoted(why)))
	}
	if c.Deferred { // the event that follows tells it
		return say(object("permission", quoted("allow")))
	}
	agent := ""
	if v.Action == rules.Warn {
		agent = quoted(why)
	}
	more := ""
	if c.Native == "preToolUse" {
		more = context(text)
	}
	return say(object("permission", quoted("allow"), "user_message", quoted(notice(c, v)), "agent_message", agent, "additional_context", more))
}

func cursorRedacted(text string) string {
	return object("content", "["+object("type", quoted("text"), "text", quoted(text))+"]", "isError", "false")
}
