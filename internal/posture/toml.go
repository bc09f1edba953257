package posture

import (
	"errors"
	"fmt"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// parseTOML reads src into a tree with line numbers. The error says why
// Codex refuses the file.
func parseTOML(src []byte) (root node, err error) {
	if len(src) > maxBytes {
		return node{}, fmt.Errorf("larger than %d MB", maxBytes>>20)
	}
	if tooDeep(src) {
		return node{}, fmt.Errorf("nests deeper than %d", maxDepth)
	}
	var whole map[string]any
	if err := toml.Unmarshal(src, &whole); err != nil {
		return node{}, errors.New("is not TOML: " + lastPart(err))
	}
	// The syntax tree is the only source of lines; it promises less than the
	// decoder, so a surprise in it must not take the check down.
	defer func() {
		if r := recover(); r != nil {
			root, err = node{}, fmt.Errorf("cannot be followed: %v", r)
		}
	}()
	return walkTOML(src), nil
}

func walkTOML(src []byte) node {
	root := node{kind: table, line: 1}
	at, here := newLines(src), &root
	var p unstable.Parser
	p.Reset(src)
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			keys, line := tomlKey(e, at)
			here = root.descend(keys, line, e.Kind == unstable.ArrayTable)
		case unstable.KeyValue:
			here.putTOML(e, at)
		}
	}
	return root
}

func (n *node) putTOML(e *unstable.Node, at lines) {
	keys, line := tomlKey(e, at)
	if len(keys) == 0 {
		return
	}
	into := n.descend(keys[:len(keys)-1], line, false)
	into.members = append(into.members, member{keys[len(keys)-1], line, tomlValue(e.Value(), at, line)})
}

// descend returns the table at keys, made where it is missing; more opens a
// new element of the array of tables there.
func (n *node) descend(keys []string, line int, more bool) *node {
	for i, key := range keys {
		m := n.member(key, line)
		if more && i == len(keys)-1 {
			m.kind = list
			m.items = append(m.items, node{kind: table, line: line})
		}
		if m.kind == missing {
			m.kind, m.line = table, line
		}
		n = m
		if m.kind == list && len(m.items) > 0 {
			n = &m.items[len(m.items)-1]
		}
	}
	return n
}

func (n *node) member(key string, line int) *node {
	for i := range n.members {
		if n.members[i].key == key {
			return &n.members[i].value
		}
	}
	n.members = append(n.members, member{key: key, line: line})
	return &n.members[len(n.members)-1].value
}

func tomlKey(e *unstable.Node, at lines) (keys []string, line int) {
	for it := e.Key(); it.Next(); {
		k := it.Node()
		if line == 0 {
			line = at.of(int(k.Raw.Offset))
		}
		keys = append(keys, string(k.Data))
	}
	return keys, line
}

func tomlValue(v *unstable.Node, at lines, line int) node {
	n := node{line: line, raw: string(v.Data)}
	switch v.Kind {
	case unstable.String:
		n.kind = text
	case unstable.Bool:
		n.kind = boolean
	case unstable.Array:
		n.kind = list
		for it := v.Children(); it.Next(); {
			n.items = append(n.items, tomlValue(it.Node(), at, line))
		}
	case unstable.InlineTable:
		n.kind = table
		for it := v.Children(); it.Next(); {
			n.putTOML(it.Node(), at)
		}
	default:
		n.kind = number
	}
	return n
}
