package cmd

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/doctor"
	"github.com/cybedefend/vibedefend/internal/posture"
	"github.com/cybedefend/vibedefend/rules"
)

type doctorOptions struct {
	fix, check, json bool
	severity         string
	agents           []string
}

func newDoctor(a *app) *cobra.Command {
	var o doctorOptions
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Check that every governed agent really is",
		Long: `Check that every governed agent really is: its files hold what install put
there, the program they call works, nothing known switches our hooks off, and
a call that must be stopped is stopped when it is sent through the command line
in the agent's own file. That call is text on the program's input: nothing in
it is run.

Below that it names settings of these agents that are risky from
--min-severity on; vibedefend posture lists all of them.

It changes nothing without --fix. Exit code 0: healthy, 3: there is something
to do.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.doctor(o) },
	}
	f := c.Flags()
	f.BoolVar(&o.fix, "fix", false, "put right what install can put right, then check again")
	f.BoolVar(&o.check, "check", false, "read only, and start no agent to ask it")
	f.BoolVar(&o.json, "json", false, "answer in JSON")
	f.StringVar(&o.severity, "min-severity", "high", "info, low, medium, high or critical: risky settings from here on count")
	f.StringArrayVar(&o.agents, "agent", nil, "agent to check, may be repeated (default: all governed)")
	c.MarkFlagsMutuallyExclusive("fix", "check")
	return c
}

type doctorAnswer struct {
	Version int           `json:"version"`
	Healthy bool          `json:"healthy"`
	Lines   []doctor.Line `json:"lines"`
	// Findings are risky settings from the severity asked for on; Hidden
	// counts the others.
	Findings []posture.Finding `json:"findings"`
	Drift    []posture.Finding `json:"drift,omitempty"`
	Hidden   int               `json:"hidden"`
	Fixed    []string          `json:"fixed,omitempty"`
	Failed   []failure         `json:"failed,omitempty"`
}

func (a *app) doctor(o doctorOptions) error {
	floor, ok := rules.ParseSeverity(o.severity)
	if !ok {
		return usagef("vibedefend doctor --help", "--min-severity %q is none of info, low, medium, high, critical", o.severity)
	}
	only, err := doctor.Wanted(o.agents, a.machine)
	if err != nil {
		return err
	}
	answer := doctorAnswer{Version: 1}
	subject := doctor.Of(a.machine, a.self, only)
	subject.Deep = !o.check
	if o.fix {
		if subject, err = a.recover(subject, only, &answer); err != nil {
			return err
		}
		if err := a.mend(subject, &answer); err != nil {
			return err
		}
		subject = doctor.Of(a.machine, a.self, only)
		subject.Deep = true
	}
	answer.Lines = a.tildeLines(doctor.Run(subject))
	if err := a.addPosture(&answer, subject, floor); err != nil {
		return err
	}
	answer.Healthy = doctor.Findings(answer.Lines) == 0 && len(answer.Findings) == 0 && len(answer.Drift) == 0
	if o.json {
		err = a.json(answer)
	} else {
		a.printDoctor(answer)
	}
	if err == nil && !answer.Healthy {
		err = exitFindings
	}
	return err
}

// recover writes a configuration anew where the one there cannot be read. It
// may have held policy, so a person has to want that.
func (a *app) recover(s doctor.Subject, only []string, answer *doctorAnswer) (doctor.Subject, error) {
	if s.Err == nil || !doctor.Damaged(a.machine.Dir) {
		return s, nil
	}
	if err := a.person("replace a damaged configuration"); err != nil {
		return s, err
	}
	aside, agents, err := doctor.Recover(a.machine, time.Now())
	if err != nil {
		return s, withHint(err, "check that you can write "+a.tilde(string(a.machine.Dir)))
	}
	answer.Fixed = append(answer.Fixed, a.tilde(a.machine.Dir.Config()))
	a.warn("the configuration could not be read: it is kept as %s, and a new one written with region local", a.tilde(aside))
	a.hint("policy and answers in the old one no longer count: copy what you need back by hand")
	if len(agents) == 0 {
		a.hint("no entry of ours was found: run vibedefend install")
	}
	next := doctor.Of(a.machine, a.self, only)
	next.Deep = true
	return next, nil
}

// mend applies what is missing. Configuration that cannot be read is left:
// there is no plan without it.
func (a *app) mend(s doctor.Subject, answer *doctorAnswer) error {
	if s.Err != nil {
		return withHint(s.Err, "correct "+a.tilde(a.machine.Dir.Config())+", or move it away and run vibedefend install")
	}
	if len(s.Agents) == 0 {
		return nil
	}
	report, err := doctor.Fix(s)
	if err != nil {
		return err
	}
	answer.Fixed, answer.Failed = append(answer.Fixed, a.tildes(report.Changed)...), a.failures(report.Failed)
	for _, f := range answer.Fixed {
		a.say("wrote %s", f)
	}
	for _, f := range answer.Failed { // the check that follows sets the exit code
		a.complain(strings.TrimPrefix(f.Path+": ", ": ") + f.Error)
	}
	return nil
}

func (a *app) tildeLines(lines []doctor.Line) []doctor.Line {
	out := []doctor.Line{}
	for _, l := range lines {
		l.File, l.Message, l.Hint = a.tilde(l.File), a.tilde(l.Message), a.tilde(l.Hint)
		out = append(out, l)
	}
	return out
}

func (a *app) printDoctor(d doctorAnswer) {
	style := a.style(a.out)
	for _, l := range d.Lines {
		if a.quiet && (l.State == doctor.OK || l.State == doctor.Note) {
			continue
		}
		a.print("%s%*s %-12s %s\n", style.Word(l.State), 10-len(l.State), "", l.Agent, clean(joined(l)))
		if l.Hint != "" && l.State != doctor.OK {
			a.print("%-23s hint: %s\n", "", clean(l.Hint))
		}
	}
	if len(d.Findings) > 0 {
		a.print("\nrisky settings\n")
		a.printFindings(d.Findings, d.Drift)
		a.offerFix(d.Findings)
	}
	if d.Hidden > 0 {
		a.say("%s of less weight: vibedefend posture", plural(d.Hidden, "risky setting"))
	}
	if d.Healthy {
		a.say("healthy")
		return
	}
	a.say("%s to look at", plural(doctor.Findings(d.Lines)+len(d.Findings), "finding"))
}

// addPosture adds the risky settings of the governed agents. What switches
// hooks off is among the lines already.
func (a *app) addPosture(d *doctorAnswer, s doctor.Subject, floor rules.Severity) error {
	d.Findings = []posture.Finding{}
	if len(s.Agents) == 0 {
		return nil
	}
	_, servers := posture.MCP(s.Env, s.Repo, s.Agents...)
	all := append(posture.Risks(s.Env, s.Repo, s.Agents...), servers...)
	drift, err := a.drift(all)
	if err != nil {
		return err
	}
	for _, f := range all {
		if f.Severity >= floor || slices.ContainsFunc(drift, func(o posture.Finding) bool { return o.ID == f.ID && o.File == f.File && o.Line == f.Line }) {
			d.Findings = append(d.Findings, f)
		}
	}
	d.Drift, d.Hidden = drift, len(all)-len(d.Findings)
	return nil
}

func joined(l doctor.Line) string {
	switch {
	case l.File == "":
		return l.Message
	case l.At > 0:
		return fmt.Sprintf("%s:%d  %s", l.File, l.At, l.Message)
	}
	return l.File + "  " + l.Message
}
