// Package code reads written content — whole files or the fragments of an edit —
// and answers which security rules it breaks, on which line, and what to write instead.
// It opens no file, knows no agent and never fails: what it cannot read it says.
package code

import (
	"bytes"
	"sort"
	"time"
)

// Tier says what a match is worth: stop the write, tell, or only guide beforehand.
type Tier int

// The tiers, mildest first.
const (
	Guidance Tier = iota
	Advise
	Block
)

var tierNames = [...]string{"guide", "advise", "block"}

// String returns the stable name used in output.
func (t Tier) String() string {
	if t < 0 || int(t) >= len(tierNames) {
		return "unknown"
	}
	return tierNames[t]
}

// ParseTier reads one of guide, advise, block.
func ParseTier(s string) (Tier, bool) {
	for i, n := range tierNames {
		if n == s {
			return Tier(i), true
		}
	}
	return Guidance, false
}

// Severity grades a match; the values agree with rules.Severity.
type Severity int

// The severities, mildest first.
const (
	Info Severity = iota
	Low
	Medium
	High
	Critical
)

var severityNames = [...]string{"info", "low", "medium", "high", "critical"}

// String returns the stable name used in output.
func (s Severity) String() string {
	if s < 0 || int(s) >= len(severityNames) {
		return "unknown"
	}
	return severityNames[s]
}

// ParseSeverity reads one of info, low, medium, high, critical.
func ParseSeverity(s string) (Severity, bool) {
	for i, n := range severityNames {
		if n == s {
			return Severity(i), true
		}
	}
	return Info, false
}

// Rule is one entry of the catalogue: plain data, so that users' rules have the same power.
type Rule struct {
	ID, Title, Why string
	Tier           Tier
	Severity       Severity
	CWE            []int
	OWASP          []string // Top 10:2025, "~" behind our own nearest category
	LLM            []string // OWASP LLM and agentic ids, with their year
	SOC2           []string
	GDPR           []string
	ISO            []string
	Evidence       string // sql, command, code or path: what a block must show beside the form; else the match is told
	Langs          LangSet
	Safe           []Safe
	Guide          []Advice
	Detect         []Detector
}

// Safe is the safe form in some languages.
type Safe struct {
	Langs LangSet
	Text  string
}

// Advice is one line told before code is written, when its trigger fits.
type Advice struct {
	Langs   LangSet
	Roles   []string // file roles: handler, auth, migration, infra, test, client; empty fits all
	Symbols []string // lower-case words of which one must occur in the proposed text; empty fits all
	Text    string
}

// Detector is one way a rule is seen. Exactly one of Call, Re, Lit or Kind starts it;
// all other filled fields must hold as well.
type Detector struct {
	Langs    LangSet
	Keys     []string // lower-case words of at least three bytes; one must occur at the match
	Call     []string // callee names; a leading dot asks for a receiver
	Bare     bool     // the call may stand without parentheses (Ruby, PHP, shell)
	Re       string   // expression on the window around a key
	Lit      string   // expression on the content of a string literal
	Kind     string   // a matcher written in Go
	View     View     // what Re reads
	Before   int      // lines of the window before the key's line
	After    int      // lines behind it
	Args     []string // predicates on the call's arguments, all must hold
	Joined   bool     // the literal must be joined with a value
	With     string   // expression the statement must match
	Not      string   // expression the statement must not match
	Near     string   // expression the enclosing function must match
	Unless   string   // expression the enclosing function must not match (a mitigation)
	File     []string // one of these must occur in the file
	NoFile   []string // none of these may occur in the file
	Path     string   // expression on the path
	NoPath   string
	Once     bool // at most one match a file
	Tier     Tier // with HasTier: instead of the rule's
	HasTier  bool
	CWE      []int // instead of the rule's
	Severity Severity
	Why      string // instead of the rule's
}

// View is the reading of the content an expression runs on.
type View int

// The views: comments blanked; string contents blanked too; everything as it is.
const (
	Text View = iota
	Code
	Raw
)

