package cmd

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/report"
)

func newAuditList(a *app) *cobra.Command {
	var o selection
	var limit int
	var asJSON bool
	c := &cobra.Command{
		Use:   "list",
		Short: "List records, the newest last",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			f, err := a.filter(c, o)
			if err != nil {
				return err
			}
			return a.listTrail(f, limit, asJSON)
		},
	}
	o.flags(c, "")
	c.Flags().IntVarP(&limit, "limit", "n", 50, "at most so many of the newest, 0 for all")
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	return c
}

type auditAnswer struct {
	Version int               `json:"version"`
	Records []json.RawMessage `json:"records"`
	More    int               `json:"more"` // older ones that the limit left out
}

func (a *app) listTrail(f audit.Filter, limit int, asJSON bool) error {
	last, more, err := a.newest(f, limit)
	if err != nil {
		return err
	}
	if asJSON {
		return a.json(auditAnswer{1, nonNil(last), more})
	}
	for _, line := range last {
		if err := a.printRecord(line); err != nil {
			return err
		}
	}
	if len(last) == 0 {
		a.say("no records")
	}
	if more > 0 {
		a.say("and %s before these (--limit 0 lists all)", plural(more, "record"))
	}
	return nil
}

// newest keeps the last lines that a filter selects.
func (a *app) newest(f audit.Filter, limit int) (last []json.RawMessage, more int, err error) {
	t, err := a.records()
	if err != nil {
		return nil, 0, err
	}
	err = t.Lines(f, func(line []byte) bool {
		if limit > 0 && len(last) >= 2*limit {
			last = append(last[:0], last[limit:]...)
			more += limit
		}
		last = append(last, append(json.RawMessage(nil), line...))
		return true
	})
	if cut := len(last) - limit; limit > 0 && cut > 0 {
		last, more = last[cut:], more+cut
	}
	return last, more, err
}

// printRecord writes one record as one line.
func (a *app) printRecord(line []byte) error {
	var r audit.Record
	if err := json.Unmarshal(line, &r); err != nil {
		return fmt.Errorf("read audit record: %w", err)
	}
	what := strings.Join(r.Rules, " ")
	if len(r.Allowed) > 0 {
		what = strings.TrimSpace(what + " (allowed: " + strings.Join(r.Allowed, " ") + ")")
	}
	if r.Error != "" {
		what = strings.TrimSpace(what + " (" + r.Error + ")")
	}
	a.print("%s  %s  %-5s %-8s %-11s %-12s %s  %s\n", r.Time.Local().Format("2006-01-02 15:04:05"), shortID(r.ID),
		r.Action, r.Severity, r.Agent, r.Event, clean(what), clean(r.Path))
	return nil
}

func shortID(id string) string { return id[:min(8, len(id))] }

func newAuditShow(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Show every field of one record",
		Args:  cobra.ExactArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return a.showRecord(args[0]) },
	}
}

// shownRecord adds what the rules of a record stand for, which the trail need
// not repeat in every line.
type shownRecord struct {
	audit.Record
	References map[string][]string `json:"references,omitempty"`
}

func (a *app) showRecord(id string) error {
	t, err := a.records()
	if err != nil {
		return err
	}
	var found []audit.Record
	err = t.Records(audit.Filter{}, func(r audit.Record) bool {
		if strings.HasPrefix(r.ID, id) || fmt.Sprint(r.Seq) == id {
			found = append(found, r)
		}
		return true
	})
	switch {
	case err != nil:
		return err
	case len(found) == 0:
		return withHint(fmt.Errorf("there is no record %q", id), "vibedefend audit list shows the ids")
	case len(found) > 1:
		return withHint(fmt.Errorf("%q means %d records", id, len(found)), "give more of the id")
	}
	out := shownRecord{Record: found[0], References: map[string][]string{}}
	for _, id := range out.Rules {
		if refs := report.References(id); len(refs) > 0 {
			out.References[id] = refs
		}
	}
	return a.json(out)
}
