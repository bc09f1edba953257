// Package doctor checks that what install promised is so: it re-computes the
// plans and compares them with the machine, looks for everything known to
// switch hooks off, and fires a harmless-to-lose call through the command
// lines that the agents' own files hold.
package doctor

import (
	"slices"
	"time"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/posture"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// Line is one graded result.
type Line struct {
	State   string `json:"state"`
	Agent   string `json:"agent"` // "vibedefend" for what no agent owns
	File    string `json:"file,omitempty"`
	At      int    `json:"line,omitempty"` // line in the file, 0 where there is none
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// The states of a line. Note alone is no finding beside OK.
const (
	OK         = "ok"
	Note       = "note"
	Missing    = "missing"
	Drift      = "drift"
	Stale      = "stale"
	Conflict   = "conflict"
	Untrusted  = "untrusted"
	Disabled   = "disabled"
	Unreadable = "unreadable"
)

// Ourselves is the agent of lines about our own files.
const Ourselves = "vibedefend"

// Subject is what is examined.
type Subject struct {
	setup.Machine
	Self   string   // this program
	Agents []string // the agents that should be governed
	// Managed are those of Agents that only a managed installation governs.
	Managed []string
	// Ungoverned are agents that were asked about and that no answer names.
	Ungoverned []string
	Plans      []installers.Plan // re-computed for them
	Found      []detect.Found
	// Region is the stored answer; Err says why the answers cannot be read.
	Region string
	Err    error
	// Deep lets a check start an agent to ask it (Codex about trust).
	Deep bool
	// Patience bounds each program that is started; 0 means 10 seconds.
	Patience time.Duration
}

// check is one small examination.
type check struct {
	name string
	run  func(Subject) []Line
}

// checks in the order of the report: ourselves, then the agents.
func checks() []check {
	return []check{
		{"installed", installed},
		{"configuration", configuration},
		{"policy", policies},
		{"reported packages", reported},
		{"account", account},
		{"program", program},
		{"speed", speed},
		{"ledger", ledger},
		{"audit", trail},
		{"versions", versions},
		{"files", files},
		{"switches", switches},
		{"commands", commands},
		{"canary", canary},
	}
}

// Run makes every check and returns the lines in a stable order: ourselves
// first, then the agents in the order of the table.
func Run(s Subject) []Line {
	var all []Line
	for _, c := range checks() {
		all = append(all, c.run(s)...)
	}
	rank := map[string]int{Ourselves: 0}
	for i, a := range detect.Agents() {
		rank[a.ID] = i + 1
	}
	slices.SortStableFunc(all, func(a, b Line) int { return rank[a.Agent] - rank[b.Agent] })
	return all
}

// personal reports whether something was installed for this user.
func (s Subject) personal() bool { return len(s.Agents) > len(s.Managed) }

// Findings counts the lines that ask for something to be done.
func Findings(lines []Line) int {
	n := 0
	for _, l := range lines {
		if l.State != OK && l.State != Note {
			n++
		}
	}
	return n
}

// patience bounds what doctor starts.
func (s Subject) patience() time.Duration {
	if s.Patience > 0 {
		return s.Patience
	}
	return 10 * time.Second
}

// switches reports what keeps our hooks from running, in the agents that
// should be governed.
func switches(s Subject) []Line {
	if len(s.Agents) == 0 {
		return nil
	}
	var out []Line
	for _, f := range append(posture.SwitchedOff(s.Env, s.Repo, s.Agents...), posture.Elsewhere(s.Env, s.Repo, s.Agents...)...) {
		out = append(out, switchLine(f))
	}
	return out
}

func switchLine(f posture.Finding) Line {
	return Line{State: grade(f), Agent: f.Agent, File: f.File, At: f.Line, Message: say(f), Hint: f.Fix}
}

// grade is the state of a posture finding; what is merely unwise stays a note
// here and is graded by the posture section.
func grade(f posture.Finding) string {
	if f.State == "risk" {
		return Note
	}
	return f.State
}

// dirOf is a shorthand for messages.
func dirOf(d home.Dir) string { return string(d) }
