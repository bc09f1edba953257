package edit

// Own sets keys of our own configuration, which is strict JSON. Keys it does
// not name stay as they are.
type Own struct{ Keys []Key }

// Apply implements Edit.
func (e Own) Apply(src []byte) ([]byte, []Cut, error) { return nil, nil, errTodo }

// State implements Edit.
func (e Own) State(src []byte) State { return Absent }

// Remove implements Edit.
func (e Own) Remove(src []byte) ([]byte, error) { return nil, errTodo }
