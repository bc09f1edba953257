package cmd

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/gitdiff"
	"github.com/cybedefend/vibedefend/rules/code"
	"github.com/cybedefend/vibedefend/rules/deps"
	"github.com/cybedefend/vibedefend/rules/packs"
)

type scanOptions struct {
	staged, json, sarif, batch, lookup bool

	diff, tier                  string
	baseline, saveBaseline      string
	off, frameworks, registries []string
}

func newScan(a *app) *cobra.Command {
	var o scanOptions
	c := &cobra.Command{
		Use:   "scan [PATH...]",
		Short: "Check code against the security rules",
		Long: `Check code against the security rules: the same that judge an agent's edits.
Without a path it reads the folder it runs in; what .gitignore excludes is left
out. With --staged or --diff only new and changed lines count.

A comment "vibedefend:ignore RULE reason" on the line or the one above it
silences a finding; without a reason it does not count. A baseline keeps the
findings of today out of tomorrow's answer.

Packages that manifests ask for are judged by their names, without asking
anybody. With --lookup the registry you have configured is asked for names that
are not known here: only the name is sent, answers are kept for a week.

Exit code 3: there are findings.`,
		Example: `  vibedefend scan
  vibedefend scan --staged --tier block
  vibedefend scan --diff origin/main --sarif > findings.sarif
  vibedefend scan --write-baseline .cybedefend/scan-baseline.json`,
		RunE: func(_ *cobra.Command, paths []string) error { return a.scan(o, paths) },
	}
	f := c.Flags()
	f.BoolVar(&o.staged, "staged", false, "judge what the next commit would change")
	f.StringVar(&o.diff, "diff", "", "judge what differs from `REV`")
	f.BoolVar(&o.json, "json", false, "answer in JSON")
	f.BoolVar(&o.sarif, "sarif", false, "answer in SARIF 2.1.0")
	f.StringVar(&o.tier, "tier", "advise", "lowest tier to report: block or advise")
	f.BoolVar(&o.batch, "batch", false, "read JSON lines with id, path and content, answer with findings")
	f.StringVar(&o.baseline, "baseline", "", "leave out the findings of this `FILE`")
	f.StringVar(&o.saveBaseline, "write-baseline", "", "write today's findings to this `FILE`")
	f.StringSliceVar(&o.off, "off", nil, "rule to leave out, may be repeated")
	f.StringSliceVar(&o.frameworks, "framework", nil, "framework to name with findings: owasp, llm, soc2, gdpr, iso27001")
	f.BoolVar(&o.lookup, "lookup", false, "ask your registries whether packages exist that are not known here")
	f.StringArrayVar(&o.registries, "registry", nil, "with --lookup: `NAME=URL` of a registry (npm, pypi, crates, gems, go), may be repeated")
	c.MarkFlagsMutuallyExclusive("json", "sarif", "batch")
	c.MarkFlagsMutuallyExclusive("lookup", "batch")
	c.MarkFlagsMutuallyExclusive("staged", "diff", "batch")
	return c
}

// scanned is one finding with the file it stands in.
type scanned struct {
	Path string
	code.Match
	pkg *deps.Finding // what it is about, where that is a package
}

// scanAnswer is what a run found.
type scanAnswer struct {
	found      []scanned
	incomplete []string
	files      int
	own        []code.Rule // of the policy's layers
}

func (a *app) scan(o scanOptions, paths []string) error {
	tier, ok := code.ParseTier(o.tier)
	if !ok || tier == code.Guidance {
		return usagef("vibedefend scan --help", "--tier %q is neither block nor advise", o.tier)
	}
	j := a.judge(a.machine.Env.Dir)
	if j.err != nil {
		return j.err
	}
	if err := knownNames(o, j.own.Rules); err != nil {
		return err
	}
	opts := code.Options{MinTier: tier, Off: o.off, BlockComments: true, Extra: j.own.Rules}
	pkgs := packageScan{lists: j.policy.PackageLists(), dir: a.machine.Env.Dir, root: j.root, unknown: o.staged || o.diff != "" || o.lookup, off: o.off, min: tier}
	if o.batch {
		return a.scanBatch(opts, pkgs)
	}
	work, err := a.scanWork(o, paths)
	if err != nil {
		return err
	}
	if len(paths) == 1 { // what lies above the folder says nothing about its files
		opts.Root = a.inDir(paths[0])
	}
	answer := a.scanAll(work, opts, pkgs)
	answer.own = j.own.Rules
	if o.lookup {
		if err := a.lookUp(&answer, o.registries, tier); err != nil {
			return err
		}
	}
	if o.baseline != "" {
		if answer.found, err = withoutBaseline(answer.found, a.inDir(o.baseline)); err != nil {
			return err
		}
	}
	if o.saveBaseline != "" {
		if err := writeBaseline(answer.found, a.inDir(o.saveBaseline)); err != nil {
			return err
		}
		a.say("wrote %s to %s", plural(len(answer.found), "finding"), o.saveBaseline)
		return nil
	}
	return a.showScan(o, answer)
}

