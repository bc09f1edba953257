package edit

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// tomlDoc is a parsed TOML file: where its tables lie and what it says.
type tomlDoc struct {
	src    []byte
	eol    string
	tables []tomlTable // in file order; the first is the root
	values map[string]any
}

type tomlTable struct {
	path  []string
	array bool // [[…]]
	start int  // offset in its header line
	lines []tomlLine
}

// tomlLine is one key and value, which may span lines.
type tomlLine struct {
	key        []string
	start      int // of the key
	valueStart int
	end        int // behind the value
}

// parseTOML reads src twice: for its meaning and for its places.
func parseTOML(src []byte) (tomlDoc, error) {
	d := tomlDoc{src: src, eol: eolOf(src), tables: []tomlTable{{}}, values: map[string]any{}}
	if err := text(src); err != nil {
		return d, err
	}
	if bytes.HasPrefix(src, []byte(bom)) {
		return d, fmt.Errorf("the file starts with a byte-order mark; save it as UTF-8 without BOM")
	}
	if deepTOML(src) {
		return d, fmt.Errorf("the file is nested deeper than %d levels", maxDepth)
	}
	if err := toml.Unmarshal(src, &d.values); err != nil {
		return d, fmt.Errorf("not valid TOML: %s", strings.TrimPrefix(err.Error(), "toml: "))
	}
	var p unstable.Parser
	p.Reset(bytes.Clone(src))
	for p.NextExpression() {
		d.add(p.Expression())
	}
	if err := p.Error(); err != nil {
		return d, fmt.Errorf("not valid TOML: %w", err)
	}
	return d, nil
}

func (d *tomlDoc) add(n *unstable.Node) {
	switch n.Kind {
	case unstable.Table, unstable.ArrayTable:
		t := tomlTable{array: n.Kind == unstable.ArrayTable}
		for it := n.Key(); it.Next(); {
			t.path = append(t.path, string(it.Node().Data))
			t.start = int(it.Node().Raw.Offset)
		}
		d.tables = append(d.tables, t)
	case unstable.KeyValue:
		t := &d.tables[len(d.tables)-1]
		l := tomlLine{start: int(n.Raw.Offset), end: int(n.Raw.Offset + n.Raw.Length)}
		at := l.start
		for it := n.Key(); it.Next(); {
			l.key = append(l.key, string(it.Node().Data))
			at = int(it.Node().Raw.Offset + it.Node().Raw.Length)
		}
		l.valueStart = at + bytes.IndexByte(d.src[at:], '=') + 1
		for l.valueStart < l.end && (d.src[l.valueStart] == ' ' || d.src[l.valueStart] == '\t') {
			l.valueStart++
		}
		// The expression's range may end in blanks before a comment.
		l.end -= len(d.src[l.valueStart:l.end]) - len(bytes.TrimRight(d.src[l.valueStart:l.end], " \t"))
		t.lines = append(t.lines, l)
	}
}

// last is an offset in the last line of the table that is its own.
func (t tomlTable) last() int {
	if n := len(t.lines); n > 0 {
		return t.lines[n-1].end
	}
	return t.start
}

// extent is the bytes of table i: its header and lines, and the blank line
// before it.
func (d tomlDoc) extent(i int) (int, int) {
	t := d.tables[i]
	start, end := lineStart(d.src, t.start), lineEnd(d.src, t.last())
	prev := lineStart(d.src, max(start-1, 0))
	if start > 0 && len(bytes.TrimSpace(d.src[prev:start])) == 0 {
		start = prev
	}
	return start, end
}

// addition is the text of a new table at the end of the file.
func (d tomlDoc) addition(t Table) string {
	var b strings.Builder
	if len(d.src) > 0 {
		if !bytes.HasSuffix(d.src, []byte("\n")) {
			b.WriteString(d.eol)
		}
		b.WriteString(d.eol)
	}
	keys := make([]string, len(t.Path))
	for i, k := range t.Path {
		keys[i] = quoteKey(k)
	}
	b.WriteString("[" + strings.Join(keys, ".") + "]" + d.eol)
	for _, p := range t.Pairs {
		b.WriteString(quoteKey(p.Key) + " = " + p.Value + d.eol)
	}
	return b.String()
}

