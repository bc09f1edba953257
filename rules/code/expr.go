package code

import "bytes"

func inList(list []string, w []byte) bool {
	for _, s := range list {
		if len(s) == len(w) && s == string(w) {
			return true
		}
	}
	return false
}

// classify says what the expression in [from, to) is made of.
func (f *file) classify(from, to int) class {
	var c class
	code := f.code
	lits := f.litsIn(from, to)
	if len(lits) > 0 {
		c |= cLit
	}
	for _, l := range lits {
		if l.interp && f.interpVaries(l) {
			c |= cDyn | cVar
		}
	}
	for i := from; i < to; {
		ch := code[i]
		if !isNameByte(ch) {
			if f.isOperator(i, to) {
				c |= cOp
			}
			i++
			continue
		}
		if ch >= '0' && ch <= '9' {
			for i < to && isNameByte(code[i]) {
				i++
			}
			continue
		}
		if stringPrefix(code, i, to) {
			i++
			continue
		}
		j, k := f.name(i, to, &c)
		_ = j
		i = k
	}
	if c&(cLit|cOp) == cLit|cOp && c&cVar != 0 {
		c |= cDyn
	}
	return c
}

// stringPrefix skips the letter of f"…", b'…', r"…".
func stringPrefix(code []byte, i, to int) bool {
	return i+1 < to && (code[i+1] == '"' || code[i+1] == '\'') && isWord(code[i])
}

// interpVaries tells whether an interpolated literal holds more than constants.
func (f *file) interpVaries(l literal) bool {
	for i := l.start; i < l.end; {
		if !isNameByte(f.code[i]) || f.code[i] == '$' && !(i+1 < l.end && isWord(f.code[i+1])) {
			i++
			continue
		}
		j := i
		for j < l.end && (isNameByte(f.code[j]) || f.code[j] == '.') {
			j++
		}
		if end := f.choice(j, l.end); end > 0 {
			i = end
			continue
		}
		if end, ok := f.toNumber(j, l.end); ok {
			i = end
			continue
		}
		if w := f.code[i:j]; !isConst(w) && !inList([]string{"join", "len", "placeholders"}, w) {
			if a, ok := f.lookupIfRead(string(bytes.TrimLeft(w, "$")), i); !ok || a.cls&^(cLit) != 0 && !f.harmless(a) || a.cls == 0 && !f.harmless(a) {
				return true
			}
		}
		i = j
	}
	return false
}

// choice is the end of a hole that goes on at j as "? literal : literal"; 0 when it does not.
func (f *file) choice(j, to int) int {
	for j < to && f.code[j] == ' ' {
		j++
	}
	if j+1 >= to || f.code[j] != '?' || f.code[j+1] == '.' || f.code[j+1] == '?' {
		return 0
	}
	for i := j; i < to; i++ {
		if f.code[i] == '}' {
			return i
		}
		if isNameByte(f.code[i]) {
			return 0
		}
	}
	return 0
}

func (f *file) lookupIfRead(name string, off int) (assign, bool) {
	if a, ok := f.lookup(name, off); ok {
		return a, true
	}
	if f.main&PHP != 0 {
		return f.lookup("$"+name, off)
	}
	return assign{}, false
}

// isConst tells ALL_CAPS names, numbers and keywords.
func isConst(w []byte) bool {
	if len(w) == 0 {
		return true
	}
	upper, letters := true, 0
	for _, c := range w {
		if c >= 'a' && c <= 'z' {
			upper = false
		}
		if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			letters++
		}
	}
	if upper && w[0] != '$' || letters == 0 {
		return true
	}
	switch string(w) {
	case "__dir__", "__dirname", "__FILE__", "__DIR__", "true", "false", "null", "nil", "None", "True", "False", "undefined", "new", "await", "return", "const", "let", "var", "if", "else", "in", "is", "not", "and", "or", "typeof", "void", "async", "function", "yield", "as", "this.constructor":
		return true
	}
	return false
}

// isOperator tells a text-building operator at i.
func (f *file) isOperator(i, to int) bool {
	code := f.code
	switch code[i] {
	case '+':
		return true
	case '.':
		return f.main&PHP != 0 && i+1 < to && code[i+1] != '='
	case '%':
		return f.main&(Python|Ruby) != 0
	case '&':
		return f.main&Other != 0
	case '<':
		return f.main&(Ruby|Cpp) != 0 && i+1 < to && code[i+1] == '<'
	case '|':
		return f.main&SQL != 0
	}
	return false
}

