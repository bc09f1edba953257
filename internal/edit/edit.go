// Package edit changes files that belong to others, byte for byte.
//
// An Edit is a pure function on bytes. It inserts our bytes and touches no
// other: key order, indentation, comments, line ends, byte-order mark, missing
// final newline, numbers and escapes stay. What it cannot do that way it
// refuses with an error that says why.
package edit

// State is how far a file is from what an edit wants.
type State int

// The states of an edit in a file.
const (
	Absent   State = iota // nothing of ours is there
	Present               // exactly as wanted
	Stale                 // ours, of an older form
	Conflict              // cannot be edited safely; Apply says why
)

var stateNames = [...]string{"missing", "ok", "drift", "conflict"}

// String returns the word printed for a state.
func (s State) String() string {
	if s < 0 || int(s) >= len(stateNames) {
		return "unknown"
	}
	return stateNames[s]
}

// Edit makes a file say what we want it to say.
type Edit interface {
	// Apply returns the edited bytes and the cuts that made them. It is
	// idempotent: applied to its own result it returns no cuts. src is nil
	// when the file does not exist.
	Apply(src []byte) ([]byte, []Cut, error)
	// State says how far src is from the wanted content.
	State(src []byte) State
	// Remove takes our entries out of a file that has changed since Apply.
	// A nil result with a nil error means the file should be deleted.
	Remove(src []byte) ([]byte, error)
}

// Cut replaces Old by New at byte Off of the file as it was before this cut.
// Its inverse swaps Old and New.
type Cut struct {
	Off int    `json:"off"`
	Old string `json:"old"`
	New string `json:"new"`
}
