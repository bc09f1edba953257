package mine

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// longestFamily is how long a card of one family of bans may be.
const longestFamily = 270

// familyBans makes one card of the bans of one configuration on members of one
// package, each with its own reason: once::Cell, once::Lazy.
func familyBans(rules []business.Rule) []business.Rule {
	groups := map[string][]int{}
	for i, r := range rules {
		if k := familyKey(r); k != "" {
			groups[k] = append(groups[k], i)
		}
	}
	gone := map[int]bool{}
	for _, k := range sortedKeys(groups) {
		for list := groups[k]; len(list) > 0; {
			n := joinBans(rules, list)
			for _, i := range list[1:n] {
				gone[i] = true
			}
			list = list[n:]
		}
	}
	var out []business.Rule
	for i, r := range rules {
		if !gone[i] {
			out = append(out, r)
		}
	}
	return out
}

// joinBans makes the first of a list say as many of them as one card holds,
// and returns how many these are.
func joinBans(rules []business.Rule, list []int) int {
	var names, reasons []string // the names that are banned for a reason
	said, n := "", 0
	before, _, _ := strings.Cut(rules[list[0]].Statement, "`")
	for _, i := range list {
		_, name, reason := banParts(rules[i])
		j := slices.Index(reasons, reason)
		if j < 0 {
			reasons, names = append(reasons, reason), append(names, name)
		} else {
			names[j] += " or " + name
		}
		var parts []string
		for j := range reasons {
			parts = append(parts, names[j]+": "+reasons[j])
		}
		text := before + strings.Join(parts, "; ") + "."
		if n > 0 && len(text) > longestFamily {
			break
		}
		said, n = text, n+1
	}
	if n < 2 {
		return n
	}
	m := &rules[list[0]]
	check := *m.Check
	check.Modules, check.Names = slices.Clone(check.Modules), slices.Clone(check.Names)
	for _, i := range list[1:n] {
		check.Modules, check.Names = append(check.Modules, rules[i].Check.Modules...), append(check.Names, rules[i].Check.Names...)
		m.Score = max(m.Score, rules[i].Score)
	}
	m.Statement, m.Check = oneLine(said), &check
	return n
}

// banParts cuts a ban with a reason into what stands before the names, the
// names and the reason.
func banParts(r business.Rule) (before, names, reason string) {
	before, rest, ok := strings.Cut(r.Statement, "`")
	names, reason, ok2 := strings.Cut("`"+rest, "`: ")
	if !ok || !ok2 || strings.Contains(names, " from ") || strings.Contains(names, ": ") {
		return "", "", ""
	}
	return before, names + "`", strings.TrimSuffix(reason, ".")
}

// familyKey is what the bans of a family share: "" for what is no ban with a
// reason on members of one package.
func familyKey(r business.Rule) string {
	if r.Check == nil || r.Kind != business.BanImport && r.Kind != business.BanCall || (len(r.Check.Modules) > 0) == (len(r.Check.Names) > 0) {
		return ""
	}
	before, names, reason := banParts(r)
	if names == "" || len(reason) > 110 || strings.Contains(reason, "...") {
		return ""
	}
	root := ""
	for name := range strings.SplitSeq(strings.ReplaceAll(names, "`", ""), " or ") {
		of := familyOf(name)
		if of == "" || root != "" && of != root {
			return ""
		}
		root = of
	}
	return strings.Join([]string{string(r.Kind), siteFile(r.Examples[0]), strings.Join(r.Scope.Paths, " "), before, root, map[bool]string{true: "m", false: "n"}[len(r.Check.Modules) > 0]}, "\x00")
}

// familyOf is the package that a name is a member of: the crate or npm package,
// else all but the last word.
func familyOf(name string) string {
	switch {
	case strings.Contains(name, "::"):
		crate, _, _ := strings.Cut(name, "::")
		if crate == "std" || crate == "core" || crate == "alloc" {
			return name[:strings.LastIndex(name, "::")]
		}
		return crate
	case strings.Contains(name, "/"):
		parts := strings.Split(name, "/")
		most := 1
		if strings.HasPrefix(name, "@") {
			most = 2
		} else if strings.Contains(parts[0], ".") {
			most = 3
		}
		return strings.Join(parts[:min(most, len(parts)-1)], "/")
	case strings.Contains(strings.TrimPrefix(name, "new "), "."):
		return name[:strings.LastIndexByte(name, '.')]
	}
	return ""
}
