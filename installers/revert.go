package installers

import "github.com/cybedefend/vibedefend/internal/home"

// RevertOptions steers Revert.
type RevertOptions struct {
	Home string // the user's home folder
	Repo string // repository root, "" leaves project entries of all repositories alone
	// Scopes limits what is taken back; empty: User, and Project when Repo is set.
	Scopes []Scope
}

// Revert takes back what the ledger records for agents (all when empty) and
// what plans describe. A file that is as we left it becomes byte-identical to
// before; one that changed since loses exactly our entries. It works from
// plans alone where there is no ledger.
func Revert(d home.Dir, agents []string, plans []Plan, o RevertOptions) (Report, error) {
	return Report{}, errTodo
}

// ComputeRevert says what Revert would do to each file, without writing.
func ComputeRevert(d home.Dir, agents []string, plans []Plan, o RevertOptions) ([]FileEdit, error) {
	return nil, errTodo
}
