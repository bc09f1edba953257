package cmd

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/audit"
)

func newAuditTail(a *app) *cobra.Command {
	var o selection
	var limit int
	var follow bool
	c := &cobra.Command{
		Use:   "tail",
		Short: "Show the newest records, and with --follow what comes",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			f, err := a.filter(c, o)
			if err != nil {
				return err
			}
			return a.tailTrail(f, limit, follow)
		},
	}
	o.flags(c, "")
	c.Flags().IntVarP(&limit, "limit", "n", 10, "begin with so many")
	c.Flags().BoolVarP(&follow, "follow", "f", false, "go on until interrupted")
	return c
}

func (a *app) tailTrail(f audit.Filter, limit int, follow bool) error {
	t, err := a.records()
	if err != nil {
		return err
	}
	from, err := t.End()
	if err != nil {
		return err
	}
	if limit > 0 {
		last, _, err := a.newest(f, limit)
		if err != nil {
			return err
		}
		for _, line := range last {
			if err := a.printRecord(line); err != nil {
				return err
			}
		}
	}
	for follow {
		a.sleep(500 * time.Millisecond)
		if err := t.Fold(); err != nil {
			return err
		}
		if from, err = t.After(from, f, a.printRecord); err != nil {
			return err
		}
	}
	return nil
}
