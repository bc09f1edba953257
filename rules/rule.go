package rules

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
	NotEnv                  // no variable of this name, or NAME=glob, is set
	NotAll                  // some operand matches none of these
	NotLocal                // it talks to more than this machine
)

// Set is a list of rules with its index. The built-in one is generated.
type Set struct {
	Rules   []Rule
	Words   []WordRules   // by command word, sorted
	Signals []SignalRules // by signal, sorted

	compiled *compiledSet // instead of all of these
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
	if s.compiled != nil {
		return refsOf(s.compiled.words, word)
	}
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
	if s.compiled != nil {
		return rulesOf(s.compiled.signals, name)
	}
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
