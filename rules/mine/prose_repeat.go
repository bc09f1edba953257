package mine

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// unrepeated drops sentences that say what a better one said: most of their
// words, and a name of code, are the same.
func unrepeated(rules []business.Rule) []business.Rule {
	var out []business.Rule
	var kept [][]string
	var named [][]string
	for _, r := range rules {
		words, names := telltale(r.Statement), codeNames(r.Statement)
		if slices.ContainsFunc(kept, func(k []string) bool { return repeats(words, k) }) || alsoNamed(words, names, kept, named) {
			continue
		}
		named = append(named, names)
		out, kept = append(out, r), append(kept, words)
	}
	return out
}

// alsoNamed reports whether a sentence names nothing but what a better one
// names, and says it in half the same words.
func alsoNamed(words, names []string, kept, named [][]string) bool {
	for i := range named {
		if len(names) == 0 || slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(named[i], n) }) {
			continue
		}
		same := 0
		for _, w := range words[1:] {
			if _, ok := slices.BinarySearch(kept[i][1:], w); ok {
				same++
			}
		}
		if same >= 3 && 2*same >= len(words)-1 {
			return true
		}
	}
	return false
}

// telltale are the words of a sentence that carry its meaning, sorted.
func telltale(s string) []string {
	words := slices.DeleteFunc(strings.Fields(business.Normalise(s)), func(w string) bool { return len(w) < 4 || slices.Contains(fillers, w) })
	slices.Sort(words)
	low := " " + strings.ToLower(s) + " "
	way := "+" // what is forbidden is no repetition of what is asked for
	for _, not := range []string{" never ", " not ", "n't ", " avoid "} {
		if strings.Contains(low, not) {
			way = "-"
		}
	}
	return append([]string{way}, slices.Compact(words)...)
}

var fillers = []string{"always", "never", "must", "should", "don", "only", "with", "from", "that", "this", "when", "into", "instead", "ensure", "have", "need", "needs", "prefer", "avoid", "your", "their", "they", "them", "will", "each", "every", "all", "make", "sure", "required", "explicit", "explicitly"}

func repeats(a, b []string) bool {
	same := 0
	for _, w := range a[1:] {
		if _, ok := slices.BinarySearch(b[1:], w); ok {
			same++
		}
	}
	least := min(len(a), len(b)) - 1
	return same >= 3 && (same >= 4 || same == least) && 10*same >= 7*least && 2*same >= max(len(a), len(b))-1 && a[0] == b[0]
}
