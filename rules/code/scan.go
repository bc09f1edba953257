package code

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
	"time"
)

// scan is one run over one file.
type scan struct {
	file       *file
	o          Options
	deadline   time.Time
	out        []Match
	seen       map[spot]bool
	incomplete string
	lastLine   map[*bound]int // the line a detector's expression ran on last
	count      map[string]int
	steps      int
}

type spot struct {
	rule string
	line int
}

var compiled sync.Map // expression text -> *regexp.Regexp, nil when it does not compile

// expr compiles an expression on first use; a bad one never matches.
func expr(s string) *regexp.Regexp {
	if r, ok := compiled.Load(s); ok {
		return r.(*regexp.Regexp)
	}
	r, err := regexp.Compile(s)
	if err != nil {
		r = regexp.MustCompile(`a^`)
	}
	compiled.Store(s, r)
	return r
}

func (s *scan) run() {
	s.seen, s.count = map[spot]bool{}, map[string]int{}
	s.secrets()
	s.tables(catalogTable(s.file.langs))
	if len(s.o.Extra) > 0 && s.incomplete == "" {
		s.tables(extraTable(s.file.langs, s.o.Extra))
	}
}

// late tells whether the budget is used up; it looks at the clock now and then.
func (s *scan) late() bool {
	s.steps++
	if s.steps&31 == 0 && time.Now().After(s.deadline) {
		s.incomplete = "time budget used up: the rest of the file was not read"
	}
	return s.incomplete != ""
}

func (s *scan) tables(t *table) {
	s.lastLine = map[*bound]int{}
	t.words.Each(s.file.lower, func(pos int, key string, n int) bool {
		if b := t.at(n); b != nil && s.wanted(b) {
			s.at(b, pos, key)
		}
		return !s.late()
	})
	for _, b := range t.whole {
		if s.wanted(b) && !s.late() {
			s.kind(b, 0)
		}
	}
}

func (s *scan) wanted(b *bound) bool {
	for _, off := range s.o.Off {
		if off == b.rule.ID {
			return false
		}
	}
	return true
}

// at tries one detector at one key.
func (s *scan) at(b *bound, pos int, key string) {
	d, f := b.det, s.file
	switch {
	case len(d.Call) > 0:
		if f.code[pos] != f.raw[pos] {
			return
		}
		for _, c := range d.Call {
			if k, ok := f.callAt(pos, key, c, d.Bare); ok {
				s.call(b, pos, k)
				return
			}
		}
	case d.Lit != "":
		s.literal(b, pos)
	case d.Re != "":
		if d.View != Raw && f.view(d.View)[pos] != f.raw[pos] {
			return
		}
		line := f.line(pos)
		if s.lastLine[b] == line {
			return
		}
		s.lastLine[b] = line
		s.regex(b, pos)
	case d.Kind != "":
		s.kind(b, pos)
	}
}

// callAt tells whether the callee named c stands at pos and returns the offset of its opening bracket.
func (f *file) callAt(pos int, key, c string, bare bool) (int, bool) {
	code := f.code
	name := c
	if c[0] == '.' && len(c) > 3 {
		name = c[1:]
	}
	if len(name) != len(key) || !hasAt(code, pos, name) && !f.spelledAs(pos, name) {
		return 0, false
	}
	if pos > 0 && name[0] != '.' {
		p := code[pos-1]
		if isNameByte(p) && !(p == '@' && c[0] != '.') {
			return 0, false
		}
		recv := p == '.' || p == '>' && pos > 1 && (code[pos-2] == '-' || code[pos-2] == '?') || p == ':' && pos > 1 && code[pos-2] == ':'
		if c[0] == '.' && !recv || c[0] != '.' && recv && strings.IndexByte(name, '.') < 0 && !bareReceiver(code, pos) {
			return 0, false
		}
	}
	k := pos + len(name)
	if name[len(name)-1] == '(' {
		return k - 1, true
	}
	if k < len(code) && isNameByte(code[k]) {
		return 0, false
	}
	if k < len(code) && code[k] == '!' {
		k++
	}
	if k < len(code) && code[k] == '<' { // type arguments
		if e := bytes.IndexByte(code[k:min(len(code), k+60)], '>'); e > 0 && k+e+1 < len(code) && code[k+e+1] == '(' {
			k += e + 1
		}
	}
	if hasAt(code, k, "?.(") {
		k += 2
	}
	sp := k
	for k < len(code) && (code[k] == ' ' || code[k] == '\t') {
		k++
	}
	if k < len(code) && code[k] == '(' && !definedHere(code, pos) && !f.definition(pos, k) {
		return k, true
	}
	if bare && k > sp && k < len(code) && (isNameByte(code[k]) || strings.IndexByte("\"'`:[%/<$", code[k]) >= 0) && !definedHere(code, pos) {
		return k - 1, true
	}
	return 0, false
}

