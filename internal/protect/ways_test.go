package protect_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/internal/protect"
)

// way is a change of one file and whether our hooks survive it.
type way struct {
	name  string
	file  string                // relative to the home; below src/shop it is the repository's
	alter func(s string) string // nil: the file is deleted
	kept  bool
}

func swap(old, neu string) func(string) string {
	return func(s string) string {
		if !strings.Contains(s, old) {
			panic("nothing to swap: " + old)
		}
		return strings.Replace(s, old, neu, 1)
	}
}

func becomes(s string) func(string) string { return func(string) string { return s } }

func before(s string) func(string) string { return func(old string) string { return s + old } }

func behind(s string) func(string) string { return func(old string) string { return old + s } }

func run(t *testing.T, ways []way) {
	t.Helper()
	p := installed(t)
	for _, w := range ways {
		path := filepath.Join(p.home, w.file)
		old := ""
		if b, err := os.ReadFile(path); err == nil {
			old = string(b)
		}
		var after []byte
		if w.alter != nil {
			after = []byte(w.alter(old))
		}
		g := p.guard(path)
		if g.Intact == nil {
			t.Errorf("%s: %s is not judged by its content", w.name, w.file)
			continue
		}
		err := g.Intact(after)
		if (err == nil) != w.kept {
			t.Errorf("%s (%s): %v", w.name, w.file, err)
		}
		if err != nil && (len(err.Error()) > 250 || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%s: the text is long: %v", w.name, err)
		}
	}
}

func TestClaudeWays(t *testing.T) {
	const f = ".claude/settings.json"
	run(t, []way{
		{"unchanged", f, behind(""), true},
		{"a new final newline", f, behind("\n"), true},
		{"a byte-order mark, which it reads", f, before("\xef\xbb\xbf"), true},
		{"a key beside", f, swap("{", `{"model": "opus",`), true},
		{"a permission", f, swap("{", `{"permissions": {"deny": ["Bash(curl:*)"]},`), true},
		{"a hook of others", f, swap(`"PreToolUse": [`, `"PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "x"}]},`), true},
		{"deleted", f, nil, false},
		{"emptied", f, becomes(""), false},
		{"an empty object", f, becomes("{}"), false},
		{"an array", f, becomes("[]"), false},
		{"another event name", f, swap(`"PreToolUse"`, `"PostToolBatch"`), false},
		{"another command", f, swap("hook claude-code PreToolUse", "hook claude-code Stop"), false},
		{"true instead of us", f, swap("/bin/vibedefend-hook hook claude-code PreToolUse", "/bin/vibedefend-hook hook claude-code PreToolUse || true"), false},
		{"a narrow matcher", f, swap(`"matcher": "*"`, `"matcher": "Read"`), false},
		{"a matcher that never matches", f, swap(`"matcher": "*"`, `"matcher": "["`), false},
		{"onFailure continue", f, swap(`"onFailure": "block"`, `"onFailure": "continue"`), false},
		{"onFailure dropped", f, func(s string) string {
			i := strings.Index(s, ",\n")
			for !strings.HasPrefix(strings.TrimSpace(s[i+1:]), `"onFailure"`) {
				i += 1 + strings.Index(s[i+1:], ",\n")
			}
			return s[:i] + s[i+1+strings.Index(s[i+1:], "\n"):]
		}, false},
		{"async", f, swap(`"onFailure": "block"`, `"onFailure": "block", "async": true`), false},
		{"a condition", f, swap(`"onFailure": "block"`, `"onFailure": "block", "if": "Bash(ls)"`), false},
		{"a timeout of a millisecond", f, swap(`"timeout": 10`, `"timeout": 0.001`), false},
		{"a timeout as text", f, swap(`"timeout": 10`, `"timeout": "10"`), false},
		{"a timeout of zero", f, swap(`"timeout": 10`, `"timeout": 0`), false},
		{"disableAllHooks", f, swap("{", `{"disableAllHooks": true,`), false},
		{"disableAllHooks false", f, swap("{", `{"disableAllHooks": false,`), true},
		{"allowManagedHooksOnly", f, swap("{", `{"allowManagedHooksOnly": true,`), false},
		{"a comment", f, before("// mine\n"), false},
		{"a comma too many", f, func(s string) string { i := strings.LastIndex(s, "}"); return s[:i] + ",}" }, false},
		{"permissions of the wrong type", f, swap("{", `{"permissions": [],`), false},
		{"env of the wrong type", f, swap("{", `{"env": [],`), false},
		{"model of the wrong type", f, swap("{", `{"model": 5,`), false},
		{"an unknown mode", f, swap("{", `{"permissions": {"defaultMode": "free"},`), false},
		{"a matcher that is a number", f, swap(`"PreToolUse": [`, `"PreToolUse": [{"matcher": 1, "hooks": []},`), false},
		{"a flat entry", f, swap(`"PreToolUse": [`, `"PreToolUse": [{"command": "x"},`), false},
		{"an unknown handler type", f, swap(`"PreToolUse": [`, `"PreToolUse": [{"hooks": [{"type": "shell"}]},`), false},
		{"an unknown onFailure", f, swap(`"PreToolUse": [`, `"PreToolUse": [{"hooks": [{"type": "command", "command": "x", "onFailure": "stop"}]},`), false},
		{"a bad PermissionRequest", f, swap(`"hooks": {`, `"hooks": {"PermissionRequest": {},`), false},
		{"an event old releases do not know", f, swap(`"hooks": {`, `"hooks": {"BeforeLunch": [],`), false},
		{"hooks named twice", f, swap("{", `{"hooks": {},`), false},
		{"hooks emptied by a second key", f, func(s string) string { i := strings.LastIndex(s, "}"); return s[:i] + `,"hooks":{}}` }, false},

		{"a repository that disables hooks", "src/shop/.claude/settings.json", becomes(`{"disableAllHooks": true}`), false},
		{"a local file that disables hooks", "src/shop/.claude/settings.local.json", becomes(`{"disableAllHooks": true}`), false},
		{"written with an escape", "src/shop/.claude/settings.local.json", becomes(`{"disable\u0041llHooks": true}`), false},
		{"a repository's own hooks", "src/shop/.claude/settings.json", becomes(`{"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "make fmt"}]}]}}`), true},
	})
}