// clash reports why a table cannot be added at path: something there, or on
// the way there, is not a table that a header may extend.
func (d tomlDoc) clash(path []string) error {
	for _, t := range d.tables {
		if t.array && len(t.path) <= len(path) && slices.Equal(t.path, path[:len(t.path)]) {
			return fmt.Errorf("[[%s]] is an array of tables; it cannot be extended safely", strings.Join(t.path, "."))
		}
		for _, l := range t.lines {
			full := append(slices.Clone(t.path), l.key...)
			n := common(full, path)
			switch {
			case n == len(full):
				return fmt.Errorf("%q is written as a value or inline table; write it as a [table] first", strings.Join(full, "."))
			case n > len(t.path) && len(l.key) > 1:
				return fmt.Errorf("%q is written with a dotted key; write it as a [table] first", strings.Join(full, "."))
			}
		}
	}
	return nil
}

// common counts the leading keys two paths share.
func common(a, b []string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// sameElsewhere compares two documents but for what e writes.
func sameElsewhere(a, b map[string]any, path []string, e TOML) bool {
	if e.ours(path) {
		return true
	}
	for _, k := range keysOf(a, b) {
		at := append(slices.Clone(path), k)
		if e.ours(at) || e.pair(path, k) {
			continue
		}
		x, inA := a[k]
		y, inB := b[k]
		mx, okX := x.(map[string]any)
		my, okY := y.(map[string]any)
		switch {
		case okX && okY, okX && !inB, okY && !inA: // an empty parent may come or go
			if !sameElsewhere(mx, my, at, e) || (inA != inB) && !e.leadsTo(at) {
				return false
			}
		case inA != inB || !reflect.DeepEqual(x, y) && fmt.Sprint(x) != fmt.Sprint(y): // NaN is not itself
			return false
		}
	}
	return true
}

// pair reports whether key k of the table at path is one we write.
func (e TOML) pair(path []string, k string) bool {
	for _, t := range e.Tables {
		if slices.Equal(t.Path, path) {
			return slices.ContainsFunc(t.Pairs, func(p Pair) bool { return p.Key == k })
		}
	}
	return false
}

// leadsTo reports whether path may exist for the sake of a table of ours only.
func (e TOML) leadsTo(path []string) bool {
	for _, t := range e.Tables {
		if len(t.Path) >= len(path) && slices.Equal(t.Path[:len(path)], path) {
			return true
		}
	}
	return e.Mine != nil
}

func keysOf(a, b map[string]any) []string {
	var keys []string
	for k := range a {
		keys = append(keys, k)
	}
	for k := range b {
		if _, both := a[k]; !both {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// sameTOML compares two values as TOML.
func sameTOML(a, b string) bool {
	if a == b {
		return true
	}
	var x, y map[string]any
	if toml.Unmarshal([]byte("v = "+a), &x) != nil || toml.Unmarshal([]byte("v = "+b), &y) != nil {
		return false
	}
	return reflect.DeepEqual(x, y)
}

// QuoteTOML writes s as a TOML basic string.
func QuoteTOML(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < 0x20 || r == 0x7f:
			b.WriteString(`\u` + fmt.Sprintf("%04x", r))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func quoteKey(k string) string {
	for _, r := range k {
		if !(r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return QuoteTOML(k)
		}
	}
	if k == "" {
		return strconv.Quote(k)
	}
	return k
}

func lineStart(src []byte, off int) int { return bytes.LastIndexByte(src[:off], '\n') + 1 }

// deepTOML counts brackets without regard to strings, which is generous.
func deepTOML(src []byte) bool {
	depth := 0
	for _, c := range src {
		switch c {
		case '{', '[':
			depth++
		case '}', ']':
			depth = max(depth-1, 0)
		}
		if depth > maxDepth {
			return true
		}
	}
	return false
}
