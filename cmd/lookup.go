package cmd

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cybedefend/vibedefend/internal/lookup"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/code"
	"github.com/cybedefend/vibedefend/rules/deps"
)

const (
	mostAsked = 300
	youngest  = 7 * 24 * time.Hour
)

// lookUp asks registries for the names of a scan that are not known here.
func (a *app) lookUp(answer *scanAnswer, given []string, min code.Tier) error {
	var names []deps.Entry
	for _, s := range answer.found {
		if s.pkg != nil && asked(s.pkg.Class) {
			names = append(names, s.pkg.Entry)
		}
	}
	known, err := a.askRegistries(names, given)
	if err != nil {
		return err
	}
	kept := answer.found[:0]
	for _, s := range answer.found {
		if s.pkg != nil && asked(s.pkg.Class) {
			if r, ok := known[nameKey(s.pkg.Entry)]; ok && !told(&s, r, a.clock()) && s.pkg.Class == deps.Unknown {
				continue // it exists, and has for a while
			}
		}
		if s.Tier >= min {
			kept = append(kept, s)
		}
	}
	answer.found = kept
	return nil
}

func asked(c deps.Class) bool { return c == deps.Unknown || c == deps.LookAlike }

func nameKey(e deps.Entry) string { return string(e.Eco) + " " + e.Name }

// told words what a registry said into a finding; false where that is nothing to worry about.
func told(s *scanned, r lookup.Answer, now time.Time) bool {
	text, bad := verdictOf(s.pkg.Entry, r, now)
	if text == "" {
		return false
	}
	s.Title, s.Severity = text, code.High
	if bad {
		s.Tier = code.Block
	}
	return true
}

func verdictOf(e deps.Entry, r lookup.Answer, now time.Time) (text string, missing bool) {
	switch {
	case r.Missing:
		return "The " + string(e.Eco) + " registry knows no package of this name: " + e.Name, true
	case !r.Since.IsZero() && now.Sub(r.Since) < youngest:
		return "First published " + plural(int(now.Sub(r.Since).Hours()/24), "day") + " ago: " + e.Name, false
	}
	return "", false
}

// checkLookup says whether check asks registries, and which.
type checkLookup struct {
	on         bool
	registries []string
}

// checkPackages adds what registries say of the packages a command names.
func (a *app) checkPackages(v *rules.Verdict, line string, given []string) error {
	_, trace, err := a.judge(a.machine.Env.Dir).explain(line, a.machine.Env.Dir)
	if err != nil {
		return err
	}
	var names []deps.Entry
	for _, f := range trace.Packages {
		if asked(f.Class) {
			names = append(names, f.Entry)
		}
	}
	known, err := a.askRegistries(names, given)
	if err != nil {
		return err
	}
	doubtful := len(known) < len(names)
	for _, e := range names {
		r, ok := known[nameKey(e)]
		if text, missing := verdictOf(e, r, a.clock()); ok && text != "" {
			doubtful = true
			f := rules.Finding{Rule: "pkg.unknown-name", Action: rules.Ask, Severity: rules.High, Title: text, Why: "New and invented names are where malware waits.", Instead: "make sure of the name on the project's own page", Layer: "built-in"}
			if missing {
				f.Action = rules.Block
			}
			v.Add(f)
		}
	}
	if !doubtful { // every one exists, and has for a while
		v.Findings = slices.DeleteFunc(v.Findings, func(f rules.Finding) bool { return f.Rule == "pkg.unknown-name" })
		v.Action = rules.Allow
		for _, f := range v.Findings {
			v.Action = max(v.Action, f.Action)
		}
	}
	return nil
}

func (a *app) clock() time.Time { return time.Now() }

// askRegistries asks for names, several at a time, and says what it sends to whom.
func (a *app) askRegistries(names []deps.Entry, given []string) (map[string]lookup.Answer, error) {
	unique := map[string]deps.Entry{}
	var order []deps.Entry
	var wanted []deps.Ecosystem
	for _, e := range names {
		if _, seen := unique[nameKey(e)]; !seen && len(order) < mostAsked {
			unique[nameKey(e)] = e
			order, wanted = append(order, e), append(wanted, e.Eco)
		}
	}
	bases, err := lookup.Bases(lookup.Where{Home: a.machine.Env.Home, Getenv: a.getenv, Given: given, Wanted: wanted})
	if err != nil {
		return nil, usage(fmt.Errorf("--registry: %w", err), "vibedefend scan --help")
	}
	c := &lookup.Client{Bases: bases, Cache: filepath.Join(a.machine.Dir.State(), "packages.json")}
	a.announce(order, bases)
	out, lost := map[string]lookup.Answer{}, map[deps.Ecosystem]error{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	next := make(chan deps.Entry)
	for range min(8, len(order)) {
		wg.Go(func() {
			for e := range next {
				r, err := c.Ask(context.Background(), e.Eco, e.Name)
				mu.Lock()
				if err != nil {
					lost[e.Eco] = err
				} else {
					out[nameKey(e)] = r
				}
				mu.Unlock()
			}
		})
	}
	for _, e := range order {
		next <- e
	}
	close(next)
	wg.Wait()
	for _, eco := range []deps.Ecosystem{deps.NPM, deps.PyPI, deps.Crates, deps.Gems, deps.Go} {
		if err := lost[eco]; err != nil && !errors.Is(err, lookup.ErrNoBase) {
			a.warn("%s: not every name could be looked up: %v", eco, err)
		}
	}
	return out, c.Save()
}

// announce says what is sent, and where nothing can be.
func (a *app) announce(list []deps.Entry, bases map[deps.Ecosystem]string) {
	for _, eco := range []deps.Ecosystem{deps.NPM, deps.PyPI, deps.Crates, deps.Gems, deps.Go} {
		var names []string
		for _, e := range list {
			if e.Eco == eco {
				names = append(names, e.Name)
			}
		}
		if len(names) == 0 {
			continue
		}
		if bases[eco] == "" {
			a.warn("%s: no registry is configured: %s not looked up", eco, plural(len(names), "name"))
			a.hint(fmt.Sprintf("pass --registry %s=URL", eco))
			continue
		}
		shown := strings.Join(names[:min(5, len(names))], ", ")
		if len(names) > 5 {
			shown += ", …"
		}
		a.say("asking %s for %s (%s); nothing else is sent", host(bases[eco]), plural(len(names), "name"), clean(shown))
	}
}

func host(base string) string {
	if u, err := url.Parse(strings.TrimPrefix(base, "sparse+")); err == nil {
		return u.Host
	}
	return base
}
