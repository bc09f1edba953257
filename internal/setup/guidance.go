package setup

import (
	"slices"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/rules/code"
)

// Recorded says which pages of guidance the ledger records in a repository: what
// was written once is kept as it was, whatever languages came since.
func Recorded(m Machine) func(agent string) []string {
	l, err := installers.LoadLedger(m.Dir)
	return func(agent string) []string {
		if err != nil || m.Repo == "" {
			return nil // who applies a plan says so
		}
		return l.GuidanceIn(m.Repo, agent)
	}
}

// EveryPage is for taking back: any page may be there.
func EveryPage(string) []string {
	var out []string
	for _, p := range code.Pages() {
		out = append(out, p.ID)
	}
	return out
}

// Synced plans the pages of guidance that were written into a repository
// without an installation into it.
func Synced(m Machine, stored settings.Answers) []installers.Plan {
	if m.Repo == "" {
		return nil
	}
	t := Target(m, Request{Scope: installers.Project})
	project, _ := stored.Project(m.Repo)
	recorded := Recorded(m)
	var out []installers.Plan
	for _, f := range installers.RuleFiles() {
		planned := slices.ContainsFunc(project.Agents, func(c settings.Choice) bool { return c.Agent == f.Agent })
		if p := installers.Guidance(t, f.Agent, recorded(f.Agent)); !planned && len(p.Changes)+len(p.Notes) > 0 {
			out = append(out, p)
		}
	}
	return out
}
