package mine

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// A part of a document that tells how something is added or taken away holds
// steps that say little each: "Add it to the list". Together they are a rule,
// for whoever makes that kind of change.

// mostRecipe is how long the steps of a procedure may be together.
const mostRecipe = 560

// judged is a statement of a document with what became of it.
type judged struct {
	s    sentence
	rule business.Rule
	ok   bool
}

// surely is the confidence from which on a step stands for itself.
const surely = 0.7

// recipes joins the steps below each heading such as "Adding a language" that
// do not stand for themselves, and gives back what is left with them.
func (c *corpus) recipes(p string, all []judged, weight float64) []judged {
	var out []judged
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && all[to].s.within == all[from].s.within {
			to++
		}
		out = append(out, c.recipe(p, all[from:to], weight)...)
		from = to
	}
	return out
}

// recipe does so below one heading.
func (c *corpus) recipe(p string, part []judged, weight float64) []judged {
	if !doingHeading(part[0].s.heading) && !stepwise(part) || weight < 0.6 || ofDecision(p) {
		return part
	}
	var steps []int
	text := strings.TrimRight(part[0].s.heading, ": ")
	for i, one := range part {
		step := stepOf(one.s.text)
		if step == "" || one.ok && one.rule.Confidence >= surely || len(text)+2+len(step) > mostRecipe {
			continue
		}
		sep := "; "
		if len(steps) == 0 {
			sep = ": "
		}
		text, steps = text+sep+uncapital(step), append(steps, i)
	}
	names := codeNames(text)
	if len(steps) < 2 || len(names) == 0 {
		return part
	}
	r := c.ruleOf(p, part[steps[0]].s, text, nil)
	r.Statement = flat(text)
	r.Support, r.Sites = c.knows(names), len(names)
	r.Confidence = 0.36
	if r.Support > 0 {
		r.Confidence = 0.48
	}
	r.Score = 0.76 * r.Confidence
	rest := []judged{{s: part[steps[0]].s, rule: r, ok: true}}
	for i, one := range part {
		if !slices.Contains(steps, i) {
			rest = append(rest, one)
		}
	}
	return rest
}

// stepwise reports whether a part holds a numbered list that is introduced as
// the way to make a change: "Here is a step-by-step guide:".
func stepwise(part []judged) bool {
	if processHeading(part[0].s.heading) || part[0].s.heading == "" {
		return false
	}
	n := 0
	for _, one := range part {
		low := " " + strings.ToLower(one.s.lead) + " "
		if one.s.step && names(low, []string{"step-by-step", "making changes", "following steps", "these steps", "to add ", "you add ", "adding ", "change "}) {
			n++
		}
	}
	return n >= 2
}

// doingHeading reports whether a heading names a change of the code: "Adding a
// provider", "How to write a migration", "Deprecate options".
func doingHeading(heading string) bool {
	low := strings.ToLower(strings.TrimLeft(heading, "0123456789.) "))
	for _, how := range []string{"how to ", "how do i ", "steps to ", "steps for ", "guide to ", "checklist for ", "when ", "to "} {
		low = strings.TrimPrefix(low, how)
	}
	first, rest, _ := strings.Cut(low, " ")
	if rest == "one" || rest == "it" {
		return false
	}
	if len(strings.TrimSpace(rest)) < 3 || processHeading(heading) || concern(" "+low+" ", false) == ofPeople {
		return false
	}
	if names(" "+rest+" ", []string{" issue", " branch", " account", " token", " environment", " contributor", " yourself", " fork", " label", " server ", " repository", " workspace", " hook", " user ", " pull ", " proposal", " diagram"}) {
		return false
	}
	return slices.Contains([]string{"adding", "creating", "introducing", "implementing", "deprecating", "writing", "defining", "registering", "removing", "renaming", "extending", "exposing", "add", "create", "introduce", "implement", "deprecate", "write", "define", "register", "remove", "rename", "extend", "expose", "new"}, first)
}

// stepOf is what a statement tells to do to the code, without its examples; ""
// where it tells something else.
func stepOf(text string) string {
	text = strings.TrimPrefix(text, "(Optional) ")
	for _, cut := range []string{" (e.g. ", ", e.g. ", " e.g. ", ", for example", " For example"} {
		if i := strings.Index(text, cut); i > 12 {
			rest := ""
			if j := strings.IndexByte(text[i:], ')'); cut[1] == '(' && j >= 0 {
				rest = text[i+j+1:]
			}
			text = text[:i] + rest
		}
	}
	text = strings.TrimRight(text, ".: ")
	low := " " + strings.ToLower(text) + " "
	if len(text) < 12 || len(text) > 150 || strings.HasSuffix(text, "?") || !commands(low) || concern(low, false) != ofCode || leansHard(low) || dangles(text) || pointer(text) || names(low, []string{" below", " the following", " above", " as follows", "click", "hesitate", "guideline", "checklist", "these steps", "next steps"}) {
		return ""
	}
	if slices.Contains([]string{"let", "see", "note", "start", "go", "begin", "open", "find", "look", "read", "identify", "consider", "trust", "view", "think", "feel", "build", "make", "ensure", "keep"}, opensWith(bare(low))) {
		return ""
	}
	return text
}
