package posture

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

var claudeDangers = []Entry{
	{"claude-code.bypass-mode", stateRisk, rules.Critical, "sessions start without any permission check", "set `permissions.defaultMode` to \"default\"", refAgency},
	{"claude-code.unattended-mode", stateRisk, rules.High, "sessions start in a mode that acts without asking", "set `permissions.defaultMode` to \"default\"", refAgency},
	{"claude-code.mode-unset", stateRisk, rules.Low, "where no mode is set, interactive sessions start in auto mode", "set `permissions.defaultMode` to \"default\"", refAgency},
	{"claude-code.bypass-warning-off", stateRisk, rules.High, "the warning before bypassing all permissions is accepted for good", "remove `skipDangerousModePermissionPrompt`", refAgency},
	{"claude-code.bypass-possible", stateRisk, rules.Low, "nothing forbids `--dangerously-skip-permissions`", "set `permissions.disableBypassPermissionsMode` to \"disable\"", refAgency},
	{"claude-code.wide-allow", stateRisk, rules.High, "this rule approves calls that can do anything", "replace the rule by the exact commands you need", refAgency},
	{"claude-code.dead-deny", stateRisk, rules.High, "this rule never matches: only Read and Edit rules take paths", "write it as `Edit(path)` or `Read(path)`", refGuard},
	{"claude-code.no-secret-deny", stateRisk, rules.Medium, "no rule keeps .env files and keys from being read; @file mentions reach no hook", "add `Read(./.env*)` and `Read(~/.ssh/**)` to `permissions.deny`", refSecret},
	{"claude-code.wide-folder", stateRisk, rules.High, "the agent may write in a folder that holds everything", "name the project folders instead", refAgency},
	{"claude-code.repo-mcp", stateRisk, rules.High, "MCP servers that a repository brings start without being asked about", "remove the setting and approve servers one by one", refSupply},
	{"claude-code.repo-command", stateRisk, rules.High, "Claude Code runs this command, and a repository set it", "read the command; remove it from the repository's file", refSupply},
	{"claude-code.env-redirect", stateRisk, rules.High, "this variable puts the agent's traffic or programs under someone else's control", "remove it", refNet},
	{"claude-code.env-secret", stateRisk, rules.High, "a credential is written out in a settings file", "move it to the keychain or an environment that is not stored, and renew it", refSecret},
	{"claude-code.foreign-hook", stateRisk, rules.Medium, "a hook of someone else runs a command around calls", "read the command; remove it if you do not know it", refSupply},
	{"claude-code.sandbox-escape", stateRisk, rules.Medium, "this setting opens the sandbox for commands", "remove it", refAgency},
	{"claude-code.repo-plugins", stateRisk, rules.Medium, "a repository adds plugins or places to get them from", "look at the source before you accept it", refSupply},
	{"claude-code.wide-trust", stateRisk, rules.High, "a folder that holds everything is trusted, and so is every repository cloned into it", "remove the trust from ~/.claude.json", refAgency},
	{"claude-code.bypass-alias", stateRisk, rules.Critical, "this alias starts Claude Code without permission checks", "remove the flag from the alias", refAgency},
}

// claudeMends are the findings that --fix puts right.
var claudeMends = []mending{
	{id: "claude-code.hooks-disabled", setting: "disableAllHooks", value: "false"},
	{id: "claude-code.bypass-mode", setting: "permissions.defaultMode", value: `"default"`},
	{id: "claude-code.unattended-mode", setting: "permissions.defaultMode", value: `"default"`},
	{id: "claude-code.bypass-warning-off", setting: "skipDangerousModePermissionPrompt", value: "false"},
	{id: "claude-code.repo-mcp", setting: "enableAllProjectMcpServers", value: "false"},
	{id: "claude-code.wide-allow", setting: "permissions.allow"},
	{id: "claude-code.wide-folder", setting: "permissions.additionalDirectories"},
	{id: "claude-code.sandbox-escape", setting: "sandbox.excludedCommands"},
}

func claudeRisks(s *scan) {
	files := claudeFiles(s)
	mode, bypass, denies := false, false, false
	for _, p := range files {
		s.claudePermissions(p)
		s.claudeSettings(p)
		perm := p.root.get("permissions")
		mode = mode || perm.get("defaultMode").there()
		bypass = bypass || perm.get("disableBypassPermissionsMode").str() == "disable"
		denies = denies || deniesSecrets(perm.get("deny"))
	}
	user := files[0]
	if user.found && user.err == nil {
		s.claudeAbsent(user, mode, bypass, denies)
	}
	s.claudeTrust()
	s.flags("claude-code.bypass-alias", "claude", "--dangerously-skip-permissions", "--allow-dangerously-skip-permissions", "bypassPermissions", "--permission-mode=bypassPermissions")
}

// claudeAbsent reports what no file sets, at the user's.
func (s *scan) claudeAbsent(user place, mode, bypass, denies bool) {
	if !mode {
		s.add("claude-code.mode-unset", user, 0, "permissions.defaultMode", "")
	}
	if !bypass {
		s.add("claude-code.bypass-possible", user, 0, "permissions.disableBypassPermissionsMode", "")
	}
	if !denies {
		s.add("claude-code.no-secret-deny", user, 0, "permissions.deny", "")
	}
}

func deniesSecrets(deny node) bool {
	env, keys := false, false
	for _, r := range deny.strs() {
		if strings.HasPrefix(r.raw, "Read") {
			env = env || strings.Contains(r.raw, ".env") || r.raw == "Read"
			keys = keys || strings.Contains(r.raw, ".ssh") || strings.Contains(r.raw, ".pem") || strings.Contains(r.raw, "id_rsa") || r.raw == "Read"
		}
	}
	return env && keys
}

