package posture

import (
	"bytes"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/rules"
)

var cursorDangers = []Entry{
	{"cursor.unrestricted", stateRisk, rules.Critical, "the Cursor CLI runs everything without asking", "set `approvalMode` to \"allowlist\"", refAgency},
	{"cursor.auto-review", stateRisk, rules.Medium, "approvals are given by a model", "set `approvalMode` to \"allowlist\"", refAgency},
	{"cursor.run-everything", stateRisk, rules.Medium, "Cursor's stored state says that an agent mode runs everything; it is undocumented, so look at it in the settings", "choose Allowlist in Settings > Agents > Run Mode", refAgency},
	{"cursor.wide-allow", stateRisk, rules.High, "this entry approves calls that can do anything", "replace it by the exact commands you need", refAgency},
	{"cursor.no-sandbox", stateRisk, rules.High, "commands run outside the sandbox", "set `type` to \"workspace_readwrite\"", refAgency},
	{"cursor.network", stateRisk, rules.Medium, "commands in the sandbox reach the network", "set `networkPolicy.default` to \"deny\"", refNet},
	{"cursor.wide-folder", stateRisk, rules.High, "the sandbox may write in a folder that holds everything", "name the project folders instead", refAgency},
	{"cursor.workspace-trust", stateRisk, rules.Medium, "every folder that is opened counts as trusted, and so do the hooks it brings", "set `security.workspace.trust.enabled` to true", refSupply},
	{"cursor.foreign-hook", stateRisk, rules.Medium, "a hook of someone else runs a command around calls, and may rewrite them", "read the command; remove it if you do not know it", refSupply},
	{"cursor.bypass-alias", stateRisk, rules.Critical, "this alias starts the agent without asking for anything", "remove the flag from the alias", refAgency},
}

// cursorMends are the findings that --fix puts right.
var cursorMends = []mending{
	{id: "cursor.unrestricted", setting: "approvalMode", value: `"allowlist"`},
	{id: "cursor.auto-review", setting: "approvalMode", value: `"allowlist"`},
	{id: "cursor.wide-allow", setting: "permissions.allow"},
	{id: "cursor.wide-allow", setting: "terminalAllowlist"},
	{id: "cursor.wide-allow", setting: "mcpAllowlist"},
	{id: "cursor.no-sandbox", setting: "type", value: `"workspace_readwrite"`},
	{id: "cursor.network", setting: "networkPolicy.default", value: `"deny"`},
	{id: "cursor.wide-folder", setting: "additionalReadwritePaths"},
	{id: "cursor.workspace-trust", setting: "security.workspace.trust.enabled", value: "true"},
}

func cursorRisks(s *scan) {
	dirs := []place{{path: detect.CursorDir(s.env), scope: scopeUser}}
	for _, root := range s.roots() {
		dirs = append(dirs, place{path: s.env.Join(root, ".cursor"), scope: scopeProject})
	}
	for _, d := range dirs {
		s.cursorPermissions(s.read(s.env.Join(d.path, "permissions.json"), d.scope, settingsDialect))
		s.cursorSandbox(s.read(s.env.Join(d.path, "sandbox.json"), d.scope, settingsDialect))
	}
	s.cursorCLI(s.read(s.env.Join(detect.CursorCLIDir(s.env), "cli-config.json"), scopeUser, dialect{}))
	for _, root := range s.roots() {
		s.cursorCLI(s.read(s.env.Join(root, ".cursor", "cli.json"), scopeProject, dialect{}))
	}
	for _, p := range cursorFiles(s) {
		s.foreignHooks(p, flat(p.root.get("hooks"), "command"))
	}
	s.cursorEditor()
	for _, program := range []string{"cursor-agent", "agent"} {
		s.flags("cursor.bypass-alias", program, "--force", "--yolo", "-f")
	}
}

func (s *scan) cursorPermissions(p place) {
	for _, v := range p.root.get("terminalAllowlist").strs() {
		if v.raw == "*" || runsAnything(v.raw) && !narrow(v.raw) {
			s.risk("cursor.wide-allow", p, v, "terminalAllowlist", v.raw)
		}
	}
	for _, v := range p.root.get("mcpAllowlist").strs() {
		if v.raw == "*" || strings.HasPrefix(v.raw, "*:") {
			s.risk("cursor.wide-allow", p, v, "mcpAllowlist", v.raw)
		} else if strings.HasSuffix(v.raw, ":*") {
			s.addAs(rules.Medium, "cursor.wide-allow", p, v, "mcpAllowlist", v.raw)
		}
	}
}

func (s *scan) cursorSandbox(p place) {
	if v := p.root.get("type"); v.str() == "insecure_none" {
		s.risk("cursor.no-sandbox", p, v, "type", "")
	}
	if v := p.root.get("networkPolicy", "default"); v.str() == "allow" {
		s.risk("cursor.network", p, v, "networkPolicy.default", "")
	}
	for _, v := range p.root.get("additionalReadwritePaths").strs() {
		if s.broad(v.raw) {
			s.risk("cursor.wide-folder", p, v, "additionalReadwritePaths", v.raw)
		}
	}
}

func (s *scan) cursorCLI(p place) {
	switch v := p.root.get("approvalMode"); v.str() {
	case "unrestricted":
		s.risk("cursor.unrestricted", p, v, "approvalMode", "")
	case "auto-review":
		s.risk("cursor.auto-review", p, v, "approvalMode", "")
	}
	if v := p.root.get("sandbox", "mode"); v.str() == "disabled" || v.str() == "insecure_none" {
		s.risk("cursor.no-sandbox", p, v, "sandbox.mode", v.raw)
	}
	for _, v := range p.root.get("permissions", "allow").strs() {
		tool, arg, _ := strings.Cut(strings.TrimSuffix(v.raw, ")"), "(")
		wide := arg == "" || arg == "*" || arg == "**" || arg == "*:*"
		switch {
		case tool == "Shell" && (wide || runsAnything(arg) && !narrow(arg)), tool == "Mcp" && wide:
			s.risk("cursor.wide-allow", p, v, "permissions.allow", v.raw)
		case (tool == "Write" || tool == "WebFetch") && wide:
			s.addAs(rules.Medium, "cursor.wide-allow", p, v, "permissions.allow", v.raw)
		}
	}
}

// cursorEditor looks at the editor's settings and its stored state. Workspace
// trust is off in Cursor unless it is switched on.
func (s *scan) cursorEditor() {
	for _, dir := range s.appDirs("Cursor") {
		p := s.read(s.env.Join(dir, "settings.json"), scopeUser, settingsDialect)
		v := p.root.flat("security.workspace.trust.enabled")
		switch {
		case v.isFalse():
			s.risk("cursor.workspace-trust", p, v, "security.workspace.trust.enabled", "")
		case p.found && !v.there() && !strings.Contains(s.slash(dir), "/profiles/"):
			s.addAs(rules.Low, "cursor.workspace-trust", p, node{}, "security.workspace.trust.enabled", "not set")
		}
	}
	for _, dir := range s.appDirs("Cursor")[:1] {
		file := s.env.Join(dir, "globalStorage", "state.vscdb")
		if st, err := s.env.FS.Stat(file); err != nil || st.Size() > 256<<20 {
			continue
		}
		src, err := s.env.FS.ReadFile(file)
		if err == nil && (bytes.Contains(src, []byte(`"yoloEnableRunEverything":true`)) || bytes.Contains(src, []byte(`"fullAutoRun":true`))) {
			s.add("cursor.run-everything", place{path: file, scope: scopeUser}, 0, "composerState.fullAutoRun", "")
		}
	}
}
