package business

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Bounds of what is given to an agent before an edit.
const (
	mostRules  = 8
	mostTokens = 400
)

// Chosen is what an agent is told before an edit.
type Chosen struct {
	Text string
	IDs  []string // rules in the text, to be told once a session
}

// Choose picks the accepted rules that matter for an edit: violated ones
// first, then those that touch what is written, within 8 rules and 400 tokens
// (four bytes each). told holds the ids the session has been given; a rule is
// repeated only when the content breaks it.
func Choose(rules []Rule, file string, proposed []byte, told func(id string) bool) Chosen {
	subject := newSubject(file, proposed)
	f := subject.facts
	broken := map[string]Breach{}
	for _, b := range subject.judge(rules) {
		if _, ok := broken[b.Rule.ID]; !ok && b.Rule.Kind != FileHeader { // what is proposed may be a part of a file
			broken[b.Rule.ID] = b
		}
	}
	type pick struct {
		r     *Rule
		score float64
	}
	var picks []pick
	for i := range rules {
		r := &rules[i]
		_, bad := broken[r.ID]
		if !r.Scope.Covers(file, f.Lang) || told(r.ID) && !bad {
			continue
		}
		if s := relevance(r, &f, proposed, bad); s > 0 {
			picks = append(picks, pick{r, s})
		}
	}
	slices.SortStableFunc(picks, func(a, b pick) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.r.ID, b.r.ID)) })
	var c Chosen
	var text strings.Builder
	for _, p := range picks[:min(mostRules, len(picks))] {
		line := sayRule(p.r, broken)
		if text.Len()+len(line) > 4*mostTokens {
			break
		}
		text.WriteString(line)
		c.IDs = append(c.IDs, p.r.ID)
	}
	c.Text = text.String()
	return c
}

// relevance says how much a rule matters for a file; 0 is not at all.
func relevance(r *Rule, f *Facts, proposed []byte, broken bool) float64 {
	s := max(0.3, r.Confidence)
	if broken {
		return 3 * s
	}
	touches := touched(r, f, proposed)
	switch {
	case touches:
		return 2 * s
	case r.Check != nil && len(r.Scope.Paths) == 0:
		return 0 // a rule of the whole repository about something else
	case r.Check == nil && len(r.Scope.Paths) == 0:
		return 0.5 * s
	}
	return 0.8 * s
}

// touched reports whether the content speaks of what a rule is about.
func touched(r *Rule, f *Facts, proposed []byte) bool {
	if r.Check == nil {
		return slices.ContainsFunc(codeMarks(r.Statement), func(n string) bool { return len(n) > 3 && strings.Contains(string(proposed), n) })
	}
	if r.Check.Family != "" && slices.ContainsFunc(f.Fields, func(fd Field) bool { return Family(fd.Name) == r.Check.Family }) {
		return true
	}
	if r.Check.Role != nil {
		for i := range f.Units {
			want := *r.Check.Role
			want.Func = ""
			if f.Units[i].Kind == want.Unit && plays(f, &f.Units[i], want, r.Check.AnyOf) {
				return true
			}
		}
	}
	for _, n := range append(slices.Clone(r.Check.Names), r.Check.Modules...) {
		if len(n) > 3 && strings.Contains(string(proposed), strings.TrimSuffix(n, ".")) {
			return true
		}
	}
	return false
}

// codeMarks are the names a statement sets in backticks.
func codeMarks(s string) []string {
	var out []string
	parts := strings.Split(s, "`")
	for i := 1; i < len(parts); i += 2 {
		out = append(out, parts[i])
	}
	return out
}

func sayRule(r *Rule, broken map[string]Breach) string {
	s := r.Statement
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:197], "") + "..."
	}
	short := r.ID[:min(7, len(r.ID))]
	b, bad := broken[r.ID]
	switch {
	case bad:
		eg := ""
		if len(r.Examples) > 0 {
			eg = "; see " + r.Examples[0]
		}
		return fmt.Sprintf("[%s] broken in line %d: %s%s\n", short, b.Line, s, eg)
	case r.Sites > 1:
		return fmt.Sprintf("[%s] %s (%d of %d)\n", short, s, r.Support, r.Sites)
	}
	return fmt.Sprintf("[%s] %s\n", short, s)
}

// Touches reports whether a file is one that a rule is about: it breaks the
// rule, or holds what the rule asks for.
func Touches(r Rule, file string, content []byte) bool {
	s := newSubject(file, content)
	if !s.known || !r.Scope.Covers(file, s.facts.Lang) {
		return false
	}
	return touched(&r, &s.facts, content) || len(s.judge([]Rule{r})) > 0
}
