package mine

import (
	"slices"
	"strings"
)

// mostJoined is how long two sentences may be of which the second says what
// to do in place of what the first forbids.
const mostJoined = 340

// typed writes signs that a text processor sets as people type them, so that
// "don’t" is read like "don't".
func typed(doc string) string {
	if !strings.ContainsAny(doc, "’‘“”\u00a0") {
		return doc
	}
	return strings.NewReplacer("’", "'", "‘", "'", "“", "\"", "”", "\"", "\u00a0", " ").Replace(doc)
}

// unstressed takes the signs of emphasis from words: "*must*", "_should not_".
func unstressed(s string) string {
	for _, mark := range []byte{'*', '_'} {
		for from := 0; from < len(s); {
			i := strings.IndexByte(s[from:], mark)
			if i < 0 {
				break
			}
			i += from
			j := strings.IndexByte(s[i+1:], mark)
			if j < 0 {
				break
			}
			j += i + 1
			if !stress(s, i, j) {
				from = i + 1
				continue
			}
			s = s[:i] + s[i+1:j] + s[j+1:]
			from = j - 1
		}
	}
	return s
}

// stress reports whether the signs at two places stand around words.
func stress(s string, i, j int) bool {
	if i > 0 && !strings.ContainsRune(" (\"'—", rune(s[i-1])) || j+1 < len(s) && !strings.ContainsRune(" .,;:!?)\"'", rune(s[j+1])) {
		return false
	}
	inner := s[i+1 : j]
	return inner != "" && strings.Trim(strings.ToLower(inner), "abcdefghijklmnopqrstuvwxyz' ") == "" && strings.TrimSpace(inner) == inner
}

// unannounced takes what only announces from the front of a sentence.
func unannounced(s string) string {
	low := strings.ToLower(s)
	if rest, ok := strings.CutPrefix(s, "Also "); ok && len(rest) > 12 && (verb(firstWord(rest)) || strings.HasPrefix(rest, "don't ") || strings.HasPrefix(rest, "do not ")) {
		return capital(rest)
	}
	for _, a := range []string{"this means that ", "that means that ", "this means, that ", "please note that ", "note that ", "please remember that ", "remember that ", "keep in mind that ", "bear in mind that ", "be aware that ", "it is important that ", "it's important that ", "for instance, ", "in addition, ", "additionally, ", "furthermore, ", "in line with the point above, ", "as a general rule, ", "in general, "} {
		if strings.HasPrefix(low, a) && len(s) > len(a)+12 {
			return capital(s[len(a):])
		}
	}
	return s
}

// instead reports whether a sentence says what to do in place of what the one
// before it forbids.
func instead(s string) bool {
	rest, ok := strings.CutPrefix(s, "Instead")
	return ok && rest != "" && (rest[0] == ' ' || rest[0] == ',') && !strings.HasPrefix(rest, " of ")
}

// briefBan reports whether a few words are enough: "avoid `x`".
func briefBan(low string) bool {
	words := strings.Fields(strings.Trim(low, " ."))
	if len(words) < 2 || !strings.Contains(low, "`") {
		return false
	}
	first := strings.TrimSuffix(words[0], ":")
	return slices.Contains([]string{"avoid", "never", "no", "prefer"}, first) || first == "don't" && words[1] == "use" || first == "do" && words[1] == "not"
}

func isItem(l string) bool {
	_, ok := listItem(l)
	return ok
}

// demands reports whether a sentence says what a kind of change takes:
// "changing a table requires a migration", "any change of X will require Y".
func demands(low string) bool {
	low = strings.TrimSpace(low)
	first := firstWord(low)
	doing := len(first) > 5 && strings.HasSuffix(first, "ing") && doingOf(first)
	takes := strings.Contains(low, " requires a ") || strings.Contains(low, " requires an ") || strings.Contains(low, " requires new ")
	of := slices.Contains([]string{"any", "every", "all", "each", "nearly", "almost", "new", "changes", "most"}, first)
	return doing && takes || (doing || of) && strings.Contains(low, " will require ")
}

// doingOf reports whether a word is the doing of a verb that is known.
func doingOf(word string) bool {
	stem := strings.TrimSuffix(word, "ing")
	for _, v := range []string{stem, stem + "e", stem[:len(stem)-1]} {
		if verb(v) {
			return true
		}
	}
	return false
}

// generic reports whether an order is about things in general, as a rule is
// and a step is not: "write comments as sentences", no "write the comment".
func generic(low string) bool {
	words := strings.Fields(outsideCode(bare(low)))
	if len(words) < 4 {
		return false
	}
	for _, w := range words[1:min(5, len(words))] {
		at := strings.Trim(w, ",.;:()")
		switch {
		case slices.Contains([]string{"a", "an", "the", "your", "this", "these", "those", "its", "our", "following", "to", "some", "two", "three", "both", "as", "is", "and"}, at):
			return false
		case len(at) > 3 && strings.HasSuffix(at, "s") && !strings.HasSuffix(at, "ss") && !strings.HasSuffix(at, "us") && !strings.HasSuffix(at, "is"):
			return true
		case at != w || slices.Contains([]string{"for", "in", "with", "on", "from", "of", "by", "at", "into"}, at):
			return false
		}
	}
	return false
}

// unlisted takes what parts the items of a list from the end of one.
func unlisted(s string, item bool) string {
	if !item {
		return s
	}
	return strings.TrimRight(s, ",; ")
}

// wanting reports whether a sentence lacks what it is about: "register during
// the start", "do not touch any other file".
func wanting(words []string) bool {
	if len(words) > 1 && (words[0] == "always" || words[0] == "never" || words[0] == "only") {
		words = words[1:]
	}
	if len(words) < 3 {
		return false
	}
	if slices.Contains([]string{"register", "use", "wrap", "create", "place", "put", "declare", "define", "call", "instantiate"}, words[0]) && slices.Contains([]string{"during", "before", "after", "inside", "within", "in", "only", "at", "when", "whenever", "if"}, words[1]) {
		return true
	}
	if refers(words) {
		return true
	}
	for i, w := range words[:min(6, len(words)-1)] {
		if w == "other" && i > 1 && words[i-1] == "any" && !slices.Contains(words[i:], "than") && forbidding(strings.Join(words[:i-1], " ")) {
			return true
		}
	}
	return words[0] == "the" && slices.Contains([]string{"must", "should", "cannot"}, words[2]) && slices.Contains([]string{"conversion", "change", "value", "result", "operation", "former", "latter", "process", "following", "setting", "option"}, words[1])
}