// The last of equal commands decides: a copy without onFailure in a
// repository makes a failing hook pass.
func TestClaudeCopyWithoutOnFailure(t *testing.T) {
	p := installed(t)
	line := p.dir.Hook() + " hook claude-code PreToolUse"
	file := func(more string) []byte {
		return []byte(`{"hooks": {"PreToolUse": [{"matcher": "*", "hooks": [{"type": "command", "command": "` + line + `"` + more + `}]}]}}`)
	}
	g := p.guard(p.repo + "/.claude/settings.local.json")
	if g.Intact(file("")) == nil {
		t.Error("the copy weakens ours")
	}
	if err := g.Intact(file(`, "onFailure": "block"`)); err != nil {
		t.Errorf("a copy as strict as ours: %v", err)
	}
}

func TestCursorWays(t *testing.T) {
	const f = ".cursor/hooks.json"
	run(t, []way{
		{"unchanged", f, behind(""), true},
		{"a hook of others", f, swap(`"hooks": {`, `"hooks": {"afterFileEdit": [{"command": "./fmt"}],`), true},
		{"deleted", f, nil, false},
		{"emptied", f, becomes(`{"version": 1, "hooks": {}}`), false},
		{"an unknown event", f, swap(`"hooks": {`, `"hooks": {"onSave": [],`), false},
		{"an event of Claude Code", f, swap(`"hooks": {`, `"hooks": {"PreToolUse": [],`), false},
		{"a URL in a command", f, swap(`"hooks": {`, `"hooks": {"stop": [{"command": "curl http://127.0.0.1"}],`), false},
		{"the version as text", f, swap(`"version": 1`, `"version": "1"`), false},
		{"the version dropped", f, swap(`"version": 1,`, ``), false},
		{"another version", f, swap(`"version": 1`, `"version": 2`), false},
		{"failClosed false", f, swap(`"failClosed": true`, `"failClosed": false`), false},
		{"a matcher", f, swap(`"failClosed": true`, `"failClosed": true, "matcher": "Read"`), false},
		{"a timeout of a moment", f, swap(`"timeout": 30`, `"timeout": 0.01`), false},
		{"a prompt instead", f, swap(`"failClosed": true`, `"failClosed": true, "type": "prompt"`), false},
		{"an object for an event", f, swap(`"hooks": {`, `"hooks": {"stop": {},`), false},
		{"a comment", f, before("/* */"), false},
		{"a byte-order mark", f, before("\xef\xbb\xbf"), false},
		{"nested groups", f, swap(`"preToolUse": [`, `"preToolUse": [{"matcher": "Shell", "hooks": []},`), true},
		{"a repository's own file", "src/shop/.cursor/hooks.json", becomes(`{"version": 1, "hooks": {"stop": [{"command": "./x"}]}}`), true},
	})
}

