package mine

import (
	"path"
	"slices"
	"strings"
)

// asking is what is known of a sentence that asks without a word of duty.
type asking struct {
	weight         float64
	symbols, known int
}

// softly is how strongly a sentence asks by its form alone: an order, "we use
// X", "all X are Y", "X, not Y", a tool and its purpose.
func softly(p string, s sentence, low string, a asking) float64 {
	guide := conventions(s.heading) || guideDoc(p)
	code := a.known > 0 || codeNouns(low)
	people := a.weight < addressed
	switch {
	case past(low) || !code && a.symbols == 0 && !framedTests(low) || note(low):
		return 0
	case people && a.symbols > 0 && onOccasion(low) && !shows(low):
		return 0.48
	case people && s.step || processHeading(s.heading) && people:
		return 0
	case !people && s.item && a.symbols > 0 && conventions(s.heading):
		return 0.55 // "IDs: `HistoryId`" below "Conventions" asks for it
	}
	switch order := people && orders(low); {
	case order && guide:
		return 0.62
	case order && s.item && topical(s) && !shows(low):
		return 0.47
	case order && generic(low) && !shows(low):
		return 0.45
	case plainlyUse(low) && (guide || topical(s) || !people):
		return 0.45
	case weDo(low):
		return 0.6
	case ofAll(low) && (guide || !people || s.item || strings.Contains(path.Base(strings.ToLower(p)), "contributing")):
		return 0.52
	case contrasts(low) && (s.item && a.weight > 0.7 || !people || guide):
		return 0.55
	case s.item && toolFor(s.text) && (guide || tests(s.heading)):
		return 0.55
	case tests(s.heading) && !people && !shell(low) && (placed(low) || s.item && names(low, []string{" with ", " by default", " the default", " uses ", " use "})):
		return 0.45
	case !people && (orderBehind(low) || neverDoes(low) || assigns(s.text) || oneEach(low)):
		return 0.5
	case s.item && overOther(s.text) && (guide || !people), doneWith(low) && (guide || !people || topical(s)), framedTests(low):
		return 0.5
	case placed(low) && (guide || !people):
		return 0.36
	}
	return 0
}

// orders reports whether a sentence or what stands behind its label is an
// order.
func orders(low string) bool { return commands(low) || labelledOrder(low) || uncut(low) }

// labelledOrder reports whether an order stands behind a label. "Core: search
// engine library" is none.
func labelledOrder(low string) bool {
	return ordersPlainly(behindLabel(low))
}

// orderBehind reports whether what a sentence tells ends in an order: "icons
// are fonts - reference them as classes".
func orderBehind(low string) bool {
	for _, mark := range []string{" — ", " – ", " - ", "; ", ", so "} {
		if i := strings.LastIndex(low, mark); i > 0 && ordersPlainly(low[i+len(mark):]) {
			return true
		}
	}
	return false
}

// ordersPlainly is for words in the middle of a sentence, where a verb that is
// a noun too is a verb only in front of a small word.
func ordersPlainly(rest string) bool {
	verb := opensWith(bare(rest))
	if verb == "" || !verbs()[verb] {
		return verb != ""
	}
	_, rest, _ = strings.Cut(rest, verb+" ")
	next, _, _ := strings.Cut(rest, " ")
	return strings.HasPrefix(next, "`") || slices.Contains([]string{"the", "a", "an", "all", "any", "both", "each", "every", "only", "for", "with", "in", "on", "to", "your", "new", "no", "via", "by", "from", "as", "it", "them", "its", "their", "at", "into", "against", "one", "public", "existing", "and"}, next)
}

// topical reports whether what stands below a heading, or behind the words
// that introduce it, is about code.
func topical(s sentence) bool {
	return codeNouns(" "+strings.ToLower(s.heading)+" ") || codeNouns(" "+strings.ToLower(s.lead)+" ")
}

// shows reports whether an order takes the reader through something: "add the
// following", "see ...".
func shows(low string) bool {
	return names(low, []string{" the following", " below", " as follows", " above", "see ", " then ", " you ", " your ", " now ", " this "}) || slices.Contains([]string{"let", "see", "note", "start", "go", "begin", "make", "open", "find", "look", "read", "set", "build", "identify", "check", "consider", "trust", "view", "show", "import", "enable", "load"}, opensWith(bare(low)))
}

// guideDoc reports whether a whole document says how code is written.
func guideDoc(p string) bool {
	low := strings.ToLower(p)
	return styleBook(low) || names(strings.ReplaceAll(strings.ReplaceAll(low, "encoding", ""), "decoding", ""), []string{"convention", "guideline", "styleguide", "style-guide", "style_guide", "code-style", "code_style", "codestyle", "coding", "best-practice", "best_practice", "standards", "patterns", "rules/"})
}

// reasons reports whether a document tells why things are as they are: what
// must be there often is what some mechanism needs.
func reasons(p string) bool {
	return names(strings.ToLower(path.Dir(p))+"/", []string{"adr/", "adrs/", "architecture/", "design/", "designs/", "internals/", "decisions/", "decision_records/", "rfcs/"})
}

