package posture

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

func TestHealthyHomeHasNoFinding(t *testing.T) {
	m := newMachine(t)
	m.healthy()
	if got := SwitchedOff(m.detectEnv(), m.repo); len(got) != 0 {
		t.Errorf("findings: %+v", got)
	}
}

func TestEmptyHomeHasNoFinding(t *testing.T) {
	m := newMachine(t)
	if got := SwitchedOff(m.detectEnv(), ""); len(got) != 0 {
		t.Errorf("findings: %+v", got)
	}
}

// switchedCase is one way in which hooks are switched off: the file that
// does it, and the one finding it must give.
type switchedCase struct {
	name string
	file string
	text string
	env  string // NAME=value
	want string
	line int
	at   string // file of the finding, where it is another one
}

const moved = "/elsewhere"

var switchedCases = []switchedCase{
	// Claude Code
	{name: "user disableAllHooks", file: "~/.claude/settings.json", text: strings.Replace(claudeGood, "\"model\"", "\"disableAllHooks\": true,\n \"model\"", 1), want: "claude-code.hooks-disabled", line: 2},
	{name: "cloned repo disableAllHooks", file: "repo/.claude/settings.json", text: "{\n\"disableAllHooks\":true}", want: "claude-code.hooks-disabled copilot.hooks-disabled", line: 2},
	{name: "local disableAllHooks", file: "repo/.claude/settings.local.json", text: `{"disableAllHooks":true}`, want: "claude-code.hooks-disabled copilot.hooks-disabled", line: 1},
	{name: "managed disableAllHooks", file: "/etc/claude-code/managed-settings.d/10.json", text: `{"disableAllHooks":true}`, want: "claude-code.hooks-disabled", line: 1},
	{name: "managed hooks only", file: "/etc/claude-code/managed-settings.json", text: `{"allowManagedHooksOnly":true}`, want: "claude-code.managed-only", line: 1},
	{name: "plugins only", file: "/etc/claude-code/managed-settings.json", text: `{"strictPluginOnlyCustomization":["skills","hooks"]}`, want: "claude-code.managed-only", line: 1},
	{name: "managed invalid", file: "/etc/claude-code/managed-settings.json", text: `{"env":[]}`, want: "claude-code.managed-invalid", line: 1},
	{name: "comment", file: "~/.claude/settings.json", text: "{// c\n}", want: "claude-code.file-dropped"},
	{name: "trailing comma", file: "~/.claude/settings.json", text: `{"a":1,}`, want: "claude-code.file-dropped"},
	{name: "empty file", file: "~/.claude/settings.json", text: "", want: "claude-code.file-dropped"},
	{name: "array root", file: "~/.claude/settings.json", text: "[]", want: "claude-code.file-dropped", line: 1},
	{name: "permissions not an object", file: "~/.claude/settings.json", text: "{\n\n\"permissions\":[]}", want: "claude-code.file-dropped", line: 3},
	{name: "env array", file: "~/.claude/settings.json", text: `{"env":[]}`, want: "claude-code.file-dropped", line: 1},
	{name: "model number", file: "~/.claude/settings.json", text: `{"model":4}`, want: "claude-code.file-dropped", line: 1},
	{name: "switch as a text", file: "~/.claude/settings.json", text: `{"disableAllHooks":"no"}`, want: "claude-code.file-dropped", line: 1},
	{name: "rules as a text", file: "~/.claude/settings.json", text: "{\"permissions\":{\n\"allow\":\"Bash\"}}", want: "claude-code.file-dropped", line: 2},
	{name: "sandbox as a text", file: "~/.claude/settings.json", text: `{"sandbox":"on"}`, want: "claude-code.file-dropped", line: 1},
	{name: "status line as a text", file: "~/.claude/settings.json", text: `{"statusLine":"x"}`, want: "claude-code.file-dropped", line: 1},
	{name: "async as a text", file: "~/.claude/settings.json", text: `{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"x","async":"no"}]}]}}`, want: "claude-code.file-dropped", line: 1},
	{name: "unknown shell", file: "~/.claude/settings.json", text: `{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"x","shell":"fish"}]}]}}`, want: "claude-code.file-dropped", line: 1},
	{name: "sandbox as a text beside ours", file: "~/.claude/settings.json", text: strings.Replace(claudeGood, "\"model\"", "\"sandbox\": \"on\",\n \"model\"", 1), want: "claude-code.file-dropped", line: 2},
	{name: "rules as a text beside ours", file: "~/.claude/settings.json", text: strings.Replace(claudeGood, "\"model\"", "\"permissions\": {\"deny\":\"x\"},\n \"model\"", 1), want: "claude-code.file-dropped", line: 2},
	{name: "bad foreign hook beside ours", file: "~/.claude/settings.json", text: strings.Replace(claudeGood, "{\"matcher\"", "{\"hooks\":[{\"type\":\"command\",\"command\":\"x\",\"shell\":\"fish\"}]},{\"matcher\"", 1), want: "claude-code.file-dropped", line: 5},
	{name: "unknown mode", file: "~/.claude/settings.json", text: `{"permissions":{"defaultMode":"yes"}}`, want: "claude-code.file-dropped", line: 1},
	{name: "hooks array", file: "~/.claude/settings.json", text: `{"hooks":[]}`, want: "claude-code.file-dropped", line: 1},
	{name: "PreToolUse object", file: "~/.claude/settings.json", text: `{"hooks":{"PreToolUse":{}}}`, want: "claude-code.file-dropped", line: 1},
	{name: "timeout text", file: "~/.claude/settings.json", text: `{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"x","timeout":"10"}]}]}}`, want: "claude-code.file-dropped", line: 1},
	{name: "timeout 0", file: "~/.claude/settings.json", text: `{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"x","timeout":0}]}]}}`, want: "claude-code.file-dropped", line: 1},
	{name: "matcher number", file: "~/.claude/settings.json", text: `{"hooks":{"PreToolUse":[{"matcher":3,"hooks":[]}]}}`, want: "claude-code.file-dropped", line: 1},
	{name: "matcher null", file: "~/.claude/settings.json", text: `{"hooks":{"PreToolUse":[{"matcher":null,"hooks":[]}]}}`, want: "claude-code.file-dropped", line: 1},
	{name: "flat entry", file: "~/.claude/settings.json", text: `{"hooks":{"PreToolUse":[{"type":"command","command":"x"}]}}`, want: "claude-code.file-dropped", line: 1},
	{name: "unknown onFailure", file: "~/.claude/settings.json", text: `{"hooks":{"PermissionRequest":[{"hooks":[{"type":"command","command":"x","onFailure":"stop"}]}]}}`, want: "claude-code.file-dropped", line: 1},
	{name: "unknown type", file: "~/.claude/settings.json", text: `{"hooks":{"PreToolUse":[{"hooks":[{"type":"exec","command":"x"}]}]}}`, want: "claude-code.file-dropped", line: 1},
	{name: "bad entry of another event", file: "~/.claude/settings.json", text: `{"hooks":{"Stop":[{"hooks":[{"type":"exec"}]}]}}`, want: "claude-code.event-skipped", line: 1},
	{name: "unknown event", file: "~/.claude/settings.json", text: `{"hooks":{"BeforeAll":[]}}`, want: "claude-code.unknown-event", line: 1},
	{name: "moved by variable", env: "CLAUDE_CONFIG_DIR=" + moved, want: "claude-code.moved"},
	{name: "moved by shell", file: "~/.zshrc", text: "\nexport CLAUDE_CONFIG_DIR=\"$HOME/.work\"\n", want: "claude-code.moved", line: 2},
	{name: "simple mode", env: "CLAUDE_CODE_SIMPLE=1", want: "claude-code.bare"},
	{name: "safe mode in fish", file: "~/.config/fish/config.fish", text: "set -gx CLAUDE_CODE_SAFE_MODE 1\n", want: "claude-code.bare", line: 1},
	{name: "alias with --bare", file: "~/.bashrc", text: "alias c='claude --bare'\n", want: "claude-code.start-flag", line: 1},
	{name: "alias with sources", file: "~/.bashrc", text: "alias c='claude --setting-sources project'\n", want: "claude-code.start-flag", line: 1},
	{name: "repo repeats without onFailure", file: "repo/.claude/settings.json", text: strings.Replace(claudeGood, `,"onFailure":"block"`, "", 1), want: "claude-code.downgraded", line: 5},
	{name: "repo repeats as async", file: "repo/.claude/settings.local.json", text: strings.Replace(claudeGood, `"timeout":10`, `"async":true`, 1), want: "claude-code.downgraded", line: 5},
	{name: "own entry fails open", file: "~/.claude/settings.json", text: strings.Replace(claudeGood, `"block"`, `"continue"`, 1), want: "claude-code.weak-entry", line: 5},
	{name: "own entry with if", file: "~/.claude/settings.json", text: strings.Replace(claudeGood, `"timeout":10`, `"if":"Bash(x)"`, 1), want: "claude-code.weak-entry", line: 5},
	{name: "own entry with narrow matcher", file: "~/.claude/settings.json", text: strings.Replace(claudeGood, `"*"`, `"Bash"`, 1), want: "claude-code.weak-entry", line: 5},
	{name: "impostor in the repo", file: "repo/.claude/settings.json", text: `{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"./vibedefend hook claude-code PreToolUse"}]}]}}`, want: "claude-code.impostor", line: 1},
	{name: "impostor in exec form", file: "repo/.claude/settings.json", text: `{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"${CLAUDE_PROJECT_DIR}/vibedefend","args":["hook","claude-code"]}]}]}}`, want: "claude-code.impostor", line: 1},
	{name: "impostor that appends", file: "~/.claude/settings.json", text: strings.Replace(claudeGood, "PreToolUse\",\"timeout", "PreToolUse || true\",\"timeout", 1), want: "claude-code.impostor", line: 5},

	// Cursor
	{name: "cursor comment", file: "~/.cursor/hooks.json", text: "{/**/}", want: "cursor.file-dropped"},
	{name: "cursor bom", file: "~/.cursor/hooks.json", text: "\xef\xbb\xbf" + cursorGood, want: "cursor.file-dropped"},
	{name: "cursor unknown event", file: "~/.cursor/hooks.json", text: `{"version":1,"hooks":{"PreToolUse":[]}}`, want: "cursor.unknown-event", line: 1},
	{name: "cursor version text", file: "~/.cursor/hooks.json", text: strings.Replace(cursorGood, "1", `"1"`, 1), want: "cursor.version", line: 1},
	{name: "cursor version missing", file: "~/.cursor/hooks.json", text: `{"hooks":{}}`, want: "cursor.version"},
	{name: "cursor url", file: "~/.cursor/hooks.json", text: "{\"version\":1,\"hooks\":{\"stop\":[\n{\"command\":\"notify http://localhost:1\"}]}}", want: "cursor.url-in-command", line: 2},
	{name: "cursor nested group", file: "~/.cursor/hooks.json", text: `{"version":1,"hooks":{"stop":[{"hooks":[{"command":"x"}]}]}}`, want: "cursor.file-dropped", line: 1},
	{name: "cursor event no list", file: "~/.cursor/hooks.json", text: `{"version":1,"hooks":{"stop":{}}}`, want: "cursor.file-dropped", line: 1},
	{name: "cursor timeout 0", file: "~/.cursor/hooks.json", text: `{"version":1,"hooks":{"stop":[{"command":"x","timeout":0}]}}`, want: "cursor.file-dropped", line: 1},
	{name: "cursor fails open", file: "~/.cursor/hooks.json", text: strings.Replace(cursorGood, "true", "false", 1), want: "cursor.weak-entry", line: 1},
	{name: "cursor narrow matcher", file: "~/.cursor/hooks.json", text: strings.Replace(cursorGood, `"failClosed"`, `"matcher":"Shell","failClosed"`, 1), want: "cursor.weak-entry", line: 1},
	{name: "cursor impostor", file: "repo/.cursor/hooks.json", text: `{"version":1,"hooks":{"stop":[{"command":"@REPO/bin/vibedefend-hook hook cursor stop"}]}}`, want: "cursor.impostor", line: 1},
	{name: "cursor enterprise file", file: "/etc/cursor/hooks.json", text: `{`, want: "cursor.file-dropped"},

	// Codex
	{name: "codex feature off for the user", file: "~/.codex/config.toml", text: "TRUST\n[features]\nhooks = false\n", want: "codex.feature-off", line: 7},
	{name: "codex old name of the feature", file: "~/.codex/work.config.toml", text: "features.codex_hooks = false\n", want: "codex.feature-off", line: 1},
	{name: "codex feature off in a repo", file: "repo/.codex/config.toml", text: "[features]\nhooks = false\n", want: "codex.feature-off", line: 2},
	{name: "codex feature off in the system", file: "/etc/codex/managed_config.toml", text: "[features]\nhooks = false\n", want: "codex.feature-off", line: 2},
	{name: "codex requirements off", file: "/etc/codex/requirements.toml", text: "[features]\nhooks = false\n", want: "codex.feature-off", line: 2},
	{name: "codex managed only", file: "/etc/codex/requirements.toml", text: "allow_managed_hooks_only = true\n", want: "codex.managed-only", line: 1},
	{name: "codex requirements invalid", file: "/etc/codex/requirements.toml", text: "a = \n", want: "codex.config-invalid"},
	{name: "codex config invalid", file: "~/.codex/other.config.toml", text: "[a]\n[a]\n", want: "codex.config-invalid"},
	{name: "codex root key", file: "~/.codex/hooks.json", text: `{"version":1,"hooks":{}}`, want: "codex.hooks-file-dropped", line: 1},
	{name: "codex schema key", file: "~/.codex/hooks.json", text: `{"$schema":"x"}`, want: "codex.hooks-file-dropped", line: 1},
	{name: "codex bom", file: "~/.codex/hooks.json", text: "\xef\xbb\xbf{}", want: "codex.hooks-file-dropped"},
	{name: "codex comment", file: "~/.codex/hooks.json", text: "{} // c", want: "codex.hooks-file-dropped"},
	{name: "codex empty", file: "~/.codex/hooks.json", text: "", want: "codex.hooks-file-dropped"},
	{name: "codex null list", file: "~/.codex/hooks.json", text: `{"hooks":{"Stop":null}}`, want: "codex.hooks-file-dropped", line: 1},
	{name: "codex http type", file: "~/.codex/hooks.json", text: `{"hooks":{"Stop":[{"hooks":[{"type":"http"}]}]}}`, want: "codex.hooks-file-dropped", line: 1},
	{name: "codex no command", file: "~/.codex/hooks.json", text: `{"hooks":{"Stop":[{"hooks":[{"type":"command"}]}]}}`, want: "codex.hooks-file-dropped", line: 1},
	{name: "codex float timeout", file: "~/.codex/hooks.json", text: `{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"x","timeout":1.5}]}]}}`, want: "codex.hooks-file-dropped", line: 1},
	{name: "codex both windows keys", file: "~/.codex/hooks.json", text: `{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"x","commandWindows":"y","command_windows":"y"}]}]}}`, want: "codex.hooks-file-dropped", line: 1},
	{name: "codex null async", file: "~/.codex/hooks.json", text: `{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"x","async":null}]}]}}`, want: "codex.hooks-file-dropped", line: 1},
	{name: "codex event twice", file: "~/.codex/hooks.json", text: "{\n\"hooks\":{\"Stop\":[],\"Stop\":[]}}", want: "codex.hooks-file-dropped", line: 2},
	{name: "codex command twice beside ours", file: "~/.codex/hooks.json", text: strings.Replace(codexGood, codexGroup1, codexGroup1+`,{"hooks":[{"type":"command","command":"x","command":"y"}]}`, 1), want: "codex.hooks-file-dropped", line: 1},
	{name: "codex status number beside ours", file: "~/.codex/hooks.json", text: strings.Replace(codexGood, codexGroup1, codexGroup1+`,{"hooks":[{"type":"command","command":"x","statusMessage":3}]}`, 1), want: "codex.hooks-file-dropped", line: 1},
	{name: "codex MCP hook without a tool", file: "~/.codex/hooks.json", text: `{"hooks":{"Stop":[{"hooks":[{"type":"mcp_tool","server":"x"}]}]}}`, want: "codex.hooks-file-dropped", line: 1},
	{name: "codex project file dropped", file: "repo/.codex/hooks.json", text: `{"PreToolUse":[]}`, want: "codex.hooks-file-dropped", line: 1},
	{name: "codex untrusted", file: "~/.codex/config.toml", text: "model = \"m\"\n", want: "codex.untrusted", line: 1, at: "~/.codex/hooks.json"},
	{name: "codex modified", file: "~/.codex/hooks.json", text: strings.Replace(codexGood, `"timeout":10`, `"timeout":11`, 1), want: "codex.modified", line: 1},
	{name: "codex shifted", file: "~/.codex/hooks.json", text: strings.Replace(codexGood, codexGroup1, `{"hooks":[]},`+codexGroup1, 1), want: "codex.shifted", line: 1},
	{name: "codex disabled one by one", file: "~/.codex/config.toml", text: "TRUSTenabled = false\n", want: "codex.hook-disabled", line: 5},
	{name: "codex async", file: "~/.codex/hooks.json", text: strings.Replace(codexGood, `"timeout":10`, `"timeout":10,"async":true`, 1), want: "codex.modified codex.weak-entry", line: 1},
	{name: "codex impostor", file: "repo/.codex/config.toml", text: "[[hooks.PreToolUse]]\n[[hooks.PreToolUse.hooks]]\ntype = \"command\"\ncommand = \"bin/vibedefend hook codex PreToolUse\"\n", want: "codex.impostor", line: 4},
	{name: "codex moved", env: "CODEX_HOME=" + moved, want: "codex.moved"},
	{name: "codex alias", file: "~/.zshrc", text: "alias cx=\"codex --ignore-user-config\"\n", want: "codex.start-flag", line: 1},
	{name: "codex alias disables", file: "~/.zshrc", text: "alias cx=\"codex --disable hooks\"\n", want: "codex.start-flag", line: 1},
	{name: "codex alias overrides", file: "~/.zshrc", text: "alias cx=\"codex -c features.hooks=false\"\n", want: "codex.start-flag", line: 1},

	// Windsurf and Devin
	{name: "cascade broken", file: "~/.codeium/windsurf/hooks.json", text: "{", want: "windsurf.file-dropped"},
	{name: "cascade jetbrains", file: "~/.codeium/hooks.json", text: `{"hooks":[]}`, want: "windsurf.file-dropped", line: 1},
	{name: "cascade unknown event", file: "repo/.windsurf/hooks.json", text: `{"hooks":{"pre_everything":[]}}`, want: "windsurf.unknown-event", line: 1},
	{name: "cascade event no list", file: "repo/.devin/hooks.json", text: `{"hooks":{"pre_run_command":{}}}`, want: "windsurf.file-dropped", line: 1},
	{name: "cascade impostor", file: "repo/.devin/hooks.json", text: `{"hooks":{"pre_run_command":[{"command":"vibedefend hook windsurf pre_run_command"}]}}`, want: "windsurf.impostor", line: 1},
	{name: "devin broken", file: "~/.config/devin/config.json", text: `{"hooks":1}`, want: "windsurf.devin-dropped", line: 1},
	{name: "devin project broken", file: "repo/.devin/hooks.v1.json", text: `{"PreToolUse":`, want: "windsurf.devin-dropped"},
	{name: "devin event no list", file: "repo/.devin/config.local.json", text: `{"hooks":{"Stop":{}}}`, want: "windsurf.devin-dropped", line: 1},
	{name: "devin narrow matcher", file: "~/.config/devin/config.json", text: strings.Replace(devinGood, `{"hooks":[{`, `{"matcher":"read","hooks":[{`, 1), want: "windsurf.weak-entry", line: 3},
	{name: "devin moved", env: "XDG_CONFIG_HOME=" + moved, want: "windsurf.moved"},
	{name: "devin alias", file: "~/.bashrc", text: "alias d='devin --config /tmp/c.json'\n", want: "windsurf.start-flag", line: 1},

	// Copilot and VS Code
	{name: "copilot version", file: "~/.copilot/hooks/vibedefend.json", text: strings.Replace(copilotGood, "1", "2", 1), want: "copilot.file-dropped", line: 1},
	{name: "copilot comment", file: "~/.copilot/hooks/deep/other.json", text: "{//\n}", want: "copilot.file-dropped"},
	{name: "copilot bom", file: "~/.copilot/hooks/vibedefend.json", text: "\xef\xbb\xbf" + copilotGood, want: "copilot.file-dropped"},
	{name: "copilot event no list", file: "~/.copilot/hooks/vibedefend.json", text: `{"hooks":{"preToolUse":{}}}`, want: "copilot.file-dropped", line: 1},
	{name: "copilot wrong case", file: "~/.copilot/hooks/vibedefend.json", text: strings.Replace(copilotGood, `"preToolUse":`, `"pretooluse":`, 1), want: "copilot.unknown-event", line: 1},
	{name: "copilot repo off", file: "repo/.github/copilot/settings.json", text: "{\n// c\n\"disableAllHooks\":true}", want: "copilot.hooks-disabled", line: 3},
	{name: "copilot repo off, local", file: "repo/.github/copilot/settings.local.json", text: `{"disableAllHooks":true}`, want: "copilot.hooks-disabled", line: 1},
	{name: "copilot user off", file: "~/.copilot/settings.json", text: `{"disableAllHooks":true}`, want: "copilot.hooks-disabled-user", line: 1},
	{name: "copilot file off", file: "~/.copilot/hooks/vibedefend.json", text: strings.Replace(copilotGood, `{"version"`, `{"disableAllHooks":true,"version"`, 1), want: "copilot.file-off", line: 1},
	{name: "copilot listed off", file: "~/.copilot/settings.json", text: `{"disabledHooks":["abc"]}`, want: "copilot.hooks-listed-off", line: 1},
	{name: "copilot managed only", file: "/etc/github-copilot/managed-settings.json", text: `{"allowManagedHooksOnly":true}`, want: "copilot.managed-only", line: 1},
	{name: "copilot moved", env: "COPILOT_HOME=" + moved, want: "copilot.moved"},
	{name: "copilot matcher", file: "~/.copilot/hooks/vibedefend.json", text: strings.Replace(copilotGood, `"timeoutSec"`, `"matcher":"bash","timeoutSec"`, 1), want: "copilot.weak-entry", line: 1},
	{name: "copilot short timeout", file: "~/.copilot/hooks/vibedefend.json", text: strings.Replace(copilotGood, `30`, `1`, 1), want: "copilot.weak-entry", line: 1},
	{name: "copilot impostor", file: "repo/.github/hooks/x.json", text: `{"version":1,"hooks":{"preToolUse":[{"bash":"./vibedefend hook copilot preToolUse"}]}}`, want: "copilot.impostor", line: 1},
	{name: "vscode hooks off", file: "~/.config/Code/User/settings.json", text: "{\n // c\n \"chat.useHooks\": false,\n}", want: "copilot.vscode-hooks-off", line: 3},
	{name: "vscode hooks off in a profile", file: "~/.config/Code - Insiders/User/profiles/a1/settings.json", text: `{"chat.useHooks":false}`, want: "copilot.vscode-hooks-off", line: 1},
	{name: "vscode hooks off in a workspace", file: "repo/x.code-workspace", text: `{"settings":{"chat.useHooks":false}}`, want: "copilot.vscode-hooks-off", line: 1},
	{name: "vscode location off", file: "repo/.vscode/settings.json", text: `{"chat.hookFilesLocations":{"~/.copilot/hooks":false}}`, want: "copilot.vscode-location-off", line: 1},
	{name: "vscode policy", file: "/etc/vscode/policy.json", text: `{"ChatHooks":false}`, want: "copilot.vscode-hooks-off", line: 1},
	{name: "vscode managed hooks only", file: "/etc/vscode/policy.json", text: `{"ChatAllowManagedHooksOnly":true}`, want: "copilot.managed-only", line: 1},
}

