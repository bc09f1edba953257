package cmd

import (
	"errors"
	"runtime"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/disk"
	"github.com/cybedefend/vibedefend/internal/export"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// administrator reports whether we may write for the machine; tests say so
// themselves.
var administrator = disk.Administrator

// fleet is one run of install or uninstall for the whole machine.
type fleet struct {
	app               *app
	yes, dryRun, json bool
	plans             []installers.Plan
	edits             []installers.FileEdit
	refused           []installers.Failure
	bins              []setup.Copy
}

// mayWriteMachine refuses what only an administrator can do.
func mayWriteMachine(command string) error {
	if administrator() {
		return nil
	}
	next := "run it as root: sudo vibedefend " + command + " --scope managed"
	if runtime.GOOS == "windows" {
		next = "run it in a terminal that was opened as administrator"
	}
	return withHint(errors.New("--scope managed writes for every user of this machine and needs an administrator"),
		next, "look at the files first: vibedefend policy render --agent all")
}

// machineAgents are the agents named, or all: what other users have cannot be
// seen from here.
func machineAgents(names []string) ([]settings.Choice, error) {
	if len(names) == 0 {
		names = []string{setup.All}
	}
	if slices.Contains(names, setup.Detected) {
		return nil, usagef("vibedefend install --help", "--agent detected says nothing about other users of this machine: name agents, or all")
	}
	return setup.Choose(names, nil)
}

// installManaged is install --scope managed. It asks for no answers and keeps
// none: the flags are all there is, so that a fleet can be told again.
func (a *app) installManaged(o installOptions) error {
	f := &fleet{app: a, yes: o.yes, dryRun: o.dryRun, json: o.json}
	if !o.dryRun {
		if err := mayWriteMachine("install"); err != nil {
			return err
		}
	}
	if o.region != "" {
		r, err := export.ParseRegion(o.region)
		if err != nil {
			return usage(err, "vibedefend install --help")
		}
		o.region = string(r)
	}
	choices, err := machineAgents(o.agents)
	if err != nil {
		return err
	}
	if f.plans, err = setup.ManagedPlans(a.machine, choices, o.region, o.denies); err != nil {
		return err
	}
	if f.edits, f.refused, err = installers.Preflight(f.plans, f.options()); err != nil {
		return err
	}
	if f.bins, err = setup.ManagedCopies(a.machine, a.self); err != nil {
		return err
	}
	return f.install(o, choices)
}

func (f *fleet) options() installers.ApplyOptions {
	return installers.ApplyOptions{System: f.app.machine.Env.Prefix, Partial: true}
}

func (f *fleet) install(o installOptions, choices []settings.Choice) error {
	a := f.app
	out := installed{Version: 1, DryRun: f.dryRun, Region: o.region, Scope: string(installers.Managed), Agents: choices,
		Changed: []string{}, Steps: []string{}, Notes: []string{}, Failed: []failure{}, Restart: []string{}}
	for _, b := range f.bins {
		if b.Stale {
			out.Changed = append(out.Changed, b.To)
		}
	}
	if f.dryRun {
		out.Failed = a.failures(f.refused)
		return f.show(out)
	}
	if err := f.confirm("Apply this?", "Apply", len(out.Changed) > 0); err != nil {
		return err
	}
	if err := setup.PlaceManaged(a.machine, f.bins); err != nil {
		return err
	}
	report, err := installers.Apply(setup.ManagedDir(a.machine), f.plans, f.options())
	if err := unexplained(report, err); err != nil {
		return err
	}
	out.Changed = append(out.Changed, report.Changed...)
	out.Failed, out.Restart = a.failures(report.Failed), a.restart(agentIDs(choices))
	if len(report.Changed) > 0 {
		out.Notes = unique(report.Notes)
	}
	if f.json {
		return firstOf(a.json(out), failedCode(out.Failed))
	}
	return f.tell(out, choices)
}

func (f *fleet) tell(out installed, choices []settings.Choice) error {
	a := f.app
	a.sayEach("wrote", out.Changed)
	err := a.report(out.Notes, out.Failed)
	for _, s := range out.Restart {
		a.say("restart %s: hooks are read when a session starts", s)
	}
	switch {
	case err != nil:
	case len(out.Changed) == 0:
		a.say("nothing to do: this machine is as wanted")
	default:
		a.sayWrapped(choiceText(choices) + " " + are(len(choices)) + " governed for every user of this machine, from the next session on")
	}
	return err
}

func (f *fleet) show(out installed) error {
	a := f.app
	out.Diff = installers.Diff(f.edits, a.machine.Env.Home)
	for _, e := range f.edits {
		if e.Changed() {
			out.Changed = append(out.Changed, e.Path)
		}
	}
	if f.json {
		return firstOf(a.json(out), failedCode(out.Failed))
	}
	for _, b := range f.bins {
		if b.Stale {
			a.say("would copy this program to %s", b.To)
		}
	}
	a.print("%s", out.Diff)
	return a.report(nil, out.Failed)
}

// confirm lists the files and asks, where someone is there to answer.
func (f *fleet) confirm(title, verb string, more bool) error {
	a := f.app
	changes := slices.ContainsFunc(f.edits, func(e installers.FileEdit) bool { return e.Changed() })
	if f.yes || !changes && !more {
		return nil
	}
	if !a.canAsk || f.json {
		return cannotAsk("whether to go on", "look first with --dry-run, then agree with --yes")
	}
	var rows [][]string
	for _, e := range f.edits {
		if e.Changed() {
			rows = append(rows, []string{verbOf(e), e.Why, e.Path})
		}
	}
	a.say("%s", strings.TrimRight(a.style(a.err).Table([]string{"", "WHAT", "FILE"}, rows, -1), "\n"))
	ok, err := a.ask.Confirm(prompt.Question{Title: title, Text: "This holds for every user of this machine."}, verb, "Cancel")
	if err == nil && !ok {
		err = prompt.ErrAborted
	}
	return err
}

func verbOf(e installers.FileEdit) string {
	if e.After == nil {
		return "delete"
	}
	return verb(e.Existed)
}

func agentIDs(choices []settings.Choice) []string {
	var out []string
	for _, c := range choices {
		out = append(out, c.Agent)
	}
	return out
}
