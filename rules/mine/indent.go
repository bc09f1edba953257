package mine

import "slices"

var pyWords = []string{"if", "elif", "while", "for", "return", "not", "and", "or", "in", "is", "lambda", "print", "assert", "yield", "await", "with", "except", "del", "super", "len", "str", "int", "float", "list", "dict", "set", "tuple", "range", "isinstance", "getattr", "setattr", "hasattr", "type", "bool", "zip", "map", "sorted", "min", "max", "sum", "any", "all", "enumerate", "open", "repr", "property", "staticmethod", "classmethod", "format", "raise", "else", "iter", "next", "filter", "reversed", "round", "abs", "bytes", "object"}

// readPython reads blocks by indentation.
func (r *reader) readPython() {
	depth := 0
	var cols []int
	for i := 0; i < len(r.toks); i++ {
		if col, first := r.firstOnLine(i); first && depth == 0 {
			for len(cols) > 0 && col <= cols[len(cols)-1] && !r.is(i, ")") {
				cols, r.open = cols[:len(cols)-1], r.open[:len(r.open)-1]
			}
			if next, opened := r.pyStatement(i); opened {
				cols = append(cols, col)
				i = next - 1
				continue
			} else if next > i {
				i = next - 1
				continue
			}
		}
		switch {
		case r.is(i, "("), r.is(i, "["), r.is(i, "{"):
			depth++
		case r.is(i, ")"), r.is(i, "]"), r.is(i, "}"):
			depth = max(0, depth-1)
		case r.isWord(i):
			r.pyWord(i)
		}
	}
}

// pyStatement reads imports, decorators and definitions at the start of a line.
func (r *reader) pyStatement(i int) (next int, opened bool) {
	if r.is(i, "async") {
		i++
	}
	switch {
	case r.is(i, "import"), r.is(i, "from"):
		return r.pyImport(i), false
	case r.is(i, "@"):
		name, next := r.dotted(i + 1)
		r.note = append(r.note, name)
		if r.is(next, "(") {
			next = r.skip(next)
		}
		return next, false
	case r.is(i, "def") && r.isWord(i+1):
		u := r.add(Unit{Kind: "function", Name: r.text(i + 1), Line: r.line(i)})
		r.open = append(r.open, scope{unit: u, kind: "function"})
		next = i + 2
		if r.is(next, "(") && r.match[next] > 0 {
			r.pyParams(next, int(r.match[next]), u)
			next = r.skip(next)
		}
		return next, true
	case r.is(i, "class") && r.isWord(i+1):
		u := Unit{Kind: "class", Name: r.text(i + 1), Line: r.line(i)}
		next = i + 2
		if r.is(next, "(") && r.match[next] > 0 {
			for j := next + 1; j < int(r.match[next]); {
				name, k := r.dotted(j)
				if name != "" && !r.is(k, "=") {
					u.Bases = append(u.Bases, lastName(name))
				}
				for k = max(k, j+1); k < int(r.match[next]) && !r.is(k, ","); {
					k = r.skip(k)
				}
				j = k + 1
			}
			next = r.skip(next)
		}
		k := r.add(u)
		r.open = append(r.open, scope{unit: k, kind: "class", class: u.Name})
		return next, true
	}
	r.note = nil
	return i, false
}

// pyParams credits Depends(x) and other calls in defaults to the function.
func (r *reader) pyParams(open, end, u int) {
	for j := open + 1; j < end; j++ {
		if r.isWord(j) && r.is(j-1, "(") && j-1 > open { // Depends(require_owner)
			name, _ := r.dotted(j)
			r.f.Units[u].use(lastName(name))
		}
		if r.isWord(j) && scopeKey(r.text(j)) {
			r.f.Units[u].use("scope:" + r.text(j))
		}
	}
}

func (r *reader) pyImport(i int) int {
	line := r.line(i)
	if r.is(i, "import") {
		for i++; ; i++ {
			name, next := r.dotted(i)
			if name == "" {
				return i
			}
			im := Import{Module: name, Line: line}
			if r.is(next, "as") {
				im.Alias = r.text(next + 1)
				next += 2
			}
			r.f.Imports = append(r.f.Imports, im)
			if i = next; !r.is(i, ",") {
				return i
			}
		}
	}
	i++
	mod := ""
	for r.is(i, ".") {
		mod += "."
		i++
	}
	name, next := "", i
	if !r.is(i, "import") {
		name, next = r.dotted(i)
	}
	im := Import{Module: mod + name, Line: line}
	if !r.is(next, "import") {
		return next
	}
	j, end := next+1, len(r.toks)
	if r.is(j, "(") && r.match[j] > 0 {
		j, end = j+1, int(r.match[j])
	}
	for ; j < end && (r.isWord(j) || r.is(j, ",") || r.is(j, "*")); j++ {
		if end == len(r.toks) && !r.sameLine(next, j) {
			break
		}
		if r.isWord(j) && !r.is(j, "as") && !r.is(j-1, "as") {
			im.Names = append(im.Names, r.text(j))
		}
	}
	r.f.Imports = append(r.f.Imports, im)
	if end < len(r.toks) {
		return end + 1
	}
	return j
}

