package posture

import (
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/hookline"
	"github.com/cybedefend/vibedefend/rules"
)

var windsurfKinds = []Entry{
	{"windsurf.file-dropped", stateUnreadable, rules.High, "Cascade cannot read the hooks of this file", "correct the file, then run `vibedefend doctor --fix`", nil},
	{"windsurf.unknown-event", stateRisk, rules.Low, "Cascade does not know this event; what it does with the file is not documented", "remove the event", nil},
	{"windsurf.devin-dropped", stateUnreadable, rules.High, "Devin cannot read the hooks of this file", "correct the file, then run `vibedefend doctor --fix`", nil},
	{"windsurf.shadowed", stateDisabled, rules.High, "an app that knows the new file does not read the legacy one with our hooks any more",
		"run `vibedefend doctor --fix`, or remove the new file", nil},
	{"windsurf.moved", stateDisabled, rules.High, "Devin reads another folder than the one that holds our hooks",
		"run `vibedefend install --agent windsurf` with the same XDG_CONFIG_HOME, or unset it", nil},
	{"windsurf.start-flag", stateDisabled, rules.High, "this alias starts Devin with another configuration, without our hooks", "remove `--config` from the alias", nil},
	{"windsurf.exit-code-lost", stateDrift, rules.High, "PowerShell turns our refusal into a pass, as the line does not hand on the exit code", "run `vibedefend doctor --fix`", []string{"CWE-636"}},
	{"windsurf.weak-entry", stateDrift, rules.High, "our entry cannot stop every call", "run `vibedefend doctor --fix`", nil},
	{"windsurf.impostor", stateConflict, rules.High, "a hook looks like ours and is not; it is never run or trusted by us", "look at what it runs, then remove it", []string{"CWE-494"}},
}

var cascadeEvents = []string{"pre_read_code", "post_read_code", "pre_write_code", "post_write_code", "pre_run_command", "post_run_command",
	"pre_mcp_tool_use", "post_mcp_tool_use", "pre_user_prompt", "post_cascade_response", "post_cascade_response_with_transcript", "post_setup_worktree"}

func windsurfSwitches(s *scan) {
	s.cascade(s.read(s.env.Join(detect.CodeiumDir(s.env), "windsurf", "hooks.json"), scopeUser, dialect{}))
	s.cascade(s.read(s.env.Join(detect.CodeiumDir(s.env), "hooks.json"), scopeUser, dialect{}))
	devin, legacy := detect.WindsurfSystem(s.env)
	s.cascadePair(s.env.Join(devin, "hooks.json"), s.env.Join(legacy, "hooks.json"), scopeManaged)
	for _, root := range s.roots() {
		s.cascadePair(s.env.Join(root, ".devin", "hooks.json"), s.env.Join(root, ".windsurf", "hooks.json"), scopeProject)
		s.devin(s.read(s.env.Join(root, ".devin", "hooks.v1.json"), scopeProject, devinDialect), true)
		s.devin(s.read(s.env.Join(root, ".devin", "config.json"), scopeProject, devinDialect), false)
		s.devin(s.read(s.env.Join(root, ".devin", "config.local.json"), scopeLocal, devinDialect), false)
	}
	s.devin(s.read(s.env.Join(detect.DevinDir(s.env), "config.json"), scopeUser, devinDialect), false)
	s.devinMoved()
	for _, l := range s.shellRC() {
		if l.starts("devin", "--config") != "" {
			s.add("windsurf.start-flag", l.p, l.line, "--config", "")
		}
	}
}

// cascadePair judges a new file and the legacy one that it hides.
func (s *scan) cascadePair(newer, legacy, scope string) {
	n, l := s.read(newer, scope, dialect{}), s.read(legacy, scope, dialect{})
	inNew, inOld := s.cascade(n), s.cascade(l)
	hides := n.found
	if scope == scopeProject {
		hides = n.err == nil && len(n.root.get("hooks").members) > 0
	}
	if hides && len(inOld) > 0 && len(inNew) == 0 {
		s.add("windsurf.shadowed", n, 0, "hooks", l.path)
	}
}

