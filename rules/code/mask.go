package code

// Masked is a file with its comments and the contents of its strings blanked;
// offsets are those of the content, less a byte-order mark.
type Masked struct {
	Langs LangSet
	Raw   []byte
	// Text has comments blanked, Code also the contents of strings.
	Text, Code []byte
	Strings    []Span
	Lines      []int // offsets of line starts
}

// Span is a string literal: Start and End of its content, Open and After of
// the whole with its quotes.
type Span struct{ Open, Start, End, After int }

// Mask reads a file for those who look at its structure. ok is false when it
// is too large, binary, or of no known language.
func Mask(path string, content []byte) (m Masked, ok bool) {
	f, why := newFile(path, content, Options{NoLimits: true})
	if why != "" || f.langs == Other {
		return Masked{}, false
	}
	m = Masked{Langs: f.langs, Raw: f.raw, Text: f.text, Code: f.code, Lines: f.lines, Strings: make([]Span, len(f.lits))}
	for i, l := range f.lits {
		m.Strings[i] = Span{l.open, l.start, l.end, l.after}
	}
	return m, true
}

// Line is the 1-based line of an offset.
func (m *Masked) Line(off int) int {
	lo, hi := 0, len(m.Lines)
	for lo < hi {
		if mid := (lo + hi) / 2; m.Lines[mid] <= off {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
