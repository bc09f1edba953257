package posture

import (
	"strings"

	"github.com/cybedefend/vibedefend/internal/hookline"
)

// entry is one hook that a settings file declares.
type entry struct {
	event   string
	key     string // that holds the line
	command string // with the arguments of an exec form
	line    int
	group   node // the group with the matcher, where the format has one
	handler node
	at, in  int // index of the group in its event, of the handler in its group
}

// standing says whose an entry is.
type standing int

const (
	foreign standing = iota
	ours
	impostor
)

// grouped lists the handlers of a Claude-shaped table of events.
func grouped(hooks node, keys ...string) []entry {
	var out []entry
	for _, ev := range hooks.members {
		for g, group := range ev.value.items {
			for h, handler := range group.get("hooks").items {
				for _, e := range commands(handler, keys) {
					e.event, e.group, e.at, e.in = ev.key, group, g, h
					out = append(out, e)
				}
			}
		}
	}
	return out
}

// flat lists the handlers of a table of events that hold them directly.
func flat(hooks node, keys ...string) []entry {
	var out []entry
	for _, ev := range hooks.members {
		for i, handler := range ev.value.items {
			for _, e := range commands(handler, keys) {
				e.event, e.at = ev.key, i
				out = append(out, e)
			}
		}
	}
	return out
}

// commands reads the command lines of one handler, one entry for each key.
func commands(handler node, keys []string) []entry {
	var out []entry
	for _, key := range keys {
		c := handler.get(key)
		if c.str() == "" {
			continue
		}
		words := []string{c.str()}
		for _, a := range handler.get("args").strs() {
			words = append(words, a.str())
		}
		out = append(out, entry{key: key, command: strings.Join(words, " "), line: c.line, handler: handler})
	}
	return out
}

// byName reports whether the line is one that a team commits: it lets the
// call pass where we are not installed, so it is held to less.
func (e entry) byName() bool {
	_, form, ok := hookline.Parse(e.command)
	return ok && (form == hookline.PosixByName || form == hookline.PowerShellByName)
}

// whose tells our entries from those of others and from look-alikes. why
// says what is wrong with a look-alike.
func (s *scan) whose(e entry) (st standing, why string) {
	line, form, ok := hookline.Parse(e.command)
	if !ok {
		if hookline.Like(e.command) {
			return impostor, "the line is not one that VibeDefend writes"
		}
		return foreign, ""
	}
	if form == hookline.PosixByName || form == hookline.PowerShellByName {
		return s.onPath()
	}
	called := line.Program
	if s.env.OS == "windows" && strings.Contains(called, "~") {
		called = s.real(called) // a short name, written where the long one has a space
	}
	for _, p := range s.programs() {
		if s.slash(called) == s.slash(p) {
			return s.resolved(p)
		}
	}
	return impostor, "it calls " + line.Program + ", which is not our program"
}

// onPath looks up vibedefend the way a shell does. Where it is not installed
// the line lets the call pass and is nobody's.
func (s *scan) onPath() (standing, string) {
	sep := ":"
	if s.env.OS == "windows" {
		sep = ";"
	}
	for _, dir := range strings.Split(s.env.Getenv("PATH"), sep) {
		for _, name := range []string{"vibedefend", "vibedefend.exe"} {
			p := s.env.Join(dir, name)
			if dir == "" || !s.env.IsFile(p) {
				continue
			}
			return s.resolved(p)
		}
	}
	return ours, ""
}

// resolved refuses a program that leads into the repository, which anyone
// may have written. A home that is itself a repository is the user's.
func (s *scan) resolved(p string) (standing, string) {
	if s.repo != "" && !s.below(s.env.Home, s.repo) && s.below(s.real(p), s.real(s.repo)) {
		return impostor, p + " leads into the repository"
	}
	return ours, ""
}

// impostors reports entries that look like ours and are not, and returns
// those that are ours.
func (s *scan) impostors(p place, es []entry) []entry {
	var own []entry
	for _, e := range es {
		switch st, why := s.whose(e); st {
		case ours:
			own = append(own, e)
		case impostor:
			s.add(s.agent+".impostor", p, e.line, "hooks."+e.event, why)
		}
	}
	return own
}

// all reports whether a matcher selects every tool.
func all(matcher node) bool {
	return matcher.kind == missing || matcher.kind == text && (matcher.raw == "" || matcher.raw == "*" || matcher.raw == ".*")
}
