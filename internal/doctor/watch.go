package doctor

import (
	"slices"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/posture"
	"github.com/cybedefend/vibedefend/rules"
)

// Finding is a line that asks for something to be done, and the name under
// which the trail keeps it.
type Finding struct {
	ID       string
	Severity rules.Severity
	Line
}

// Watch is the part of the examination that is made at the start of every
// session: it reads files, starts nothing, and finds what keeps our hooks from
// running, for any governed agent and in any folder that one trusts.
func Watch(s Subject) []Finding {
	if len(s.Agents) == 0 {
		return nil
	}
	var out []Finding
	for _, f := range append(posture.SwitchedOff(s.Env, s.Repo, s.Agents...), posture.Elsewhere(s.Env, s.Repo, s.Agents...)...) {
		out = append(out, Finding{f.ID, f.Severity, switchLine(f)})
	}
	s.Deep = false
	for _, l := range append(files(s), commands(s)...) {
		if !slices.ContainsFunc(out, func(f Finding) bool { return f.Agent == l.Agent && f.File == l.File }) {
			out = append(out, Finding{l.Agent + "." + l.State, rules.High, l})
		}
	}
	return slices.DeleteFunc(out, func(f Finding) bool {
		if _, advice := installers.GuidancePage(f.File); advice {
			return true // no hook depends on it: doctor tells
		}
		return f.State == OK || f.State == Note || f.Agent == installers.Repository || f.Agent == Ourselves
	})
}
