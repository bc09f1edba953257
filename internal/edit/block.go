package edit

// Block keeps one marked block of text at the end of a Markdown or plain text
// file that belongs to someone else.
type Block struct {
	Text string // without the markers; a final newline is optional
	// Hash writes the markers as # comments instead of HTML ones.
	Hash bool
	// Max is the number of characters the whole file may hold, 0: no limit.
	Max int
}

// Apply implements Edit.
func (e Block) Apply(src []byte) ([]byte, []Cut, error) { return nil, nil, errTodo }

// State implements Edit.
func (e Block) State(src []byte) State { return Absent }

// Remove implements Edit.
func (e Block) Remove(src []byte) ([]byte, error) { return nil, errTodo }
