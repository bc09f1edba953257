package posture

import (
	"slices"
	"testing"
)

// A repository that an agent trusts and that switches its hooks off is found
// from any other folder; one that is not trusted has no such power.
func TestElsewhere(t *testing.T) {
	const off = `{"disableAllHooks":true}`
	for _, tt := range []struct{ name, trust, trusts, file, text, want string }{
		{"codex", "~/.codex/config.toml", "[projects.\"/w/other\"]\ntrust_level = \"trusted\"\n", "/.codex/config.toml", "features.hooks = false\n", "codex.feature-off"},
		{"claude", "~/.claude.json", `{"projects":{"/w/other":{"hasTrustDialogAccepted":true}}}`, "/.claude/settings.local.json", off, "claude-code.hooks-disabled"},
		{"copilot", "~/.copilot/config.json", `{"trusted_folders":["/w/other"]}`, "/.github/copilot/settings.json", off, "copilot.hooks-disabled"},
		{"copilot by the other key", "~/.copilot/config.json", `{"trustedFolders":["/w/other"]}`, "/.claude/settings.json", off, "copilot.hooks-disabled"},
		{"copilot, where the key counts for nothing", "~/.copilot/settings.json", `{"trustedFolders":["/w/other"]}`, "/.claude/settings.json", off, ""},
		{"codex untrusted", "~/.codex/config.toml", "[projects.\"/w/other\"]\ntrust_level = \"untrusted\"\n", "/.codex/config.toml", "features.hooks = false\n", ""},
		{"claude untrusted", "~/.claude.json", `{"projects":{"/w/other":{"hasTrustDialogAccepted":false}}}`, "/.claude/settings.json", off, ""},
		{"the home is no repository", "~/.claude.json", `{"projects":{"@HOME":{"hasTrustDialogAccepted":true}}}`, "/.claude/settings.json", off, ""},
		{"gone", "~/.claude.json", `{"projects":{"/w/gone":{"hasTrustDialogAccepted":true}}}`, "/.claude/settings.json", off, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newMachine(t)
			m.write(tt.trust, tt.trusts)
			m.files["/w/other"+tt.file] = tt.text
			got := ids(Elsewhere(m.detectEnv(), m.repo))
			if want := []string{tt.want}; tt.want == "" && len(got) > 0 || tt.want != "" && !slices.Equal(got, want) {
				t.Errorf("got %v, want %q", got, tt.want)
			}
			if here := ids(SwitchedOff(m.detectEnv(), m.repo)); len(here) > 0 && tt.want != "" {
				t.Errorf("counted for this repository: %v", here)
			}
			if tt.want == "" {
				return
			}
			e := m.detectEnv()
			e.Dir = "/w/other"
			if twice := Elsewhere(e, "/w/other"); len(twice) > 0 {
				t.Errorf("the present repository is looked at twice: %+v", twice)
			}
		})
	}
}
