package code

import (
	"bytes"
	"strconv"
)

// comesIn reports beside a match in C where the data it works on was read: that line is the one to mend when the
// check belongs there.
func (s *scan) comesIn(m Match, from, to int) {
	f := s.file
	if f.main&(C|Cpp|ObjC) == 0 || m.Tier < Advise || !inList([]string{"MEM-02", "ACC-06", "INJ-05", "INJ-11", "DAT-07"}, []byte(m.Rule)) {
		return
	}
	f.readVars()
	for i := from; i < to; i++ {
		if !isNameByte(f.code[i]) || i > 0 && isNameByte(f.code[i-1]) {
			continue
		}
		w := leadingName(f.code[i:to])
		if a, ok := f.lookup(f.meant(w), i); ok && a.cls&cTaint != 0 {
			s.origin(m, a.pos)
			return
		}
		i += len(w) - 1
	}
}

// meant is the variable a macro stands for, or the name itself.
func (f *file) meant(w []byte) string {
	if m := f.macro(string(w)); len(m) > 0 {
		return m[0]
	}
	return string(w)
}

// origin adds a told match on the line of pos.
func (s *scan) origin(m Match, pos int) {
	line := s.file.line(pos)
	if line == m.Line || s.seen[spot{m.Rule, line}] {
		return
	}
	m.Why = "What begins here is used on line " + strconv.Itoa(m.Line) + " without a check. " + m.Why
	m.Line, m.EndLine, m.Tier = line, line, Advise
	s.add(m, false)
}

// loopRoom reports a loop over a constant number of elements that writes to a buffer declared smaller.
func (s *scan) loopRoom(b *bound, pos int) {
	f := s.file
	if f.code[pos] != f.raw[pos] || pos > 0 && isNameByte(f.code[pos-1]) {
		return
	}
	body := f.code[pos:min(len(f.code), pos+220)]
	m := expr(`^for\s*\(\s*(?:\w+\s+)?(\w+)\s*=\s*0\s*;\s*(\w+)\s*<\s*(\d+)\s*;[^)]*\)\s*\{?\s*(\w+)\[(\w+)\]\s*=[^=]`).FindSubmatchIndex(body)
	if m == nil {
		return
	}
	word := func(i int) string { return string(body[m[2*i]:m[2*i+1]]) }
	want, err := strconv.Atoi(word(3))
	if err != nil || word(1) != word(2) || word(5) != word(1) {
		return
	}
	r := f.roomOf(arg{pos + m[8], pos + m[9]}, 0)
	if have := f.elements(r); have > 0 && want > have {
		s.overflow(b, pos, pos+m[1], r)
	}
}

// elements is how many elements of its own type a buffer holds.
func (f *file) elements(r roomSize) int {
	if !r.bytes {
		return r.n
	}
	head := f.code[f.lines[f.line(r.at)-1]:r.at]
	tail := f.code[r.at:f.lineEnd(f.line(r.at))]
	for _, t := range []struct {
		name string
		size int
	}{{"int64_t", 8}, {"long long", 8}, {"double", 8}, {"wchar_t", 4}, {"float", 4}, {"int", 4}, {"short", 2}} {
		if bytes.Contains(tail, []byte("("+t.name+" *)")) || bytes.Contains(tail, []byte("("+t.name+"*)")) || bytes.Contains(head, []byte(t.name+" *")) {
			return r.n / t.size
		}
	}
	return r.n
}

// overflow reports a write that goes beyond its buffer, and where the buffer was made.
func (s *scan) overflow(b *bound, from, to int, r roomSize) {
	n := len(s.out)
	s.statement(b, from, to)
	if len(s.out) > n {
		m := s.out[len(s.out)-1]
		s.origin(m, r.at)
	}
}

