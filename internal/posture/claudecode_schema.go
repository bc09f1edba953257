package posture

import "strconv"

// fault is a place where a file breaks its reader's schema.
type fault struct {
	line    int
	setting string
	why     string
	skips   bool // only this event is lost, not the file
}

var claudeModes = []string{"default", "manual", "acceptEdits", "plan", "auto", "dontAsk", "bypassPermissions"}

// claudeTypes are the keys whose wrong type was seen to drop a file.
var claudeTypes = []struct {
	key  string
	kind kind
	word string
}{
	{"permissions", table, "an object"}, {"env", table, "an object"}, {"hooks", table, "an object"}, {"sandbox", table, "an object"},
	{"statusLine", table, "an object"}, {"model", text, "a text"}, {"disableAllHooks", boolean, "true or false"},
	{"enableAllProjectMcpServers", boolean, "true or false"}, {"cleanupPeriodDays", number, "a number"}, {"permissions.allow", list, "a list"},
	{"permissions.deny", list, "a list"}, {"permissions.ask", list, "a list"}, {"permissions.additionalDirectories", list, "a list"},
}

// claudeSchema finds what makes Claude Code drop a file: it is the list of
// triggers known, not the whole schema.
func claudeSchema(root node) []fault {
	var out []fault
	bad := func(n node, setting, why string) { out = append(out, fault{line: n.line, setting: setting, why: why}) }
	if root.kind != table {
		bad(root, "", "the file is not a JSON object")
		return out
	}
	for _, typed := range claudeTypes {
		if v := root.flat(typed.key); !v.is(typed.kind) {
			bad(v, typed.key, "`"+typed.key+"` is not "+typed.word)
		}
	}
	if v := root.get("permissions", "defaultMode"); v.there() && !contains(claudeModes, v.str()) {
		bad(v, "permissions.defaultMode", "`defaultMode` is not a known mode")
	}
	for _, ev := range root.get("hooks").members {
		out = append(out, claudeEvent(ev)...)
	}
	return out
}

// claudeEvent judges one event. Under the two events beside which allow rules
// apply, one bad entry costs the file; elsewhere it costs the entry.
func claudeEvent(ev member) []fault {
	skips := ev.key != "PreToolUse" && ev.key != "PermissionRequest"
	name := "hooks." + ev.key
	if ev.value.kind != list {
		return []fault{{ev.line, name, "`" + ev.key + "` is not a list", skips}}
	}
	var out []fault
	for _, g := range ev.value.items {
		for _, why := range claudeGroup(g) {
			out = append(out, fault{g.line, name, why, skips})
		}
	}
	return out
}

func claudeGroup(g node) []string {
	if g.kind != table {
		return []string{"a group is not an object"}
	}
	var out []string
	if m := g.get("matcher"); !m.is(text) {
		out = append(out, "`matcher` is not a text")
	}
	if g.get("hooks").kind != list {
		return append(out, "an entry has no inner `hooks` list")
	}
	for _, h := range g.get("hooks").items {
		if why := claudeHandler(h); why != "" {
			out = append(out, why)
		}
	}
	return out
}

func claudeHandler(h node) string {
	switch kind := h.get("type").str(); {
	case h.kind != table:
		return "a hook is not an object"
	case !contains([]string{"command", "prompt", "agent", "http", "mcp_tool"}, kind):
		return "unknown hook type " + strconv.Quote(kind)
	case kind == "command" && h.get("command").kind != text:
		return "`command` is not a text"
	case !h.get("timeout").is(number) || h.get("timeout").there() && !positive(h.get("timeout")):
		return "`timeout` must be a number above 0"
	case !h.get("async").is(boolean):
		return "`async` is not true or false"
	case !h.get("args").is(list):
		return "`args` is not a list"
	case !h.get("if").is(text):
		return "`if` is not a text"
	case h.get("shell").there() && !contains([]string{"bash", "powershell"}, h.get("shell").str()):
		return "unknown `shell`"
	case h.get("onFailure").there() && !contains([]string{"continue", "block"}, h.get("onFailure").str()):
		return "unknown `onFailure`"
	}
	return ""
}

func positive(n node) bool {
	v, err := strconv.ParseFloat(n.raw, 64)
	return err == nil && v > 0
}
