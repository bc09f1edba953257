package code

import "bytes"

// textKind runs the matchers of patterns, personal data and invisible characters.
func (s *scan) textKind(b *bound, pos int) {
	switch b.det.Kind {
	case "nested-repeat":
		s.nestedRepeat(b, pos)
	case "go-server-timeouts":
		s.goServer(b, pos)
	case "rust-unsafe":
		s.rustUnsafe(b, pos)
	case "bidi":
		s.bidi(b)
	case "personal-data":
		s.personalData(b)
	default:
		if !s.cKind(b, pos) {
			s.infraKind(b, pos)
		}
	}
}

// nestedRepeat reports (x+)+ inside an expression: a string given to a matcher or a /literal/.
func (s *scan) nestedRepeat(b *bound, pos int) {
	f := s.file
	n := f.line(pos)
	st, en := f.lines[n-1], f.lineEnd(n)
	line := f.raw[st:en]
	if f.code[pos] == f.raw[pos] || !expr(`(?i)re\.\w+\(|regex|pattern|match|test\(|replace|/[gimsuy]*[\s;.,)]|=\s*/|preg_`).Match(line) {
		return
	}
	if expr(`\((?:\?:)?(?:\\?[\w.]|\[[^\]]+\]|\\[dws])[+*](?:(?:\\[sdwb]|\[[^\]]+\]|\\?[-\w. ,_])[?*])?\)(?:[+*]|\{\d*,\d*\})`).Match(line) || sameStart(line) {
		s.statement(b, st, en)
	}
}

// sameStart tells (a|aa)+: alternatives of which one is the start of another, repeated.
func sameStart(line []byte) bool {
	for _, m := range expr(`\((?:\?:)?(\w+)\|(\w+)\)[+*]`).FindAllSubmatch(line, 4) {
		if bytes.HasPrefix(m[1], m[2]) || bytes.HasPrefix(m[2], m[1]) {
			return true
		}
	}
	return false
}

// goServer reports http.Server literals without any read timeout.
func (s *scan) goServer(b *bound, pos int) {
	f := s.file
	from, to, ok := f.braced(pos)
	if !ok || f.code[pos] != f.raw[pos] || f.testPath {
		return
	}
	st, en := f.function(pos)
	if !containsAny(f.code[from:to], []string{"ReadTimeout", "ReadHeaderTimeout"}) && !containsAny(f.code[st:en], []string{".ReadTimeout", ".ReadHeaderTimeout"}) {
		s.statement(b, pos, to)
	}
}

// rustUnsafe reports unsafe blocks and functions without a SAFETY note close above or inside.
func (s *scan) rustUnsafe(b *bound, pos int) {
	f := s.file
	if f.code[pos] != f.raw[pos] || pos > 0 && isWord(f.code[pos-1]) {
		return
	}
	k := pos + len("unsafe")
	if k >= len(f.code) || f.code[k] != ' ' && f.code[k] != '{' && f.code[k] != '\n' {
		return
	}
	n := f.line(pos)
	near := f.raw[f.lines[max(n-5, 0)]:f.lineEnd(min(n+2, len(f.lines)))]
	if !bytes.Contains(near, []byte("SAFETY")) && !bytes.Contains(near, []byte("# Safety")) && !bytes.Contains(near, []byte("Safety:")) {
		s.statement(b, pos, k)
	}
}

// bidi reports characters that reorder or hide text.
func (s *scan) bidi(b *bound) {
	f := s.file
	for _, first := range []byte{0xE2, 0xF3} {
		for i := bytes.IndexByte(f.raw, first); i >= 0 && i+2 < len(f.raw); {
			second, third := f.raw[i+1], f.raw[i+2]
			bad := first == 0xE2 && second == 0x80 && third >= 0xAA && third <= 0xAE ||
				first == 0xE2 && second == 0x81 && third >= 0xA6 && third <= 0xA9 ||
				first == 0xF3 && second == 0xA0 && (third == 0x80 || third == 0x81) // tag characters
			if bad && !f.scriptNeeds(i) {
				s.statement(f.isolated(b, i), i, i+3)
			}
			k := bytes.IndexByte(f.raw[i+1:], first)
			if k < 0 || s.late() {
				break
			}
			i += 1 + k
		}
	}
}

