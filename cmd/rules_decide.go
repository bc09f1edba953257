package cmd

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/rules/business"
	"github.com/cybedefend/vibedefend/rules/mine"
)

var severities = []string{"advise", "warn", "ask", "block"}

func newRulesAccept(a *app) *cobra.Command {
	var severity string
	c := &cobra.Command{
		Use:   "accept ID...",
		Short: "Accept proposals: they reach agents from the next edit on",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, ids []string) error {
			if !slices.Contains(severities, severity) {
				return usagef("vibedefend rules accept --help", "--severity %q is none of %s", severity, strings.Join(severities, ", "))
			}
			return a.decide(ids, mine.Accepted, severity)
		},
	}
	c.Flags().StringVar(&severity, "severity", "advise", "what a breach does: advise, warn, ask or block")
	return c
}

func newRulesReject(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "reject ID...",
		Short: "Reject proposals: they come back only when their support doubles",
		Args:  cobra.MinimumNArgs(1),
		RunE:  func(_ *cobra.Command, ids []string) error { return a.decide(ids, mine.Rejected, "") },
	}
}

// decide records the decision in the repository's book and, for acceptance,
// outside of it: only the latter puts words into an agent's context.
func (a *app) decide(ids []string, status mine.Status, severity string) error {
	if err := a.person("decide about rules"); err != nil {
		return err
	}
	root, err := a.repository()
	if err != nil {
		return err
	}
	known, err := a.proposals(root)
	if err != nil {
		return err
	}
	book, err := mine.OpenBook(root)
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, ok := findRule(id, known, book)
		if !ok {
			return noRule(id)
		}
		if err := a.decideOne(root, book, r, status, severity); err != nil {
			return err
		}
	}
	return nil
}

func findRule(id string, known []business.Rule, book *mine.Book) (business.Rule, bool) {
	for _, r := range known {
		if r.ID == id || len(id) > 4 && strings.HasPrefix(r.ID, id) {
			return r, true
		}
	}
	if e, ok := book.Find(id); ok {
		return e.Rule, true
	}
	return business.Rule{}, false
}

func (a *app) decideOne(root string, book *mine.Book, r business.Rule, status mine.Status, severity string) error {
	if r.Check == nil && (severity == "ask" || severity == "block") {
		return withHint(fmt.Errorf("%s has no check, so it can only advise", r.ID), "accept it with --severity advise")
	}
	e := mine.Entry{Rule: r, Status: status, Severity: severity}
	if status == mine.Rejected {
		e.RejectedAt = r.Support
	}
	if err := book.Put(e); err != nil {
		return err
	}
	state := a.machine.Dir.State()
	mineOwn, err := business.LoadAccepted(state, root)
	if err != nil {
		return err
	}
	if status == mine.Accepted {
		mineOwn.Accept(r, severity)
	} else {
		mineOwn.Drop(r.ID)
	}
	if err := mineOwn.Save(state); err != nil {
		return err
	}
	a.say("%s %s: %s", status, r.ID, clean(r.Statement))
	return nil
}

func newRulesReview(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "review",
		Short: "Go through the proposals one card at a time",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.review() },
	}
}

func (a *app) review() error {
	if !a.canAsk {
		return withHint(fmt.Errorf("review asks questions and nobody is there to answer"), "use vibedefend rules mine, accept and reject in scripts")
	}
	if err := a.person("review rules"); err != nil {
		return err
	}
	root, err := a.repository()
	if err != nil {
		return err
	}
	res, err := a.runMiner(root, mine.Options{Cache: a.factsCache(root, false)})
	if err != nil {
		return err
	}
	if err := a.saveProposals(root, res); err != nil {
		return err
	}
	book, err := mine.OpenBook(root)
	if err != nil {
		return err
	}
	open := book.Undecided(res.Rules)
	for i, r := range open {
		stop, err := a.card(root, book, r, i+1, len(open))
		if errors.Is(err, prompt.ErrAborted) { // every answer is stored when it is given
			a.complain(fmt.Sprintf("interrupted: %s before this one kept, the rest is open", plural(i, "answer")))
			return exitInterrupted
		}
		if err != nil || stop {
			return err
		}
	}
	a.say("nothing is left to review")
	return nil
}

// card shows one proposal and acts on the answer.
func (a *app) card(root string, book *mine.Book, r business.Rule, n, of int) (stop bool, err error) {
	options := []prompt.Option{{Value: "advise", Label: "Accept   tell agents about it"}}
	if r.Check != nil {
		options = append(options, prompt.Option{Value: "ask", Label: "Accept   and ask before an edit that breaks it"},
			prompt.Option{Value: "block", Label: "Accept   and block edits that break it"})
	}
	options = append(options, prompt.Option{Value: "reject", Label: "Reject   it is not a rule here"},
		prompt.Option{Value: "skip", Label: "Skip     decide later"}, prompt.Option{Value: "stop", Label: "Stop"})
	answer, err := a.ask.Choose(prompt.Question{Title: fmt.Sprintf("Proposal %d of %d", n, of), Text: cardText(r)}, options)
	if err != nil {
		return false, err
	}
	switch answer {
	case "stop":
		return true, nil
	case "skip":
		return false, nil
	case "reject":
		return false, a.decideOne(root, book, r, mine.Rejected, "")
	}
	return false, a.decideOne(root, book, r, mine.Accepted, answer)
}

func cardText(r business.Rule) string {
	var b strings.Builder
	b.WriteString(strings.Join(prompt.Wrap(clean(r.Statement), 70), "\n"))
	fmt.Fprintf(&b, "\n\nfrom %s", map[business.Source]string{business.FromCode: "the code", business.FromConfig: "configuration", business.FromProse: "a document"}[r.Source])
	if c := counts(r); c != "" {
		b.WriteString(", " + c)
	}
	for i, s := range r.Examples[:min(2, len(r.Examples))] {
		fmt.Fprintf(&b, "\n%s %s", []string{"so in   ", "        "}[i], clean(s))
	}
	for i, s := range r.Violations[:min(3, len(r.Violations))] {
		fmt.Fprintf(&b, "\n%s %s", []string{"not so  ", "        ", "        "}[i], clean(s))
	}
	return b.String()
}
