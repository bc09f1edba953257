package cmd

import (
	"errors"
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
	stored                             bool // the agents are those of an earlier run
	mcp                                bool // register the region's MCP server
	denies                             bool // add the agents' own denial rules
	noDenies                           bool // it was said that they are not wanted
	noGuidance                         bool // no pages of guidance in a project
	guidanceSaid                       bool // that was said now, either way
}

const installLong = `Detect the coding agents of this machine and put our hooks into them.

Without flags in a terminal it shows what it found, asks for the region, the
agents and whether they get deny rules of their own (--native-denies), shows
every file it would touch, and asks once. In scripts pass --yes:
it takes the agents that were found, and without --region the region is local,
so nothing can leave the machine. Running it again changes nothing; with a
newer program it upgrades in place; with another --region it changes that.`

const installExample = `  vibedefend install
  vibedefend install --yes --region eu --agent claude-code --agent codex
  vibedefend install --yes --agent all --dry-run
  vibedefend install --yes --scope project --agent cursor
  sudo vibedefend install --yes --scope managed --region eu`

func newInstall(a *app) *cobra.Command {
	o := installOptions{}
	c := &cobra.Command{
		Use:     "install",
		Short:   "Put our hooks into the coding agents of this machine",
		Long:    installLong,
		Example: installExample,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			o.noDenies = c.Flags().Changed("native-denies") && !o.denies
			o.guidanceSaid = c.Flags().Changed("no-guidance")
			return a.install(o)
		},
	}
	f := c.Flags()
	f.BoolVarP(&o.yes, "yes", "y", false, "agree to everything, record trust in our hooks included")
	f.BoolVar(&o.noInput, "no-input", false, "never ask; fail where an answer is missing")
	f.StringVar(&o.region, "region", "", "`region` of your tenant: eu, us, or local for none\n(default: the stored one; with --yes local)")
	f.StringArrayVar(&o.agents, "agent", nil, "`name` of an agent (claude-code, cursor, codex, windsurf,\ncopilot) or surface (devin, vscode...), all or detected;\nmay be repeated")
	f.StringVar(&o.scope, "scope", "user", "`scope` of the files: user, for yourself; project, for a\nrepository that a team shares; managed, for every user\nof this machine, written by its administrator")
	f.BoolVar(&o.denies, "native-denies", false, "also add rules of the agents' own that deny reading\nplaces of credentials: a second wall")
	f.BoolVar(&o.mcp, "with-mcp", false, "also register the MCP server of the region in each\nagent: a remote service of CybeDefend")
	f.BoolVar(&o.noRepo, "no-repo", false, "do not touch the repository around the working folder")
	f.BoolVar(&o.noGuidance, "no-guidance", false, "no pages of security guidance in repositories, for\nagents that are told nothing before an edit; remembered")
	f.BoolVarP(&o.dryRun, "dry-run", "n", false, "print a unified diff of every file and write nothing")
	f.BoolVar(&o.json, "json", false, "answer in JSON")
	complete(c, "region", "eu", "us", "local")
	complete(c, "scope", "user", "project", "managed")
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
	small   setup.Small           // where it had to be made
	bins    []setup.Copy
	saved   bool // the answers changed
}

func (a *app) install(o installOptions) error {
	if o.scope == string(installers.Managed) {
		return a.installManaged(o)
	}
	j := &job{installOptions: o, app: a, given: o.region != ""}
	defer func() { _ = j.small.Close() }()
	steps := []func() error{j.check, j.detect, j.chooseRegion, j.chooseAgents, j.askDenies, j.plan}
	for _, step := range steps {
		if err := step(); err != nil {
			return j.failed(err)
		}
	}
	if o.dryRun {
		return j.show()
	}
	return j.apply()
}

// failed also answers in JSON where that was asked for; the error itself goes on.
func (j *job) failed(err error) error {
	if !j.json {
		return err
	}
	out := j.answer()
	_, hints := classify(err)
	out.Failed = []failure{{Error: j.app.tilde(err.Error()), Hint: strings.Join(hints, "; ")}}
	if e := j.app.json(out); e != nil {
		return e
	}
	return err
}

// check looks at the flags before anything is read or asked.
func (j *job) check() error {
	const help = "vibedefend install --help"
	if j.scope != string(installers.User) && j.scope != string(installers.Project) {
		return usagef(help, "unknown scope %q: want user, project or managed", j.scope)
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
