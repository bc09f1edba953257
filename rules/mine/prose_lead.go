package mine

import (
	"slices"
	"strings"
)

// led gives a sentence what it needs to stand alone: the words that introduce
// its list, and what it is about. Below "agents must not:" the item "Hardcode
// secrets" means the contrary of what it says alone.
func led(s sentence) string { return about(s, joined(s)) }

func joined(s sentence) string {
	if t, ok := withSubject(s); ok {
		return t
	}
	below := s.item && s.lead == "" && forbids(s.heading)
	if s.lead == "" && !below || s.text == "" || obligation(" "+strings.ToLower(s.text)+" ", true) > 0 {
		return s.text
	}
	small := uncapital(s.text)
	if clause(small) {
		return s.text
	}
	if below {
		return belowForbidding(s, small)
	}
	lead := strings.TrimSpace(strings.TrimRight(s.lead, ": "))
	switch {
	case forbidding(lead):
		return forbidden(lead, small)
	case order(small) && modalEnd(lead):
		return ordered(lead, small)
	}
	return s.text
}

// belowForbidding is an item below a heading such as "Don't".
func belowForbidding(s sentence, small string) string {
	bare := bareForbid(s.heading)
	if s.later {
		return s.text // "..., assert the body instead" tells what to do
	}
	if bare && (order(small) || verbAfterModal(s.heading, small)) {
		return dont(small)
	}
	if t, ok := thing(small); ok && bare && small[0] != '`' {
		return "Avoid " + t
	}
	return s.heading + ": " + s.text
}

// verbAfterModal reports whether an item goes on with a heading that ends in a
// modal verb, such as "MUST NOT", with a verb that the list of orders may lack.
func verbAfterModal(heading, small string) bool {
	if h := strings.ToLower(strings.Trim(heading, ":!. ")); h != "must not" && h != "do not" && h != "should not" && h != "shall not" && h != "must never" {
		return false
	}
	first := firstWord(small)
	return len(first) > 2 && strings.Trim(first, "abcdefghijklmnopqrstuvwxyz-") == "" && !strings.HasSuffix(first, "ing") && !strings.HasSuffix(first, "s") &&
		!slices.Contains([]string{"the", "any", "all", "new", "raw", "its", "their", "more", "this", "that", "such", "some", "non"}, first)
}

// bareForbid reports whether a heading forbids and names nothing of what.
func bareForbid(heading string) bool {
	low := strings.ToLower(strings.Trim(heading, ":!. "))
	return strings.Count(low, " ") == 0 || slices.Contains([]string{"do not", "do not do", "never do", "what not to do", "things to avoid", "what to avoid", "must not", "not allowed", "avoid these"}, low)
}

// forbidding reports whether words forbid what follows.
func forbidding(lead string) bool {
	low := " " + strings.ToLower(lead) + " "
	for _, not := range []string{" must not ", " must never ", " never ", " do not ", " don't ", " should not ", " shouldn't ", " shall not ", " may not ", " cannot ", " forbidden ", " prohibited ", " avoid ", " not allowed ", " never use ", " do not use ", " don't use ", " not to "} {
		if strings.HasSuffix(low, not) || strings.Contains(low, not) && len(low) < 48 && !strings.Contains(low, " if ") && !strings.Contains(low, " when ") {
			return true
		}
	}
	return false
}

// forbidden joins words that forbid with what they forbid: a verb, a doing or
// a thing. What is none of these stays apart from them.
func forbidden(lead, small string) string {
	switch {
	case order(small) || modalNot(lead) && verbLike(small):
		if who, ok := subjectOf(lead); ok {
			return who + " must not " + small
		}
		return dont(small)
	case doing(lead) && (strings.HasPrefix(small, "`") || !order(small)):
		return lead + " " + small // "Avoid animating `margin`"
	default:
		if t, ok := thing(small); ok && !forWhat(lead) {
			return "Avoid " + t
		}
	}
	return lead + ": " + small
}

// doing reports whether words forbid a doing and want what it is done to:
// "avoid animating".
func doing(lead string) bool {
	low := strings.ToLower(lead)
	last := low[strings.LastIndexByte(low, ' ')+1:]
	return len(last) > 5 && strings.HasSuffix(last, "ing") && (doingOf(last) && strings.Count(low, " ") < 4 || low == "avoid "+last)
}

// forWhat reports whether words forbid a doing of their own, and the list
// names only for what: "do not open issues for:".
func forWhat(lead string) bool {
	low := strings.ToLower(lead)
	last := low[strings.LastIndexByte(low, ' ')+1:]
	return slices.Contains([]string{"for", "in", "to", "with", "from", "on", "at", "by", "when", "if", "about", "as", "into", "of"}, last)
}

// modalNot reports whether words end where only a verb may follow.
func modalNot(lead string) bool {
	low := " " + strings.ToLower(lead)
	for _, end := range []string{" must not", " must never", " never", " do not", " don't", " should not", " shouldn't", " shall not", " may not", " cannot"} {
		if strings.HasSuffix(low, end) {
			return true
		}
	}
	return false
}

// modalEnd reports whether words end where a verb is wanted.
func modalEnd(lead string) bool {
	low := " " + strings.ToLower(lead)
	for _, end := range []string{" must", " should", " always", " shall", " recommend to", " need to", " needs to", " have to", " has to", " sure to", " ensure to"} {
		if strings.HasSuffix(low, end) {
			return true
		}
	}
	return false
}

