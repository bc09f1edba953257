package cmd

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

type uninstallOptions struct {
	yes, noInput, purge, noRepo, dryRun, json bool
	agents                                    []string
	scope                                     string
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
	f.StringArrayVar(&o.agents, "agent", nil, "`name` of an agent or surface to leave (default: all);\nmay be repeated")
	f.BoolVarP(&o.yes, "yes", "y", false, "do not ask")
	f.BoolVar(&o.noInput, "no-input", false, "never ask; fail where an answer is missing")
	f.BoolVar(&o.purge, "purge", false, "remove the trail and your configuration too")
	f.BoolVar(&o.noRepo, "no-repo", false, "leave the files of repositories alone")
	f.StringVar(&o.scope, "scope", "", "`scope` to take back: managed, for what an administrator\ninstalled for every user (default: your own files)")
	f.BoolVarP(&o.dryRun, "dry-run", "n", false, "print a unified diff of every file and write nothing")
	f.BoolVar(&o.json, "json", false, "answer in JSON")
	complete(c, "agent", setup.Names()...)
	complete(c, "scope", "managed")
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
	switch o.scope {
	case "":
	case string(installers.Managed):
		return a.uninstallManaged(o)
	default:
		return usagef("vibedefend uninstall --help", "unknown scope %q: want managed, or none for your own files", o.scope)
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
	q := prompt.Question{Title: "Uninstall?", Text: "From then on nothing judges what these agents do."}
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
