package mine

import (
	"slices"
	"strings"
)

func firstWord(s string) string {
	w, _, _ := strings.Cut(strings.TrimLeft(s, "*_(\"' "), " ")
	return strings.Trim(w, ",;*_")
}

// verb reports whether a word, in front of others, asks for something.
func verb(word string) bool {
	_, ok := verbs()[strings.ToLower(word)]
	return ok
}

// asksAlone reports whether a heading is a statement: "Never mutate props".
func asksAlone(title string) bool {
	if strings.Count(title, " ") < 2 || strings.HasSuffix(title, "?") || strings.HasSuffix(title, ":") {
		return false
	}
	low := strings.ToLower(title)
	for _, mark := range []string{" — ", " – ", " - "} {
		if _, rest, ok := strings.Cut(low, mark); ok && slices.Contains([]string{"never", "don't", "avoid", "always", "prefer"}, firstWord(rest)) {
			return true // "Rows - never copied by hand"
		}
	}
	return slices.Contains([]string{"use", "avoid", "prefer", "never", "always", "don't", "keep", "favor", "favour"}, firstWord(low)) || strings.HasPrefix(low, "do not ")
}

// boldLabel parts "**Topic** - text", "**Topic.** text" and "**Topic:** text".
func boldLabel(raw string) (label, rest string) {
	raw = strings.TrimSpace(raw)
	mark := ""
	for _, m := range []string{"**", "__"} {
		if strings.HasPrefix(raw, m) {
			mark = m
		}
	}
	if mark == "" {
		return "", raw
	}
	label, rest, ok := strings.Cut(raw[2:], mark)
	if !ok || len(label) > 48 || strings.Count(label, " ") > 5 || len(strings.TrimSpace(rest)) < 3 {
		return "", raw
	}
	ends := strings.TrimRight(label, " ") != strings.TrimRight(label, ".: ")
	label = oneLineMarkdown(strings.TrimRight(label, ".: "))
	for _, dash := range []string{" - ", " – ", " — ", ": ", " -- ", "—"} {
		if after, ok := strings.CutPrefix(rest, dash); ok {
			return shortLabel(label, after, raw)
		}
	}
	if ends && strings.HasPrefix(rest, " ") {
		return shortLabel(label, strings.TrimSpace(rest), raw)
	}
	return "", raw
}

// shortLabel leaves what is no label but the order itself as it stands:
// "**Never mutate props** - ...".
func shortLabel(label, rest, raw string) (string, string) {
	if label == "" || asksAlone(label) || slices.Contains([]string{"never", "always", "must", "do", "don't", "note", "important", "warning", "tip"}, strings.ToLower(label)) {
		return "", raw
	}
	return label, rest
}

// fragment reports whether the first sentence of an item only names what the
// others are about: "Sass math. We use ...".
func fragment(s string) bool {
	return strings.HasSuffix(s, ".") && strings.Count(s, " ") < 4 && len(s) < mostTopic && !slices.ContainsFunc(strings.Fields(strings.ToLower(s)), func(w string) bool { return slices.Contains(finite, strings.Trim(w, ".,")) }) && !commands(strings.ToLower(s)) && !verb(firstWord(s))
}

// rejoined keeps a sentence that leans on the one before together with it,
// where both are short.
func rejoined(all []string) []string {
	out := all[:1]
	for _, s := range all[1:] {
		last := out[len(out)-1]
		if (dangles(s) && len(last)+1+len(s) <= mostWords || instead(s) && len(last)+1+len(s) <= mostJoined) && !pointer(s) && !fragment(last) && !strings.HasSuffix(last, "?") && !dangles(last) && len(last) > 12 && whole(last) {
			out[len(out)-1] = last + " " + s
			continue
		}
		out = append(out, s)
	}
	return out
}

// pointer reports whether a sentence only says where to read on.
func pointer(s string) bool {
	return slices.Contains([]string{"see", "refer", "read", "check", "visit", "consult"}, strings.ToLower(firstWord(s)))
}

// whole reports whether a sentence asks for something, and may stand in front
// of what it asks for besides.
func whole(s string) bool {
	low := strings.ToLower(s)
	return commands(low) || obligation(" "+low+" ", true) > 0
}

// closed makes a sentence of what asks for something and goes on with an
// example: "Use the checks when you write a dialect:". Where the words behind
// the colon are wanting it stays open.
func closed(s string) string {
	bare, ok := strings.CutSuffix(s, ":")
	if !ok || strings.Count(bare, " ") < 4 {
		return s
	}
	low := strings.ToLower(bare)
	for _, cut := range []string{", for example", ", e.g.", ", such as", ", like so", ", like this", ", as follows", " as follows", " like this", " like so", ", for instance"} {
		if strings.HasSuffix(low, cut) {
			bare = strings.TrimRight(bare[:len(bare)-len(cut)], ", ")
			low = strings.ToLower(bare)
		}
	}
	if !complete(low) || !commands(low) && !modal(low) && !weDo(" "+low+" ") && strings.Count(low, " ") < 7 {
		return s
	}
	return bare
}

