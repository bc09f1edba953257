package doctor

import (
	"errors"
	"slices"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/posture"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// Of gathers what is to be examined on m: the stored answers and the plans
// they make today. only limits it to some agents, nil means all.
func Of(m setup.Machine, self string, only []string) Subject {
	s := Subject{Machine: m, Self: self, Found: detect.All(m.Env)}
	plans, stored, err := setup.Stored(m, s.Found)
	if err != nil && !errors.Is(err, setup.ErrNotInstalled) {
		s.Err = err
	}
	s.Region = stored.Region
	plans = append(plans, setup.Synced(m, stored)...)
	project, _ := stored.Project(m.Repo)
	for _, c := range append(slices.Clone(stored.Agents), project.Agents...) {
		if !slices.Contains(s.Agents, c.Agent) && (only == nil || slices.Contains(only, c.Agent)) {
			s.Agents = append(s.Agents, c.Agent)
		}
	}
	for _, h := range posture.Hooks(m.Env, m.Repo, only...) {
		if h.Scope == "managed" && h.Ours && !slices.Contains(s.Agents, h.Agent) && (only == nil || slices.Contains(only, h.Agent)) {
			s.Agents, s.Managed = append(s.Agents, h.Agent), append(s.Managed, h.Agent)
		}
	}
	if only != nil {
		s.Found = slices.DeleteFunc(s.Found, func(f detect.Found) bool { return !slices.Contains(only, f.Agent) })
		plans = slices.DeleteFunc(plans, func(p installers.Plan) bool { return !slices.Contains(only, p.Agent) })
		s.Ungoverned = slices.DeleteFunc(slices.Clone(only), func(a string) bool { return slices.Contains(s.Agents, a) })
	}
	s.Plans = plans
	return s
}

// Wanted turns the names given with --agent into agents; nil for none given.
func Wanted(names []string, m setup.Machine) ([]string, error) {
	if len(names) == 0 {
		return nil, nil
	}
	list, err := setup.Choose(names, detect.All(m.Env))
	if err != nil {
		return nil, err
	}
	out := []string{}
	for _, c := range list {
		out = append(out, c.Agent)
	}
	return out, nil
}
