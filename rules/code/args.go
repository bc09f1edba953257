package code

import (
	"bytes"
	"strconv"
	"strings"
)

// arg is one argument of a call: [from, to) in all views.
type arg struct{ from, to int }

const maxArgs = 3000

// args reads the arguments behind the bracket (or the space of a bare call) at open.
func (f *file) args(open int) []arg {
	code := f.code
	bare := code[open] != '('
	limit := min(len(code), open+maxArgs)
	var out []arg
	depth, start := 0, open+1
	i := open + 1
loop:
	for ; i < limit; i++ {
		switch code[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth == 0 {
				break loop
			}
			depth--
		case ',':
			if depth == 0 {
				out = append(out, f.trim(start, i))
				start = i + 1
			}
		case 'i', 'u': // a Ruby condition behind the call
			if bare && depth == 0 && f.main&Ruby != 0 && code[i-1] == ' ' && (hasAt(code, i, "if ") || hasAt(code, i, "unless ")) {
				break loop
			}
		case '\n', ';':
			if bare && depth == 0 && !(code[i] == '\n' && i > start && bytes.HasSuffix(bytes.TrimRight(code[start:i], " \r"), []byte(","))) {
				break loop
			}
		}
	}
	if last := f.trim(start, i); last.to > last.from || len(out) > 0 {
		out = append(out, last)
	}
	return out
}

func (f *file) trim(from, to int) arg {
	for from < to && isSpace(f.code[from]) && f.raw[from] == f.code[from] {
		from++
	}
	for to > from && isSpace(f.code[to-1]) {
		to--
	}
	return arg{from, to}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// argsHold checks every predicate: "0:dyn", "any:taint", "1~expr", "all!~expr", "n>=2", "last:lit".
func (s *scan) argsHold(preds []string, args []arg) bool {
	for _, p := range preds {
		if !s.holds(p, args) {
			return false
		}
	}
	return true
}

func (s *scan) holds(p string, args []arg) bool {
	f := s.file
	if p[0] == 'n' && len(p) > 2 && strings.IndexByte("<>=", p[1]) >= 0 {
		return countHolds(p, len(args))
	}
	i := strings.IndexAny(p, ":~!")
	if i < 0 {
		return false
	}
	which, rest := p[:i], p[i:]
	if which == "all" {
		var text []byte
		if len(args) > 0 {
			text = f.text[args[0].from:args[len(args)-1].to]
		}
		return textHolds(rest, text)
	}
	switch which {
	case "any":
		for _, a := range args {
			if f.argHolds(rest, a) {
				return true
			}
		}
		return false
	case "last":
		return len(args) > 0 && f.argHolds(rest, args[len(args)-1])
	}
	follow := strings.HasSuffix(which, "=") // "2=~expr": what the name was assigned
	n, err := strconv.Atoi(strings.TrimSuffix(which, "="))
	if err != nil { // a named argument: key=value or key: value
		for _, a := range args {
			if v, ok := f.named(a, which); ok {
				return f.argHolds(rest, v)
			}
		}
		return rest == ":absent"
	}
	if n >= len(args) {
		return rest == ":absent"
	}
	if follow {
		return f.argHolds(rest, f.assignedTo(args[n]))
	}
	return f.argHolds(rest, args[n])
}

// assignedTo follows a name to its last assignment; anything else is itself.
func (f *file) assignedTo(a arg) arg {
	w := f.code[a.from:a.to]
	if len(w) == 0 || len(leadingName(w)) != len(w) {
		return a
	}
	f.readVars()
	if v, ok := f.lookup(string(w), a.from); ok {
		return f.trim(v.rhs[0], v.rhs[1])
	}
	return a
}

func countHolds(p string, n int) bool {
	switch {
	case strings.HasPrefix(p, "n>="):
		k, _ := strconv.Atoi(p[3:])
		return n >= k
	case strings.HasPrefix(p, "n<="):
		k, _ := strconv.Atoi(p[3:])
		return n <= k
	}
	k, _ := strconv.Atoi(p[2:])
	return n == k
}

func textHolds(rest string, text []byte) bool {
	if strings.HasPrefix(rest, "!~") {
		return !expr(rest[2:]).Match(text)
	}
	return expr(rest[1:]).Match(text)
}

// named reads the value of "key=value" and "key: value".
func (f *file) named(a arg, key string) (arg, bool) {
	s := f.code[a.from:a.to]
	if !bytes.HasPrefix(s, []byte(key)) {
		return arg{}, false
	}
	i := len(key)
	for i < len(s) && s[i] == ' ' {
		i++
	}
	if i < len(s) && (s[i] == '=' || s[i] == ':') {
		return f.trim(a.from+i+1, a.to), true
	}
	return arg{}, false
}

// argHolds checks one predicate on one argument.
func (f *file) argHolds(rest string, a arg) bool {
	if rest[0] != ':' {
		return textHolds(rest, f.text[a.from:a.to])
	}
	for _, alt := range strings.Split(rest[1:], "|") {
		if f.argIs(alt, a) {
			return true
		}
	}
	return false
}

func (f *file) argIs(what string, a arg) bool {
	if f.isText(a) { // most are: no variable has to be followed
		return what == "lit" || what == "plain" || what == "const"
	}
	f.readVars()
	c := f.classify(a.from, a.to)
	switch what {
	case "dyn":
		return c&cDyn != 0
	case "taint":
		return c&cTaint != 0
	case "param":
		return c&(cTaint|cParam) != 0
	case "built": // a value worked into text, or request data
		return c&(cDyn|cTaint) != 0
	case "nonlit":
		return c&cVar != 0
	case "lit":
		return c&cLit != 0 && c&(cVar|cDyn) == 0
	case "plain": // a bare string literal
		l := f.litsIn(a.from, a.to)
		return len(l) == 1 && l[0].open <= a.from+3 && l[0].after >= a.to && !l[0].interp
	case "const":
		return c&cVar == 0
	case "var":
		return c&cVar != 0 && c&(cCall|cLit) == 0
	}
	return false
}

// isText tells whether an argument is a string literal without values in it.
func (f *file) isText(a arg) bool {
	l := f.litsIn(a.from, a.to)
	return len(l) == 1 && !l[0].interp && l[0].open == a.from && l[0].after == a.to
}

// literal tries a detector on the string literal around pos.
func (s *scan) literal(b *bound, pos int) {
	f, d := s.file, b.det
	l, ok := f.literalAt(pos)
	if !ok || l.end-l.start > 6000 || s.seen[spot{b.rule.ID, f.line(l.open)}] {
		return
	}
	end := min(l.end, l.start+400)
	if !expr(d.Lit).Match(f.raw[l.start:end]) {
		return
	}
	stop := l.after
	if d.Joined {
		f.readVars()
		var joined bool
		if joined, stop = f.joined(l); !joined {
			return
		}
	}
	s.statement(b, l.open, stop)
}

// literalAt returns the literal that holds pos.
func (f *file) literalAt(pos int) (literal, bool) {
	i := f.litIndex(pos)
	if i < 0 || pos >= f.lits[i].end {
		return literal{}, false
	}
	return f.lits[i], true
}

func (f *file) litIndex(pos int) int {
	lo, hi := 0, len(f.lits)
	for lo < hi {
		m := (lo + hi) / 2
		if f.lits[m].start <= pos {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo - 1
}
