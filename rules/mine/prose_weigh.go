package mine

import (
	_ "embed"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/cybedefend/vibedefend/rules/business"
)

// What people accept as a rule was learned: a few thousand statements out of
// the documents of some hundred and fifty public repositories were read and
// judged one by one, and each trait below got the weight by which it speaks
// for a rule or against one (logistic regression, see dev/weigh.go). The
// grammar of the files beside this one says what may be a rule; the weights
// say how likely it is one.

//go:embed prose_weights.tsv
var proseWeights string

// weighing holds the learned weights: read when the first document is.
type weighing map[string]float64

// The weights that are no trait's.
const (
	biasWeight     = "=bias"
	scoreWeight    = "=score"
	proposedWeight = "=proposed"
)

// readWeights reads "trait, tab, hundredths" lines. What is none is passed over.
func readWeights(table string) weighing {
	w := weighing{}
	for line := range strings.Lines(table) {
		trait, n, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		v, err := strconv.Atoi(n)
		if ok && err == nil {
			w[trait] = float64(v) / 100
		}
	}
	return w
}

// doubtful is the chance below which a sentence of a document is proposed as
// doubtful: it is not among the first that people look at, and shown when it is
// asked for.
const doubtful = 0.3

// What is too unlikely to be proposed even so. Of the rules that people list
// by hand one of twelve lies between these bounds and twice as much; of what is
// proposed there, one of eight is a rule.
const (
	leastPassed  = 0.08 // what passed the grammar
	leastAsking  = 0.07 // what asks for something in a document for people
	leastTold    = 0.15 // what only tells something there
	leastForThem = 0.15 // what tells something in a document for agents
)

// weighedRule judges a sentence by grammar, and what passes by the weights
// where there are any. In a document for agents the weights judge what does
// not pass as well: there a bare fact often is what is asked for.
func (c *corpus) weighedRule(p string, s sentence, weight float64) (business.Rule, bool) {
	r, ok := c.proseRule(p, s, weight)
	if c.heard != nil {
		c.heard(p, s, weight, r.Score, ok)
	}
	if pointer(s.text) && dangles(s.text) {
		return r, false
	}
	if c.weights == nil {
		return r, ok
	}
	text := led(s)
	low := " " + strings.ToLower(text) + " "
	bound := leastPassed
	switch {
	case ok:
	case !statement(text, low):
		return r, false
	case weight > addressed:
		bound = leastForThem
	case !mayBeOfCode(text, low):
		return r, false
	case orders(low) || obligation(low, true) > 0:
		bound = leastAsking
	default:
		bound = leastTold
	}
	chance := c.weights.likely(c.traits(p, s, weight), r.Score, ok)
	if s.chosen && ok {
		chance = max(chance, 0.6) // somebody wrote down that it was decided
	}
	if weight < addressed && layout(low) {
		chance *= 0.6 // most of it a formatter does
	}
	if ok && comesWith(low) {
		chance = max(chance, doubtful) // what comes with a change is asked nearly everywhere, and seldom wrong
	}
	if listsThing(text, low) {
		chance *= 0.4
	}
	if !ok {
		r = c.ruleOf(p, s, text, codeNames(text))
	}
	r.Confidence, r.Score = min(0.95, chance), 0.76*chance
	r.Doubtful = chance < doubtful
	return r, chance >= bound
}

// listsThing reports whether a sentence tells what a file or a name is for, and
// its word of duty belongs to that: "`frozen.yml`: Packages that should not move".
func listsThing(text, low string) bool {
	label, rest, ok := strings.Cut(low, "`: ")
	if !ok || text[0] != '`' || strings.Count(label, "`") != 1 || commands(rest) {
		return false
	}
	for _, that := range []string{" that should ", " that must ", " which should ", " which must ", " that need ", " to be "} {
		if before, _, found := strings.Cut(rest, that); found && obligation(before+" ", false) == 0 && strings.Count(before, " ") < 6 {
			return true
		}
	}
	return false
}

// mayBeOfCode reports whether a sentence of a document for people, which did not
// pass the grammar, may be about code by its form.
func mayBeOfCode(text, low string) bool {
	return concern(low, false) != ofPeople && !example(text) && !leansHard(low) && !dangles(text) && !operators(low) && !past(low) && !strings.HasPrefix(low, " for example") && !strings.HasPrefix(low, " e.g.")
}

// likely is how likely a person accepts a statement with these traits, from 0
// to 1. score and proposed are what the grammar says of it.
func (w weighing) likely(traits []string, score float64, proposed bool) float64 {
	z := w[biasWeight] + w[scoreWeight]*score
	if proposed {
		z += w[proposedWeight]
	}
	for _, t := range traits {
		z += w[t]
	}
	return 1 / (1 + math.Exp(-z))
}