// cascade judges one Cascade file and returns our entries in it.
func (s *scan) cascade(p place) []entry {
	if !p.found {
		return nil
	}
	hooks := p.root.get("hooks")
	switch {
	case p.err != nil:
		s.add("windsurf.file-dropped", p, 0, "", p.err.Error())
		return nil
	case p.root.kind != table || !hooks.is(table):
		s.add("windsurf.file-dropped", p, hooks.line, "hooks", "`hooks` is not an object")
		return nil
	}
	for _, ev := range hooks.members {
		if !contains(cascadeEvents, ev.key) {
			s.add("windsurf.unknown-event", p, ev.line, "hooks."+ev.key, "")
		}
		if ev.value.kind != list {
			s.add("windsurf.file-dropped", p, ev.line, "hooks."+ev.key, "`"+ev.key+"` is not a list")
		}
	}
	own := s.impostors(p, flat(hooks, "command", "powershell"))
	if s.env.OS == "windows" {
		s.cascadeWindows(p, own)
	}
	return own
}

// cascadeWindows finds lines of ours with which a refusal is lost there.
func (s *scan) cascadeWindows(p place, own []entry) {
	for _, e := range own {
		line := e.handler.get("powershell").str()
		_, form, ok := hookline.Parse(line)
		if strings.HasPrefix(e.event, "pre_") && (!ok || form == hookline.Windows) {
			s.add("windsurf.exit-code-lost", p, e.line, "hooks."+e.event, "")
		}
	}
}

// devinDialect: Devin reads JSONC.
var devinDialect = dialect{comments: true}

func (s *scan) appData() string {
	if d := s.env.Getenv("APPDATA"); d != "" {
		return d
	}
	return s.inHome("AppData", "Roaming")
}

// devin judges a file of Devin Local; bare says that the events are the file.
func (s *scan) devin(p place, bare bool) {
	if !p.found {
		return
	}
	hooks := p.root.get("hooks")
	if bare {
		hooks = p.root
	}
	if p.err != nil || p.root.kind != table || !hooks.is(table) {
		why := "`hooks` is not an object"
		if p.err != nil {
			why = p.err.Error()
		}
		s.add("windsurf.devin-dropped", p, hooks.line, "hooks", why)
		return
	}
	for _, ev := range hooks.members {
		if ev.value.kind != list {
			s.add("windsurf.devin-dropped", p, ev.line, "hooks."+ev.key, "`"+ev.key+"` is not a list")
		}
	}
	for _, e := range s.impostors(p, grouped(hooks, "command")) {
		if e.event == "PreToolUse" && (tooShort(e.handler.get("timeout")) || !all(e.group.get("matcher"))) {
			s.add("windsurf.weak-entry", p, e.line, "hooks."+e.event, "too short a timeout, or a matcher that leaves tools out")
		}
	}
}

// devinMoved notices that XDG_CONFIG_HOME leads past the file with our hooks.
func (s *scan) devinMoved() {
	if s.env.OS == "windows" {
		return
	}
	usual := s.read(s.inHome(".config", "devin", "config.json"), scopeUser, devinDialect)
	if !s.holdsOurs(grouped(usual.root.get("hooks"), "command")) {
		return
	}
	s.variable("XDG_CONFIG_HOME", func(p place, line int, dir string) {
		dir = s.expand(dir)
		there := s.read(s.env.Join(dir, "devin", "config.json"), scopeUser, devinDialect)
		if strings.HasPrefix(dir, "/") && s.slash(there.path) != s.slash(usual.path) && !s.holdsOurs(grouped(there.root.get("hooks"), "command")) {
			s.add("windsurf.moved", p, line, "XDG_CONFIG_HOME", dir)
		}
	})
}
