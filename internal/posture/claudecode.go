package posture

import (
	"strconv"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/rules"
)

const claudeFix = "correct the file (`claude doctor` names the place), then run `vibedefend doctor --fix`"

var claudeKinds = []Entry{
	{"claude-code.file-dropped", stateUnreadable, rules.High, "Claude Code drops this whole file, hooks and rules included", claudeFix, nil},
	{"claude-code.managed-invalid", stateUnreadable, rules.High, "Claude Code refuses to start while this managed file is invalid", claudeFix, nil},
	{"claude-code.event-skipped", stateDisabled, rules.Medium, "Claude Code skips the hooks of this event", claudeFix, nil},
	{"claude-code.unknown-event", stateRisk, rules.Low, "Claude Code up to 2.1.100 drops every hook of a file that names an event it does not know",
		"remove the event, or keep Claude Code current", nil},
	{"claude-code.hooks-disabled", stateDisabled, rules.Critical, "every hook that is not managed is off", "remove `disableAllHooks`, or set it to false", []string{"CWE-693"}},
	{"claude-code.managed-only", stateDisabled, rules.High, "the managed policy runs managed hooks only: hooks of the user's settings are dead",
		"ask your administrator for `vibedefend install --scope managed`", nil},
	{"claude-code.moved", stateDisabled, rules.High, "Claude Code reads another folder than the one that holds our hooks",
		"run `vibedefend install --agent claude-code` with the same CLAUDE_CONFIG_DIR, or unset it", nil},
	{"claude-code.bare", stateDisabled, rules.High, "Claude Code starts without the hooks of the user's settings", "unset the variable", nil},
	{"claude-code.start-flag", stateDisabled, rules.High, "this alias starts Claude Code without the hooks of the user's settings", "remove the flag from the alias", nil},
	{"claude-code.downgraded", stateDisabled, rules.High, "this file repeats our command; Claude Code runs it once, as written here, so ours no longer holds when it fails",
		"remove the entry from the repository's file", []string{"CWE-636"}},
	{"claude-code.weak-entry", stateDrift, rules.High, "our entry cannot stop every call", "run `vibedefend doctor --fix`", []string{"CWE-636"}},
	{"claude-code.impostor", stateConflict, rules.High, "a hook looks like ours and is not; it is never run or trusted by us", "look at what it runs, then remove it", []string{"CWE-494"}},
}

// claudeEvents are the names Claude Code knows.
var claudeEvents = []string{"PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch", "Notification", "UserPromptSubmit",
	"UserPromptExpansion", "SessionStart", "SessionEnd", "Stop", "StopFailure", "SubagentStart", "SubagentStop", "PreCompact", "PostCompact",
	"PreModelSwitch", "PostModelSwitch", "PermissionRequest", "PermissionDenied", "Setup", "TeammateIdle", "TaskCreated", "TaskCompleted",
	"Elicitation", "ElicitationResult", "ConfigChange", "WorktreeCreate", "WorktreeRemove", "InstructionsLoaded", "CwdChanged", "FileChanged",
	"DirectoryAdded", "MessageDisplay"}

var claudeDialect = dialect{bom: true}

// claudeFiles lists the settings files in order of precedence.
func claudeFiles(s *scan) []place {
	dir := detect.ClaudeDir(s.env)
	files := []place{s.read(s.env.Join(dir, "settings.json"), scopeUser, claudeDialect)}
	for _, root := range s.roots() {
		files = append(files, s.read(s.env.Join(root, ".claude", "settings.json"), scopeProject, claudeDialect),
			s.read(s.env.Join(root, ".claude", "settings.local.json"), scopeLocal, claudeDialect))
	}
	managed := detect.ClaudeSystem(s.env)
	files = append(files, s.read(s.env.Join(managed, "managed-settings.json"), scopeManaged, claudeDialect))
	for _, f := range s.glob(s.env.Join(managed, "managed-settings.d"), ".json", false) {
		files = append(files, s.read(f, scopeManaged, claudeDialect))
	}
	return files
}

func claudeSwitches(s *scan) {
	files := claudeFiles(s)
	managedOurs := false
	for _, p := range files {
		own := s.claudeFile(p)
		managedOurs = managedOurs || p.scope == scopeManaged && len(own) > 0
	}
	for _, p := range files {
		if v := p.root.get("disableAllHooks"); v.isTrue() {
			s.add("claude-code.hooks-disabled", p, v.line, "disableAllHooks", "")
		}
		if p.scope == scopeManaged && !managedOurs {
			s.claudeManagedOnly(p)
		}
	}
	s.claudeMoved(files[0])
	s.claudeStart()
	if managedOurs {
		s.moot("claude-code.hooks-disabled", "claude-code.moved", "claude-code.bare", "claude-code.start-flag", "claude-code.downgraded")
	}
}

func (s *scan) claudeManagedOnly(p place) {
	if v := p.root.get("allowManagedHooksOnly"); v.isTrue() {
		s.add("claude-code.managed-only", p, v.line, "allowManagedHooksOnly", "")
	}
	strict := p.root.get("strictPluginOnlyCustomization")
	for _, v := range strict.strs() {
		if v.str() == "hooks" {
			s.add("claude-code.managed-only", p, v.line, "strictPluginOnlyCustomization", "")
		}
	}
	if strict.isTrue() {
		s.add("claude-code.managed-only", p, strict.line, "strictPluginOnlyCustomization", "")
	}
}

