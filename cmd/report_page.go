package cmd

import (
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/content"
	"github.com/cybedefend/vibedefend/internal/posture"
	"github.com/cybedefend/vibedefend/internal/report"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/rules/code"
	"github.com/cybedefend/vibedefend/rules/packs"
)

type reportOptions struct {
	since, out, open string
	json             bool
}

func newReport(a *app) *cobra.Command {
	var o reportOptions
	c := &cobra.Command{
		Use:   "report",
		Short: "Make one HTML page of what was stopped",
		Long: `Make one HTML page of what was stopped: over time, by agent, rule, severity and
repository, with candidates for false alarms, controls that the rules support,
posture, drift, and the integrity of the trail. The page stands alone: it loads
nothing and can be printed.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.reportPage(o) },
	}
	f := c.Flags()
	f.StringVar(&o.since, "since", "30d", "from here on: 30d, 24h, 2026-03-01 or a time")
	f.StringVarP(&o.out, "out", "o", "report.html", "file to write")
	f.BoolVar(&o.json, "json", false, "answer in JSON instead of a page")
	f.StringVar(&o.open, "open", "no", "no: only write it; it is here for scripts that want to be clear")
	return c
}

type reportAnswer struct {
	report.Data
	Posture []report.Notice `json:"posture"`
}

func (a *app) reportPage(o reportOptions) error {
	if o.open != "no" {
		return usagef("vibedefend report --help", "--open %q: a page is never opened for you; open the file in a browser", o.open)
	}
	now := time.Now()
	since, err := moment(o.since, now)
	if err != nil {
		return usagef("vibedefend report --help", "--since: %w", err)
	}
	t, err := a.records()
	if err != nil {
		return err
	}
	d, err := report.Collect(t, since, now.Add(time.Second), report.Known())
	if err != nil {
		return err
	}
	notices, err := a.notices()
	if err != nil {
		return err
	}
	if o.json {
		return a.json(reportAnswer{d, notices})
	}
	page := report.Page{Data: d, Tool: release(), Posture: notices, Titles: ruleTitle, Folders: a.repoFolder()}
	if err := writeWhole(o.out, 0o600, func(w io.Writer) error { return report.HTML(w, page) }); err != nil {
		return err
	}
	path := o.out
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	a.print("%s\n", a.tilde(path))
	a.say("%s in the report; open it in a browser", plural(d.All.Total(), "event"))
	return nil
}

// notices are the findings of posture, the gravest first, and which are new.
func (a *app) notices() ([]report.Notice, error) {
	found := posture.Audit(a.machine.Env, a.machine.Repo)
	drift, err := a.drift(found)
	if err != nil {
		return nil, err
	}
	fresh := map[string]bool{}
	for _, f := range drift {
		fresh[f.ID+f.File+f.Setting+f.Detail] = true
	}
	out := []report.Notice{}
	for grade := 4; grade >= 0; grade-- {
		for _, f := range found {
			if int(f.Severity) != grade {
				continue
			}
			where := "environment"
			if f.File != "" {
				where = a.tilde(f.File)
			}
			if f.Line > 0 {
				where += fmt.Sprintf(":%d", f.Line)
			}
			out = append(out, report.Notice{Severity: f.Severity.String(), Agent: f.Agent, Text: a.tilde(about(f)), Where: where,
				New: fresh[f.ID+f.File+f.Setting+f.Detail]})
		}
	}
	return out, nil
}

// repoFolder names the repositories that this machine knows by their folder;
// the trail holds ids only.
func (a *app) repoFolder() func(string) string {
	roots := []string{a.machine.Repo}
	if stored, _, err := settings.Load(a.machine.Dir); err == nil {
		for _, p := range stored.Projects {
			roots = append(roots, p.Root)
		}
	}
	return func(id string) string {
		for _, r := range roots {
			if r != "" && audit.RepoID(r) == id {
				return a.tilde(r)
			}
		}
		return ""
	}
}

func ruleTitle(id string) string {
	if r := packs.Set().Find(id); r != nil {
		return r.Title
	}
	if r := code.RuleByID(id); r != nil {
		return r.Title
	}
	for _, r := range content.SecretRules() {
		if r.ID == id {
			return r.Title
		}
	}
	return ""
}
