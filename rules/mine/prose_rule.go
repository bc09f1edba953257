package mine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// proseRule judges a sentence: is it a rule about code of this repository?
func (c *corpus) proseRule(p string, s sentence, weight float64) (business.Rule, bool) {
	text := led(s)
	low := " " + strings.ToLower(text) + " "
	if !statement(text, low) {
		return business.Rule{}, false
	}
	if weight < addressed && !strings.Contains(text, "`") && refers(strings.Fields(low)) {
		return business.Rule{}, false
	}
	if strings.HasPrefix(text, "(") && strings.Count(text, "(") > strings.Count(text, ")") {
		return business.Rule{}, false // an aside that goes on
	}
	if example(text) || supposes(low) || weight < addressed && layout(low) && !codingPart(s.within) || strings.HasPrefix(low, " for example") || strings.HasPrefix(low, " e.g.") {
		return business.Rule{}, false
	}
	symbols := codeNames(text)
	known := c.knows(symbols)
	plain := " " + strings.ToLower(joined(s)) + " " // without the words of its heading
	strength := max(obligation(low, weight < addressed), obligation(plain, weight < addressed))
	if s.chosen {
		strength = max(strength, 0.76)
	}
	if comesWith(low) {
		strength = max(strength, 0.72)
	}
	if strength == 0 {
		strength = softly(p, s, plain, asking{weight: weight, symbols: len(symbols), known: known})
	}
	if weight < addressed && (tells(plain, strength, known) && !comesWith(low) && !guideDoc(p) || leansHard(low) || leansHard(behindLabel(low)) || operators(low)) {
		return business.Rule{}, false
	}
	concern := concern(low, known > 0)
	if strength == 0 || concern == ofPeople || describesItself(low) {
		return business.Rule{}, false
	}
	score := strength * weight * ofWhat(low, known, len(symbols))
	switch {
	case leansHard(low):
		score *= 0.5
	case leans(low):
		score *= 0.6
	}
	if anyProject(low) {
		if weight < addressed {
			return business.Rule{}, false
		}
		score *= 0.5
	}
	if platitude(low) || weight < addressed && note(low) {
		score *= 0.6
	}
	if s.step && stepVerb(low) {
		score *= 0.65 // one of a procedure
	}
	if concern == besideCode || !comesWith(low) && ((known == 0 || weight < addressed) && processHeading(s.heading) || processDoc(p)) {
		if weight < addressed && (known == 0 || !guideDoc(p) || concern != besideCode) {
			return business.Rule{}, false
		}
		score *= 0.5
	}
	if weight < addressed && known == 0 {
		score *= 0.8 // a manual for people speaks of much besides code
	}
	if weight < addressed && reasons(p) && !orders(low) && !guideDoc(p) {
		score *= 0.8
	}
	if score < least {
		return business.Rule{}, false
	}
	r := c.ruleOf(p, s, text, symbols)
	r.Confidence, r.Score = min(0.95, score), 0.76*score
	return r, true
}

// statement reports whether words are long and short enough to be a rule, and
// neither open a list nor ask a question.
func statement(text, low string) bool {
	return (len(text) >= 18 && strings.Count(text, " ") >= 2 || briefBan(low)) && len(text) <= 420 && !strings.HasSuffix(text, ":") && !strings.HasSuffix(text, "?")
}

// ruleOf is the rule that a sentence states, without a score.
func (c *corpus) ruleOf(p string, s sentence, text string, symbols []string) business.Rule {
	r := business.Rule{Statement: oneLine(text), Kind: business.Advice, Source: business.FromProse, Support: c.knows(symbols), Sites: len(symbols), Examples: []string{fmt.Sprintf("%s:%d", p, s.line)}}
	dir := path.Dir(p)
	if at := strings.Index(dir, "/."); at > 0 {
		dir = dir[:at]
	}
	if dir != "." && !strings.HasPrefix(dir, ".") && !strings.HasPrefix(dir, "docs") && c.dirs[dir] {
		r.Scope.Paths = []string{dir + "/**"}
	}
	banFrom(&r, " "+strings.ToLower(text)+" ", symbols)
	return r
}

// addressed is from which weight on a document speaks to those who write code
// here, and to nobody else. In others a sentence that opens with a verb is a
// step of some instruction.
const addressed = 0.9

