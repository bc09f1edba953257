package cmd

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/settings"
)

// syncOptions are the flags of rules sync.
type syncOptions struct {
	agents                     []string
	remove, dryRun, noGuidance bool
	guidanceSaid               bool // about guidance something was said now
}

func newRulesSync(a *app) *cobra.Command {
	var o syncOptions
	c := &cobra.Command{
		Use:   "sync",
		Short: "Write accepted rules and security guidance into rule files of agents that are not told before an edit",
		Long: `Write the rules you accepted, and a page of security guidance for each language
of the repository, into the repository's rule files of the agents that take no
context before an edit: Cursor and Windsurf, and Copilot where it is named. Each
file says for which paths it holds. Later decisions keep the accepted rules up
to date; uninstall, or --remove, takes the files back.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			o.guidanceSaid = c.Flags().Changed("no-guidance")
			return a.rulesSync(o)
		},
	}
	f := c.Flags()
	f.StringArrayVar(&o.agents, "agent", nil, "`name` of an agent: cursor, windsurf or copilot; may be repeated\n(default: those of cursor and windsurf that VibeDefend is installed for)")
	f.BoolVar(&o.noGuidance, "no-guidance", false, "no pages of security guidance: takes back those that are there;\nremembered, --no-guidance=false wants them again")
	f.BoolVar(&o.remove, "remove", false, "take the files back")
	f.BoolVarP(&o.dryRun, "dry-run", "n", false, "print a unified diff of every file and write nothing")
	c.MarkFlagsMutuallyExclusive("remove", "dry-run")
	c.MarkFlagsMutuallyExclusive("remove", "agent")
	c.MarkFlagsMutuallyExclusive("remove", "no-guidance")
	return c
}

func (a *app) rulesSync(o syncOptions) error {
	root, err := a.repository()
	if err != nil {
		return err
	}
	if o.remove {
		return firstOf(a.dropPages(root), a.dropGuidance(root, nil))
	}
	chosen, err := a.pagesFor(o.agents)
	if err != nil {
		return err
	}
	stored, _, err := settings.Load(a.machine.Dir)
	if err != nil {
		return err
	}
	if !o.guidanceSaid && stored.NoGuidance {
		o.noGuidance = true
		a.hint("no pages of security guidance, as was said before: --no-guidance=false wants them again")
	}
	if o.dryRun {
		return a.showPages(root, chosen, o.noGuidance)
	}
	if o.guidanceSaid && o.noGuidance != stored.NoGuidance {
		if _, err := settings.Set(a.machine.Dir, "noGuidance", o.noGuidance); err != nil {
			return err
		}
	}
	err = a.writePages(root, chosen)
	if o.noGuidance {
		return firstOf(err, a.dropGuidance(root, nil))
	}
	return firstOf(err, a.writeGuidance(root, chosen))
}

// pagesFor are the rule files of the agents named, or of those installed.
func (a *app) pagesFor(agents []string) ([]installers.RuleFile, error) {
	const help = "vibedefend rules sync --help"
	all := installers.RuleFiles()
	if len(agents) == 0 {
		var err error
		if agents, err = a.untold(); err != nil {
			return nil, err
		}
	}
	for _, name := range agents {
		if !slices.ContainsFunc(all, func(p installers.RuleFile) bool { return p.Agent == name }) {
			return nil, usagef(help, "%q is none of cursor, windsurf, copilot", name)
		}
	}
	if len(agents) == 0 {
		return nil, usagef(help, "VibeDefend is installed for neither Cursor nor Windsurf: name an agent with --agent")
	}
	return slices.DeleteFunc(all, func(p installers.RuleFile) bool { return !slices.Contains(agents, p.Agent) }), nil
}

// untold are the installed agents that no hook tells before an edit.
func (a *app) untold() ([]string, error) {
	stored, _, err := settings.Load(a.machine.Dir)
	if err != nil {
		return nil, err
	}
	p, _ := stored.Project(a.machine.Repo)
	var out []string
	for _, f := range installers.RuleFiles() {
		if !f.Told && slices.ContainsFunc(append(slices.Clone(stored.Agents), p.Agents...), func(c settings.Choice) bool { return c.Agent == f.Agent }) {
			out = append(out, f.Agent)
		}
	}
	return out, nil
}

// showPages prints what rules sync would write.
func (a *app) showPages(root string, list []installers.RuleFile, noGuidance bool) error {
	rules, err := a.standing(root)
	if err != nil {
		return err
	}
	var plans []installers.Plan
	if len(rules) > 0 {
		plans = append(plans, a.conventionsPlan(root, rules, list))
	}
	if !noGuidance {
		plans = append(plans, a.guidancePlans(list)...)
	}
	edits, err := installers.ComputeAll(plans, a.machine.Env.FS)
	if err != nil {
		return err
	}
	if noGuidance {
		edits = append(edits, a.guidanceGoing(root)...)
	}
	a.print("%s", installers.Diff(edits, a.machine.Env.Home))
	return nil
}

func (a *app) toldPages(r installers.Report, err error, what string) error {
	if err := unexplained(r, err); err != nil {
		return err
	}
	for _, p := range r.Changed {
		a.say("%s: %s", a.tilde(p), what)
	}
	for _, n := range r.Notes {
		a.note(a.tilde(n))
	}
	for _, f := range r.Failed {
		a.complain(a.tilde(f.Path) + ": " + clean(f.Message))
		if f.Hint != "" {
			a.hint(f.Hint)
		}
	}
	if len(r.Failed) > 0 {
		return exitFailure
	}
	return nil
}
