package protect

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"

	"github.com/cybedefend/vibedefend/rules"
)

func (m machine) codeium() string { return slash(m.home) + "/.codeium" }

func (m machine) devin() string {
	if m.goos == "windows" {
		return m.appData() + "/devin"
	}
	return m.env("XDG_CONFIG_HOME", slash(m.home)+"/.config") + "/devin"
}

// windsurfFiles: Cascade's hook files of every level, Devin's configuration,
// and what else steers them.
func windsurfFiles(m machine) []file {
	const a = "windsurf"
	out := []file{
		{a, rules.GuardHooks, m.codeium() + "/windsurf/hooks.json", cascadeHooks},
		{a, rules.GuardHooks, m.codeium() + "/hooks.json", cascadeHooks},
		{a, rules.GuardHooks, "*/.windsurf/hooks.json", cascadeHooks},
		{a, rules.GuardHooks, "*/.devin/hooks.json", cascadeHooks},
		{a, rules.GuardHooks, "*/.devin/hooks.v1.json", devinHooks},
		{a, rules.GuardHooks, "*/.devin/config.json", devinConfig},
		{a, rules.GuardHooks, "*/.devin/config.local.json", devinConfig},
	}
	usual := slash(m.home) + "/.config/devin"
	if m.goos == "windows" {
		usual = slash(m.home) + "/AppData/Roaming/devin"
	}
	for _, d := range both(m.devin(), usual) {
		out = append(out, file{a, rules.GuardHooks, d + "/config.json", devinConfig})
		for _, p := range []string{"AGENTS.md", "mcp_config.json", "skills/"} {
			out = append(out, file{a, rules.GuardConfig, d + "/" + p, nil})
		}
	}
	for _, p := range []string{"windsurf/memories/global_rules.md", "windsurf/mcp_config.json", "windsurf/global_workflows/", "windsurf/skills/", ".codeiumignore"} {
		out = append(out, file{a, rules.GuardConfig, m.codeium() + "/" + p, nil})
	}
	for _, p := range []string{".windsurf/mcp_config.json", ".devin/mcp_config.json", ".devin/mcp_config.local.json", ".windsurf/rules/vibedefend.md", ".devin/rules/vibedefend.md"} {
		out = append(out, file{a, rules.GuardConfig, "*/" + p, nil})
	}
	for _, app := range []string{"Devin", "Windsurf"} {
		for _, user := range m.editorUser(app) {
			out = append(out, file{a, rules.GuardConfig, user + "/settings.json", nil})
		}
		system := m.systemFolder(app)
		out = append(out,
			file{a, rules.GuardHooks, system + "/hooks.json", cascadeHooks},
			file{a, rules.GuardConfig, system + "/", nil})
	}
	return out
}

func (m machine) systemFolder(app string) string {
	switch m.goos {
	case "darwin":
		return "/Library/Application Support/" + app
	case "windows":
		return m.programData() + "/" + app
	}
	if app == "Devin" {
		return "/etc/devin"
	}
	return "/etc/windsurf"
}

var cascadeHooks = &form{
	name:   "windsurf hooks",
	void:   cascadeVoid,
	ours:   func(b []byte) ([]hook, error) { return jsonHooks(b, false, false) },
	beside: shadows,
}

func cascadeVoid(b []byte) error {
	doc, err := object(b, false)
	if err != nil {
		return err
	}
	ev, ok := doc["hooks"].(map[string]any)
	if _, there := doc["hooks"]; there && !ok {
		return errors.New("hooks must be an object")
	}
	for _, name := range sorted(ev) {
		if _, ok := ev[name].([]any); !ok {
			return fmt.Errorf("hooks.%s must be an array", name)
		}
	}
	return nil
}

// shadows: as soon as the Devin file of a level defines hooks (for the system,
// as soon as it exists), the legacy file beside it is not read any more.
func shadows(p string, before, after []byte) error {
	p = slash(p)
	dir := path.Dir(p)
	legacy := ""
	switch path.Base(dir) {
	case ".devin":
		legacy = path.Dir(dir) + "/.windsurf/hooks.json"
	case "devin":
		legacy = path.Dir(dir) + "/windsurf/hooks.json"
	case "Devin":
		legacy = path.Dir(dir) + "/Windsurf/hooks.json"
	default:
		return nil
	}
	if defines(before) || !defines(after) && path.Base(dir) == ".devin" || after == nil {
		return nil
	}
	b, err := read(filepath.FromSlash(legacy))
	if err != nil {
		return nil
	}
	had, err := jsonHooks(b, false, false)
	have, _ := jsonHooks(after, false, false)
	if err == nil && len(had) > 0 && len(have) < len(had) {
		return fmt.Errorf("this file would hide %s, which holds the hooks of VibeDefend", legacy)
	}
	return nil
}

// defines reports whether a file defines any hook at all.
func defines(b []byte) bool {
	doc, err := object(b, true)
	if err != nil {
		return false
	}
	for _, v := range events(doc, false) {
		if entries, ok := v.([]any); ok && len(entries) > 0 {
			return true
		}
	}
	return false
}

var devinHooks = &form{
	name: "devin hooks",
	void: func(b []byte) error { _, err := object(b, true); return err },
	ours: func(b []byte) ([]hook, error) { return jsonHooks(b, true, true) },
}

var devinConfig = &form{
	name: "devin config",
	void: func(b []byte) error { _, err := object(b, true); return err },
	ours: func(b []byte) ([]hook, error) { return jsonHooks(b, true, false) },
}
