// Package syntax reads source files as tokens with their brackets matched.
// It knows no language's grammar: what it needs of one is the table of
// comments and strings in rules/code.
package syntax

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/code"
)

// Kind of a token.
type Kind uint8

// The kinds of token.
const (
	Word Kind = iota
	Punct
	Str
	Number
)

// Token is a token of a masked file.
type Token struct {
	Kind       Kind
	Start, End int32 // of a string: of its content
}

// Stream is a file as tokens, with brackets matched.
type Stream struct {
	code.Masked
	Toks  []Token
	Match []int32 // index of the matching bracket, -1 where there is none

	code, raw string // Code and Raw, so that the text of a token costs nothing
}

// New reads the whole file in one pass.
func New(m code.Masked) *Stream {
	s := &Stream{Masked: m, Toks: make([]Token, 0, len(m.Code)/4), code: string(m.Code), raw: string(m.Raw)}
	src, next := s.code, 0
	for i := 0; i < len(src); {
		if next < len(m.Strings) && m.Strings[next].Open <= i {
			if l := m.Strings[next]; l.Open == i && l.After > i {
				s.Toks = append(s.Toks, Token{Str, int32(l.Start), int32(max(l.Start, l.End))})
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
			k := Word
			if c >= '0' && c <= '9' {
				k = Number
			}
			s.Toks = append(s.Toks, Token{k, int32(i), int32(j)})
			i = j
		default:
			n := punctLen(src[i:])
			s.Toks = append(s.Toks, Token{Punct, int32(i), int32(i + n)})
			i += n
		}
	}
	s.matchBrackets()
	return s
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

func punctLen(s string) int {
	if len(s) > 1 {
		switch s[:2] {
		case "=>", "::", "->", "?.", ":=", "==", "!=", "&&", "||", "<=", ">=":
			return 2
		}
	}
	return 1
}

func (s *Stream) matchBrackets() {
	s.Match = make([]int32, len(s.Toks))
	var open []int32
	for i := range s.Toks {
		s.Match[i] = -1
		switch c := s.First(i); c {
		case '(', '[', '{':
			open = append(open, int32(i))
		case ')', ']', '}':
			want := opener(c)
			for len(open) > 0 { // a bracket left open is passed over
				top := open[len(open)-1]
				open = open[:len(open)-1]
				if s.First(int(top)) == want {
					s.Match[top], s.Match[i] = int32(i), top
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

// Text is the text of token i, "" outside the file.
func (s *Stream) Text(i int) string {
	if i < 0 || i >= len(s.Toks) {
		return ""
	}
	t := s.Toks[i]
	if t.Kind == Str {
		return s.raw[t.Start:t.End]
	}
	return s.code[t.Start:t.End]
}

// Is reports whether token i is the punctuation or keyword w.
func (s *Stream) Is(i int, w string) bool {
	if i < 0 || i >= len(s.Toks) {
		return false
	}
	t := &s.Toks[i]
	return int(t.End-t.Start) == len(w) && t.Kind != Str && s.code[t.Start:t.End] == w
}

// First is the first byte of the punctuation at i, 0 for anything else.
func (s *Stream) First(i int) byte {
	if i < 0 || i >= len(s.Toks) || s.Toks[i].Kind != Punct {
		return 0
	}
	return s.code[s.Toks[i].Start]
}

// IsWord reports whether token i is a name or keyword.
func (s *Stream) IsWord(i int) bool {
	return i >= 0 && i < len(s.Toks) && s.Toks[i].Kind == Word
}

// IsStr reports whether token i is a string literal.
func (s *Stream) IsStr(i int) bool {
	return i >= 0 && i < len(s.Toks) && s.Toks[i].Kind == Str
}

// LineAt is the 1-based line of token i, 0 outside the file.
func (s *Stream) LineAt(i int) int {
	if i < 0 || i >= len(s.Toks) {
		return 0
	}
	return s.Line(int(s.Toks[i].Start))
}

// Skip returns the token behind the bracket at i, or i+1.
func (s *Stream) Skip(i int) int {
	if i >= 0 && i < len(s.Match) && s.Match[i] > int32(i) {
		return int(s.Match[i]) + 1
	}
	return i + 1
}

// FirstOnLine reports whether token i begins its line, and its column. It
// looks no further than the token before: a line may be a megabyte long.
func (s *Stream) FirstOnLine(i int) (col int, ok bool) {
	start := int(s.Toks[i].Start)
	if i > 0 && s.SameLine(i-1, i) {
		return 0, false
	}
	for from := start - 1; ; from-- {
		switch {
		case from < 0 || s.code[from] == '\n':
			return start - from - 1, true
		case s.code[from] != ' ' && s.code[from] != '\t' && s.code[from] != '\r':
			return 0, false
		}
	}
}

// SameLine reports whether tokens i and j stand on one line.
func (s *Stream) SameLine(i, j int) bool {
	if i < 0 || j < 0 || i >= len(s.Toks) || j >= len(s.Toks) {
		return false
	}
	a, b := s.Toks[min(i, j)].End, s.Toks[max(i, j)].Start
	return a > b || strings.IndexByte(s.code[a:b], '\n') < 0
}

// Dotted joins "a.b.c" or "A::B" that begins at i; it returns the token behind.
func (s *Stream) Dotted(i int) (string, int) {
	if !s.IsWord(i) {
		return "", i
	}
	name := s.Text(i)
	for i++; (s.Is(i, ".") || s.Is(i, "::") || s.Is(i, "?.") || s.Is(i, `\`)) && s.IsWord(i+1); i += 2 {
		name += s.sep(i) + s.Text(i+1)
	}
	return name, i
}

func (s *Stream) sep(i int) string {
	if s.Is(i, "?.") {
		return "."
	}
	return s.Text(i)
}