func (r *reader) pyWord(i int) {
	w := r.text(i)
	r.throwAt(i, w)
	r.pyField(i, w)
	if scopeKey(w) {
		r.call("scope:" + w)
	}
	if !r.is(i+1, "(") {
		return
	}
	if !r.is(i-1, ".") && slices.Contains(pyWords, w) {
		if w == "print" {
			r.f.Globals = append(r.f.Globals, Site{"print", r.line(i)})
		}
		return
	}
	if r.is(i-1, ".") && upper(r.text(i-2)) && r.isWord(i-2) {
		r.call(r.text(i-2) + "." + w)
		return
	}
	r.call(w)
}

var rubyWords = []string{"if", "unless", "while", "until", "case", "when", "then", "else", "elsif", "end", "do", "begin", "rescue", "ensure", "return", "yield", "self", "nil", "true", "false", "and", "or", "not", "puts", "require", "require_relative", "attr_reader", "attr_accessor", "private", "protected", "public", "new", "super", "raise", "in", "next", "break", "loop", "lambda", "proc", "class", "module", "def", "format", "p", "alias"}

// readRuby reads definitions by indentation: a line indented no deeper than
// the definition ends it.
func (r *reader) readRuby() {
	var cols []int
	for i := 0; i < len(r.toks); i++ {
		if r.toks[i].kind == str {
			continue
		}
		if col, first := r.firstOnLine(i); first {
			for len(cols) > 0 && col <= cols[len(cols)-1] {
				cols, r.open = cols[:len(cols)-1], r.open[:len(r.open)-1]
			}
			if next, opened := r.rubyStatement(i); opened {
				cols = append(cols, col)
				i = next - 1
				continue
			}
		}
		if r.isWord(i) {
			r.rubyWord(i)
		}
	}
}

func (r *reader) rubyStatement(i int) (next int, opened bool) {
	switch {
	case (r.is(i, "class") || r.is(i, "module")) && r.isWord(i+1):
		name, next := r.dotted(i + 1)
		u := Unit{Kind: "class", Name: lastName(name), Line: r.line(i)}
		if r.is(next, "<") {
			var base string
			base, next = r.dotted(next + 1)
			u.Bases = []string{lastName(base)}
		}
		if r.is(i, "module") {
			r.open = append(r.open, scope{unit: -1, kind: "module"})
			return next, true
		}
		k := r.add(u)
		r.open = append(r.open, scope{unit: k, kind: "class", class: u.Name})
		return next, true
	case r.is(i, "def") && r.isWord(i+1):
		name, next := r.dotted(i + 1)
		u := r.add(Unit{Kind: "function", Name: lastName(name), Line: r.line(i)})
		r.open = append(r.open, scope{unit: u, kind: "function"})
		return next, true
	}
	return i, false
}

func (r *reader) rubyWord(i int) {
	w := r.text(i)
	r.throwAt(i, w)
	r.rubyField(i, w)
	if scopeKey(w) {
		r.call("scope:" + w)
	}
	member := r.is(i-1, ".") || r.is(i-1, "?.") || r.is(i-1, "&") || r.is(i-1, "::")
	if !member && slices.Contains(rubyWords, w) {
		return
	}
	if _, first := r.firstOnLine(i); first && r.kind() == "class" && !member {
		r.rubyDeclares(i, w)
		return
	}
	switch {
	case member && upper(r.text(i-2)) && !upper(w):
		r.call(r.text(i-2) + "." + w)
	case member && !upper(w), r.is(i+1, "(") && !upper(w), w[len(w)-1] == '!':
		r.call(w)
	case !upper(w) && i+1 < len(r.toks) && r.sameLine(i, i+1) && (r.isStr(i+1) || r.is(i+1, ":")) && !r.is(i+1, "="):
		r.call(w) // a call without brackets
	}
}

// rubyDeclares reads belongs_to :organization, include Guard.
func (r *reader) rubyDeclares(i int, w string) {
	switch {
	case r.is(i+1, ":") && r.isWord(i+2):
		r.call(w + " :" + r.text(i+2))
	case r.isWord(i+1) && upper(r.text(i+1)) && r.sameLine(i, i+1):
		name, _ := r.dotted(i + 1)
		r.call(w + " " + name)
	case r.isWord(i + 1), r.isStr(i + 1):
		r.call(w)
	}
}
