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

// withoutUnless cuts the exception that guides for agents make of nearly
// everything: "unless the user explicitly asks for it". What is asked is not
// about the talk with a user for that.
func withoutUnless(low string) string {
	i := strings.Index(low, " unless ")
	if i < 0 {
		return low
	}
	words := strings.Fields(low[i+len(" unless "):])
	for _, w := range words[:min(4, len(words))] {
		if slices.Contains([]string{"explicitly", "user", "asked", "requested", "instructed", "told"}, strings.Trim(w, ".,;")) {
			return low[:i] + " "
		}
	}
	return low
}

// changing reports whether a sentence is about the occasion of some change of
// the code: "when adding a view, ...", "if you introduce a table, ...". What is
// said then is asked of those who change it, whatever the words.
func changing(low string) bool {
	words := firstWords(low, 5)
	if len(words) < 4 || !slices.Contains([]string{"when", "whenever", "if"}, words[0]) {
		return false
	}
	for _, w := range words[1:4] {
		if slices.Contains([]string{"adding", "creating", "introducing", "changing", "modifying", "writing", "implementing", "renaming", "removing", "extending", "add", "create", "introduce", "change", "modify", "write", "implement", "rename", "extend", "fix", "fixing", "touch", "touching"}, w) {
			return w == words[1] && strings.HasSuffix(w, "ing") || slices.Contains(words[1:3], "you") || slices.Contains(words[1:3], "you're")
		}
	}
	return false
}
