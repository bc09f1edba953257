package shell

import "strings"

// awkVars sets the variables that -v gives to a program.
func (p *program) awkVars() {
	for i, w := range p.c.Args {
		t := w.Text
		switch {
		case i > 0 && p.c.Args[i-1].Text == "-v":
		case strings.HasPrefix(t, "-v") && len(t) > 2:
			t = t[2:]
		default:
			continue
		}
		if name, v, ok := strings.Cut(t, "="); ok {
			p.set(name, value{text: v, known: w.Known})
		}
	}
}

// awkRead follows "COMMAND | getline" and "getline x < FILE" at i; it returns
// i when there is none.
func (p *program) awkRead(i int) int {
	if p.toks[i].text != "getline" || p.toks[i].kind != tokName {
		p.awkPiped(i)
		return i
	}
	k := i + 1
	if k < len(p.toks) && p.toks[k].kind == tokName {
		k++
	}
	if k >= len(p.toks) || !p.toks[k].is("<") {
		return i + 1
	}
	v, end := p.expr(k + 1)
	if v.text != "" {
		p.reads(Word{Text: tilde(v.text, p.a.opt.Home), Known: true})
	}
	return max(end, k+1)
}

// awkPiped follows COMMAND | getline, where the command begins at i.
func (p *program) awkPiped(i int) {
	if i+2 >= len(p.toks) || !p.toks[i+1].is("|") || p.toks[i+2].text != "getline" {
		return
	}
	text := p.toks[i].text
	if p.toks[i].kind == tokName {
		text = p.vars[text].text
	}
	if text != "" {
		p.a.given(p.lang, Word{Text: text, Known: true}, p.st.child(), nil)
	}
}

// awkPipe follows print … | "command".
func (p *program) awkPipe(i int) {
	for ; i+1 < len(p.toks) && p.toks[i].kind != tokEnd && !p.toks[i].is(";") && !p.toks[i].is("}"); i++ {
		if !p.toks[i].is("|") {
			continue
		}
		if p.toks[i+1].kind != tokStr && p.toks[i+1].kind != tokName {
			continue
		}
		if v, _ := p.operand(i + 1); v.text != "" {
			p.a.given(p.lang, Word{Text: v.text, Known: true}, p.st.child(), nil)
		}
		return
	}
}
