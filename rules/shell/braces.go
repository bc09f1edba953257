package shell

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

func braced(w *syntax.Word) bool {
	for _, p := range w.Parts {
		if l, ok := p.(*syntax.Lit); ok && strings.IndexByte(l.Value, '{') >= 0 {
			return true
		}
	}
	return false
}

const maxBraces = 64 // words of one {1..n}: more numbers tell nothing new

// braces writes a{b,c} as the words it stands for.
func (a *analysis) braces(w *syntax.Word) []*syntax.Word {
	cp := &syntax.Word{Parts: append([]syntax.WordPart(nil), w.Parts...)}
	if !syntax.SplitBraces(cp) {
		return []*syntax.Word{w}
	}
	return a.expandBraces(cp)
}

func (a *analysis) expandBraces(w *syntax.Word) []*syntax.Word {
	for i, p := range w.Parts {
		br, ok := p.(*syntax.BraceExp)
		if !ok {
			continue
		}
		elems := br.Elems
		if br.Sequence {
			elems = sequence(br)
		}
		var out []*syntax.Word
		for _, e := range elems {
			if !a.spend(8 * (len(w.Parts) + len(e.Parts))) { // products of braces explode
				break
			}
			parts := append([]syntax.WordPart(nil), w.Parts[:i]...)
			parts = append(append(parts, e.Parts...), w.Parts[i+1:]...)
			out = append(out, a.expandBraces(&syntax.Word{Parts: parts})...)
		}
		return out
	}
	return []*syntax.Word{w}
}

// plainBraces writes out the braces of a word that is nothing but text, which
// most are; ok is false when it takes the parser's own reading.
func (a *analysis) plainBraces(s string) (out []string, ok bool) {
	if strings.ContainsAny(s, "\\~") || strings.Contains(s, "..") {
		return nil, false
	}
	open := strings.IndexByte(s, '{')
	if open < 0 {
		return []string{s}, true
	}
	size := strings.IndexAny(s[open+1:], "{}")
	if size < 0 || s[open+1+size] == '{' {
		return nil, false
	}
	body := s[open+1 : open+1+size]
	if strings.IndexByte(body, ',') < 0 {
		return nil, false
	}
	tails, ok := a.plainBraces(s[open+size+2:])
	if !ok {
		return nil, false
	}
	for body != "" || ok {
		var alt string
		alt, body, ok = strings.Cut(body, ",")
		for _, t := range tails {
			if !a.spend(open + len(alt) + len(t) + 1) {
				return out, true
			}
			if word := s[:open] + alt + t; word != "" {
				out = append(out, word)
			}
		}
	}
	return out, true
}

// sequence writes {1..3} or {a..c} out, as far as it is worth looking at.
func sequence(br *syntax.BraceExp) []*syntax.Word {
	from, to := br.Elems[0].Lit(), br.Elems[1].Lit()
	lit := func(s string) *syntax.Word {
		return &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: s}}}
	}
	x, e1 := strconv.Atoi(from)
	y, e2 := strconv.Atoi(to)
	if e1 == nil && e2 == nil {
		if x > y {
			x, y = y, x
		}
		var out []*syntax.Word
		for ; x <= y && len(out) < maxBraces; x++ {
			out = append(out, lit(strconv.Itoa(x)))
		}
		return out
	}
	if len(from) == 1 && len(to) == 1 {
		lo, hi := min(from[0], to[0]), max(from[0], to[0])
		var out []*syntax.Word
		for c := int(lo); c <= int(hi) && len(out) < maxBraces; c++ {
			out = append(out, lit(string(rune(c))))
		}
		return out
	}
	return []*syntax.Word{br.Elems[0], br.Elems[1]}
}
