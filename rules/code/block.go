package code

import "bytes"

// block is one bracketed region of the code view.
type block struct {
	open, close int
	parent      int // index, -1 for none
	head        int // start of the header text
	fn          bool
}

const maxFunction = 12000

// function returns the region of the function around off, header included; a fragment without one is its own function.
func (f *file) function(off int) (int, int) {
	if f.langs&(Python|YAML|Ruby) == 0 || f.langs&(JS|Java) != 0 {
		return f.findFunction(off)
	}
	n := f.line(off)
	if r, ok := f.regions[n]; ok {
		return r[0], r[1]
	}
	from, to := f.findFunction(off)
	if f.regions == nil {
		f.regions = map[int][2]int{}
	}
	f.regions[n] = [2]int{from, to}
	return from, to
}

func (f *file) findFunction(off int) (int, int) {
	if f.langs&(Python|YAML) != 0 && f.langs&(JS|Java) == 0 {
		return f.indented(off)
	}
	if f.main&Ruby != 0 {
		return f.rubyMethod(off)
	}
	if b := f.enclosing(off); b >= 0 {
		return f.blocks[b].head, f.blocks[b].close
	}
	return f.around(off)
}

func (f *file) around(off int) (int, int) {
	n := f.line(off)
	from := f.lines[max(n-40, 0)]
	to := f.lineEnd(min(n+40, len(f.lines)))
	return max(from, off-4000), min(to, off+4000)
}

// enclosing returns the outermost function of bounded size around off, or -1.
func (f *file) enclosing(off int) int {
	f.readBlocks()
	lo, hi := 0, len(f.blocks)
	for lo < hi {
		m := (lo + hi) / 2
		if f.blocks[m].head <= off {
			lo = m + 1
		} else {
			hi = m
		}
	}
	best := -1
	for i, n := lo-1, 0; i >= 0 && n < 400; n++ {
		b := &f.blocks[i]
		if b.head <= off && off < b.close {
			for i >= 0 {
				if b := &f.blocks[i]; b.fn && b.head <= off && off < b.close && b.close-b.head < maxFunction {
					best = i
				}
				i = f.blocks[i].parent
			}
			break
		}
		i--
	}
	return best
}

// readBlocks pairs the braces of the code view once.
func (f *file) readBlocks() {
	if f.blocksDone {
		return
	}
	f.blocksDone = true
	var stack []int
	lineEnds := f.main&(Go|Kotlin|Swift|Rust|JS|TS) != 0 // statements end with the line
	head := 0
	paren := 0
	for i, c := range f.code {
		switch c {
		case '(':
			paren++
		case ')':
			if paren > 0 {
				paren--
			}
		case ';':
			if paren == 0 {
				head = i + 1
			}
		case '\n':
			if lineEnds && paren == 0 && !f.braceNext(i) && f.firstOn(head) != '@' {
				head = i + 1
			}
		case '{':
			p := -1
			if len(stack) > 0 {
				p = stack[len(stack)-1]
			}
			h := max(head, i-400)
			for h < i && (f.code[h] == ' ' || f.code[h] == '\n' || f.code[h] == '\t' || f.code[h] == '\r') {
				h++
			}
			f.blocks = append(f.blocks, block{open: i, close: len(f.code), parent: p, head: h, fn: isFunctionHead(f.code[h:i])})
			stack = append(stack, len(f.blocks)-1)
			head, paren = i+1, 0
		case '}':
			if len(stack) > 0 {
				f.blocks[stack[len(stack)-1]].close = i + 1
				stack = stack[:len(stack)-1]
			}
			head, paren = i+1, 0
		}
	}
}

// braceNext tells whether the next thing behind i is an opening brace.
func (f *file) braceNext(i int) bool {
	for i < len(f.code) && isSpace(f.code[i]) {
		i++
	}
	return i < len(f.code) && f.code[i] == '{'
}

