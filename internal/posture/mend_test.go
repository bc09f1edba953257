package posture

import (
	"strings"
	"testing"
)

// Every mending names a finding of its own column, for which a value or an
// element is known.
func TestMendingsNameFindings(t *testing.T) {
	for _, c := range columns() {
		for _, m := range c.mends {
			known := false
			for _, k := range append(c.kinds, c.dangers...) {
				known = known || k.ID == m.id
			}
			if !known || m.setting == "" || m.member && m.value == "" {
				t.Errorf("%+v", m)
			}
		}
	}
}

// mendedSources are files of the user in which each mending has its setting;
// mended, the scan finds nothing more of its kind.
var mendedSources = []struct{ file, text string }{
	{"~/.claude/settings.json", `{"disableAllHooks":true,"permissions":{"defaultMode":"bypassPermissions","allow":["Bash(*)","Read"],"additionalDirectories":["/"]},"skipDangerousModePermissionPrompt":true,"enableAllProjectMcpServers":true,"sandbox":{"excludedCommands":["bash"]}}`},
	{"~/.claude/settings.json", `{"permissions":{"defaultMode":"auto"}}`},
	{"~/.cursor/cli-config.json", `{"version":1,"approvalMode":"unrestricted","permissions":{"allow":["Shell(*)"],"deny":[]}}`},
	{"~/.cursor/cli-config.json", `{"version":1,"approvalMode":"auto-review"}`},
	{"~/.cursor/permissions.json", `{"terminalAllowlist":["*"],"mcpAllowlist":["*:*"]} // mine`},
	{"~/.cursor/sandbox.json", `{"type":"insecure_none","networkPolicy":{"default":"allow"},"additionalReadwritePaths":["~"]}`},
	{"~/.config/Cursor/User/settings.json", `{"security.workspace.trust.enabled":false,}`},
	{"~/.codex/config.toml", "sandbox_mode = \"danger-full-access\"\napproval_policy = \"never\"\napprovals_reviewer = \"auto_review\"\nweb_search = \"live\"\n[features]\nhooks = false\ncodex_hooks = false\n[sandbox_workspace_write]\nnetwork_access = true\n"},
	{"~/.codex/config.toml", "sandbox_mode = \"danger-full-access\"\n"},
	{"~/.codex/config.toml", "approval_policy = \"never\"\n"},
	{"~/.config/Windsurf/User/settings.json", `{"windsurf.cascadeCommandsAllowList":["*"],"security.workspace.trust.enabled":false}`},
	{"~/.config/devin/config.json", `{"permissions":{"allow":["Exec(*)"]}}`},
	{"~/.copilot/settings.json", `{"disableAllHooks":true,"trustedFolders":["/"],"trusted_folders":["~"]}`},
	{"~/.config/Code/User/settings.json", `{"chat.useHooks":false,"chat.hookFilesLocations":{"~/.copilot/hooks":false},"chat.tools.global.autoApprove":true,"chat.permissions.default":"autopilot",` +
		`"chat.tools.terminal.autoApprove":{"rm":true},"chat.tools.urls.autoApprove":{"*":{"approveRequest":true}},"chat.tools.terminal.ignoreDefaultAutoApproveRules":true,` +
		`"chat.tools.terminal.blockDetectedFileWrites":"never","chat.tools.edits.autoApprove":{"**/.env":true},"security.workspace.trust.enabled":false}`},
}

func TestEveryMendingMends(t *testing.T) {
	used := map[string]bool{}
	for _, src := range mendedSources {
		t.Run(src.file, func(t *testing.T) {
			m := newMachine(t)
			m.write(src.file, src.text)
			audit := func() []Mended { return Mends(Audit(m.detectEnv(), m.repo)) }
			list := audit()
			text := m.expand(src.text)
			for _, f := range list {
				if f.File != m.path(src.file) {
					t.Fatalf("%s is in %s", f.ID, f.File)
				}
				used[f.ID+" "+f.Setting] = true
				for _, e := range f.Edits {
					out, cuts, err := e.Apply([]byte(text))
					if err != nil || len(cuts) == 0 {
						t.Fatalf("%s %s: %d cuts, %v", f.ID, f.Setting, len(cuts), err)
					}
					text = string(out)
				}
			}
			m.files[m.path(src.file)] = text
			if left := audit(); len(list) == 0 || len(left) > 0 {
				t.Errorf("%d found; left: %+v\n%s", len(list), left, text)
			}
		})
	}
	for _, m := range mendings() {
		if !used[m.id+" "+m.setting] {
			t.Errorf("no source has %s %s", m.id, m.setting)
		}
	}
}

// What is not the user's own is named and never mended.
func TestMendsOnlyTheUsersOwn(t *testing.T) {
	m := newMachine(t)
	m.write("repo/.claude/settings.json", `{"disableAllHooks":true,"enableAllProjectMcpServers":true}`)
	m.write("repo/.vscode/settings.json", `{"chat.tools.global.autoApprove":true}`)
	m.write("/etc/claude-code/managed-settings.json", `{"permissions":{"defaultMode":"bypassPermissions"}}`)
	m.write("~/.bashrc", "alias claude='claude --dangerously-skip-permissions'\n")
	m.env["COPILOT_ALLOW_ALL"] = "1"
	found := Audit(m.detectEnv(), m.repo)
	if len(found) < 5 {
		t.Fatalf("found %v", ids(found))
	}
	for _, f := range Mends(found) {
		t.Errorf("%s in %s", f.ID, strings.TrimPrefix(f.File, m.home))
	}
}