// knownNames refuses what would silently do nothing.
func knownNames(o scanOptions, own []code.Rule) error {
	for _, f := range o.frameworks {
		if !slices.Contains([]string{"owasp", "llm", "soc2", "gdpr", "iso27001"}, f) {
			return usagef("vibedefend scan --help", "--framework %q is none of owasp, llm, soc2, gdpr, iso27001", f)
		}
	}
	for _, id := range o.off {
		if securityRule(id, own) == nil && (!strings.HasPrefix(id, "pkg.") || packs.Set().Find(id) == nil) {
			return usagef("vibedefend rules list --layer security", "--off %q is no security rule", id)
		}
	}
	if len(o.registries) > 0 && !o.lookup {
		return usagef("vibedefend scan --help", "--registry does nothing without --lookup")
	}
	return nil
}

// securityRule finds a rule of the catalogue or of the policy's layers.
func securityRule(id string, own []code.Rule) *code.Rule {
	for i := range own {
		if own[i].ID == id {
			return &own[i]
		}
	}
	return code.RuleByID(id)
}

func (a *app) scanBatch(o code.Options, pkgs packageScan) error {
	found, bad, err := code.Batch(a.in, a.out, func(path string, content []byte) code.Report {
		rep := code.Examine(path, content, o)
		for _, s := range pkgs.of(gitdiff.Change{Path: path, After: content}) {
			rep.Matches = append(rep.Matches, s.Match)
		}
		return rep
	})
	switch {
	case err != nil:
		return err
	case bad > 0:
		return withHint(fmt.Errorf("%s could not be read", plural(bad, "line")), `one object a line: {"id":"1","path":"a.py","content":"..."}`)
	case found > 0:
		return exitFindings
	}
	return nil
}

func (a *app) inDir(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(a.machine.Env.Dir, p)
}

// scanWork lists what to read: changes of the repository, or files below the paths.
func (a *app) scanWork(o scanOptions, paths []string) (scanWork, error) {
	if !o.staged && o.diff == "" {
		return a.scanFiles(paths)
	}
	list, err := a.scanChanges(o, paths)
	return scanWork{list: list}, err
}

// scanWork is what to read; named are the files that a person asked for by name.
type scanWork struct {
	list  []gitdiff.Change
	named map[string]bool
}

func (a *app) scanChanges(o scanOptions, paths []string) ([]gitdiff.Change, error) {
	root, err := a.repository()
	if err != nil {
		return nil, err
	}
	list, err := gitdiff.Staged(root)
	if o.diff != "" {
		list, err = gitdiff.Since(root, o.diff)
	}
	if err != nil || len(paths) == 0 {
		return list, err
	}
	var kept []gitdiff.Change
	for _, c := range list {
		for _, p := range paths {
			rel, err := filepath.Rel(root, a.inDir(p))
			if rel = filepath.ToSlash(rel); err == nil && (rel == "." || c.Path == rel || strings.HasPrefix(c.Path, rel+"/")) {
				kept = append(kept, c)
				break
			}
		}
	}
	return kept, nil
}

func scanOne(c gitdiff.Change, o code.Options, pkgs packageScan) (found []scanned, incomplete string) {
	rep := code.JudgeReport(c.Path, c.Before, c.After, o)
	for _, m := range rep.Matches {
		found = append(found, scanned{Path: c.Path, Match: m})
	}
	if rep.Incomplete != "" {
		incomplete = fmt.Sprintf("%s: %s", c.Path, rep.Incomplete)
	}
	return append(found, pkgs.of(c)...), incomplete
}
