package cmd

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/audit/format"
	"github.com/cybedefend/vibedefend/internal/consent"
	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/internal/report"
	"github.com/cybedefend/vibedefend/rules"
)

func newAudit(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "audit",
		Short: "Read, verify and export the local trail of what was stopped",
		Long: `Read, verify and export the local trail: one line of metadata for each event
that was not a plain allow, in ~/.cybedefend/audit. It holds no code, no prompt
and no command, unless you switch the masked command on.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newAuditList(a), newAuditShow(a), newAuditTail(a), newAuditStats(a), newAuditVerify(a), newAuditHead(a), newAuditExport(a), newAuditKeep(a))
	return c
}

// selection are the flags that choose records.
type selection struct {
	since, until, agent, rule, severity, action, repo string
}

func (o *selection) flags(c *cobra.Command, since string) {
	f := c.Flags()
	f.StringVar(&o.since, "since", since, "from here on: 30d, 24h, 2026-03-01 or a time")
	f.StringVar(&o.until, "until", "", "up to here, in the same forms")
	f.StringVar(&o.agent, "agent", "", "of this agent only")
	f.StringVar(&o.rule, "rule", "", "of this rule only; git. means all that begin so")
	f.StringVar(&o.severity, "severity", "", "info, low, medium, high or critical, and graver")
	f.StringVar(&o.action, "action", "", "allow, warn, ask or block")
	f.StringVar(&o.repo, "repo", "", "of this repository only: its id, or . for the one you are in")
	complete(c, "severity", "info", "low", "medium", "high", "critical")
	complete(c, "action", "allow", "warn", "ask", "block")
}

// filter turns the flags into a filter.
func (a *app) filter(c *cobra.Command, o selection) (audit.Filter, error) {
	help := c.CommandPath() + " --help"
	f := audit.Filter{Agent: o.agent, Rule: o.rule, Severity: o.severity, Action: o.action, Repo: o.repo}
	var err error
	if f.Since, err = moment(o.since, time.Now()); err != nil {
		return f, usagef(help, "--since: %w", err)
	}
	if f.Until, err = moment(o.until, time.Now()); err != nil {
		return f, usagef(help, "--until: %w", err)
	}
	if _, ok := rules.ParseSeverity(o.severity); o.severity != "" && !ok {
		return f, usagef(help, "--severity %q is none of info, low, medium, high, critical", o.severity)
	}
	if _, ok := rules.ParseAction(o.action); o.action != "" && !ok {
		return f, usagef(help, "--action %q is none of allow, warn, ask, block", o.action)
	}
	if o.repo == "." {
		if a.machine.Repo == "" {
			return f, usagef(help, "--repo .: this folder is in no repository")
		}
		f.Repo = audit.RepoID(a.machine.Repo)
	}
	return f, nil
}

// moment reads "30d", "24h", a date or a time; "" is the zero time.
func moment(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if n, err := strconv.Atoi(strings.TrimSuffix(s, "d")); err == nil && strings.HasSuffix(s, "d") && n >= 0 {
		return now.AddDate(0, 0, -n), nil
	}
	if d, err := time.ParseDuration(s); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04", time.DateTime} {
		if t, err := time.ParseInLocation(layout, s, time.Local); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is neither a span such as 30d or 24h nor a date such as 2026-03-01", s)
}

// records is the local trail, with what busy writers left aside.
func (a *app) records() (audit.Trail, error) {
	t := audit.Trail{Dir: a.machine.Dir.Audit()}
	return t, t.Fold()
}

// decisions are the settings of the trail and of sending.
func (a *app) decisions() (consent.Settings, error) { return consent.Load(a.place()) }

func (a *app) place() consent.Place {
	return consent.Place{Dir: a.machine.Dir, Managed: policy.Managed(a.machine.Env.OS, a.getenv), Getenv: a.getenv}
}

func newAuditExport(a *app) *cobra.Command {
	var o selection
	var name, out string
	c := &cobra.Command{
		Use:   "export --format jsonl|csv|ocsf|sarif",
		Short: "Write records for another program",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			f, err := a.filter(c, o)
			if err != nil {
				return err
			}
			return a.exportTrail(f, name, out)
		},
	}
	o.flags(c, "")
	c.Flags().StringVar(&name, "format", "jsonl", strings.Join(format.Names, ", "))
	c.Flags().StringVarP(&out, "out", "o", "", "file to write, readable by you alone (default: standard output)")
	complete(c, "format", format.Names...)
	return c
}

func (a *app) exportTrail(f audit.Filter, name, out string) error {
	if !slices.Contains(format.Names, name) {
		return usagef("vibedefend audit export --help", "--format %q is none of %s", name, strings.Join(format.Names, ", "))
	}
	t, err := a.records()
	if err != nil {
		return err
	}
	from := func(visit func(audit.Record) bool) error { return t.Records(f, visit) }
	if out == "" {
		return format.Write(a.out, name, release(), from, report.References)
	}
	return writeWhole(out, 0o600, func(w io.Writer) error { return format.Write(w, name, release(), from, report.References) })
}
