// Package person tells a human at the keyboard from an agent.
//
// What loosens protection is for people: no coding agent may be above us. Code
// that runs as the same user can still cut itself loose from its parents;
// docs/architecture.md says what that means.
package person

import (
	"fmt"
	"os"

	"github.com/cybedefend/vibedefend/internal/process"
)

// AgentError says that an agent started us.
type AgentError struct {
	Agent string // as people know it
	PID   int    // 0 when only the environment tells
}

// Error implements error.
func (e *AgentError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("%s started this command", e.Agent)
	}
	return fmt.Sprintf("%s (process %d) started this command", e.Agent, e.PID)
}

// NotBelowAgent is nil unless an agent is among our ancestors, or left its
// mark in our environment.
func NotBelowAgent() error {
	return below(process.Ancestors(os.Getpid()), os.Getenv)
}

// Running lists the agents that run for the user of this home folder, in the
// order of the table, with the ids of their processes. Where a process does
// not tell its home folder, it counts.
func Running(userHome string) []Session {
	var ours []process.Process
	for _, p := range process.List() {
		if h := p.Home(); h == "" || sameFolder(h, userHome) {
			ours = append(ours, p)
		}
	}
	return running(ours)
}

func sameFolder(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// Session is an agent that runs now.
type Session struct {
	Agent string // id
	Name  string
	PIDs  []int
}

func below(up []process.Process, getenv func(string) string) error {
	for _, p := range up {
		if r, ok := match(p); ok && !r.editor {
			return &AgentError{Agent: r.name, PID: p.PID}
		}
	}
	for _, m := range marks {
		if getenv(m.key) != "" {
			return &AgentError{Agent: m.name}
		}
	}
	return nil
}

func running(all []process.Process) []Session {
	var out []Session
	for _, r := range table {
		s := Session{Agent: r.agent, Name: r.name}
		for _, p := range all {
			if got, ok := match(p); ok && got.name == r.name {
				s.PIDs = append(s.PIDs, p.PID)
			}
		}
		if s.PIDs != nil {
			out = append(out, s)
		}
	}
	return out
}
