package posture

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/cybedefend/vibedefend/detect"
)

func codexSystem(env detect.Env) string {
	if env.OS != "windows" {
		return "/etc/codex"
	}
	if p := env.Getenv("ProgramData"); p != "" {
		return env.Join(p, "OpenAI", "Codex")
	}
	return `C:\ProgramData\OpenAI\Codex`
}

// codexTrust compares each of our entries with the trust that the user's
// config records for its position.
func (s *scan) codexTrust(p, user place, own []entry) {
	state := user.root.get("hooks", "state")
	source := s.real(p.path)
	for _, e := range own {
		key := source + ":" + snake(e.event) + ":" + strconv.Itoa(e.at) + ":" + strconv.Itoa(e.in)
		want := codexHash(e.event, e.group, e.handler, s.env.OS)
		got := state.get(key)
		line := e.line
		switch hash := got.get("trusted_hash").str(); {
		case got.get("enabled").isFalse():
			s.add("codex.hook-disabled", user, got.get("enabled").line, "hooks.state", e.event)
		case hash == want:
		case trustedElsewhere(state, source+":"+snake(e.event)+":", want):
			s.add("codex.shifted", p, line, "hooks."+e.event, "")
		case hash == "":
			s.add("codex.untrusted", p, line, "hooks."+e.event, "")
		default:
			s.add("codex.modified", p, line, "hooks."+e.event, "")
		}
	}
}

func trustedElsewhere(state node, prefix, hash string) bool {
	for _, m := range state.members {
		if strings.HasPrefix(m.key, prefix) && m.value.get("trusted_hash").str() == hash {
			return true
		}
	}
	return false
}

// codexUnmatched are the events whose matcher is no part of the hash.
var codexUnmatched = []string{"UserPromptSubmit", "Stop", "Interrupt", "PreModelRequest", "PostModelRequest"}

// codexHash is the hash that Codex stores for a trusted hook.
func codexHash(event string, group, handler node, os string) string {
	h := map[string]any{"type": "command", "command": codexCommand(handler, os), "async": handler.get("async").isTrue(), "timeout": codexTimeout(event, handler)}
	if v := handler.get("statusMessage"); v.kind == text {
		h["statusMessage"] = v.raw
	}
	if v := handler.get("additionalContextLimit"); v.kind == number {
		h["additionalContextLimit"] = json.Number(v.raw)
	}
	whole := map[string]any{"event_name": snake(event), "hooks": []any{h}}
	if m := group.get("matcher"); m.kind == text && !contains(codexUnmatched, event) {
		whole["matcher"] = m.raw
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(whole); err != nil {
		return fmt.Sprintf("unhashable: %v", err)
	}
	sum := sha256.Sum256(bytes.TrimRight(b.Bytes(), "\n"))
	return "sha256:" + hex.EncodeToString(sum[:])
}

func codexCommand(h node, os string) string {
	if os == "windows" {
		for _, key := range []string{"commandWindows", "command_windows"} {
			if c := h.get(key).str(); c != "" {
				return c
			}
		}
	}
	return h.get("command").str()
}

// codexTimeout is the time limit Codex works with: its defaults and bounds.
func codexTimeout(event string, h node) int {
	short := event == "SessionEnd" || event == "Interrupt"
	v, err := strconv.Atoi(h.get("timeout").raw)
	switch {
	case err != nil && short:
		return 1
	case err != nil:
		return 600
	case short:
		return min(max(v, 1), 3)
	}
	return max(v, 1)
}

// snake writes PreToolUse as pre_tool_use.
func snake(event string) string {
	var b strings.Builder
	for i, r := range event {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

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
	case h.get("commandWindows").there() && h.get("command_windows").there():
		return "`commandWindows` and its alias are both there"
	case !h.get("timeout").is(number, null) || h.get("timeout").kind == number && !whole(h.get("timeout")):
		return "`timeout` is not a whole number"
	case !h.get("async").is(boolean, null):
		return "`async` is not true or false"
	}
	return ""
}

func whole(n node) bool {
	_, err := strconv.ParseUint(n.raw, 10, 63)
	return err == nil
}
