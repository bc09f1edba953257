package posture

import (
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/rules"
)

var codexDangers = []Entry{
	{"codex.no-brakes", stateRisk, rules.Critical, "nothing asks and nothing confines: every command runs with your rights", "set `sandbox_mode = \"workspace-write\"` and `approval_policy = \"on-request\"`", refAgency},
	{"codex.never-asks", stateRisk, rules.High, "Codex never asks before it acts", "set `approval_policy = \"on-request\"`", refAgency},
	{"codex.auto-review", stateRisk, rules.Medium, "approvals are given by a model", "set `approvals_reviewer = \"user\"`", refAgency},
	{"codex.no-sandbox", stateRisk, rules.High, "commands run outside the sandbox", "set `sandbox_mode = \"workspace-write\"`", refAgency},
	{"codex.network", stateRisk, rules.Medium, "commands in the sandbox reach the network", "set `network_access = false`", refNet},
	{"codex.wide-folder", stateRisk, rules.High, "the sandbox may write in a folder that holds everything, or Codex's own", "name the project folders instead", refAgency},
	{"codex.environment", stateRisk, rules.Low, "variables that hold credentials are passed to every command", "set `ignore_default_excludes = false` below `[shell_environment_policy]`", refSecret},
	{"codex.env-secret", stateRisk, rules.High, "a credential is written out in a settings file", "move it out of the file, and renew it", refSecret},
	{"codex.env-redirect", stateRisk, rules.High, "this variable puts the agent's traffic or programs under someone else's control", "remove it", refNet},
	{"codex.live-search", stateRisk, rules.Low, "pages of the live web reach the model", "set `web_search = \"cached\"`", []string{"OWASP-LLM01:2025"}},
	{"codex.wide-trust", stateRisk, rules.High, "a folder that holds everything is trusted", "set `trust_level = \"untrusted\"` for it", refAgency},
	{"codex.other-host", stateRisk, rules.Medium, "what you and the model write goes to another host than the vendor's", "remove the address if it is not yours", refNet},
	{"codex.notify", stateRisk, rules.Low, "Codex starts this program at the end of each turn", "remove it if you do not know it", refSupply},
	{"codex.instructions", stateRisk, rules.Medium, "another file takes the place of Codex's own instructions", "read the file; remove the setting if you do not know it", []string{"OWASP-LLM01:2025"}},
	{"codex.wide-rule", stateRisk, rules.High, "this rule approves commands that can do anything", "replace the rule by the exact commands you need", refAgency},
	{"codex.open-file", stateRisk, rules.High, "other users can read your sign-in", "run `chmod 600` on the file", []string{"CWE-732", "ISO27001-A.8.3"}},
	{"codex.foreign-hook", stateRisk, rules.Medium, "a hook of someone else runs a command around calls", "read the command; remove it if you do not know it", refSupply},
	{"codex.bypass-alias", stateRisk, rules.Critical, "this alias starts Codex without its brakes", "remove the flag from the alias", refAgency},
}

// codexMends are the findings that --fix puts right.
var codexMends = []mending{
	{id: "codex.feature-off", setting: "features.hooks", value: "true"},
	{id: "codex.feature-off", setting: "features.codex_hooks", value: "true"},
	{id: "codex.no-brakes", setting: "sandbox_mode", value: `"workspace-write"`, also: "approval_policy", alsoValue: `"on-request"`},
	{id: "codex.no-sandbox", setting: "sandbox_mode", value: `"workspace-write"`},
	{id: "codex.never-asks", setting: "approval_policy", value: `"on-request"`},
	{id: "codex.auto-review", setting: "approvals_reviewer", value: `"user"`},
	{id: "codex.network", setting: "sandbox_workspace_write.network_access", value: "false"},
	{id: "codex.live-search", setting: "web_search", value: `"cached"`},
}

func codexRisks(s *scan) {
	f := readCodex(s)
	for _, p := range f.configs {
		s.codexSettings(p)
		s.foreignHooks(p, codexEntries(p))
	}
	for _, p := range f.hooks {
		s.foreignHooks(p, codexEntries(p))
	}
	dir := detect.CodexDir(s.env)
	for _, file := range s.glob(s.env.Join(dir, "rules"), ".rules", false) {
		s.codexRules(file, scopeUser)
	}
	for _, root := range s.roots() {
		for _, file := range s.glob(s.env.Join(root, ".codex", "rules"), ".rules", false) {
			s.codexRules(file, scopeProject)
		}
	}
	auth := s.env.Join(dir, "auth.json")
	if st, err := s.env.FS.Stat(auth); err == nil && s.env.OS != "windows" && st.Mode().Perm()&0o077 != 0 {
		s.add("codex.open-file", place{path: auth, scope: scopeUser}, 0, "mode", st.Mode().Perm().String())
	}
	s.flags("codex.bypass-alias", "codex", "--dangerously-bypass-approvals-and-sandbox", "--yolo", "--dangerously-bypass-hook-trust", "--ignore-rules", "danger-full-access")
}

