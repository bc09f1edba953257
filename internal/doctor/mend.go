package doctor

import (
	"slices"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/posture"
)

// MendPlans are the edits that put findings right, one plan for each agent.
func MendPlans(list []posture.Mended) []installers.Plan {
	var out []installers.Plan
	for _, m := range list {
		i := slices.IndexFunc(out, func(p installers.Plan) bool { return p.Agent == m.Agent })
		if i < 0 {
			i = len(out)
			out = append(out, installers.Plan{Agent: m.Agent, Scope: installers.User})
		}
		for _, e := range m.Edits {
			out[i].Changes = append(out[i].Changes, installers.Change{Path: m.File, Why: "a safer value of " + m.Setting, Edit: e})
		}
	}
	return out
}

// switchOn puts right what in the user's own files keeps our hooks from
// running.
func switchOn(s Subject) (installers.Report, error) {
	plans := MendPlans(posture.Mends(posture.SwitchedOff(s.Env, s.Repo, s.Agents...)))
	if len(plans) == 0 {
		return installers.Report{}, nil
	}
	return installers.Apply(s.Dir, plans, installers.ApplyOptions{Home: s.Env.Home, Partial: true})
}
