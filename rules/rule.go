package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// Rule is one judgement with its reasons. Built-in and custom rules are the
// same type and have the same power.
type Rule struct {
	ID       string   `json:"id"`
	Pack     string   `json:"pack,omitempty"`
	Title    string   `json:"title"`
	Why      string   `json:"why"`
	Instead  string   `json:"instead,omitempty"`
	Severity Severity `json:"severity"`
	Action   Action   `json:"action"`
	Refs     []string `json:"refs,omitempty"`  // "CWE-22", "OWASP A01:2021", "LLM06", "ASI02", "SOC2 CC6.1", "ISO27001 A.8.10"
	Raise    bool     `json:"raise,omitempty"` // ask becomes block in production and regulated repositories

	Exposed bool `json:"exposed,omitempty"` // commands count only when the model would see their output

	Commands []Pattern   `json:"commands,omitempty"`
	Signals  []string    `json:"signals,omitempty"` // names of what the engine works out; see docs/rules.md
	Paths    []PathMatch `json:"paths,omitempty"`
	URLs     []string    `json:"urls,omitempty"`
	MCP      []string    `json:"mcp,omitempty"` // "server/tool" patterns

	layer string
}

// PathMatch matches a file operation by pattern.
type PathMatch struct {
	Op   string `json:"op" yaml:"op"`     // read, write, delete or any
	Glob string `json:"glob" yaml:"glob"` // "~/" is the home, no leading slash: anywhere below the repository
}

// Pattern matches a simple command. It is written as words: see ParsePattern.
type Pattern struct {
	Cmd  []string `json:"cmd"`
	Toks []Tok    `json:"toks,omitempty"`
}

// Tok is one word of a pattern.
type Tok struct {
	Kind TokKind  `json:"kind"`
	Alts []string `json:"alts,omitempty"`
}

// TokKind says what a word of a pattern asks for.
type TokKind uint8

// The kinds of pattern words.
const (
	Operand  TokKind = iota // the next operand is one of these
	Flag                    // one of these flags is given
	NotFlag                 // none of these flags, or operands, is given
	Any                     // some argument matches one of these globs
	Skip                    // any number of operands
	EnvVar                  // a variable of this name is set: NAME or NAME=glob
	NoMore                  // no further operand
	ViaCmd                  // reached through this wrapper
	NotAny                  // no argument matches one of these globs
	FedByCmd                // its input comes out of one of these commands
)

// Set is a list of rules with its index. The built-in one is generated.
type Set struct {
	Rules   []Rule
	Words   []WordRules   // by command word, sorted
	Signals []SignalRules // by signal, sorted
}

// WordRules lists the patterns that begin with a command word.
type WordRules struct {
	Word string
	Refs []PatternRef
}

// PatternRef names one pattern of one rule.
type PatternRef struct{ Rule, Pattern uint16 }

// SignalRules lists the rules that answer to a signal.
type SignalRules struct {
	Signal string
	Rules  []uint16
}

