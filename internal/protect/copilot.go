package protect

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

func (m machine) copilot() string { return m.env("COPILOT_HOME", slash(m.home)+"/.copilot") }

// copilotFiles: the hook folders, the settings that can switch hooks off, and
// those of VS Code, which reads the same hooks.
func copilotFiles(m machine) []file {
	const a = "copilot"
	var out []file
	for _, d := range both(m.copilot(), slash(m.home)+"/.copilot") {
		out = append(out,
			file{a, rules.GuardHooks, d + "/hooks/vibedefend.json", copilotFile},
			file{a, rules.GuardHooks, d + "/settings.json", copilotSettings},
			file{a, rules.GuardHooks, d + "/config.json", copilotSettings})
		for _, p := range []string{"hooks/", "mcp-config.json", "permissions-config.json", "instructions/", "copilot-instructions.md"} {
			out = append(out, file{a, rules.GuardConfig, d + "/" + p, nil})
		}
	}
	out = append(out,
		file{a, rules.GuardHooks, "*/.github/hooks/vibedefend.json", copilotFile},
		file{a, rules.GuardConfig, "*/.github/hooks/", nil},
		file{a, rules.GuardHooks, "*/.github/copilot/settings.json", copilotSettings},
		file{a, rules.GuardHooks, "*/.github/copilot/settings.local.json", copilotSettings},
		file{a, rules.GuardConfig, "*/.github/instructions/vibedefend.instructions.md", nil},
		file{a, rules.GuardConfig, "*/.github/mcp.json", nil},
		file{a, rules.GuardHooks, "*/.vscode/settings.json", vscodeSettings},
		file{a, rules.GuardHooks, "*.code-workspace", workspaceSettings},
		file{a, rules.GuardConfig, "*/.vscode/mcp.json", nil})
	for _, app := range []string{"Code", "Code - Insiders", "VSCodium"} {
		for _, user := range m.editorUser(app) {
			out = append(out,
				file{a, rules.GuardHooks, user + "/settings.json", vscodeSettings},
				file{a, rules.GuardHooks, user + "/profiles/*/settings.json", vscodeSettings},
				file{a, rules.GuardConfig, user + "/mcp.json", nil})
		}
	}
	for _, p := range m.copilotSystem() {
		out = append(out, file{a, rules.GuardConfig, p, nil})
	}
	return out
}

func (m machine) copilotSystem() []string {
	switch m.goos {
	case "darwin":
		return []string{"/Library/Application Support/GitHubCopilot/"}
	case "windows":
		return []string{m.programFiles() + "/GitHubCopilot/", m.programData() + "/GitHub/Copilot/"}
	}
	return []string{"/etc/github-copilot/", "/etc/vscode/policy.json"}
}

var copilotFile = &form{
	name: "copilot hooks",
	void: copilotVoid,
	ours: func(b []byte) ([]hook, error) { return jsonHooks(b, false, false) },
	off: func(b []byte) []string {
		if doc, err := object(b, false); err == nil && on(doc, "disableAllHooks") {
			return []string{"disableAllHooks"}
		}
		return nil
	},
}

// copilotVoid: a mark, a comment, another version or a value of the wrong
// type drops the whole file.
func copilotVoid(b []byte) error {
	if bytes.HasPrefix(b, bom) {
		return errors.New("it starts with a byte-order mark")
	}
	doc, err := object(b, false)
	if err != nil {
		return err
	}
	if v, ok := doc["version"]; ok && number(v) != "1" {
		return errors.New("version must be 1")
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

var copilotSettings = &form{
	name: "copilot settings",
	void: func(b []byte) error { _, err := object(b, true); return err },
	ours: func(b []byte) ([]hook, error) { return jsonHooks(b, true, false) },
	off: func(b []byte) []string {
		doc, err := object(b, true)
		if err != nil {
			return nil
		}
		var out []string
		if on(doc, "disableAllHooks") {
			out = append(out, "disableAllHooks")
		}
		if on(doc, "allowManagedHooksOnly") {
			out = append(out, "allowManagedHooksOnly")
		}
		if l, _ := doc["disabledHooks"].([]any); len(l) > 0 {
			out = append(out, fmt.Sprintf("disabledHooks with %d entries", len(l)))
		}
		return out
	},
}

// vscodeSettings are changed for many good reasons; only a few keys concern
// hooks.
var vscodeSettings = &form{
	name:  "vscode settings",
	void:  func(b []byte) error { _, err := object(b, true); return err },
	ours:  func(b []byte) ([]hook, error) { return jsonHooks(b, true, false) },
	quiet: true,
	off: func(b []byte) []string {
		doc, err := object(b, true)
		if err != nil {
			return nil
		}
		return vscodeOff(doc)
	},
}

// workspaceSettings is a workspace file, which holds settings beside others.
var workspaceSettings = &form{
	name:  "vscode workspace",
	void:  func(b []byte) error { _, err := object(b, true); return err },
	ours:  func([]byte) ([]hook, error) { return nil, nil },
	quiet: true,
	off: func(b []byte) []string {
		doc, err := object(b, true)
		if err != nil {
			return nil
		}
		settings, _ := doc["settings"].(map[string]any)
		return vscodeOff(settings)
	},
}

// vscodeOff names the settings that switch hooks off, or what they rest on.
func vscodeOff(settings map[string]any) []string {
	var out []string
	if v, ok := settings["chat.useHooks"]; ok && v == false {
		out = append(out, "chat.useHooks")
	}
	places, _ := settings["chat.hookFilesLocations"].(map[string]any)
	for _, p := range sorted(places) {
		if places[p] == false && (strings.Contains(p, ".copilot/hooks") || strings.Contains(p, ".github/hooks")) {
			out = append(out, "chat.hookFilesLocations")
		}
	}
	for _, k := range [...]string{"chat.tools.global.autoApprove", "chat.tools.terminal.ignoreDefaultAutoApproveRules"} {
		if on(settings, k) {
			out = append(out, k)
		}
	}
	return out
}
