package rules

// Action is what to do about an event; a higher value is stricter.
type Action int

// The actions, mildest first. Verdicts merge by the strictest.
const (
	Allow Action = iota
	Warn
	Ask
	Block
)

var actionNames = [...]string{"allow", "warn", "ask", "block"}

// String returns the stable name used in output, policy and the audit trail.
func (a Action) String() string {
	if a < 0 || int(a) >= len(actionNames) {
		return "unknown"
	}
	return actionNames[a]
}

// ParseAction reads one of allow, warn, ask, block.
func ParseAction(s string) (Action, bool) {
	for i, n := range actionNames {
		if n == s {
			return Action(i), true
		}
	}
	return Allow, false
}

// Severity grades a finding.
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

// String returns the stable name used in output and policy.
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

// Finding is one reason of a verdict. It never holds the matched secret.
type Finding struct {
	Rule     string // stable id, e.g. "fs.recursive-delete"
	Action   Action
	Severity Severity
	Title    string // what, in a few words
	Why      string // one sentence
	Instead  string // the safer alternative, or ""
	Path     string // absolute, where a file is concerned
	Line     int    // 1-based, 0 where unknown
	Layer    string // "managed", "user", "repository", "built-in"
	Segment  string // the part of the command that matched; never for the trail
}

// Verdict is the engine's answer. The zero value lets the event pass.
type Verdict struct {
	Action   Action
	Findings []Finding
	Context  string    // text for the model, within a token budget
	UserText string    // text for the person
	Redacted string    // replacement of a result, where the agent takes one
	Code     string    // identifier a person can name in "vibedefend allow", or ""
	Passed   []Finding // what would have been found, had a person not allowed it
}

// Add merges a finding into the verdict: the strictest action wins.
func (v *Verdict) Add(f Finding) {
	v.Findings = append(v.Findings, f)
	if f.Action > v.Action {
		v.Action = f.Action
	}
}
