package protect

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

// env reads a folder from the environment; a relative one names no folder.
func (m machine) env(name, otherwise string) string {
	p := slash(m.getenv(name))
	if strings.HasPrefix(p, "/") || len(p) > 2 && p[1] == ':' && m.goos == "windows" {
		return clean(p, m.goos)
	}
	return otherwise
}

// both keeps the usual folder beside the one the environment names, as a
// repository can set variables for a hook.
func both(named, usual string) []string {
	if named == usual {
		return []string{usual}
	}
	return []string{named, usual}
}

func (m machine) claude() string {
	return m.env("CLAUDE_CONFIG_DIR", slash(m.home)+"/.claude")
}

// claudeFiles: the settings of every scope, which hold hooks or can switch
// them off, and what else steers Claude Code.
func claudeFiles(m machine) []file {
	const a = "claude-code"
	var out []file
	for _, d := range both(m.claude(), slash(m.home)+"/.claude") {
		out = append(out,
			file{a, rules.GuardHooks, d + "/settings.json", claudeSettings},
			file{a, rules.GuardHooks, d + "/settings.local.json", claudeSettings})
		for _, p := range []string{"CLAUDE.md", "rules/", "agents/", "commands/", "skills/", "plugins/", "hooks/"} {
			out = append(out, file{a, rules.GuardConfig, d + "/" + p, nil})
		}
	}
	out = append(out,
		file{a, rules.GuardConfig, m.claude() + "/.claude.json", nil},
		file{a, rules.GuardConfig, slash(m.home) + "/.claude.json", nil},
		file{a, rules.GuardHooks, "*/.claude/settings.json", claudeSettings},
		file{a, rules.GuardHooks, "*/.claude/settings.local.json", claudeSettings},
		file{a, rules.GuardConfig, "*/.claude/rules/vibedefend.md", nil},
		file{a, rules.GuardConfig, "*/.claude/hooks/", nil},
		file{a, rules.GuardConfig, "*/.mcp.json", nil})
	managed := "/etc/claude-code/"
	switch m.goos {
	case "darwin":
		managed = "/Library/Application Support/ClaudeCode/"
	case "windows":
		managed = m.programFiles() + "/ClaudeCode/"
	}
	return append(out,
		file{a, rules.GuardHooks, managed + "managed-settings.json", claudeSettings},
		file{a, rules.GuardHooks, managed + "managed-settings.d/", claudeSettings},
		file{a, rules.GuardConfig, managed, nil})
}

func (m machine) programFiles() string { return m.env("ProgramFiles", "C:/Program Files") }
func (m machine) programData() string  { return m.env("ProgramData", "C:/ProgramData") }
func (m machine) appData() string      { return m.env("APPDATA", slash(m.home)+"/AppData/Roaming") }

var claudeSettings = &form{
	name: "claude-code settings",
	void: claudeVoid,
	ours: func(b []byte) ([]hook, error) { return jsonHooks(b, false, false) },
	off:  claudeOff,
}

// jsonHooks lists our handlers in a JSON file; an absent one holds none.
func jsonHooks(b []byte, jsonc, root bool) ([]hook, error) {
	if len(b) == 0 {
		return nil, nil
	}
	doc, err := object(b, jsonc)
	if err != nil {
		return nil, err
	}
	return hooksOf(events(doc, root)), nil
}

var claudeModes = [...]string{"default", "manual", "plan", "acceptEdits", "auto", "dontAsk", "bypassPermissions"}

// claudeTypes are the keys whose wrong type was seen to drop a whole file.
var claudeTypes = [...]struct{ key, kind string }{
	{"permissions", "an object"}, {"env", "an object"}, {"hooks", "an object"}, {"sandbox", "an object"}, {"statusLine", "an object"},
	{"model", "a string"}, {"disableAllHooks", "true or false"}, {"enableAllProjectMcpServers", "true or false"}, {"cleanupPeriodDays", "a number"},
	{"permissions.allow", "an array"}, {"permissions.deny", "an array"}, {"permissions.ask", "an array"}, {"permissions.additionalDirectories", "an array"},
}

// typeName says what a decoded value is.
func typeName(v any) string {
	switch v.(type) {
	case map[string]any:
		return "an object"
	case []any:
		return "an array"
	case string:
		return "a string"
	case bool:
		return "true or false"
	case nil:
		return "null"
	}
	return "a number"
}

