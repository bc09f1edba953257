package edit

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/tailscale/hujson"
)

// doc is a parsed JSON document. Offsets of its values are offsets in src.
type doc struct {
	src  []byte
	root hujson.Value
	eol  string
	unit string // one step of indentation
	flat bool   // no line end anywhere: written on one line
	wide bool   // a blank follows colons and commas
}

// box is an object or array and where its parts lie.
type box struct {
	open, close int // offsets of the brackets
	items       []item
	tail        []byte // blanks and comments before the closing bracket
}

// item is a member or an element of a box.
type item struct {
	start, end int
	comma      int    // offset of the comma behind it, -1: none
	before     []byte // blanks and comments since the bracket, colon or comma
	after      []byte // the same between its end and its comma
	name       string // of a member
	value      hujson.Value
}

// parseDoc parses src; strict documents have no comments and no trailing commas.
func parseDoc(src []byte, strict bool) (doc, error) {
	d := doc{src: src, eol: eolOf(src)}
	if err := text(src); err != nil {
		return d, err
	}
	if tooDeep(src) {
		return d, fmt.Errorf("the file is nested deeper than %d levels", maxDepth)
	}
	// A copy: the byte-order mark becomes blanks, and a last line comment
	// gets the line end the parser asks for.
	buf := append(bytes.Clone(src), '\n')
	if bytes.HasPrefix(buf, []byte(bom)) {
		copy(buf, "   ")
	}
	root, err := hujson.Parse(buf)
	if err != nil {
		return d, fmt.Errorf("not valid JSON: %s", strings.TrimPrefix(err.Error(), "hujson: "))
	}
	if strict && !root.IsStandard() {
		return d, errors.New("the file holds comments or trailing commas, which the agent does not accept: it ignores the whole file; remove them first")
	}
	if _, ok := root.Value.(*hujson.Object); !ok {
		return d, fmt.Errorf("the file holds %s, not an object", shape(root))
	}
	d.root = root
	d.sniff()
	return d, nil
}

// sniff finds the file's own way of writing.
func (d *doc) sniff() {
	d.unit = "  "
	d.flat = bytes.IndexByte(d.src, '\n') < 0
	b := boxOf(d.root)
	if len(b.items) == 0 {
		return
	}
	first := b.items[0]
	d.wide = len(first.value.BeforeExtra) > 0
	if i := bytes.LastIndexByte(first.before, '\n'); i >= 0 {
		if ws := leading(d.src, first.start); ws != "" {
			d.unit = ws
		}
	}
}

// leading is the indentation of the line that holds off.
func leading(src []byte, off int) string {
	start := bytes.LastIndexByte(src[:off], '\n') + 1
	end := start
	for end < off && (src[end] == ' ' || src[end] == '\t') {
		end++
	}
	return string(src[start:end])
}

// boxOf lays open an object or array; other values give an empty box.
func boxOf(v hujson.Value) box {
	b := box{open: v.StartOffset, close: v.EndOffset - 1}
	switch t := v.Value.(type) {
	case *hujson.Object:
		b.tail = t.AfterExtra
		for _, m := range t.Members {
			b.items = append(b.items, item{start: m.Name.StartOffset, end: m.Value.EndOffset,
				before: m.Name.BeforeExtra, after: m.Value.AfterExtra, name: nameOf(m), value: m.Value})
		}
	case *hujson.Array:
		b.tail = t.AfterExtra
		for _, e := range t.Elements {
			b.items = append(b.items, item{start: e.StartOffset, end: e.EndOffset,
				before: e.BeforeExtra, after: e.AfterExtra, value: e})
		}
	}
	for i := range b.items {
		it := &b.items[i]
		it.comma = it.end + len(it.after)
		if i == len(b.items)-1 && it.after == nil && it.comma+len(b.tail) == b.close {
			it.comma = -1
		}
	}
	return b
}

func nameOf(m hujson.ObjectMember) string {
	if l, ok := m.Name.Value.(hujson.Literal); ok {
		return l.String()
	}
	return ""
}

// member finds the one member called name.
func (b box) member(name string) (int, error) {
	found := -1
	for i, it := range b.items {
		if it.name != name {
			continue
		}
		if found >= 0 {
			return 0, fmt.Errorf("the key %q is there twice; remove one", name)
		}
		found = i
	}
	return found, nil
}

// find walks path. It returns the value and len(path), or the deepest object
// on the way and how many keys led there.
func (d doc) find(path []string) (hujson.Value, int, error) {
	v := d.root
	for i, key := range path {
		if _, ok := v.Value.(*hujson.Object); !ok {
			return v, i, fmt.Errorf("%s is %s, not an object", dotted(path[:i]), shape(v))
		}
		b := boxOf(v)
		j, err := b.member(key)
		if err != nil {
			return v, i, err
		}
		if j < 0 {
			return v, i, nil
		}
		v = b.items[j].value
	}
	return v, len(path), nil
}

// array is find for arrays; ok is false where the path does not exist.
func (d doc) array(path []string) (hujson.Value, bool, error) {
	v, n, err := d.find(path)
	if err != nil || n < len(path) {
		return v, false, err
	}
	if _, ok := v.Value.(*hujson.Array); !ok {
		return v, false, fmt.Errorf("%s is %s, not an array", dotted(path), shape(v))
	}
	return v, true, nil
}

func dotted(path []string) string {
	if len(path) == 0 {
		return "the file"
	}
	return fmt.Sprintf("%q", strings.Join(path, "."))
}

func shape(v hujson.Value) string {
	switch t := v.Value.(type) {
	case *hujson.Object:
		return "an object"
	case *hujson.Array:
		return "an array"
	case hujson.Literal:
		switch t.Kind() {
		case '"':
			return "a string"
		case '0':
			return "a number"
		case 'n':
			return "null"
		}
		return "a boolean"
	}
	return "no value"
}

// tooDeep counts brackets outside strings and comments.
func tooDeep(src []byte) bool {
	depth := 0
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '{', '[':
			if depth++; depth > maxDepth {
				return true
			}
		case '}', ']':
			depth--
		case '"':
			i = skipString(src, i)
		case '/':
			i = skipComment(src, i)
		}
	}
	return false
}

// skipString returns the offset of the closing quote of the string at i.
func skipString(src []byte, i int) int {
	for i++; i < len(src) && src[i] != '"'; i++ {
		if src[i] == '\\' {
			i++
		}
	}
	return i
}

// skipComment returns the offset of the last byte of the comment at i, or i.
func skipComment(src []byte, i int) int {
	rest := src[i:]
	end, skip := -1, 0
	switch {
	case bytes.HasPrefix(rest, []byte("//")):
		end = bytes.IndexByte(rest, '\n')
	case bytes.HasPrefix(rest, []byte("/*")):
		end, skip = bytes.Index(rest[2:], []byte("*/")), 3
	default:
		return i
	}
	if end < 0 {
		return len(src)
	}
	return i + end + skip
}
