package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/gitdiff"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/rules/business"
	"github.com/cybedefend/vibedefend/rules/mine"
)

type rulesCheckOptions struct {
	staged, json bool
	diff         string
	files        []string
}

func newRulesCheck(a *app) *cobra.Command {
	var o rulesCheckOptions
	c := &cobra.Command{
		Use:   "check [--staged | --diff REV | FILE...]",
		Short: "Hold files against the accepted rules of the repository",
		Long: `Hold files against the accepted rules of .cybedefend/rules.yaml. With --staged
or --diff only what a change brings in counts. Exit code 3: something was found.`,
		RunE: func(_ *cobra.Command, files []string) error {
			o.files = files
			return a.rulesCheck(o)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.staged, "staged", false, "what the next commit would change")
	f.StringVar(&o.diff, "diff", "", "what changed since this revision")
	f.BoolVar(&o.json, "json", false, "answer in JSON")
	c.MarkFlagsMutuallyExclusive("staged", "diff")
	return c
}

// breachLine is a breach in JSON.
type breachLine struct {
	ID        string `json:"id"`
	Path      string `json:"path"`
	Line      int    `json:"line"`
	What      string `json:"what"`
	Statement string `json:"statement"`
	Severity  string `json:"severity"`
}

func (a *app) rulesCheck(o rulesCheckOptions) error {
	root, book, err := a.book()
	if err != nil {
		return err
	}
	severity, list := map[string]string{}, []business.Rule{}
	for _, e := range book.Entries {
		if e.Status == mine.Accepted {
			list = append(list, e.Rule)
			severity[e.ID] = e.Severity
		}
	}
	changes, err := o.changes(root, a.machine.Env.Dir)
	if err != nil {
		return err
	}
	found := []breachLine{}
	for _, c := range changes {
		for _, b := range business.Fresh(list, c.Path, c.Before, c.After) {
			found = append(found, breachLine{b.Rule.ID, c.Path, b.Line, b.What, b.Rule.Statement, severity[b.Rule.ID]})
		}
	}
	return a.showBreaches(o, found, len(changes), len(list))
}

func (a *app) showBreaches(o rulesCheckOptions, found []breachLine, files, rules int) error {
	if o.json {
		if err := a.json(map[string]any{"version": 1, "findings": found}); err != nil {
			return err
		}
	} else {
		for _, b := range found {
			a.print("%s:%d  %s  %s\n", clean(b.Path), b.Line, b.ID, clean(b.What))
			a.print("%s", prompt.Indent("    ", clean(b.Statement)))
		}
		a.say("%s in %s, by %s", plural(len(found), "finding"), plural(files, "file"), plural(rules, "accepted rule"))
	}
	if len(found) > 0 {
		return exitFindings
	}
	return nil
}

// changes are the files to look at; those that were named count as new.
func (o rulesCheckOptions) changes(root, dir string) ([]gitdiff.Change, error) {
	switch {
	case o.staged:
		return gitdiff.Staged(root)
	case o.diff != "":
		return gitdiff.Since(root, o.diff)
	case len(o.files) == 0:
		files, err := mine.Files(root)
		if err != nil {
			return nil, err
		}
		o.files, dir = files, root
	}
	var out []gitdiff.Change
	for _, f := range o.files {
		p := f
		if !filepath.IsAbs(p) {
			p = filepath.Join(dir, p)
		}
		raw, err := os.ReadFile(p)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", f, err)
		}
		rel, err := filepath.Rel(root, p)
		if err != nil || strings.HasPrefix(rel, "..") {
			return nil, fmt.Errorf("%s lies outside the repository", f)
		}
		out = append(out, gitdiff.Change{Path: filepath.ToSlash(rel), After: raw})
	}
	return out, nil
}

func newRulesExplain(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "explain ID",
		Short: "Show everything known about a rule",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, ids []string) error {
			root, book, err := a.book()
			if err != nil {
				return err
			}
			known, err := a.proposals(root)
			if err != nil {
				return err
			}
			own, err := business.LoadAccepted(a.machine.Dir.State(), root)
			if err != nil {
				return err
			}
			r, ok := findRule(ids[0], known, book, own)
			if !ok {
				return noRule(ids[0])
			}
			return a.explainRule(r, book)
		},
	}
}

func (a *app) explainRule(r business.Rule, book *mine.Book) error {
	status := "proposed"
	if e, ok := book.Find(r.ID); ok {
		status = strings.TrimSpace(string(e.Status) + " " + e.Severity)
	}
	a.print("%s  %s\n%s", r.ID, status, prompt.Indent("    ", clean(r.Statement)))
	a.print("kind        %s, from %s\nsupport     %d of %d, at least %.0f %% with 95 %% certainty\n", r.Kind, r.Source, r.Support, r.Sites, 100*r.Confidence)
	if len(r.Scope.Paths)+len(r.Scope.Languages) > 0 {
		a.print("scope       %s\n", strings.Join(append(append([]string{}, r.Scope.Languages...), r.Scope.Paths...), ", "))
	}
	check := "none: it can only be told"
	if r.Check != nil {
		check = "yes, on the content of each edit"
	}
	a.print("check       %s\n", check)
	for _, s := range r.Examples {
		a.print("so in       %s\n", clean(s))
	}
	for _, s := range r.Violations {
		a.print("not so in   %s\n", clean(s))
	}
	return nil
}