// claudeVoid: any error of the schema drops the whole file, hooks included.
func claudeVoid(b []byte) error {
	doc, err := object(b, false)
	if err != nil {
		return err
	}
	perms, _ := doc["permissions"].(map[string]any)
	for _, t := range claudeTypes {
		in, key := doc, t.key
		if rest, ok := strings.CutPrefix(t.key, "permissions."); ok {
			in, key = perms, rest
		}
		if v, ok := in[key]; ok && typeName(v) != t.kind {
			return fmt.Errorf("%s must be %s", t.key, t.kind)
		}
	}
	if v, ok := perms["defaultMode"]; ok && !oneOf(v, claudeModes[:]) {
		return fmt.Errorf("permissions.defaultMode %q: %w", v, ErrUnfamiliar)
	}
	// A bad entry of another event is skipped alone.
	for _, ev := range [...]string{"PreToolUse", "PermissionRequest"} {
		if v, ok := events(doc, false)[ev]; ok {
			if err := claudeGroups(v); err != nil {
				return fmt.Errorf("hooks.%s: %w", ev, err)
			}
		}
	}
	return nil
}

func claudeGroups(v any) error {
	groups, ok := v.([]any)
	if !ok {
		return errors.New("must be an array")
	}
	for _, g := range groups {
		m, _ := g.(map[string]any)
		hooks, ok := m["hooks"].([]any)
		if !ok {
			return errors.New("an entry has no array of hooks")
		}
		if v, ok := m["matcher"]; ok {
			if _, isText := v.(string); !isText {
				return errors.New("a matcher is not a string")
			}
		}
		for _, h := range hooks {
			if err := claudeHandler(h); err != nil {
				return err
			}
		}
	}
	return nil
}

func claudeHandler(v any) error {
	h, _ := v.(map[string]any)
	if !oneOf(h["type"], []string{"command", "prompt", "agent", "http", "mcp_tool"}) {
		return unfamiliar("hook type", h["type"])
	}
	if _, ok := h["command"].(string); h["type"] == "command" && !ok {
		return errors.New("a hook has no command")
	}
	if t, ok := h["timeout"]; ok && !positive(t) {
		return errors.New("a timeout is not a number above zero")
	}
	for _, t := range [...]struct{ key, kind string }{{"async", "true or false"}, {"args", "an array"}, {"if", "a string"}} {
		if v, ok := h[t.key]; ok && typeName(v) != t.kind {
			return fmt.Errorf("%s of a hook must be %s", t.key, t.kind)
		}
	}
	if s, ok := h["shell"]; ok && !oneOf(s, []string{"bash", "powershell"}) {
		return unfamiliar("shell", s)
	}
	if f, ok := h["onFailure"]; ok && !oneOf(f, []string{"continue", "block"}) {
		return unfamiliar("onFailure", f)
	}
	return nil
}

// unfamiliar blames a value: one of the wrong type is plainly wrong.
func unfamiliar(what string, v any) error {
	if s, ok := v.(string); ok {
		return fmt.Errorf("%s %q: %w", what, s, ErrUnfamiliar)
	}
	return fmt.Errorf("a %s is missing or not a string", what)
}

func oneOf(v any, known []string) bool {
	s, ok := v.(string)
	for _, k := range known {
		if ok && s == k {
			return true
		}
	}
	return false
}

var claudeEvents = [...]string{"PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch", "Notification",
	"UserPromptSubmit", "UserPromptExpansion", "SessionStart", "SessionEnd", "Stop", "StopFailure", "SubagentStart",
	"SubagentStop", "PreCompact", "PostCompact", "PreModelSwitch", "PostModelSwitch", "PermissionRequest",
	"PermissionDenied", "Setup", "TeammateIdle", "TaskCreated", "TaskCompleted", "Elicitation", "ElicitationResult",
	"ConfigChange", "WorktreeCreate", "WorktreeRemove", "InstructionsLoaded", "CwdChanged", "FileChanged",
	"DirectoryAdded", "MessageDisplay"}

// claudeOff: the keys that switch hooks off in any scope; an event name that
// old releases answer by dropping all hooks; and a copy of our command
// without onFailure, as the last of equal commands decides.
func claudeOff(b []byte) []string {
	doc, err := object(b, false)
	if err != nil {
		return nil
	}
	var out []string
	for _, k := range [...]string{"disableAllHooks", "allowManagedHooksOnly"} {
		if on(doc, k) {
			out = append(out, k)
		}
	}
	if v, ok := doc["strictPluginOnlyCustomization"]; ok && v != false {
		out = append(out, "strictPluginOnlyCustomization")
	}
	ev := events(doc, false)
	for _, name := range sorted(ev) {
		if !oneOf(name, claudeEvents[:]) {
			out = append(out, "the unknown hook event "+name)
		}
	}
	for _, h := range hooksOf(ev) {
		if (h.event != "PreToolUse" && h.event != "ConfigChange") || h.byName() {
			continue
		}
		switch {
		case h.fields["onFailure"] != "block":
			out = append(out, "a copy of our hook without onFailure")
		case on(h.fields, "async") || on(h.fields, "asyncRewake") || h.fields["if"] != nil:
			out = append(out, "a copy of our hook that cannot stop a call")
		}
	}
	return out
}
