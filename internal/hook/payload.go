package hook

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/tidwall/gjson"
)

// maxDepth bounds the nesting of a payload: the parser recurses.
const maxDepth = 10_000

var (
	errEmpty = errors.New("the payload is empty")
	errJSON  = errors.New("the payload is not one whole JSON object")
	errDeep  = errors.New("the payload is nested too deeply")
)

// Payload is a parsed payload: the fields of its top level.
type Payload struct{ fields }

// Open parses a payload, to which nothing may write any more. It tolerates
// what agents and shells put around the JSON: byte-order marks, NULs, UTF-16.
func Open(raw []byte) (Payload, error) {
	raw = unwrap(raw)
	if len(raw) == 0 {
		return Payload{}, errEmpty
	}
	if bytes.Count(raw, []byte("["))+bytes.Count(raw, []byte("{")) > maxDepth && tooDeep(raw) {
		return Payload{}, errDeep
	}
	if raw[0] != '{' || !gjson.ValidBytes(raw) {
		return Payload{}, errJSON
	}
	return Payload{fieldsOf(gjson.Parse(bare.Text(raw)))}, nil
}

// LooksLikePayload reports whether bytes on stdin are a hook payload, for a
// process that was started without arguments.
func LooksLikePayload(raw []byte) bool {
	p, err := Open(raw)
	return err == nil && (p.has("hook_event_name") || p.has("cursor_version") || p.has("agent_action_name") ||
		p.has("hookName") || p.has("hookEventName") || p.has("sessionId") && p.has("timestamp"))
}

func unwrap(b []byte) []byte {
	if len(b) > 1 && (b[0] == 0xff && b[1] == 0xfe || b[0] == 0xfe && b[1] == 0xff) {
		b = fromUTF16(b)
	}
	for {
		t := bytes.TrimLeft(b, "\x00 \t\r\n")
		t = bytes.TrimPrefix(t, []byte("\xef\xbb\xbf"))
		if len(t) == len(b) {
			return bytes.TrimRight(b, "\x00 \t\r\n\x1a")
		}
		b = t
	}
}

func fromUTF16(b []byte) []byte {
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 0xfe {
		order = binary.BigEndian
	}
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, order.Uint16(b[i:]))
	}
	return []byte(strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff"))
}

func tooDeep(b []byte) bool {
	depth, inString := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
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

// fields are the members of one JSON object. Of a repeated key the last one
// counts, as it does for the agents.
type fields struct {
	keys []string
	vals []gjson.Result
}

// usualFields is the room for the members of most objects.
const usualFields = 12

func fieldsOf(r gjson.Result) fields {
	var f fields
	if !r.IsObject() {
		return f
	}
	f.keys, f.vals = make([]string, 0, usualFields), make([]gjson.Result, 0, usualFields)
	r.ForEach(func(k, v gjson.Result) bool {
		f.keys, f.vals = append(f.keys, k.Str), append(f.vals, v)
		return true
	})
	return f
}

// get returns the value of the first of the names that is there.
func (f fields) get(names ...string) gjson.Result {
	for _, n := range names {
		for i := len(f.keys) - 1; i >= 0; i-- {
			if f.keys[i] == n {
				return f.vals[i]
			}
		}
	}
	return gjson.Result{}
}

func (f fields) has(name string) bool { return f.get(name).Exists() }

// str returns the first of the names whose value is a non-empty string.
func (f fields) str(names ...string) string {
	for _, n := range names {
		if v := f.get(n); v.Type == gjson.String && v.Str != "" {
			return v.Str
		}
	}
	return ""
}

// text is str for fields that must not be lost when they have another type.
func (f fields) text(names ...string) string {
	if s := f.str(names...); s != "" {
		return s
	}
	return loose(f.get(names...))
}

// loose reads any value as text: the strings of an array joined by lines,
// anything else as it stands.
func loose(v gjson.Result) string {
	switch {
	case v.Type == gjson.Null:
		return ""
	case v.IsArray():
		var parts []string
		v.ForEach(func(_, e gjson.Result) bool {
			parts = append(parts, loose(e))
			return true
		})
		return strings.Join(parts, "\n")
	}
	return v.String()
}

// args reads tool arguments: an object, an object inside a string, or plain
// text, which some tools take.
func args(v gjson.Result) (obj fields, text string) {
	if v.IsObject() {
		return fieldsOf(v), ""
	}
	if v.Type != gjson.String {
		return fields{}, loose(v)
	}
	if s := strings.TrimSpace(v.Str); strings.HasPrefix(s, "{") && gjson.Valid(s) {
		return fieldsOf(gjson.Parse(s)), ""
	}
	return fields{}, v.Str
}

// rawArgs returns arguments as JSON, unpacking those inside a string.
func rawArgs(v gjson.Result) []byte {
	if v.Type == gjson.String {
		if s := strings.TrimSpace(v.Str); s != "" && gjson.Valid(s) {
			return []byte(s)
		}
	}
	if !v.Exists() {
		return nil
	}
	return []byte(v.Raw)
}
