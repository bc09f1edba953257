package mine

import (
	"bytes"

	"github.com/cybedefend/vibedefend/rules/code"
)

// kind of a token.
type tokKind uint8

const (
	word tokKind = iota
	punct
	str
	number
)

// tok is a token of a masked file.
type tok struct {
	kind       tokKind
	start, end int32
}

// stream is a file as tokens, with brackets matched.
type stream struct {
	code.Masked
	toks  []tok
	match []int32 // index of the matching bracket, -1 where there is none
}

// tokenize reads the whole file in one pass.
func tokenize(m code.Masked) *stream {
	s := &stream{Masked: m, toks: make([]tok, 0, len(m.Code)/5)}
	src, next := m.Code, 0
	for i := 0; i < len(src); {
		if next < len(m.Strings) && m.Strings[next].Open <= i {
			if l := m.Strings[next]; l.Open == i && l.After > i {
				s.toks = append(s.toks, tok{str, int32(l.Start), int32(max(l.Start, l.End))})
				i = l.After
			}
			next++
			continue
		}
		c := src[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case wordByte(c) || c == '@' && i+1 < len(src) && wordByte(src[i+1]) && m.Langs&code.Ruby != 0:
			j := i + 1
			for j < len(src) && wordByte(src[j]) {
				j++
			}
			if m.Langs&code.Ruby != 0 && j < len(src) && (src[j] == '?' || src[j] == '!') && (j+1 >= len(src) || src[j+1] != '=') {
				j++
			}
			k := word
			if c >= '0' && c <= '9' {
				k = number
			}
			s.toks = append(s.toks, tok{k, int32(i), int32(j)})
			i = j
		default:
			n := punctLen(src[i:])
			s.toks = append(s.toks, tok{punct, int32(i), int32(i + n)})
			i += n
		}
	}
	s.matchBrackets()
	return s
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

func punctLen(s []byte) int {
	if len(s) > 1 {
		switch string(s[:2]) {
		case "=>", "::", "->", "?.", ":=", "==", "!=", "&&", "||", "<=", ">=":
			return 2
		}
	}
	return 1
}

func (s *stream) matchBrackets() {
	s.match = make([]int32, len(s.toks))
	var open []int32
	for i := range s.toks {
		s.match[i] = -1
		if s.toks[i].kind != punct {
			continue
		}
		switch s.Code[s.toks[i].start] {
		case '(', '[', '{':
			open = append(open, int32(i))
		case ')', ']', '}':
			want := opener(s.Code[s.toks[i].start])
			for len(open) > 0 { // a bracket left open is passed over
				top := open[len(open)-1]
				open = open[:len(open)-1]
				if s.Code[s.toks[top].start] == want {
					s.match[top], s.match[i] = int32(i), top
					break
				}
			}
		}
	}
}

func opener(c byte) byte {
	switch c {
	case ')':
		return '('
	case ']':
		return '['
	}
	return '{'
}

// text is the text of token i, "" outside the file.
func (s *stream) text(i int) string {
	if i < 0 || i >= len(s.toks) {
		return ""
	}
	t := s.toks[i]
	if t.kind == str {
		return string(s.Raw[t.start:t.end])
	}
	return string(s.Code[t.start:t.end])
}

// is reports whether token i is the punctuation or keyword w.
func (s *stream) is(i int, w string) bool {
	return i >= 0 && i < len(s.toks) && s.toks[i].kind != str && string(s.Code[s.toks[i].start:s.toks[i].end]) == w
}

func (s *stream) isWord(i int) bool {
	return i >= 0 && i < len(s.toks) && s.toks[i].kind == word
}

func (s *stream) isStr(i int) bool {
	return i >= 0 && i < len(s.toks) && s.toks[i].kind == str
}

func (s *stream) line(i int) int {
	if i < 0 || i >= len(s.toks) {
		return 0
	}
	return s.Line(int(s.toks[i].start))
}

// skip returns the token behind the bracket at i, or i+1.
func (s *stream) skip(i int) int {
	if i >= 0 && i < len(s.match) && s.match[i] > int32(i) {
		return int(s.match[i]) + 1
	}
	return i + 1
}

// firstOnLine reports whether token i begins its line, and its column.
func (s *stream) firstOnLine(i int) (col int, ok bool) {
	start := int(s.toks[i].start)
	from := bytes.LastIndexByte(s.Code[:start], '\n') + 1
	if len(bytes.TrimSpace(s.Code[from:start])) != 0 {
		return 0, false
	}
	return start - from, true
}

// sameLine reports whether tokens i and j stand on one line.
func (s *stream) sameLine(i, j int) bool {
	if i < 0 || j < 0 || i >= len(s.toks) || j >= len(s.toks) {
		return false
	}
	a, b := s.toks[min(i, j)].end, s.toks[max(i, j)].start
	return a > b || bytes.IndexByte(s.Code[a:b], '\n') < 0
}

// dotted joins "a.b.c" or "A::B" that begins at i; it returns the token behind.
func (s *stream) dotted(i int) (string, int) {
	if !s.isWord(i) {
		return "", i
	}
	name := s.text(i)
	for i++; (s.is(i, ".") || s.is(i, "::") || s.is(i, "?.") || s.is(i, `\`)) && s.isWord(i+1); i += 2 {
		name += s.sep(i) + s.text(i+1)
	}
	return name, i
}

func (s *stream) sep(i int) string {
	if s.is(i, "?.") {
		return "."
	}
	return s.text(i)
}
