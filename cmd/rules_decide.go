package cmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/rules/business"
	"github.com/cybedefend/vibedefend/rules/mine"
)

var severities = []string{"advise", "warn", "ask", "block"}

// decision is what a person decided about a rule, and the words and files
// they want it to have.
type decision struct {
	status         mine.Status
	severity       string
	statement      string
	paths, exclude []string
}

func newRulesAccept(a *app) *cobra.Command {
	d := decision{status: mine.Accepted}
	team := false
	c := &cobra.Command{
		Use:   "accept [ID... | --team]",
		Short: "Accept proposals: they reach agents from the next edit on",
		Long: `Accept proposals: they go into .cybedefend/rules.yaml for the team to review,
and reach your agents from the next edit on. With --team the rules that the
repository already holds as accepted reach yours too.

  vibedefend rules accept br-7c1e40a9d2 --severity block
  vibedefend rules accept br-7c1e40a9d2 --statement "Handlers call requireOwner first." --path "server/**"`,
		RunE: func(_ *cobra.Command, ids []string) error {
			if err := d.check(ids, team); err != nil {
				return err
			}
			if team {
				return a.acceptTeam()
			}
			return a.decide(ids, d)
		},
	}
	f := c.Flags()
	f.StringVar(&d.severity, "severity", "advise", "what a breach does: advise, warn, ask or block")
	f.StringVar(&d.statement, "statement", "", "say the rule in these words")
	f.StringArrayVar(&d.paths, "path", nil, "only for files that match this pattern, such as src/api/** (repeatable)")
	f.StringArrayVar(&d.exclude, "exclude", nil, "not for files that match this pattern (repeatable)")
	f.BoolVar(&team, "team", false, "every rule that the repository holds as accepted")
	return c
}

func (d decision) check(ids []string, team bool) error {
	const help = "vibedefend rules accept --help"
	edits := d.statement != "" || d.paths != nil || d.exclude != nil
	switch {
	case !slices.Contains(severities, d.severity):
		return usagef(help, "--severity %q is none of %s", d.severity, strings.Join(severities, ", "))
	case team && (len(ids) > 0 || edits):
		return usagef(help, "--team takes the rules as they are")
	case !team && len(ids) == 0:
		return usagef(help, "name the rules to accept")
	case edits && len(ids) > 1:
		return usagef(help, "--statement, --path and --exclude are for one rule at a time")
	}
	return nil
}

func newRulesReject(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "reject ID...",
		Short: "Reject proposals: they come back only when their support doubles",
		Args:  cobra.MinimumNArgs(1),
		RunE:  func(_ *cobra.Command, ids []string) error { return a.decide(ids, decision{status: mine.Rejected}) },
	}
}

// decide records the decision in the repository's book and, for acceptance,
// outside of it: only the latter puts words into an agent's context.
func (a *app) decide(ids []string, d decision) error {
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
	own, err := business.LoadAccepted(a.machine.Dir.State(), root)
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, ok := findRule(id, known, book, own)
		if !ok {
			return noRule(id)
		}
		if err := a.decideOne(root, book, r, d); err != nil {
			return err
		}
	}
	a.resync(root)
	return nil
}

// acceptTeam takes over what the repository holds as accepted, with the
// severities the team gave. Where the machine's policy trusts the repository
// nobody needs to be there.
func (a *app) acceptTeam() error {
	root, err := a.repository()
	if err != nil {
		return err
	}
	if a.trustsRules(root) {
		return a.takeTrusted(root, true)
	}
	if err := a.person("decide about rules"); err != nil {
		return err
	}
	book, err := mine.OpenBook(root)
	if err != nil {
		return err
	}
	own, err := business.LoadAccepted(a.machine.Dir.State(), root)
	if err != nil {
		return err
	}
	list := book.News(own)
	for _, e := range list {
		own.Accept(e.Rule, e.Severity)
		a.say("accepted %s (%s): %s", e.ID, e.Severity, clean(e.Statement))
	}
	if len(list) == 0 {
		a.say("the repository holds no accepted rule that is not yours already")
		return nil
	}
	if err := own.Save(a.machine.Dir.State()); err != nil {
		return err
	}
	a.resync(root)
	return nil
}

func (a *app) trustsRules(root string) bool {
	return policy.TrustsRules(policy.Options{Dir: a.machine.Dir, Root: root, OS: a.machine.Env.OS, Getenv: a.getenv})
}

// takeTrusted makes what the machine's policy accepts what the repository
// holds now; without trust it takes back what an earlier policy gave.
func (a *app) takeTrusted(root string, trusted bool) error {
	own, err := business.LoadAccepted(a.machine.Dir.State(), root)
	if err != nil {
		return err
	}
	var list []business.Active
	if trusted {
		book, err := mine.OpenBook(root)
		if err != nil {
			return err
		}
		for _, e := range book.Held() {
			list = append(list, business.Active{Rule: e.Rule, Severity: e.Severity})
		}
	}
	before := len(own.Rules)
	own.Entrust(list)
	if trusted {
		a.say("%s by this machine's policy", plural(len(list), "accepted rule"))
	}
	if before == 0 && len(own.Rules) == 0 {
		return nil
	}
	return own.Save(a.machine.Dir.State())
}

// findRule looks for a rule by its id: as this user accepted it, else as it
// was mined here, else as the repository's book words it. What a clone brings
// along must not stand for what the person was shown.
func findRule(id string, known []business.Rule, book *mine.Book, own business.Accepted) (business.Rule, bool) {
	e, booked := book.Find(id)
	if booked && own.Holds(e.Rule) {
		return e.Rule, true
	}
	for _, r := range known {
		if r.ID == id || len(id) > 4 && strings.HasPrefix(r.ID, id) {
			return r, true
		}
	}
	if booked {
		r := e.Rule
		mine.Tidy(&r)
		return r, true
	}
	return business.Rule{}, false
}

func (a *app) decideOne(root string, book *mine.Book, r business.Rule, d decision) error {
	if err := mine.Reword(&r, d.statement, d.paths, d.exclude); err != nil {
		return usage(err, "vibedefend rules accept --help")
	}
	if r.Check == nil && (d.severity == "ask" || d.severity == "block") {
		return withHint(fmt.Errorf("%s has no check, so it can only advise", r.ID), "accept it with --severity advise")
	}
	e := mine.Entry{Rule: r, Status: d.status, Severity: d.severity}
	if d.status == mine.Rejected {
		e.RejectedAt = r.Support
	}
	if err := book.Put(e); err != nil {
		return err
	}
	state := a.machine.Dir.State()
	own, err := business.LoadAccepted(state, root)
	if err != nil {
		return err
	}
	if d.status == mine.Accepted {
		own.Accept(r, d.severity)
	} else {
		own.Drop(r.ID)
	}
	if err := own.Save(state); err != nil {
		return err
	}
	a.say("%s %s: %s", d.status, r.ID, clean(r.Statement))
	return nil
}
