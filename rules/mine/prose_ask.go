package mine

import (
	"slices"
	"strings"
)

// obligations are the words that make a sentence a rule, and their weight.
var obligations = []struct {
	word   string
	weight float64
}{
	{"must not", 1}, {"must never", 1}, {"must", 0.95}, {"never", 1}, {"always", 0.95}, {"do not", 0.95}, {"don't", 0.95}, {"cannot", 0.8}, {"can not", 0.8}, {"the only valid", 0.75}, {"only for new", 0.7}, {"forbidden", 0.95}, {"prohibited", 0.95}, {"not allowed", 0.95},
	{"should not", 0.85}, {"shouldn't", 0.85}, {"should", 0.75}, {"avoid", 0.85}, {"prefer", 0.85}, {"instead of", 0.85}, {"rather than", 0.8}, {"required", 0.74}, {"requires", 0.7}, {"require", 0.6}, {"go in", 0.7}, {"goes in", 0.7}, {"belong in", 0.75}, {"belongs in", 0.75}, {"only use", 0.9}, {"use only", 0.9}, {"need to", 0.6}, {"needs to", 0.6}, {"ensure", 0.7}, {"mandatory", 0.95}, {"no longer", 0.6}, {"deprecated", 0.7}, {"is not supported", 0.5}, {"make sure", 0.65},
	{"may only", 0.9}, {"can only", 0.75}, {"must only", 0.95}, {"may not", 0.75}, {"has to", 0.75}, {"have to", 0.6}, {"shall", 0.85}, {"shall not", 0.95}, {"ought to", 0.7}, {"disallowed", 0.9}, {"not permitted", 0.9}, {"not accepted", 0.75}, {"be accepted", 0.6}, {"be rejected", 0.6}, {"preferred", 0.75}, {"encouraged", 0.75}, {"discouraged", 0.8}, {"recommended", 0.6}, {"good idea to", 0.5}, {"bad idea to", 0.6}, {"refrain from", 0.85}, {"be sure to", 0.65}, {"try to", 0.5}, {"try not to", 0.7}, {"remember to", 0.65}, {"don't forget to", 0.65}, {"critical", 0.5}, {"banned", 0.9}, {"only allowed", 0.85}, {"allowed only", 0.85},
}

// obligation is how strongly a sentence demands something; manual is set for
// documents that explain much besides.
func obligation(low string, manual bool) float64 {
	best := 0.0
	low = strings.ReplaceAll(low, "(", "( ") // "rows (never views)" asks as well
	if demands(low) {
		best = 0.76
	}
	low = withoutTold(low)
	if past(low) {
		return 0
	}
	for _, told := range []string{" is never ", " are never ", " was never ", " has never ", " is always ", " are always ", " will always ", " will never ", " don't need ", " do not need ", " do not require ", " don't require ", " does not require ", " not required ", " is required by ", " are required by ", " required by the ", " doesn't need ", " you don't have ", " don't have to ", " do not have to ", " not have to ", " doesn't have to ", " does not have to ", " having to ", " if you have to ", " you will have to ", " you'll have to ", " we have to ", " required to run ", " required to build ", " required to use ", " was recommended ", " critical path ", " critical section ", " may not be ", " may not have ", " to ensure ", " to avoid ", " if you prefer", " needs to be able ", " need to be able ", " don't care ", " do not care ", " do not enforce ", " don't enforce ", " we try to ", " you try to ", " if you need to ", " whether to ", " no coding knowledge "} {
		low = strings.ReplaceAll(low, told, " (told) ") // tells how things are, asks for nothing
	}
	if manual && !changing(low) {
		low = strings.NewReplacer(" should work", " (told) ", " should also work", " (told) ", " should now ", " (told) ", " should be set to ", " (told) ", " should see ", " (told) ", " should be able ", " (told) ", " should get ", " (told) ", " to always ", " (told) ", " requires ", " (told) ", " require ", " (told) ", " can only ", " (told) ", " may not ", " (told) ", " critical ", " (told) ", " have to ", " (told) ", " has to ", " (told) ", " cannot ", " (told) ", " which always ", " (told) ", " that always ", " (told) ", " it always ", " (told) ", " they always ", " (told) ", " we always ", " (told) ").Replace(withoutDescribed(low))
	}
	asks := orders(low)
	for _, o := range obligations {
		if aside(o.word) && !asks && manual && best == 0 {
			continue // "replaces bytes instead of raising" tells
		}
		if strings.Contains(low, " "+o.word+" ") || strings.Contains(low, " "+o.word+",") || strings.Contains(low, " "+o.word+":") || strings.Contains(low, " "+o.word+". ") {
			best = max(best, o.weight)
		}
	}
	if !manual && asks {
		best = max(best, 0.7)
	}
	return best
}

