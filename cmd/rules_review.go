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

func newRulesReview(a *app) *cobra.Command {
	all := false
	c := &cobra.Command{
		Use:   "review",
		Short: "Go through the proposals one card at a time",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.review(all) },
	}
	c.Flags().BoolVar(&all, "all", false, "go through doubtful sentences of documents, too")
	return c
}

func (a *app) review(all bool) error {
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
	mined, doubtful := book.Undecided(res.Rules), 0
	if !all {
		mined, doubtful = mine.Likely(mined)
	}
	open, err := a.toReview(root, book, mined)
	if err != nil {
		return err
	}
	defer a.resync(root)
	for i, r := range open {
		stop, err := a.card(root, book, r, fmt.Sprintf("%d of %d", i+1, len(open)))
		if errors.Is(err, prompt.ErrAborted) { // every answer is stored when it is given
			a.complain(fmt.Sprintf("interrupted: %s before this one kept, the rest is open", plural(i, "answer")))
			return exitInterrupted
		}
		if err != nil || stop {
			return err
		}
	}
	a.say("nothing is left to review")
	if doubtful > 0 {
		a.hint(plural(doubtful, "doubtful sentence") + " of documents may be rules, too: vibedefend rules review --all")
	}
	return nil
}

// proposal is a rule to decide about, and the severity the team gave it, ""
// for one that nobody decided about.
type proposal struct {
	business.Rule
	team string
}

// toReview lists first what the team accepted and this user did not, then
// what nobody decided about.
func (a *app) toReview(root string, book *mine.Book, mined []business.Rule) ([]proposal, error) {
	own, err := business.LoadAccepted(a.machine.Dir.State(), root)
	if err != nil {
		return nil, err
	}
	var out []proposal
	for _, e := range book.News(own) {
		out = append(out, proposal{e.Rule, e.Severity})
	}
	for _, r := range book.Undecided(mined) {
		out = append(out, proposal{Rule: r})
	}
	return out, nil
}

// card shows one proposal and acts on the answer.
func (a *app) card(root string, book *mine.Book, p proposal, which string) (stop bool, err error) {
	d := decision{}
	for {
		answer, err := a.ask.Choose(prompt.Question{Title: "Proposal " + which, Text: cardText(p)}, cardOptions(p.Rule))
		if err != nil {
			return false, err
		}
		switch answer {
		case "stop":
			return true, nil
		case "skip":
			return false, nil
		case "reject":
			return false, a.decideOne(root, book, p.Rule, decision{status: mine.Rejected})
		case "edit":
			if err := a.reword(&p.Rule); err != nil {
				return false, err
			}
			continue
		}
		d.status, d.severity = mine.Accepted, answer
		return false, a.decideOne(root, book, p.Rule, d)
	}
}

func cardOptions(r business.Rule) []prompt.Option {
	options := []prompt.Option{{Value: "advise", Label: "Accept   tell agents about it"}}
	if r.Check != nil {
		options = append(options, prompt.Option{Value: "warn", Label: "Accept   and warn of an edit that breaks it"},
			prompt.Option{Value: "ask", Label: "Accept   and ask before an edit that breaks it"},
			prompt.Option{Value: "block", Label: "Accept   and block edits that break it"})
	}
	return append(options, prompt.Option{Value: "edit", Label: "Edit     its words or its files, then decide"},
		prompt.Option{Value: "reject", Label: "Reject   it is not a rule here"},
		prompt.Option{Value: "skip", Label: "Skip     decide later"}, prompt.Option{Value: "stop", Label: "Stop"})
}

// reword asks for new words and files; an empty answer keeps what there is,
// and one that will not do is asked for again.
func (a *app) reword(r *business.Rule) error {
	note := ""
	for {
		statement, err := a.ask.Type(prompt.Question{Title: "Statement", Text: note + "now: " + clean(r.Statement) + "\nan empty line keeps it"})
		if err != nil {
			return err
		}
		files, err := a.ask.Type(prompt.Question{Title: "Files", Text: "patterns such as src/api/**, with spaces between; now: " + sayPaths(r.Scope) + "\nan empty line keeps them, * means all"})
		if err != nil {
			return err
		}
		paths := strings.Fields(files)
		if slices.Equal(paths, []string{"*"}) {
			paths = []string{}
		} else if len(paths) == 0 {
			paths = nil
		}
		if err := mine.Reword(r, strings.TrimSpace(statement), paths, nil); err == nil {
			return nil
		} else {
			note = "that will not do: " + err.Error() + "\n"
		}
	}
}

func sayPaths(s business.Scope) string {
	if len(s.Paths) == 0 {
		return "all"
	}
	return strings.Join(s.Paths, " ")
}

func cardText(p proposal) string {
	r := p.Rule
	var b strings.Builder
	b.WriteString(strings.Join(prompt.Wrap(clean(r.Statement), 70), "\n"))
	fmt.Fprintf(&b, "\n\nfrom %s", sayFrom(r.Source))
	if c := counts(r); c != "" {
		b.WriteString(", " + c)
	}
	if p.team != "" {
		b.WriteString("; the repository holds it as accepted (" + clean(p.team) + ")")
	}
	for i, s := range r.Examples[:min(2, len(r.Examples))] {
		fmt.Fprintf(&b, "\n%s %s", []string{"so in   ", "        "}[i], clean(s))
	}
	for i, s := range r.Violations[:min(3, len(r.Violations))] {
		fmt.Fprintf(&b, "\n%s %s", []string{"not so  ", "        ", "        "}[i], clean(s))
	}
	return b.String()
}

func sayFrom(s business.Source) string {
	switch s {
	case business.FromCode:
		return "the code"
	case business.FromConfig:
		return "configuration"
	case business.FromModel:
		return "a model, counted in the code"
	}
	return "a document"
}
