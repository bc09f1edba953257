package posture

import (
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/rules"
)

var codexKinds = []Entry{
	{"codex.hooks-file-dropped", stateUnreadable, rules.High, "Codex ignores this whole hooks file, with one warning", "correct the file, then run `vibedefend doctor --fix`", nil},
	{"codex.config-invalid", stateUnreadable, rules.High, "Codex refuses to start while this file is invalid", "correct the file", nil},
	{"codex.feature-off", stateDisabled, rules.Critical, "all hooks of Codex are off where this file counts, managed ones included",
		"set `hooks = true` below `[features]`; only a pin in requirements.toml stops a repository from doing this", []string{"CWE-693"}},
	{"codex.untrusted", stateUntrusted, rules.High, "Codex skips a hook that is not trusted, without saying so",
		"run `vibedefend doctor --fix`, or trust it in Codex with /hooks", nil},
	{"codex.modified", stateUntrusted, rules.High, "the recorded trust is for another form of our hook: Codex skips it, without saying so", "run `vibedefend doctor --fix`", nil},
	{"codex.shifted", stateUntrusted, rules.High, "a group was inserted before ours, so Codex looks for our trust in the wrong place and skips our hook", "run `vibedefend doctor --fix`", nil},
	{"codex.hook-disabled", stateDisabled, rules.High, "our hook is switched off one by one", "remove `enabled = false`", nil},
	{"codex.project-untrusted", stateUntrusted, rules.Medium, "Codex does not run a repository's hooks before the repository is trusted", "trust the repository in Codex, or install for the user", nil},
	{"codex.managed-only", stateDisabled, rules.High, "the managed policy runs managed hooks only", "ask your administrator for `vibedefend install --scope managed`", nil},
	{"codex.moved", stateDisabled, rules.High, "Codex reads another folder than the one that holds our hooks", "run `vibedefend install --agent codex` with the same CODEX_HOME, or unset it", nil},
	{"codex.start-flag", stateDisabled, rules.High, "this alias starts Codex without our hooks", "remove the flag from the alias", nil},
	{"codex.weak-entry", stateDrift, rules.High, "our entry cannot stop every call", "run `vibedefend doctor --fix`", nil},
	{"codex.impostor", stateConflict, rules.High, "a hook looks like ours and is not; it is never run or trusted by us", "look at what it runs, then remove it", []string{"CWE-494"}},
}

// codexFiles are the files of Codex, as layers.
type codexFiles struct {
	configs []place // TOML: user, profiles, system, legacy managed, projects
	hooks   []place // hooks.json of the same layers
	require place
}

func readCodex(s *scan) codexFiles {
	dir := detect.CodexDir(s.env)
	f := codexFiles{require: s.readTOML(s.env.Join(detect.CodexSystem(s.env), "requirements.toml"), scopeManaged)}
	f.configs = append(f.configs, s.readTOML(s.env.Join(dir, "config.toml"), scopeUser))
	f.hooks = append(f.hooks, s.read(s.env.Join(dir, "hooks.json"), scopeUser, dialect{}))
	for _, p := range s.glob(dir, ".config.toml", false) {
		f.configs = append(f.configs, s.readTOML(p, scopeUser))
	}
	for _, name := range []string{"config.toml", "managed_config.toml"} {
		f.configs = append(f.configs, s.readTOML(s.env.Join(detect.CodexSystem(s.env), name), scopeManaged))
	}
	f.hooks = append(f.hooks, s.read(s.env.Join(detect.CodexSystem(s.env), "hooks.json"), scopeManaged, dialect{}))
	for _, root := range s.codexRoots() {
		d := s.env.Join(root, ".codex")
		if s.slash(d) == s.slash(dir) {
			continue
		}
		f.configs = append(f.configs, s.readTOML(s.env.Join(d, "config.toml"), scopeProject))
		f.hooks = append(f.hooks, s.read(s.env.Join(d, "hooks.json"), scopeProject, dialect{}))
	}
	return f
}

