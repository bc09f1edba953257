package installers

import "github.com/cybedefend/vibedefend/detect"

// Status is how far one file or step is from what a plan wants.
type Status struct {
	Agent   string `json:"agent"`
	Path    string `json:"path,omitempty"` // "" for a step
	Why     string `json:"why"`            // what the file is, or the step's name
	State   string `json:"state"`          // ok, missing, drift, conflict, unreadable
	Message string `json:"message,omitempty"`
	Hint    string `json:"hint,omitempty"`
}

// Verify compares the machine with p. Steps are checked too; deep allows them
// to start an agent.
func Verify(p Plan, fsys detect.FS, deep bool) []Status { return nil }
