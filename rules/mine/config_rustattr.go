package mine

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// crateLints ends what the attributes of a crate ask for.
const crateLints = "(lints of the crate)."

// isCrateRoot reports whether a file is the first of a crate.
func isCrateRoot(p string) bool {
	return (path.Base(p) == "lib.rs" || path.Base(p) == "main.rs") && path.Base(path.Dir(p)) == "src" && !business.IsTest(p)
}

// readCrateLints reads what a crate denies at the head of its first file:
// "#![deny(missing_docs)]".
func readCrateLints(p string, content []byte) []business.Rule {
	known := rustLints()
	var items []said
	head := content[:min(len(content), 16<<10)]
	for _, m := range regexp.MustCompile(`(?m)^#!\[(deny|forbid|warn)\(([^)]*)\)`).FindAllSubmatchIndex(head, 20) {
		line := 1 + bytes.Count(head[:m[0]], []byte("\n"))
		warn := string(head[m[2]:m[3]]) == "warn"
		for name := range strings.SplitSeq(string(head[m[4]:m[5]]), ",") {
			name = strings.TrimPrefix(strings.TrimSpace(name), "clippy::")
			if text := known[name]; text != "" && (!warn || name == "missing_docs") {
				items = append(items, said{theme: "Rust", text: text, line: line})
			}
		}
	}
	rules := styleCards(p, "lints of the crate", styleScore-0.06, items)
	for i := range rules {
		if dir := path.Dir(path.Dir(p)); dir != "." {
			rules[i].Scope.Paths = []string{dir + "/**"}
		}
	}
	return rules
}

// joinedCrates says once what several crates ask for in the same words.
func joinedCrates(rules []business.Rule) []business.Rule {
	first := map[string]int{}
	var out []business.Rule
	for _, r := range rules {
		i, again := first[r.Statement]
		if !strings.HasSuffix(r.Statement, crateLints) || !again {
			first[r.Statement] = len(out)
			out = append(out, r)
			continue
		}
		o := &out[i]
		o.Support, o.Sites = o.Support+1, o.Sites+1
		o.Examples = sites(append(o.Examples, r.Examples...), 3)
		if o.Scope.Paths != nil && r.Scope.Paths != nil {
			o.Scope.Paths = widest(append(o.Scope.Paths, r.Scope.Paths...))
		} else {
			o.Scope.Paths = nil
		}
	}
	return out
}

// mostFolders is how many folders a rule names before it names those around them.
const mostFolders = 12

// widest leaves out folders that lie in another one of the list, and names the
// folder around where there are too many of them.
func widest(paths []string) []string {
	inner := func(paths []string) []string {
		return slices.DeleteFunc(slices.Clone(paths), func(p string) bool {
			return slices.ContainsFunc(paths, func(q string) bool {
				dir, ok := strings.CutSuffix(q, "**")
				return ok && p != q && strings.HasPrefix(p, dir)
			})
		})
	}
	paths = inner(slices.Compact(slices.Sorted(slices.Values(paths))))
	for len(paths) > mostFolders {
		around := map[string]int{}
		for _, p := range paths {
			if dir := path.Dir(strings.TrimSuffix(p, "/**")); dir != "." {
				around[dir]++
			}
		}
		best := ""
		for _, dir := range sortedKeys(around) {
			if best == "" || around[dir] > around[best] {
				best = dir
			}
		}
		if around[best] < 2 {
			break
		}
		paths = inner(slices.Sorted(slices.Values(append(paths, best+"/**"))))
	}
	return paths
}
