package posture

import (
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/rules"
)

var copilotDangers = []Entry{
	{"copilot.auto-approve", stateRisk, rules.Critical, "every tool runs without asking", "remove the setting", refAgency},
	{"copilot.wide-allow", stateRisk, rules.High, "this entry approves calls that can do anything", "replace it by the exact commands you need", refAgency},
	{"copilot.default-rules-off", stateRisk, rules.Medium, "VS Code's own list of commands to ask about is ignored", "remove `chat.tools.terminal.ignoreDefaultAutoApproveRules`", refAgency},
	{"copilot.file-writes", stateRisk, rules.Medium, "commands that write files are not noticed", "set `chat.tools.terminal.blockDetectedFileWrites` to \"outsideWorkspace\"", refAgency},
	{"copilot.unprotected-files", stateRisk, rules.High, "files that configure tools or hold secrets are edited without asking", "set the pattern to false in `chat.tools.edits.autoApprove`", refGuard},
	{"copilot.wide-urls", stateRisk, rules.Medium, "every address is fetched without asking", "name the hosts you trust", refNet},
	{"copilot.workspace-trust", stateRisk, rules.High, "every folder that is opened counts as trusted, and so do the hooks it brings", "set `security.workspace.trust.enabled` to true", refSupply},
	{"copilot.mcp-autostart", stateRisk, rules.Low, "MCP servers are found or started without being asked about", "set it to false", refSupply},
	{"copilot.wide-trust", stateRisk, rules.High, "a folder that holds everything is trusted, and so is every repository cloned into it", "remove it from `trustedFolders`", refAgency},
	{"copilot.token-in-file", stateRisk, rules.Medium, "the sign-in is kept in a plain file", "remove `storeTokenPlaintext` and sign in again", refSecret},
	{"copilot.no-sandbox", stateRisk, rules.Low, "the sandbox is switched off", "set `sandbox.enabled` to true", refAgency},
	{"copilot.repo-hooks", stateRisk, rules.Medium, "hooks of any repository run in prompt mode, trusted or not", "unset the variable", refSupply},
	{"copilot.foreign-hook", stateRisk, rules.Medium, "a hook of someone else runs a command around calls", "read the command; remove it if you do not know it", refSupply},
	{"copilot.bypass-alias", stateRisk, rules.Critical, "this alias starts Copilot without asking for anything", "remove the flag from the alias", refAgency},
}

// copilotMends are the findings that --fix puts right.
var copilotMends = []mending{
	{id: "copilot.hooks-disabled-user", setting: "disableAllHooks", value: "false"},
	{id: "copilot.vscode-hooks-off", setting: "chat.useHooks", value: "true"},
	{id: "copilot.vscode-location-off", setting: "chat.hookFilesLocations", value: "true", member: true},
	{id: "copilot.auto-approve", setting: "chat.tools.global.autoApprove", value: "false"},
	{id: "copilot.auto-approve", setting: "chat.permissions.default", value: `"default"`},
	{id: "copilot.wide-allow", setting: "chat.tools.terminal.autoApprove", value: "false", member: true},
	{id: "copilot.wide-urls", setting: "chat.tools.urls.autoApprove", value: "false", member: true},
	{id: "copilot.default-rules-off", setting: "chat.tools.terminal.ignoreDefaultAutoApproveRules", value: "false"},
	{id: "copilot.file-writes", setting: "chat.tools.terminal.blockDetectedFileWrites", value: `"outsideWorkspace"`},
	{id: "copilot.unprotected-files", setting: "chat.tools.edits.autoApprove", value: "false", member: true},
	{id: "copilot.workspace-trust", setting: "security.workspace.trust.enabled", value: "true"},
	{id: "copilot.wide-trust", setting: "trustedFolders"},
	{id: "copilot.wide-trust", setting: "trusted_folders"},
}

func copilotRisks(s *scan) {
	for _, p := range s.editorSettings(vscodeNames...) {
		s.vscodeApprovals(p)
		s.vscodeRest(p)
	}
	dir := detect.CopilotDir(s.env)
	s.copilotSettings(s.read(s.env.Join(dir, "settings.json"), scopeUser, settingsDialect))
	s.copilotSettings(s.read(s.env.Join(dir, "config.json"), scopeUser, settingsDialect))
	s.copilotSettings(s.read(s.env.Join(copilotManaged(s), "managed-settings.json"), scopeManaged, settingsDialect))
	s.copilotApprovals(s.read(s.env.Join(dir, "permissions-config.json"), scopeUser, settingsDialect))
	for _, f := range copilotHooks(s) {
		s.foreignHooks(f.place, f.entries)
	}
	s.variable("COPILOT_ALLOW_ALL", func(p place, line int, v string) {
		s.add("copilot.auto-approve", p, line, "COPILOT_ALLOW_ALL", v)
	})
	s.variable("GITHUB_COPILOT_PROMPT_MODE_REPO_HOOKS", func(p place, line int, v string) {
		s.add("copilot.repo-hooks", p, line, "GITHUB_COPILOT_PROMPT_MODE_REPO_HOOKS", v)
	})
	s.flags("copilot.bypass-alias", "copilot", "--yolo", "--allow-all", "--allow-all-tools", "--allow-all-paths")
}

