package mine

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Linters have many small switches. What a project switched on is said in
// words, several of a kind on one card, so that they do not crowd the list.

// said is one switch in words, without capital and full stop.
type said struct {
	theme string // what the card is about: "React"
	text  string
	line  int
	in    []string // globs of files, nil for all
	weak  bool     // alone not worth a card high in the list
}

// Bounds of a card of switches.
const (
	mostSaid    = 5
	longestSaid = 225
)

// Scores of cards of switches: below bans that give a reason.
const (
	styleScore  = 0.56
	modestScore = 0.36 // layout and limits
)

// styleCards groups switches of one tool by theme and files.
func styleCards(p, tool string, score float64, items []said) []business.Rule {
	var out []business.Rule
	items = saidOnce(withWeak(items))
	done := make([]bool, len(items))
	for i := range items {
		if done[i] {
			continue
		}
		var card []said
		for j := i; j < len(items) && len(card) < mostSaid; j++ {
			if done[j] || items[j].theme != items[i].theme || !slices.Equal(items[j].in, items[i].in) {
				continue
			}
			if !slices.ContainsFunc(card, func(s said) bool { return s.text == items[j].text }) {
				if len(card) > 0 && cardLen(card)+len(items[j].text) > longestSaid {
					break
				}
				card = append(card, items[j])
			}
			done[j] = true
		}
		if card[0].weak {
			out = append(out, styleCard(p, tool, min(score, weakScore), card))
			continue
		}
		out = append(out, styleCard(p, tool, score, card))
		score -= 0.05
	}
	return out
}

func cardLen(card []said) int {
	n := 0
	for _, s := range card {
		n += len(s.text) + 2
	}
	return n
}

func styleCard(p, tool string, score float64, card []said) business.Rule {
	var texts []string
	for _, s := range card {
		texts = append(texts, s.text)
	}
	where := ""
	if len(card[0].in) > 0 && !slices.ContainsFunc(card[0].in, func(g string) bool { return !onlyKind(g) }) {
		where = "" // the scope says it
	} else if len(card[0].in) > 0 {
		where = "in " + quotedAnd(card[0].in, 3)
	}
	lead := card[0].theme
	switch {
	case lead == "" && where != "":
		lead = upperFirst(where)
	case where != "":
		lead += " " + where
	}
	text := strings.Join(texts, "; ")
	if lead == "" || len(card) == 1 && where == "" && !card[0].weak && len(card[0].text) > 24 && !strings.Contains(card[0].text, ":") {
		lead, text = "", upperFirst(text)
	} else {
		lead += ": "
	}
	kind := business.Advice
	if card[0].theme == themeNames {
		kind = business.Naming
	}
	r := configured(kind, p, card[0].line, nil, "%s%s (%s).", lead, strings.TrimSuffix(text, "."), tool)
	r.Score = max(score, 0.3)
	if in := scopeOf(p, card[0].in); in != nil {
		r.Scope.Paths = in
	}
	return r
}

// themeNames is the theme of cards about names.
const themeNames = "Names"

// scopeOf makes globs of a configuration ones of the repository.
func scopeOf(p string, in []string) []string {
	dir := ""
	if i := strings.LastIndexByte(p, '/'); i > 0 {
		dir = p[:i+1]
	}
	var out []string
	for _, g := range in {
		g = strings.TrimPrefix(g, "./")
		if g == "" || strings.HasPrefix(g, "!") || strings.HasPrefix(g, "..") {
			return nil
		}
		if !strings.Contains(g, "/") {
			g = "**/" + g
		}
		out = append(out, dir+g)
	}
	return out
}

