package code

import (
	"bytes"
	"strconv"
	"strings"
)

// cKind runs the matchers on memory of C and C++.
func (s *scan) cKind(b *bound, pos int) bool {
	switch b.det.Kind {
	case "c-released":
		s.released(b, pos)
	case "c-mismatched":
		s.mismatched(b, pos)
	case "c-room":
		s.room(b, pos)
	case "c-loop":
		s.loopRoom(b, pos)
	case "c-index":
		s.outsideIndex(b, pos)
	default:
		return false
	}
	return true
}

// releasedName is the variable that the free( or delete at pos gives back, and where the statement ends.
func (f *file) releasedName(pos int) (string, int) {
	end := pos
	for end < len(f.code) && f.code[end] != ';' && f.code[end] != '\n' && end-pos < 120 {
		end++
	}
	if end >= len(f.code) || f.code[end] != ';' {
		return "", end
	}
	stmt := f.code[pos:end]
	if bytes.HasPrefix(stmt, []byte("free")) {
		stmt = bytes.TrimLeft(stmt[len("free"):], " ")
		if len(stmt) < 3 || stmt[0] != '(' || stmt[len(stmt)-1] != ')' {
			return "", end
		}
		stmt = stmt[1 : len(stmt)-1]
	} else {
		stmt = bytes.TrimLeft(stmt[len("delete"):], " []")
	}
	w := bytes.TrimSpace(stmt)
	if len(w) == 0 || len(leadingName(w)) != len(w) {
		return "", end
	}
	return string(w), end
}

// released reports what is used or given back again, in the same block, after it was given back.
func (s *scan) released(b *bound, pos int) {
	f := s.file
	if f.code[pos] != f.raw[pos] || pos > 0 && (isNameByte(f.code[pos-1]) || f.code[pos-1] == '.' || f.code[pos-1] == '>' || f.code[pos-1] == ':') {
		return
	}
	name, end := f.releasedName(pos)
	if name == "" {
		return
	}
	depth := 0
	for i := end; i < len(f.code) && i-end < 1500; i++ {
		switch c := f.code[i]; {
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth < 0 {
				return
			}
		case isNameByte(c) && !isNameByte(f.code[i-1]):
			w := leadingName(f.code[i:])
			if inList([]string{"return", "goto", "break", "continue", "exit", "throw", "abort", "case", "default"}, w) && depth == 0 {
				if string(w) == "return" && bytes.Contains(f.code[i:f.exprEnd(i)], []byte("*"+name)) {
					s.statement(b, i, i+len(w))
				}
				return
			}
			if string(w) == name && f.code[i-1] != '.' && f.code[i-1] != '>' {
				if f.given(i, len(w)) || depth > 0 {
					return
				}
				if f.used(i, len(w)) {
					s.statement(b, i, i+len(w))
				}
				return
			}
			i += len(w) - 1
		}
	}
}

// given tells whether the name at i is assigned or its address passed on.
func (f *file) given(i, n int) bool {
	k := i + n
	for k < len(f.code) && f.code[k] == ' ' {
		k++
	}
	return k+1 < len(f.code) && f.code[k] == '=' && f.code[k+1] != '=' && f.code[i-1] != '*' || f.code[i-1] == '&'
}

// used tells whether the name at i is followed into memory: p[0], *p, p->x, f(p).
func (f *file) used(i, n int) bool {
	k := i + n
	for k < len(f.code) && f.code[k] == ' ' {
		k++
	}
	if k >= len(f.code) {
		return false
	}
	return f.code[k] == '[' || hasAt(f.code, k, "->") || f.code[i-1] == '*' || f.code[k] == ')' || f.code[k] == ','
}

// mismatched reports memory given back by another way than it was taken.
func (s *scan) mismatched(b *bound, pos int) {
	f := s.file
	if f.code[pos] != f.raw[pos] || pos > 0 && isNameByte(f.code[pos-1]) {
		return
	}
	name, end := f.releasedName(pos)
	if name == "" {
		return
	}
	f.readVars()
	a, ok := f.lookup(name, pos)
	if !ok {
		return
	}
	rhs := strings.TrimSpace(string(f.code[a.rhs[0]:a.rhs[1]]))
	array := strings.HasPrefix(rhs, "new ") && strings.HasSuffix(rhs, "]")
	taken := strings.Contains(rhs, "malloc(") || strings.Contains(rhs, "calloc(") || strings.Contains(rhs, "strdup(")
	how := string(f.code[pos:end])
	switch {
	case strings.HasPrefix(how, "free") && strings.HasPrefix(rhs, "new "),
		strings.HasPrefix(how, "delete") && taken,
		strings.HasPrefix(how, "delete") && strings.HasPrefix(rhs, "new ") && array != strings.Contains(how, "["):
		s.statement(b, pos, end)
	}
}