func TestEveryWayOffIsFound(t *testing.T) {
	for _, c := range switchedCases {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			m.healthy()
			if c.file != "" {
				m.write(c.file, strings.Replace(c.text, "TRUST", m.codexTrustOf(0, codexGroup1), 1))
			}
			if c.env != "" {
				k, v, _ := strings.Cut(c.env, "=")
				m.env[k] = v
			}
			got := SwitchedOff(m.detectEnv(), m.repo)
			if have := strings.Join(ids(got), " "); have != c.want {
				t.Fatalf("found %q, want %q: %+v", have, c.want, got)
			}
			if at := cmp.Or(c.at, c.file); got[0].Line != c.line || at != "" && got[0].File != m.path(at) {
				t.Errorf("at %s:%d, want %s:%d", got[0].File, got[0].Line, m.path(at), c.line)
			}
			if got[0].Fix == "" || got[0].Why == "" || got[0].State == "" {
				t.Errorf("incomplete: %+v", got[0])
			}
		})
	}
}

// TestCatalogueIsCovered keeps a kind of finding from being dead.
func TestCatalogueIsCovered(t *testing.T) {
	elsewhere := []string{"windsurf.shadowed", "windsurf.exit-code-lost", "codex.project-untrusted"} // own tests below
	for _, c := range columns() {
		for _, k := range c.kinds {
			hit := slices.ContainsFunc(switchedCases, func(s switchedCase) bool { return slices.Contains(strings.Fields(s.want), k.ID) })
			if !hit && !slices.Contains(elsewhere, k.ID) {
				t.Errorf("%s: no case", k.ID)
			}
		}
	}
}

