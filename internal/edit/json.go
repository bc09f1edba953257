package edit

// JSON puts entries into a JSON or JSONC file that belongs to someone else.
//
// The file is parsed for offsets only and changed by splicing, in its own
// indentation and line ends.
type JSON struct {
	// Arrays are the arrays that hold our entries, created where missing.
	Arrays []Array
	// Keys are values set where the key is missing.
	Keys []Key
	// Mine recognises an entry of ours, of any release, by its raw bytes. Nil
	// means: whatever equals a wanted entry of the same array.
	Mine func(raw []byte) bool
	// Sweep names objects (key paths, e.g. {"hooks"}) whose arrays hold no
	// entry of ours but those of Arrays; others that Mine recognises go.
	Sweep [][]string
	// Strict is set for agents that refuse comments and trailing commas: a
	// file that has some is refused, since the agent does not read it.
	Strict bool
	// NoBOM is set for agents that void a file with a byte-order mark.
	NoBOM bool
	// Tombstone replaces an entry of ours that is removed while entries of
	// others follow, for agents that count positions. Empty: plain removal.
	Tombstone string
}

// Array is one array of a JSON file and our entries in it, in order.
type Array struct {
	Path    []string // keys from the root; a key may hold any character
	Entries []string // each a JSON value
	// Mine overrides JSON.Mine for this array.
	Mine func(raw []byte) bool
}

// Key is a value at a key path.
type Key struct {
	Path  []string
	Value string // a JSON value
	// Force replaces another value; otherwise only a missing key is set.
	Force bool
}

// Apply implements Edit.
func (e JSON) Apply(src []byte) ([]byte, []Cut, error) { return nil, nil, errTodo }

// State implements Edit.
func (e JSON) State(src []byte) State { return Absent }

// Remove implements Edit.
func (e JSON) Remove(src []byte) ([]byte, error) { return nil, errTodo }
