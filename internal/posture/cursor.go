package posture

import (
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/rules"
)

const cursorFix = "correct the file, then run `vibedefend doctor --fix`"

var cursorKinds = []Entry{
	{"cursor.file-dropped", stateUnreadable, rules.High, "Cursor ignores this whole file, without saying so", cursorFix, nil},
	{"cursor.unknown-event", stateUnreadable, rules.High, "Cursor ignores a whole file that names an event it does not know, without saying so", "remove the event", nil},
	{"cursor.url-in-command", stateUnreadable, rules.High, "Cursor refuses a command that holds a URL and drops the whole file with it", "move the address into a configuration file of that program", nil},
	{"cursor.version", stateUnreadable, rules.Medium, "`version` must be the number 1: without it hooks may not load or stay out of the settings page", "set `\"version\": 1`", nil},
	{"cursor.weak-entry", stateDrift, rules.High, "our entry cannot stop every call", "run `vibedefend doctor --fix`", nil},
	{"cursor.impostor", stateConflict, rules.High, "a hook looks like ours and is not; it is never run or trusted by us", "look at what it runs, then remove it", []string{"CWE-494"}},
}

var cursorEvents = []string{"sessionStart", "sessionEnd", "preToolUse", "postToolUse", "postToolUseFailure", "subagentStart", "subagentStop",
	"beforeShellExecution", "afterShellExecution", "beforeMCPExecution", "afterMCPExecution", "beforeReadFile", "afterFileEdit",
	"beforeTabFileRead", "afterTabFileEdit", "beforeSubmitPrompt", "afterAgentResponse", "afterAgentThought", "preCompact", "stop", "workspaceOpen"}

var cursorGates = []string{"preToolUse", "beforeShellExecution", "beforeMCPExecution"}

func cursorSwitches(s *scan) {
	for _, p := range cursorFiles(s) {
		s.cursorFile(p)
	}
}

// cursorFiles lists the hook files of Cursor.
func cursorFiles(s *scan) []place {
	files := []place{s.read(s.env.Join(detect.CursorDir(s.env), "hooks.json"), scopeUser, dialect{}),
		s.read(s.env.Join(detect.CursorSystem(s.env), "hooks.json"), scopeManaged, dialect{})}
	for _, root := range s.roots() {
		files = append(files, s.read(s.env.Join(root, ".cursor", "hooks.json"), scopeProject, dialect{}))
	}
	return files
}

func (s *scan) cursorFile(p place) {
	if !p.found {
		return
	}
	if p.err != nil {
		s.add("cursor.file-dropped", p, 0, "", p.err.Error())
		return
	}
	hooks := p.root.get("hooks")
	if p.root.kind != table || !hooks.is(table) {
		s.add("cursor.file-dropped", p, hooks.line, "hooks", "`hooks` is not an object")
		return
	}
	if v := p.root.get("version"); v.kind != number || v.raw != "1" {
		s.add("cursor.version", p, v.line, "version", "")
	}
	for _, ev := range hooks.members {
		s.cursorEvent(p, ev)
	}
	for _, e := range s.impostors(p, flat(hooks, "command")) {
		if why := cursorWeak(e); why != "" && p.scope != scopeProject {
			s.add("cursor.weak-entry", p, e.line, "hooks."+e.event, why)
		}
	}
}

func (s *scan) cursorEvent(p place, ev member) {
	name := "hooks." + ev.key
	if !contains(cursorEvents, ev.key) {
		s.add("cursor.unknown-event", p, ev.line, name, "")
	}
	if ev.value.kind != list {
		s.add("cursor.file-dropped", p, ev.line, name, "`"+ev.key+"` is not a list")
	}
	for _, h := range ev.value.items {
		if c := h.get("command"); strings.Contains(c.str(), "://") {
			s.add("cursor.url-in-command", p, c.line, name, "")
		}
		if h.kind != table || h.get("hooks").there() || h.get("command").str() == "" && h.get("type").str() != "prompt" {
			s.add("cursor.file-dropped", p, h.line, name, "an entry has no command of its own")
		}
		if t := h.get("timeout"); !t.is(number) || t.there() && !positive(t) {
			s.add("cursor.file-dropped", p, t.line, name, "`timeout` is not a number of seconds above 0")
		}
	}
}

// cursorWeak says why an entry of ours does not stop what it must.
func cursorWeak(e entry) string {
	if !contains(cursorGates, e.event) {
		return ""
	}
	h := e.handler
	switch {
	case !h.get("failClosed").isTrue():
		return "`failClosed` is not true"
	case h.get("type").there() && h.get("type").str() != "command":
		return "its type is not \"command\""
	case tooShort(h.get("timeout")):
		return "the timeout is too short to answer"
	case !all(h.get("matcher")):
		return "the matcher leaves tools out"
	}
	return ""
}
