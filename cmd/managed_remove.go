package cmd

import (
	"slices"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// uninstallManaged is uninstall --scope managed.
func (a *app) uninstallManaged(o uninstallOptions) error {
	f := &fleet{app: a, yes: o.yes, dryRun: o.dryRun, json: o.json}
	if !o.dryRun {
		if err := mayWriteMachine("uninstall"); err != nil {
			return err
		}
	}
	choices, err := machineAgents(o.agents)
	if err != nil {
		return err
	}
	var ids []string // nil: everything, the programs too
	if len(o.agents) > 0 && !slices.Contains(o.agents, setup.All) {
		ids = agentIDs(choices)
	}
	if f.plans, err = setup.ManagedPlans(a.machine, choices, "", true); err != nil {
		return err
	}
	if f.edits, err = installers.ComputeRevert(setup.ManagedDir(a.machine), ids, f.plans, machineOnly()); err != nil {
		return err
	}
	if f.dryRun {
		return f.show(installed{Version: 1, DryRun: true, Scope: string(installers.Managed), Agents: choices,
			Changed: []string{}, Steps: []string{}, Notes: []string{}, Failed: []failure{}, Restart: []string{}})
	}
	if err := f.confirm("Uninstall?", "Uninstall", ids == nil && len(setup.PlacedManaged(a.machine)) > 0); err != nil {
		return err
	}
	return f.remove(ids, agentIDs(choices))
}

func machineOnly() installers.RevertOptions {
	return installers.RevertOptions{Scopes: []installers.Scope{installers.Managed}}
}

// remove takes the entries out first and the programs last.
func (f *fleet) remove(ids, touched []string) error {
	a := f.app
	report, err := installers.Revert(setup.ManagedDir(a.machine), ids, f.plans, machineOnly())
	if err := unexplained(report, err); err != nil {
		return err
	}
	out := removed{Version: 1, Changed: report.Changed, Notes: unique(report.Notes), Failed: a.failures(report.Failed),
		Restart: a.restart(touched), Kept: []string{}}
	if ids == nil && len(out.Failed) == 0 {
		a.sleep(reload) // agents that watch their files let go of the program
		gone, err := setup.UnplaceManaged(a.machine)
		if err != nil {
			return withHint(err, "end the programs that use it, then run this again")
		}
		out.Changed = append(out.Changed, gone...)
	}
	return f.tellRemoved(out)
}

func (f *fleet) tellRemoved(out removed) error {
	a := f.app
	out.Changed, out.Notes = nonNil(out.Changed), nonNil(out.Notes)
	if f.json {
		return firstOf(a.json(out), failedCode(out.Failed))
	}
	for _, p := range out.Changed {
		word := "restored"
		if !a.machine.Env.IsFile(p) {
			word = "removed"
		}
		a.say("%s %s", word, p)
	}
	for _, s := range out.Restart {
		a.say("restart %s: it may still hold our hooks", s)
	}
	err := a.report(out.Notes, out.Failed)
	switch {
	case err != nil:
	case len(out.Changed) == 0:
		a.say("nothing to do: nothing of ours is managed here")
	default:
		a.say("uninstalled for this machine; what users installed for themselves stays")
	}
	return err
}