// tests reports whether a heading is about how tests are written.
func tests(heading string) bool {
	low := strings.ToLower(heading)
	return strings.Contains(low, "test") && !names(low, []string{"build", "run", "command", "dev"})
}

// note reports whether a sentence is an aside of a manual.
func note(low string) bool {
	return names(low[:min(14, len(low))], []string{" note ", " note:", " note that", " tip:", " hint:", " warning:", " fyi"})
}

// weDo reports whether people say what they do themselves: "we use X for Y".
func weDo(low string) bool {
	_, rest, ok := strings.Cut(" "+bare(low), " we ")
	if !ok || len(bare(low))-len(rest) > 24 {
		return false
	}
	words := strings.Fields(rest)
	if len(words) < 3 {
		return false
	}
	if slices.Contains([]string{"always", "only", "never", "usually", "generally", "typically", "intentionally", "strictly"}, words[0]) {
		words = words[1:]
	}
	return slices.Contains([]string{"use", "follow", "write", "store", "name", "keep", "put", "place", "prefer", "favor", "favour", "avoid", "rely", "wrap", "log", "format", "test", "mock", "import", "export", "prefix", "suffix", "return", "throw", "raise", "validate", "define", "declare", "employ", "utilize", "utilise", "enforce", "require", "disallow", "forbid", "treat", "order", "sort", "group", "discourage", "recommend", "encourage"}, words[0])
}

// ofAll reports whether a sentence says something of all of a kind: "all
// icons are from ...", "every endpoint returns ...".
func ofAll(low string) bool {
	words := firstWords(low, 9)
	if len(words) < 4 || !slices.Contains([]string{"all", "every", "each", "any", "no", "new"}, words[0]) {
		return false
	}
	if words[0] == "no" && slices.Contains(words, "will") {
		return false // tells what is not to be expected
	}
	return !names(low, []string{" can be ", " may be ", " all of "}) && slices.ContainsFunc(words[2:], func(w string) bool {
		return slices.Contains(finite, w) || slices.Contains([]string{"returns", "extends", "implements", "carries", "starts", "ends", "inherits", "passes", "takes"}, w)
	})
}

// contrasts reports whether a sentence sets what is right against what is
// not: "utility classes, not inline styles".
func contrasts(low string) bool {
	return names(low, []string{", not ", "(not ", "— not ", "– not ", " - not ", ", never ", "— never "}) && !names(low, []string{"not only", "not just", "not yet", "not necessarily", "if not", "or not", "not a ", "not supported", "not available", "not all", "not enough", "whether"})
}

// toolFor reports whether an item names a tool and what it is for:
// "`factories` for test data".
func toolFor(text string) bool {
	rest, ok := strings.CutPrefix(text, "`")
	if !ok {
		return false
	}
	_, rest, ok = strings.Cut(rest, "`")
	return ok && strings.HasPrefix(rest, " for ")
}

// neverDoes reports whether a sentence says what a part of the program never
// does: "handlers never open a row", "the runner never writes the table".
func neverDoes(low string) bool {
	words := strings.Fields(low)
	for i := 1; i+1 < len(words); i++ {
		if words[i] != "never" || strings.HasSuffix(words[i-1], ",") {
			continue
		}
		next := strings.Trim(words[i+1], ",.;:")
		subject := strings.Trim(words[i-1], "`*")
		return len(subject) > 3 && !slices.Contains([]string{"that", "which", "they", "will", "would", "this", "should", "must", "have", "were", "value", "values"}, subject) && (verb(next) || verb(strings.TrimSuffix(next, "s")) || verb(strings.TrimSuffix(next, "es")))
	}
	return false
}

// assigns reports whether a sentence gives each of several names its purpose:
// "`require` for arguments, `check` for state".
func assigns(text string) bool {
	return strings.HasPrefix(strings.TrimLeft(text, "*"), "`") && strings.Count(text, "` for ") >= 2 && len(text) < 240
}

// oneEach reports whether a sentence says how many of a thing there are:
// "one class per file".
func oneEach(low string) bool {
	words := firstWords(low, 6)
	return len(words) > 3 && slices.Contains([]string{"one", "1"}, words[0]) && slices.ContainsFunc(words[2:], func(w string) bool { return w == "per" || w == "for" }) && slices.Contains(words, "per")
}

// placed reports whether a sentence says where a kind of thing has its place.
func placed(low string) bool {
	return names(low, []string{" live in ", " lives in ", " live under ", " lives under ", " live next ", " live alongside ", " live beside ", " go next to ", " goes next to ", " sit next to ", " sits next to ", " belong next to ", " belongs next to ", " are co-located ", " is co-located ", " are colocated ", " is colocated ", " reside in ", " resides in ", " are kept in ", " is kept in ", " are stored in ", " are located in ", " are placed in ", " mirrors ", " mirror ", " are named ", " is named ", " are generated "})
}
