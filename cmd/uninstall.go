package cmd

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

type uninstallOptions struct {
	yes, noInput, purge, noRepo, dryRun, json bool
	agents                                    []string
}

const uninstallLong = `Take our hooks and rules out of the agents. A file that is as we left it becomes
byte for byte what it was before; one that changed since loses exactly our
entries. Entries go first and the program last, after agents had time to reload;
where sessions still run that read their hooks at their start, the program stays
for them and the command says so.

The trail and your configuration in ~/.cybedefend stay unless --purge is given.
An agent cannot run this command.`

func newUninstall(a *app) *cobra.Command {
	o := uninstallOptions{}
	c := &cobra.Command{
		Use:   "uninstall",
		Short: "Take everything back, byte for byte",
		Long:  uninstallLong,
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.uninstall(o) },
	}
	f := c.Flags()
	f.StringArrayVar(&o.agents, "agent", nil, "agent to take our hooks from, may be repeated (default: all)")
	f.BoolVarP(&o.yes, "yes", "y", false, "do not ask")
	f.BoolVar(&o.noInput, "no-input", false, "never ask; fail where an answer is missing")
	f.BoolVar(&o.purge, "purge", false, "remove the trail and your configuration too")
	f.BoolVar(&o.noRepo, "no-repo", false, "leave the files of repositories alone")
	f.BoolVarP(&o.dryRun, "dry-run", "n", false, "print a unified diff of every file and write nothing")
	f.BoolVar(&o.json, "json", false, "answer in JSON")
	complete(c, "agent", setup.Names()...)
	return c
}

// removal is one run of uninstall.
type removal struct {
	uninstallOptions
	app    *app
	stored settings.Answers
	ids    []string // agents to take back, nil: everything
	narrow []settings.Choice
	plans  []installers.Plan // of what goes
	rest   []installers.Plan // of agents that keep some surfaces
	ledger installers.Ledger
	edits  []installers.FileEdit
}

func (a *app) uninstall(o uninstallOptions) error {
	if !o.dryRun {
		if err := a.person("uninstall"); err != nil {
			return err
		}
	}
	r := &removal{uninstallOptions: o, app: a}
	for _, step := range []func() error{r.choose, r.plan} {
		if err := step(); err != nil {
			return err
		}
	}
	if o.dryRun {
		return r.show()
	}
	if r.idle() {
		return r.nothing()
	}
	if err := r.confirm(); err != nil {
		return err
	}
	return r.apply()
}

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
		q := setup.Request{Scope: installers.User, Choices: r.narrow, NoRepo: true, Trust: true, Found: found}
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
	r.edits = append(r.edits, edits...)
	return err
}

// planRevert makes the plans of the user and, in a repository, of a project.
func (r *removal) planRevert(found []detect.Found) error {
	m := r.app.machine
	q := setup.Request{Scope: installers.User, Choices: r.choices(), NoRepo: true, Trust: true, Found: found}
	var err error
	if r.plans, err = setup.Plans(m, q); err != nil {
		return err
	}
	if r.noRepo || m.Repo == "" {
		return nil
	}
	q.Scope, q.NoRepo = installers.Project, false
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
	return !changed && !(r.whole() && (setup.Placed(r.app.machine.Dir) != nil || r.purge && setup.Remains(r.app.machine.Dir) != nil))
}

func (r *removal) nothing() error {
	if r.json {
		return r.app.json(removed{Version: 1, Changed: []string{}, Notes: []string{}, Failed: []failure{}, Restart: []string{}, Kept: []string{}})
	}
	r.app.say("nothing to do: nothing of ours is here")
	return nil
}

func (r *removal) show() error {
	a := r.app
	failed := r.refused()
	diff := installers.Diff(r.edits, a.machine.Env.Home)
	if r.json {
		out := removed{Version: 1, DryRun: true, Changed: []string{}, Notes: []string{}, Failed: failed, Restart: []string{}, Kept: []string{}, Diff: diff}
		for _, e := range r.edits {
			if e.Changed() {
				out.Changed = append(out.Changed, a.tilde(e.Path))
			}
		}
		return firstOf(a.json(out), failedCode(failed))
	}
	a.print("%s", diff)
	if r.idle() {
		return r.nothing()
	}
	if r.whole() {
		a.say("would then remove %s", a.tilde(a.machine.Dir.Bin()))
	}
	return a.report(nil, failed)
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

func (r *removal) confirm() error {
	a := r.app
	if r.yes {
		return nil
	}
	if !a.canAsk || r.noInput || r.json {
		return cannotAsk("whether to uninstall", "look first with --dry-run, then agree with --yes")
	}
	var rows [][]string
	for _, e := range r.edits {
		if e.Changed() {
			verb := "edit"
			if e.After == nil {
				verb = "delete"
			}
			rows = append(rows, []string{verb, e.Why, a.tilde(e.Path)})
		}
	}
	a.say("%s", strings.TrimRight(a.style(a.err).Table([]string{"", "WHAT", "FILE"}, rows, -1), "\n"))
	q := prompt.Question{Title: "Uninstall?", Text: "The agents will no longer be governed by these files."}
	if r.purge {
		q.Text += "\nThe trail of what was blocked is deleted too."
	}
	ok, err := a.ask.Confirm(q, "Uninstall", "Cancel")
	if err == nil && !ok {
		err = prompt.ErrAborted
	}
	return err
}

// reload is how long agents that watch their files may take to notice.
const reload = 3 * time.Second
