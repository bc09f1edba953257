package mine

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/code"
)

// Configuration comes as JSON, YAML, TOML and JavaScript. All are read into
// the same plain values: map[string]any, []any, string, bool.

// literalReader reads object and array literals of JavaScript and JSON,
// wherever they stand in a file. Expressions it does not know become nil.
type literalReader struct{ *stream }

func readLiterals(name string, content []byte) (literalReader, bool) {
	m, ok := code.Mask(strings.TrimSuffix(name, ".json")+".js", content)
	if !ok {
		return literalReader{}, false
	}
	return literalReader{tokenize(m)}, true
}

// after returns the values that follow key wherever it is used as a key.
func (l literalReader) after(key string) []located {
	var out []located
	for i := range l.toks {
		if (l.isStr(i) || l.isWord(i)) && l.text(i) == key && l.is(i+1, ":") {
			v, _ := l.value(i+2, 0)
			out = append(out, located{v, l.line(i)})
		}
	}
	return out
}

// located is a value and the line it begins on.
type located struct {
	value any
	line  int
}

func (l literalReader) value(i, depth int) (any, int) {
	if depth > 20 || i >= len(l.toks) {
		return nil, i + 1
	}
	switch {
	case l.isStr(i):
		s := l.text(i)
		for i++; l.is(i, "+") && l.isStr(i+1); i += 2 {
			s += l.text(i + 1)
		}
		return unescape(s), i
	case l.is(i, "["):
		return l.array(i, depth)
	case l.is(i, "{"):
		return l.object(i, depth)
	}
	return l.text(i), l.next(i)
}

// next passes over an expression up to the comma or bracket that ends it.
func (l literalReader) next(i int) int {
	for i < len(l.toks) && !l.is(i, ",") && !l.is(i, "]") && !l.is(i, "}") && !l.is(i, ")") {
		i = l.skip(i)
	}
	return i
}

func (l literalReader) array(i, depth int) (any, int) {
	end := int(l.match[i])
	if end < 0 {
		return nil, i + 1
	}
	out := []any{}
	for j := i + 1; j < end; {
		if l.is(j, ",") {
			j++
			continue
		}
		v, next := l.value(j, depth+1)
		out = append(out, v)
		j = max(j+1, l.next(next))
	}
	return out, end + 1
}

func (l literalReader) object(i, depth int) (any, int) {
	end := int(l.match[i])
	if end < 0 {
		return nil, i + 1
	}
	out := map[string]any{}
	for j := i + 1; j < end; {
		if (l.isStr(j) || l.isWord(j)) && l.is(j+1, ":") {
			v, next := l.value(j+2, depth+1)
			out[l.text(j)] = v
			j = max(j+3, l.next(next))
			continue
		}
		j = max(j+1, l.next(j))
		if l.is(j, ",") {
			j++
		}
	}
	return out, end + 1
}

func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	return strings.NewReplacer(`\n`, " ", `\'`, "'", `\"`, `"`, "\\`", "`", `\\`, `\`).Replace(s)
}

// The readers below take what is there and pass over what is not.

func asMap(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func asList(v any) []any {
	switch v := v.(type) {
	case []any:
		return v
	case nil:
		return nil
	}
	return []any{v}
}

func asString(v any) string {
	s, _ := v.(string)
	return strings.TrimSpace(s)
}

func asStrings(v any) []string {
	var out []string
	for _, x := range asList(v) {
		if s := asString(x); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// dig follows keys through maps.
func dig(v any, keys ...string) any {
	for _, k := range keys {
		v = asMap(v)[k]
	}
	return v
}
