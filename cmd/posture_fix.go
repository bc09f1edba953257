package cmd

import (
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/doctor"
	"github.com/cybedefend/vibedefend/internal/posture"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/rules"
)

// postureFixed is the answer of posture --fix in JSON.
type postureFixed struct {
	Version  int               `json:"version"`
	DryRun   bool              `json:"dry_run"`
	Fixed    []posture.Finding `json:"fixed"`
	Changed  []string          `json:"changed"`
	Failed   []failure         `json:"failed"`
	Findings []posture.Finding `json:"findings"` // what is left
	Diff     string            `json:"diff,omitempty"`
}

// offerFix tells how many findings need no hand.
func (a *app) offerFix(found []posture.Finding) {
	if n := len(posture.Mends(found)); n > 0 {
		a.hint(plural(n, "finding") + " can be put right with: vibedefend posture --fix")
	}
}

// postureFix puts right what is safe to change, through a plan as install does.
func (a *app) postureFix(o postureOptions) error {
	floor, only, err := a.postureWanted(o)
	if err != nil {
		return err
	}
	found := a.audit(only)
	mends := posture.Mends(wantMended(found, floor))
	plans := doctor.MendPlans(mends)
	options := installers.ApplyOptions{Home: a.machine.Env.Home, Partial: true}
	edits, refused, err := installers.Preflight(plans, options)
	if err != nil {
		return err
	}
	answer := postureFixed{Version: 1, DryRun: o.dryRun, Fixed: []posture.Finding{}, Changed: []string{}, Failed: a.failures(refused), Findings: nonNil(found)}
	for _, m := range mends {
		answer.Fixed = append(answer.Fixed, m.Finding)
	}
	switch {
	case o.dryRun:
		answer.Diff = installers.Diff(edits, a.machine.Env.Home)
		return a.tellFix(o, answer, floor)
	case len(mends) == 0:
		return a.tellFix(o, answer, floor)
	}
	if err := a.confirmFix(o, mends, edits); err != nil {
		return err
	}
	report, err := installers.Apply(a.machine.Dir, plans, options)
	if err := unexplained(report, err); err != nil {
		return err
	}
	answer.Changed, answer.Failed, answer.Findings = a.tildes(report.Changed), a.failures(report.Failed), nonNil(a.audit(only))
	return a.tellFix(o, answer, floor)
}

// wantMended are the findings from a severity on, and what switches hooks off.
func wantMended(found []posture.Finding, floor rules.Severity) []posture.Finding {
	var out []posture.Finding
	for _, f := range found {
		if f.Severity >= floor || switchedOff([]posture.Finding{f}) {
			out = append(out, f)
		}
	}
	return out
}

func (a *app) confirmFix(o postureOptions, mends []posture.Mended, edits []installers.FileEdit) error {
	if o.yes {
		return nil
	}
	if !a.canAsk || o.json || a.quiet {
		return cannotAsk("whether to go on", "look first with --dry-run, then agree with --yes")
	}
	var found []posture.Finding
	for _, m := range mends {
		found = append(found, m.Finding)
	}
	a.printFindings(found, nil)
	a.say("\n%s", installers.Diff(edits, a.machine.Env.Home))
	yes, err := a.ask.Confirm(prompt.Question{Title: "Apply this?", Text: "Uninstall takes it back, byte for byte."}, "Apply", "Cancel")
	if err == nil && !yes {
		return prompt.ErrAborted
	}
	return err
}

func (a *app) tellFix(o postureOptions, f postureFixed, floor rules.Severity) error {
	left := wantMended(f.Findings, floor)
	var err error
	if o.json {
		err = a.json(f)
	} else {
		a.sayFix(f, left)
	}
	switch {
	case err != nil || o.dryRun:
		return err
	case len(f.Failed) > 0:
		return failedCode(f.Failed)
	case len(left) > 0:
		return exitFindings
	}
	return nil
}

func (a *app) sayFix(f postureFixed, left []posture.Finding) {
	a.print("%s", f.Diff)
	for _, c := range f.Changed {
		a.say("wrote %s", c)
	}
	for _, x := range f.Failed {
		a.complain(x.Path + ": " + x.Error)
		a.advise(or(x.Hint, "change it by hand"))
	}
	switch {
	case f.DryRun && len(f.Fixed) == 0, !f.DryRun && len(f.Fixed) == 0 && len(left) == 0:
		a.say("nothing to put right")
	case f.DryRun:
		a.say("would put right %s", plural(len(f.Fixed), "finding"))
	case len(left) > 0:
		a.printFindings(left, nil)
		a.say("%s left to be looked at by hand", plural(len(left), "finding"))
	}
}
