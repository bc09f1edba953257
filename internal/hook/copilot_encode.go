package hook

import (
	"strconv"

	"github.com/cybedefend/vibedefend/rules"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// copilotEncode answers in both shapes at once: the CLI reads the top level,
// the Local harness of VS Code the inner object. Exit code 0 serves every
// version.
func copilotEncode(c Call, v rules.Verdict) Answer {
	v = settled(c, v)
	why := reason(c, v)
	text := told(c, v)
	switch c.Native {
	case "PreToolUse", "PreMcpToolCall":
		return copilotPre(c, v, why, text)
	case "PermissionRequest":
		if v.Action == rules.Block {
			return heard(say(object("behavior", quoted("deny"), "message", quoted(why))), why)
		}
		return Answer{}
	case "UserPromptSubmit":
		if v.Action >= rules.Ask {
			return heard(say(object("decision", quoted("block"), "reason", quoted(why))), why)
		}
	case "PostToolUse":
		return copilotPost(c, v, why, text)
	case "Stop", "SubagentStop":
		if v.Action == rules.Block && !c.Looping {
			return heard(say(copilotDecision(c.Native, why)), why)
		}
		return Answer{}
	case "SessionStart", "SubagentStart":
	default:
		return Answer{}
	}
	return copilotContext(c.Native, text, notice(c, v))
}

// heard repeats a reason on stderr, which some callers show.
func heard(a Answer, why string) Answer {
	a.Stderr = []byte(why + "\n")
	return a
}

func copilotPre(c Call, v rules.Verdict, why, text string) Answer {
	decision := ""
	switch {
	case v.Action == rules.Block || v.Action == rules.Ask && !c.Event.CanAsk:
		decision = quoted("deny")
	case v.Action == rules.Ask:
		decision = quoted("ask")
	default:
		return copilotContext(c.Native, text, notice(c, v))
	}
	more := context(extra(v))
	return heard(say(object(
		"permissionDecision", decision, "permissionDecisionReason", quoted(why), "additionalContext", more,
		"hookSpecificOutput", object("hookEventName", quoted("PreToolUse"),
			"permissionDecision", decision, "permissionDecisionReason", quoted(why), "additionalContext", more))), why)
}

func copilotContext(event, text, note string) Answer {
	return say(object("additionalContext", context(text), "systemMessage", quoted(note),
		"hookSpecificOutput", contextOutput(event, text)))
}

func copilotDecision(event, why string) string {
	return object("decision", quoted("block"), "reason", quoted(why),
		"hookSpecificOutput", object("hookEventName", quoted(event), "decision", quoted("block"), "reason", quoted(why)))
}

func copilotPost(c Call, v rules.Verdict, why, text string) Answer {
	inner := contextOutput(c.Native, text)
	if v.Redacted != "" && c.Event.CanRedact {
		return say(object("additionalContext", context(text), "hookSpecificOutput", inner,
			"modifiedResult", object("resultType", quoted("success"), "textResultForLlm", quoted(v.Redacted))))
	}
	if v.Action == rules.Block {
		return heard(say(object("decision", quoted("block"), "reason", quoted(why))), why)
	}
	return copilotContext(c.Native, text, notice(c, v))
}
