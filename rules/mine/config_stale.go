package mine

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// staleScore is that of a ban whose replacement nothing names any more.
const staleScore = 0.2

// mostWanted bounds how many names are looked for in all files.
const mostWanted = 24

// withoutReplacement lowers rules of a configuration that say to use a name
// which is nowhere in the code: what it stood for is gone, or was never there.
// Only names with an inner capital are looked for: others are words as well.
func withoutReplacement(t tree, rules []business.Rule) {
	named := regexp.MustCompile("(?i:\\buse|\\bprefer)\\s+`?([A-Za-z_][a-z0-9]*(?:[A-Z][A-Za-z0-9]*)+)\\b")
	of := map[int]string{}
	wanted := map[string]bool{}
	for i, r := range rules {
		if m := named.FindStringSubmatch(r.Statement); m != nil && r.Score > staleScore && len(wanted) < mostWanted && aboutSources(r.Scope.Paths) {
			of[i], wanted[m[1]] = m[1], true
		}
	}
	missing := t.unwritten(wanted)
	for i, name := range of {
		if missing[name] {
			rules[i].Score = staleScore
		}
	}
}

// aboutSources reports whether a rule is about files that are read as code.
func aboutSources(globs []string) bool {
	return !slices.ContainsFunc(globs, func(g string) bool {
		return slices.ContainsFunc([]string{".html", ".css", ".scss", ".xml", ".md", ".yml", ".yaml", ".erb", ".haml"}, func(e string) bool { return strings.HasSuffix(g, e) })
	})
}

// unwritten is which of some names no source file says; configurations, which
// say what to use, do not count.
func (t tree) unwritten(names map[string]bool) map[string]bool {
	for _, f := range t.files {
		if len(names) == 0 {
			break
		}
		if !source(f) || isESLint(f) || isChecker(f) && strings.Contains(strings.ToLower(f), "lint") {
			continue
		}
		raw, err := t.read(f)
		if err != nil {
			continue
		}
		for name := range names {
			if bytes.Contains(raw, []byte(name)) {
				delete(names, name)
			}
		}
	}
	return names
}
