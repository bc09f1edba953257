package cmd

import (
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/cybedefend/vibedefend/internal/gitdiff"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/code"
	"github.com/cybedefend/vibedefend/rules/deps"
	"github.com/cybedefend/vibedefend/rules/packs"
)

// packageScan judges manifests as the hook does, with the guard's rules on packages.
type packageScan struct {
	lists   deps.Lists
	dir     string // that paths are relative to
	root    string // of the repository, "" for none
	unknown bool   // whether names nobody knows are told: of a change they are, of a whole tree not
	off     []string
	min     code.Tier
}

// of judges one file.
func (p packageScan) of(c gitdiff.Change) []scanned {
	if !deps.Reads(c.Path) {
		return nil
	}
	var out []scanned
	for _, f := range rules.NewPackages(c.Path, c.Before, c.After, p.lists, p.used(c.Path)) {
		if f.Class == deps.Unknown && !p.unknown {
			continue
		}
		if m, ok := p.match(f, c.After); ok {
			out = append(out, scanned{Path: c.Path, Match: m, pkg: &f})
		}
	}
	return out
}

// match words a finding as the rule of the guard that answers to it.
func (p packageScan) match(f deps.Finding, text []byte) (code.Match, bool) {
	r := packageRule(f.Class)
	if r == nil {
		return code.Match{}, false
	}
	m := code.Match{Rule: r.ID, Title: r.Title + ": " + f.Text(), Tier: code.Advise, Severity: code.Severity(r.Severity), Why: r.Why, Safe: r.Instead, Line: f.Line, EndLine: f.Line}
	if r.Action == rules.Block {
		m.Tier = code.Block
	}
	for _, ref := range r.Refs {
		if n, err := strconv.Atoi(strings.TrimPrefix(ref, "CWE-")); err == nil {
			m.CWE = append(m.CWE, n)
		}
	}
	if lines := strings.SplitN(string(text), "\n", f.Line+1); f.Line <= len(lines) {
		m.Excerpt = code.Redact(strings.TrimSpace(lines[f.Line-1]))
	}
	for _, id := range p.off {
		if strings.EqualFold(id, r.ID) {
			return m, false
		}
	}
	return m, m.Tier >= p.min && !excused(m)
}

// excused reads "vibedefend:ignore RULE reason" on the line itself.
func excused(m code.Match) bool {
	_, rest, ok := strings.Cut(m.Excerpt, "vibedefend:ignore ")
	w := strings.Fields(rest)
	return ok && len(w) > 1 && strings.EqualFold(w[0], m.Rule)
}

// packageRule is the rule of the guard for a class of finding.
func packageRule(c deps.Class) *rules.Rule {
	set := packs.Set()
	for i := range set.Rules {
		for _, s := range set.Rules[i].Signals {
			if s == c.Signal() {
				return &set.Rules[i]
			}
		}
	}
	return nil
}

// used looks for a name in the manifests and lock files beside a file and at the root.
func (p packageScan) used(file string) func(deps.Ecosystem, string) bool {
	full := file
	if !filepath.IsAbs(full) {
		full = filepath.Join(p.dir, filepath.FromSlash(file))
	}
	own, dirs := path.Base(file), []string{filepath.Dir(full)}
	if p.root != "" && p.root != dirs[0] {
		dirs = append(dirs, p.root)
	}
	read := map[string][]byte{}
	return func(eco deps.Ecosystem, name string) bool {
		for i, d := range dirs {
			for _, n := range deps.Beside(eco) {
				if i == 0 && n == own {
					continue // the file itself
				}
				at := filepath.Join(d, n)
				if _, ok := read[at]; !ok {
					read[at], _ = os.ReadFile(at)
				}
				if deps.Holds(n, read[at], eco, name) {
					return true
				}
			}
		}
		return false
	}
}
