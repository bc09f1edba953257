// Package installers says what each agent's files should hold.
//
// A plan is data: install applies it, --dry-run prints it as a diff, doctor
// re-computes it and reports what is not so, uninstall reverses it. Nothing
// in a Plan function writes, prints or asks.
package installers

import (
	"io/fs"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
)

// Scope says for whom an agent is governed.
type Scope string

// The scopes of an installation.
const (
	User    Scope = "user"
	Project Scope = "project"
	// Managed is the whole machine: files that an administrator alone can
	// change, read before and above those of the user.
	Managed Scope = "managed"
)

// Target is what a plan is made for.
type Target struct {
	Env      detect.Env
	Scope    Scope
	Repo     string         // repository root, "" outside one or with --no-repo
	HookPath string         // absolute path of the stable hook program
	Surfaces []string       // surface ids wanted, nil: all of the agent
	Found    []detect.Found // what detection saw of this agent
	// Trust is the person's consent to record trust in our hooks where an
	// agent (Codex) asks for it; without it the plan says what is left to do.
	Trust bool
	// Denies adds the agents' own denial rules as a second wall.
	Denies bool
	// MCP is the address of the region's MCP server, "" where the person did
	// not ask for it.
	MCP string
}

// Plan is the list of edits and steps that make one agent governed.
type Plan struct {
	Agent string
	Scope Scope // "" is User
	// Changes are written in this order and taken back in this order: put
	// what makes the agent call us first.
	Changes []Change
	Steps   []Step
	Notes   []string // what the person should know, one sentence each
	// Waits is set when a person has to do what a note says before the agent
	// is governed.
	Waits bool
}

// Change is one edit of one file.
type Change struct {
	Path string // absolute, as the agent names it (links not resolved)
	Why  string // what the file is, in a few words
	// Mode is that of a new file; 0: 0600 in User scope, 0644 in the others. An existing file keeps its own.
	Mode fs.FileMode
	Edit edit.Edit
}

// Step is what a file edit cannot say or prove. It runs after the changes.
type Step struct {
	Name string
	// Check reports whether the step's effect holds, without starting an
	// agent unless deep is set.
	Check func(deep bool) error
	// Do brings the effect about; it is idempotent.
	Do func() error
	// Undo takes it back.
	Undo func() error
}

// Planner makes the plan of one agent.
type Planner func(Target) (Plan, error)

func (p Plan) scope() Scope {
	if p.Scope == "" {
		return User
	}
	return p.Scope
}