// codexRoots are the project folders; hooks of a linked worktree come from
// the main checkout.
func (s *scan) codexRoots() []string {
	roots := s.roots()
	if s.repo == "" {
		return roots
	}
	src, err := s.env.FS.ReadFile(s.inRepo(".git"))
	gitdir, ok := strings.CutPrefix(strings.TrimSpace(string(src)), "gitdir: ")
	if err != nil || !ok {
		return roots
	}
	if i := strings.Index(strings.ReplaceAll(gitdir, `\`, "/"), "/.git/worktrees/"); i > 0 {
		roots = append(roots, gitdir[:i])
	}
	return roots
}

func codexSwitches(s *scan) {
	f := readCodex(s)
	pinned := s.codexRequire(f.require)
	managedOurs := s.codexOwn(f.require)
	user := f.configs[0]
	for _, p := range f.configs {
		s.codexConfig(p, user, pinned)
		if p.scope == scopeManaged && s.codexOwn(p) {
			managedOurs = true
		}
	}
	for _, p := range f.hooks {
		s.codexHooksFile(p, user)
		if p.scope == scopeManaged && s.codexOwn(p) {
			managedOurs = true
		}
	}
	if v := f.require.root.get("allow_managed_hooks_only"); v.isTrue() && !managedOurs {
		s.add("codex.managed-only", f.require, v.line, "allow_managed_hooks_only", "")
	}
	s.codexMoved()
	for _, l := range s.shellRC() {
		if flag := l.starts("codex", "--ignore-user-config", "--disable"); flag != "" && (flag != "--disable" || strings.Contains(l.text, "hooks")) {
			s.add("codex.start-flag", l.p, l.line, flag, "")
		}
		if strings.Contains(l.text, "codex ") && strings.Contains(l.text, "features.hooks=false") {
			s.add("codex.start-flag", l.p, l.line, "features.hooks", "")
		}
	}
}

func codexEntries(p place) []entry {
	keys := []string{"command", "commandWindows", "command_windows"}
	return grouped(p.root.get("hooks"), keys...)
}

func (s *scan) codexOwn(p place) bool { return s.holdsOurs(codexEntries(p)) }

// codexRequire judges the managed requirements; pinned reports that nobody
// below can switch hooks off.
func (s *scan) codexRequire(p place) (pinned bool) {
	if p.err != nil {
		s.add("codex.config-invalid", p, 0, "", p.err.Error())
		return false
	}
	for _, key := range []string{"hooks", "codex_hooks"} {
		v := p.root.get("features", key)
		if v.isFalse() {
			s.add("codex.feature-off", p, v.line, "features."+key, "")
		}
		pinned = pinned || v.isTrue()
	}
	return pinned
}

func (s *scan) codexConfig(p, user place, pinned bool) {
	if p.err != nil {
		s.add("codex.config-invalid", p, 0, "", p.err.Error())
		return
	}
	for _, key := range []string{"hooks", "codex_hooks"} {
		if v := p.root.get("features", key); v.isFalse() && !pinned {
			s.add("codex.feature-off", p, v.line, "features."+key, "")
		}
	}
	s.codexOurs(p, user)
}

func (s *scan) codexHooksFile(p, user place) {
	if !p.found {
		return
	}
	if p.err != nil {
		s.add("codex.hooks-file-dropped", p, 0, "", p.err.Error())
		return
	}
	faults := codexSchema(p.root)
	for _, f := range faults {
		s.add("codex.hooks-file-dropped", p, f.line, f.setting, f.why)
	}
	if len(faults) == 0 {
		s.codexOurs(p, user)
	}
}

// codexOurs checks what keeps our entries of one file from running.
func (s *scan) codexOurs(p, user place) {
	own := s.impostors(p, codexEntries(p))
	if len(own) == 0 {
		return
	}
	for _, e := range own {
		if e.event == "PreToolUse" && (e.handler.get("async").isTrue() || tooShort(e.handler.get("timeout")) || !all(e.group.get("matcher"))) {
			s.add("codex.weak-entry", p, e.line, "hooks."+e.event, "asynchronous, too short a timeout, or a matcher that leaves tools out")
		}
	}
	if p.scope == scopeManaged {
		return // managed hooks need no trust
	}
	if p.scope == scopeProject && !s.codexTrusts(user, p) {
		s.add("codex.project-untrusted", p, 0, "projects", "")
	}
	s.codexTrust(p, user, own)
}

// codexTrusts reports whether the user trusts the project that p lies in.
func (s *scan) codexTrusts(user, p place) bool {
	for _, m := range user.root.get("projects").members {
		if m.value.get("trust_level").str() == "trusted" && (s.slash(s.real(m.key)) == s.slash(s.real(s.repo)) || s.below(s.real(p.path), s.real(m.key)) && s.repo == "") {
			return true
		}
	}
	return false
}

func (s *scan) codexMoved() {
	usual := s.inHome(".codex", "hooks.json")
	s.variable("CODEX_HOME", func(p place, line int, dir string) {
		there := s.read(s.env.Join(s.expand(dir), "hooks.json"), scopeUser, dialect{})
		if s.slash(there.path) == s.slash(usual) || s.codexOwn(there) {
			return
		}
		if s.codexOwn(s.read(usual, scopeUser, dialect{})) || s.codexOwn(s.read(s.env.Join(detect.CodexDir(s.env), "hooks.json"), scopeUser, dialect{})) {
			s.add("codex.moved", p, line, "CODEX_HOME", dir)
		}
	})
}

// codexTrustedFolders are those the user's config trusts.
func codexTrustedFolders(s *scan) []string {
	var out []string
	for _, m := range s.readTOML(s.env.Join(detect.CodexDir(s.env), "config.toml"), scopeUser).root.get("projects").members {
		if m.value.get("trust_level").str() == "trusted" {
			out = append(out, m.key)
		}
	}
	return out
}
