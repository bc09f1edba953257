package protect

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/tailscale/hujson"
)

var bom = []byte("\xef\xbb\xbf")

// object parses a JSON object, or with jsonc one with comments and trailing
// commas. A key that comes twice is an error: readers differ on which holds.
func object(b []byte, jsonc bool) (map[string]any, error) {
	b = bytes.TrimPrefix(b, bom)
	if len(bytes.TrimSpace(b)) == 0 {
		return nil, errors.New("the file would be empty")
	}
	if jsonc {
		std, err := hujson.Standardize(bytes.Clone(b))
		if err != nil {
			return nil, errors.New("it would not be JSON with comments")
		}
		b = std
	}
	if err := standard(b); err != nil {
		return nil, err
	}
	if key := twice(b); key != "" {
		return nil, fmt.Errorf("it would name the key %q twice", key)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, errors.New("not valid JSON")
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, errors.New("it would not be a JSON object")
	}
	return m, nil
}

// standard says where b is not JSON, so that a person finds the place.
func standard(b []byte) error {
	if json.Valid(b) {
		return nil
	}
	var raw json.RawMessage
	var at *json.SyntaxError
	if err := json.Unmarshal(b, &raw); !errors.As(err, &at) {
		return errors.New("not valid JSON")
	}
	off := min(max(int(at.Offset)-1, 0), len(b))
	why := at.Error()
	if off+1 < len(b) && b[off] == '/' && (b[off+1] == '/' || b[off+1] == '*') {
		why = "comments are not allowed there"
	}
	return fmt.Errorf("not valid JSON: line %d: %s", 1+bytes.Count(b[:off], []byte("\n")), why)
}

// twice returns a key that an object of valid JSON names twice, or "".
func twice(b []byte) string {
	dec := json.NewDecoder(bytes.NewReader(b))
	type level struct {
		keys  map[string]bool // nil in an array
		value bool            // the next token is a value
	}
	var stack []level
	for {
		tok, err := dec.Token()
		if err == io.EOF || err != nil {
			return ""
		}
		top := len(stack) - 1
		switch t := tok.(type) {
		case json.Delim:
			switch t {
			case '{', '[':
				if top >= 0 {
					stack[top].value = false
				}
				l := level{}
				if t == '{' {
					l.keys = map[string]bool{}
				}
				stack = append(stack, l)
			default:
				stack = stack[:top]
			}
		case string:
			if top >= 0 && stack[top].keys != nil && !stack[top].value {
				if stack[top].keys[t] {
					return t
				}
				stack[top].keys[t] = true
				stack[top].value = true
				continue
			}
			if top >= 0 {
				stack[top].value = false
			}
		default:
			if top >= 0 {
				stack[top].value = false
			}
		}
	}
}

// on reports whether a key holds true.
func on(m map[string]any, key string) bool { b, _ := m[key].(bool); return b }

// positive reports whether v is a number above zero.
func positive(v any) bool {
	n, ok := v.(json.Number)
	if !ok {
		return false
	}
	f, err := n.Float64()
	return err == nil && f > 0
}

// integer reports whether v is written as a whole number.
func integer(v any) bool {
	n, ok := v.(json.Number)
	if !ok {
		return false
	}
	_, err := n.Int64()
	return err == nil
}
