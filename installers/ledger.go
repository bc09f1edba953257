package installers

import (
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/home"
)

// Ledger records every edit we made and what is needed to take it back.
type Ledger struct {
	Version int     `json:"version"`
	Entries []Entry `json:"entries"`
	Writes  []Write `json:"writes"` // the last bytes we gave each file, newest last
}

// Entry is one file we changed or created.
type Entry struct {
	Agents   []string   `json:"agents"`
	Scope    Scope      `json:"scope"`
	Path     string     `json:"path"`     // as the agent names it
	Resolved string     `json:"resolved"` // with links resolved
	Created  bool       `json:"created"`
	Before   string     `json:"before"` // SHA-256 before the first edit, "" when created
	After    string     `json:"after"`  // SHA-256 as we left it
	Cuts     []edit.Cut `json:"cuts"`   // from before to after
	Mode     uint32     `json:"mode"`
	Folders  []string   `json:"folders,omitempty"` // made by us, outermost first
	Why      string     `json:"why"`
	// Was is the entry before a write that has been announced and not
	// confirmed. Pending is set with it; a crash leaves both.
	Pending bool   `json:"pending,omitempty"`
	Was     *Entry `json:"was,omitempty"`
}

// Write is the hash of the bytes we last gave a file, "" for a deletion.
type Write struct {
	Path     string `json:"path"`
	Resolved string `json:"resolved"`
	SHA      string `json:"sha"`
}

// LoadLedger reads the ledger of d; a missing one is empty.
func LoadLedger(d home.Dir) (Ledger, error) { return Ledger{Version: 1}, errTodo }

// Owns reports whether the ledger records an edit of path.
func (l Ledger) Owns(path string) bool { return false }

// Agents lists the agents with entries, in the order they were installed.
func (l Ledger) Agents() []string { return nil }
