package code

import (
	"bytes"
	"strings"
)

// isParam tells whether name is a parameter of the function around off.
func (f *file) isParam(name string, off int) bool {
	from, _ := f.function(off)
	list, ok := f.params[from]
	if !ok {
		list = f.readParams(from)
		if f.params == nil {
			f.params = map[int][]string{}
		}
		f.params[from] = list
	}
	name = strings.TrimPrefix(name, "$")
	for _, p := range list {
		if p == name {
			return true
		}
	}
	return false
}

// readParams reads the names between the first brackets of a function's header.
func (f *file) readParams(from int) []string {
	end := min(len(f.code), from+600)
	h := f.code[from:end]
	if k := bytes.Index(h, []byte("def ")); k >= 0 && f.langs&(Python|Ruby) != 0 {
		h = h[k:]
	} else if k := bytes.Index(h, []byte("func (")); k == 0 { // a Go receiver
		if e := bytes.IndexByte(h, ')'); e > 0 {
			h = h[e+1:]
		}
	}
	h = skipAnnotations(h)
	o := bytes.IndexByte(h, '(')
	if o < 0 {
		return nil
	}
	if b := bytes.IndexByte(h, '{'); b >= 0 && b < o || bytes.IndexByte(h[:o], '\n') >= 0 && f.main&(Go|C) == 0 {
		return nil
	}
	if f.main&(JS|TS|Java|Kotlin|CSharp|PHP|Scala) != 0 && !headEnds(h, o) { // a call at the top of a fragment
		return nil
	}
	var out []string
	i, depth, word := o+1, 0, []byte(nil)
	first := f.langs&(Python|Go|Kotlin|Rust|Swift|TS|JS|Ruby|Scala) != 0 // name before type
	take := func() {
		if len(word) > 0 && len(out) < 20 {
			out = append(out, string(bytes.TrimLeft(word, "$&*@")))
		}
		word = nil
	}
	for ; i < len(h) && depth >= 0; i++ {
		switch c := h[i]; {
		case c == '(' || c == '[' || c == '<':
			depth++
		case c == ')' || c == ']' || c == '>':
			depth--
		case c == ',' && depth == 0:
			take()
		case c == '{' || c == '}':
			take()
		case isNameByte(c) && depth == 0:
			j := i
			for j < len(h) && isNameByte(h[j]) {
				j++
			}
			if c == '@' && f.main&Ruby == 0 { // an annotation of the parameter
				i = j - 1
				continue
			}
			if word == nil || !first {
				word = h[i:j]
			}
			i = j - 1
		case c == '=' && depth == 0 && !first:
			take()
			for i < len(h) && h[i] != ',' && h[i] != ')' {
				i++
			}
			if i < len(h) && h[i] == ')' {
				depth--
			}
		}
	}
	take()
	return out
}

// skipAnnotations drops @Name(…) and [Name(…)] in front of a header.
func skipAnnotations(h []byte) []byte {
	for {
		h = bytes.TrimLeft(h, " \t\r\n")
		if len(h) == 0 || h[0] != '@' && h[0] != '[' {
			return h
		}
		i := 0
		if h[0] == '@' {
			for i = 1; i < len(h) && (isWord(h[i]) || h[i] == '.'); i++ {
			}
			if i >= len(h) || h[i] != '(' {
				h = h[i:]
				continue
			}
		}
		depth := 0
		for ; i < len(h); i++ {
			if h[i] == '(' || h[i] == '[' {
				depth++
			} else if h[i] == ')' || h[i] == ']' {
				depth--
				if depth == 0 {
					i++
					break
				}
			}
		}
		h = h[i:]
	}
}

// textParam tells whether name is a parameter that a framework fills with text of the request.
func (f *file) textParam(name string, off int) bool {
	if f.main&(Java|Kotlin|CSharp|Python|TS|Scala|Rust) == 0 || f.main&Rust == 0 && !f.isHandler(off) {
		return false
	}
	from, to := f.function(off)
	head := f.code[from:min(to, from+600)]
	for i := 0; ; {
		k := bytes.Index(head[i:], []byte(name))
		if k < 0 {
			return false
		}
		at := i + k
		i = at + len(name)
		if at > 0 && isNameByte(head[at-1]) || i < len(head) && isNameByte(head[i]) {
			continue
		}
		if f.main&Rust != 0 {
			return extractor(head[i:])
		}
		if f.main&(Java|CSharp) != 0 {
			return endsWithWord(bytes.TrimRight(head[:at], " "), "string")
		}
		t := bytes.TrimLeft(head[i:], " :?")
		return bytes.HasPrefix(t, []byte("str")) || bytes.HasPrefix(t, []byte("String")) || bytes.HasPrefix(t, []byte("Optional[str]"))
	}
}

// headEnds tells whether what follows the brackets at open is the start of a body.
func headEnds(h []byte, open int) bool {
	depth := 0
	for i := open; i < len(h); i++ {
		switch h[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				rest := bytes.TrimLeft(h[i+1:], " \t\r\n")
				for _, p := range []string{"{", ":", "=", "throws", "->", "where", ") ", ","} {
					if bytes.HasPrefix(rest, []byte(p)) {
						return true
					}
				}
				return bytes.HasPrefix(h, []byte("fun ")) || bytes.HasPrefix(h, []byte("function"))
			}
		}
	}
	return true // cut off
}

// extractor tells the type of a Rust parameter that the framework fills: ": web::Query<Q>", "): Path<String>".
func extractor(h []byte) bool {
	h = bytes.TrimLeft(h, ") ")
	if len(h) == 0 || h[0] != ':' {
		return false
	}
	end := bytes.IndexByte(h, '<')
	return end > 0 && end < 40 && endsWithWord(bytes.TrimSpace(h[:end]), "query", "path", "json", "form")
}