func TestCodexWays(t *testing.T) {
	const f, c = ".codex/hooks.json", ".codex/config.toml"
	ours := `"PreToolUse": [`
	foreign := `{"hooks": [{"type": "command", "command": "x"}]}`
	run(t, []way{
		{"unchanged", f, behind(""), true},
		{"a description", f, swap("{", `{"description": "mine",`), true},
		{"an unknown event", f, swap(`"hooks": {`, `"hooks": {"Notification": null,`), true},
		{"a group behind ours", f, swap("\n    ],\n    \"PermissionRequest\"", ", "+foreign+"\n    ],\n    \"PermissionRequest\""), true},
		{"a group before ours, which voids the trust", f, swap(ours, ours+foreign+","), false},
		{"deleted", f, nil, false},
		{"another root key", f, swap("{", `{"$schema": "x",`), false},
		{"a byte-order mark", f, before("\xef\xbb\xbf"), false},
		{"a comment", f, before("// x\n"), false},
		{"a null array", f, swap(`"hooks": {`, `"hooks": {"Stop": null,`), false},
		{"a handler of http", f, swap(`"hooks": {`, `"hooks": {"Stop": [{"hooks": [{"type": "http"}]}],`), false},
		{"a handler without a type", f, swap(`"hooks": {`, `"hooks": {"Stop": [{"hooks": [{"command": "x"}]}],`), false},
		{"a timeout as text", f, swap(`"hooks": {`, `"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "x", "timeout": "1"}]}],`), false},
		{"a broken timeout", f, swap(`"timeout": 10`, `"timeout": 10.0`), false},
		{"a command of two words", f, swap(`"hooks": {`, `"hooks": {"Stop": [{"hooks": [{"type": "command", "command": ["a", "b"]}]}],`), false},
		{"both names for Windows", f, swap(`"timeout": 10`, `"timeout": 10, "commandWindows": "a", "command_windows": "b"`), false},
		{"a narrow matcher", f, swap(`"matcher": "*"`, `"matcher": "Edit"`), false},
		{"async", f, swap(`"timeout": 10`, `"timeout": 10, "async": true`), false},
		{"a status message, which changes the hash", f, swap(`"timeout": 10`, `"timeout": 10, "statusMessage": "x"`), false},

		{"a model", c, before("model = \"gpt-5.5\"\n\n"), true},
		{"a trusted project", c, behind("\n[projects.\"/x\"]\ntrust_level = \"trusted\"\n"), true},
		{"deleted config", c, nil, false},
		{"emptied config", c, becomes(""), false},
		{"hooks off in a table", c, behind("\n[features]\nhooks = false\n"), false},
		{"hooks off in dotted keys", c, before("features.hooks = false\n"), false},
		{"hooks off inline", c, before("features = { hooks = false }\n"), false},
		{"hooks off quoted", c, before("\"features\".'hooks' = false\n"), false},
		{"hooks off escaped", c, before("features.\"hook\\u0073\" = false\n"), false},
		{"hooks off by the old name", c, before("features.codex_hooks = false\n"), false},
		{"hooks on", c, before("features.hooks = true\n"), true},
		{"another hash", c, swap("sha256:", "sha256:0"), false},
		{"a hash dropped", c, swap("trusted_hash", "note"), false},
		{"a hook disabled", c, swap("trusted_hash", "enabled = false\ntrusted_hash"), false},
		{"a hook enabled", c, swap("trusted_hash", "enabled = true\ntrusted_hash"), true},
		{"trust of another hook dropped", c, behind("\n[hooks.state.\"/x/hooks.json:stop:0:0\"]\nenabled = false\n"), true},
		{"not TOML", c, behind("\n[[["), false},

		{"a project that switches hooks off", "src/shop/.codex/config.toml", becomes("[features]\nhooks = false\n"), false},
		{"a project's model", "src/shop/.codex/config.toml", becomes("model = \"x\"\n"), true},
		{"a profile that switches hooks off", ".codex/fast.config.toml", becomes("features = {hooks = false}\n"), false},
	})
}

