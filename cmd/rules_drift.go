package cmd

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/rules/business"
	"github.com/cybedefend/vibedefend/rules/mine"
)

func newRulesDrift(a *app) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "drift",
		Short: "Count the accepted rules again: which are stale or migrating",
		Long: `Count the accepted rules that came from counting again. A rule is stale when
less than half of the code follows it or hardly any is left that it speaks of;
it is migrating when new files no longer follow, or fewer do than when it was
accepted. Exit code 3: a rule has drifted.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.rulesDrift(asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	return c
}

// driftLine is an accepted rule whose support has changed.
type driftLine struct {
	ID        string `json:"id"`
	State     string `json:"state"` // "stale", "migrating"
	Was       string `json:"was"`
	Now       string `json:"now"`
	Recent    string `json:"recent,omitempty"` // among the newest sites
	Statement string `json:"statement"`
}

func (a *app) rulesDrift(asJSON bool) error {
	root, book, err := a.book()
	if err != nil {
		return err
	}
	list, err := a.driftOf(root, book)
	if err != nil {
		return err
	}
	if asJSON {
		err = a.json(map[string]any{"version": 1, "drift": list})
	} else {
		for _, d := range list {
			a.print("%-9s  %s  was %s, now %s%s\n%s", d.State, d.ID, d.Was, d.Now, newest(d.Recent), prompt.Indent("    ", clean(d.Statement)))
		}
		a.say("%s drifted", plural(len(list), "accepted rule"))
	}
	if err == nil && len(list) > 0 {
		err = exitFindings
	}
	return err
}

func newest(recent string) string {
	if recent == "" {
		return ""
	}
	return ", of the newest " + recent
}

// driftOf counts the accepted rules that came from counting.
func (a *app) driftOf(root string, book *mine.Book) ([]driftLine, error) {
	var then []mine.Entry
	var now []business.Rule
	for _, e := range book.Entries {
		if e.Status == mine.Accepted && (e.Source == business.FromCode || e.Source == business.FromModel) && mine.Countable(e.Kind) {
			then, now = append(then, e), append(now, e.Rule)
		}
	}
	list := []driftLine{}
	if len(then) == 0 {
		return list, nil
	}
	o := mine.Options{Cache: a.factsCache(root, false)}
	defer a.prepare(root, &o)()
	now, err := mine.Recount(root, now, o)
	if err != nil {
		return nil, err
	}
	for i, e := range then {
		if d, ok := drifted(e, now[i]); ok {
			list = append(list, d)
		}
	}
	return list, nil
}

// Bounds of drift: below them a rule describes nothing any more, or less than
// what was accepted.
const (
	staleSites = 4
	staleLower = 0.5
	fallen     = 0.1
)

// drifted compares an accepted rule with today's count.
func drifted(e mine.Entry, now business.Rule) (driftLine, bool) {
	d := driftLine{ID: e.ID, Was: fmt.Sprintf("%d of %d", e.Support, e.Sites), Now: fmt.Sprintf("%d of %d", now.Support, now.Sites), Statement: e.Statement}
	if now.Recent != nil {
		d.Recent = fmt.Sprintf("%d of %d", now.Recent.Support, now.Recent.Sites)
	}
	switch {
	case now.Sites < staleSites || now.Confidence < staleLower && now.Confidence < e.Confidence-fallen:
		d.State = "stale"
	case now.Migrating || now.Confidence < e.Confidence-fallen:
		d.State = "migrating"
	}
	return d, d.State != ""
}
