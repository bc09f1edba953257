package mine

import (
	"slices"
	"strings"
)

// onOccasion reports whether a sentence asks for something where something
// else is done: "when you write a warning, subclass `X`". That is a rule also
// where it stands in a procedure.
func onOccasion(low string) bool {
	first := firstWord(strings.TrimSpace(low))
	if !slices.Contains([]string{"when", "whenever", "if"}, first) {
		return false
	}
	rest := bare(low)
	return rest != strings.TrimSpace(low) && commands(rest) && !stepVerb(rest)
}

// uncut reports whether an order stands behind a clause that no comma ends:
// "when creating a job select the lowest queue".
func uncut(low string) bool {
	words := strings.Fields(low)
	if len(words) < 6 || !slices.Contains([]string{"when", "before", "after"}, words[0]) || !strings.HasSuffix(words[1], "ing") {
		return false
	}
	for i := 3; i+1 < min(12, len(words)); i++ {
		if strings.HasSuffix(words[i-1], ",") {
			return false
		}
		noun, known := verbs()[words[i]]
		if known && !noun && !slices.Contains([]string{"to", "you", "we", "not", "can", "should", "must", "the", "a", "an", "and", "or", "that", "they", "it", "which", "of", "will", "may"}, words[i-1]) {
			return slices.Contains([]string{"the", "a", "an", "all", "any", "only", "its", "each"}, words[i+1]) || strings.HasPrefix(words[i+1], "`")
		}
	}
	return false
}

// plainlyUse reports whether a sentence says what all of a kind use: "views
// that hold a request use `request.log`".
func plainlyUse(low string) bool {
	before, _, ok := strings.Cut(strings.TrimSpace(low), " use `")
	if !ok || strings.ContainsAny(before, ".:;") || len(before) > 80 {
		return false
	}
	words := strings.Fields(before)
	return len(words) > 0 && strings.HasSuffix(strings.Trim(words[0], ","), "s") && len(words[0]) > 3 &&
		!slices.ContainsFunc(words, func(w string) bool {
			return slices.Contains([]string{"you", "we", "they", "can", "to", "may", "not", "don't", "this", "these", "those", "does", "users", "always", "which", "if"}, w)
		})
}

// refers reports whether a sentence speaks of "these problems" or "this
// comment" and names no problem or comment before.
func refers(words []string) bool {
	for i, w := range words[:max(0, len(words)-1)] {
		if i == 0 || !slices.Contains([]string{"this", "these", "those"}, w) {
			continue
		}
		noun := strings.Trim(words[i+1], ",.;:()\"'")
		if !slices.Contains([]string{"comment", "comments", "problem", "problems", "issue", "issues", "error", "errors", "line", "lines", "step", "steps", "example", "examples", "option", "options", "setting", "settings", "value", "values", "command", "commands", "section", "table", "list", "mistake", "mistakes", "situation", "situations", "condition", "conditions"}, noun) {
			continue
		}
		if !slices.ContainsFunc(words[:i], func(b string) bool { return strings.HasPrefix(b, strings.TrimSuffix(noun, "s")) }) {
			return true
		}
	}
	return false
}