// bareReceiver accepts C++ "std::" and "::" before a plain name.
func bareReceiver(code []byte, pos int) bool {
	return code[pos-1] == ':' && (bytes.HasSuffix(code[:pos], []byte("std::")) || bytes.HasSuffix(code[:pos], []byte(" ::")) || bytes.HasSuffix(code[:pos], []byte("this->")))
}

// definition tells "name(…) {" of a method's head from a call, in the languages where no block follows a call.
func (f *file) definition(pos, open int) bool {
	if f.main&(JS|TS|Java|CSharp|PHP|C|Cpp) == 0 {
		return false
	}
	head := f.code[f.lines[f.line(pos)-1]:pos]
	if f.main&(C|Cpp|ObjC) != 0 && declares(head) {
		return true
	}
	end := f.closing(open, min(len(f.code), open+600)) + 1
	for end < len(f.code) && isSpace(f.code[end]) {
		end++
	}
	if end >= len(f.code) || f.code[end] != '{' {
		return false
	}
	return !bytes.Contains(head, []byte("new ")) && !bytes.ContainsAny(head, "=(")
}

// declares tells a C declaration's or macro's head ("extern char *") from the start of a statement.
func declares(head []byte) bool {
	head = bytes.TrimSpace(head)
	if len(head) == 0 {
		return false
	}
	if head[0] == '#' {
		return true
	}
	switch firstWord(head) {
	case "return", "else", "do", "case", "goto", "throw", "delete", "co_return", "":
		return false
	}
	for _, c := range head {
		if !isWord(c) && c != ' ' && c != '*' && c != '\t' && c != '&' {
			return false
		}
	}
	return true
}

// definedHere tells "def name(" and "function name(" from a call.
func definedHere(code []byte, pos int) bool {
	i := pos
	for i > 0 && (code[i-1] == ' ' || code[i-1] == '.') {
		i--
	}
	j := i
	for j > 0 && isWord(code[j-1]) {
		j--
	}
	switch string(code[j:i]) {
	case "def", "function", "func", "fn", "fun", "sub":
		return true
	}
	return false
}

func (s *scan) call(b *bound, pos, open int) {
	f := s.file
	args := f.args(open)
	if !s.argsHold(b.det.Args, args) {
		return
	}
	end := open + 1
	if n := len(args); n > 0 {
		end = args[n-1].to
	}
	end = min(end, pos+4000)
	s.statement(b, pos, end)
}

func (s *scan) regex(b *bound, pos int) {
	d, f := b.det, s.file
	from, to := f.window(pos, d.Before, d.After)
	v := f.view(d.View)
	re := expr(d.Re)
	for base, n := from, 0; n < 6; n++ {
		m := re.FindIndex(v[base:to])
		if m == nil || m[1] == m[0] {
			return
		}
		st, en := base+m[0], base+m[1]
		if len(d.Args) > 0 && f.code[en-1] == '(' {
			if args := f.args(en - 1); s.argsHold(d.Args, args) {
				if len(args) > 0 {
					en = args[len(args)-1].to
				}
				s.statement(b, st, en)
			}
		} else {
			s.statement(b, st, en)
		}
		base += m[1]
	}
}

// statement checks the conditions around a match at [from, to) and reports it.
func (s *scan) statement(b *bound, from, to int) {
	d, f := b.det, s.file
	for from < to && (f.raw[from] == '\n' || f.raw[from] == ' ' || f.raw[from] == '\t' || f.raw[from] == '\r') {
		from++
	}
	line := f.line(from)
	if s.seen[spot{b.rule.ID, line}] {
		return
	}
	if d.With != "" || d.Not != "" {
		st, en := f.statementAround(from, to)
		if d.With != "" && !expr(d.With).Match(f.text[st:en]) || d.Not != "" && expr(d.Not).Match(f.text[st:en]) {
			return
		}
	}
	if !s.surroundings(d, from) {
		return
	}
	s.report(b, from, to)
}

func (s *scan) surroundings(d *Detector, off int) bool {
	f := s.file
	if d.Path != "" && !expr(d.Path).MatchString(f.path) || d.NoPath != "" && expr(d.NoPath).MatchString(f.path) {
		return false
	}
	if len(d.File) > 0 && !containsAny(f.raw, d.File) || len(d.NoFile) > 0 && containsAny(f.raw, d.NoFile) {
		return false
	}
	if d.Near != "" || d.Unless != "" {
		st, en := f.function(off)
		if d.Near != "" && !expr(d.Near).Match(f.text[st:en]) || d.Unless != "" && expr(d.Unless).Match(f.text[st:en]) {
			return false
		}
	}
	return true
}

func containsAny(s []byte, words []string) bool {
	for _, w := range words {
		if bytes.Contains(s, []byte(w)) {
			return true
		}
	}
	return false
}

// statementAround widens a match to whole lines and to the end of its statement.
func (f *file) statementAround(from, to int) (int, int) {
	st := f.lines[f.line(from)-1]
	en := f.lineEnd(f.line(max(to-1, from)))
	return max(st, from-600), min(en, to+600)
}
