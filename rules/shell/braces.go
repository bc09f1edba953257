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

const maxBraces = 64

// braces writes a{b,c} as the words it stands for.
func braces(w *syntax.Word) []*syntax.Word {
	cp := &syntax.Word{Parts: append([]syntax.WordPart(nil), w.Parts...)}
	if !syntax.SplitBraces(cp) {
		return []*syntax.Word{w}
	}
	return expandBraces(cp)
}

func expandBraces(w *syntax.Word) []*syntax.Word {
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
			parts := append([]syntax.WordPart(nil), w.Parts[:i]...)
			parts = append(append(parts, e.Parts...), w.Parts[i+1:]...)
			out = append(out, expandBraces(&syntax.Word{Parts: parts})...)
			if len(out) >= maxBraces {
				break
			}
		}
		return out
	}
	return []*syntax.Word{w}
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
