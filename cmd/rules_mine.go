package cmd

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/content"
	"github.com/cybedefend/vibedefend/internal/gitdiff"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/rules/business"
	"github.com/cybedefend/vibedefend/rules/mine"
)

type mineOptions struct {
	json    bool
	since   string
	all     bool
	noCache bool
	ask     string
	yes     bool
	dryRun  bool
	rounds  int
}

func newRulesMine(a *app) *cobra.Command {
	var o mineOptions
	c := &cobra.Command{
		Use:   "mine",
		Short: "Propose rules from the code, the configuration and the documents",
		Long: `Propose business rules for this repository, best first: from statistics over
the code, from lint and architecture configuration, and from documents such as
AGENTS.md. Everything stays on this machine. git is asked which files are new,
so that a convention that new code no longer follows ranks low.

With --ask your own agent is asked for more: it is given names, counts and
sentences of documents, no code, and what it proposes is counted here and
dropped unless the repository bears it out. It is then asked once more for
another form of what was dropped, where there may be one. Off unless asked for.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.mine(o) },
	}
	f := c.Flags()
	f.BoolVar(&o.json, "json", false, "all proposals as one JSON object")
	f.StringVar(&o.since, "since", "", "only rules with a site in a file that changed since this revision")
	f.BoolVar(&o.all, "all", false, "show what was decided already and doubtful sentences, too")
	f.StringVar(&o.ask, "ask", "", "ask this agent for more rules: claude or codex")
	f.BoolVar(&o.yes, "yes", false, "with --ask: send without asking")
	f.BoolVar(&o.dryRun, "dry-run", false, "with --ask: print what would be sent, and send nothing")
	f.IntVar(&o.rounds, "rounds", mostRounds, "with --ask: how many questions at most, 1 or 2")
	f.BoolVar(&o.noCache, "no-cache", false, "read every file again")
	return c
}

// mostRounds is how often a model is asked: for proposals, and for another
// form of those that do not hold.
const mostRounds = 2

// valid refuses flags that do not go together.
func (o mineOptions) valid() error {
	const help = "vibedefend rules mine --help"
	switch {
	case o.rounds < 1 || o.rounds > mostRounds:
		return usagef(help, "--rounds is 1 or %d", mostRounds)
	case o.ask == "" && (o.yes || o.dryRun || o.rounds != mostRounds):
		return usagef(help, "--yes, --dry-run and --rounds belong to --ask")
	}
	return nil
}

func (a *app) mine(o mineOptions) error {
	if err := o.valid(); err != nil {
		return err
	}
	root, err := a.repository()
	if err != nil {
		return err
	}
	changed, err := changedSince(root, o.since)
	if err != nil {
		return err
	}
	opts := mine.Options{Cache: a.factsCache(root, o.noCache), Changed: changed}
	res, err := a.runMiner(root, opts)
	if err != nil {
		return err
	}
	if o.ask != "" {
		if err := a.askModel(root, o, &res); err != nil || o.dryRun {
			return err
		}
	}
	if err := a.saveProposals(root, res); err != nil {
		return err
	}
	if o.since != "" {
		res.Rules = slices.DeleteFunc(slices.Clone(res.Rules), func(r business.Rule) bool { return !r.Changed })
	}
	if o.json {
		return a.json(res)
	}
	book, err := mine.OpenBook(root)
	if err != nil {
		return err
	}
	list, doubtful := res.Rules, 0
	if !o.all {
		list, doubtful = mine.Likely(book.Undecided(list))
	}
	a.printRules(list)
	a.say("%s from %s", plural(len(list), "proposal"), plural(res.Files, "file"))
	if doubtful > 0 {
		a.hint(plural(doubtful, "doubtful sentence") + " of documents may be rules, too: --all shows them")
	}
	if len(list) > 0 {
		a.hint("vibedefend rules review goes through them one at a time")
	}
	return nil
}

// factsCache is where the facts of a repository's files are kept between runs.
func (a *app) factsCache(root string, none bool) string {
	if none {
		return ""
	}
	return mine.CachePath(filepath.Join(string(a.machine.Dir), "cache"), root)
}

// runMiner mines with a line of progress on a terminal.
func (a *app) runMiner(root string, o mine.Options) (mine.Result, error) {
	defer a.prepare(root, &o)()
	res, err := mine.Mine(root, o)
	if err == nil {
		err = a.keepModel(root, o, &res)
	}
	return res, err
}

// mostMemory is what a run may take before the collector works harder, bytes.
const mostMemory = 170 << 20

// prepare sets what every look at a whole repository needs; what it returns
// puts things back.
func (a *app) prepare(root string, o *mine.Options) func() {
	// A short run with much garbage: half the collector's work is not needed.
	before, limit := debug.SetGCPercent(300), debug.SetMemoryLimit(mostMemory)
	restore := func() { debug.SetGCPercent(before); debug.SetMemoryLimit(limit) }
	o.Head = gitdiff.Head(root)
	o.Added = func() map[string]int64 {
		added, err := gitdiff.Added(root)
		if err != nil {
			return nil // age is not known: nothing is called new or migrating
		}
		return added
	}
	if a.quiet || !prompt.IsTerminal(a.err) {
		return restore
	}
	o.Progress = func(n, of int) { fmt.Fprintf(a.err, "\rread %d of %d files", n, of) }
	return func() {
		fmt.Fprint(a.err, "\r\033[K")
		restore()
	}
}

// changedSince lists the files that changed since a revision, nil for none.
func changedSince(root, rev string) (map[string]bool, error) {
	if rev == "" {
		return nil, nil
	}
	changes, err := gitdiff.Since(root, rev)
	if err != nil {
		return nil, err
	}
	changed := map[string]bool{}
	for _, c := range changes {
		changed[c.Path] = true
	}
	return changed, nil
}

func (a *app) printRules(list []business.Rule) {
	s := a.style(a.out)
	for _, r := range list {
		a.print("%s  %s  %s\n", r.ID, s.Faint(string(r.Source)), counts(r))
		a.print("%s", prompt.Indent("    ", clean(r.Statement)))
		if len(r.Violations) > 0 {
			a.print("    not so: %s\n", clean(r.Violations[0]))
		} else if len(r.Examples) > 0 {
			a.print("    see: %s\n", clean(r.Examples[0]))
		}
	}
}

func counts(r business.Rule) string {
	if r.Source != business.FromCode && r.Source != business.FromModel {
		return ""
	}
	text := fmt.Sprintf("%d of %d", r.Support, r.Sites)
	if r.Migrating {
		text += fmt.Sprintf(", migrating: %d of the newest %d", r.Recent.Support, r.Recent.Sites)
	}
	return text
}

// proposals are kept between mine and accept, outside the repository.
func (a *app) proposalsPath(root string) string {
	return content.ProposalsPath(a.machine.Dir, root)
}

func (a *app) saveProposals(root string, res mine.Result) error {
	raw, err := json.Marshal(res)
	if err != nil {
		return fmt.Errorf("keep proposals: %w", err)
	}
	p := a.proposalsPath(root)
	if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
		return fmt.Errorf("keep proposals: %w", err)
	}
	if err := os.WriteFile(p, raw, 0o600); err != nil {
		return fmt.Errorf("keep proposals: %w", err)
	}
	return nil
}

// lastProposals reads what the last run proposed; nil when there was none.
func (a *app) lastProposals(root string) []business.Rule {
	raw, err := os.ReadFile(a.proposalsPath(root))
	var res mine.Result
	if err != nil || json.Unmarshal(raw, &res) != nil {
		return nil
	}
	return res.Rules
}

// proposals are those of the last run, or mined now.
func (a *app) proposals(root string) ([]business.Rule, error) {
	if list := a.lastProposals(root); list != nil {
		return list, nil
	}
	res, err := a.runMiner(root, mine.Options{Cache: a.factsCache(root, false)})
	if err != nil {
		return nil, err
	}
	return res.Rules, a.saveProposals(root, res)
}
