package cmd

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// choose reads what is meant. Surfaces cannot be reverted alone: the agent is
// planned again with those that remain.
func (r *removal) choose() error {
	a := r.app
	var err error
	if r.stored, _, err = settings.Load(a.machine.Dir); err != nil {
		a.warn("%s; going on without it", a.tilde(err.Error()))
	}
	if len(r.agents) == 0 || slices.Contains(r.agents, setup.All) {
		return nil
	}
	found := detect.All(a.machine.Env)
	chosen, err := setup.Choose(r.agents, found)
	if err != nil {
		return err
	}
	for _, c := range chosen {
		if rest := remaining(r.stored.Agents, c); rest != nil {
			r.narrow = append(r.narrow, settings.Choice{Agent: c.Agent, Surfaces: rest})
			continue
		}
		r.ids = append(r.ids, c.Agent)
	}
	return nil
}

// remaining lists the surfaces an agent keeps when those of c go.
func remaining(stored []settings.Choice, c settings.Choice) []string {
	if c.Surfaces == nil {
		return nil
	}
	var rest []string
	ag, _ := detect.ByID(c.Agent)
	for _, s := range ag.Surfaces {
		wired := !slices.ContainsFunc(stored, func(o settings.Choice) bool {
			return o.Agent == c.Agent && o.Surfaces != nil && !slices.Contains(o.Surfaces, s.ID)
		})
		if wired && !slices.Contains(c.Surfaces, s.ID) {
			rest = append(rest, s.ID)
		}
	}
	return rest
}

func (r *removal) whole() bool { return r.ids == nil && r.narrow == nil }

// plan describes what is to go: by plans for what a lost ledger does not
// know, by the ledger for the rest.
func (r *removal) plan() error {
	m := r.app.machine
	var err error
	if r.ledger, err = installers.LoadLedger(m.Dir); err != nil {
		return err
	}
	found := detect.All(m.Env)
	if r.narrow != nil {
		q := setup.Request{Scope: installers.User, Choices: r.narrow, NoRepo: true, Trust: true, Denies: r.stored.Denies, MCP: r.stored.MCP, Region: r.stored.Region, Found: found}
		if r.rest, err = setup.Plans(m, q); err != nil {
			return err
		}
		if r.edits, err = installers.ComputeAll(r.rest, m.Env.FS); err != nil {
			return err
		}
		r.edits = append(r.edits, setup.Orphans(m, r.rest)...)
	}
	if !r.whole() && r.ids == nil {
		return nil
	}
	if err := r.planRevert(found); err != nil {
		return err
	}
	edits, err := installers.ComputeRevert(m.Dir, r.ids, r.plans, r.options())
	if err != nil || r.ids == nil {
		r.edits = append(r.edits, edits...)
		return err
	}
	pages, err := installers.ComputeRevert(m.Dir, []string{conventions}, nil, r.pagesOptions())
	r.edits = append(append(r.edits, edits...), pages...)
	return err
}

// pagesOptions reach the files of accepted rules of the agents that go: the
// ledger keeps these under a name of their own.
func (r *removal) pagesOptions() installers.RevertOptions {
	o := r.options()
	o.Only = func(path string) bool {
		return slices.ContainsFunc(r.ledger.Entries, func(e installers.Entry) bool {
			return e.Path == path && slices.Contains(r.ids, strings.TrimPrefix(e.Why, conventionsFor))
		})
	}
	return o
}

// planRevert makes the plans of the user and, in a repository, of a project.
func (r *removal) planRevert(found []detect.Found) error {
	m := r.app.machine
	q := setup.Request{Scope: installers.User, Choices: r.choices(), NoRepo: true, Trust: true, Denies: true, MCP: true, Region: r.stored.Region, Found: found}
	var err error
	if r.plans, err = setup.Plans(m, q); err != nil {
		return err
	}
	if r.noRepo || m.Repo == "" {
		return nil
	}
	q.Scope, q.NoRepo, q.Guidance = installers.Project, false, setup.EveryPage
	more, err := setup.Plans(m, q)
	if err != nil {
		return err
	}
	if !r.whole() {
		more = slices.DeleteFunc(more, func(p installers.Plan) bool { return p.Agent == installers.Repository })
	}
	r.plans = append(r.plans, more...)
	return nil
}

// options reach every repository the ledger knows, unless they are left alone.
func (r *removal) options() installers.RevertOptions {
	o := installers.RevertOptions{Home: r.app.machine.Env.Home, Scopes: []installers.Scope{installers.User}}
	if !r.noRepo {
		o.Repo, o.EveryRepo = r.app.machine.Repo, true
		o.Scopes = append(o.Scopes, installers.Project)
	}
	return o
}

// choices are the agents of r as choices.
func (r *removal) choices() []settings.Choice {
	var out []settings.Choice
	for _, ag := range detect.Agents() {
		if r.ids == nil || slices.Contains(r.ids, ag.ID) {
			out = append(out, settings.Choice{Agent: ag.ID})
		}
	}
	return out
}

func (r *removal) idle() bool {
	changed := slices.ContainsFunc(r.edits, func(e installers.FileEdit) bool { return e.Changed() || e.Err != nil && !r.foreign(e.Path) })
	d := r.app.machine.Dir
	ours := setup.Placed(d) != nil || setup.Unfinished(d) || r.purge && setup.Remains(d) != nil
	return !changed && !(r.whole() && ours)
}

func (r *removal) refused() []failure {
	out := []failure{}
	for _, e := range r.edits {
		if e.Err != nil && !r.foreign(e.Path) {
			out = append(out, failure{e.Agent, r.app.tilde(e.Path), r.app.tilde(e.Err.Error()), hintOf(e.Err)})
		}
	}
	return out
}