// ordered joins "New code must" with the verb that it asks for.
func ordered(lead, small string) string {
	if rest, ok := strings.CutPrefix(strings.ToLower(small), "not "); ok {
		if who, ok := subjectOf(lead); ok {
			return who + " must not " + small[len(small)-len(rest):]
		}
		return "Do not " + small[len(small)-len(rest):]
	}
	low := strings.ToLower(lead)
	if low == "always" {
		return "Always " + small
	}
	if anybody(low) || len(lead)+1+len(small) > mostWords || strings.HasPrefix(small, "`") {
		return capital(small)
	}
	return lead + " " + small
}

// subjectOf is who must, where that is something of the code: "Modules".
func subjectOf(lead string) (string, bool) {
	low := strings.ToLower(lead)
	for _, m := range []string{" must not", " must never", " should not", " shall not", " may not", " must", " should", " shall", " cannot", " shouldn't"} {
		if who, ok := strings.CutSuffix(low, m); ok {
			who = lead[:len(who)]
			return who, !anybody(low) && len(who) < 48 && !strings.Contains(who, ",")
		}
	}
	return "", false
}

// anybody reports whether words speak to whoever reads them.
func anybody(low string) bool {
	return slices.Contains([]string{"you", "we", "agents", "agent", "ai", "developers", "contributors", "always", "must", "never", "should", "do", "please", "claude", "copilot", "everyone", "engineers", "one"}, firstWord(low)) || strings.HasPrefix(low, "the agent") || strings.HasPrefix(low, "when ") || strings.HasPrefix(low, "if ") || strings.HasPrefix(low, "the skill")
}

// order reports whether an item opens with a verb: "hardcode secrets". Of the
// words that no list knows those are no verbs that look like a thing.
func order(small string) bool {
	first := strings.ToLower(strings.Trim(firstWord(small), ":.,"))
	if first == "not" || first == "only" || first == "never" {
		return true
	}
	if verb(first) {
		return !subject(strings.Fields(strings.ToLower(small)))
	}
	if !verbLike(small) {
		return false
	}
	second := firstWord(small[strings.IndexByte(small, ' ')+1:])
	return strings.HasPrefix(second, "`") || slices.Contains([]string{"a", "an", "the", "any", "your", "our", "all", "new", "to", "from", "into", "in", "secrets", "code", "each", "every", "other", "this", "business"}, strings.ToLower(second))
}

// verbLike reports whether the first word of an item has not the look of a
// thing or a quality.
func verbLike(small string) bool {
	first := strings.ToLower(strings.Trim(firstWord(small), ":.,"))
	if len(first) < 3 || strings.ContainsAny(first, "`/_.()") || !strings.Contains(small, " ") {
		return false
	}
	for _, end := range []string{"s", "ing", "ion", "ment", "ness", "ity", "ance", "ence", "ed", "ism", "al", "ive", "ous", "able", "er", "or", "ful", "less"} {
		if strings.HasSuffix(first, end) {
			return false
		}
	}
	return true
}

// thing is what may be avoided: a doing, a name of code or the name of a
// thing, without the reason behind it.
func thing(small string) (string, bool) {
	first := strings.ToLower(firstWord(small))
	if strings.HasPrefix(first, "`") || len(first) > 5 && strings.HasSuffix(first, "ing") {
		return small, true
	}
	words := strings.Fields(strings.ToLower(strings.TrimRight(small, ".")))
	if len(words) > 8 || slices.ContainsFunc(words, func(w string) bool { return slices.Contains(finite, strings.Trim(w, ",;:")) }) {
		return "", false
	}
	return small, !verb(first)
}

// uncapital makes the first word fit for the middle of a sentence.
func uncapital(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' && !mixedCase(firstWord(s)) {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

func capital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return strings.ToUpper(s[:1]) + s[1:]
	}
	return s
}

// dont forbids what an item says.
func dont(small string) string {
	if first := firstWord(small); len(first) > 5 && strings.HasSuffix(first, "ing") {
		return "Avoid " + small
	}
	return "Do not " + small
}

// forbids reports whether what stands below a heading is what not to do.
func forbids(heading string) bool {
	low := " " + strings.ToLower(strings.Trim(heading, ":!. ")) + " "
	for _, not := range []string{" don't ", " don'ts ", " dont ", " do not ", " never ", " avoid ", " avoid: ", "anti-pattern", "antipattern", " mistakes ", " pitfalls ", " what not to do ", " forbidden ", " prohibited ", " must not ", " not allowed ", " things to avoid "} {
		if strings.Contains(low, not) && len(low) < 40 && !strings.Contains(low, "do's") && !strings.Contains(low, " dos ") && !strings.Contains(low, " do and ") && !strings.Contains(low, " do & ") {
			return true
		}
	}
	return false
}

// withSubject gives "must be functional" what it is about: the words that
// introduce the list, or its heading.
func withSubject(s sentence) (string, bool) {
	first, _, _ := strings.Cut(s.text, " ")
	if !slices.Contains([]string{"must", "should", "shall", "cannot", "MUST", "SHOULD", "SHALL"}, first) {
		return "", false
	}
	subject := strings.TrimSuffix(s.lead, ":")
	if subject == "" || len(subject) > 60 {
		subject = s.heading
	}
	if subject == "" || len(subject) > 60 {
		return "", false
	}
	return subject + " " + s.text, true
}

// clause reports whether an item is a sentence of its own, or names a thing
// by its article: "must not need: a server".
func clause(item string) bool {
	first := strings.ToLower(firstWord(item))
	return slices.Contains([]string{"a", "an", "the", "any", "your", "this", "that", "you", "it", "we", "our", "there", "these", "those", "some", "most", "both", "each", "every", "if", "when", "they", "many"}, first)
}