// past reports whether a sentence tells what somebody did.
func past(low string) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(low), " ")
	switch first {
	case "changed", "added", "fixed", "removed", "moved", "renamed", "replaced", "updated", "introduced", "refactored", "migrated", "implemented", "improved", "existing", "previously", "currently", "whether":
		return true
	}
	end := strings.TrimRight(strings.TrimSpace(low), ". ")
	return strings.HasSuffix(end, " must have") || strings.HasSuffix(end, " should have") // "the fields that all events must have"
}

// stepVerb reports whether a sentence begins as a step of some work does.
func stepVerb(low string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(low, " `*"), " ")
	return slices.Contains([]string{"create", "add", "register", "open", "copy", "generate", "extend", "run", "update", "define", "implement", "write", "paste", "edit", "set", "replace", "build", "import", "find", "identify", "check", "start", "read", "list", "save", "select", "insert"}, first)
}

// aside are words that tell the choice made, and only with a verb in front
// ask for it.
func aside(word string) bool {
	return word == "instead of" || word == "rather than" || word == "no longer"
}

// behindLabel is what follows "Views: " at the start of an item.
func behindLabel(low string) string {
	label, rest, ok := strings.Cut(low, ": ")
	if !ok || len(label) > 40 || strings.Count(label, " ") > 4 {
		return ""
	}
	return rest
}

// conventions reports whether what stands below a heading is how code is
// written, said in however few words.
func conventions(heading string) bool {
	low := strings.ReplaceAll(strings.ToLower(heading), "conventional", "")
	for _, w := range []string{"convention", "code style", "coding style", "coding standard", "naming", "guideline", "coding rule", "code rule"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// withoutDescribed takes "styles don't merge" for what it is: only where it
// opens a sentence or a part of one does a negation forbid.
func withoutDescribed(low string) string {
	words := strings.Split(low, " ")
	for i, w := range words {
		dont := w == "don't" || w == "do" && i+1 < len(words) && words[i+1] == "not"
		if !dont || i < 2 {
			continue
		}
		before := words[i-1]
		if before == "" || strings.ContainsAny(before[len(before)-1:], ",:;—–-(.`*") || slices.Contains([]string{"and", "but", "so", "or", "then", "please", "also", "you", "we", "–", "—"}, before) {
			continue
		}
		words[i] = "(told)"
	}
	return strings.Join(words, " ")
}

// withoutTold takes "always adds" and "never returns" for what they are: they
// tell what something does and ask for nothing.
func withoutTold(low string) string {
	words := strings.Split(low, " ")
	if strings.HasPrefix(low, " if ") || strings.HasPrefix(low, " when ") || strings.HasPrefix(low, " where ") {
		low, _, comma := strings.Cut(low, ",") // what is required there is a condition
		for i, w := range strings.Split(low, " ") {
			if !comma && (w == "must" || w == "needs") {
				break // the condition ends somewhere before
			}
			if w == "required" || w == "requires" || w == "needs" || w == "need" || w == "must" {
				words[i] = "(told)"
			}
		}
	}
	for i := 1; i+1 < len(words); i++ {
		next := strings.Trim(words[i+1], ",.;:")
		is := strings.HasSuffix(words[i-1], "'re") || strings.HasSuffix(words[i-1], "'s") || slices.Contains([]string{"can", "could", "may", "might", "will"}, words[i-1])
		does := len(next) > 3 && strings.HasSuffix(next, "s") && !strings.HasSuffix(next, "ss") && words[i-1] != ""
		doing := strings.HasSuffix(next, "ing") && (words[i] == "never" && words[i-1] != "" || words[i] == "always" && len(next) > 5)
		if (words[i] == "always" || words[i] == "never") && (is || does || doing) {
			words[i] = "(told)"
		}
	}
	return strings.Join(words, " ")
}
