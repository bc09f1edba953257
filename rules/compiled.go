package rules

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// compiledSet is a set of custom rules as text, of which only what a call asks
// for is read: a hook lives for one call, and hundreds of rules are no reason
// to wait. Its sections are lists of lines.
type compiledSet struct {
	rules    []string // JSON
	patterns []string // of each rule, divided by NUL
	words    []string // as in Packed
	signals  []string // as in Packed
	paths    []string // "rule op glob"
	urls     []string // "rule glob"
	mcp      []string // "rule glob"
}

const compiledHead = "vibedefend rules 1"

func (c *compiledSet) sections() []*[]string {
	return []*[]string{&c.rules, &c.patterns, &c.words, &c.signals, &c.paths, &c.urls, &c.mcp}
}

// Compile writes a set as text that OpenSet reads.
func (s *Set) Compile() ([]byte, error) {
	p := Pack(s)
	c := compiledSet{words: p.Words, signals: p.Signals}
	for i := range s.Rules {
		r := s.Rules[i]
		for _, m := range r.Paths {
			c.paths = append(c.paths, fmt.Sprint(i, " ", m.Op, " ", m.Glob))
		}
		for _, u := range r.URLs {
			c.urls = append(c.urls, fmt.Sprint(i, " ", u))
		}
		for _, m := range r.MCP {
			c.mcp = append(c.mcp, fmt.Sprint(i, " ", m))
		}
		c.patterns = append(c.patterns, strings.ReplaceAll(p.Patterns[i], "\n", "\x00"))
		r.Commands = nil
		raw, err := json.Marshal(r)
		if err != nil {
			return nil, fmt.Errorf("compile rule %s: %w", r.ID, err)
		}
		c.rules = append(c.rules, string(raw))
	}
	text := c.text()
	return text, s.sameAs(text)
}

func (c *compiledSet) text() []byte {
	head, body := compiledHead, ""
	for _, lines := range c.sections() {
		head += " " + strconv.Itoa(len(*lines))
		for _, l := range *lines {
			body += l + "\n"
		}
	}
	return []byte(head + "\n" + body)
}

// sameAs makes sure that nothing is lost in the text.
func (s *Set) sameAs(text []byte) error {
	back, err := OpenSet(string(text))
	if err != nil {
		return err
	}
	for i := range s.Rules {
		got, want := *back.rule(uint16(i)), s.Rules[i]
		for k := range want.Commands {
			got.Commands = append(got.Commands, *back.pattern(PatternRef{uint16(i), uint16(k)}))
		}
		if !reflect.DeepEqual(got, want) {
			return fmt.Errorf("compile rule %s: a field has a line break, or a character that no pattern can have", want.ID)
		}
	}
	return nil
}

// OpenSet opens compiled rules; what it returns points into text.
func OpenSet(text string) (*Set, error) {
	head, body, _ := strings.Cut(text, "\n")
	counts, ok := strings.CutPrefix(head, compiledHead)
	c := &compiledSet{}
	numbers := strings.Fields(counts)
	if !ok || len(numbers) != len(c.sections()) {
		return nil, errors.New("open compiled rules: written by another version")
	}
	for i, lines := range c.sections() {
		n, err := strconv.Atoi(numbers[i])
		if err != nil || n < 0 || n > len(body) {
			return nil, errors.New("open compiled rules: damaged")
		}
		*lines = make([]string, n)
		for k := range *lines {
			if (*lines)[k], body, ok = strings.Cut(body, "\n"); !ok {
				return nil, errors.New("open compiled rules: cut off")
			}
		}
	}
	if body != "" || len(c.rules) != len(c.patterns) {
		return nil, errors.New("open compiled rules: damaged")
	}
	return &Set{compiled: c}, nil
}

func (c *compiledSet) rule(i uint16) *Rule {
	r := &Rule{}
	if int(i) >= len(c.rules) || json.Unmarshal([]byte(c.rules[i]), r) != nil {
		return &Rule{ID: "custom", Title: "a custom rule that cannot be read", Action: Block, Severity: High}
	}
	return r
}

// line is the text of a pattern, "" for one that is not there.
func (c *compiledSet) line(r PatternRef) string {
	if int(r.Rule) >= len(c.patterns) {
		return ""
	}
	lines := c.patterns[r.Rule]
	for range r.Pattern {
		_, lines, _ = strings.Cut(lines, "\x00")
	}
	line, _, _ := strings.Cut(lines, "\x00")
	return line
}

func (c *compiledSet) pattern(r PatternRef) *Pattern {
	if p, err := ParsePattern(c.line(r)); err == nil {
		return &p
	}
	return &Pattern{Toks: []Tok{{Kind: Any}}} // matches nothing
}

// eachPath calls f for the paths that rules name.
func (s *Set) eachPath(f func(rule uint16, m PathMatch)) {
	for i := range s.Rules {
		for _, m := range s.Rules[i].Paths {
			f(uint16(i), m)
		}
	}
	if s.compiled == nil {
		return
	}
	for _, l := range s.compiled.paths {
		n, rest, _ := strings.Cut(l, " ")
		op, glob, _ := strings.Cut(rest, " ")
		f(number(n), PathMatch{Op: op, Glob: glob})
	}
}

// eachURL and eachMCP call f for the patterns that rules name.
func (s *Set) eachURL(f func(rule uint16, pattern string)) {
	for i := range s.Rules {
		for _, u := range s.Rules[i].URLs {
			f(uint16(i), u)
		}
	}
	if s.compiled != nil {
		eachPattern(s.compiled.urls, f)
	}
}

func (s *Set) eachMCP(f func(rule uint16, pattern string)) {
	for i := range s.Rules {
		for _, m := range s.Rules[i].MCP {
			f(uint16(i), m)
		}
	}
	if s.compiled != nil {
		eachPattern(s.compiled.mcp, f)
	}
}

func eachPattern(lines []string, f func(rule uint16, pattern string)) {
	for _, l := range lines {
		n, pattern, _ := strings.Cut(l, " ")
		f(number(n), pattern)
	}
}
