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
)

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
