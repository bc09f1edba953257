package code

import (
	"bytes"
	"sort"
)

// class is what an expression is made of.
type class uint16

const (
	cLit    class = 1 << iota // holds a string literal
	cVar                      // holds something that is not constant
	cDyn                      // text built from values
	cTaint                    // holds request data
	cParam                    // holds a parameter of the enclosing function
	cCall                     // holds a call we know nothing about
	cOp                       // holds an operator beside member access
	cRemote                   // the request data comes over a network, not from who runs the program
)

// assign is one assignment of a name.
type assign struct {
	pos int
	cls class
	rhs [2]int
}

const maxVars = 4000

// readVars records every assignment of the file in one pass, in order, so that classes flow forward.
func (f *file) readVars() {
	if f.varsDone {
		return
	}
	f.varsDone = true
	f.vars = map[string][]assign{}
	n := 0
	code := f.code
	for i := 0; i < len(code) && n < maxVars; i++ {
		switch code[i] {
		case '=':
			if r := f.assignAt(i); r > 0 {
				n++
				if code[i+1] == '=' {
					i++
				}
			}
		case '(':
			if f.main&(C|Cpp|ObjC) != 0 {
				f.filledAt(i)
			} else if f.main&(Java|Kotlin|CSharp|Scala|Go) != 0 {
				f.appendedAt(i)
			}
		case 'f':
			if hasAt(code, i, "for") && (i == 0 || !isWord(code[i-1])) {
				f.loopAt(i)
			}
		}
	}
}

// assignAt reads the assignment whose "=" stands at i.
func (f *file) assignAt(i int) int {
	code := f.code
	if i == 0 || i+1 >= len(code) || code[i+1] == '=' || code[i+1] == '>' || code[i+1] == '~' {
		return 0
	}
	e := i
	grow := false
	switch code[i-1] {
	case '=', '!', '<', '>':
		return 0
	case ':':
		e--
	case '+', '.', '|', '?', '-', '*', '%', '&', '^', '/':
		e--
		grow = code[i-1] == '+' || code[i-1] == '.'
		for e > 0 && (code[e-1] == '|' || code[e-1] == '?' || code[e-1] == '&') {
			e--
		}
	}
	start, ok := f.stmtStart(e)
	if !ok {
		return 0
	}
	var buf [6]string
	names := lhsNames(code[start:e], buf[:0])
	if len(names) == 0 {
		return 0
	}
	to := f.exprEnd(i + 1)
	cls := f.classify(i+1, to)
	if f.cast(i+1, to) {
		cls = 0
	}
	part := f.main&(C|Cpp|ObjC) != 0 && (code[e-1] == ']' || e > 1 && code[e-1] == ' ' && code[e-2] == ']')
	for _, n := range names {
		c := cls
		if part { // an element: the rest stays what it was
			if old, ok := f.lookup(n, i); ok {
				old.cls |= cls
				f.vars[n] = append(f.vars[n], assign{pos: i, cls: old.cls, rhs: old.rhs})
				continue
			}
		}
		if grow {
			if old, ok := f.lookup(n, i); ok {
				c |= old.cls
				if cls&(cVar|cCall) != 0 && old.cls&(cLit|cDyn) != 0 {
					c |= cDyn
				}
			} else if cls&cVar != 0 {
				c |= cDyn
			}
		}
		f.vars[n] = append(f.vars[n], assign{pos: i, cls: c, rhs: [2]int{i + 1, to}})
	}
	return to
}

// stmtStart walks back from e to the start of its statement; ok is false inside call arguments.
func (f *file) stmtStart(e int) (int, bool) {
	code := f.code
	depth := 0
	i := e - 1
	for ; i >= 0 && e-i < 300; i-- {
		switch code[i] {
		case ')', ']', '}':
			depth++
		case '(', '[':
			if depth == 0 {
				return i + 1, code[i] == '(' && controlBefore(code, i)
			}
			depth--
		case '{':
			if depth == 0 {
				return i + 1, true
			}
			depth--
		case ';':
			if depth == 0 {
				return i + 1, true
			}
		case '\n':
			if depth <= 0 {
				return i + 1, true
			}
		}
	}
	return i + 1, true
}

func controlBefore(code []byte, i int) bool {
	for i > 0 && code[i-1] == ' ' {
		i--
	}
	j := i
	for j > 0 && isWord(code[j-1]) {
		j--
	}
	switch string(code[j:i]) {
	case "if", "while", "for", "switch", "using", "try", "with", "":
		return true
	}
	return false
}

