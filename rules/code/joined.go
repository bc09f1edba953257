package code

import "bytes"

// joined tells whether the literal is interpolated with, concatenated to or formatted with a value.
func (f *file) joined(l literal) (bool, int) {
	if f.tagged(l) {
		return false, l.after
	}
	if l.interp && f.interpVaries(l) {
		return true, l.after
	}
	i := l.after
	code := f.code
	for n := 0; n < 40; n++ {
		k := i
		for k < len(code) && isSpace(code[k]) {
			k++
		}
		if k >= len(code) {
			return false, i
		}
		switch {
		case hasAt(code, k, ".format(") || hasAt(code, k, ".formatted(") || hasAt(code, k, ".concat(") || hasAt(code, k, ".replace("):
			open := bytes.IndexByte(code[k:], '(') + k
			c := f.classify(open+1, f.closing(open, len(code)))
			return c&cVar != 0, f.closing(open, len(code))
		case code[k] == '%' && f.main&(Python|Ruby) != 0:
			to := f.operandEnd(k + 1)
			return f.classify(k+1, to)&cVar != 0, to
		case code[k] == '+' && !hasAt(code, k, "++"), code[k] == '.' && f.main&PHP != 0, hasAt(code, k, "<<") && f.main&(Ruby|Cpp) != 0, hasAt(code, k, ".."), hasAt(code, k, "||") && f.main&SQL != 0:
			k++
			if code[min(k, len(code)-1)] == '=' {
				return false, i
			}
			to := f.operandEnd(k)
			if f.classify(k, to)&cVar != 0 {
				return true, to
			}
			if to <= i {
				return false, i
			}
			i = to
		case (code[k] == '"' || code[k] == '\'') && f.main&(Python|C|Cpp) != 0 && k > i: // adjacent literals
			if j := f.litIndex(k + 1); j >= 0 && f.lits[j].open <= k {
				if f.lits[j].interp && f.interpVaries(f.lits[j]) {
					return true, f.lits[j].after
				}
				i = f.lits[j].after
				continue
			}
			return false, i
		default:
			return f.formatted(l, k)
		}
	}
	return false, i
}

// tagged tells a template that a function receives with its values apart: sql`…`, tx.$queryRaw<T>`…`.
func (f *file) tagged(l literal) bool {
	i := l.open
	if f.main&(JS|TS) == 0 || i < 2 || f.raw[i] != '`' || !isNameByte(f.code[i-1]) && f.code[i-1] != '>' {
		return false
	}
	w := trailingName(f.code[max(0, i-12):i])
	return !inList([]string{"return", "case", "typeof", "await", "raw", "in", "of"}, w)
}

// formatted tells sprintf("literal", value) and the like; k stands behind the literal.
func (f *file) formatted(l literal, k int) (bool, int) {
	code := f.code
	if f.main&(C|Cpp|ObjC) != 0 && code[k] == ',' {
		if open := f.printing(l.open); open > 0 {
			to := f.closing(open, min(len(code), open+600))
			return f.classify(k+1, to)&cVar != 0 && formatVerbs(f.raw[l.start:l.end]), to
		}
	}
	if code[k] == ',' && bytes.IndexByte(f.raw[l.start:l.end], '%')|bytes.IndexByte(f.raw[l.start:l.end], '{') >= -1 {
		i := l.open
		for i > 0 && (isSpace(code[i-1]) || code[i-1] == '(' || code[i-1] == '@' || code[i-1] == '$') {
			i--
		}
		w := i
		for w > 0 && (isWord(code[w-1]) || code[w-1] == '.' || code[w-1] == ':' || code[w-1] == '!') {
			w--
		}
		name := bytes.TrimRight(lastSegment(code[w:i]), "!")
		if inList([]string{"format", "sprintf", "Sprintf", "Format", "vsprintf", "AppendFormat", "Fprintf", "stringWithFormat"}, name) && i < l.open {
			open := bytes.IndexByte(code[i:], '(') + i
			to := f.closing(open, len(code))
			return f.classify(k+1, to)&cVar != 0 && formatVerbs(f.raw[l.start:l.end]), to
		}
	}
	if code[k] == ')' && (hasAt(code, k+1, ".format(") || hasAt(code, k+1, " % ") || hasAt(code, k+1, ".formatted(")) {
		return true, k + 2
	}
	// value + "literal"
	i := l.open - 1
	for i >= 0 && isSpace(code[i]) {
		i--
	}
	if i > 0 && (code[i] == '+' || code[i] == '.' && f.main&PHP != 0) && code[i-1] != '+' {
		if st, _ := f.stmtStart(l.open); f.classify(st, i)&cVar != 0 && bytes.IndexByte(code[st:i], '=') < 0 {
			return true, l.after
		}
	}
	return false, l.after
}

// printing is the opening bracket of a call of the printf family that holds the offset as one of its first arguments; 0 for none.
func (f *file) printing(off int) int {
	for i, depth := off-1, 0; i > 0 && off-i < 160; i-- {
		switch f.code[i] {
		case ')':
			depth++
		case '(':
			if depth--; depth < 0 {
				w := bytes.TrimLeft(trailingName(f.code[max(0, i-20):i]), "_")
				if bytes.HasSuffix(w, []byte("printf")) && bytes.HasPrefix(w, []byte("s")) {
					return i
				}
				return 0
			}
		case ';', '{', '}':
			return 0
		}
	}
	return 0
}

func formatVerbs(lit []byte) bool {
	return expr(`%[-+ #]?[sv@q]|%\d\$s|\{\d*(?::[^}]*)?\}|\{\w+\}`).Match(lit)
}

// operandEnd finds the end of one operand: the next text operator or closing at depth zero.
func (f *file) operandEnd(k int) int {
	code := f.code
	depth := 0
	for n := 0; k < len(code) && n < 600; n++ {
		switch c := code[k]; {
		case c == '(' || c == '[' || c == '{':
			depth++
		case c == ')' || c == ']' || c == '}':
			depth--
			if depth < 0 {
				return k
			}
		case depth == 0 && (c == '+' || c == ',' || c == ';' || c == '.' && f.main&PHP != 0 && n > 0 || c == '<' && n > 0 && f.main&(Ruby|Cpp) != 0):
			return k
		case depth == 0 && c == '\n' && n > 1 && !f.continues(k):
			return k
		}
		if j := f.litIndex(k + 1); j >= 0 && f.lits[j].open == k && f.lits[j].after > k {
			n++
			k = f.lits[j].after
			continue
		}
		k++
	}
	return k
}