// isolated softens a rule where a pair of isolates stands around a value in one string: that is how names of either
// direction are shown.
func (f *file) isolated(b *bound, i int) *bound {
	l, ok := f.literalAt(i)
	if !ok || l.end-l.start > 300 {
		return b
	}
	t := f.raw[l.start:l.end]
	opened := bytes.Count(t, []byte("\u2066")) + bytes.Count(t, []byte("\u2067")) + bytes.Count(t, []byte("\u2068"))
	if opened == 0 || opened != bytes.Count(t, []byte("\u2069")) || bytes.ContainsAny(t, "\u202a\u202b\u202d\u202e") || bytes.Contains(t, []byte("//")) {
		return b
	}
	d := *b.det
	d.Tier, d.HasTier, d.Once = Advise, true, true
	return &bound{rule: b.rule, det: &d}
}

// scriptNeeds tells marks that belong to what is written: the tags of a regional flag, and direction marks in a
// table of texts that runs from right to left.
func (f *file) scriptNeeds(i int) bool {
	if f.raw[i] == 0xF3 {
		return bytes.Contains(f.raw[max(0, i-32):i], []byte("\U0001F3F4"))
	}
	return f.langs&(XML|JSON|YAML|Config|Other) != 0 && (f.testPath || bytes.IndexFunc(f.raw, func(r rune) bool { return r >= 0x590 && r < 0x780 }) >= 0)
}

var testCards = [][]byte{[]byte("4242424242424242"), []byte("4111111111111111"), []byte("5555555555554444"), []byte("378282246310005"), []byte("4000000000000002"), []byte("5105105105105100"), []byte("6011111111111117")}

// personalData reports card numbers and IBANs with a valid checksum and mail addresses at real providers.
func (s *scan) personalData(b *bound) {
	f := s.file
	if b.det.Path != "" && !expr(b.det.Path).MatchString(f.path) {
		return
	}
	for i := 0; i < len(f.raw) && !s.late(); i++ {
		c := f.raw[i]
		if i > 0 && isWord(f.raw[i-1]) {
			continue
		}
		switch {
		case c >= '3' && c <= '6' && cardAt(f.raw[i:]), c >= 'A' && c <= 'Z' && ibanAt(f.raw[i:]):
			s.statement(b, i, i+4)
		}
	}
	if !containsAny(f.lower, []string{"@gmail.", "@yahoo.", "@hotmail.", "@outlook.", "@orange.", "@gmx.", "@web.", "@icloud.", "@proton.", "@free.", "@wanadoo.", "@t-online.", "@laposte."}) {
		return
	}
	for _, m := range expr(`(?i)\b[a-z]+[._][a-z]+\d*@(?:gmail|yahoo|hotmail|outlook|orange|gmx|web|icloud|proton|free|wanadoo|t-online|laposte)\.[a-z]{2,3}\b`).FindAllIndex(f.raw, 3) {
		s.statement(b, m[0], m[1])
	}
}

func digitsAt(s []byte) []byte {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return s[:n]
}

func cardAt(s []byte) bool {
	d := digitsAt(s)
	if len(d) < 15 || len(d) > 16 || len(d) < len(s) && (isWord(s[len(d)]) || s[len(d)] == '.') {
		return false
	}
	for _, t := range testCards {
		if bytes.Equal(t, d) {
			return false
		}
	}
	sum, same := 0, true
	for i := range d {
		v := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
		same = same && d[i] == d[0]
	}
	return sum%10 == 0 && !same
}

func ibanAt(s []byte) bool {
	n := 0
	for n < len(s) && n < 35 && (s[n] >= '0' && s[n] <= '9' || s[n] >= 'A' && s[n] <= 'Z') {
		n++
	}
	if n < 15 || n > 34 || s[1] < 'A' || s[2] < '0' || s[2] > '9' || s[3] < '0' || s[3] > '9' {
		return false
	}
	mod := 0
	for i := range n {
		c := s[(i+4)%n]
		if c >= 'A' {
			v := int(c-'A') + 10
			mod = (mod*100 + v) % 97
		} else {
			mod = (mod*10 + int(c-'0')) % 97
		}
	}
	return mod == 1
}