func (s *scan) vscodeApprovals(p place) {
	if v := p.root.flat("chat.tools.global.autoApprove"); v.isTrue() {
		s.risk("copilot.auto-approve", p, v, "chat.tools.global.autoApprove", "")
	}
	if v := p.root.flat("chat.permissions.default"); v.str() == "autoApprove" || v.str() == "autopilot" {
		s.risk("copilot.auto-approve", p, v, "chat.permissions.default", v.raw)
	}
	for _, m := range p.root.flat("chat.tools.terminal.autoApprove").members {
		if approves(m.value) && wideTerminal(m.key) {
			s.risk("copilot.wide-allow", p, node{line: m.line}, "chat.tools.terminal.autoApprove", m.key)
		}
	}
	for _, m := range p.root.flat("chat.tools.edits.autoApprove").members {
		if m.value.isTrue() && protected(m.key) {
			s.risk("copilot.unprotected-files", p, node{line: m.line}, "chat.tools.edits.autoApprove", m.key)
		}
	}
	for _, m := range p.root.flat("chat.tools.urls.autoApprove").members {
		if approves(m.value) && (m.key == "*" || m.key == "http://*" || m.key == "https://*" || m.key == "**") {
			s.risk("copilot.wide-urls", p, node{line: m.line}, "chat.tools.urls.autoApprove", m.key)
		}
	}
}

// approves reads the two forms of a VS Code rule: true, or {"approve": true}.
func approves(v node) bool {
	return v.isTrue() || v.get("approve").isTrue() || v.get("approveRequest").isTrue()
}

// wideTerminal reports whether a terminal rule, a word or a /regex/, lets
// anything through.
func wideTerminal(key string) bool {
	if re, ok := strings.CutPrefix(key, "/"); ok {
		re, _, _ = strings.Cut(re, "/")
		re = strings.TrimSuffix(strings.TrimPrefix(re, "^"), "$")
		return re == ".*" || re == ".+" || re == "" || runsAnything(strings.TrimSuffix(strings.TrimSuffix(re, ".*"), `\b`))
	}
	return runsAnything(key) && !narrow(key)
}

// protected reports whether a glob names files that VS Code asks about by
// default, as they configure tools or hold secrets.
func protected(glob string) bool {
	for _, part := range []string{".vscode", ".git/", ".git*", ".env", ".claude", ".copilot", ".github", ".cursor"} {
		if strings.Contains(glob, part) {
			return true
		}
	}
	return false
}

func (s *scan) vscodeRest(p place) {
	for _, c := range []struct {
		key, id string
		bad     func(node) bool
	}{
		{"chat.tools.terminal.ignoreDefaultAutoApproveRules", "copilot.default-rules-off", node.isTrue},
		{"chat.tools.terminal.blockDetectedFileWrites", "copilot.file-writes", func(n node) bool { return n.str() == "never" }},
		{"security.workspace.trust.enabled", "copilot.workspace-trust", node.isFalse},
		{"chat.mcp.autostart", "copilot.mcp-autostart", func(n node) bool { return n.isTrue() || n.str() == "always" }},
		{"chat.mcp.discovery.enabled", "copilot.mcp-autostart", node.isTrue},
	} {
		if v := p.root.flat(c.key); v.there() && c.bad(v) {
			s.risk(c.id, p, v, c.key, "")
		}
	}
}

func (s *scan) copilotSettings(p place) {
	if v := p.root.get("defaultPermissionMode"); v.str() == "allow-all" {
		s.risk("copilot.auto-approve", p, v, "defaultPermissionMode", "")
	}
	for _, key := range []string{"trustedFolders", "trusted_folders"} {
		for _, v := range p.root.get(key).strs() {
			if s.broad(v.raw) {
				s.risk("copilot.wide-trust", p, v, key, v.raw)
			}
		}
	}
	for _, v := range p.root.get("allowedUrls").strs() {
		if v.raw == "*" {
			s.risk("copilot.wide-urls", p, v, "allowedUrls", "")
		}
	}
	if v := p.root.get("storeTokenPlaintext"); v.isTrue() {
		s.risk("copilot.token-in-file", p, v, "storeTokenPlaintext", "")
	}
	if v := p.root.get("sandbox", "enabled"); v.isFalse() {
		s.risk("copilot.no-sandbox", p, v, "sandbox.enabled", "")
	}
}

// copilotApprovals reads what was approved for good in each folder.
func (s *scan) copilotApprovals(p place) {
	for _, loc := range p.root.get("locations").members {
		for _, a := range loc.value.get("tool_approvals").items {
			switch kind := a.get("kind").str(); {
			case kind == "write":
				s.addAs(rules.Medium, "copilot.wide-allow", p, a, "tool_approvals", "every write in "+loc.key)
			case kind == "mcp" && a.get("toolName").kind == null:
				s.addAs(rules.Medium, "copilot.wide-allow", p, a, "tool_approvals", "every tool of "+a.get("serverName").str())
			}
			for _, key := range []string{"commands", "commandIdentifiers"} {
				for _, c := range a.get(key).strs() {
					if runsAnything(c.raw) && !narrow(c.raw) {
						s.risk("copilot.wide-allow", p, c, "tool_approvals", c.raw)
					}
				}
			}
		}
	}
}
