package cmd

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/osv"
	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/rules/deps"
)

func newDenyList(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "deny-list",
		Short: "Packages reported as malware: a list of your own choosing, looked up offline",
		Long: `A list of packages reported as malware, which hooks, scan and check look up
without a network: who asks for one of them is stopped, in commands, manifests
and lock files. You bring the reports, in the format of OSV; reports on single
versions stop these versions only. docs/packages.md says where reports are.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newDenyListImport(a), newDenyListShow(a), newDenyListRemove(a))
	return c
}

func newDenyListImport(a *app) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "import PATH...",
		Short: "Make the list from reports: files, folders of them or zip archives",
		Long: `Make the list from reports in the format of OSV whose id begins with MAL-: JSON
files, folders of them, or the zip archives in which they are published. It
replaces the list that was there. Names in wide use that a report calls malware
as a whole are left out and named: deny them with packages_deny if you mean it.

With --out the list is written to a file that you distribute, for example as
/etc/cybedefend/packages.deny on machines that you manage.`,
		Example: `  vibedefend rules deny-list import ~/Downloads/npm-all.zip ~/src/malicious-packages/osv/malicious
  sudo vibedefend rules deny-list import all.zip --out /etc/cybedefend/packages.deny`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.importDenyList(args, out) },
	}
	c.Flags().StringVarP(&out, "out", "o", "", "`file` to write (default: the list of this user)")
	return c
}

func newDenyListShow(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "show [PACKAGE...]",
		Short: "Say which lists hold here, and whether packages are on them",
		Long: `Say which lists hold here, how old they are and what they hold. Packages are
named as npm/NAME, pypi/NAME, crates/NAME, gems/NAME or go/PATH, with @VERSION
for one version; the command ends with 3 when one of them is on a list.`,
		RunE: func(_ *cobra.Command, args []string) error { return a.showDenyList(args) },
	}
}

func newDenyListRemove(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "remove",
		Short: "Remove the list of this user",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := a.person("remove the deny-list"); err != nil {
				return err
			}
			path := a.denyList()
			err := os.Remove(path)
			switch {
			case errors.Is(err, os.ErrNotExist):
				a.say("nothing to do: there is no list")
				return nil
			case err != nil:
				return fmt.Errorf("remove the deny-list: %w", err)
			}
			a.say("removed %s", a.tilde(path))
			return nil
		},
	}
}

func (a *app) denyList() string { return filepath.Join(string(a.machine.Dir), policy.ReportedFile) }

func (a *app) importDenyList(paths []string, out string) error {
	if err := a.person("replace the deny-list"); err != nil {
		return err // a shorter list would let through what this one stops
	}
	for i := range paths {
		paths[i] = a.inDir(paths[i])
	}
	g := gathering{whole: map[uint64]bool{}, single: map[uint64]uint64{}}
	a.say("reading %s", a.tilde(strings.Join(paths, ", ")))
	tally, err := osv.Read(paths, g.take)
	if err != nil {
		return err
	}
	head, keys := g.list()
	if len(keys) == 0 {
		return withHint(fmt.Errorf("%s: no report on malware is among them", plural(tally.Reports, "file")), "reports on malware have an id that begins with MAL-")
	}
	mode, path := os.FileMode(0o644), a.denyList()
	if out != "" {
		path = a.inDir(out)
	} else if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("write the deny-list: %w", err)
	} else {
		mode = 0o600
	}
	if err := writeWhole(path, mode, func(w io.Writer) error { return deps.WriteReports(w, head, keys) }); err != nil {
		return err
	}
	a.sayTally(tally, g.popular)
	a.say("%s: %s and %s of others", a.tilde(path), plural(head.Packages, "package"), plural(head.Versions, "version"))
	return nil
}

func (a *app) sayTally(t osv.Tally, popular []string) {
	for _, x := range []struct {
		n   int
		why string
	}{
		{t.Other, "left out: no reports on malware"}, {t.Withdrawn, "left out: withdrawn"}, {t.Foreign, "left out: of ecosystems that are not judged"},
		{t.Unclear, "left out: they name neither all versions nor single ones"}, {t.Broken, "could not be read"},
	} {
		if x.n > 0 {
			a.say("%s %s", plural(x.n, "report"), x.why)
		}
	}
	if t.Broken > 0 {
		a.warn("the first that could not be read: %v", t.First)
	}
	if n := len(popular); n > 0 {
		a.warn("%s in wide use left out, which a report calls malware as a whole: %s", plural(n, "package"), clean(strings.Join(popular[:min(n, 10)], ", ")))
		a.hint("deny them with packages_deny if you mean it")
	}
}

// gathering collects keys, each once.
type gathering struct {
	whole   map[uint64]bool
	single  map[uint64]uint64 // version to package
	popular []string
}

func (g *gathering) take(p osv.Package) {
	key := deps.ReportKey(p.Eco, p.Name, "")
	if len(p.Versions) > 0 {
		for _, v := range p.Versions {
			g.single[deps.ReportKey(p.Eco, p.Name, v)] = key
		}
		return
	}
	if _, seen := g.whole[key]; seen {
		return
	}
	known := deps.Known(p.Eco, p.Name)
	g.whole[key] = !known
	if known {
		g.popular = append(g.popular, string(p.Eco)+"/"+p.Name)
	}
}

// list drops versions of packages that are reported as a whole.
func (g *gathering) list() (deps.ReportsHead, []uint64) {
	head := deps.ReportsHead{Imported: time.Now()}
	var keys []uint64
	for k, taken := range g.whole {
		if taken {
			keys = append(keys, k)
			head.Packages++
		}
	}
	for k, of := range g.single {
		if !g.whole[of] && !g.whole[k] {
			keys = append(keys, k)
			head.Versions++
		}
	}
	return head, keys
}

func (a *app) showDenyList(names []string) error {
	var wanted []deps.Entry
	for _, n := range names {
		e, err := namedPackage(n)
		if err != nil {
			return err
		}
		wanted = append(wanted, e)
	}
	lists := policy.ReportedLists(policy.Options{Dir: a.machine.Dir, OS: a.machine.Env.OS, Getenv: a.getenv})
	if len(lists) == 0 {
		a.say("no list: the few well-known cases that are built in count alone")
		a.hint("vibedefend rules deny-list import PATH makes one")
	}
	var failed error
	found := make([]string, len(names))
	for _, l := range lists {
		defer l.Close()
		if l.Err != nil {
			a.complain(a.tilde(l.Err.Error()))
			failed = exitFailure
			continue
		}
		a.print("%s: %s and %s of others, imported %s\n", a.tilde(l.Path), plural(l.List.Packages, "package"), plural(l.List.Versions, "version"), l.List.Imported.Format(time.DateOnly))
		for i, e := range wanted {
			if l.List.Has(e) {
				found[i] = a.tilde(l.Path)
			}
		}
	}
	for i, n := range names {
		if found[i] == "" {
			a.print("%s: not on a list\n", clean(n))
			continue
		}
		a.print("%s: reported, by %s\n", clean(n), found[i])
		failed = firstOf(failed, exitFindings)
	}
	return failed
}

// namedPackage reads npm/NAME@VERSION.
func namedPackage(text string) (deps.Entry, error) {
	eco, name, _ := strings.Cut(text, "/")
	e := deps.Entry{Eco: deps.Ecosystem(eco), Name: name}
	if at := strings.LastIndexByte(name, '@'); at > 0 {
		e.Name, e.Version = name[:at], name[at+1:]
	}
	switch e.Eco {
	case deps.NPM, deps.PyPI, deps.Crates, deps.Gems, deps.Go:
		if e.Name != "" {
			return e, nil
		}
	}
	return e, usagef("vibedefend rules deny-list show --help", "%q is no package: want npm/NAME, pypi/NAME, crates/NAME, gems/NAME or go/PATH", text)
}
