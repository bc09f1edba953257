package posture

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tailscale/hujson"
)

// limits on a foreign file: more is refused, so that no input exhausts us.
const (
	maxBytes = 64 << 20
	maxDepth = 500
)

var bom = []byte("\xef\xbb\xbf")

// dialect says how an agent reads a JSON file.
type dialect struct {
	comments bool // comments and trailing commas are accepted
	bom      bool // a byte-order mark is accepted
	empty    bool // an empty file is accepted
}

// parseJSON reads src the way an agent with dialect d does; the error says
// why that agent drops the file.
func parseJSON(src []byte, d dialect) (node, error) {
	if len(src) > maxBytes {
		return node{}, fmt.Errorf("larger than %d MB", maxBytes>>20)
	}
	body, hadBOM := bytes.CutPrefix(src, bom)
	if hadBOM && !d.bom {
		return node{}, errors.New("starts with a byte-order mark")
	}
	if len(bytes.TrimSpace(body)) == 0 {
		if d.empty {
			return node{}, nil
		}
		return node{}, errors.New("is empty")
	}
	if tooDeep(body) {
		return node{}, fmt.Errorf("nests deeper than %d", maxDepth)
	}
	v, err := hujson.Parse(append(bytes.Clone(body), '\n')) // which ends a last line comment
	if err != nil {
		return node{}, errors.New("is not JSON: " + lastPart(err))
	}
	if !d.comments && !json.Valid(body) {
		return node{}, errors.New("has comments or trailing commas, which strict JSON forbids")
	}
	return fromJSON(v, newLines(body)), nil
}

// lenient reads any JSON-like file for its content, whatever its reader says.
func lenient(src []byte) (node, error) {
	return parseJSON(src, dialect{comments: true, bom: true, empty: true})
}

func fromJSON(v hujson.Value, at lines) node {
	n := node{line: at.of(v.StartOffset)}
	switch t := v.Value.(type) {
	case *hujson.Object:
		n.kind = table
		for i := range t.Members {
			m := &t.Members[i]
			name, _ := m.Name.Value.(hujson.Literal)
			n.members = append(n.members, member{name.String(), at.of(m.Name.StartOffset), fromJSON(m.Value, at)})
		}
	case *hujson.Array:
		n.kind = list
		for i := range t.Elements {
			n.items = append(n.items, fromJSON(t.Elements[i], at))
		}
	case hujson.Literal:
		n.kind, n.raw = literal(t)
	}
	return n
}

func literal(l hujson.Literal) (kind, string) {
	switch l.Kind() {
	case '"':
		return text, l.String()
	case 't', 'f':
		return boolean, string(l)
	case '0':
		return number, string(l)
	}
	return null, ""
}

// lines turns offsets into line numbers.
type lines []int

func newLines(src []byte) lines {
	l := lines{0}
	for i, c := range src {
		if c == '\n' {
			l = append(l, i+1)
		}
	}
	return l
}

func (l lines) of(off int) int {
	lo, hi := 0, len(l)
	for lo+1 < hi {
		if mid := (lo + hi) / 2; l[mid] <= off {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo + 1
}

// tooDeep counts brackets outside of strings; comments only make it count more.
func tooDeep(src []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// lastPart drops the package name that a parser puts before its message.
func lastPart(err error) string {
	s := err.Error()
	if i := bytes.Index([]byte(s), []byte(": ")); i >= 0 && i < 12 {
		s = s[i+2:]
	}
	return s
}