func (s *Set) words(word string) []PatternRef {
	lo, hi := 0, len(s.Words)
	for lo < hi {
		mid := (lo + hi) / 2
		if s.Words[mid].Word < word {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(s.Words) && s.Words[lo].Word == word {
		return s.Words[lo].Refs
	}
	return nil
}

func (s *Set) signal(name string) []uint16 {
	lo, hi := 0, len(s.Signals)
	for lo < hi {
		mid := (lo + hi) / 2
		if s.Signals[mid].Signal < name {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(s.Signals) && s.Signals[lo].Signal == name {
		return s.Signals[lo].Rules
	}
	return nil
}

// Find returns the rule with an id, or nil.
func (s *Set) Find(id string) *Rule {
	for i := range s.Rules {
		if s.Rules[i].ID == id {
			return &s.Rules[i]
		}
	}
	return nil
}

// operand is a non-flag argument; loose ones may be the value of a flag.
type operand struct {
	text  string
	loose bool
}

// operandsOf sorts a call's arguments for patterns. It is done once per call.
func operandsOf(c *shell.Call) []operand {
	out := make([]operand, 0, len(c.Args))
	after, dashed := false, false
	for _, w := range c.Args {
		t := w.Text
		if !dashed && t == "--" {
			dashed, after = true, false
			continue
		}
		if !dashed && len(t) > 1 && t[0] == '-' {
			after = true
			for i := 0; i < len(t); i++ {
				if t[i] == '=' {
					after = false
				}
			}
			continue
		}
		out = append(out, operand{t, after})
		after = false
	}
	return out
}

// matches reports whether a call fits a pattern whose command word fits.
func (p *Pattern) matches(c *shell.Call, ops []operand) bool {
	for i := range p.Toks {
		if t := &p.Toks[i]; t.Kind != Operand && t.Kind != Skip && t.Kind != NoMore && !t.holds(c, ops) {
			return false
		}
	}
	return matchOps(p.Toks, ops, 0)
}

func matchOps(toks []Tok, ops []operand, depth int) bool {
	for len(toks) > 0 {
		t := &toks[0]
		switch t.Kind {
		case NoMore:
			for _, o := range ops {
				if !o.loose {
					return false
				}
			}
			return true
		case Skip:
			for k := 0; k <= len(ops) && depth < 4 && k < 64; k++ {
				if matchOps(toks[1:], ops[k:], depth+1) {
					return true
				}
			}
			return false
		case Operand:
			k := 0
			for {
				if k >= len(ops) {
					return false
				}
				if anyGlob(t.Alts, ops[k].text) {
					break
				}
				if !ops[k].loose {
					return false
				}
				k++
			}
			ops = ops[k+1:]
		}
		toks = toks[1:]
	}
	return true
}

func anyGlob(alts []string, s string) bool {
	for _, a := range alts {
		if a == s || glob(a, s) {
			return true
		}
	}
	return false
}

// glob matches only when the pattern is one: most words are plain, and most
// are too short for it.
func glob(pat, s string) bool {
	stars, marks := 0, false
	for i := 0; i < len(pat); i++ {
		switch pat[i] {
		case '*':
			stars++
		case '?':
			marks = true
		}
	}
	switch {
	case stars == 0 && !marks, len(s) < len(pat)-stars:
		return false
	case stars == 2 && !marks && pat[0] == '*' && pat[len(pat)-1] == '*' && strings.IndexByte(pat, '[') < 0 && strings.IndexByte(pat, '\\') < 0:
		return strings.Contains(s, pat[1:len(pat)-1])
	}
	return shell.Match(pat, s)
}

func (t *Tok) holds(c *shell.Call, ops []operand) bool {
	switch t.Kind {
	case Flag:
		return hasFlag(c, t.Alts)
	case NotFlag:
		if hasFlag(c, t.Alts) {
			return false
		}
		for _, o := range ops {
			if anyGlob(t.Alts, o.text) {
				return false
			}
		}
		return true
	case Any, NotAny:
		return anyArg(c, t.Alts) == (t.Kind == Any)
	case EnvVar:
		return hasEnv(c, t.Alts)
	case ViaCmd:
		for _, v := range c.Via {
			if anyGlob(t.Alts, v) {
				return true
			}
		}
		return false
	case FedByCmd:
		if c.In == nil {
			return false
		}
		for _, f := range c.In.From {
			if anyGlob(t.Alts, f.Name) {
				return true
			}
		}
		return false
	}
	return true
}

func isArg(c *shell.Call, s string) bool {
	for i := range c.Args {
		if c.Args[i].Text == s {
			return true
		}
	}
	return false
}

func anyArg(c *shell.Call, alts []string) bool {
	for i := range c.Args {
		if anyGlob(alts, c.Args[i].Text) {
			return true
		}
	}
	return false
}

// hasFlag understands "-f", "--flag" and "--flag=glob".
func hasFlag(c *shell.Call, alts []string) bool {
	for _, a := range alts {
		eq := -1
		for i := 1; i < len(a); i++ {
			if a[i] == '=' {
				eq = i
				break
			}
		}
		if eq < 0 {
			if a[0] == '-' && longSingle(a) && isArg(c, a) || c.Has(a) {
				return true
			}
			continue
		}
		for i, w := range c.Args {
			if w.Text == a[:eq] && i+1 < len(c.Args) && shell.Match(a[eq+1:], c.Args[i+1].Text) {
				return true
			}
			if len(w.Text) > eq && w.Text[:eq] == a[:eq] && w.Text[eq] == '=' && shell.Match(a[eq+1:], w.Text[eq+1:]) {
				return true
			}
		}
	}
	return false
}

// longSingle reports flags such as -auto-approve or -Recurse.
func longSingle(f string) bool { return len(f) > 2 && f[1] != '-' }

func hasEnv(c *shell.Call, alts []string) bool {
	for _, e := range c.Env {
		for _, a := range alts {
			name, val := a, "*"
			for i := range a {
				if a[i] == '=' {
					name, val = a[:i], a[i+1:]
					break
				}
			}
			if (name == e.Name || glob(name, e.Name)) && shell.Match(val, e.Value.Text) {
				return true
			}
		}
	}
	return false
}

func hasMetaMatch(pat, s string) bool { return shell.Match(pat, s) }
