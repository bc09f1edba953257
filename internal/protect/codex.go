package protect

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/cybedefend/vibedefend/internal/hookline"
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
	if t, ok := h["timeout"]; ok && !integer(t) {
		return errors.New("a timeout is not a whole number")
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

var codexConfig = &form{
	name: "codex config",
	void: func(b []byte) error { _, err := settings(b); return err },
	ours: tomlHooks,
	off:  codexOff,
	beside: func(_ string, before, after []byte) error {
		return trustKept(before, after)
	},
}

// tomlHooks lists our command lines in [hooks] tables.
func tomlHooks(b []byte) ([]hook, error) {
	all, err := settings(b)
	if err != nil {
		return nil, err
	}
	var out []hook
	for _, s := range all {
		if len(s.path) != 4 || s.path[0] != "hooks" || s.path[2] != "hooks" || s.path[3] != "command" {
			continue
		}
		if l, form, ok := hookline.Parse(s.data); ok {
			out = append(out, hook{event: s.path[1], line: l, form: form, fields: map[string]any{"command": s.data}})
		}
	}
	return out, nil
}

// codexOff: one word in any layer switches off every hook, and one per hook
// switches off that one.
func codexOff(b []byte) []string {
	all, err := settings(b)
	if err != nil {
		return nil
	}
	var out []string
	for _, s := range all {
		switch {
		case s.is("false", "features", "hooks"), s.is("false", "features", "codex_hooks"):
			out = append(out, "features."+s.path[1]+" = false")
		case s.is("true", "allow_managed_hooks_only"):
			out = append(out, "allow_managed_hooks_only")
		case len(s.path) == 4 && s.is("false", "hooks", "state", s.path[2], "enabled") && trustsOurs(s.path[2]):
			out = append(out, "enabled = false for "+s.path[2])
		}
	}
	return out
}

// trustKept wants every trust entry of a hook of ours unchanged.
func trustKept(before, after []byte) error {
	had, err := settings(before)
	if err != nil {
		return nil // Codex does not start with it as it is
	}
	have, err := settings(after)
	if err != nil {
		return fmt.Errorf("codex would not start: %w", err)
	}
	now := map[string]string{}
	for _, s := range have {
		if len(s.path) == 4 && s.at("hooks", "state", s.path[2], "trusted_hash") {
			now[s.path[2]] = s.data
		}
	}
	for _, s := range had {
		if len(s.path) != 4 || !s.at("hooks", "state", s.path[2], "trusted_hash") || now[s.path[2]] == s.data {
			continue
		}
		if trustsOurs(s.path[2]) {
			return fmt.Errorf("the trust of our hook %s would be lost, and Codex would skip it silently", filepath.Base(s.path[2]))
		}
	}
	return nil
}

// trustsOurs reports whether a trust key points at a handler of ours.
func trustsOurs(key string) bool {
	parts := strings.Split(key, ":")
	n := len(parts)
	if n < 4 {
		return false
	}
	g, err1 := strconv.Atoi(parts[n-2])
	h, err2 := strconv.Atoi(parts[n-1])
	source := strings.Join(parts[:n-3], ":")
	if err1 != nil || err2 != nil || !filepath.IsAbs(source) {
		return false
	}
	b, err := read(source)
	if err != nil {
		return false
	}
	hooks, err := jsonHooks(b, false, false)
	if err != nil {
		return false
	}
	for _, o := range hooks {
		if label, _ := codexLabel(o.event); label == parts[n-3] && o.group == g && o.handler == h {
			return true
		}
	}
	return false
}

// Trusted is the state Codex keeps of one handler.
type Trusted struct {
	Key, Hash string
	Disabled  bool
}

// CodexTrusted lists the state entries of a config.toml, in its order; none
// where it cannot be read.
func CodexTrusted(config []byte) []Trusted {
	all, err := settings(config)
	if err != nil {
		return nil
	}
	var out []Trusted
	for _, s := range all {
		if len(s.path) != 4 || s.path[0] != "hooks" || s.path[1] != "state" {
			continue
		}
		if n := len(out); n == 0 || out[n-1].Key != s.path[2] {
			out = append(out, Trusted{Key: s.path[2]})
		}
		last := &out[len(out)-1]
		switch s.path[3] {
		case "trusted_hash":
			last.Hash = s.data
		case "enabled":
			last.Disabled = s.data == "false"
		}
	}
	return out
}

// CodexStateDotted reports whether hooks.state is written with dotted keys,
// which Codex does not let another table follow.
func CodexStateDotted(config []byte) bool {
	all, err := settings(config)
	if err != nil {
		return false
	}
	for _, s := range all {
		if len(s.path) > 2 && s.path[0] == "hooks" && s.path[1] == "state" && s.table < 2 {
			return true
		}
	}
	return false
}

// CodexHooksOff reports whether a config.toml switches all hooks off.
func CodexHooksOff(config []byte) bool {
	all, err := settings(config)
	if err != nil {
		return false
	}
	for _, s := range all {
		if s.is("false", "features", "hooks") || s.is("false", "features", "codex_hooks") {
			return true
		}
	}
	return false
}

// CodexHooksInline reports whether a config.toml defines hooks of its own.
func CodexHooksInline(config []byte) bool {
	all, err := settings(config)
	if err != nil {
		return false
	}
	for _, s := range all {
		if len(s.path) > 2 && s.path[0] == "hooks" && s.path[1] != "state" {
			return true
		}
	}
	return false
}