// Match is one broken rule. It never holds a secret's value.
type Match struct {
	Rule     string
	Title    string
	CWE      []int
	Tier     Tier
	Severity Severity
	Line     int // 1-based
	EndLine  int
	Why      string
	Safe     string // the safe form in this language, or ""
	Excerpt  string // the line, shortened and with secrets masked
	Secret   bool
	Suppress string // reason of an inline comment that silenced it, filled with Options.KeepSuppressed
	sql      bool   // of a rule on statements: two of them on one line say the same
}

// Options of a scan. The zero value uses the whole catalogue.
type Options struct {
	MinTier        Tier
	Extra          []Rule            // rules of the user or the repository
	Off            []string          // rule ids switched off
	Tiers          map[string]Tier   // tier by rule id, instead of the catalogue's
	BlockComments  bool              // inline comments silence block-tier matches too (scan, not the hook)
	KeepSuppressed bool              // report silenced matches with their reason
	Frameworks     []string          // owasp, llm, soc2, gdpr, iso27001: what Guide may speak of; empty means all
	Context        map[string]string // facts of the repository ("region")
	Budget         time.Duration     // per file, 250 ms when zero
	Root           string            // of the repository: roles and exceptions look at the path below it
	NoLimits       bool              // also read generated and vendored paths
}

// Report is the outcome for one file.
type Report struct {
	Matches    []Match
	Incomplete string // why something was left unread, or ""
	Cut        bool   // it was, for its size or the time it takes: what nobody would expect
}

const (
	defaultBudget = 250 * time.Millisecond
	maxBytes      = 4 << 20
	perRuleCap    = 8 // advice repeated more often in one file is noise
)

// Scan judges a whole file or fragment.
func Scan(path string, content []byte, o Options) []Match {
	return Examine(path, content, o).Matches
}

// Examine is Scan that also says what it had to leave unread.
func Examine(path string, content []byte, o Options) (rep Report) {
	defer func() { // content is anybody's: a fault of ours must not end the hook
		if r := recover(); r != nil {
			rep = Report{Incomplete: "a fault in the reader: not read", Cut: true}
		}
	}()
	return examine(path, content, o)
}

func examine(path string, content []byte, o Options) Report {
	f, why := newFile(path, content, o)
	if f == nil {
		return Report{Incomplete: why, Cut: len(content) > maxBytes}
	}
	s := scan{file: f, o: o, deadline: time.Now().Add(budget(o))}
	s.run()
	sort.SliceStable(s.out, func(i, j int) bool { return s.out[i].Line < s.out[j].Line })
	if s.incomplete != "" {
		why = s.incomplete
	} else if f.tangled {
		why = "literals too tangled to be told apart: not all was read"
	}
	return Report{Matches: s.finish(), Incomplete: why, Cut: why != ""}
}

func budget(o Options) time.Duration {
	if o.Budget > 0 {
		return o.Budget
	}
	return defaultBudget
}

// Judge reports only matches on lines that are new or changed in after.
// A nil before means the file is new.
func Judge(path string, before, after []byte, o Options) []Match {
	return JudgeReport(path, before, after, o).Matches
}

// JudgeReport is Judge that also says what it had to leave unread.
func JudgeReport(path string, before, after []byte, o Options) Report {
	r := Examine(path, after, o)
	if len(before) == 0 || len(r.Matches) == 0 {
		return r
	}
	fresh := freshLines(before, after)
	kept := r.Matches[:0]
	for _, m := range r.Matches {
		for l := m.Line; l <= m.EndLine; l++ {
			if fresh[l] {
				kept = append(kept, m)
				break
			}
		}
	}
	r.Matches = kept
	return r
}

// freshLines returns the 1-based lines of after that before does not hold; a moved line is not fresh.
func freshLines(before, after []byte) map[int]bool {
	have := map[string]int{}
	for _, l := range bytes.Split(before, []byte("\n")) {
		have[string(bytes.TrimSpace(l))]++
	}
	fresh := map[int]bool{}
	for i, l := range bytes.Split(after, []byte("\n")) {
		k := string(bytes.TrimSpace(l))
		if have[k] > 0 {
			have[k]--
			continue
		}
		if k != "" {
			fresh[i+1] = true
		}
	}
	return fresh
}