func TestRequirementsPinBeatsTheRepository(t *testing.T) {
	m := newMachine(t)
	m.healthy()
	m.write("/etc/codex/requirements.toml", "[features]\nhooks = true\n")
	m.write("repo/.codex/config.toml", "[features]\nhooks = false\n")
	if got := SwitchedOff(m.detectEnv(), m.repo); len(got) != 0 {
		t.Errorf("findings: %+v", got)
	}
}

func TestManagedEntriesNeedNoUserEntries(t *testing.T) {
	m := newMachine(t)
	m.healthy()
	m.write("/etc/claude-code/managed-settings.d/50-vibedefend.json", strings.Replace(claudeGood, `"model": "opus"`, `"allowManagedHooksOnly": true`, 1))
	if got := SwitchedOff(m.detectEnv(), m.repo); len(got) != 0 {
		t.Errorf("findings: %+v", got)
	}
}

func TestManagedHooksAreOutOfReach(t *testing.T) {
	m := newMachine(t)
	m.write("/etc/claude-code/managed-settings.d/50-vibedefend.json", claudeGood)
	m.write("/etc/github-copilot/policy.d/vibedefend.json", copilotGood)
	m.write("repo/.claude/settings.json", `{"disableAllHooks":true}`)
	m.env["CLAUDE_CODE_SIMPLE"] = "1"
	m.env["COPILOT_HOME"] = moved
	if got := SwitchedOff(m.detectEnv(), m.repo); len(got) != 0 {
		t.Errorf("findings: %+v", got)
	}
	m.write("/etc/claude-code/managed-settings.d/99.json", `{"disableAllHooks":true}`)
	if got := ids(SwitchedOff(m.detectEnv(), m.repo)); !slices.Equal(got, []string{"claude-code.hooks-disabled"}) {
		t.Errorf("findings: %v", got)
	}
}