// writers are functions that write a number of bytes into their first argument; size is the argument that says how many.
var writers = []struct {
	name string
	size int
}{{"memcpy", 2}, {"memmove", 2}, {"memset", 2}, {"strncpy", 2}, {"strncat", 2}, {"snprintf", 1}, {"fgets", 1}, {"wcsncpy", 2}, {"wmemset", 2}, {"wmemcpy", 2}}

// room reports copies of a constant size into a buffer that is declared smaller.
func (s *scan) room(b *bound, pos int) {
	f := s.file
	for _, w := range writers {
		open, ok := f.callAt(pos, w.name, w.name, false)
		if !ok {
			continue
		}
		args := f.args(open)
		if len(args) <= w.size {
			return
		}
		r := f.roomOf(args[0], 0)
		if size := f.code[args[w.size].from:args[w.size].to]; !r.bytes && w.name[0] != 'w' && !bytes.Contains(size, []byte("sizeof")) {
			return // so many elements of more than a byte
		}
		if want := f.sizeOf(args[w.size]); r.n > 0 && want > r.n {
			s.overflow(b, pos, args[len(args)-1].to, r)
		}
		return
	}
}

// roomSize is what a buffer holds: n elements, 0 when that is not written down, whether an element is a byte, and
// where the variable was made to hold it.
type roomSize struct {
	n     int
	bytes bool
	at    int
}

// roomOf is the room in the buffer named by an argument.
func (f *file) roomOf(a arg, depth int) roomSize {
	w := leadingName(f.code[a.from:a.to])
	if len(w) == 0 || len(w) != a.to-a.from || depth > 3 {
		return roomSize{}
	}
	st, _ := f.function(a.from)
	for i := a.from; i > st; {
		k := bytes.LastIndex(f.code[st:i], append(bytes.Clone(w), '['))
		if k < 0 {
			break
		}
		i = st + k
		if n, small := f.declared(i, len(w)); n > 0 {
			return roomSize{n, small, i}
		}
	}
	f.readVars()
	v, ok := f.lookup(string(w), a.from)
	if !ok {
		return roomSize{}
	}
	r := f.trim(v.rhs[0], v.rhs[1])
	if n, ok := f.taken(r); ok {
		s := f.code[r.from:r.to]
		small := bytes.Contains(bytes.ToLower(s), []byte("alloc")) && !bytes.Contains(s, []byte("sizeof")) || bytes.Contains(s, []byte("char")) && !bytes.Contains(s, []byte("wchar"))
		return roomSize{n, small, v.rhs[0]}
	}
	in := f.roomOf(r, depth+1)
	if in.n > 0 {
		in.at = v.rhs[0]
	}
	return in
}

// declared is the constant in "type name[N]" at i, and whether the type is as large as a byte.
func (f *file) declared(i, n int) (int, bool) {
	before := bytes.TrimRight(f.code[max(0, i-24):i], " ")
	if len(before) == 0 || !isWord(before[len(before)-1]) && before[len(before)-1] != '*' || i > 0 && isNameByte(f.code[i-1]) {
		return 0, false
	}
	kind := string(trailingName(before))
	switch kind {
	case "return", "case", "else", "sizeof":
		return 0, false
	}
	end := bytes.IndexByte(f.code[i:min(len(f.code), i+n+24)], ']')
	if end < 0 {
		return 0, false
	}
	v, err := strconv.Atoi(strings.TrimSpace(string(f.code[i+n+1 : i+end])))
	if err != nil {
		return 0, false
	}
	return v, inList([]string{"char", "uint8_t", "int8_t", "BYTE", "u_char", "UCHAR", "CHAR", "byte", "u8", "gchar", "guint8", "u_int8_t", "XMLByte", "uchar"}, []byte(kind))
}

// taken reads malloc(N) and malloc(N*sizeof(T)) as N elements, new T[N] likewise.
func (f *file) taken(a arg) (int, bool) {
	s := string(f.code[a.from:a.to])
	m := expr(`(?:m|c)alloc\(\s*(\d+)\s*(?:\*\s*sizeof\s*\([^)]*\)\s*)?\)$|^new\s+\w+\s*\[\s*(\d+)\s*\]$|(?i:alloca)\(\s*(\d+)\s*(?:\*\s*sizeof\s*\([^)]*\)\s*)?\)$`).FindStringSubmatch(s)
	for i := 1; i < len(m); i++ {
		if n, err := strconv.Atoi(m[i]); err == nil {
			return n, true
		}
	}
	return 0, false
}

// sizeOf reads a constant size in elements: 100, 100*sizeof(T), 100-1.
func (f *file) sizeOf(a arg) int {
	m := expr(`^(\d+)\s*(?:\*\s*sizeof\s*\([^)]*\))?\s*(?:-\s*(\d+))?$`).FindStringSubmatch(string(f.code[a.from:a.to]))
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	less, _ := strconv.Atoi(m[2])
	return n - less
}
