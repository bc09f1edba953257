package posture

import (
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/rules"
)

var copilotKinds = []Entry{
	{"copilot.file-dropped", stateUnreadable, rules.High, "Copilot ignores this whole file, with a line in its log only", "correct the file, then run `vibedefend doctor --fix`", nil},
	{"copilot.unknown-event", stateDrift, rules.High, "Copilot ignores an event it does not know, so this entry of ours never runs", "run `vibedefend doctor --fix`", nil},
	{"copilot.hooks-disabled", stateDisabled, rules.Critical, "a trusted repository switches off the user's hooks too", "remove `disableAllHooks` from the repository's file", []string{"CWE-693"}},
	{"copilot.hooks-disabled-user", stateDisabled, rules.Medium, "documented to switch every hook off; Copilot CLI 1.0.102 ignores it here, other versions may not", "remove `disableAllHooks`", nil},
	{"copilot.file-off", stateDisabled, rules.High, "the hooks of this file are off", "remove `disableAllHooks` from the file", nil},
	{"copilot.hooks-listed-off", stateDisabled, rules.High, "single hooks are switched off by their hash; ours may be among them", "remove `disabledHooks`", nil},
	{"copilot.moved", stateDisabled, rules.High, "Copilot reads another folder than the one that holds our hooks", "run `vibedefend install --agent copilot` with the same COPILOT_HOME, or unset it", nil},
	{"copilot.managed-only", stateDisabled, rules.High, "the managed policy runs managed hooks only", "ask your administrator for `vibedefend install --scope managed`", nil},
	{"copilot.vscode-hooks-off", stateDisabled, rules.High, "VS Code runs no hooks for its local agent", "set `chat.useHooks` to true", nil},
	{"copilot.vscode-location-off", stateDisabled, rules.High, "VS Code does not look for hooks where ours are", "remove the entry from `chat.hookFilesLocations`", nil},
	{"copilot.weak-entry", stateDrift, rules.High, "our entry cannot stop every call", "run `vibedefend doctor --fix`", nil},
	{"copilot.impostor", stateConflict, rules.High, "a hook looks like ours and is not; it is never run or trusted by us", "look at what it runs, then remove it", []string{"CWE-494"}},
}

var copilotEvents = []string{"sessionStart", "SessionStart", "userPromptSubmitted", "UserPromptSubmit", "userPromptTransformed",
	"preToolUse", "PreToolUse", "permissionRequest", "PermissionRequest", "preMcpToolCall", "postToolUse", "PostToolUse",
	"postToolUseFailure", "PostToolUseFailure", "agentStop", "Stop", "subagentStart", "SubagentStart", "subagentStop", "SubagentStop",
	"preCompact", "PreCompact", "errorOccurred", "ErrorOccurred", "notification", "Notification", "sessionEnd", "SessionEnd"}

var copilotKeys = []string{"bash", "powershell", "command", "windows", "linux", "osx", "exec"}

func copilotEntries(hooks node) []entry {
	return append(flat(hooks, copilotKeys...), grouped(hooks, copilotKeys...)...)
}

func copilotManaged(s *scan) string {
	switch s.env.OS {
	case "darwin":
		return s.env.System("/Library/Application Support/GitHubCopilot")
	case "windows":
		if p := s.env.Getenv("ProgramFiles"); p != "" {
			return s.env.Join(p, "GitHubCopilot")
		}
		return s.env.System(`C:\Program Files\GitHubCopilot`)
	}
	return s.env.System("/etc/github-copilot")
}

var settingsDialect = dialect{comments: true, bom: true, empty: true}

func copilotSwitches(s *scan) {
	dir := detect.CopilotDir(s.env)
	own, managedOwn := false, false
	for _, f := range s.glob(detect.CopilotPolicy(s.env), ".json", false) {
		managedOwn = s.copilotFile(s.read(f, scopeManaged, dialect{})) || managedOwn
	}
	for _, f := range s.glob(s.env.Join(dir, "hooks"), ".json", true) {
		own = s.copilotFile(s.read(f, scopeUser, dialect{})) || own
	}
	s.copilotUser(s.read(s.env.Join(dir, "settings.json"), scopeUser, settingsDialect))
	s.copilotUser(s.read(s.env.Join(dir, "config.json"), scopeUser, settingsDialect))
	for _, root := range s.roots() {
		for _, f := range s.glob(s.env.Join(root, ".github", "hooks"), ".json", true) {
			s.copilotFile(s.read(f, scopeProject, dialect{}))
		}
		s.copilotRepo(s.read(s.env.Join(root, ".github", "copilot", "settings.json"), scopeProject, settingsDialect))
		s.copilotRepo(s.read(s.env.Join(root, ".github", "copilot", "settings.local.json"), scopeLocal, settingsDialect))
		s.copilotRepo(s.read(s.env.Join(root, ".claude", "settings.json"), scopeProject, settingsDialect))
		s.copilotRepo(s.read(s.env.Join(root, ".claude", "settings.local.json"), scopeLocal, settingsDialect))
	}
	managed := s.read(s.env.Join(copilotManaged(s), "managed-settings.json"), scopeManaged, settingsDialect)
	if v := managed.root.get("allowManagedHooksOnly"); v.isTrue() && own && !managedOwn {
		s.add("copilot.managed-only", managed, v.line, "allowManagedHooksOnly", "")
	}
	s.copilotMoved()
	if managedOwn {
		s.moot("copilot.hooks-disabled", "copilot.hooks-disabled-user", "copilot.hooks-listed-off", "copilot.moved")
	}
	s.vscodeSwitches()
}