func TestSystemFileIsShadowed(t *testing.T) {
	m := newMachine(t)
	m.write("/etc/windsurf/hooks.json", cascadeGood)
	if got := SwitchedOff(m.detectEnv(), m.repo); len(got) != 0 {
		t.Fatalf("legacy alone: %+v", got)
	}
	m.write("/etc/devin/hooks.json", `{"hooks":{}}`)
	if got := ids(SwitchedOff(m.detectEnv(), m.repo)); !slices.Equal(got, []string{"windsurf.shadowed"}) {
		t.Errorf("system: %v", got)
	}
	m = newMachine(t)
	m.write("repo/.windsurf/hooks.json", cascadeGood)
	m.write("repo/.devin/hooks.json", `{"hooks":{}}`)
	if got := SwitchedOff(m.detectEnv(), m.repo); len(got) != 0 {
		t.Fatalf("a workspace file without hooks hides nothing: %+v", got)
	}
	m.write("repo/.devin/hooks.json", `{"hooks":{"pre_read_code":[]}}`)
	if got := ids(SwitchedOff(m.detectEnv(), m.repo)); !slices.Equal(got, []string{"windsurf.shadowed"}) {
		t.Errorf("workspace: %v", got)
	}
}

func TestCodexProjectHooksNeedBothTrusts(t *testing.T) {
	m := newMachine(t)
	m.write("repo/.codex/hooks.json", codexGood)
	got := ids(SwitchedOff(m.detectEnv(), m.repo))
	if !slices.Equal(got, []string{"codex.project-untrusted", "codex.untrusted"}) {
		t.Errorf("untrusted: %v", got)
	}
	trust := strings.Replace(m.codexTrustOf(0, codexGroup1), "@HOME/.codex", "@REPO/.codex", 1)
	m.write("~/.codex/config.toml", trust+"[projects.\"@REPO\"]\ntrust_level = \"trusted\"\n")
	if got := SwitchedOff(m.detectEnv(), m.repo); len(got) != 0 {
		t.Errorf("trusted: %+v", got)
	}
}