func (s *scan) codexSettings(p place) {
	r := p.root
	approval, box := r.get("approval_policy"), r.get("sandbox_mode")
	full := box.str() == "danger-full-access"
	switch {
	case full && approval.str() == "never":
		s.risk("codex.no-brakes", p, box, "sandbox_mode", "")
	case full:
		s.risk("codex.no-sandbox", p, box, "sandbox_mode", "")
	case approval.str() == "never":
		s.risk("codex.never-asks", p, approval, "approval_policy", "")
	}
	for _, m := range approval.get("granular").members {
		if m.value.isFalse() {
			s.addAs(rules.Medium, "codex.never-asks", p, m.value, "approval_policy.granular."+m.key, "refused without asking")
		}
	}
	if v := r.get("approvals_reviewer"); v.str() == "auto_review" || v.str() == "guardian_subagent" {
		s.risk("codex.auto-review", p, v, "approvals_reviewer", "")
	}
	if v := r.get("default_permissions"); v.str() == ":danger-full-access" {
		s.risk("codex.no-sandbox", p, v, "default_permissions", "")
	}
	if v := r.get("web_search"); v.str() == "live" {
		s.risk("codex.live-search", p, v, "web_search", "")
	}
	s.codexSandbox(p, r.get("sandbox_workspace_write"))
	s.codexEnvironment(p, r.get("shell_environment_policy"))
	s.codexTrusted(p, r.get("projects"))
	s.codexHosts(p)
}

func (s *scan) codexSandbox(p place, box node) {
	if v := box.get("network_access"); v.isTrue() {
		s.risk("codex.network", p, v, "sandbox_workspace_write.network_access", "")
	}
	own := detect.CodexDir(s.env)
	for _, v := range box.get("writable_roots").strs() {
		if s.broad(v.raw) || s.below(own, s.expand(v.raw)) {
			s.risk("codex.wide-folder", p, v, "sandbox_workspace_write.writable_roots", v.raw)
		}
	}
}

func (s *scan) codexEnvironment(p place, policy node) {
	s.environmentOf(p, policy.get("set"), "shell_environment_policy.set")
	excludes := policy.get("ignore_default_excludes")
	if p.scope != scopeUser || !strings.HasSuffix(s.slash(p.path), "/config.toml") || !p.found || p.err != nil {
		return
	}
	if inherit := policy.get("inherit").str(); inherit != "none" && inherit != "core" && !excludes.isFalse() {
		s.risk("codex.environment", p, policy, "shell_environment_policy", "")
	}
}

func (s *scan) codexTrusted(p place, projects node) {
	for _, m := range projects.members {
		if v := m.value.get("trust_level"); v.str() == "trusted" && s.broad(m.key) {
			s.risk("codex.wide-trust", p, v, "projects", m.key)
		}
	}
}

func (s *scan) codexHosts(p place) {
	for _, key := range []string{"openai_base_url", "chatgpt_base_url"} {
		if v := p.root.get(key); v.str() != "" && !knownHost(v.raw) {
			s.risk("codex.other-host", p, v, key, maskURL(v.raw))
		}
	}
	for _, m := range p.root.get("model_providers").members {
		v := m.value.get("base_url")
		switch {
		case v.str() == "" || knownHost(v.raw):
		case strings.HasPrefix(v.raw, "http://"):
			s.addAs(rules.High, "codex.other-host", p, v, "model_providers."+m.key, "not encrypted: "+maskURL(v.raw))
		default:
			s.risk("codex.other-host", p, v, "model_providers."+m.key, maskURL(v.raw))
		}
	}
	if v := p.root.get("notify"); len(v.items) > 0 {
		s.risk("codex.notify", p, v, "notify", "")
	}
	if v := p.root.get("model_instructions_file"); v.there() {
		s.risk("codex.instructions", p, v, "model_instructions_file", "")
	}
}

// codexRules reads prefix rules that allow. The files are programs; only the
// plain form that Codex itself writes is understood.
func (s *scan) codexRules(file, scope string) {
	src, err := s.env.FS.ReadFile(file)
	if err != nil || len(src) > maxBytes {
		return
	}
	p, at, code := place{path: file, scope: scope}, newLines(src), string(src)
	for off := 0; ; {
		i := strings.Index(code[off:], "prefix_rule(")
		if i < 0 {
			return
		}
		off += i + len("prefix_rule(")
		body := code[off:]
		if end := strings.Index(body, "\n)"); end >= 0 {
			body = body[:end]
		} else if end := strings.Index(body, ")\n"); end >= 0 {
			body = body[:end]
		}
		words := ruleWords(body)
		allows := !strings.Contains(body, `"prompt"`) && !strings.Contains(body, `"forbidden"`)
		if allows && len(words) > 0 && runsAnything(words[0]) && (len(words) == 1 || strings.HasPrefix(words[1], "-")) {
			s.add("codex.wide-rule", p, at.of(off), "prefix_rule", strings.Join(words, " "))
		}
	}
}

// ruleWords reads the texts of the pattern list.
func ruleWords(body string) []string {
	_, rest, ok := strings.Cut(body, "pattern")
	if !ok {
		return nil
	}
	_, rest, _ = strings.Cut(rest, "[")
	rest, _, _ = strings.Cut(rest, "]")
	var out []string
	for i, part := range strings.Split(strings.ReplaceAll(rest, "'", `"`), `"`) {
		if i%2 == 1 {
			out = append(out, part)
		}
	}
	return out
}