func TestWindsurfWays(t *testing.T) {
	const f, d = ".codeium/windsurf/hooks.json", ".config/devin/config.json"
	run(t, []way{
		{"unchanged", f, behind(""), true},
		{"a hook of others", f, swap(`"pre_run_command": [`, `"pre_run_command": [{"command": "x"},`), true},
		{"deleted", f, nil, false},
		{"no hooks", f, becomes(`{"hooks": {}}`), false},
		{"the exit code lost on Windows", f, swap("; if ($LASTEXITCODE -ne 0) { exit 2 }", ""), false},
		{"open on failure", f, swap(" || exit 2", ""), false},
		{"a working folder that does not exist", f, swap(`"show_output": false`, `"show_output": false, "working_directory": "/nowhere"`), false},
		{"hooks as an array", f, becomes(`{"hooks": []}`), false},
		{"the JetBrains file", ".codeium/hooks.json", becomes(`{"hooks": {}}`), false},

		{"a theme with a comment", d, swap("{", "{\n  // dark\n  \"theme\": \"dark\","), true},
		{"no hooks in Devin", d, becomes("{}"), false},
		{"a matcher in Devin", d, swap(`"hooks": [`, `"matcher": "read", "hooks": [`), false},
		{"a prompt in Devin", d, swap(`"type": "command"`, `"type": "prompt"`), false},
		{"not JSON with comments", d, becomes("{"), false},
		{"a project's own Devin hooks", "src/shop/.devin/hooks.v1.json", becomes(`{"Stop": [{"hooks": [{"type": "command", "command": "x"}]}]}`), true},
	})
}

// A Devin file that starts to define hooks hides the legacy file beside it.
func TestDevinFileHidesTheLegacyOne(t *testing.T) {
	p := installed(t)
	legacy := p.repo + "/.windsurf/hooks.json"
	write(t, legacy, `{"hooks": {"pre_run_command": [{"command": "command -v vibedefend >/dev/null 2>&1 || exit 0; exec vibedefend hook windsurf pre_run_command"}]}}`)
	g := p.guard(p.repo + "/.devin/hooks.json")
	if g.Intact([]byte(`{"hooks": {"pre_run_command": [{"command": "x"}]}}`)) == nil {
		t.Error("the legacy file would not be read any more")
	}
	if err := g.Intact([]byte(`{"hooks": {}}`)); err != nil {
		t.Errorf("a file that defines no hooks hides nothing: %v", err)
	}
	if err := g.Intact([]byte(slurp(t, legacy))); err != nil {
		t.Errorf("our hooks are in the new file too: %v", err)
	}
}

