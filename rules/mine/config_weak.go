package mine

import (
	"slices"
	"strings"
)

// themeWeak is the theme of what alone is not worth a card high in the list.
const (
	themeWeak = "Limits and style"
	weakScore = 0.3
)

// withWeak moves limits and trifles that stand alone in their theme to one
// theme of their own.
func withWeak(items []said) []said {
	out := slices.Clone(items)
	for i, s := range items {
		if !isWeak(s.text) {
			continue
		}
		alone := !slices.ContainsFunc(items, func(o said) bool {
			return o.theme == s.theme && slices.Equal(o.in, s.in) && !isWeak(o.text)
		})
		n := 0
		for _, o := range items {
			if o.theme == s.theme && slices.Equal(o.in, s.in) {
				n++
			}
		}
		if alone && n < 3 {
			out[i].theme, out[i].weak = themeWeak, true
		}
	}
	named := map[string]bool{}
	for i := range out {
		if out[i].weak {
			named[items[i].theme] = true
		}
	}
	for i := range out {
		if out[i].weak && len(named) == 1 && items[i].theme != "" {
			out[i].theme = items[i].theme // it says of which language
		}
	}
	return out
}

// isWeak reports whether a switch is a limit or a trifle.
func isWeak(text string) bool {
	for _, w := range []string{"at most ", " at most ", "fewer than ", " fewer than ", "complexity of"} {
		if strings.HasPrefix(text, w) || w[0] == ' ' && strings.Contains(text, w) {
			return true
		}
	}
	return slices.Contains([]string{"comments begin with a capital letter", "comments begin in lower case", "one import statement for each module", "no `await` in loops", "warnings fail the build", "one statement on a line", "no unused imports", "no redundant imports", "no redundant modifiers", "imports at the top of a file", "no mutable defaults of parameters", "a code on each `# type: ignore` and `noqa`", "syntax of the newest Python that is supported: `list[str]`, `X | None`"}, text)
}
