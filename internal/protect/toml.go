package protect

import (
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// setting is one value of a TOML file with its full path.
type setting struct {
	path []string
	data string
	kind unstable.Kind
	// table is how many names of path come from the header above it.
	table int
}

// is reports whether the setting stands at path and is the word data.
func (s setting) is(data string, path ...string) bool {
	return s.kind == unstable.Bool && s.data == data && s.at(path...)
}

func (s setting) at(path ...string) bool {
	return len(s.path) == len(path) && strings.Join(s.path, "\x00") == strings.Join(path, "\x00")
}

// settings lists the scalar values of a TOML file in whatever way they are
// written: tables, dotted keys, inline tables, quoted names.
func settings(b []byte) ([]setting, error) {
	var p unstable.Parser
	p.Reset(b)
	var out []setting
	var table []string
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = keyOf(e, nil)
		case unstable.KeyValue:
			n := len(out)
			out = values(out, e, table)
			for ; n < len(out); n++ {
				out[n].table = len(table)
			}
		}
	}
	if p.Error() != nil {
		return nil, errors.New("it would not be valid TOML")
	}
	return out, nil
}

func keyOf(n *unstable.Node, base []string) []string {
	path := append([]string{}, base...)
	for it := n.Key(); it.Next(); {
		path = append(path, string(it.Node().Data))
	}
	return path
}

// values adds what a key holds; an inline table or array is walked into.
func values(out []setting, kv *unstable.Node, base []string) []setting {
	path := keyOf(kv, base)
	return walk(out, kv.Value(), path)
}

func walk(out []setting, v *unstable.Node, path []string) []setting {
	switch v.Kind {
	case unstable.InlineTable:
		for it := v.Children(); it.Next(); {
			out = values(out, it.Node(), path)
		}
	case unstable.Array:
		for it := v.Children(); it.Next(); {
			out = walk(out, it.Node(), path)
		}
	default:
		out = append(out, setting{path: path, data: string(v.Data), kind: v.Kind})
	}
	return out
}
