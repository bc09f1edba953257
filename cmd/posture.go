package cmd

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/doctor"
	"github.com/cybedefend/vibedefend/internal/posture"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/rules"
)

type postureOptions struct {
	json, sarif      bool
	fix, dryRun, yes bool
	severity         string
	agents           []string
}

func newPosture(a *app) *cobra.Command {
	var o postureOptions
	c := &cobra.Command{
		Use:   "posture",
		Short: "List risky settings of the agents",
		Long: `List risky settings of the agents: modes that do not ask, approvals that cover
everything, rules that never match, folders trusted too widely, commands and
servers that a repository brings, and whatever switches hooks off. It reads the
user's, the repository's and the managed files, and changes nothing.

With --fix it puts right what it can in your own files, from --min-severity on:
it takes approvals of everything out of lists and sets switches to the agent's
careful value. It shows the change and asks first; vibedefend uninstall takes it
back. What a repository or an administrator set, and lines in start-up files of
your shell, stay as they are.

Exit code 3: something at or above --min-severity, a hook that is switched off,
or a finding that is not in the saved baseline.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if o.fix {
				return a.postureFix(o)
			}
			if o.dryRun || o.yes {
				return usagef("vibedefend posture --help", "--dry-run and --yes belong to --fix")
			}
			return a.posture(o)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.fix, "fix", false, "put right what is safe to change in your own files")
	f.BoolVarP(&o.dryRun, "dry-run", "n", false, "with --fix: print a unified diff of every file and write nothing")
	f.BoolVarP(&o.yes, "yes", "y", false, "with --fix: do not ask")
	f.BoolVar(&o.json, "json", false, "answer in JSON")
	f.BoolVar(&o.sarif, "sarif", false, "answer in SARIF 2.1.0")
	f.StringVar(&o.severity, "min-severity", "high", "info, low, medium, high or critical: from here on it ends with 3")
	f.StringArrayVar(&o.agents, "agent", nil, "agent to look at, may be repeated (default: all)")
	c.MarkFlagsMutuallyExclusive("json", "sarif")
	c.MarkFlagsMutuallyExclusive("fix", "sarif")
	c.AddCommand(newPostureBaseline(a))
	return c
}

func newPostureBaseline(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "baseline",
		Short: "Accept today's findings, so that later ones show as drift",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := a.person("accept the posture of this machine"); err != nil {
				return err
			}
			found := posture.Audit(a.machine.Env, a.machine.Repo)
			if err := posture.SaveBaseline(a.machine.Dir, found, a.machine.Repo, time.Now()); err != nil {
				return err
			}
			a.say("accepted %s", plural(len(found), "finding"))
			return nil
		},
	}
}

type postureAnswer struct {
	Version  int               `json:"version"`
	Findings []posture.Finding `json:"findings"`
	Drift    []posture.Finding `json:"drift,omitempty"`
}

func (a *app) posture(o postureOptions) error {
	floor, only, err := a.postureWanted(o)
	if err != nil {
		return err
	}
	found := a.audit(only)
	drift, err := a.drift(found)
	if err != nil {
		return err
	}
	if err := a.showPosture(o, found, drift); err != nil {
		return err
	}
	if len(drift) > 0 || len(posture.AtLeast(found, floor)) > 0 || switchedOff(found) {
		return exitFindings
	}
	return nil
}

// postureWanted reads which severities and agents are asked for.
func (a *app) postureWanted(o postureOptions) (floor rules.Severity, only []string, err error) {
	floor, ok := rules.ParseSeverity(o.severity)
	if !ok {
		return floor, nil, usagef("vibedefend posture --help", "--min-severity %q is none of info, low, medium, high, critical", o.severity)
	}
	only, err = doctor.Wanted(o.agents, a.machine)
	return floor, only, err
}

// audit lists the findings of some agents; nil means all of them.
func (a *app) audit(only []string) []posture.Finding {
	if only != nil && len(only) == 0 {
		return []posture.Finding{}
	}
	return posture.Audit(a.machine.Env, a.machine.Repo, only...)
}

// drift is what the baseline does not hold; nothing without one.
func (a *app) drift(found []posture.Finding) ([]posture.Finding, error) {
	b, ok, err := posture.LoadBaseline(a.machine.Dir)
	if err != nil {
		return nil, withHint(err, "vibedefend posture baseline writes a new one")
	}
	if !ok {
		return nil, nil
	}
	return b.Drift(found), nil
}

func switchedOff(found []posture.Finding) bool {
	for _, f := range found {
		if f.State == "disabled" || f.State == "untrusted" {
			return true
		}
	}
	return false
}

func (a *app) showPosture(o postureOptions, found, drift []posture.Finding) error {
	switch {
	case o.json:
		return a.json(postureAnswer{1, nonNil(found), drift})
	case o.sarif:
		out, err := posture.SARIF(found, a.machine.Repo, release())
		if err != nil {
			return fmt.Errorf("write SARIF: %w", err)
		}
		a.print("%s\n", out)
		return nil
	}
	a.printFindings(found, drift)
	if len(found) == 0 {
		a.say("nothing to look at")
	} else {
		a.say("%s", plural(len(found), "finding"))
		a.offerFix(found)
	}
	return nil
}

// printFindings writes one finding a line with its mending below.
func (a *app) printFindings(found, drift []posture.Finding) {
	style := a.style(a.out)
	fresh := map[string]bool{}
	for _, f := range drift {
		fresh[f.ID+f.File+f.Setting+f.Detail] = true
	}
	for _, f := range found {
		where := "environment"
		if f.File != "" {
			where = a.tilde(f.File)
		}
		if f.Line > 0 {
			where += fmt.Sprintf(":%d", f.Line)
		}
		word, mark := f.Severity.String(), ""
		if fresh[f.ID+f.File+f.Setting+f.Detail] {
			mark = "new: "
		}
		a.print("%s%*s %-12s %s  %s%s\n", severityWord(style, word), 10-len(word), "", f.Agent, clean(where), mark, clean(a.tilde(about(f))))
		a.print("%-23s hint: %s\n", "", clean(a.tilde(f.Fix)))
	}
}

func about(f posture.Finding) string {
	if f.Setting == "" {
		return f.Why
	}
	return f.Setting + ": " + f.Why
}

// severityWord colours a severity as the state of the same weight.
func severityWord(s prompt.Style, word string) string {
	switch word {
	case "critical", "high":
		return strings.Replace(s.Word("conflict"), "conflict", word, 1)
	case "medium":
		return strings.Replace(s.Word("drift"), "drift", word, 1)
	}
	return word
}