func TestProgramThatLeadsIntoTheRepositoryIsNoneOfOurs(t *testing.T) {
	m := newMachine(t)
	m.healthy()
	m.write("repo/evil", "x")
	hook := m.path("~/.cybedefend/bin/vibedefend-hook")
	m.files[hook] = "-> " + m.repo + "/evil"
	got := SwitchedOff(m.detectEnv(), m.repo, "claude-code")
	if !slices.Equal(ids(got), []string{"claude-code.impostor"}) {
		t.Errorf("findings: %+v", got)
	}
}

func TestNameOnPathMayNotLeadIntoTheRepository(t *testing.T) {
	m := newMachine(t)
	m.write("repo/.cursor/hooks.json", `{"version":1,"hooks":{"stop":[{"command":"command -v vibedefend >/dev/null 2>&1 || { echo '{}'; exit 0; }; exec vibedefend hook cursor stop"}]}}`)
	if got := SwitchedOff(m.detectEnv(), m.repo); len(got) != 0 {
		t.Fatalf("not installed: %+v", got)
	}
	m.write("repo/bin/vibedefend", "x")
	m.env["PATH"] = "@REPO/bin:/usr/bin"
	if got := ids(SwitchedOff(m.detectEnv(), m.repo)); !slices.Equal(got, []string{"cursor.impostor"}) {
		t.Errorf("findings: %v", got)
	}
}

