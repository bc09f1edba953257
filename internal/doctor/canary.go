package doctor

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/hookline"
	"github.com/cybedefend/vibedefend/internal/posture"
)

// Session marks what doctor sends in the audit trail.
const Session = audit.CanarySession

// shot is one call sent through a stored command line.
type shot struct {
	hook    posture.Hook
	dialect dialect
	block   bool   // whether the call must be stopped
	payload []byte // what the agent would put on standard input
	env     []string
}

// canary sends two calls through the command line of each gate that the
// agents' own files hold: one that must be stopped and one that must pass.
// The calls are text on standard input; nothing in them is ever run.
func canary(s Subject) []Line {
	switch {
	case len(s.Agents) == 0:
		return nil
	case observing(s):
		return nil // nothing is stopped then, and the policy's line says so
	case open(s):
		return nil // whoever put something there would have it run as us
	}
	out := asleep(s)
	fired := map[string]bool{}
	for _, h := range posture.Hooks(s.Env, s.Repo, s.Agents...) {
		for _, d := range dialects() {
			if !h.Ours || !d.fits(h, s.Env.OS) || resting(h, s) {
				continue
			}
			key := d.name + "\x00" + h.Event + "\x00" + h.Command + "\x00" + h.File
			if fired[key] {
				continue
			}
			fired[key] = true
			out = append(out, fire(s, h, d))
		}
	}
	return out
}

// open reports whether other users can replace the program.
func open(s Subject) bool {
	for _, l := range program(s) {
		if l.State == Conflict {
			return true
		}
	}
	return false
}

// resting reports whether a line is for machines that have us on PATH, and
// this one has not: it lets calls pass by design, the user's own entries hold.
func resting(h posture.Hook, s Subject) bool {
	_, form, _ := hookline.Parse(h.Command)
	return (form == hookline.PosixByName || form == hookline.PowerShellByName) && !onPath(s.Env)
}

// asleep names the files whose lines rest. That is a finding where an agent
// has no other entry of ours here: nothing governs it then.
func asleep(s Subject) []Line {
	var out []Line
	hooks := posture.Hooks(s.Env, s.Repo, s.Agents...)
	seen := map[string]bool{}
	for _, h := range hooks {
		if !h.Ours || !resting(h, s) || seen[h.File] {
			continue
		}
		seen[h.File] = true
		l := Line{State: Disabled, Agent: h.Agent, File: h.File, At: h.Line,
			Message: "its hooks call vibedefend by its name, which is not on PATH: they let every call pass",
			Hint:    "put " + s.Dir.Bin() + " on the PATH of the agents, or install for the user"}
		if slices.ContainsFunc(hooks, func(o posture.Hook) bool {
			return o.Ours && o.Agent == h.Agent && o.Surface == h.Surface && o.File != h.File && !resting(o, s)
		}) {
			l.State, l.Hint = Note, ""
			l.Message = "its hooks rest, as vibedefend is not on PATH; the entries outside the repository hold"
		}
		out = append(out, l)
	}
	return out
}

// fire sends both calls and grades what came back.
func fire(s Subject, h posture.Hook, d dialect) Line {
	l := Line{State: OK, Agent: h.Agent, File: h.File, At: h.Line, Message: d.title(h) + " stops the canary and lets a harmless call pass"}
	bad := func(format string, args ...any) Line {
		l.State, l.Hint = Disabled, "run `vibedefend doctor --fix`; if it stays so, look at the command there and at your policy"
		l.Message = d.title(h) + " " + fmt.Sprintf(format, args...)
		return l
	}
	for _, block := range []bool{true, false} {
		sh := shot{hook: h, dialect: d, block: block, payload: d.payload(s, h.Event, block), env: d.env(s)}
		a, err := sh.send(s)
		if errors.Is(err, errNoShell) {
			l.State, l.Message = Note, d.title(h)+" was not tried: "+err.Error()
			return l
		}
		if err != nil {
			return bad("cannot be run: %v", err)
		}
		stopped, why := d.judge(a)
		switch {
		case why != "" && block:
			return bad("does not stop the canary: %s", why)
		case why != "":
			return bad("does not let a harmless call pass: %s", why)
		case block && !stopped:
			return bad("lets the canary pass")
		case !block && stopped:
			return bad("stops a harmless call too: %s", clip(a.text()))
		}
	}
	return l
}

// clip shortens what a hook said to one line of a report.
func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 160 {
		return string(r[:160]) + "…"
	}
	return s
}
