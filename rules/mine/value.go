package mine

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/code"
	"github.com/cybedefend/vibedefend/rules/syntax"
)

// Configuration comes as JSON, YAML, TOML and JavaScript. All are read into
// the same plain values: map[string]any, []any, string, bool.

// literalReader reads object and array literals of JavaScript and JSON,
// wherever they stand in a file. Expressions it does not know become nil.
type literalReader struct{ *syntax.Stream }

func readLiterals(name string, content []byte) (literalReader, bool) {
	m, ok := code.Mask(strings.TrimSuffix(name, ".json")+".js", content)
	if !ok {
		return literalReader{}, false
	}
	return literalReader{syntax.New(m)}, true
}

// after returns the values that follow key wherever it is used as a key.
func (l literalReader) after(key string) []located {
	var out []located
	for i := range l.Toks {
		if (l.IsStr(i) || l.IsWord(i)) && l.Text(i) == key && l.Is(i+1, ":") {
			v, _ := l.value(i+2, 0)
			out = append(out, located{value: v, line: l.LineAt(i), files: l.filesAround(l.objectsAround(i))})
		}
	}
	return out
}

// objectsAround are the objects that hold a token, outermost first.
func (l literalReader) objectsAround(i int) []int {
	var open []int
	for j := range i {
		if l.Is(j, "{") && int(l.Match[j]) > i {
			open = append(open, j)
		}
	}
	return open
}

// located is a value, the line it begins on and the files that the object
// around it is about, none for all.
type located struct {
	value any
	line  int
	files []string
}

func (l literalReader) value(i, depth int) (any, int) {
	if depth > 20 || i >= len(l.Toks) {
		return nil, i + 1
	}
	switch {
	case l.IsStr(i):
		s := l.Text(i)
		for i++; l.Is(i, "+") && l.IsStr(i+1); i += 2 {
			s += l.Text(i + 1)
		}
		return unescape(s), i
	case l.Is(i, "["):
		return l.array(i, depth)
	case l.Is(i, "{"):
		return l.object(i, depth)
	}
	return l.word(i, depth), l.next(i)
}

// word is what a name stands for: a constant of the same file, or itself where
// it is a number or a truth value. Other expressions are unknown.
func (l literalReader) word(i, depth int) any {
	name := l.Text(i)
	if name == "true" || name == "false" || name != "" && name[0] >= '0' && name[0] <= '9' {
		return name
	}
	if !l.IsWord(i) || !l.Is(i+1, ",") && !l.Is(i+1, "]") && !l.Is(i+1, "}") {
		return nil
	}
	for j := range l.Toks {
		if l.Is(j, name) && l.Is(j+1, "=") && (l.Is(j-1, "const") || l.Is(j-1, "let") || l.Is(j-1, "var")) {
			v, _ := l.value(j+2, depth+8) // a chain of names ends soon
			return v
		}
	}
	return nil
}

// next passes over an expression up to the comma or bracket that ends it.
func (l literalReader) next(i int) int {
	for i < len(l.Toks) && !l.Is(i, ",") && !l.Is(i, "]") && !l.Is(i, "}") && !l.Is(i, ")") {
		i = l.Skip(i)
	}
	return i
}

func (l literalReader) array(i, depth int) (any, int) {
	end := int(l.Match[i])
	if end < 0 {
		return nil, i + 1
	}
	out := []any{}
	for j := i + 1; j < end; {
		if l.Is(j, ",") {
			j++
			continue
		}
		spread := l.Is(j, ".")
		for l.Is(j, ".") || l.Is(j, "...") {
			spread = true
			j++
		}
		v, next := l.value(j, depth+1)
		if list, ok := v.([]any); ok && spread {
			out = append(out, list...)
		} else if v != nil {
			out = append(out, v)
		}
		j = max(j+1, l.next(next))
	}
	return out, end + 1
}

func (l literalReader) object(i, depth int) (any, int) {
	end := int(l.Match[i])
	if end < 0 {
		return nil, i + 1
	}
	out := map[string]any{}
	for j := i + 1; j < end; {
		if (l.IsStr(j) || l.IsWord(j)) && l.Is(j+1, ":") {
			v, next := l.value(j+2, depth+1)
			out[l.Text(j)] = v
			j = max(j+3, l.next(next))
			continue
		}
		j = max(j+1, l.next(j))
		if l.Is(j, ",") {
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
