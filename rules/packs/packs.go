// Package packs holds the built-in rules. They are written in YAML, one file
// per topic, and compiled into Go tables that cost nothing at start.
package packs

//go:generate go run ./gen

import (
	"sync"

	"github.com/cybedefend/vibedefend/rules"
)

// BuiltIn returns the built-in rules for an engine, which reads of them what a
// call asks for.
func BuiltIn() *rules.Packed {
	return &rules.Packed{Rules: packedRules[:], Patterns: packedPatterns[:], Words: packedWords[:], Signals: packedSignals[:]}
}

// Set returns all built-in rules, read. It must not be changed.
func Set() *rules.Set { return unpacked() }

var unpacked = sync.OnceValue(func() *rules.Set { return BuiltIn().Unpack() })

// Example is a call that a rule must hit, or must miss.
type Example struct {
	Rule string
	Text string // a command line, or "read:PATH", "write:PATH", "url:URL", "mcp:SERVER/TOOL ARGS"
	Hit  bool
}

// Examples returns what every built-in rule promises.
func Examples() []Example { return examples[:] }
