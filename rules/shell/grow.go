package shell

import "strings"

// spend takes n bytes from what the analysis may still build out of
// expansions and joined words. A short line could otherwise name a long value
// thousands of times, and everything that reads the words would pay for it.
func (a *analysis) spend(n int) bool {
	if a.room -= n; a.room >= 0 {
		return true
	}
	a.script.Cut = true
	return false
}

// wordCost is what a word costs besides its text.
const wordCost = 4

// pieces puts a text together in time linear in its length.
type pieces struct {
	first string
	b     strings.Builder
	many  bool
}

func (p *pieces) add(s string) {
	switch {
	case s == "":
	case p.many:
		p.b.WriteString(s)
	case p.first == "":
		p.first = s
	default:
		p.b.WriteString(p.first)
		p.b.WriteString(s)
		p.many = true
	}
}

func (p *pieces) text() string {
	if p.many {
		return p.b.String()
	}
	return p.first
}

// wordOf puts one word together.
type wordOf struct {
	w    Word
	text pieces
}

// add appends o. Its text was paid for when it was made; joining it to others
// is paid for here, unless it stands in the source itself.
func (b *wordOf) add(a *analysis, o Word, written bool) {
	if written || a.spend(len(o.Text)) {
		b.text.add(o.Text)
	} else {
		o.Known = false
	}
	b.w.Known = b.w.Known && o.Known
	b.w.Glob = b.w.Glob || o.Glob
	b.w.Quote = b.w.Quote || o.Quote
	b.w.Vars = addNames(b.w.Vars, o.Vars)
	b.w.From = addCalls(b.w.From, o.From...)
}

func (b *wordOf) word() Word {
	b.w.Text = b.text.text()
	return b.w
}

// output gathers what several commands write.
type output struct {
	s    Stream
	text pieces
}

func writes() *output { return &output{s: Stream{Known: true}} }

// unknown gathers the output of commands of which not all may run.
func unknown() *output { return &output{} }

func (b *output) add(a *analysis, o *Stream) {
	if o == nil {
		return
	}
	b.s.Decoded = b.s.Decoded || o.Decoded
	b.s.Known = b.s.Known && o.Known
	if a.spend(len(o.Text)) {
		b.text.add(o.Text)
	} else {
		b.s.Known = false
	}
	b.s.From = addCalls(b.s.From, o.From...)
	b.s.Vars = addNames(b.s.Vars, o.Vars)
}

func (b *output) stream() *Stream {
	b.s.Text = b.text.text()
	return &b.s
}

// addCalls appends origins; what a value has more of tells nothing new. The
// slices are shared, so none is ever appended to in place.
func addCalls(from []*Call, more ...*Call) []*Call {
	if len(from) == 0 {
		return more[:len(more):len(more)]
	}
	if len(more) == 0 || len(from) >= maxFrom {
		return from
	}
	return append(from[:len(from):len(from)], more...)
}

func addNames(names, more []string) []string {
	if len(names) == 0 {
		return more[:len(more):len(more)]
	}
	if len(more) == 0 || len(names) >= maxFrom {
		return names
	}
	return append(names[:len(names):len(names)], more...)
}

// extended appends to a value that grows step by step (x+=…, >> file) without
// copying it each time. key names the value.
func (a *analysis) extended(key, old, more string) (string, bool) {
	if old == "" {
		return more, true
	}
	if !a.spend(len(more)) {
		return old, false
	}
	b := a.growing[key]
	if b == nil || b.Len() != len(old) || b.String() != old {
		if !a.spend(len(old)) {
			return old, false
		}
		b = new(strings.Builder)
		b.WriteString(old)
		if a.growing == nil {
			a.growing = make(map[string]*strings.Builder, 2)
		}
		a.growing[key] = b
	}
	b.WriteString(more)
	return b.String(), true
}

// line writes words as one line.
func (a *analysis) line(ws []Word) string {
	if len(ws) == 1 {
		return ws[0].Text
	}
	n := len(ws)
	for i := range ws {
		n += len(ws[i].Text)
	}
	if !a.spend(n) {
		return ""
	}
	return joinWords(ws)
}
