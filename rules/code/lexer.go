package code

// literal is one string literal: content without quotes.
type literal struct {
	start, end int // of the content
	open       int // of the first quote or prefix
	after      int // first byte behind the closing quote
	interp     bool
}

// lexer blanks comments in text and code, and string contents in code; offsets never move.
type lexer struct {
	spec       *lexSpec
	src        []byte
	text, code []byte
	lits       []literal
	last       byte // last significant code byte: tells a regex from a division
	lastWord   bool // it ended a word
	heredocs   []heredoc
	depth      int
	starts     [256]bool // bytes that may begin a comment, string, regex or here-document
	ready      bool
	ahead      int  // bytes looked at without getting on
	tangled    bool // that became too much
}

// prepare fills starts from the table.
func (x *lexer) prepare() {
	x.ready = true
	for _, l := range x.spec.line {
		x.starts[l[0]] = true
	}
	for _, b := range x.spec.block {
		x.starts[b[0][0]] = true
	}
	for k := range x.spec.strs {
		x.starts[x.spec.strs[k].open[0]] = true
	}
	x.starts['/'] = x.starts['/'] || x.spec.regex
	x.starts['<'] = x.starts['<'] || x.spec.heredoc
}

const maxInterp = 6

// looked counts bytes that were looked at ahead. Text made to be looked at
// again and again is read without what asks for it, so that time stays in
// proportion to size.
func (x *lexer) looked(n int) {
	x.ahead += n
	x.tangled = x.tangled || x.ahead > 16*len(x.src)+1<<16
}

// run lexes src[i:end]; with close set it stops behind the bracket that closes an interpolation.
func (x *lexer) run(i, end int, close byte) int {
	open, nest := closerOf(close), 0
	if !x.ready {
		x.prepare()
	}
	for i < end {
		c := x.src[i]
		if c == '\n' && len(x.heredocs) > 0 {
			i = x.heredocBodies(i+1, end)
			continue
		}
		if close != 0 {
			if c == open {
				nest++
			} else if c == close {
				if nest == 0 {
					return i + 1
				}
				nest--
			}
		}
		if !x.starts[c] {
			if !isSpace(c) {
				x.last = c
			}
			if i++; close == 0 {
				i = x.plain(i, end)
			}
			continue
		}
		if j := x.comment(i, end); j > i {
			i = j
			continue
		}
		if j := x.str(i, end); j > i {
			x.last, x.lastWord = '"', false
			i = j
			continue
		}
		if x.spec.regex && c == '/' && x.regexMayStart() {
			if j := x.regexLiteral(i, end); j > i {
				x.last = '"'
				i = j
				continue
			}
		}
		if x.spec.heredoc && c == '<' {
			x.heredocStart(i, end)
		}
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			x.last = c
		}
		i++
	}
	return i
}

// plain goes on to the next byte that could begin something.
func (x *lexer) plain(i, end int) int {
	for ; i < end; i++ {
		c := x.src[i]
		if x.starts[c] || c == '\n' {
			break
		}
		if c != ' ' && c != '\t' && c != '\r' {
			x.last = c
		}
	}
	return i
}

func closerOf(c byte) byte {
	switch c {
	case '}':
		return '{'
	case ')':
		return '('
	}
	return 0
}

func hasAt(s []byte, i int, w string) bool {
	return i+len(w) <= len(s) && string(s[i:i+len(w)]) == w
}

func blank(b []byte, from, to int) {
	for ; from < to; from++ {
		if b[from] != '\n' {
			b[from] = ' '
		}
	}
}

// comment blanks the comment at i and returns its end, or i.
func (x *lexer) comment(i, end int) int {
	for _, b := range x.spec.block {
		if !hasAt(x.src, i, b[0]) {
			continue
		}
		j, level := i+len(b[0]), 1
		for j < end && level > 0 {
			switch {
			case hasAt(x.src, j, b[1]):
				level--
				j += len(b[1])
			case x.spec.nested && hasAt(x.src, j, b[0]):
				level++
				j += len(b[0])
			default:
				j++
			}
		}
		return x.blankComment(i, min(j, end))
	}
	for _, l := range x.spec.line {
		if !hasAt(x.src, i, l) {
			continue
		}
		if x.spec.hash && l != "//" && i > 0 && !spaceOrOpen(x.src[i-1]) {
			continue
		}
		if l == "#" && hasAt(x.src, i, "#[") && x.spec == &phpLex {
			continue
		}
		if l == "//" && i > 0 && x.src[i-1] == ':' { // a URL in JSX text or a label
			continue
		}
		j := i
		for j < end && x.src[j] != '\n' {
			j++
		}
		return x.blankComment(i, j)
	}
	return i
}

func (x *lexer) blankComment(i, j int) int {
	blank(x.text, i, j)
	blank(x.code, i, j)
	return j
}

