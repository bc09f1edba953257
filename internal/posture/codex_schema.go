package posture

import "strconv"

// codexSchema finds what makes Codex ignore a whole hooks.json.
func codexSchema(root node) []fault {
	if root.kind != table {
		return []fault{{line: 1, why: "the file is not a JSON object"}}
	}
	var out []fault
	bad := func(line int, setting, why string) { out = append(out, fault{line: line, setting: setting, why: why}) }
	for _, m := range root.members {
		if m.key != "hooks" && m.key != "description" {
			bad(m.line, m.key, "unknown key `"+m.key+"` at the root")
		}
	}
	if key := twice(root, "hooks", "description"); key != "" {
		bad(1, key, "`"+key+"` stands twice")
	}
	if key := twice(root.get("hooks"), codexEvents...); key != "" {
		bad(root.get("hooks").line, "hooks."+key, "`"+key+"` stands twice")
	}
	if v := root.get("description"); !v.is(text, null) {
		bad(v.line, "description", "`description` is not a text")
	}
	if v := root.get("hooks"); !v.is(table) {
		bad(v.line, "hooks", "`hooks` is not an object")
	}
	for _, ev := range root.get("hooks").members {
		if !contains(codexEvents, ev.key) {
			continue // unknown events are ignored, whatever they hold
		}
		if ev.value.kind != list {
			bad(ev.line, "hooks."+ev.key, "`"+ev.key+"` is not a list")
		}
		for _, g := range ev.value.items {
			if why := codexGroup(g); why != "" {
				bad(g.line, "hooks."+ev.key, why)
			}
		}
	}
	return out
}

var codexEvents = []string{"SessionStart", "UserPromptSubmit", "PreToolUse", "PermissionRequest", "PostToolUse", "PreCompact", "PostCompact",
	"SubagentStart", "SubagentStop", "Stop", "SessionEnd", "Interrupt", "PreModelRequest", "PostModelRequest"}

func codexGroup(g node) string {
	switch {
	case g.kind != table:
		return "a group is not an object"
	case !g.get("hooks").is(list):
		return "`hooks` of a group is not a list"
	case !g.get("matcher").is(text, null):
		return "`matcher` is not a text"
	case twice(g, "matcher", "hooks") != "":
		return "`" + twice(g, "matcher", "hooks") + "` stands twice"
	}
	for _, h := range g.get("hooks").items {
		if why := codexHandler(h); why != "" {
			return why
		}
	}
	return ""
}

func codexHandler(h node) string {
	kind := h.get("type").str()
	switch {
	case h.kind != table:
		return "a hook is not an object"
	case !contains([]string{"command", "mcp_tool", "prompt", "agent"}, kind):
		return "unknown or missing hook type " + strconv.Quote(kind)
	case kind == "command" && h.get("command").kind != text:
		return "`command` is missing or not a text"
	case kind == "mcp_tool" && (h.get("server").kind != text || h.get("tool").kind != text):
		return "an MCP hook names no server or tool"
	case twice(h, codexFields...) != "":
		return "`" + twice(h, codexFields...) + "` stands twice"
	case kind != "command":
		return ""
	case !h.get("commandWindows").is(text, null) || !h.get("statusMessage").is(text, null):
		return "`commandWindows` or `statusMessage` is not a text"
	case !h.get("additionalContextLimit").is(number, null) || h.get("additionalContextLimit").kind == number && !whole(h.get("additionalContextLimit")):
		return "`additionalContextLimit` is not a whole number"
	case h.get("commandWindows").there() && h.get("command_windows").there():
		return "`commandWindows` and its alias are both there"
	case !h.get("timeout").is(number, null) || h.get("timeout").kind == number && !whole(h.get("timeout")):
		return "`timeout` is not a whole number"
	case !h.get("async").is(boolean):
		return "`async` is not true or false"
	}
	return ""
}

var codexFields = []string{"type", "command", "commandWindows", "command_windows", "timeout", "statusMessage", "async", "additionalContextLimit", "server", "tool"}

// twice returns the first of keys that a table holds more than once, which
// Codex takes for an error where others take the last.
func twice(n node, keys ...string) string {
	for _, key := range keys {
		count := 0
		for _, m := range n.members {
			if m.key == key {
				count++
			}
		}
		if count > 1 {
			return key
		}
	}
	return ""
}

func whole(n node) bool {
	_, err := strconv.ParseUint(n.raw, 10, 63)
	return err == nil
}
