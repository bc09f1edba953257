package posture

import "strings"

// kind is the type of a value in a settings file.
type kind uint8

const (
	missing kind = iota
	null
	boolean
	number
	text
	list
	table
)

// node is a value of a JSON, JSONC or TOML file and the line it stands on.
// The zero node is a missing value.
type node struct {
	kind    kind
	raw     string // the text unquoted; the literal of a number or boolean
	line    int
	members []member // of a table, in file order
	items   []node   // of a list
}

type member struct {
	key   string
	line  int
	value node
}

// get walks down tables. Of repeated keys the last counts, as in every parser
// of the agents.
func (n node) get(path ...string) node {
	for _, key := range path {
		n = n.child(key)
	}
	return n
}

func (n node) child(key string) node {
	for i := len(n.members) - 1; i >= 0; i-- {
		if n.members[i].key == key {
			v := n.members[i].value
			if v.line == 0 {
				v.line = n.members[i].line
			}
			return v
		}
	}
	return node{}
}

// flat finds a key that may be written nested or with dots, as VS Code's
// settings are.
func (n node) flat(dotted string) node {
	if v := n.child(dotted); v.kind != missing {
		return v
	}
	return n.get(strings.Split(dotted, ".")...)
}

func (n node) there() bool   { return n.kind != missing }
func (n node) isTrue() bool  { return n.kind == boolean && n.raw == "true" }
func (n node) isFalse() bool { return n.kind == boolean && n.raw == "false" }

// str is the value of a text, "" for everything else.
func (n node) str() string {
	if n.kind == text {
		return n.raw
	}
	return ""
}

// strs lists the texts of a list, or the text itself.
func (n node) strs() []node {
	if n.kind == text {
		return []node{n}
	}
	var out []node
	for _, it := range n.items {
		if it.kind == text {
			out = append(out, it)
		}
	}
	return out
}

// is reports whether n is missing or of one of the kinds.
func (n node) is(kinds ...kind) bool {
	if n.kind == missing {
		return true
	}
	for _, k := range kinds {
		if n.kind == k {
			return true
		}
	}
	return false
}
