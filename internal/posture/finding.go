// Package posture reads the settings of the agents and says what in them
// switches our hooks off or leaves an agent with too much freedom.
//
// It only reads files and the environment; it starts nothing and changes
// nothing. One file per agent knows that agent's formats.
package posture

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/cybedefend/vibedefend/rules"
)

// Finding is one setting that a person should look at.
type Finding struct {
	ID       string
	Agent    string
	Scope    string // "user", "project", "local", "managed", "environment"
	File     string // absolute; "" for the environment
	Line     int    // 1-based, 0 where there is none
	Setting  string
	Detail   string // the value or what else tells two of a kind apart
	Severity rules.Severity
	State    string // what doctor prints: "disabled", "untrusted", "unreadable", "conflict", "drift", "risk"
	Why      string
	Fix      string
	Refs     []string // framework references, e.g. "CWE-732"
}

// MarshalJSON writes the fields of the published format, version 1.
func (f Finding) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		ID       string   `json:"id"`
		Agent    string   `json:"agent"`
		Scope    string   `json:"scope"`
		File     string   `json:"file"`
		Line     int      `json:"line"`
		Setting  string   `json:"setting"`
		Detail   string   `json:"detail,omitempty"`
		Severity string   `json:"severity"`
		State    string   `json:"state"`
		Why      string   `json:"why"`
		Fix      string   `json:"fix"`
		Fixable  bool     `json:"fixable"`
		Refs     []string `json:"refs,omitempty"`
	}{f.ID, f.Agent, f.Scope, f.File, f.Line, f.Setting, f.Detail, f.Severity.String(), f.State, f.Why, f.Fix, f.Fixable(), f.Refs})
}

// The scopes of a settings file, weakest first.
const (
	scopeUser    = "user"
	scopeProject = "project"
	scopeLocal   = "local"
	scopePrivate = "private" // the user's own, for one repository
	scopeManaged = "managed"
	scopeEnv     = "environment"
)

// The states of a finding.
const (
	stateDisabled   = "disabled"
	stateUntrusted  = "untrusted"
	stateUnreadable = "unreadable"
	stateConflict   = "conflict"
	stateDrift      = "drift"
	stateRisk       = "risk"
)

// Entry is one kind of finding: what is known of it before a file is read.
type Entry struct {
	ID       string
	State    string
	Severity rules.Severity
	Why      string
	Fix      string
	Refs     []string
}

// sorted orders findings by agent, file, line and id, and drops repetitions.
func sorted(fs []Finding) []Finding {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Agent, b.Agent), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.ID, b.ID), cmp.Compare(a.Setting, b.Setting), cmp.Compare(a.Detail, b.Detail))
	})
	return slices.CompactFunc(fs, func(a, b Finding) bool {
		return a.ID == b.ID && a.File == b.File && a.Line == b.Line && a.Setting == b.Setting && a.Detail == b.Detail && a.Scope == b.Scope
	})
}
