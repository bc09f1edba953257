package code

import (
	"bytes"
	"strings"
)

// harmless tells assignments whose value cannot be text of somebody else: numbers, placeholders of a statement.
func (f *file) harmless(a assign) bool {
	s := bytes.TrimSpace(f.code[a.rhs[0]:a.rhs[1]])
	if len(s) == 0 {
		return false
	}
	if s[0] >= '0' && s[0] <= '9' || s[0] == '-' {
		return true
	}
	if bytes.HasPrefix(s, []byte("await ")) {
		s = bytes.TrimSpace(s[6:])
	}
	for _, p := range numbers {
		if bytes.HasPrefix(s, []byte(p)) {
			return true
		}
	}
	return f.onlyMarks(a.rhs[0], a.rhs[1]) && containsAny(s, []string{"join", "repeat", "Repeat", "implode", "fill", " * ", "ljust"})
}

// cast tells "(int) value" of PHP, Java and C#.
func (f *file) cast(from, to int) bool {
	s := bytes.TrimLeft(f.code[from:to], " ")
	return len(s) > 4 && s[0] == '(' && (bytes.HasPrefix(s, []byte("(int)")) || bytes.HasPrefix(s, []byte("(integer)")) || bytes.HasPrefix(s, []byte("(float)")) || bytes.HasPrefix(s, []byte("(long)")))
}

// numbers begin expressions that give a number or fail.
var numbers = []string{"parseInt(", "parseFloat(", "Number(", "Number.parse", "BigInt(", "int(", "float(", "Integer.parseInt(", "Integer.valueOf(", "Long.parseLong(", "Long.valueOf(", "Double.parse", "intval(", "floatval(", "(int)", "(integer)", "(float)", "(long)", "int.Parse(", "long.Parse(", "Guid.Parse(", "Convert.ToInt", "strconv.Atoi(", "strconv.ParseInt(", "strconv.ParseUint(", "strconv.ParseFloat(", "UUID.fromString(", "uuid.UUID(", "uuid.Parse(", "len(", "count(", "Integer(", "Math.floor(", "Math.max(", "Math.min("}

// onlyMarks tells whether every literal of the region is made of the marks that stand for bound values.
func (f *file) onlyMarks(from, to int) bool {
	marks := false
	for _, l := range f.litsIn(from, to) {
		t := strings.Trim(string(f.raw[l.start:l.end]), " ,()")
		switch {
		case t == "":
		case strings.Trim(t, "?, ()") == "", strings.Trim(strings.ReplaceAll(t, "%s", ""), ", ()") == "":
			marks = true
		default:
			return false
		}
	}
	return marks
}

// placeholders tells strings.Repeat("?,", n) and the like from text.
func (f *file) placeholders(last []byte, open, to int) bool {
	return inList([]string{"Repeat", "repeat", "str_repeat", "join", "Join", "implode"}, last) && f.onlyMarks(open, f.closing(open, to))
}

// toNumber tells whether request data that ends at j is turned into a number at once: params[:id].to_i.
func (f *file) toNumber(j, to int) (int, bool) {
	if f.main&Ruby == 0 {
		return 0, false
	}
	for j < to && f.code[j] == '[' {
		j = f.closing(j, to) + 1
	}
	for _, n := range []string{".to_i", ".to_f", ".to_d"} {
		if hasAt(f.code, j, n) && (j+len(n) >= len(f.code) || !isWord(f.code[j+len(n)])) {
			return j + len(n), true
		}
	}
	return 0, false
}

// constantMap tells whether w at i names a table that the program wrote down.
func (f *file) constantMap(i int, w []byte) bool {
	if f.vars == nil {
		return false
	}
	if isConst(w) && len(w) > 2 && w[0] != '$' {
		return true
	}
	a, ok := f.lookup(string(w), i)
	if !ok {
		return false
	}
	s := bytes.TrimSpace(f.code[a.rhs[0]:a.rhs[1]])
	for _, p := range []string{"{", "[", "array(", "map[", "dict(", "new Map", "Map.of", "mapOf(", "new Dictionary"} {
		if bytes.HasPrefix(s, []byte(p)) {
			return a.cls&(cTaint|cVar|cCall|cParam) == 0
		}
	}
	return false
}
