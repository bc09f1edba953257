package cmd

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/report"
)

func newAuditStats(a *app) *cobra.Command {
	var o selection
	var asJSON bool
	c := &cobra.Command{
		Use:   "stats",
		Short: "Count what was stopped: over time, by agent, rule, severity, repository",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			f, err := a.filter(c, o)
			if err != nil {
				return err
			}
			t, err := a.records()
			if err != nil {
				return err
			}
			if f.Until.IsZero() {
				f.Until = time.Now().Add(time.Minute)
			}
			d, err := report.Tally(t, f, report.Known())
			if err != nil {
				return err
			}
			if asJSON {
				return a.json(d)
			}
			a.printStats(d)
			return nil
		},
	}
	o.flags(c, "30d")
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	return c
}

func (a *app) printStats(d report.Data) {
	a.print("%d blocked, %d asked, %d warned, %d allowed by exception\n", d.All.Blocked, d.All.Asked, d.All.Warned, d.Excepted)
	if d.All.Total()+d.Excepted == 0 {
		return
	}
	a.print("median %.1f ms, %s answered by the failure policy\n", d.Latency, plural(d.Errors, "event"))
	a.bars("by day", lastDays(d.Days, 14))
	a.bars("by agent", d.Agents)
	a.bars("by severity", d.Severities)
	a.bars("by rule", top(d.Rules, 15))
	a.bars("by repository", top(d.Repos, 10))
	for i, r := range top(d.Doubtful, 10) {
		if i == 0 {
			a.print("\nperhaps false alarms: allowed by people\n")
		}
		a.print("  %s: allowed %d of %d times\n", clean(r.Name), r.Allowed, r.Allowed+r.Total())
	}
}

// bars prints counts with a bar each: # blocked, + asked, - warned, so that
// they read without colour.
func (a *app) bars(title string, rows []report.Count) {
	if len(rows) == 0 {
		return
	}
	const width = 30
	most, name := 1, 0
	for _, r := range rows {
		most, name = max(most, r.Total()), max(name, utf8.RuneCountInString(r.Name))
	}
	a.print("\n%s\n", title)
	for _, r := range rows {
		bar, sum := "", 0
		for _, part := range []struct {
			n    int
			mark string
		}{{r.Blocked, "#"}, {r.Asked, "+"}, {r.Warned, "-"}} {
			sum += part.n
			bar += strings.Repeat(part.mark, (sum*width+most-1)/most-len(bar))
		}
		a.print("  %-*s %6d  %s\n", name, clean(r.Name), r.Total(), bar)
	}
}

func top(rows []report.Count, n int) []report.Count { return rows[:min(n, len(rows))] }

func lastDays(rows []report.Count, n int) []report.Count { return rows[max(0, len(rows)-n):] }
