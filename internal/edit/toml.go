package edit

// TOML puts tables and values into a TOML file that belongs to someone else.
type TOML struct {
	// Tables are wanted with these values.
	Tables []Table
	// Mine recognises tables of ours that are no longer wanted, by their
	// path; they are removed. May be nil.
	Mine func(path []string) bool
}

// Table is a table and our keys in it. A missing table is added at the end of
// the file; in an existing one values are replaced on their lines and missing
// ones added.
type Table struct {
	Path  []string // unquoted keys, e.g. {"hooks", "state", "/a/hooks.json:stop:0:0"}
	Pairs []Pair
	// Shared says that the table is not ours: removal takes our pairs only.
	Shared bool
}

// Pair is one key and its value, written in TOML ("true", `"text"`).
type Pair struct{ Key, Value string }

// Apply implements Edit.
func (e TOML) Apply(src []byte) ([]byte, []Cut, error) { return nil, nil, errTodo }

// State implements Edit.
func (e TOML) State(src []byte) State { return Absent }

// Remove implements Edit.
func (e TOML) Remove(src []byte) ([]byte, error) { return nil, errTodo }