// tells reports whether the words of duty in a document that explains much
// tell what is needed rather than ask for it.
func tells(low string, strength float64, known int) bool {
	return strength < 0.75 && known == 0 && !(strength > 0 && changing(low)) && !orders(low) && !weDo(low) && !ofAll(low) && !contrasts(low) && !strings.Contains(low, "good idea")
}

// operators reports whether a sentence is for those who run the program.
func operators(low string) bool {
	first, rest, _ := strings.Cut(strings.TrimSpace(low), " ")
	return slices.Contains([]string{"operators", "administrators", "admins", "customers", "users"}, first) && names(" "+rest, []string{" must ", " should ", " can ", " need "})
}

// leansHard reports whether a sentence is about something that only the one
// before names.
func leansHard(low string) bool {
	words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(strings.Replace(low, " none of ", " ", 1)), "all of "))
	for len(words) > 1 && slices.Contains([]string{"however", "furthermore", "additionally", "also", "therefore", "thus", "then", "so", "but", "and", "or", "again", "instead", "naturally", "obviously", "finally"}, strings.Trim(words[0], ",")) {
		words = words[1:]
	}
	if len(words) > 1 && words[0] == "both" && !slices.Contains(words[1:min(8, len(words))], "and") && words[1] != "of" {
		return true
	}
	return len(words) > 0 && slices.Contains([]string{"this", "these", "it", "they", "that", "those", "that's", "it's", "there's", "here"}, strings.Trim(words[0], ",:"))
}

// least is the score below which a sentence is not worth a line.
const least = 0.19

// ofWhat is how much of this repository's code a sentence names.
func ofWhat(low string, known, symbols int) float64 {
	switch {
	case known > 0:
		return 1
	case symbols > 0:
		return 0.85
	case codeNouns(low):
		return 0.72
	}
	return 0.4
}

// knows counts the names the repository defines or holds.
func (c *corpus) knows(symbols []string) (known int) {
	for _, n := range symbols {
		if c.mentions(n) {
			known++
		}
	}
	return known
}

// leans reports whether a sentence is about what stands before it: alone it
// says nothing.
func leans(low string) bool {
	first, rest, _ := strings.Cut(strings.TrimSpace(low), " ")
	if strings.Contains(low, " in these ") || strings.Contains(low, "prefer this ") {
		return true
	}
	switch strings.Trim(first, ",.:!*") {
	case "however", "unlike", "furthermore", "additionally", "also", "otherwise", "therefore", "thus", "this", "these", "it", "they", "that", "those", "then", "so", "but", "and", "or", "here", "again", "instead", "depending":
		return true
	case "in":
		return strings.HasPrefix(rest, "this ") || strings.HasPrefix(rest, "that ") || strings.HasPrefix(rest, "such ")
	case "to":
		return strings.HasPrefix(rest, "enable ") || strings.HasPrefix(rest, "do this")
	}
	return strings.HasPrefix(first, "!!!")
}

// conditional reports whether words behind a banned name narrow the ban down:
// "never call `create()` from a controller" bans no call everywhere.
func conditional(rest string) bool {
	w, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	if w != "" && (w[0] >= 'a' && w[0] <= 'z') && w != "anywhere" && w != "ever" && w != "anymore" {
		return true // "`any` types" is not every any
	}
	return false
}

// banFrom gives "never use `X`" a check; a positive sentence has none.
func banFrom(r *business.Rule, low string, symbols []string) {
	for _, ban := range []string{"never use `", "do not use `", "don't use `", "avoid `", "avoid using `", "never call `", "do not call `", "don't call `", "never import `", "do not import `", "don't import `"} {
		i := strings.Index(low, ban)
		if i < 0 {
			continue
		}
		rest := low[i+len(ban):]
		j := strings.IndexByte(rest, '`')
		if j < 0 || conditional(rest[j+1:]) {
			return
		}
		for _, s := range symbols {
			if strings.ToLower(s) == rest[:j] && !strings.ContainsAny(s, " <>*") {
				r.Kind, r.Check = business.BanCall, &business.Check{Names: []string{s}}
				if strings.Contains(ban, "import") {
					r.Kind, r.Check = business.BanImport, &business.Check{Modules: []string{s}}
				}
				return
			}
		}
	}
}