func TestCopilotWays(t *testing.T) {
	const f = ".copilot/hooks/vibedefend.json"
	run(t, []way{
		{"unchanged", f, behind(""), true},
		{"deleted", f, nil, false},
		{"another version", f, swap(`"version": 1`, `"version": 2`), false},
		{"a comment", f, before("// x\n"), false},
		{"a byte-order mark", f, before("\xef\xbb\xbf"), false},
		{"a comma too many", f, func(s string) string { i := strings.LastIndex(s, "}"); return s[:i] + ",}" }, false},
		{"this file off", f, swap("{", `{"disableAllHooks": true,`), false},
		{"an event that is no array", f, swap(`"hooks": {`, `"hooks": {"agentStop": {},`), false},
		{"a matcher", f, swap(`"timeoutSec": 30`, `"timeoutSec": 30, "matcher": "view"`), false},
		{"a folder that does not exist", f, swap(`"timeoutSec": 30`, `"timeoutSec": 30, "cwd": "/nowhere"`), false},
		{"the gate renamed", f, swap(`"preToolUse"`, `"pretooluse"`), false},
		{"another line", f, swap("hook copilot preToolUse", "hook copilot sessionEnd"), false},

		{"settings that disable", ".copilot/settings.json", becomes("{ // x\n \"disableAllHooks\": true }"), false},
		{"settings with hooks named off", ".copilot/settings.json", becomes(`{"disabledHooks": ["abc"]}`), false},
		{"settings with a banner", ".copilot/settings.json", becomes(`{"banner": "never"}`), true},
		{"a repository that disables", "src/shop/.github/copilot/settings.json", becomes(`{"disableAllHooks": true}`), false},
		{"a local file that disables", "src/shop/.github/copilot/settings.local.json", becomes(`{"disableAllHooks": true}`), false},

		{"VS Code without hooks", ".config/Code/User/settings.json", becomes("{\n  // off\n  \"chat.useHooks\": false,\n}"), false},
		{"VS Code without our folder", ".config/Code/User/settings.json", becomes(`{"chat.hookFilesLocations": {"~/.copilot/hooks": false}}`), false},
		{"VS Code with a theme", ".config/Code/User/settings.json", becomes(`{"workbench.colorTheme": "Dark",}`), true},
		{"a profile without hooks", ".config/Code/User/profiles/x/settings.json", becomes(`{"chat.useHooks": false}`), false},
		{"a workspace without hooks", "src/shop/.vscode/settings.json", becomes(`{"chat.useHooks": false}`), false},
		{"a workspace that approves everything", "src/shop/.vscode/settings.json", becomes(`{"chat.tools.global.autoApprove": true}`), false},
		{"a workspace file without hooks", "src/shop/shop.code-workspace", becomes(`{"folders": [], "settings": {"chat.useHooks": false}}`), false},
		{"a workspace file that hides the hooks", "src/shop/shop.code-workspace", becomes(`{"settings": {"chat.hookFilesLocations": {"~/.copilot/hooks": false}, /* c */}}`), false},
		{"a workspace file's tabs", "src/shop/shop.code-workspace", becomes(`{"folders": [{"path": "."}], "settings": {"editor.tabSize": 2}}`), true},
		{"a workspace's tabs", "src/shop/.vscode/settings.json", becomes(`{"editor.tabSize": 2}`), true},
	})
}

// What was lost already is not lost by a change.
func TestWhatIsOffAlreadyMayStay(t *testing.T) {
	p := installed(t)
	path := p.repo + "/.claude/settings.local.json"
	write(t, path, `{"disableAllHooks": true}`)
	if err := p.guard(path).Intact([]byte(`{"disableAllHooks": true, "model": "opus"}`)); err != nil {
		t.Error(err)
	}
	if err := p.guard(path).Intact(nil); err != nil {
		t.Errorf("deleting it: %v", err)
	}
}

func TestVoid(t *testing.T) {
	tests := []struct {
		agent, form, content string
		void                 bool
	}{
		{"claude-code", "settings", `{"x": 1}`, false},
		{"claude-code", "settings", `{"x": 1,}`, true},
		{"claude-code", "settings", "\xef\xbb\xbf{}", false},
		{"codex", "hooks", "\xef\xbb\xbf{}", true},
		{"codex", "hooks", `{"hooks": {"Notification": 5}}`, false},
		{"cursor", "hooks", `{"hooks": {"stop": []}}`, false},
		{"cursor", "hooks", `{"hooks": {"Stop": []}}`, true},
		{"windsurf", "hooks", `{"hooks": {"pre_read_code": {}}}`, true},
		{"copilot", "hooks", `{"version": 1, "hooks": {}}`, false},
		{"copilot", "hooks", `{"version": 3}`, true},
		{"emacs", "hooks", `nonsense`, false},
	}
	for _, tt := range tests {
		if err := protect.Void(tt.agent, tt.form, []byte(tt.content)); (err != nil) != tt.void {
			t.Errorf("%s %s %q: %v", tt.agent, tt.form, tt.content, err)
		}
	}
}

// No content panics, and content without our lines never counts as holding
// them.
func FuzzVoid(f *testing.F) {
	for _, s := range []string{"{}", "[]", "", "\xef\xbb\xbf{}", `{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"a"}]}]}}`,
		`{"a":1,"a":{"b":[{},{"c":null}]}}`, "[features]\nhooks = false", "a = {b.c = [1, {d = false}]}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		kept := bytes.Clone(b)
		for _, a := range []string{"claude-code", "cursor", "codex", "windsurf", "copilot"} {
			_ = protect.Void(a, "settings", b)
			_ = protect.Void(a, "hooks", b)
		}
		_ = protect.CodexHooksOff(b)
		_ = protect.CodexTrusted(b)
		_ = protect.CodexHooksInline(b)
		_ = protect.CodexStateDotted(b)
		if !bytes.Equal(kept, b) {
			t.Error("the content was changed")
		}
	})
}
