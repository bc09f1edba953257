package cmd

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/rules"
)

func newExceptions(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "exceptions",
		Short: "Add, list and remove exceptions to rules",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.listExceptions(false) },
	}
	c.AddCommand(newExceptionsAdd(a), newExceptionsList(a), newExceptionsRemove(a))
	return c
}

type exceptionOptions struct {
	path, reason, expires string
	everywhere            bool
}

func newExceptionsAdd(a *app) *cobra.Command {
	var o exceptionOptions
	c := &cobra.Command{
		Use:   "add RULE --reason WHY [--path GLOB] [--expires 30d]",
		Short: "Let a rule pass, in this repository",
		Long: `Let a rule pass. RULE is an id or a pattern such as git.*. It holds for this
repository unless --everywhere is given. Our own protection has no exceptions.
Only a person can add one, in a terminal, by typing the rule again.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.addException(args[0], o) },
	}
	f := c.Flags()
	f.StringVar(&o.reason, "reason", "", "why, for the list and the trail (required)")
	f.StringVar(&o.path, "path", "", "only for paths that match")
	f.StringVar(&o.expires, "expires", "90d", "when it ends, such as 12h or 30d; never for no end")
	f.BoolVar(&o.everywhere, "everywhere", false, "in every folder of this machine")
	return c
}

func (a *app) addException(rule string, o exceptionOptions) error {
	if strings.TrimSpace(o.reason) == "" {
		return usagef("vibedefend exceptions add --help", "an exception needs a reason: pass --reason")
	}
	if strings.HasPrefix(rule, "self.") || rule == "*" {
		return fmt.Errorf("%s: our own protection has no lasting exceptions", rule)
	}
	if !a.namesRule(rule) {
		a.warn("no built-in rule is called %s: this serves a rule of your own or none", rule)
	}
	now := time.Now()
	x := rules.Exception{Rule: rule, Path: o.path, Reason: o.reason}
	if o.expires != "never" {
		d, err := days(o.expires)
		if err != nil {
			return usagef("vibedefend exceptions add --help", "--expires: %v", err)
		}
		x.Expires = now.Add(d).Unix()
	}
	if !o.everywhere {
		root, err := a.repository()
		if err != nil {
			return withHint(err, "or pass --everywhere")
		}
		x.Repo = root
	}
	if err := a.typed("let "+rule+" pass", rule); err != nil {
		return err
	}
	id, err := policy.Permit(a.machine.Dir, x, now)
	if err == nil {
		a.say("added %s", id)
	}
	return err
}

// namesRule reports whether an id names a rule that holds here; patterns pass.
func (a *app) namesRule(id string) bool {
	return strings.ContainsAny(id, "*?[") || slices.ContainsFunc(a.everyRule(nil), func(e ruleEntry) bool { return e.ID == id })
}

// days reads a duration that may be given in days.
func days(s string) (time.Duration, error) {
	if n, ok := strings.CutSuffix(s, "d"); ok {
		d, err := strconv.Atoi(n)
		if err != nil || d <= 0 || d > 3650 {
			return 0, fmt.Errorf("%q is no number of days", s)
		}
		return time.Duration(d) * 24 * time.Hour, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("%q is no duration such as 12h or 30d", s)
	}
	return d, nil
}

func newExceptionsList(a *app) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "list",
		Short: "List the exceptions that hold",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.listExceptions(asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	return c
}

func (a *app) listExceptions(asJSON bool) error {
	list, err := policy.Exceptions(a.machine.Dir, time.Now())
	if err != nil {
		return err
	}
	if asJSON {
		return a.json(map[string]any{"version": 1, "exceptions": append([]rules.Exception{}, list...)})
	}
	for _, x := range list {
		what, where, until := x.Rule, "everywhere", "for good"
		if x.Once {
			what = "one call, once"
		}
		if x.Repo != "" {
			where = "in " + a.tilde(x.Repo)
		}
		if x.Expires > 0 {
			until = "until " + time.Unix(x.Expires, 0).Format("2006-01-02 15:04")
		}
		a.print("%s  %s  %s  %s  %s\n", x.ID, what, strings.TrimSpace(where+" "+x.Path), until, clean(x.Reason))
	}
	a.say("%s", plural(len(list), "exception"))
	return nil
}

func newExceptionsRemove(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "remove ID...",
		Short: "Remove exceptions: their rules hold again",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, ids []string) error {
			for _, id := range ids {
				found, err := policy.Withdraw(a.machine.Dir, id, time.Now())
				if err != nil {
					return err
				}
				if !found {
					return withHint(errors.New(id+": no such exception"), "ids are listed by vibedefend exceptions list")
				}
				a.say("removed %s", id)
			}
			return nil
		},
	}
}