func TestWindowsLineThatLosesTheExitCode(t *testing.T) {
	m := newMachine(t)
	m.os = "windows"
	s := &scan{env: m.detectEnv(), agent: "windsurf", kinds: windsurfKinds}
	line := `"pre_run_command":[{"command":"C:/u/.cybedefend/bin/vibedefend-hook.exe hook windsurf pre_run_command"`
	n, err := lenient([]byte(`{` + line + `}]}`))
	if err != nil {
		t.Fatal(err)
	}
	s.cascadeWindows(place{}, flat(n, "command", "powershell"))
	if !slices.Equal(ids(s.out), []string{"windsurf.exit-code-lost"}) {
		t.Errorf("findings: %+v", s.out)
	}
	s.out = nil
	n, _ = lenient([]byte(`{` + line + `,"powershell":"& 'C:/u/.cybedefend/bin/vibedefend-hook.exe' hook windsurf pre_run_command; exit $LASTEXITCODE"}]}`))
	s.cascadeWindows(place{}, flat(n, "command", "powershell"))
	if len(s.out) != 0 {
		t.Errorf("findings: %+v", s.out)
	}
}

func TestWorktreeReadsTheMainCheckout(t *testing.T) {
	m := newMachine(t)
	m.write("/main/.codex/config.toml", "features.hooks = false\n")
	delete(m.files, m.path("repo/.git/HEAD"))
	m.write("repo/.git", "gitdir: "+m.prefix+"/main/.git/worktrees/w\n")
	if got := ids(SwitchedOff(m.detectEnv(), m.repo)); !slices.Equal(got, []string{"codex.feature-off"}) {
		t.Errorf("findings: %v", got)
	}
}

func TestCodexHash(t *testing.T) {
	n, err := lenient([]byte(`{"matcher":"*","hooks":[{"type":"command","command":"'/opt/a&b' hook codex","timeout":10}]}`))
	if err != nil {
		t.Fatal(err)
	}
	const want = "sha256:75064c09225d12294567b77dc3a700d34230c01651e658eb40a1bf5dc88af71b"
	if got := codexHash("PreToolUse", n, n.get("hooks").items[0], "linux"); got != want {
		t.Errorf("hash %s", got)
	}
}