// firstOn is the first byte that is no space at or behind i.
func (f *file) firstOn(i int) byte {
	for i < len(f.code) && isSpace(f.code[i]) {
		i++
	}
	if i < len(f.code) {
		return f.code[i]
	}
	return 0
}

// isFunctionHead tells a function's header from a type's or a control statement's.
func isFunctionHead(h []byte) bool {
	if k := bytes.LastIndexByte(h, '\n'); k >= 0 && len(bytes.TrimSpace(h[k:])) > 0 && bytes.IndexByte(h[k:], '(') >= 0 && bytes.IndexByte(h[k:], ')') >= 0 {
		h = h[k+1:]
	}
	word := firstWord(h)
	switch word {
	case "if", "for", "while", "switch", "catch", "else", "try", "do", "match", "select", "class", "interface", "struct", "namespace", "enum", "using", "foreach", "lock", "synchronized", "unsafe", "impl", "trait", "mod", "module", "loop", "with", "when", "return":
		return word == "return" && bytes.Contains(h, []byte("=>"))
	}
	for _, w := range []string{"class ", "interface ", "struct ", "namespace ", "extends "} {
		if bytes.Contains(h, []byte(w)) && !bytes.ContainsAny(h, "(") {
			return false
		}
	}
	return bytes.IndexByte(h, '(') >= 0 || bytes.Contains(h, []byte("=>")) || word == "func" || word == "fn"
}

func firstWord(h []byte) string {
	i := 0
	for i < len(h) && !isWord(h[i]) {
		i++
	}
	j := i
	for j < len(h) && isWord(h[j]) {
		j++
	}
	return string(h[i:j])
}

// indentOf is the indentation of a 0-based line, -1 when it is blank.
func (f *file) indentOf(n int) int {
	if f.indents == nil {
		f.indents = make([]int32, len(f.lines))
		for i := range f.lines {
			f.indents[i] = int32(f.measure(i))
		}
	}
	return int(f.indents[n])
}

func (f *file) measure(n int) int {
	s := f.code[f.lines[n]:f.lineEnd(n+1)]
	for i, c := range s {
		if c != ' ' && c != '\t' {
			if c == '\r' {
				return -1
			}
			return i
		}
	}
	return -1
}

// indented finds the enclosing def by indentation, decorators included.
func (f *file) indented(off int) (int, int) {
	n := f.line(off) - 1
	ind := f.indentOf(n)
	start := -1
	for k := n; k >= 0 && n-k < 300; k-- {
		i := f.indentOf(k)
		if i < 0 || i > ind || i == ind && k != n {
			continue
		}
		if l := bytes.TrimSpace(f.code[f.lines[k]:f.lineEnd(k+1)]); bytes.HasPrefix(l, []byte("def ")) || bytes.HasPrefix(l, []byte("async def ")) {
			start, ind = k, i
			break
		}
		if k != n {
			ind = i
		}
	}
	if start < 0 {
		return f.around(off)
	}
	end := start + 1
	for end < len(f.lines) && end-start < 400 {
		if i := f.indentOf(end); i >= 0 && i <= ind && f.code[f.lines[end]+i] != ')' {
			break
		}
		end++
	}
	for start > 0 && bytes.HasPrefix(bytes.TrimSpace(f.code[f.lines[start-1]:f.lineEnd(start)]), []byte("@")) {
		start--
	}
	return f.lines[start], f.lineEnd(end)
}

func (f *file) rubyMethod(off int) (int, int) {
	n := f.line(off) - 1
	for k := n; k >= 0 && n-k < 200; k-- {
		l := bytes.TrimSpace(f.code[f.lines[k]:f.lineEnd(k+1)])
		if !bytes.HasPrefix(l, []byte("def ")) {
			continue
		}
		ind := f.indentOf(k)
		for e := k + 1; e < len(f.lines) && e-k < 300; e++ {
			if i := f.indentOf(e); i >= 0 && i <= ind {
				if e < n {
					return f.around(off)
				}
				return f.lines[k], f.lineEnd(e + 1)
			}
		}
		return f.lines[k], len(f.code)
	}
	return f.around(off)
}
