package cmd

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/gitdiff"
	"github.com/cybedefend/vibedefend/internal/setup"
	"github.com/cybedefend/vibedefend/rules/code"
)

// languages are the pages of guidance that a repository has files for, of its
// own and not ignored by git.
func (a *app) languages() []string {
	foreign := []string{"vendor", "node_modules", "third_party", "testdata"}
	have := map[string]bool{}
	for _, f := range gitdiff.Files(a.machine.Repo) {
		p := code.PageFor(f)
		if p == nil || have[p.ID] || slices.ContainsFunc(strings.Split(f, "/"), func(dir string) bool { return slices.Contains(foreign, dir) }) {
			continue
		}
		have[p.ID] = true
	}
	return slices.DeleteFunc(setup.EveryPage(""), func(id string) bool { return !have[id] })
}

// guidance says which pages an installation into the repository wants: those
// of its languages, for agents that no hook tells before an edit. What a
// person wrote for another agent by rules sync stays.
func (j *job) guidance() func(agent string) []string {
	if !j.project() || j.next.NoGuidance {
		return nil
	}
	recorded, langs := setup.Recorded(j.app.machine), []string(nil)
	return func(agent string) []string {
		for _, f := range installers.RuleFiles() {
			if f.Agent != agent {
				continue
			}
			if f.Told {
				return recorded(agent)
			}
			if langs == nil {
				langs = j.app.languages()
			}
			return langs
		}
		return nil
	}
}

func (a *app) guidancePlans(list []installers.RuleFile) []installers.Plan {
	t := setup.Target(a.machine, setup.Request{Scope: installers.Project})
	langs := a.languages()
	var out []installers.Plan
	for _, f := range list {
		out = append(out, installers.Guidance(t, f.Agent, langs))
	}
	return out
}

// writeGuidance writes the pages of the repository's languages and takes back
// those of languages that are gone.
func (a *app) writeGuidance(root string, list []installers.RuleFile) error {
	plans := a.guidancePlans(list)
	var keep []string
	for _, p := range plans {
		for _, c := range p.Changes {
			keep = append(keep, c.Path)
		}
	}
	report, err := installers.Apply(a.machine.Dir, plans, installers.ApplyOptions{Home: a.machine.Env.Home, Repo: root, Partial: true})
	return firstOf(a.toldPages(report, err, "security guidance"), a.dropGuidance(root, func(path, agent string) bool {
		return !slices.Contains(keep, path) && slices.ContainsFunc(list, func(f installers.RuleFile) bool { return f.Agent == agent })
	}))
}

// dropGuidance takes pages of guidance back, all of them where gone is nil.
func (a *app) dropGuidance(root string, gone func(path, agent string) bool) error {
	plans, paths := a.guidanceKnown(gone)
	report, err := installers.Revert(a.machine.Dir, guidanceAgents(), plans, a.onlyGuidance(root, paths))
	return a.toldPages(report, err, "no guidance")
}

// guidanceGoing is what dropGuidance would do.
func (a *app) guidanceGoing(root string) []installers.FileEdit {
	plans, paths := a.guidanceKnown(nil)
	edits, err := installers.ComputeRevert(a.machine.Dir, guidanceAgents(), plans, a.onlyGuidance(root, paths))
	if err != nil {
		return nil // the run itself says so
	}
	return edits
}

func (a *app) onlyGuidance(root string, paths []string) installers.RevertOptions {
	return installers.RevertOptions{Home: a.machine.Env.Home, Repo: root, Scopes: []installers.Scope{installers.Project},
		Only: func(path string) bool { return slices.Contains(paths, path) }}
}

func guidanceAgents() (out []string) {
	for _, f := range installers.RuleFiles() {
		out = append(out, f.Agent)
	}
	return out
}

// guidanceKnown plans the pages that go, and names those that the ledger
// knows: all pages where gone is nil, recorded ones of which it says so else.
func (a *app) guidanceKnown(gone func(path, agent string) bool) (plans []installers.Plan, paths []string) {
	l, err := installers.LoadLedger(a.machine.Dir)
	if err != nil {
		return nil, nil // Revert says so
	}
	for _, e := range l.Entries {
		if _, ok := installers.GuidancePage(e.Path); ok && (gone == nil || gone(e.Path, e.Agents[0])) {
			paths = append(paths, e.Path)
		}
	}
	t := setup.Target(a.machine, setup.Request{Scope: installers.Project})
	for _, agent := range guidanceAgents() {
		p := installers.Guidance(t, agent, setup.EveryPage(agent))
		p.Changes = slices.DeleteFunc(p.Changes, func(c installers.Change) bool {
			return gone != nil && !slices.Contains(paths, c.Path)
		})
		plans = append(plans, p)
	}
	return plans, paths
}
