package edit

// File is a file that is wholly ours.
type File struct {
	Content string
	// Mine recognises a file of ours of another release; any other file at
	// that path is a conflict. Nil: the name alone makes it ours.
	Mine func(src []byte) bool
	// Max is the number of characters the file may hold, 0: no limit.
	Max int
}

// Apply implements Edit.
func (e File) Apply(src []byte) ([]byte, []Cut, error) { return nil, nil, errTodo }

// State implements Edit.
func (e File) State(src []byte) State { return Absent }

// Remove implements Edit.
func (e File) Remove(src []byte) ([]byte, error) { return nil, errTodo }
