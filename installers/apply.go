package installers

import (
	"errors"

	"github.com/cybedefend/vibedefend/internal/home"
)

var errTodo = errors.New("not written yet")

// ApplyOptions steers Apply.
type ApplyOptions struct {
	Home string // the user's home folder
	Repo string // repository root of project plans
	// Partial leaves out plans that are refused and applies the others;
	// otherwise one refusal means that nothing is written.
	Partial bool
	// Prune takes back what the ledger records of these plans' agents and
	// scope and no plan wants any more.
	Prune bool
}

// Failure is one thing that could not be done.
type Failure struct {
	Agent string `json:"agent"`
	Path  string `json:"path,omitempty"`
	Err   error  `json:"-"`
	Hint  string `json:"hint,omitempty"`
}

// Report says what Apply or Revert did.
type Report struct {
	Changed   []string // paths written or deleted
	Unchanged []string // paths that were as wanted
	Notes     []string // what the person should know
	Failed    []Failure
}

// Apply makes the plans true: it computes every edit, refuses before the first
// write where one cannot be made, then writes each file atomically with the
// ledger ahead of it, checks the result and runs the steps.
func Apply(d home.Dir, plans []Plan, o ApplyOptions) (Report, error) { return Report{}, errTodo }
