package rules

import (
	"bytes"
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// guardOf says whose file a target is. What the world does not know is
// judged by well-known names, so that a guard without agents still protects.
func (j *judgement) guardOf(t target) Guard {
	if t.abs == "" || !maybeGuarded(t.abs) {
		return Guard{}
	}
	if j.w != nil && !j.site.far {
		if g := j.w.Guarded(t.abs); g.Class != GuardNone {
			return g
		}
		if r := j.w.Resolve(t.abs); r != t.abs && r != "" {
			if g := j.w.Guarded(r); g.Class != GuardNone {
				return g
			}
			if g := knownGuard(r); g.Class != GuardNone {
				return g
			}
		}
	}
	return knownGuard(t.abs)
}

// maybeGuarded spares the world the question for paths that cannot be meant:
// every guarded file lies in a dot folder, below a system folder or is named
// for its agent. A link elsewhere is resolved for written files only.
func maybeGuarded(p string) bool {
	return strings.Contains(p, "/.") || strings.HasPrefix(p, "/etc/") || strings.HasPrefix(p, "/Library/") || strings.Contains(p, "ibedefend") || strings.Contains(p, "CybeDefend") || strings.Contains(p, "laude") || strings.Contains(p, "AppData") || strings.Contains(p, "ursor") || strings.Contains(p, "appdata") || strings.Contains(p, "Library/Application Support")
}

// knownGuard knows the usual places of agents' configuration.
func knownGuard(p string) Guard {
	if strings.HasSuffix(p, "/.cybedefend") || strings.Contains(p, "/.cybedefend/") || strings.HasPrefix(p, "/etc/cybedefend") || strings.Contains(p, "/CybeDefend/") || strings.HasSuffix(p, "/vibedefend-hook") {
		return Guard{Class: GuardOurs}
	}
	for _, k := range [...]struct {
		part, agent string
		class       GuardClass
	}{
		{"/.claude/settings.json", "claude-code", GuardHooks}, {"/.claude/settings.local.json", "claude-code", GuardHooks}, {"/.claude/hooks", "claude-code", GuardHooks}, {"/managed-settings.json", "claude-code", GuardHooks}, {"/managed-settings.d/", "claude-code", GuardHooks},
		{"/.claude.json", "claude-code", GuardConfig}, {"/.mcp.json", "claude-code", GuardConfig}, {"/.claude/rules/vibedefend", "claude-code", GuardConfig}, {"/claude_desktop_config.json", "claude-code", GuardConfig},
		{"/.cursor/hooks.json", "cursor", GuardHooks}, {"/.cursor/hooks/", "cursor", GuardHooks}, {"/.cursor/mcp.json", "cursor", GuardConfig}, {"/.cursor/permissions.json", "cursor", GuardConfig}, {"/.cursor/cli-config.json", "cursor", GuardConfig}, {"/.cursor/cli.json", "cursor", GuardConfig},
		{"/.codex/config.toml", "codex", GuardHooks}, {"/.codex/hooks.json", "codex", GuardHooks}, {"/.codex/rules/", "codex", GuardConfig}, {"/.codex/requirements.toml", "codex", GuardHooks}, {"/etc/codex/", "codex", GuardHooks},
		{"/.copilot/hooks/", "copilot", GuardHooks}, {"/.github/hooks/", "copilot", GuardHooks}, {"/.copilot/config.json", "copilot", GuardHooks}, {"/.copilot/settings.json", "copilot", GuardHooks}, {"/.copilot/mcp-config.json", "copilot", GuardConfig}, {"/.vscode/mcp.json", "copilot", GuardConfig},
		{"/.codeium/windsurf/hooks.json", "windsurf", GuardHooks}, {"/.windsurf/hooks.json", "windsurf", GuardHooks}, {"/.codeium/hooks.json", "windsurf", GuardHooks}, {"/.codeium/windsurf/mcp_config.json", "windsurf", GuardConfig}, {"/.devin/hooks", "windsurf", GuardHooks}, {"/.config/devin/", "windsurf", GuardHooks}, {"/.devin/config", "windsurf", GuardHooks}, {"/.windsurf/mcp", "windsurf", GuardConfig}, {"/etc/devin/", "windsurf", GuardHooks},
		{"/.gemini/settings.json", "gemini", GuardConfig}, {"/.config/goose/config", "goose", GuardConfig}, {"/opencode.json", "opencode", GuardConfig}, {"/.aider.conf.yml", "aider", GuardConfig}, {"/.continue/config", "continue", GuardConfig}, {"/cline_mcp_settings.json", "cline", GuardConfig}, {"/.roo/mcp.json", "roo", GuardConfig}, {"/.amp/settings.json", "amp", GuardConfig}, {"/mcp.json", "", GuardConfig}, {"/.kiro/settings/", "kiro", GuardConfig},
	} {
		if strings.HasSuffix(p, strings.TrimSuffix(k.part, "/")) || strings.HasSuffix(k.part, "/") && strings.Contains(p, k.part) || k.part == "/.claude/hooks" && strings.Contains(p, "/.claude/hooks/") {
			return Guard{Class: k.class, Agent: k.agent}
		}
	}
	return Guard{}
}

// guardsBelow reports folders whose loss takes guarded files along.
func guardsBelow(p string) bool {
	for _, d := range [...]string{"/.claude", "/.cursor", "/.codex", "/.copilot", "/.codeium", "/.codeium/windsurf", "/.windsurf", "/.github/hooks", "/.devin", "/.config/devin", "/.cybedefend/bin", "/etc/claude-code", "/etc/codex"} {
		if strings.HasSuffix(p, d) {
			return true
		}
	}
	return false
}

// guardTouched judges deeds that take a guarded file away, move it, change
// its permissions or edit it in a way that cannot be computed.
func (j *judgement) guardTouched(c *shell.Call, t target, deed string) bool {
	if t.abs == "" {
		return false
	}
	if guardsBelow(t.abs) && (deed == "delete" || deed == "move") {
		j.signal("self.hooks", c, t.abs, t.text)
		return true
	}
	g := j.guardOf(t)
	switch g.Class {
	case GuardOurs:
		if deed == "perm" && c != nil && c.Name == "chmod" && strings.HasPrefix(c.Arg(0), "+") {
			return false
		}
		j.signal("self.ours", c, t.abs, t.text)
		return true
	case GuardHooks:
		if deed == "perm" && c.Name == "chmod" && !strings.HasPrefix(c.Arg(0), "0") && !strings.Contains(c.Arg(0), "-") {
			j.signal("self.config", c, t.abs, t.text)
			return true
		}
		if (deed == "delete" || deed == "truncate") && g.Intact != nil && g.Intact(nil) == nil {
			j.signal("self.config", c, t.abs, t.text)
			return true
		}
		j.signal("self.hooks", c, t.abs, t.text)
		return true
	case GuardConfig:
		j.signal("self.config", c, t.abs, t.text)
		return true
	}
	return false
}

// guardChanged judges a write to a guarded file by its result.
func (j *judgement) guardChanged(c *shell.Call, t target, ch change) bool {
	if t.abs == "" {
		return false
	}
	g := j.guardOf(t)
	switch g.Class {
	case GuardNone:
		return false
	case GuardOurs:
		j.signal("self.ours", c, t.abs, t.text)
		return true
	case GuardConfig:
		if g.Intact == nil {
			j.signal("self.config", c, t.abs, t.text)
			return true
		}
	}
	if ch.part || !ch.known && !ch.wipe {
		j.signal(uncomputed(g), c, t.abs, t.text)
		return true
	}
	after := []byte(ch.content)
	if ch.add {
		old, err := j.current(t.abs)
		if err != nil {
			j.signal("self.uncomputed", c, t.abs, t.text)
			return true
		}
		after = append(old, after...)
	}
	return j.guardResult(g, c, t.abs, after)
}

// uncomputed is the signal of a change whose result cannot be told.
func uncomputed(g Guard) string {
	if g.Class == GuardConfig || g.Quiet {
		return "self.config"
	}
	return "self.uncomputed"
}

const guardedLimit = 4 << 20

func (j *judgement) current(path string) ([]byte, error) {
	if j.w == nil {
		return nil, nil
	}
	if file, _ := j.w.Exists(path); !file {
		return nil, nil
	}
	return j.w.ReadFile(path, guardedLimit)
}

// guardResult judges what a guarded file would hold; false when there is
// nothing to say about it.
func (j *judgement) guardResult(g Guard, c *shell.Call, path string, after []byte) bool {
	switch {
	case g.Intact == nil && g.Class == GuardHooks && !bytes.Contains(after, []byte("vibedefend-hook")):
		j.signal("self.hooks", c, path, path)
	case g.Intact == nil:
		j.signal("self.config", c, path, path)
	case g.Intact(after) != nil:
		j.signal("self.hooks", c, path, path)
	case g.Quiet:
		return false // agents change this file for good reasons
	default:
		j.signal("self.config", c, path, path)
	}
	return true
}

// guardedWrite judges an edit of an agent's own tools; ok when it was one.
func (j *judgement) guardedWrite(w *FileChange) bool {
	t := target{text: w.Path, abs: w.Path, base: lastPart(w.Path)}
	g := j.guardOf(t)
	if w.Op == Move {
		from := target{text: w.From, abs: w.From}
		if j.guardTouched(nil, from, "move") {
			return true
		}
	}
	switch {
	case g.Class == GuardNone:
		return w.Op == Delete && j.guardTouched(nil, t, "delete")
	case g.Class == GuardOurs:
		j.signal("self.ours", nil, w.Path, w.Path)
		return true
	case w.Op == Delete:
		return j.guardTouched(nil, t, "delete")
	}
	after, ok := j.result(w)
	if !ok {
		j.signal(uncomputed(g), nil, w.Path, w.Path)
		return true
	}
	return j.guardResult(g, nil, w.Path, after)
}

// result computes what a file would hold after a change.
func (j *judgement) result(w *FileChange) ([]byte, bool) {
	if w.Op == Create {
		return []byte(w.New), true
	}
	path := w.Path
	if w.Op == Move {
		path = w.From
	}
	old, err := j.current(path)
	if err != nil {
		return nil, false
	}
	text := string(old)
	for _, h := range w.Hunks {
		next, ok := applyHunk(text, h)
		if !ok {
			return nil, false
		}
		text = next
	}
	return []byte(text), true
}

// applyHunk replaces Old by New. Files with CRLF line ends are matched by
// hunks without.
func applyHunk(text string, h Hunk) (string, bool) {
	if h.Old == "" {
		if text == "" {
			return h.New, true
		}
		return "", false // inserted somewhere the agent did not tell
	}
	old, neu := h.Old, h.New
	if !strings.Contains(text, old) && strings.Contains(text, "\r\n") {
		old = strings.ReplaceAll(old, "\n", "\r\n")
		neu = strings.ReplaceAll(neu, "\n", "\r\n")
	}
	n := strings.Count(text, old)
	if n == 0 {
		return "", false
	}
	if h.All {
		return strings.ReplaceAll(text, old, neu), true
	}
	if n > 1 {
		return "", false
	}
	return strings.Replace(text, old, neu, 1), true
}
