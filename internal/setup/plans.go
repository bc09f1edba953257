package setup

import (
	"errors"
	"slices"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/consent"
	"github.com/cybedefend/vibedefend/internal/settings"
)

// Request is what plans are made for.
type Request struct {
	Scope   installers.Scope
	Choices []settings.Choice
	Region  string
	// ReplaceRegion lets the region of the repository change.
	ReplaceRegion bool
	NoRepo        bool // leave the repository around the working folder alone
	Trust         bool // the person agrees to have our hooks trusted
	Denies        bool // the agents' own denial rules are wanted too
	MCP           bool // the region's MCP server is wanted in the agents
	// Guidance says of which languages an agent gets pages of guidance in a
	// project; nil: of none.
	Guidance func(agent string) []string
	Found    []detect.Found
}

// Plans makes the plans of a request, in the order of the table, with the
// repository's own configuration last.
func Plans(m Machine, r Request) ([]installers.Plan, error) {
	t := Target(m, r)
	var plans []installers.Plan
	for _, row := range installers.Table() {
		i := slices.IndexFunc(r.Choices, func(c settings.Choice) bool { return c.Agent == row.ID })
		if i < 0 {
			continue
		}
		t.Surfaces, t.Found = r.Choices[i].Surfaces, present(r.Found, row.ID)
		p, err := row.Plan(t)
		if err != nil {
			return nil, err
		}
		if r.Guidance != nil && r.Scope == installers.Project {
			g := installers.Guidance(t, row.ID, r.Guidance(row.ID))
			p.Changes, p.Notes = append(p.Changes, g.Changes...), append(p.Notes, g.Notes...)
		}
		plans = append(plans, p)
	}
	if t.Repo == "" || len(plans) == 0 {
		return plans, nil
	}
	p, err := installers.RepoConfig(t, r.Region, r.ReplaceRegion)
	if err != nil {
		return nil, err
	}
	return append(plans, p), nil
}

// present leaves out left-overs: our own files make some, and a plan that
// depended on them would differ from run to run.
func present(found []detect.Found, agent string) []detect.Found {
	return slices.DeleteFunc(detect.Of(found, agent), func(f detect.Found) bool { return f.Residue })
}

// Target is the part of a request that is the same for every agent.
func Target(m Machine, r Request) installers.Target {
	t := installers.Target{Env: m.Env, Scope: r.Scope, Repo: m.Repo, HookPath: hookPath(m.Dir), Trust: r.Trust, Denies: r.Denies}
	if r.MCP {
		t.MCP = consent.Region(r.Region).MCP()
	}
	if r.NoRepo && r.Scope != installers.Project {
		t.Repo = ""
	}
	return t
}

// ErrNotInstalled says that install never ran here.
var ErrNotInstalled = errors.New("nothing is installed on this machine")

// Stored makes the plans of the answers given to install: those of the user
// and, inside a repository that was installed into, those of the project.
func Stored(m Machine, found []detect.Found) ([]installers.Plan, settings.Answers, error) {
	a, ok, err := settings.Load(m.Dir)
	if err != nil {
		return nil, a, err
	}
	if !ok {
		return nil, a, ErrNotInstalled
	}
	r := Request{Scope: installers.User, Choices: a.Agents, Region: a.Region, NoRepo: a.NoRepo, Trust: a.Trust, Denies: a.Denies, MCP: a.MCP, Found: found}
	plans, err := Plans(m, r)
	if err != nil {
		return nil, a, err
	}
	if p, ok := a.Project(m.Repo); ok {
		r.Scope, r.Choices, r.Guidance = installers.Project, p.Agents, Recorded(m)
		more, err := Plans(m, r)
		if err != nil {
			return nil, a, err
		}
		plans = append(withoutRepo(plans), more...)
	}
	return plans, a, nil
}

// withoutRepo drops the repository's configuration, planned once by the
// project.
func withoutRepo(plans []installers.Plan) []installers.Plan {
	return slices.DeleteFunc(plans, func(p installers.Plan) bool { return p.Agent == installers.Repository })
}

// Merge unites earlier choices with new ones. An agent that is named anew
// without surfaces is wanted whole.
func Merge(old, more []settings.Choice) []settings.Choice {
	want := map[string][]string{}
	for _, c := range append(slices.Clone(old), more...) {
		if c.Surfaces == nil {
			want[c.Agent] = nil
		} else {
			add(want, c.Agent, c.Surfaces)
		}
	}
	return ordered(want)
}

// Without takes agents out of choices.
func Without(list []settings.Choice, agents []string) []settings.Choice {
	return slices.DeleteFunc(slices.Clone(list), func(c settings.Choice) bool { return slices.Contains(agents, c.Agent) })
}
