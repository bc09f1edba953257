// Package packs holds the built-in rules. They are written in YAML, one file
// per topic, and compiled into Go tables that cost nothing at start.
package packs

//go:generate go run ./gen

import "github.com/cybedefend/vibedefend/rules"

// Set returns the built-in rules. It must not be changed.
func Set() *rules.Set { return &builtin }

// Example is a call that a rule must hit, or must miss.
type Example struct {
	Rule string
	Text string // a command line, or "read:PATH", "write:PATH", "url:URL", "mcp:SERVER/TOOL ARGS"
	Hit  bool
}

// Examples returns what every built-in rule promises.
func Examples() []Example { return examples[:] }
