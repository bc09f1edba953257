package business

import "github.com/cybedefend/vibedefend/rules/syntax"

func pyWord(w string) bool {
	switch w {
	case "if", "elif", "while", "for", "return", "not", "and", "or", "in", "is", "lambda", "print", "assert", "yield", "await", "with", "except", "del", "super", "len", "str", "int", "float", "list", "dict", "set", "tuple", "range", "isinstance", "getattr", "setattr", "hasattr", "type", "bool", "zip", "map", "sorted", "min", "max", "sum", "any", "all", "enumerate", "open", "repr", "property", "staticmethod", "classmethod", "format", "raise", "else", "iter", "next", "filter", "reversed", "round", "abs", "bytes", "object":
		return true
	}
	return false
}

// readPython reads blocks by indentation.
func (r *reader) readPython() {
	depth := 0
	var cols []int
	for i := 0; i < len(r.Toks); i++ {
		if col, first := r.FirstOnLine(i); first && depth == 0 {
			for len(cols) > 0 && col <= cols[len(cols)-1] && !r.Is(i, ")") {
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
		case r.Is(i, "("), r.Is(i, "["), r.Is(i, "{"):
			depth++
		case r.Is(i, ")"), r.Is(i, "]"), r.Is(i, "}"):
			depth = max(0, depth-1)
		case r.IsWord(i):
			r.pyWord(i)
		}
	}
}

// pyStatement reads imports, decorators and definitions at the start of a line.
func (r *reader) pyStatement(i int) (next int, opened bool) {
	if r.Is(i, "async") {
		i++
	}
	switch {
	case r.Is(i, "import"), r.Is(i, "from"):
		return r.pyImport(i), false
	case r.Is(i, "@"):
		name, next := r.Dotted(i + 1)
		r.note = append(r.note, name)
		if r.Is(next, "(") {
			next = r.Skip(next)
		}
		return next, false
	case r.Is(i, "def") && r.IsWord(i+1):
		u := r.add(Unit{Kind: "function", Name: r.Text(i + 1), Line: r.LineAt(i)})
		r.open = append(r.open, scope{unit: u, kind: "function"})
		next = i + 2
		if r.Is(next, "(") && r.Match[next] > 0 {
			r.pyParams(next, int(r.Match[next]), u)
			next = r.Skip(next)
		}
		return next, true
	case r.Is(i, "class") && r.IsWord(i+1):
		u := Unit{Kind: "class", Name: r.Text(i + 1), Line: r.LineAt(i)}
		next = i + 2
		if r.Is(next, "(") && r.Match[next] > 0 {
			for j := next + 1; j < int(r.Match[next]); {
				name, k := r.Dotted(j)
				if name != "" && !r.Is(k, "=") {
					u.Bases = append(u.Bases, LastName(name))
				}
				for k = max(k, j+1); k < int(r.Match[next]) && !r.Is(k, ","); {
					k = r.Skip(k)
				}
				j = k + 1
			}
			next = r.Skip(next)
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
		if r.IsWord(j) && r.Is(j-1, "(") && j-1 > open { // Depends(require_owner)
			name, _ := r.Dotted(j)
			r.f.Units[u].use(LastName(name))
		}
		if r.IsWord(j) && scopeKey(r.Text(j)) {
			r.f.Units[u].use("scope:" + r.Text(j))
		}
	}
}

func (r *reader) pyImport(i int) int {
	line := r.LineAt(i)
	if r.Is(i, "import") {
		for i++; ; i++ {
			name, next := r.Dotted(i)
			if name == "" {
				return i
			}
			im := Import{Module: name, Line: line}
			if r.Is(next, "as") {
				im.Alias = r.Text(next + 1)
				next += 2
			}
			r.f.Imports = append(r.f.Imports, im)
			if i = next; !r.Is(i, ",") {
				return i
			}
		}
	}
	i++
	mod := ""
	for r.Is(i, ".") {
		mod += "."
		i++
	}
	name, next := "", i
	if !r.Is(i, "import") {
		name, next = r.Dotted(i)
	}
	im := Import{Module: mod + name, Line: line}
	if !r.Is(next, "import") {
		return next
	}
	j, end := next+1, len(r.Toks)
	if r.Is(j, "(") && r.Match[j] > 0 {
		j, end = j+1, int(r.Match[j])
	}
	for ; j < end && (r.IsWord(j) || r.Is(j, ",") || r.Is(j, "*")); j++ {
		if end == len(r.Toks) && !r.SameLine(next, j) {
			break
		}
		if r.IsWord(j) && !r.Is(j, "as") && !r.Is(j-1, "as") {
			im.Names = append(im.Names, r.Text(j))
		}
	}
	r.f.Imports = append(r.f.Imports, im)
	if end < len(r.Toks) {
		return end + 1
	}
	return j
}

func (r *reader) pyWord(i int) {
	w := r.Text(i)
	r.throwAt(i, w)
	r.pyField(i, w)
	if scopeKey(w) {
		r.call("scope:" + w)
	}
	if !r.Is(i+1, "(") {
		return
	}
	if !r.Is(i-1, ".") && pyWord(w) {
		if w == "print" {
			r.f.Globals = append(r.f.Globals, Site{"print", r.LineAt(i)})
		}
		return
	}
	if r.Is(i-1, ".") && Upper(r.Text(i-2)) && r.IsWord(i-2) {
		r.call(r.Text(i-2) + "." + w)
		return
	}
	r.call(w)
}

func rubyWord(w string) bool {
	switch w {
	case "if", "unless", "while", "until", "case", "when", "then", "else", "elsif", "end", "do", "begin", "rescue", "ensure", "return", "yield", "self", "nil", "true", "false", "and", "or", "not", "puts", "require", "require_relative", "attr_reader", "attr_accessor", "private", "protected", "public", "new", "super", "raise", "in", "next", "break", "loop", "lambda", "proc", "class", "module", "def", "format", "p", "alias":
		return true
	}
	return false
}

// readRuby reads definitions by indentation: a line indented no deeper than
// the definition ends it.
func (r *reader) readRuby() {
	var cols []int
	for i := 0; i < len(r.Toks); i++ {
		if r.Toks[i].Kind == syntax.Str {
			continue
		}
		if col, first := r.FirstOnLine(i); first {
			for len(cols) > 0 && col <= cols[len(cols)-1] {
				cols, r.open = cols[:len(cols)-1], r.open[:len(r.open)-1]
			}
			if next, opened := r.rubyStatement(i); opened {
				cols = append(cols, col)
				i = next - 1
				continue
			}
		}
		if r.IsWord(i) {
			r.rubyWord(i)
		}
	}
}

func (r *reader) rubyStatement(i int) (next int, opened bool) {
	switch {
	case (r.Is(i, "class") || r.Is(i, "module")) && r.IsWord(i+1):
		name, next := r.Dotted(i + 1)
		u := Unit{Kind: "class", Name: LastName(name), Line: r.LineAt(i)}
		if r.Is(next, "<") {
			var base string
			base, next = r.Dotted(next + 1)
			u.Bases = []string{LastName(base)}
		}
		if r.Is(i, "module") {
			r.open = append(r.open, scope{unit: -1, kind: "module"})
			return next, true
		}
		k := r.add(u)
		r.open = append(r.open, scope{unit: k, kind: "class", class: u.Name})
		return next, true
	case r.Is(i, "def") && r.IsWord(i+1):
		name, next := r.Dotted(i + 1)
		u := r.add(Unit{Kind: "function", Name: LastName(name), Line: r.LineAt(i)})
		r.open = append(r.open, scope{unit: u, kind: "function"})
		return next, true
	}
	return i, false
}

func (r *reader) rubyWord(i int) {
	w := r.Text(i)
	if w == "puts" && !r.Is(i-1, ".") && !r.Is(i+1, "=") {
		r.f.Globals = append(r.f.Globals, Site{w, r.LineAt(i)})
	}
	r.throwAt(i, w)
	r.rubyField(i, w)
	if scopeKey(w) {
		r.call("scope:" + w)
	}
	member := r.Is(i-1, ".") || r.Is(i-1, "?.") || r.Is(i-1, "&") || r.Is(i-1, "::")
	if !member && rubyWord(w) {
		return
	}
	if _, first := r.FirstOnLine(i); first && r.kind() == "class" && !member {
		r.rubyDeclares(i, w)
		return
	}
	switch {
	case member && Upper(r.Text(i-2)) && !Upper(w):
		r.call(r.Text(i-2) + "." + w)
	case member && !Upper(w), r.Is(i+1, "(") && !Upper(w), w[len(w)-1] == '!':
		r.call(w)
	case !Upper(w) && i+1 < len(r.Toks) && r.SameLine(i, i+1) && (r.IsStr(i+1) || r.Is(i+1, ":") || r.IsWord(i+1) && !rubyJoins(r.Text(i+1)) || r.apart(i) && (r.Is(i+1, "[") || r.Is(i+1, "@"))) && !r.Is(i+1, "="):
		r.call(w) // a call without brackets
	}
}

// apart reports whether there is a space behind token i.
func (r *reader) apart(i int) bool { return r.Toks[i+1].Start > r.Toks[i].End }

// rubyJoins reports whether a word goes on with a statement: two other words
// side by side are a call and its first argument.
func rubyJoins(w string) bool {
	switch w {
	case "if", "unless", "while", "until", "and", "or", "do", "then", "rescue", "in", "end", "when", "else", "ensure":
		return true
	}
	return false
}

// rubyDeclares reads belongs_to :organization, include Guard.
func (r *reader) rubyDeclares(i int, w string) {
	switch {
	case r.Is(i+1, ":") && r.IsWord(i+2):
		r.call(w + " :" + r.Text(i+2))
	case r.IsWord(i+1) && Upper(r.Text(i+1)) && r.SameLine(i, i+1):
		name, _ := r.Dotted(i + 1)
		r.call(w + " " + name)
	case r.IsWord(i + 1), r.IsStr(i + 1):
		r.call(w)
	}
}