// name reads a dotted name at i and adds its class; it returns the end of the name and where to go on.
func (f *file) name(i, to int, c *class) (int, int) {
	code := f.code
	j := i
	for j < to && (isNameByte(code[j]) || code[j] == '.' && j+1 < to && (isNameByte(code[j+1])) || hasAt(code, j, "->") || hasAt(code, j, "::") || hasAt(code, j, "?.") || j > i && (code[j] == '>' && code[j-1] == '-' || code[j] == ':' && code[j-1] == ':' || code[j] == '.' && code[j-1] == '?' || code[j] == ':' && j+1 < to && code[j+1] == ':')) {
		if f.main&PHP != 0 && code[j] == '.' {
			break
		}
		j++
	}
	w := code[i:j]
	if len(w) == 0 {
		return i, i + 1
	}
	k := j
	for k < to && code[k] == ' ' {
		k++
	}
	if k+1 < to && code[k] == '!' && code[k+1] == '(' && f.main&Rust != 0 { // format!(…)
		k++
		if string(w) == "format" && f.inlineNames(k, to) {
			*c |= cDyn | cVar
		}
	}
	call := k < to && code[k] == '('
	last := lastSegment(w)
	if f.main&(Kotlin|Scala) != 0 && len(w) > 1 && w[0] == '$' { // "$name"
		i, w = i+1, w[1:]
	}
	if from := f.sourceClass(i, w); from != 0 {
		if end, ok := f.toNumber(j, to); ok {
			return j, end
		}
		*c |= from
		return j, j
	}
	if j < to && code[j] == '[' && f.constantMap(i, w) { // a value of our own, whatever the key
		return j, f.closing(j, to) + 1
	}
	if call {
		if f.placeholders(last, k, to) {
			return j, f.closing(k, to) + 1
		}
		if inList(sanitizers, last) || inList(sanitizers, firstSegment(w)) && !f.known(w) {
			return j, f.closing(k, to) + 1
		}
		end := f.closing(k, to)
		if inList(builders, last) {
			in := f.classify(k+1, end)
			if in&(cVar|cTaint) != 0 {
				*c |= cDyn
			}
			*c |= in
			f.base(i, w, c)
			return j, end + 1
		}
		if !inList(carriers, last) && !inList(carriers, firstSegment(w)) {
			in := f.classify(k+1, end)
			*c |= cCall | cVar
			if in&cTaint != 0 && receiverless(w) && len(w) < 3 {
				*c |= in & (cTaint | cRemote)
			}
			f.base(i, w, c)
			return j, end + 1
		}
		if len(last) < len(w) && w[0] >= 'A' && w[0] <= 'Z' && !f.known(w) { // Encoding.UTF8.GetBytes: a static carrier
			return j, k + 1
		}
		f.base(i, w, c)
		if f.main&(Ruby) == 0 {
			*c |= cCall
		}
		if !inList(carriers, w) {
			*c |= cVar
		}
		return j, k + 1
	}
	f.base(i, w, c)
	return j, j
}

// inlineNames tells a Rust format string that names its values: "{name}".
func (f *file) inlineNames(open, to int) bool {
	for _, l := range f.litsIn(open, f.closing(open, to)) {
		if expr(`\{[a-z_]\w*[:}]`).Match(f.raw[l.start:l.end]) {
			return true
		}
	}
	return false
}

func receiverless(w []byte) bool { return bytes.IndexByte(w, '.') < 0 }

func (f *file) known(w []byte) bool {
	_, ok := f.vars[string(firstSegment(w))]
	return ok
}

// base adds the class of the variable a dotted name starts with.
func (f *file) base(i int, w []byte, c *class) {
	if i > 0 && f.code[i-1] == '.' { // a method of what stands before it
		return
	}
	if m := f.macro(string(w)); len(m) > 0 && !isConst([]byte(m[0])) { // a name for a variable
		w = []byte(m[0])
	}
	if isConst(w) || isConst(lastSegment(w)) && len(w) > 2 && bytes.IndexByte(w, '.') > 0 && len(lastSegment(w)) > 1 {
		return
	}
	first := firstSegment(w)
	if isConst(first) && len(first) == len(w) {
		return
	}
	a, ok := f.lookup(string(first), i)
	if (string(first) == "this" || string(first) == "self") && len(w) > len(first)+1 {
		a, ok = f.lookup(string(firstSegment(bytes.TrimLeft(w[len(first):], ".->?"))), i)
	}
	if ok {
		*c |= a.cls &^ (cOp | cLit)
		if a.cls&^(cLit|cOp|cCall) != 0 || a.cls == 0 && !f.harmless(a) {
			*c |= cVar
		}
		if a.cls&cLit != 0 && a.cls&(cVar|cCall|cDyn|cTaint) == 0 {
			*c |= cLit
		}
		return
	}
	*c |= cVar
	if f.isParam(string(first), i) {
		*c |= cParam
		if (len(first) == len(w) || f.main&Rust != 0) && f.textParam(string(first), i) {
			*c |= cTaint | cRemote
		}
	}
}

func firstSegment(w []byte) []byte {
	for i, c := range w {
		if c == '.' || c == '-' || c == ':' || c == '?' {
			return w[:i]
		}
	}
	return w
}

func lastSegment(w []byte) []byte {
	for i := len(w) - 1; i >= 0; i-- {
		if c := w[i]; c == '.' || c == '>' || c == ':' {
			return w[i+1:]
		}
	}
	return w
}

// closing returns the offset of the bracket that closes the one at k, bounded by to.
func (f *file) closing(k, to int) int {
	depth := 0
	for i := k; i < to; i++ {
		switch f.code[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
			if depth == 0 {
				return i
			}
		}
	}
	return to
}