// outsideIndex reports an element taken by a number that came from outside and was never compared with the end.
func (s *scan) outsideIndex(b *bound, pos int) {
	f := s.file
	if f.code[pos] != f.raw[pos] || pos > 0 && isNameByte(f.code[pos-1]) {
		return
	}
	f.readVars()
	name := f.numberRead(pos)
	if name == "" {
		return
	}
	_, end := f.function(pos)
	end = min(end, pos+3000)
	for i := pos; ; {
		k := bytes.Index(f.code[i:end], []byte("["+name+"]"))
		if k < 0 {
			return
		}
		at := i + k
		i = at + 1
		if f.boundedAbove(name, pos, at) {
			return
		}
		if f.assignedAfter(at+len(name)+2) || f.code[at-1] != ']' {
			from := f.lines[f.line(at)-1]
			if g := f.halfGuard(name, max(pos, at-160), at); g > 0 {
				from = g
			}
			n := len(s.out)
			s.statement(b, from, at+len(name)+2)
			if len(s.out) > n {
				m := s.out[len(s.out)-1]
				s.origin(m, pos)
				s.origin(m, f.textRead(pos))
			}
			return
		}
	}
}

// numberRead is the variable that atoi(…), strtol(…) or fscanf(…, "%d", &n) at pos gives a number from outside; "" for none.
func (f *file) numberRead(pos int) string {
	open := bytes.IndexByte(f.code[pos:min(len(f.code), pos+12)], '(')
	if open < 0 {
		return ""
	}
	open += pos
	args := f.args(open)
	if len(args) == 0 {
		return ""
	}
	if hasAt(f.code, pos, "fscanf") || hasAt(f.code, pos, "scanf") {
		if last := args[len(args)-1]; len(args) > 1 && f.code[last.from] == '&' {
			return string(leadingName(f.code[last.from+1 : last.to]))
		}
		return ""
	}
	if f.classify(args[0].from, args[0].to)&cTaint == 0 {
		return ""
	}
	before := bytes.TrimRight(f.code[f.lines[f.line(pos)-1]:pos], " (")
	if k := bytes.LastIndexByte(before, ')'); k == len(before)-1 && k > 0 { // a cast
		before = bytes.TrimRight(before[:bytes.LastIndexByte(before, '(')+0], " (")
	}
	if len(before) == 0 || before[len(before)-1] != '=' {
		return ""
	}
	return string(trailingName(bytes.TrimRight(before, "= ")))
}

// textRead is where the text that the number at pos is read from came in; pos when it is the same place.
func (f *file) textRead(pos int) int {
	open := bytes.IndexByte(f.code[pos:], '(') + pos
	args := f.args(open)
	if len(args) == 0 {
		return pos
	}
	if a, ok := f.lookup(string(leadingName(f.code[args[0].from:args[0].to])), pos); ok && a.cls&cTaint != 0 {
		return a.pos
	}
	return pos
}

// boundedAbove tells whether name is compared with an end between from and to.
func (f *file) boundedAbove(name string, from, to int) bool {
	return expr(`\b` + name + `\s*<=?|\b` + name + `\s*>=?\s*(?:[A-Za-z_(]|[1-9])|[\w)]\s*>=?\s*` + name + `\b|\b` + name + `\s*%=?|\b` + name + `\s*&=?\s*\w|switch\s*\(\s*` + name).Match(dropShorter(f.code[from:to], name))
}

// dropShorter blanks comparisons with zero, which bound nothing above.
func dropShorter(s []byte, name string) []byte {
	return expr(`\b`+name+`\s*<=?\s*0\b`).ReplaceAll(s, nil)
}

// halfGuard is where a check stands that looks only below: if (n >= 0).
func (f *file) halfGuard(name string, from, to int) int {
	m := expr(`if\s*\(\s*`+name+`\s*>=?\s*(?:0|-1)\s*\)`).FindAllIndex(f.code[from:to], -1)
	if m == nil {
		return 0
	}
	return from + m[len(m)-1][0]
}

// assignedAfter tells "= value" behind i.
func (f *file) assignedAfter(i int) bool {
	for i < len(f.code) && f.code[i] == ' ' {
		i++
	}
	return i+1 < len(f.code) && f.code[i] == '=' && f.code[i+1] != '='
}
