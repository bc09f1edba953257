package posture

import (
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/rules"
)

var windsurfDangers = []Entry{
	{"windsurf.wide-allow", stateRisk, rules.High, "this entry approves calls that can do anything", "replace it by the exact commands you need", refAgency},
	{"windsurf.deny-only-asks", stateRisk, rules.Info, "Cascade's deny list makes it ask first; it blocks nothing", "rely on hooks for what must not happen", refGuard},
	{"windsurf.bypass-mode", stateRisk, rules.Critical, "Devin acts without asking", "unset DEVIN_PERMISSION_MODE", refAgency},
	{"windsurf.no-sandbox", stateRisk, rules.Medium, "Devin's sandbox is switched off", "unset DEVIN_SANDBOX", refAgency},
	{"windsurf.workspace-trust", stateRisk, rules.High, "every folder that is opened counts as trusted, and so do the hooks it brings", "set `security.workspace.trust.enabled` to true", refSupply},
	{"windsurf.foreign-hook", stateRisk, rules.Medium, "a hook of someone else runs a command around calls", "read the command; remove it if you do not know it", refSupply},
	{"windsurf.bypass-alias", stateRisk, rules.Critical, "this alias starts Devin without its brakes", "remove the flag from the alias", refAgency},
}

// windsurfMends are the findings that --fix puts right.
var windsurfMends = []mending{
	{id: "windsurf.wide-allow", setting: "windsurf.cascadeCommandsAllowList"},
	{id: "windsurf.wide-allow", setting: "permissions.allow"},
	{id: "windsurf.workspace-trust", setting: "security.workspace.trust.enabled", value: "true"},
}

func windsurfRisks(s *scan) {
	for _, p := range s.editorSettings("Devin", "Windsurf") {
		for _, v := range p.root.flat("windsurf.cascadeCommandsAllowList").strs() {
			if v.raw == "*" || runsAnything(v.raw) && !narrow(v.raw) {
				s.risk("windsurf.wide-allow", p, v, "windsurf.cascadeCommandsAllowList", v.raw)
			}
		}
		if v := p.root.flat("windsurf.cascadeCommandsDenyList"); len(v.items) > 0 {
			s.risk("windsurf.deny-only-asks", p, v, "windsurf.cascadeCommandsDenyList", "")
		}
		if v := p.root.flat("security.workspace.trust.enabled"); v.isFalse() && strings.Contains(p.path, "User") {
			s.risk("windsurf.workspace-trust", p, v, "security.workspace.trust.enabled", "")
		}
	}
	s.devinPermissions(s.read(s.env.Join(detect.DevinDir(s.env), "config.json"), scopeUser, devinDialect))
	for _, root := range s.roots() {
		s.devinPermissions(s.read(s.env.Join(root, ".devin", "config.json"), scopeProject, devinDialect))
		s.devinPermissions(s.read(s.env.Join(root, ".devin", "config.local.json"), scopeLocal, devinDialect))
	}
	for _, f := range windsurfHooks(s) {
		s.foreignHooks(f.place, f.entries)
	}
	s.variable("DEVIN_PERMISSION_MODE", func(p place, line int, v string) {
		if contains([]string{"bypass", "dangerous", "yolo"}, v) {
			s.add("windsurf.bypass-mode", p, line, "DEVIN_PERMISSION_MODE", v)
		}
	})
	s.variable("DEVIN_SANDBOX", func(p place, line int, v string) {
		if contains([]string{"0", "false", "off"}, strings.ToLower(v)) {
			s.add("windsurf.no-sandbox", p, line, "DEVIN_SANDBOX", v)
		}
	})
	s.flags("windsurf.bypass-alias", "devin", "bypass", "dangerous", "yolo", "--yolo", "--dangerous", "--bypass", "--respect-workspace-trust")
}

func (s *scan) devinPermissions(p place) {
	for _, v := range p.root.get("permissions", "allow").strs() {
		tool, arg, has := strings.Cut(strings.TrimSuffix(v.raw, ")"), "(")
		wide := !has || arg == "" || arg == "*" || arg == "**" || arg == "/**"
		switch {
		case strings.EqualFold(tool, "exec") && (wide || runsAnything(arg) && !narrow(arg)), v.raw == "*", v.raw == "mcp__*":
			s.risk("windsurf.wide-allow", p, v, "permissions.allow", v.raw)
		case (tool == "Write" || tool == "Fetch") && wide:
			s.addAs(rules.Medium, "windsurf.wide-allow", p, v, "permissions.allow", v.raw)
		}
	}
}
