package protect

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

func (m machine) codex() string { return m.env("CODEX_HOME", slash(m.home)+"/.codex") }

// codexFiles: hooks, the trust without which Codex skips them, and the layers
// that can switch all hooks off.
func codexFiles(m machine) []file {
	const a = "codex"
	var out []file
	for _, d := range both(m.codex(), slash(m.home)+"/.codex") {
		out = append(out,
			file{a, rules.GuardHooks, d + "/hooks.json", codexHooks},
			file{a, rules.GuardHooks, d + "/config.toml", codexConfig},
			file{a, rules.GuardHooks, d + "/*.config.toml", codexConfig})
		for _, p := range []string{"rules/", "AGENTS.md", "AGENTS.override.md", "auth.json", "skills/", "plugins/", ".hook-trust/"} {
			out = append(out, file{a, rules.GuardConfig, d + "/" + p, nil})
		}
	}
	out = append(out,
		file{a, rules.GuardHooks, "*/.codex/hooks.json", codexHooks},
		file{a, rules.GuardHooks, "*/.codex/config.toml", codexConfig},
		file{a, rules.GuardConfig, "*/.codex/rules/", nil})
	system := "/etc/codex/"
	if m.goos == "windows" {
		system = m.programData() + "/OpenAI/Codex/"
	}
	return append(out,
		file{a, rules.GuardHooks, system + "hooks.json", codexHooks},
		file{a, rules.GuardHooks, system + "config.toml", codexConfig},
		file{a, rules.GuardHooks, system + "requirements.toml", codexConfig},
		file{a, rules.GuardHooks, system + "managed_config.toml", codexConfig},
		file{a, rules.GuardConfig, system, nil})
}

var codexHooks = &form{
	name: "codex hooks",
	void: codexVoid,
	ours: func(b []byte) ([]hook, error) { return jsonHooks(b, false, false) },
	// Codex keeps trust by position.
	positions: true,
}

// codexVoid: whatever Codex does not expect here loses the whole file.
func codexVoid(b []byte) error {
	if bytes.HasPrefix(b, bom) {
		return errors.New("it starts with a byte-order mark")
	}
	doc, err := object(b, false)
	if err != nil {
		return err
	}
	for _, k := range sorted(doc) {
		if k != "description" && k != "hooks" {
			return fmt.Errorf("the key %q is not allowed at its root", k)
		}
	}
	ev, ok := doc["hooks"].(map[string]any)
	if _, there := doc["hooks"]; there && !ok {
		return errors.New("hooks must be an object")
	}
	for _, name := range sorted(ev) {
		if _, known := codexLabel(name); !known {
			continue // ignored with what it holds
		}
		groups, ok := ev[name].([]any)
		if !ok {
			return fmt.Errorf("hooks.%s must be an array", name)
		}
		for _, g := range groups {
			if err := codexGroup(g); err != nil {
				return fmt.Errorf("hooks.%s: %w", name, err)
			}
		}
	}
	return nil
}

func codexGroup(v any) error {
	g, ok := v.(map[string]any)
	if !ok {
		return errors.New("an entry is not an object")
	}
	if m, there := g["matcher"]; there && m != nil {
		if _, ok := m.(string); !ok {
			return errors.New("a matcher is not a string")
		}
	}
	hooks, ok := g["hooks"].([]any)
	if _, there := g["hooks"]; there && !ok {
		return errors.New("hooks of an entry must be an array")
	}
	for _, h := range hooks {
		if err := codexHandler(h); err != nil {
			return err
		}
	}
	return nil
}

func codexHandler(v any) error {
	h, _ := v.(map[string]any)
	if !oneOf(h["type"], []string{"command", "mcp_tool", "prompt", "agent"}) {
		return unfamiliar("hook type", h["type"])
	}
	if _, ok := h["command"].(string); h["type"] == "command" && !ok {
		return errors.New("a hook has no command")
	}
	if h["type"] == "mcp_tool" && (typeName(h["server"]) != "a string" || typeName(h["tool"]) != "a string") {
		return errors.New("an mcp_tool hook names no server or tool")
	}
	if h["type"] != "command" {
		return nil
	}
	for _, k := range [...]string{"timeout", "additionalContextLimit"} {
		if n := h[k]; n != nil && !integer(n) {
			return fmt.Errorf("%s of a hook is not a whole number", k)
		}
	}
	for _, k := range [...]string{"statusMessage", "commandWindows", "command_windows"} {
		if s := h[k]; s != nil && typeName(s) != "a string" {
			return fmt.Errorf("%s of a hook is not a string", k)
		}
	}
	if a, ok := h["async"]; ok && typeName(a) != "true or false" {
		return errors.New("async of a hook is not true or false")
	}
	_, a := h["commandWindows"]
	_, b := h["command_windows"]
	if a && b {
		return errors.New("a hook has commandWindows and command_windows")
	}
	return nil
}

var codexEvents = [...]string{"PreModelRequest", "PostModelRequest", "PreToolUse", "PermissionRequest", "PostToolUse",
	"PreCompact", "PostCompact", "SessionStart", "SessionEnd", "UserPromptSubmit", "SubagentStart", "SubagentStop",
	"Stop", "Interrupt"}

// codexLabel is the name trust knows an event by.
func codexLabel(event string) (string, bool) {
	if !oneOf(event, codexEvents[:]) {
		return "", false
	}
	var b strings.Builder
	for i, r := range event {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				b.WriteByte('_')
			}
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String(), true
}
