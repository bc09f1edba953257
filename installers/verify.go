package installers

import (
	"errors"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
)

// Status is how far one file or step is from what a plan wants.
type Status struct {
	Agent   string `json:"agent"`
	Path    string `json:"path,omitempty"` // "" for a step
	Why     string `json:"why"`            // what the file is, or the step's name
	State   string `json:"state"`          // ok, missing, drift, conflict, unreadable, or a step's own word
	Message string `json:"message,omitempty"`
	Hint    string `json:"hint,omitempty"`
}

const hintApply = "run: vibedefend doctor --fix"

// StepError is a failed Step.Check with a word of its own for the state, such
// as "untrusted".
type StepError struct {
	State string
	Err   error
	Next  string
}

// Error implements error.
func (e *StepError) Error() string { return e.Err.Error() }

// Unwrap implements errors.Unwrap.
func (e *StepError) Unwrap() error { return e.Err }

// Hint is the next step for the person.
func (e *StepError) Hint() string { return e.Next }

// Verify compares the machine with p. Steps are checked too; deep allows them
// to start an agent.
func Verify(p Plan, fsys detect.FS, deep bool) []Status {
	edits, err := Compute(p, fsys)
	if err != nil {
		return []Status{{Agent: p.Agent, State: "conflict", Message: err.Error()}}
	}
	var out []Status
	for _, f := range edits {
		out = append(out, statusOf(f))
	}
	for _, s := range p.Steps {
		if s.Check != nil {
			out = append(out, stepStatus(p, s, deep))
		}
	}
	return out
}

func statusOf(f FileEdit) Status {
	s := Status{Agent: f.Agent, Path: f.Path, Why: f.Why, State: f.State.String()}
	switch {
	case f.Err != nil && f.State != edit.Conflict:
		s.State, s.Message, s.Hint = "unreadable", f.Err.Error(), "make the file readable, then run: vibedefend doctor"
	case f.Err != nil:
		s.Message, s.Hint = f.Err.Error(), "mend the file, then run: vibedefend doctor --fix"
	case f.State == edit.Absent && !f.Existed:
		s.Message, s.Hint = "the file is not there", hintApply
	case f.State == edit.Absent:
		s.Message, s.Hint = "our part is not in the file", hintApply
	case f.State == edit.Stale:
		s.Message, s.Hint = "our part differs from what this release writes", hintApply
	}
	return s
}

func stepStatus(p Plan, step Step, deep bool) Status {
	s := Status{Agent: p.Agent, Why: step.Name, State: edit.Present.String()}
	err := step.Check(deep)
	if err == nil {
		return s
	}
	s.State, s.Message, s.Hint = edit.Absent.String(), err.Error(), hintApply
	var word *StepError
	if errors.As(err, &word) && word.State != "" {
		s.State = word.State
	}
	var h interface{ Hint() string }
	if errors.As(err, &h) && h.Hint() != "" {
		s.Hint = h.Hint()
	}
	return s
}
