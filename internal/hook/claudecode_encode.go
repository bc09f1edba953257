package hook

import (
	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

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
