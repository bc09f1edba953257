package cmd

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/export"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// installOptions are the flags of install.
type installOptions struct {
	yes, noInput, noRepo, dryRun, json bool
	region, scope                      string
	agents                             []string
}

const installLong = `Detect the coding agents of this machine and put our hooks into them.

Without flags in a terminal it shows what it found, asks for the region and the
agents, shows every file it would touch, and asks once. In scripts pass --yes:
it takes the agents that were found, and without --region the region is local,
so nothing can leave the machine. Running it again changes nothing; with a
newer program it upgrades in place; with another --region it changes that.`

const installExample = `  vibedefend install
  vibedefend install --yes --region eu --agent claude-code --agent codex
  vibedefend install --yes --agent all --dry-run
  vibedefend install --yes --scope project --agent cursor`

func newInstall(a *app) *cobra.Command {
	o := installOptions{}
	c := &cobra.Command{
		Use:     "install",
		Short:   "Put our hooks into the coding agents of this machine",
		Long:    installLong,
		Example: installExample,
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return a.install(o) },
	}
	f := c.Flags()
	f.BoolVarP(&o.yes, "yes", "y", false, "agree to everything, record trust in our hooks included")
	f.BoolVar(&o.noInput, "no-input", false, "never ask; fail where an answer is missing")
	f.StringVar(&o.region, "region", "", "eu, us or local (default: the stored one, else local with --yes)")
	f.StringArrayVar(&o.agents, "agent", nil, "agent or surface, may be repeated; also all, detected")
	f.StringVar(&o.scope, "scope", "user", "user: this machine; project: files of this repository for a team")
	f.BoolVar(&o.noRepo, "no-repo", false, "do not touch the repository around the working folder")
	f.BoolVarP(&o.dryRun, "dry-run", "n", false, "print a unified diff of every file and write nothing")
	f.BoolVar(&o.json, "json", false, "answer in JSON")
	complete(c, "region", "eu", "us", "local")
	complete(c, "scope", "user", "project")
	complete(c, "agent", setup.Names()...)
	return c
}

// job is one run of install: the flags, what is stored, what was found, and
// what came out of them.
type job struct {
	installOptions
	app    *app
	stored settings.Answers
	again  bool // install ran before
	found  []detect.Found
	given  bool // the region was given as a flag

	next    settings.Answers
	plans   []installers.Plan
	edits   []installers.FileEdit
	refused []installers.Failure
	orphans []installers.FileEdit // ours, and no plan wants them any more
	bins    []setup.Copy
	saved   bool // the answers changed
}

func (a *app) install(o installOptions) error {
	j := &job{installOptions: o, app: a, given: o.region != ""}
	steps := []func() error{j.check, j.detect, j.chooseRegion, j.chooseAgents, j.plan}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if o.dryRun {
		return j.show()
	}
	return j.apply()
}

// check looks at the flags before anything is read or asked.
func (j *job) check() error {
	const help = "vibedefend install --help"
	if j.scope != string(installers.User) && j.scope != string(installers.Project) {
		return usagef(help, "unknown scope %q: want user or project", j.scope)
	}
	if j.region != "" {
		r, err := export.ParseRegion(j.region)
		if err != nil {
			return usage(err, help)
		}
		j.region = string(r)
	}
	if _, err := setup.Choose(j.agents, nil); err != nil {
		return err
	}
	if j.project() && j.app.machine.Repo == "" {
		return withHint(errors.New("--scope project needs a git repository and this folder is in none"), "run git init, or leave out --scope")
	}
	if j.project() && j.noRepo {
		return usagef(help, "--scope project and --no-repo exclude each other")
	}
	return nil
}

func (j *job) project() bool { return j.scope == string(installers.Project) }

// interactive reports whether questions are asked.
func (j *job) interactive() bool {
	return j.app.canAsk && !j.yes && !j.noInput && !j.json && !j.dryRun && !j.app.quiet
}

func (j *job) detect() error {
	var err error
	if j.stored, j.again, err = settings.Load(j.app.machine.Dir); err != nil {
		return withHint(err, "mend or move that file; nothing was changed")
	}
	j.found = detect.All(j.app.machine.Env)
	if !j.interactive() {
		return nil
	}
	a := j.app
	a.say("%s\n", a.style(a.err).Bold("VibeDefend "+release()))
	a.say("%s", a.foundTable(a.err, j.found))
	if n := detect.SideNote(a.machine.Env); n != "" {
		a.note(a.tilde(n))
	}
	return nil
}

// plan computes every edit without writing.
func (j *job) plan() error {
	m := j.app.machine
	choices := j.next.Agents
	if j.project() {
		p, _ := j.next.Project(m.Repo)
		choices = p.Agents
	}
	choices = only(choices, j.agents, j.found)
	var err error
	j.plans, err = setup.Plans(m, setup.Request{
		Scope: installers.Scope(j.scope), Choices: choices, Region: j.region,
		ReplaceRegion: j.given && j.ownsRepoConfig(), NoRepo: j.noRepo, Trust: j.next.Trust, Found: j.found,
	})
	if err != nil {
		return err
	}
	if j.edits, j.refused, err = installers.Preflight(j.plans, j.options()); err != nil {
		return err
	}
	j.orphans = setup.Orphans(m, j.plans)
	j.bins, err = setup.Copies(m.Dir, j.app.self)
	return err
}

// options apply what can be applied: a file that is refused must not leave
// the other agents ungoverned.
func (j *job) options() installers.ApplyOptions {
	m := j.app.machine
	return installers.ApplyOptions{Home: m.Env.Home, Repo: m.Repo, Partial: true, Prune: true}
}

// only limits a run to the agents that were named, with their merged surfaces.
func only(all []settings.Choice, names []string, found []detect.Found) []settings.Choice {
	if len(names) == 0 {
		return all
	}
	named, err := setup.Choose(names, found)
	if err != nil {
		return all
	}
	var kept []settings.Choice
	for _, c := range all {
		for _, n := range named {
			if n.Agent == c.Agent {
				kept = append(kept, c)
			}
		}
	}
	return kept
}

// ownsRepoConfig reports whether the repository's configuration came from us:
// only then does a new --region change it. A team's file decides for itself.
func (j *job) ownsRepoConfig() bool {
	l, err := installers.LoadLedger(j.app.machine.Dir)
	return err == nil && j.app.machine.Repo != "" &&
		l.Owns(j.app.machine.Env.Join(j.app.machine.Repo, ".cybedefend", "config.json"))
}

// changes reports whether anything would be written.
func (j *job) changes() bool {
	for _, e := range append(slices.Clone(j.edits), j.orphans...) {
		if e.Changed() {
			return true
		}
	}
	for _, b := range j.bins {
		if b.Stale {
			return true
		}
	}
	changed, err := settings.Differs(j.app.machine.Dir, j.next)
	return err != nil || changed
}

func (j *job) steps() []string {
	var names []string
	for _, p := range j.plans {
		for _, s := range p.Steps {
			names = append(names, s.Name)
		}
	}
	return names
}

func (j *job) notes() []string {
	var out []string
	for _, p := range j.plans {
		out = append(out, p.Notes...)
	}
	return j.app.tildes(unique(out))
}

func choiceText(list []settings.Choice) string {
	var out []string
	for _, c := range list {
		a, _ := detect.ByID(c.Agent)
		s := a.Name
		if len(c.Surfaces) > 0 {
			s += fmt.Sprintf(" (%s)", strings.Join(c.Surfaces, ", "))
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}