func spaceOrOpen(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ';' || c == '(' || c == '{' || c == '}' || c == ')'
}

// str reads the string at i and returns its end, or i.
func (x *lexer) str(i, end int) int {
	if x.spec == &rubyLex && i > 0 && x.src[i-1] == '$' && (i < 2 || !isWord(x.src[i-2])) { // $` and $' name what was matched
		return i
	}
	for k := range x.spec.strs {
		s := &x.spec.strs[k]
		if !hasAt(x.src, i, s.open) || s.prefix != "" && !prefixed(x.src, i, s.prefix) {
			continue
		}
		if s.char {
			return x.charLiteral(i, end)
		}
		return x.strBody(s, i, i+len(s.open), end)
	}
	return i
}

// prefixed tells whether the letters directly before i hold one of set and are no longer word.
func prefixed(src []byte, i int, set string) bool {
	found, n := false, 0
	for i--; i >= 0 && isWord(src[i]) && n < 3; i-- {
		n++
		for k := 0; k < len(set); k++ {
			found = found || src[i] == set[k]
		}
	}
	return found && (i < 0 || !isWord(src[i]))
}

func isWord(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

func (x *lexer) charLiteral(i, end int) int {
	j := i + 1
	if j < end && x.src[j] == '\\' {
		j++
	}
	for n := 0; j < end && n < 10; n++ {
		if x.src[j] == '\'' && j > i+1 {
			blank(x.code, i+1, j)
			return j + 1
		}
		if x.src[j] == '\n' || x.src[j] == ' ' && n > 1 {
			break
		}
		j++
	}
	if j < end && x.src[j] == '\'' { // a longer one: other languages' strings in a fragment
		blank(x.code, i+1, j)
		return j + 1
	}
	return i + 1 // a lifetime or an apostrophe
}

func (x *lexer) strBody(s *strSpec, open, i, end int) int {
	lit := literal{start: i, open: open}
	for i < end {
		c := x.src[i]
		if s.interp != "" && hasAt(x.src, i, s.interp) {
			if j := x.interpolation(s, i, end); j > i {
				lit.interp = true
				i = j
				continue
			}
		}
		if s.escape != 0 && c == s.escape && i+1 < end {
			x.hide(i)
			x.hide(i + 1)
			i += 2
			continue
		}
		if hasAt(x.src, i, s.close) {
			if s.double && hasAt(x.src, i+1, s.close) {
				x.hide(i)
				x.hide(i + 1)
				i += 2
				continue
			}
			lit.end, lit.after = i, i+len(s.close)
			x.lits = append(x.lits, lit)
			return lit.after
		}
		if c == '\n' && !s.multi {
			break
		}
		x.hide(i)
		i++
	}
	lit.end, lit.after = i, i
	x.lits = append(x.lits, lit)
	return max(i, open+1)
}

func (x *lexer) hide(i int) {
	if x.code[i] != '\n' {
		x.code[i] = ' '
	}
}

// interpolation leaves the expression inside visible and lexes it; it returns its end, or i when there is none.
func (x *lexer) interpolation(s *strSpec, i, end int) int {
	j := i + len(s.interp)
	switch s.interp {
	case "{":
		if hasAt(x.src, i, "{{") {
			x.hide(i)
			x.hide(i + 1)
			return i + 2
		}
		return x.nested(j, end, '}', i)
	case "$":
		if j < end && x.src[j] == '{' {
			return x.nested(j+1, end, '}', i)
		}
		if j < end && x.src[j] == '(' && (x.spec == &shLex || x.spec == &psLex) {
			return x.nested(j+1, end, ')', i)
		}
		if j >= end || !isWord(x.src[j]) && x.src[j] != '@' && x.src[j] != '*' || x.src[j] >= '0' && x.src[j] <= '9' && x.spec != &shLex {
			return i
		}
		for j < end && (isWord(x.src[j]) || hasAt(x.src, j, "->") || j > 0 && x.src[j-1] == '-' && x.src[j] == '>') {
			j++
		}
		return max(j, i+2)
	case `\(`:
		return x.nested(j, end, ')', i)
	}
	return x.nested(j, end, '}', i) // ${ and #{
}

func (x *lexer) nested(j, end int, close byte, i int) int {
	if x.depth >= maxInterp || x.tangled {
		return i
	}
	stop := j
	for n := 0; stop < end && n < 400; n++ { // an interpolation that never closes is text
		if x.src[stop] == close {
			break
		}
		stop++
	}
	x.looked(stop - j)
	if stop >= end || x.src[stop] != close || x.tangled {
		return i
	}
	x.depth++
	saved := x.heredocs
	x.heredocs = nil
	k := x.run(j, end, close)
	x.heredocs = saved
	x.depth--
	return k
}
