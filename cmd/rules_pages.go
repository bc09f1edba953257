package cmd

import (
	"bytes"
	"os"
	"slices"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/rules/business"
	"github.com/cybedefend/vibedefend/rules/mine"
)

// conventions is the name under which the ledger keeps the pages of accepted
// rules, so that the plan of an agent neither wants nor drops them.
const conventions = "conventions"

const (
	conventionsFile = "vibedefend-conventions"
	conventionsFor  = "conventions for " // what the ledger calls them, before the agent's name
)

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

func (a *app) conventionsPlan(root string, rules []business.Active, list []installers.RuleFile) installers.Plan {
	plan := installers.Plan{Agent: conventions, Scope: installers.Project}
	for _, p := range list {
		head := func(globs []string) string { return p.Head(conventionsFile, "Conventions of this repository", globs) }
		plan.Changes = append(plan.Changes, installers.Change{Path: p.Path(a.machine.Env, root, conventionsFile), Why: conventionsFor + p.Agent, Mode: 0o644, Edit: edit.File{
			Content: mine.Page(rules, head), Max: installers.RuleFileMax, Mine: func(src []byte) bool { return bytes.Contains(src, []byte(mine.PageMark)) },
		}})
	}
	return plan
}

// writePages brings the files of the agents to what is accepted now; with
// nothing accepted they go.
func (a *app) writePages(root string, list []installers.RuleFile) error {
	rules, err := a.standing(root)
	if err != nil {
		return err
	}
	if len(rules) == 0 {
		a.say("no accepted rules, so no files of conventions")
		return a.dropPages(root)
	}
	plan := a.conventionsPlan(root, rules, list)
	report, err := installers.Apply(a.machine.Dir, []installers.Plan{plan}, installers.ApplyOptions{Home: a.machine.Env.Home, Repo: root})
	return a.toldPages(report, err, plural(len(rules), "rule"))
}

// dropPages takes the conventions of a repository back.
func (a *app) dropPages(root string) error {
	report, err := installers.Revert(a.machine.Dir, []string{conventions}, nil, installers.RevertOptions{Home: a.machine.Env.Home, Repo: root, Scopes: []installers.Scope{installers.Project}})
	return a.toldPages(report, err, "no rules")
}

// resync brings files up to date that rules sync wrote before; a decision
// stands also where one of them cannot be written.
func (a *app) resync(root string) {
	l, err := installers.LoadLedger(a.machine.Dir)
	if err != nil {
		return
	}
	var list []installers.RuleFile
	for _, p := range installers.RuleFiles() {
		path := p.Path(a.machine.Env, root, conventionsFile)
		if slices.ContainsFunc(l.Entries, func(e installers.Entry) bool {
			return slices.Contains(e.Agents, conventions) && (e.Path == path || e.Resolved == path)
		}) {
			list = append(list, p)
		}
	}
	if len(list) == 0 {
		return
	}
	if err := a.writePages(root, list); err != nil {
		a.hint("vibedefend rules sync writes the rule files again")
	}
}