// onlyKind reports whether a glob names the files of a language and no others:
// "**/*.{ts,tsx}".
func onlyKind(glob string) bool {
	ext, ok := strings.CutPrefix(glob, "**/*.")
	return ok && ext != "" && !strings.ContainsAny(ext, "/*.") && (strings.Contains(ext, ",") || slices.Contains(sourceExts, "."+ext))
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || !unicode.IsLower(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

func lowerFirst(s string) string {
	first, _, _ := strings.Cut(s, " ")
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || !unicode.IsUpper(r) || strings.ToUpper(first) == first && len(first) > 1 || strings.ContainsFunc(first[n:], unicode.IsUpper) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// switches says what a list of known names means; unknown ones are passed over.
type switches map[string]string

// remark is what a comment in a configuration asks for: "" where it asks for
// nothing. soft comments stand above what is switched off: only a wish counts.
func remark(comment string, soft bool) string {
	c := flat(comment)
	for _, stop := range []string{". ", ": ", " For example", " e.g. ", " ("} {
		if i := strings.Index(c, stop); i > 12 {
			c = c[:i]
		}
	}
	c = strings.Trim(c, ".:;,*#/- ")
	low := strings.ToLower(c)
	if len(c) < 15 || len(c) > 200 || strings.HasSuffix(c, "?") || strings.Contains(low, "http") || strings.HasPrefix(low, "todo") || strings.HasPrefix(low, "fixme") || asksLeave(low) || strings.Contains(low, " makes ") || strings.Contains(low, " differentiates ") {
		return ""
	}
	for _, w := range []string{" to avoid ", " to prevent ", " to forbid "} {
		if i := strings.LastIndex(low, w); i > 0 && !soft {
			return "avoid " + strings.TrimSuffix(strings.TrimSuffix(c[i+len(w):], " in code"), " by accident")
		}
	}
	for _, w := range wishes {
		if rest, ok := strings.CutPrefix(low, w.said); ok && (!soft || w.strong) {
			return strings.TrimSpace(w.asks + c[len(c)-len(rest):])
		}
	}
	for _, w := range []string{" should ", " must ", " instead of ", " never ", " shall "} {
		if !soft && strings.Contains(low, w) {
			return lowerFirst(c)
		}
	}
	return ""
}

// asksLeave reports whether a comment explains why something is let pass.
func asksLeave(low string) bool {
	for _, w := range []string{"allow", "disable", "ignore", "too many", "for now", "until ", "false positive", "don't mind", "not needed", "doesn't work", "does not work", "conflict", "legacy", "handled by", "turn off", "turned off", "we don't care", "eslint", "rubocop:"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// wishes are beginnings of comments that ask for something.
var wishes = []struct {
	said, asks string
	strong     bool // also where the rule itself is off
}{
	{"we prefer to ", "", true}, {"we prefer ", "prefer ", true}, {"we want to ", "", true}, {"we always ", "", true}, {"we never ", "never ", true}, {"prefer ", "prefer ", true},
	{"always ", "always ", true}, {"never ", "never ", true}, {"do not ", "do not ", false}, {"don't ", "do not ", false}, {"use ", "use ", false}, {"avoid ", "avoid ", false},
	{"require ", "require ", false}, {"ensure ", "ensure ", false}, {"make sure ", "make sure ", false}, {"enforce ", "", false}, {"forbid ", "no ", false}, {"disallow ", "no ", false},
	{"prevent ", "avoid ", false}, {"only use ", "only use ", false}, {"keep ", "keep ", false}, {"force ", "", false}, {"no ", "no ", false},
}

// commentAbove is the block of comment lines directly above a line, counted
// from one.
func commentAbove(lines []string, line int, marks ...string) string {
	var out []string
	for i := line - 2; i >= 0 && i < len(lines) && len(out) < 12; i-- {
		text, ok := strings.TrimSpace(lines[i]), false
		for _, m := range marks {
			if rest, is := strings.CutPrefix(text, m); is {
				text, ok = strings.Trim(rest, "*/ "), true
				break
			}
		}
		if !ok {
			break
		}
		out = append(out, text)
	}
	slices.Reverse(out)
	for i, s := range out { // what is below an empty line is an example
		if s == "" && i > 0 {
			out = out[:i]
			break
		}
	}
	return strings.Join(out, " ")
}
