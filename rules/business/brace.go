package business

import (
	"github.com/cybedefend/vibedefend/rules/syntax"
)

// control reports whether a word before "(" is a keyword, not a call.
func control(w string) bool {
	switch w {
	case "if", "for", "while", "switch", "catch", "with", "match", "select", "return", "using", "lock", "synchronized", "foreach", "elseif", "when", "unless", "until", "await", "typeof", "new", "throw", "else", "do", "try", "function", "func", "fun", "fn", "yield", "in", "of", "case", "super", "assert":
		return true
	}
	return false
}

// noCall reports whether a word before "(" is a keyword or built in.
func noCall(w string) bool {
	switch w {
	case "defer", "go", "delete", "void", "instanceof", "is", "as", "not", "and", "or", "import", "require", "nameof", "sizeof", "default", "where", "let", "const", "var", "val", "make", "append", "len", "cap", "panic", "string", "int", "array", "isset", "empty", "list", "echo", "print", "constructor", "get", "set", "async":
		return true
	}
	return control(w)
}

func classWord(w string) bool {
	switch w {
	case "class", "interface", "struct", "enum", "trait", "record", "object", "impl":
		return true
	}
	return false
}

// readBraces reads the languages whose blocks are braces.
func (r *reader) readBraces() {
	for i := 0; i < len(r.Toks); {
		for len(r.open) > 0 && i >= r.open[len(r.open)-1].end {
			r.open = r.open[:len(r.open)-1]
		}
		i = max(i+1, r.token(i))
	}
	r.goSymbols()
}

// token reads what begins at i and returns where to go on.
func (r *reader) token(i int) int {
	if r.Toks[i].Kind == syntax.Punct {
		return r.mark(i)
	}
	if r.Toks[i].Kind != syntax.Word {
		return i + 1
	}
	w := r.Text(i)
	if w == "mod" && r.f.Lang == "rust" && !r.f.Test && (r.Is(i+1, "tests") || r.Is(i+1, "test")) && r.Is(i+2, "{") {
		return r.Skip(i + 2) // tests within the file they test
	}
	if next := r.imports(i, w); next > i {
		return next
	}
	if classWord(w) && !r.Is(i-1, ".") && r.classAt(i, w) {
		return i + 1
	}
	if next := r.functionAt(i, w); next > i {
		return next
	}
	if next := r.declaredAt(i, w); next > i {
		return next
	}
	r.throwAt(i, w)
	r.fieldAt(i, w)
	if scopeKey(w) {
		r.call("scope:" + w)
	}
	member := r.Is(i-1, ".") || r.Is(i-1, "?.") || r.Is(i-1, "->")
	if p := r.callParen(i); p > 0 && (member || !noCall(w)) && !r.Is(i-1, "@") {
		r.callAt(i, p, w)
	} else if r.kind() == "route" && (r.Is(i+1, ",") || r.Is(i+1, ")")) && !r.Is(i-1, ".") && r.directArg(i) {
		r.call(w) // a middleware passed by name
	}
	return i + 1
}

// directArg reports whether token i is an argument of the route registration
// itself, not of a call within its handler.
func (r *reader) directArg(i int) bool {
	end := r.open[len(r.open)-1].end
	return r.enclosing(i) == int(r.Match[end])
}

// mark reads annotations, arrows and attribute lists.
func (r *reader) mark(i int) int {
	switch r.First(i) {
	case '@', '[', '#', '=', ';', '}':
	default:
		return i + 1
	}
	switch {
	case r.Is(i, "@") && r.IsWord(i+1) && r.f.Lang != "php":
		name, next := r.Dotted(i + 1)
		if name == "interface" {
			return i + 1
		}
		r.note = append(r.note, name)
		if r.Is(next, "(") {
			return r.Skip(next)
		}
		return next
	case r.Is(i, "[") && r.f.Lang == "csharp" && r.statementStart(i):
		return r.attributes(i+1, int(r.Match[i]))
	case r.Is(i, "#") && r.Is(i+1, "[") && (r.f.Lang == "php" || r.f.Lang == "rust"):
		return r.attributes(i+2, int(r.Match[i+1]))
	case r.Is(i, "=>"):
		r.arrowAt(i)
	case r.Is(i, ";"), r.Is(i, "}"):
		r.note = nil
	}
	return i + 1
}

func (r *reader) statementStart(i int) bool {
	return i == 0 || r.Is(i-1, ";") || r.Is(i-1, "{") || r.Is(i-1, "}") || r.Is(i-1, "]") || r.Is(i-1, ")") && !r.SameLine(i-1, i)
}

