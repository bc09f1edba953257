package mine

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// manyAlike is from how many bans on that one library stands in for they are
// one card.
const manyAlike = 3

// byReplacement says once what one configuration bans in many cards for one
// library: "use `fs_err::...`" in place of all that `std::fs` has.
func byReplacement(rules []business.Rule) []business.Rule {
	use := regexp.MustCompile("use `([a-z][a-z0-9_]*)::[^`]*`\\.?$")
	groups := map[string][]int{}
	for i, r := range rules {
		if m := use.FindStringSubmatch(r.Statement); m != nil && r.Kind == business.BanCall && r.Check != nil {
			key := siteFile(r.Examples[0]) + " " + m[1]
			groups[key] = append(groups[key], i)
		}
	}
	gone := map[int]bool{}
	for _, key := range sortedKeys(groups) {
		list := groups[key]
		if len(list) < manyAlike {
			continue
		}
		first := &rules[list[0]]
		check := *first.Check
		check.Names = slices.Clone(check.Names)
		examples := slices.Clone(first.Examples)
		var from []string
		for _, i := range list {
			for _, name := range marked(rules[i].Statement[:strings.LastIndex(rules[i].Statement, "use `")]) {
				if p := modulePath(name); p != "" && !slices.Contains(from, p) {
					from = append(from, p)
				}
			}
			check.Names = append(check.Names, rules[i].Check.Names...)
			examples = append(examples, rules[i].Examples...)
			first.Score = max(first.Score, rules[i].Score)
			gone[i] = i != list[0]
		}
		slices.Sort(from)
		slices.Sort(check.Names)
		check.Names = slices.Compact(check.Names)
		library := key[strings.LastIndexByte(key, ' ')+1:]
		first.Statement = oneLine("Use the functions of `" + library + "`, not those of " + quotedAnd(from, 8) + " (" + path.Base(siteFile(first.Examples[0])) + ").")
		first.Check, first.Examples = &check, sites(examples, 3)
	}
	out := rules[:0:0]
	for i, r := range rules {
		if !gone[i] {
			out = append(out, r)
		}
	}
	return out
}

// modulePath is the module of a name of Rust: "std::fs" of "std::fs::File::open".
func modulePath(name string) string {
	parts := strings.Split(name, "::")
	for i, p := range parts[:len(parts)-1] {
		if p == "" || p[0] >= 'A' && p[0] <= 'Z' {
			return strings.Join(parts[:i], "::")
		}
	}
	return strings.Join(parts[:len(parts)-1], "::")
}
