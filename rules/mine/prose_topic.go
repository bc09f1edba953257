package mine

import (
	"slices"
	"strings"
)

// mostWords is how long a statement may become by what is put in front.
const mostWords = 200

// mostTopic is how long what a sentence is about may be said.
const mostTopic = 36

// shortTopic makes a heading the few words that tell what is spoken of; ""
// when it tells nothing: "Rules", "Overview", or asks for something itself.
func shortTopic(heading string) string {
	h := strings.TrimSpace(strings.Trim(heading, " :.#!*"))
	if i := strings.LastIndexByte(h, '>'); i >= 0 && strings.HasPrefix(h, "<") {
		h = strings.TrimSpace(h[i+1:]) // behind a place to link to
	}
	h = strings.TrimLeft(h, "0123456789.) ")
	if h == "" || h[0] > 0x7e || len(h) > mostTopic+16 || strings.ContainsAny(h, "?<>{}") || forbids(h) || asksAlone(h) {
		return ""
	}
	words := strings.Fields(h)
	if slices.ContainsFunc(words[1:], func(w string) bool { return w == "is" || w == "are" || w == "must" || w == "should" }) {
		return "" // a sentence: "Support for rows is mandatory"
	}
	whole := words
	for len(words) > 0 && hollow(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if n := len(words); n > 0 && slices.Contains([]string{"existing", "new", "working", "adding", "using", "writing", "creating", "updating", "other", "generated", "shared", "common", "every", "all"}, strings.ToLower(words[n-1])) {
		words = whole // "Refactoring Existing Code"
		if n == 1 {
			return ""
		}
	}
	for len(words) > 0 && (hollow(words[0]) || slices.Contains([]string{"and", "&", "of", "for", "on", "in"}, strings.ToLower(words[0]))) {
		words = words[1:]
	}
	for len(words) > 0 && slices.Contains([]string{"and", "&", "of", "for", "on", "in", "the"}, strings.ToLower(words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	t := strings.Join(words, " ")
	if len(t) > mostTopic || len(words) > 4 || strings.Count(t, "(") != strings.Count(t, ")") {
		return ""
	}
	return capital(t)
}

// hollow are words of headings that do not tell what is spoken of.
func hollow(word string) bool {
	w := strings.Trim(strings.ToLower(word), ".,:()'\"")
	return slices.Contains([]string{"rule", "rules", "guideline", "guidelines", "guidance", "convention", "conventions", "overview", "introduction", "general", "notes", "note", "best", "practice", "practices", "standard", "standards", "pattern", "patterns", "style", "guide", "guides", "key", "core", "critical", "important", "principles", "principle", "requirements", "usage", "tips", "helpful", "gotchas", "pitfalls",
		"default", "coding", "code", "agents", "agents.md", "claude.md", "claude", "readme", "contributing", "contribute", "contribution", "contributor", "developer", "developers", "development", "instructions", "project", "repository", "repo", "expectations", "boundaries", "guardrails", "architecture", "summary", "details", "common", "do", "don'ts", "dos", "other", "misc", "miscellaneous", "more", "examples", "example", "solution", "solutions", "checklist", "quick", "reference", "technical", "specifics", "agent", "skill", "ai", "must", "may", "should", "shall", "not", "always", "ask", "first", "tasks", "task", "steps", "step", "tools", "required", "background", "context", "goals", "decision", "consequences", "status", "things", "know", "what", "how", "to", "my", "our", "your", "the", "a", "-", "–", "—", "constraints", "quality", "focus", "workflow", "mandatory", "good", "bad", "essential", "essentials", "recommended", "recommendations", "hard", "strict", "additional", "specific", "discussion"}, w)
}

// about gives a sentence that does not say what it is about the words of its
// topic.
func about(s sentence, text string) string {
	if s.topic == "" || text == "" || len(s.topic)+2+len(text) > mostWords || strings.HasPrefix(text, s.topic) {
		return text
	}
	if !s.row && !dangles(text) && !(commands(strings.ToLower(text)) || bareOrder(text)) {
		return text // it has a subject of its own
	}
	if !s.row && pointsOut(text) {
		return text
	}
	step := stepVerb(strings.ToLower(text)) && len(text) <= 90
	if !s.row && !dangles(text) && (namesCode(text) && !step || len(text) > 90) {
		return text
	}
	if !dangles(text) && sharesWord(s.topic, outsideCode(text)) {
		return text
	}
	if label, _, ok := strings.Cut(text, ": "); ok && (!s.row || strings.Count(text, ": ") > 1) && len(label) <= 40 && strings.Count(label, " ") <= 4 {
		return text // its own label tells
	}
	return s.topic + ": " + text
}

// bareOrder reports whether a sentence opens with an order and no subject:
// "Never ...", "Do not ...", "Prefer ...".
func bareOrder(text string) bool {
	return slices.Contains([]string{"never", "always", "do", "don't", "prefer", "avoid", "ensure", "make", "only", "try", "consider"}, strings.ToLower(firstWord(text))) || verb(firstWord(text))
}

// pointsOut reports whether a sentence tells what it is about by a name of its
// own: "Follow the Google Java Style Guide", "Add unit tests for features".
func pointsOut(text string) bool {
	words := strings.Fields(text)
	for i, w := range words {
		if i > 0 && len(w) > 1 && w[0] >= 'A' && w[0] <= 'Z' && w[1] >= 'a' && !strings.HasSuffix(words[i-1], ":") && !strings.HasSuffix(words[i-1], ".") && !dangles(text) {
			return true
		}
	}
	return false
}

func namesCode(text string) bool { return strings.Contains(text, "`") }

// sharesWord reports whether a sentence names what its heading is about, in
// whatever form of the word.
func sharesWord(topic, text string) bool {
	low := strings.ToLower(text)
	for _, w := range strings.FieldsFunc(strings.ToLower(topic), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') }) {
		if len(w) > 2 && !hollow(w) && strings.Contains(low, w[:max(3, len(w)-min(3, len(w)/3))]) {
			return true
		}
	}
	return false
}

// dangles reports whether a sentence speaks of something that only stands
// before it.
func dangles(text string) bool {
	words := strings.Fields(strings.ToLower(text))
	if wanting(words) {
		return true
	}
	for i, w := range words {
		w = strings.Trim(w, ",.;:()*\"'")
		switch w {
		case "it", "them", "they", "its", "their":
			if i < 5 && !named(words[:i]) {
				return true
			}
		case "this", "these", "those", "such":
			if i < 3 && !named(words[:i]) {
				return true
			}
		case "latter", "former", "above", "aforementioned":
			if w != "above" || i+1 == len(words) || i > 0 && words[i-1] == "the" {
				return true
			}
		}
		if w == "here" && i+1 == len(words) && i > 0 && words[i-1] != "from" {
			return true // what a link said
		}
		if strings.Count(w, ".") > 1 && strings.Trim(w, "0123456789.") == "" && i > 0 && slices.Contains([]string{"to", "section", "see", "chapter", "step"}, words[i-1]) {
			return true // "refer to 2.1.2.4"
		}
	}
	return false
}

// named reports whether words hold a thing that a pronoun behind them may
// stand for: more than verbs and small words.
func named(words []string) bool {
	for i, w := range words {
		w = strings.Trim(w, ",.;:()*\"'")
		if w == "" || strings.HasPrefix(w, "`") || strings.ContainsAny(w, "`_/") {
			return w != ""
		}
		if i > 0 && len(w) > 3 && !small(w) && !verb(w) && !strings.Contains(w, "-") {
			return true
		}
		if i == 0 && len(w) > 3 && !small(w) && !verb(w) && !strings.HasSuffix(w, "ly") {
			return true
		}
	}
	return false
}

func small(w string) bool {
	return slices.Contains([]string{"never", "always", "please", "only", "must", "should", "ensure", "that", "when", "with", "from", "into", "make", "sure", "don't", "cannot", "avoid", "prefer", "also", "then", "have", "will", "does", "where", "while", "again", "instead", "directly", "refrain", "note"}, w)
}

// here names the folder of a document that speaks of "here".
func here(text, folder string) string {
	if folder == "" {
		return text
	}
	for _, w := range []string{" here ", " here,", " here.", " here;"} {
		if i := strings.Index(text, w); i > 0 && !strings.HasSuffix(text[:i], " in") && !strings.HasSuffix(text[:i], " see") {
			return text[:i] + " in `" + folder + "/`" + w[len(" here"):] + text[i+len(w):]
		}
	}
	return text
}