// attributes reads [A, B(x)] between its brackets.
func (r *reader) attributes(i, end int) int {
	if end < 0 {
		return i
	}
	for i < end {
		name, next := r.Dotted(i)
		if name == "" {
			i++
			continue
		}
		if r.Is(next, ":") && r.f.Lang == "csharp" {
			i = next + 1 // [assembly: X]
			continue
		}
		r.note = append(r.note, LastName(name))
		if r.Is(next, "(") {
			next = r.Skip(next)
		}
		for next < end && !r.Is(next, ",") {
			next = r.Skip(next)
		}
		i = next + 1
	}
	return end + 1
}

// classAt opens a class-like unit; false when w is no declaration here.
func (r *reader) classAt(i int, w string) bool {
	if w == "enum" && r.Is(i+1, "class") || w == "object" && r.f.Lang != "kotlin" || w == "impl" && r.f.Lang != "rust" || w == "record" && r.f.Lang != "java" && r.f.Lang != "csharp" || w == "struct" && r.f.Lang == "ts" {
		return false
	}
	name, at := "", i+1
	if r.f.Lang == "go" {
		name = r.Text(i - 1)
		if !r.Is(i-2, "type") && !r.Is(i-2, "(") && !r.Is(i-2, ")") && !r.Is(i-2, "}") {
			return false
		}
	} else if w == "impl" {
		if r.Is(at, "<") {
			at = r.angle(at)
		}
		name, at = r.Dotted(at)
		name = LastName(name)
	} else if r.IsWord(at) {
		name, at = r.Text(at), at+1
	}
	if name == "" {
		return false
	}
	body, bases := r.header(at)
	if body < 0 {
		if r.f.Lang == "kotlin" || r.f.Lang == "csharp" && w == "record" { // data class Money(val amount: Long)
			r.add(Unit{Kind: "class", Name: name, Bases: bases, Mods: r.modifiers(i), Line: r.LineAt(i)})
			return true
		}
		return false
	}
	u := r.add(Unit{Kind: "class", Name: name, Bases: bases, Mods: r.modifiers(i), Line: r.LineAt(i)})
	r.open = append(r.open, scope{unit: u, end: int(r.Match[body]), class: name, kind: "class"})
	return true
}

// header reads from behind a class's name to its body, collecting bases.
func (r *reader) header(i int) (body int, bases []string) {
	inBases := false
	for n := 0; i < len(r.Toks) && n < 200; n++ {
		switch {
		case r.Is(i, "{"):
			if r.Match[i] < 0 {
				return -1, nil
			}
			return i, bases
		case r.Is(i, ";"), r.Is(i, ")"), r.Is(i, "}"), r.Is(i, "="):
			return -1, bases
		case r.f.Lang == "kotlin" && !r.SameLine(i-1, i) && !r.Is(i, ":") && !r.Is(i, "(") && !r.Is(i-1, ":") && !r.Is(i-1, ",") && !r.Is(i, "where"):
			return -1, bases // the next declaration
		case r.Is(i, "extends"), r.Is(i, "implements"), r.Is(i, ":"), r.Is(i, "for"):
			inBases = true
		case r.Is(i, "where"):
			inBases = false
		case r.Is(i, "<"):
			i = r.angle(i)
			continue
		case r.Is(i, "("):
			i = r.Skip(i)
			continue
		case r.IsWord(i) && inBases:
			var name string
			name, i = r.Dotted(i)
			bases = append(bases, LastName(name))
			continue
		}
		i++
	}
	return -1, nil
}

// angle skips <...> that begins at i, or one token.
func (r *reader) angle(i int) int {
	depth := 0
	for j, n := i, 0; j < len(r.Toks) && n < 60; j, n = j+1, n+1 {
		switch {
		case r.Is(j, "<"):
			depth++
		case r.Is(j, ">"):
			if depth--; depth == 0 {
				return j + 1
			}
		case r.Is(j, ";"), r.Is(j, "{") && depth == 0:
			return i + 1
		}
	}
	return i + 1
}

// callParen returns the "(" of a call of the word at i, over type arguments.
func (r *reader) callParen(i int) int {
	switch {
	case r.Is(i+1, "("):
		return i + 1
	case r.Is(i+1, "?.") && r.Is(i+2, "("):
		return i + 2
	case r.Is(i+1, "!") && r.Is(i+2, "(") && r.f.Lang == "rust":
		return i + 2
	case r.Is(i+1, "<") && (r.f.Lang == "ts" || r.f.Lang == "java" || r.f.Lang == "kotlin" || r.f.Lang == "csharp"):
		if j := r.angle(i + 1); r.Is(j-1, ">") && r.Is(j, "(") {
			return j
		}
	}
	return 0
}