// claudeFile judges one file and returns our entries in it.
func (s *scan) claudeFile(p place) []entry {
	if !p.found {
		return nil
	}
	dropped := "claude-code.file-dropped"
	if p.scope == scopeManaged {
		dropped = "claude-code.managed-invalid"
	}
	if p.err != nil {
		s.add(dropped, p, 0, "", p.err.Error())
		return nil
	}
	for _, f := range claudeSchema(p.root) {
		if f.skips {
			s.add("claude-code.event-skipped", p, f.line, f.setting, f.why)
		} else {
			s.add(dropped, p, f.line, f.setting, f.why)
		}
	}
	for _, ev := range p.root.get("hooks").members {
		if !contains(claudeEvents, ev.key) {
			s.add("claude-code.unknown-event", p, ev.line, "hooks."+ev.key, "")
		}
	}
	own := s.impostors(p, grouped(p.root.get("hooks"), "command"))
	for _, e := range own {
		if e.event != "PreToolUse" || e.byName() {
			continue
		}
		if why := claudeWeak(e); why != "" && p.scope != scopeProject && p.scope != scopeLocal {
			s.add("claude-code.weak-entry", p, e.line, "hooks."+e.event, why)
		} else if why != "" {
			s.add("claude-code.downgraded", p, e.line, "hooks."+e.event, why)
		}
	}
	return own
}

// claudeWeak says why an entry of ours does not stop what it must.
func claudeWeak(e entry) string {
	h := e.handler
	switch {
	case h.get("onFailure").str() != "block":
		return "`onFailure` is not \"block\""
	case h.get("async").isTrue() || h.get("asyncRewake").isTrue():
		return "an asynchronous hook cannot stop a call"
	case h.get("if").there():
		return "`if` limits it"
	case h.get("args").there():
		return "`args` changes the command"
	case tooShort(h.get("timeout")):
		return "the timeout is too short to answer"
	case !all(e.group.get("matcher")):
		return "the matcher leaves tools out"
	}
	return ""
}

// tooShort reports whether a time limit in seconds gives us no chance.
func tooShort(n node) bool {
	if n.kind != number {
		return false
	}
	v, err := strconv.ParseFloat(n.raw, 64)
	return err == nil && v < 2
}

// claudeMoved notices a variable that leads past the folder with our hooks.
func (s *scan) claudeMoved(user place) {
	usual := s.inHome(".claude", "settings.json")
	s.variable("CLAUDE_CONFIG_DIR", func(p place, line int, dir string) {
		there := s.read(s.env.Join(s.expand(dir), "settings.json"), scopeUser, claudeDialect)
		if s.slash(there.path) == s.slash(usual) || s.holdsOurs(grouped(there.root.get("hooks"), "command")) {
			return
		}
		home := s.read(usual, scopeUser, claudeDialect)
		if s.holdsOurs(grouped(home.root.get("hooks"), "command")) || s.holdsOurs(grouped(user.root.get("hooks"), "command")) {
			s.add("claude-code.moved", p, line, "CLAUDE_CONFIG_DIR", dir)
		}
	})
}

func (s *scan) claudeStart() {
	for _, name := range []string{"CLAUDE_CODE_SIMPLE", "CLAUDE_CODE_SAFE_MODE"} {
		s.variable(name, func(p place, line int, v string) {
			if v != "0" && v != "false" {
				s.add("claude-code.bare", p, line, name, "")
			}
		})
	}
	for _, l := range s.shellRC() {
		if f := l.starts("claude", "--bare", "--safe-mode", "--restricted", "--setting-sources"); f != "" {
			if f == "--setting-sources" && strings.Contains(l.text, "user") {
				continue
			}
			s.add("claude-code.start-flag", l.p, l.line, f, "")
		}
	}
}

// expand replaces a leading ~ or $HOME of a value in a shell file.
func (s *scan) expand(p string) string {
	for _, h := range []string{"~/", "$HOME/", "${HOME}/"} {
		if rest, ok := strings.CutPrefix(p, h); ok {
			return s.env.Join(s.env.Home, rest)
		}
	}
	return p
}

// holdsOurs reports whether one of the entries is ours.
func (s *scan) holdsOurs(es []entry) bool {
	for _, e := range es {
		if st, _ := s.whose(e); st == ours {
			return true
		}
	}
	return false
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// claudeTrusted are the folders that Claude Code was told to trust.
func claudeTrusted(s *scan) []string {
	var out []string
	for _, m := range s.read(s.claudeState(), scopeUser, claudeDialect).root.get("projects").members {
		if m.value.get("hasTrustDialogAccepted").isTrue() {
			out = append(out, m.key)
		}
	}
	return out
}

// claudeState is the file in which Claude Code keeps what it was told.
func (s *scan) claudeState() string {
	if s.env.Getenv("CLAUDE_CONFIG_DIR") != "" {
		return s.env.Join(detect.ClaudeDir(s.env), ".claude.json")
	}
	return s.inHome(".claude.json")
}
