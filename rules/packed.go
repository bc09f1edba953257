package rules

import (
	"sort"
	"strconv"
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// Source hands an engine the rules that may concern a call.
type Source interface {
	words(word string) []PatternRef
	signal(name string) []uint16
	rule(i uint16) *Rule
	pattern(r PatternRef) *Pattern
	// may reports whether a pattern is worth being read for a call and its
	// operands; most are about another subcommand.
	may(r PatternRef, c *shell.Call, ops []operand) bool
}

func (s *Set) rule(i uint16) *Rule {
	if s.compiled != nil {
		return s.compiled.rule(i)
	}
	return &s.Rules[i]
}

func (s *Set) pattern(r PatternRef) *Pattern {
	if s.compiled != nil {
		return s.compiled.pattern(r)
	}
	return &s.Rules[r.Rule].Commands[r.Pattern]
}

// Packed is a generated set of rules as text, of which only what a call asks
// for is read. As Go values the same rules are thousands of pointers, which
// cost each start of the program the work of finding them.
type Packed struct {
	Rules    []string // one a rule, its fields divided by tabs
	Patterns []string // one a rule: its patterns, one a line
	Words    []string // "word rule.pattern ...", sorted by word
	Signals  []string // "signal rule ...", sorted by signal
}

// Pack turns a set into text.
func Pack(s *Set) Packed {
	var p Packed
	for i := range s.Rules {
		p.Rules = append(p.Rules, packRule(&s.Rules[i]))
		lines := make([]string, len(s.Rules[i].Commands))
		for k := range lines {
			lines[k] = s.Rules[i].Commands[k].String()
		}
		p.Patterns = append(p.Patterns, strings.Join(lines, "\n"))
	}
	for _, w := range s.Words {
		line := w.Word
		for _, r := range w.Refs {
			line += " " + strconv.Itoa(int(r.Rule)) + "." + strconv.Itoa(int(r.Pattern))
		}
		p.Words = append(p.Words, line)
	}
	for _, n := range s.Signals {
		line := n.Signal
		for _, r := range n.Rules {
			line += " " + strconv.Itoa(int(r))
		}
		p.Signals = append(p.Signals, line)
	}
	return p
}

// Unpack reads everything.
func (p *Packed) Unpack() *Set {
	list := make([]Rule, len(p.Rules))
	for i := range list {
		list[i] = *p.rule(uint16(i))
		if p.Patterns[i] == "" {
			continue
		}
		for k := range strings.Count(p.Patterns[i], "\n") + 1 {
			list[i].Commands = append(list[i].Commands, *p.pattern(PatternRef{uint16(i), uint16(k)}))
		}
	}
	return NewSet(list)
}

// packed fields of a rule, divided by tabs; lists by "|".
const packedFields = 9

func packRule(r *Rule) string {
	flags := ""
	if r.Raise {
		flags += "r"
	}
	if r.Exposed {
		flags += "x"
	}
	return strings.Join([]string{r.ID, r.Pack, r.Title, r.Why, r.Instead, strconv.Itoa(int(r.Severity)) + strconv.Itoa(int(r.Action)),
		flags, strings.Join(r.Refs, "|"), strings.Join(r.Signals, "|")}, "\t")
}

// rule reads a rule without its patterns.
func (p *Packed) rule(i uint16) *Rule {
	f := strings.Split(p.Rules[i], "\t")
	if len(f) != packedFields || len(f[5]) != 2 {
		return &Rule{}
	}
	return &Rule{ID: f[0], Pack: f[1], Title: f[2], Why: f[3], Instead: f[4], Severity: Severity(f[5][0] - '0'), Action: Action(f[5][1] - '0'),
		Raise: strings.Contains(f[6], "r"), Exposed: strings.Contains(f[6], "x"), Refs: packedList(f[7]), Signals: packedList(f[8])}
}

func packedList(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

func (s *Set) may(r PatternRef, c *shell.Call, ops []operand) bool {
	return s.compiled == nil || mayMatch(s.compiled.line(r), c, ops)
}

func (p *Packed) may(r PatternRef, c *shell.Call, ops []operand) bool {
	return mayMatch(p.line(r), c, ops)
}

// mayMatch looks only at the first word behind the command: where that is an
// operand, the call must begin with it, where it is about any argument, one must
// be like it.
func mayMatch(line string, c *shell.Call, ops []operand) bool {
	_, rest, _ := strings.Cut(line, " ")
	word, _, _ := strings.Cut(rest, " ")
	switch {
	case len(word) > 1 && word[0] == '~':
		for i := range c.Args {
			if oneOf(word[1:], c.Args[i].Text) {
				return true
			}
		}
		return false
	case word == "" || word == "..." || word == "END" || strings.IndexByte("!~@%<-", word[0]) >= 0:
		return true
	}
	for _, o := range ops {
		if oneOf(word, o.text) {
			return true
		}
		if !o.loose {
			return false
		}
	}
	return false
}

// oneOf matches alternatives divided by "|" as they stand in a pattern.
func oneOf(alts, s string) bool {
	if strings.IndexByte(alts, '*') < 0 && strings.IndexByte(alts, '?') < 0 {
		return listed(alts, s)
	}
	for more := true; more; {
		var a string
		if a, alts, more = strings.Cut(alts, "|"); a == s || glob(a, s) {
			return true
		}
	}
	return false
}

// listed is oneOf for alternatives without wildcards, as most are.
func listed(alts, s string) bool {
	for s != "" && strings.IndexByte(s, '|') < 0 {
		i := strings.Index(alts, s)
		if i < 0 {
			return false
		}
		end := i + len(s)
		if (i == 0 || alts[i-1] == '|') && (end == len(alts) || alts[end] == '|') {
			return true
		}
		alts = alts[i+1:]
		if j := strings.IndexByte(alts, '|'); j >= 0 {
			alts = alts[j+1:]
		} else {
			return false
		}
	}
	return s == "" && (alts == "" || alts[0] == '|' || alts[len(alts)-1] == '|' || strings.Contains(alts, "||"))
}

// line is the text of a pattern.
func (p *Packed) line(r PatternRef) string {
	lines := p.Patterns[r.Rule]
	for range r.Pattern {
		_, lines, _ = strings.Cut(lines, "\n")
	}
	line, _, _ := strings.Cut(lines, "\n")
	return line
}

func (p *Packed) pattern(r PatternRef) *Pattern {
	out, err := ParsePattern(p.line(r))
	if err != nil {
		return &Pattern{Toks: []Tok{{Kind: Any}}} // matches nothing
	}
	return &out
}

func (p *Packed) words(word string) []PatternRef { return refsOf(p.Words, word) }

func refsOf(lines []string, word string) []PatternRef {
	var out []PatternRef
	for ref := range strings.FieldsSeq(lookUp(lines, word)) {
		r, k, _ := strings.Cut(ref, ".")
		out = append(out, PatternRef{number(r), number(k)})
	}
	return out
}

func (p *Packed) signal(name string) []uint16 { return rulesOf(p.Signals, name) }

func rulesOf(lines []string, name string) []uint16 {
	var out []uint16
	for r := range strings.FieldsSeq(lookUp(lines, name)) {
		out = append(out, number(r))
	}
	return out
}

// lookUp finds what stands behind a word in sorted lines.
func lookUp(lines []string, word string) string {
	i := sort.Search(len(lines), func(i int) bool { w, _, _ := strings.Cut(lines[i], " "); return w >= word })
	if i == len(lines) {
		return ""
	}
	w, rest, _ := strings.Cut(lines[i], " ")
	if w != word {
		return ""
	}
	return rest
}

func number(s string) uint16 {
	n, _ := strconv.ParseUint(s, 10, 16)
	return uint16(n)
}
