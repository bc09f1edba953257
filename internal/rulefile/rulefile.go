// Package rulefile reads rules written in YAML: the built-in packs, and the
// custom rules of a user, a team or a repository. They share one format.
package rulefile

import (
	"errors"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/cybedefend/vibedefend/rules"
)

// Kind says whose rules a file holds.
type Kind int

// Built-in rules must carry references and three examples each way; custom
// ones need not.
const (
	Custom Kind = iota
	BuiltIn
)

// Rule is a rule and what it promises to hit and to miss.
type Rule struct {
	Rule      rules.Rule
	Hit, Miss []string
	Line      int // where it begins in its file
}

type file struct {
	Pack  string    `yaml:"pack"`
	Refs  []string  `yaml:"refs"`
	Rules yaml.Node `yaml:"rules"`
}

type entry struct {
	ID       string            `yaml:"id"`
	Title    string            `yaml:"title"`
	Why      string            `yaml:"why"`
	Instead  string            `yaml:"instead"`
	Severity string            `yaml:"severity"`
	Action   string            `yaml:"action"`
	Refs     []string          `yaml:"refs"`
	Raise    bool              `yaml:"raise"`
	Exposed  bool              `yaml:"exposed"`
	Commands []string          `yaml:"commands"`
	Signals  []string          `yaml:"signals"`
	Paths    []rules.PathMatch `yaml:"paths"`
	URLs     []string          `yaml:"urls"`
	MCP      []string          `yaml:"mcp"`
	Hit      []string          `yaml:"hit"`
	Miss     []string          `yaml:"miss"`
}

// Parse reads one file. Errors name the file and the line.
func Parse(src []byte, name string, kind Kind) ([]Rule, error) {
	var f file
	if err := yaml.Unmarshal(src, &f); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if f.Rules.Kind != 0 && f.Rules.Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("read %s:%d: rules must be a list", name, f.Rules.Line)
	}
	if f.Pack == "" {
		f.Pack = "custom"
	}
	var out []Rule
	for _, n := range f.Rules.Content {
		r, err := one(n, f, kind)
		if err != nil {
			line := n.Line
			var at *keyError
			if errors.As(err, &at) {
				line = at.line
			}
			return nil, fmt.Errorf("read %s:%d: %w", name, line, err)
		}
		out = append(out, r)
	}
	return out, nil
}

func one(n *yaml.Node, f file, kind Kind) (Rule, error) {
	var e entry
	if err := knownFields(n); err != nil {
		return Rule{}, err
	}
	if err := n.Decode(&e); err != nil {
		return Rule{}, decodeError(err)
	}
	r := rules.Rule{ID: e.ID, Pack: f.Pack, Title: e.Title, Why: e.Why, Instead: e.Instead, Raise: e.Raise, Exposed: e.Exposed,
		Refs: append(append([]string(nil), f.Refs...), e.Refs...), Signals: e.Signals, Paths: e.Paths, URLs: e.URLs, MCP: e.MCP}
	if e.ID == "" || e.Title == "" {
		return Rule{}, fmt.Errorf("a rule needs an id and a title")
	}
	var ok bool
	if r.Action, ok = rules.ParseAction(e.Action); !ok {
		return Rule{}, atKey(n, "action", 0, "rule %s: action %q is none of allow, warn, ask, block", e.ID, e.Action)
	}
	if r.Severity, ok = rules.ParseSeverity(orElse(e.Severity, "medium")); !ok {
		return Rule{}, atKey(n, "severity", 0, "rule %s: severity %q is none of info, low, medium, high, critical", e.ID, e.Severity)
	}
	for i, c := range e.Commands {
		p, err := rules.ParsePattern(c)
		if err != nil {
			return Rule{}, atKey(n, "commands", i, "rule %s: %w", e.ID, err)
		}
		r.Commands = append(r.Commands, p)
	}
	for i, p := range r.Paths {
		switch p.Op {
		case "read", "write", "delete", "any", "":
		default:
			return Rule{}, atKey(n, "paths", i, "rule %s: path op %q is none of read, write, delete, any", e.ID, p.Op)
		}
	}
	if len(r.Commands)+len(r.Signals)+len(r.Paths)+len(r.URLs)+len(r.MCP) == 0 {
		return Rule{}, fmt.Errorf("rule %s matches nothing: give it commands, signals, paths, urls or mcp", e.ID)
	}
	if kind == BuiltIn {
		if err := complete(e, r); err != nil {
			return Rule{}, err
		}
	}
	return Rule{Rule: r, Hit: e.Hit, Miss: e.Miss, Line: n.Line}, nil
}

func complete(e entry, r rules.Rule) error {
	switch {
	case e.Why == "" || e.Instead == "":
		return fmt.Errorf("rule %s needs a why and an instead", e.ID)
	case len(r.Refs) == 0:
		return fmt.Errorf("rule %s needs references", e.ID)
	case len(e.Hit) < 3 || len(e.Miss) < 3:
		return fmt.Errorf("rule %s needs three examples to hit and three to miss", e.ID)
	}
	return nil
}

func orElse(s, d string) string {
	if s == "" {
		return d
	}
	return s
}

var fields = [...]string{"id", "title", "why", "instead", "severity", "action", "refs", "raise", "exposed", "commands", "signals", "paths", "urls", "mcp", "hit", "miss"}

// knownFields names a misspelt key rather than ignoring it.
func knownFields(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("a rule must be a mapping")
	}
	for i := 0; i < len(n.Content); i += 2 {
		known := false
		for _, f := range fields {
			known = known || f == n.Content[i].Value
		}
		if !known {
			return &keyError{n.Content[i].Line, fmt.Errorf("unknown key %q; known are %s", n.Content[i].Value, strings.Join(fields[:], ", "))}
		}
	}
	return nil
}