// lhsNames takes the assigned names out of the left side.
func lhsNames(s []byte, out []string) []string {
	s = bytes.TrimSpace(s)
	declared := false
	for _, kw := range [][]byte{[]byte("let "), []byte("const "), []byte("var "), []byte("val "), []byte("mut "), []byte("final "), []byte("auto ")} {
		if k := bytes.LastIndex(s, kw); k >= 0 {
			s = s[k+len(kw):]
			declared = true
		}
	}
	many := bytes.IndexByte(s, ',') >= 0 || len(s) > 0 && (s[0] == '{' || s[0] == '[')
	if c := bytes.IndexByte(s, ':'); c > 0 && !many && s[len(s)-1] != ':' {
		s = s[:c] // name: type
	}
	for _, part := range bytes.Split(s, []byte(",")) {
		part = bytes.Trim(part, " \t{}[]().*&")
		if k := bytes.LastIndexByte(part, '['); k > 0 {
			part = part[:k]
		}
		if c := bytes.LastIndexByte(part, ':'); c >= 0 && many {
			part = bytes.TrimSpace(part[c+1:])
		}
		var name []byte
		if declared && !many {
			name = leadingName(part)
		} else {
			name = trailingName(part)
		}
		if len(name) > 0 && len(out) < 6 && !(name[0] >= '0' && name[0] <= '9') {
			out = append(out, string(name))
		}
	}
	return out
}

func leadingName(s []byte) []byte {
	i := 0
	for i < len(s) && isNameByte(s[i]) {
		i++
	}
	return s[:i]
}

func trailingName(s []byte) []byte {
	i := len(s)
	for i > 0 && isNameByte(s[i-1]) {
		i--
	}
	return s[i:]
}

func isNameByte(c byte) bool { return isWord(c) || c == '$' || c == '@' }

// exprEnd finds the end of the expression that starts at i: a semicolon or line end at depth zero.
func (f *file) exprEnd(i int) int {
	code := f.code
	depth := 0
	limit := min(len(code), i+1500)
	for ; i < limit; i++ {
		switch code[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
			if depth < 0 {
				return i
			}
		case ';':
			if depth == 0 {
				return i
			}
		case '\n':
			if depth == 0 && !f.continues(i) {
				return i
			}
		}
	}
	return i
}

// continues tells whether the expression goes on behind the line end at i.
func (f *file) continues(i int) bool {
	code := f.code
	j := i - 1
	for j >= 0 && (code[j] == ' ' || code[j] == '\r' || code[j] == '\t') {
		j--
	}
	if j >= 0 {
		switch code[j] {
		case '+', ',', '.', '=', '&', '|', '?', '\\', '%', '(', '<':
			return true
		case ';', '{', '}':
			return false
		}
	}
	k := i + 1
	for k < len(code) && (code[k] == ' ' || code[k] == '\t' || code[k] == '\r' || code[k] == '\n') {
		k++
	}
	if k >= len(code) {
		return false
	}
	switch code[k] {
	case '+', '.', '?', '&', '|':
		return true
	case '"', '\'', '`', '$', '@': // adjacent literals in brackets are depth > 0; here only unfinished lines
		return f.main&(Java|CSharp|C|Cpp|PHP) != 0 && j >= 0 && code[j] != ')' && code[j] != ';'
	}
	return false
}

// loopAt reads "for x in xs", "for (T x : xs)", "foreach (xs as x)".
func (f *file) loopAt(i int) {
	code := f.code
	end := i
	for end < len(code) && code[end] != '\n' && end-i < 200 {
		end++
	}
	line := code[i:end]
	from := 3
	if bytes.HasPrefix(line, []byte("foreach")) {
		from = 7
	}
	for _, sep := range []string{" in ", " of ", " : ", " as "} {
		k := bytes.Index(line, []byte(sep))
		if k < from {
			continue
		}
		l, r := line[from:k], [2]int{i + k + len(sep), end}
		if sep == " as " {
			l = line[k+4:]
			r = [2]int{i + from, i + k}
			if c := bytes.IndexByte(l, ')'); c >= 0 {
				l = l[:c]
			}
			l = bytes.ReplaceAll(l, []byte("=>"), []byte(","))
		}
		if b := r[1] - 1; sep != " as " && b > r[0] && code[b] == '{' {
			r[1] = b
		}
		cls := f.classify(r[0], r[1])
		var buf [6]string
		for _, n := range lhsNames(bytes.TrimLeft(l, " ("), buf[:0]) {
			f.vars[n] = append(f.vars[n], assign{pos: i, cls: cls, rhs: r})
		}
		return
	}
}

// lookup returns the last assignment of name before off in the same function, else one outside any function.
func (f *file) lookup(name string, off int) (assign, bool) {
	list := f.vars[name]
	i := sort.Search(len(list), func(i int) bool { return list[i].pos >= off }) - 1
	for n := 0; i >= 0 && n < 40; i, n = i-1, n+1 {
		a := list[i]
		if f.sameScope(a.pos, off) {
			return a, true
		}
	}
	return assign{}, false
}

// sameScope tells whether what is assigned at a is seen at b.
func (f *file) sameScope(a, b int) bool {
	if b-a < 200 && bytes.IndexByte(f.code[a:b], '\n') < 0 {
		return true
	}
	from, to := f.scopeOf(a)
	return from <= b && b < to
}

// scopeOf is the function around an assignment; at the top level it is everything.
func (f *file) scopeOf(off int) (int, int) {
	if f.langs&Python != 0 {
		if n := f.line(off) - 1; f.indentOf(n) == 0 {
			return 0, len(f.code)
		}
		return f.function(off)
	}
	if f.main&Ruby != 0 {
		return f.function(off)
	}
	if b := f.enclosing(off); b >= 0 {
		return f.blocks[b].head, f.blocks[b].close
	}
	return 0, len(f.code)
}