func (s *scan) claudePermissions(p place) {
	perm := p.root.get("permissions")
	switch v := perm.get("defaultMode"); v.str() {
	case "bypassPermissions":
		if p.shared() { // ignored there, but it says what its author wants
			s.addAs(rules.Medium, "claude-code.bypass-mode", p, v, "permissions.defaultMode", "Claude Code ignores it in a repository")
		} else {
			s.risk("claude-code.bypass-mode", p, v, "permissions.defaultMode", "")
		}
	case "auto", "dontAsk":
		s.risk("claude-code.unattended-mode", p, v, "permissions.defaultMode", v.str())
	case "acceptEdits":
		s.addAs(rules.Medium, "claude-code.unattended-mode", p, v, "permissions.defaultMode", v.str())
	}
	if v := p.root.get("skipDangerousModePermissionPrompt"); v.isTrue() {
		s.risk("claude-code.bypass-warning-off", p, v, "skipDangerousModePermissionPrompt", "")
	}
	for _, r := range perm.get("allow").strs() {
		if sev, wide := claudeWide(r.raw); wide {
			s.addAs(sev, "claude-code.wide-allow", p, r, "permissions.allow", r.raw)
		}
	}
	for _, key := range []string{"deny", "ask"} {
		for _, r := range perm.get(key).strs() {
			tool, _, path := strings.Cut(r.raw, "(")
			if path && contains([]string{"Write", "NotebookEdit", "MultiEdit", "Glob"}, tool) {
				s.risk("claude-code.dead-deny", p, r, "permissions."+key, r.raw)
			}
		}
	}
	for _, d := range perm.get("additionalDirectories").strs() {
		if s.broad(d.raw) {
			s.risk("claude-code.wide-folder", p, d, "permissions.additionalDirectories", d.raw)
		}
	}
}

// claudeWide grades an allow rule.
func claudeWide(rule string) (rules.Severity, bool) {
	tool, arg, has := strings.Cut(rule, "(")
	arg = strings.TrimSuffix(arg, ")")
	switch {
	case tool == "Bash" || tool == "PowerShell" || tool == "Monitor":
		if !has || arg == "*" || arg == ":*" || arg == "**" {
			return rules.High, true
		}
		if runsAnything(arg) && !narrow(arg) && strings.Contains(arg, "*") {
			return rules.High, true
		}
		program, rest, _ := strings.Cut(arg, " ")
		return rules.Medium, strings.HasPrefix(rest, "*") && rest != "*" || strings.Contains(arg, ":*") && program == "git:*" || arg == "git *"
	case (tool == "Edit" || tool == "Write") && (!has || arg == "*" || arg == "**" || arg == "/**" || arg == "//**"):
		return rules.Medium, true
	case tool == "WebFetch" && (!has || arg == "*" || arg == "domain:*"):
		return rules.Medium, true
	case strings.HasPrefix(tool, "mcp__") && (strings.Count(tool, "__") == 1 || strings.HasSuffix(tool, "__*")):
		return rules.Medium, true
	}
	return rules.Info, false
}

var claudeCommands = []string{"apiKeyHelper", "awsAuthRefresh", "awsCredentialExport", "gcpAuthRefresh", "otelHeadersHelper", "proxyAuthHelper", "statusLine", "fileSuggestion", "policyHelper"}

func (s *scan) claudeSettings(p place) {
	if v := p.root.get("enableAllProjectMcpServers"); v.isTrue() {
		s.risk("claude-code.repo-mcp", p, v, "enableAllProjectMcpServers", "")
	}
	if v := p.root.get("enabledMcpjsonServers"); p.shared() && len(v.items) > 0 {
		s.addAs(rules.Medium, "claude-code.repo-mcp", p, v, "enabledMcpjsonServers", "")
	}
	for _, key := range claudeCommands {
		if v := p.root.get(key); v.there() && p.shared() {
			s.risk("claude-code.repo-command", p, v, key, "")
		}
	}
	s.environmentOf(p, p.root.get("env"), "env")
	s.foreignHooks(p, grouped(p.root.get("hooks"), "command"))
	for _, key := range []string{"extraKnownMarketplaces", "enabledPlugins"} {
		if v := p.root.get(key); v.there() && p.shared() {
			s.risk("claude-code.repo-plugins", p, v, key, "")
		}
	}
	box := p.root.get("sandbox")
	if v := box.get("enabled"); v.isFalse() {
		s.risk("claude-code.sandbox-escape", p, v, "sandbox.enabled", "")
	}
	for _, key := range []string{"allowUnsandboxedCommands", "enableWeakerNestedSandbox", "enableWeakerNetworkIsolation", "allowAppleEvents", "allowNestedUserNamespaces"} {
		if v := box.get(key); v.isTrue() {
			s.risk("claude-code.sandbox-escape", p, v, "sandbox."+key, "")
		}
	}
	for _, c := range box.get("excludedCommands").strs() {
		if runsAnything(c.raw) || c.raw == "*" {
			s.risk("claude-code.sandbox-escape", p, c, "sandbox.excludedCommands", c.raw)
		}
	}
}

// claudeTrust looks for trusted folders that hold everything.
func (s *scan) claudeTrust() {
	p := s.read(s.claudeState(), scopeUser, claudeDialect)
	for _, m := range p.root.get("projects").members {
		if v := m.value.get("hasTrustDialogAccepted"); v.isTrue() && s.broad(m.key) {
			s.risk("claude-code.wide-trust", p, v, "projects", m.key)
		}
	}
}