// copilotFile judges a file of a hooks folder and reports whether it holds
// entries of ours.
func (s *scan) copilotFile(p place) bool {
	hooks := p.root.get("hooks")
	if why := copilotDropped(p); why != "" {
		s.add("copilot.file-dropped", p, hooks.line, "", why)
		return false
	}
	own := s.impostors(p, copilotEntries(hooks))
	if v := p.root.get("disableAllHooks"); v.isTrue() && len(own) > 0 {
		s.add("copilot.file-off", p, v.line, "disableAllHooks", "")
	}
	for _, e := range own {
		if !contains(copilotEvents, e.event) {
			s.add("copilot.unknown-event", p, e.line, "hooks."+e.event, "")
		}
		if why := copilotWeak(e); why != "" && strings.EqualFold(e.event, "preToolUse") {
			s.add("copilot.weak-entry", p, e.line, "hooks."+e.event, why)
		}
	}
	return len(own) > 0
}

// copilotDropped says why the reader drops a whole hooks file.
func copilotDropped(p place) string {
	if p.err != nil {
		return p.err.Error()
	}
	if p.root.kind != table || !p.root.get("hooks").is(table) {
		return "`hooks` is not an object"
	}
	if v := p.root.get("version"); v.there() && (v.kind != number || v.raw != "1") {
		return "`version` is not 1"
	}
	for _, ev := range p.root.get("hooks").members {
		if ev.value.kind != list {
			return "`" + ev.key + "` is not a list"
		}
	}
	return ""
}

func copilotWeak(e entry) string {
	h := e.handler
	for _, m := range []node{h.get("matcher"), e.group.get("matcher")} {
		if m.there() && !(m.kind == text && (m.raw == "" || m.raw == ".*")) {
			return "a matcher leaves tools out"
		}
	}
	for _, key := range []string{"timeoutSec", "timeout"} {
		if tooShort(h.get(key)) {
			return "the timeout is too short to answer, and a timeout lets the call pass"
		}
	}
	return ""
}

// copilotUser judges the user's own settings.
func (s *scan) copilotUser(p place) {
	if v := p.root.get("disableAllHooks"); v.isTrue() {
		s.add("copilot.hooks-disabled-user", p, v.line, "disableAllHooks", "")
	}
	if v := p.root.get("disabledHooks"); len(v.items) > 0 {
		s.add("copilot.hooks-listed-off", p, v.line, "disabledHooks", "")
	}
	s.impostors(p, copilotEntries(p.root.get("hooks")))
}

// copilotRepo judges the settings of a repository; Claude's count too.
func (s *scan) copilotRepo(p place) {
	if v := p.root.get("disableAllHooks"); v.isTrue() {
		s.add("copilot.hooks-disabled", p, v.line, "disableAllHooks", "")
	}
	if !strings.Contains(s.slash(p.path), "/.claude/") { // the column of Claude Code reports those
		s.impostors(p, copilotEntries(p.root.get("hooks")))
	}
}

func (s *scan) copilotHooksIn(dir string) bool {
	for _, f := range s.glob(s.env.Join(dir, "hooks"), ".json", true) {
		if s.holdsOurs(copilotEntries(s.read(f, scopeUser, dialect{}).root.get("hooks"))) {
			return true
		}
	}
	return false
}

func (s *scan) copilotMoved() {
	usual := s.inHome(".copilot")
	s.variable("COPILOT_HOME", func(p place, line int, dir string) {
		dir = s.expand(dir)
		if s.slash(dir) == s.slash(usual) || s.copilotHooksIn(dir) {
			return
		}
		if s.copilotHooksIn(usual) || s.copilotHooksIn(detect.CopilotDir(s.env)) {
			s.add("copilot.moved", p, line, "COPILOT_HOME", dir)
		}
	})
}

// copilotTrusted are the folders that Copilot was told to trust; it keeps them
// in config.json and ignores the key elsewhere.
func copilotTrusted(s *scan) []string {
	var out []string
	p := s.read(s.env.Join(detect.CopilotDir(s.env), "config.json"), scopeUser, settingsDialect)
	for _, key := range []string{"trustedFolders", "trusted_folders"} {
		for _, v := range p.root.get(key).strs() {
			out = append(out, v.raw)
		}
	}
	return out
}