// traits are what the weight of a statement is reckoned from: its words and
// pairs of words, where names in code are marks; the words of the headings
// above it, of the words that introduce it and of its file; its form.
func (c *corpus) traits(p string, s sentence, weight float64) []string {
	text := led(s)
	symbols := codeNames(text)
	words := c.markedWords(text)
	var out []string
	last := "^"
	for i, w := range words {
		out = append(out, w, last+" "+w)
		if i < 2 {
			out = append(out, strconv.Itoa(i)+":"+w)
		}
		last = w
	}
	out = append(out, last+" $")
	out = prefixed(out, "h:", s.heading)
	out = prefixed(out, "o:", s.within)
	out = prefixed(out, "l:", s.lead)
	out = prefixed(out, "f:", strings.TrimSuffix(p, path.Ext(p)))
	out = append(out, c.formTraits(p, s, text, weight)...)
	out = append(out, "=names"+strconv.Itoa(min(len(symbols), 3)), "=known"+strconv.Itoa(min(c.knows(symbols), 2)), "=length"+strconv.Itoa(min(len(words)/6, 6)), "=document"+strconv.Itoa(int(10*weight)))
	slices.Sort(out)
	return slices.Compact(out)
}

// formTraits are what the grammar makes of a sentence, each by its name.
func (c *corpus) formTraits(p string, s sentence, text string, weight float64) []string {
	low, plain := " "+strings.ToLower(text)+" ", " "+strings.ToLower(joined(s))+" "
	people := weight < addressed
	known := c.knows(codeNames(text))
	strength := max(obligation(low, people), obligation(plain, people))
	out := []string{"=asks" + strconv.Itoa(int(10*strength)), "=concern" + strconv.Itoa(int(concern(low, known > 0)))}
	for _, form := range []struct {
		name string
		has  bool
	}{
		{"item", s.item}, {"step", s.step}, {"row", s.row}, {"titled", s.titled}, {"lead", s.lead != ""}, {"later", s.later}, {"chosen", s.chosen},
		{"topic", s.topic != "" && strings.HasPrefix(text, s.topic)}, {"dangles", dangles(text)}, {"pointer", pointer(text)},
		{"leans", leans(low)}, {"leanshard", leansHard(low)}, {"behind", leansHard(behindLabel(low))}, {"any", anyProject(low)},
		{"platitude", platitude(low)}, {"note", note(low)}, {"tells", tells(plain, strength, known)}, {"orders", orders(low)},
		{"wedo", weDo(low)}, {"ofall", ofAll(low)}, {"contrasts", contrasts(low)}, {"placed", placed(low)}, {"processheading", processHeading(s.heading)},
		{"processdoc", processDoc(p)}, {"code", codeNouns(low)}, {"past", past(low)}, {"generic", generic(low)}, {"conventions", conventions(s.heading)},
		{"guide", guideDoc(p)}, {"reasons", reasons(p)}, {"shows", shows(low)}, {"occasion", onOccasion(low)}, {"topical", topical(s)}, {"itself", describesItself(low)},
		{"tool", toolFor(text)}, {"behindorder", orderBehind(low)}, {"operators", operators(low)}, {"stepverb", stepVerb(low)}, {"people", people},
	} {
		if form.has {
			out = append(out, "="+form.name)
		}
	}
	return out
}

func prefixed(out []string, prefix, text string) []string {
	for _, w := range plainWords(text) {
		out = append(out, prefix+w)
	}
	return out
}

// markedWords are the words of a statement with a mark in place of each name in
// code: which one it is says nothing of other repositories.
func (c *corpus) markedWords(text string) []string {
	var out []string
	for i, part := range strings.Split(text, "`") {
		switch {
		case i%2 == 0:
			out = append(out, plainWords(part)...)
		case part == "":
		case strings.Contains(part, " ") && !strings.ContainsAny(part, "(<{"):
			out = append(out, "<command>")
		case strings.ContainsAny(part, "/*"):
			out = append(out, "<path>")
		case c.mentions(part):
			out = append(out, "<known>")
		default:
			out = append(out, "<code>")
		}
	}
	return out
}

// plainWords are the words of a text in small letters, and the signs that cut it.
func plainWords(text string) []string {
	var out []string
	text = strings.ReplaceAll(strings.ToLower(text), "’", "'")
	start := -1
	end := func(i int) {
		if start < 0 {
			return
		}
		if w := text[start:i]; w[0] >= '0' && w[0] <= '9' {
			out = append(out, "<number>")
		} else {
			out = append(out, w)
		}
		start = -1
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'':
			if start < 0 {
				start = i
			}
		default:
			end(i)
			if strings.ContainsRune(":;,()—→?!/", r) {
				out = append(out, string(r))
			}
		}
	}
	end(len(text))
	return out
}

// Statement is one sentence of a document as the weights see it.
type Statement struct {
	Document string   `json:"document"`
	Line     int      `json:"line"`
	Headings string   `json:"headings"`
	Text     string   `json:"text"`
	Score    float64  `json:"score"`    // of the grammar, 0 where it proposes nothing
	Proposed bool     `json:"proposed"` // by the grammar
	Traits   []string `json:"traits"`
}

// Statements are all sentences of the documents of a repository: what is
// judged by hand when the weights are learned anew.
func Statements(root string) ([]Statement, error) {
	t, err := walk(root)
	if err != nil {
		return nil, err
	}
	c, _ := t.corpus(Options{})
	var out []Statement
	c.heard = func(p string, s sentence, weight, score float64, proposed bool) {
		out = append(out, Statement{p, s.line, strings.TrimSpace(s.within), oneLine(led(s)), score, proposed, c.traits(p, s, weight)})
	}
	c.readProse(t)
	return out, nil
}
