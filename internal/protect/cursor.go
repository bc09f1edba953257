package protect

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

func (m machine) cursor() string { return slash(m.home) + "/.cursor" }

// cursorFiles: the hook files of every scope and what else steers Cursor.
func cursorFiles(m machine) []file {
	const a = "cursor"
	system := "/etc/cursor/hooks.json"
	switch m.goos {
	case "darwin":
		system = "/Library/Application Support/Cursor/hooks.json"
	case "windows":
		system = m.programData() + "/Cursor/hooks.json"
	}
	out := []file{
		{a, rules.GuardHooks, m.cursor() + "/hooks.json", cursorHooks},
		{a, rules.GuardHooks, "*/.cursor/hooks.json", cursorHooks},
		{a, rules.GuardHooks, system, cursorHooks},
	}
	dirs := []string{m.cursor(), m.env("CURSOR_CONFIG_DIR", m.cursor())}
	if x := m.getenv("XDG_CONFIG_HOME"); x != "" && m.goos == "linux" {
		dirs = append(dirs, slash(x)+"/cursor")
	}
	for _, d := range dirs {
		for _, p := range []string{"mcp.json", "permissions.json", "sandbox.json", "cli-config.json", "plugins/", "hooks/"} {
			out = append(out, file{a, rules.GuardConfig, d + "/" + p, nil})
		}
	}
	for _, p := range []string{"mcp.json", "permissions.json", "sandbox.json", "cli.json", "rules/vibedefend.mdc", "hooks/"} {
		out = append(out, file{a, rules.GuardConfig, "*/.cursor/" + p, nil})
	}
	for _, user := range m.editorUser("Cursor") {
		out = append(out,
			file{a, rules.GuardConfig, user + "/settings.json", nil},
			file{a, rules.GuardConfig, user + "/globalStorage/state.vscdb", nil})
	}
	return out
}

// editorUser lists the folders of user settings of an app built like VS Code.
func (m machine) editorUser(app string) []string {
	switch m.goos {
	case "darwin":
		return []string{slash(m.home) + "/Library/Application Support/" + app + "/User"}
	case "windows":
		return both(m.appData()+"/"+app+"/User", slash(m.home)+"/AppData/Roaming/"+app+"/User")
	}
	return both(m.env("XDG_CONFIG_HOME", slash(m.home)+"/.config")+"/"+app+"/User", slash(m.home)+"/.config/"+app+"/User")
}

var cursorHooks = &form{
	name: "cursor hooks",
	void: cursorVoid,
	ours: func(b []byte) ([]hook, error) { return jsonHooks(b, false, false) },
	off:  cursorOff,
}

var cursorEvents = [...]string{"sessionStart", "sessionEnd", "preToolUse", "postToolUse", "postToolUseFailure",
	"subagentStart", "subagentStop", "beforeShellExecution", "afterShellExecution", "beforeMCPExecution",
	"afterMCPExecution", "beforeReadFile", "afterFileEdit", "beforeTabFileRead", "afterTabFileEdit",
	"beforeSubmitPrompt", "afterAgentResponse", "afterAgentThought", "preCompact", "stop", "workspaceOpen"}

// cursorVoid: a mark, an unknown event, a URL in a command or a bad form voids
// the file, silently.
func cursorVoid(b []byte) error {
	if bytes.HasPrefix(b, bom) {
		return errors.New("it starts with a byte-order mark")
	}
	doc, err := object(b, false)
	if err != nil {
		return err
	}
	if v, ok := doc["version"]; ok && number(v) == "" {
		return errors.New("version must be a number")
	}
	ev, ok := doc["hooks"].(map[string]any)
	if _, there := doc["hooks"]; there && !ok {
		return errors.New("hooks must be an object")
	}
	for _, name := range sorted(ev) {
		if !oneOf(name, cursorEvents[:]) {
			return fmt.Errorf("the event %s: %w", name, ErrUnfamiliar)
		}
		entries, ok := ev[name].([]any)
		if !ok {
			return fmt.Errorf("hooks.%s must be an array", name)
		}
		for _, e := range entries {
			m, ok := e.(map[string]any)
			if !ok {
				return fmt.Errorf("an entry of hooks.%s is not an object", name)
			}
			if c, _ := m["command"].(string); strings.Contains(c, "://") {
				return fmt.Errorf("a command of hooks.%s holds a URL", name)
			}
		}
	}
	return nil
}

// cursorOff: without a version, or with another one, builds refuse the file.
func cursorOff(b []byte) []string {
	doc, err := object(b, false)
	if err != nil || len(hooksOf(events(doc, false))) == 0 {
		return nil
	}
	if number(doc["version"]) != "1" {
		return []string{"a version other than 1"}
	}
	return nil
}
