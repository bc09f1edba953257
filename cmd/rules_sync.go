package cmd

import (
	"bytes"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/rules/business"
	"github.com/cybedefend/vibedefend/rules/mine"
)

// conventions is the name under which the ledger keeps our pages, so that the
// plan of an agent neither wants nor drops them.
const conventions = "conventions"

// pageOf is the rule file of an agent that is given no context before an edit.
type pageOf struct {
	agent string
	path  func(a *app, root string) string
	head  func(globs []string) string
}

// pages are the agents with rule files for paths. Claude Code and Codex are
// told before each edit and need none.
func pages() []pageOf {
	return []pageOf{
		{"cursor", func(a *app, root string) string {
			return a.machine.Env.Join(root, ".cursor", "rules", "vibedefend-conventions.mdc")
		}, func(g []string) string {
			if len(g) == 0 {
				return "---\ndescription: Conventions of this repository\nalwaysApply: true\n---\n"
			}
			return "---\ndescription: Conventions of this repository\nglobs: " + strings.Join(g, ",") + "\nalwaysApply: false\n---\n"
		}},
		{"windsurf", func(a *app, root string) string {
			dir := ".windsurf"
			if a.machine.Env.IsDir(a.machine.Env.Join(root, ".devin", "rules")) {
				dir = ".devin"
			}
			return a.machine.Env.Join(root, dir, "rules", "vibedefend-conventions.md")
		}, func(g []string) string {
			if len(g) == 0 {
				return "---\ntrigger: always_on\ndescription: Conventions of this repository\n---\n"
			}
			return "---\ntrigger: glob\nglobs: \"" + strings.Join(g, ",") + "\"\ndescription: Conventions of this repository\n---\n"
		}},
		{"copilot", func(a *app, root string) string {
			return a.machine.Env.Join(root, ".github", "instructions", "vibedefend-conventions.instructions.md")
		}, func(g []string) string {
			if len(g) == 0 {
				g = []string{"**"}
			}
			return "---\nname: vibedefend-conventions\ndescription: Conventions of this repository\napplyTo: \"" + strings.Join(g, ",") + "\"\n---\n"
		}},
	}
}

func newRulesSync(a *app) *cobra.Command {
	var agents []string
	var remove, dryRun bool
	c := &cobra.Command{
		Use:   "sync",
		Short: "Write the accepted rules into the rule files of agents that are not told before an edit",
		Long: `Write the rules you accepted into the repository's rule files of the agents that
take no context before an edit: Cursor and Windsurf, and Copilot where it is
named. Each file says for which paths it holds. Later decisions keep the files
up to date; uninstall, or --remove, takes them back.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.rulesSync(agents, remove, dryRun) },
	}
	f := c.Flags()
	f.StringArrayVar(&agents, "agent", nil, "`name` of an agent: cursor, windsurf or copilot; may be repeated\n(default: those of cursor and windsurf that VibeDefend is installed for)")
	f.BoolVar(&remove, "remove", false, "take the files back")
	f.BoolVarP(&dryRun, "dry-run", "n", false, "print a unified diff of every file and write nothing")
	c.MarkFlagsMutuallyExclusive("remove", "dry-run")
	c.MarkFlagsMutuallyExclusive("remove", "agent")
	return c
}

func (a *app) rulesSync(agents []string, remove, dryRun bool) error {
	root, err := a.repository()
	if err != nil {
		return err
	}
	if remove {
		return a.dropPages(root)
	}
	chosen, err := a.pagesFor(agents)
	if err != nil {
		return err
	}
	return a.writePages(root, chosen, dryRun)
}

// pagesFor are the pages of the agents named, or of those installed.
func (a *app) pagesFor(agents []string) ([]pageOf, error) {
	const help = "vibedefend rules sync --help"
	named := len(agents) > 0
	if !named {
		stored, _, err := settings.Load(a.machine.Dir)
		if err != nil {
			return nil, err
		}
		p, _ := stored.Project(a.machine.Repo)
		for _, c := range append(slices.Clone(stored.Agents), p.Agents...) {
			if c.Agent == "cursor" || c.Agent == "windsurf" {
				agents = append(agents, c.Agent)
			}
		}
	}
	all := pages()
	for _, name := range agents {
		if !slices.ContainsFunc(all, func(p pageOf) bool { return p.agent == name }) {
			return nil, usagef(help, "%q is none of cursor, windsurf, copilot", name)
		}
	}
	if len(agents) == 0 {
		return nil, usagef(help, "VibeDefend is installed for neither Cursor nor Windsurf: name an agent with --agent")
	}
	return slices.DeleteFunc(all, func(p pageOf) bool { return !slices.Contains(agents, p.agent) }), nil
}

// standing are the rules that this user accepted and the repository holds.
func (a *app) standing(root string) ([]business.Active, error) {
	own, err := business.LoadAccepted(a.machine.Dir.State(), root)
	if err != nil {
		return nil, err
	}
	book, err := os.ReadFile(mine.BookPath(root))
	if err != nil {
		return nil, nil // no book, no rules
	}
	return own.Standing(book, func() bool { return a.trustsRules(root) }), nil
}

// writePages brings the files of the agents to what is accepted now; with
// nothing accepted they go.
func (a *app) writePages(root string, list []pageOf, dryRun bool) error {
	rules, err := a.standing(root)
	if err != nil {
		return err
	}
	if len(rules) == 0 {
		a.say("no accepted rules, so no files")
		return a.dropPages(root)
	}
	plan := installers.Plan{Agent: conventions, Scope: installers.Project}
	for _, p := range list {
		plan.Changes = append(plan.Changes, installers.Change{Path: p.path(a, root), Why: "conventions for " + p.agent, Mode: 0o644, Edit: edit.File{
			Content: mine.Page(rules, p.head), Max: 12000, Mine: func(src []byte) bool { return bytes.Contains(src, []byte(mine.PageMark)) },
		}})
	}
	if dryRun {
		edits, err := installers.ComputeAll([]installers.Plan{plan}, a.machine.Env.FS)
		if err != nil {
			return err
		}
		a.print("%s", installers.Diff(edits, a.machine.Env.Home))
		return nil
	}
	report, err := installers.Apply(a.machine.Dir, []installers.Plan{plan}, installers.ApplyOptions{Home: a.machine.Env.Home, Repo: root})
	return a.toldPages(report, err, plural(len(rules), "rule"))
}

// dropPages takes the files of a repository back.
func (a *app) dropPages(root string) error {
	report, err := installers.Revert(a.machine.Dir, []string{conventions}, nil, installers.RevertOptions{Home: a.machine.Env.Home, Repo: root, Scopes: []installers.Scope{installers.Project}})
	return a.toldPages(report, err, "no rules")
}

func (a *app) toldPages(r installers.Report, err error, what string) error {
	if err := unexplained(r, err); err != nil {
		return err
	}
	for _, p := range r.Changed {
		a.say("%s: %s", a.tilde(p), what)
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

// resync brings files up to date that rules sync wrote before; a decision
// stands also where one of them cannot be written.
func (a *app) resync(root string) {
	l, err := installers.LoadLedger(a.machine.Dir)
	if err != nil {
		return
	}
	var list []pageOf
	for _, p := range pages() {
		path := p.path(a, root)
		if slices.ContainsFunc(l.Entries, func(e installers.Entry) bool {
			return slices.Contains(e.Agents, conventions) && (e.Path == path || e.Resolved == path)
		}) {
			list = append(list, p)
		}
	}
	if len(list) == 0 {
		return
	}
	if err := a.writePages(root, list, false); err != nil {
		a.hint("vibedefend rules sync writes the rule files again")
	}
}