// functionAt opens a function or method that is declared at i. It returns
// where its body begins, or i.
func (r *reader) functionAt(i int, w string) int {
	at := -1
	switch {
	case w == "func" && r.f.Lang == "go", w == "fun" && r.f.Lang == "kotlin", w == "fn" && (r.f.Lang == "rust" || r.f.Lang == "php"), w == "function" && (r.f.Lang == "ts" || r.f.Lang == "php"):
		at = i + 1
		if r.Is(at, "*") || r.Is(at, "&") {
			at++
		}
		if r.Is(at, "(") && r.f.Lang == "go" && r.IsWord(r.Skip(at)) { // a method's receiver
			at = r.Skip(at)
		}
		if r.Is(at, "<") {
			at = r.angle(at)
		}
		for r.IsWord(at) && r.Is(at+1, ".") { // Kotlin extension functions
			at += 2
		}
	case r.f.Lang == "kotlin" || r.f.Lang == "rust" || r.f.Lang == "go": // a word says so
	case r.kind() == "class" && r.Is(i+1, "(") && !control(w) && r.methodBefore(i):
		at = i
	case r.kind() == "class" && r.Is(i+1, "<") && r.f.Lang != "go":
		if j := r.angle(i + 1); r.Is(j, "(") && r.Is(j-1, ">") && r.methodBefore(i) {
			at = i
		}
	}
	if at < 0 {
		return i
	}
	name, paren := "", at
	if r.IsWord(at) {
		name, paren = r.Text(at), at+1
	}
	if r.Is(paren, "<") || r.Is(paren, "[") {
		if r.Is(paren, "<") {
			paren = r.angle(paren)
		} else {
			paren = r.Skip(paren)
		}
	}
	if !r.Is(paren, "(") || r.Match[paren] < 0 {
		return i
	}
	body := r.bodyAfter(int(r.Match[paren]) + 1)
	if body < 0 {
		return i
	}
	u := Unit{Kind: "function", Name: name, Returns: r.returns(at, paren, body), Line: r.LineAt(i)}
	if name == "" {
		if r.f.Lang == "go" || r.f.Lang == "php" || r.f.Lang == "kotlin" {
			return i
		}
		u.Name, u.Wrapper = r.nameBefore(i)
	}
	r.openFunction(u, body)
	return paren
}

// methodBefore tells a method's name from a call: what stands before it is a
// type, a modifier, or the end of another member.
func (r *reader) methodBefore(i int) bool {
	switch {
	case i == 0, r.Is(i-1, "{"), r.Is(i-1, "}"), r.Is(i-1, ";"), r.Is(i-1, ")") && !r.SameLine(i-1, i), r.Is(i-1, ">"), r.Is(i-1, "]"), r.Is(i-1, "*"):
		return true
	case r.Is(i-1, "?") && r.f.Lang == "csharp":
		return true
	}
	return r.IsWord(i-1) && !classWord(r.Text(i-1)) && !r.Is(i-1, "new") && !r.Is(i-1, "return") && !r.Is(i-1, "throw") && !r.Is(i-1, "await") && !r.Is(i-1, "else")
}

// bodyAfter finds the "{" of a function body behind its parameters, or the
// first token of an expression body; -1 for a declaration without one.
func (r *reader) bodyAfter(i int) int {
	for n := 0; i < len(r.Toks) && n < 80; n++ {
		switch {
		case r.Is(i, "{"):
			if r.f.Lang == "ts" && r.Is(i-1, ":") { // an object type: : {a: b} {
				i = r.Skip(i)
				continue
			}
			return i
		case r.Is(i, ";"), r.Is(i, "}"), r.Is(i, ")"), r.Is(i, ",") && r.f.Lang != "java" && r.f.Lang != "go" && r.f.Lang != "csharp":
			return -1
		case r.Is(i, "=") && r.f.Lang == "kotlin", r.Is(i, "=>"):
			return -1
		case r.Is(i, "("), r.Is(i, "["):
			i = r.Skip(i)
			continue
		case r.Is(i, "<"):
			i = r.angle(i)
			continue
		}
		i++
	}
	return -1
}

func (r *reader) openFunction(u Unit, body int) {
	if r.Match[body] < 0 {
		return
	}
	k := r.add(u)
	if u.Wrapper != "" {
		r.f.Units[k].use(u.Wrapper)
	}
	r.open = append(r.open, scope{unit: k, end: int(r.Match[body]), kind: "function"})
}