// complete reports whether words that a block or a list follows are not wanting
// without it.
func complete(low string) bool {
	last := low[strings.LastIndexByte(low, ' ')+1:]
	wanting := slices.Contains([]string{"following", "these", "this", "those", "below", "is", "are", "to", "use", "be", "must", "should", "not", "never", "always", "of", "with", "for", "from", "in", "the", "a", "and", "or", "by", "avoid", "prefer", "when", "if", "either", "any", "only", "include", "includes", "contain", "contains", "example", "steps", "rules", "conditions", "ways", "things", "options", "criteria", "guidelines", "both", "as", "has", "have", "can", "may", "that", "where", "do", "don't", "you", "we", "at", "on"}, strings.Trim(last, "`\"'*()"))
	return !wanting && !strings.Contains(low, "following") && !strings.Contains(low, "these ")
}

// modal reports whether a sentence has a word of obligation inside.
func modal(low string) bool {
	for _, w := range []string{" must ", " should ", " never ", " always ", " only with ", " only if "} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// unnoted takes "Note 2:" from the front of a sentence, and what is cut at its
// end.
func unnoted(s string) string {
	head, rest, ok := strings.Cut(s, ": ")
	if ok && len(head) < 14 && len(rest) > 12 {
		word, number, _ := strings.Cut(strings.ToLower(head), " ")
		if slices.Contains([]string{"note", "tip", "important", "warning", "caution", "nb", "attention", "info", "hint", "remember", "reminder", "must", "should", "shall", "may", "required", "recommended"}, word) && strings.Trim(number, "0123456789") == "" {
			s = strings.ToUpper(rest[:1]) + rest[1:]
		}
	}
	s = unannounced(s)
	for _, end := range []string{", including", ", e.g.", " e.g.", ", i.e.", " i.e.", ", such as", ", for example", " as follows.", ", as follows"} {
		if t, ok := strings.CutSuffix(s, end); ok {
			return strings.TrimRight(t, ", ")
		}
	}
	return s
}

// oneLineMarkdown drops emphasis, links and anchors but keeps code marks.
func oneLineMarkdown(s string) string {
	s = strings.TrimLeft(s, "> ")
	parts := strings.Split(s, "`")
	for i := 0; i < len(parts); i += 2 { // what is marked as code keeps its signs
		parts[i] = strings.ReplaceAll(unstressed(strings.ReplaceAll(parts[i], "**", "")), "__", "_")
	}
	s = strings.Join(parts, "`")
	for {
		i := strings.Index(s, "](")
		if i < 0 {
			break
		}
		j := strings.IndexByte(s[i:], ')')
		open := strings.LastIndexByte(s[:i], '[')
		if j < 0 || open < 0 {
			break
		}
		s = s[:open] + s[open+1:i] + s[i+j+1:]
	}
	return flat(referred(unmarked(s)))
}

// unmarked drops the tags of HTML that only change how words look, also such
// that are marked as code by mistake.
func unmarked(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	for _, tag := range []string{"mark", "b", "i", "em", "strong", "u", "sup", "sub", "small"} {
		s = strings.NewReplacer("`<"+tag+">`", "", "`</"+tag+">`", "").Replace(s)
		parts := strings.Split(s, "`")
		for i := 0; i < len(parts); i += 2 {
			parts[i] = strings.NewReplacer("<"+tag+">", "", "</"+tag+">", "").Replace(parts[i])
		}
		s = strings.Join(parts, "`")
	}
	return s
}

// splitSentences cuts at full stops that end a sentence, not at those in
// names, versions or code.
func splitSentences(s string) []string {
	var out []string
	from, code := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '`':
			code = !code
		case code:
		case (s[i] == '.' || s[i] == '!' || s[i] == '?') && i+2 < len(s) && s[i+1] == ' ' && (s[i+2] >= 'A' && s[i+2] <= 'Z' || s[i+2] == '`' || s[i+2] == '_'):
			if abbreviation(s[from : i+1]) {
				continue
			}
			out = append(out, strings.TrimSpace(s[from:i+1]))
			from = i + 1
		}
	}
	return append(out, strings.TrimSpace(s[from:]))
}

func abbreviation(s string) bool {
	low := strings.ToLower(s)
	for _, a := range []string{"e.g.", "i.e.", "etc.", "vs.", "cf.", "approx.", "incl.", " resp.", " no.", " fig.", "(ex.", " ex.", " aka.", " a.k.a.", " viz.", "ca.", " st."} {
		if strings.HasSuffix(low, a) {
			return a != "etc." || strings.Contains(s[max(0, len(s)-24):], "(") // "etc." ends most sentences it stands at the end of
		}
	}
	return false
}
