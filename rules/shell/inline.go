package shell

import "strings"

// value is what is known of an expression of an inline program.
type value struct {
	text  string
	known bool
	list  []string // string elements, when there are several
	vars  []string // environment variables it reads
	env   bool     // the whole environment
	file  string   // file whose content it is
	net   *Call    // request whose answer it is
	deco  bool     // decoded or computed from bytes
	made  bool     // what a call of the program's own returned
	name  string   // the dotted name it is, when nothing was called
}

// program is one run of the scanner over an inline program.
type program struct {
	a     *analysis
	c     *Call
	st    *state
	lang  string
	toks  []tok
	vars  map[string]value
	names map[string]string // names that stand for others: import x as y
	nest  int
	net   bool // talks to the network somewhere
	child bool // node's child_process is loaded
	says  bool // prints something somewhere
	deep  bool // removes with an option "recursive"

	looked int // where the look ahead for loops stands
	bound  int // loops seen
}

const (
	maxTokens = 200000
	maxList   = 256 // elements of one list
)

// inline scans a program for the calls that delete, run, read, write or send.
// It knows string literals, simple variables and names of calls; everything
// else passes.
func (a *analysis) inline(c *Call, lang, text string, st *state) {
	if !a.enter(text) {
		return
	}
	defer a.leave()
	a.note("opened", c.Name+": "+clip(text), c)
	lang0 := a.lang
	a.lang = lang
	p := &program{a: a, c: c, st: st.child(), lang: lang, toks: scan(text, lang)}
	p.st.caught = false
	low := strings.ToLower(text)
	p.net = strings.Contains(low, "urlopen") || strings.Contains(low, "requests.") || strings.Contains(low, "fetch(") || strings.Contains(low, "http") || strings.Contains(low, "socket") || strings.Contains(low, "openai") || strings.Contains(low, "anthropic") || strings.Contains(low, "cohere")
	p.child = strings.Contains(low, "child_process")
	for i := range p.toks {
		if p.toks[i].kind == tokName {
			if p.toks[i].text == "eval" && p.net && i+1 < len(p.toks) && p.toks[i+1].is(")") {
				a.note("inline-decoded", "eval", c) // .then(eval)
			}
			p.says = p.says || printer(lang, p.toks[i].text)
			p.deep = p.deep || p.toks[i].text == "recursive"
		}
	}
	a.within(c.Name, func() {
		p.sockets(low)
		if lang == "awk" {
			p.awkVars()
		}
		p.run()
		if lang == "node" && c.Has("-p", "--print", "-pe") || lang == "ruby" && c.Has("-p") {
			p.says = true
			v, _ := p.expr(0)
			p.printed([]value{v})
		}
	})
	a.lang = lang0
}

func (p *program) emit(name string, args ...Word) *Call {
	return p.a.emit(&Call{Name: name, Path: name, Known: true, Args: args, Dir: p.st.dir})
}

// run walks the tokens once.
func (p *program) run() {
	for i := 0; i < len(p.toks); {
		i = p.step(i)
		if len(p.a.script.Calls) >= maxCalls {
			return
		}
	}
}

// step handles what begins at token i and returns where to go on.
func (p *program) step(i int) int {
	t := p.toks[i]
	p.ahead(i)
	if end := p.imports(i); end > i {
		return end
	}
	switch t.kind {
	case tokTick: // backticks of perl, ruby and php run a command
		if p.lang != "node" && p.lang != "python" {
			p.a.inner(p.lang, t.text, p.st.child(), nil)
		}
		return i + 1
	case tokStr:
		if p.lang == "awk" {
			p.awkRead(i)
		} else if p.lang == "other" {
			_, end := p.expr(i) // "cmd".execute()
			return max(end, i+1)
		}
		return i + 1
	case tokName:
	default:
		return i + 1
	}
	if i+1 < len(p.toks) && p.toks[i+1].is("=") && !(i+2 < len(p.toks) && p.toks[i+2].is("=")) {
		v, end := p.expr(i + 2)
		p.set(t.text, v)
		if v.name != "" {
			p.stands(t.text, v.name)
		}
		return max(end, i+2)
	}
	if end := p.callAt(i); end > i {
		return end
	}
	if p.lang == "awk" {
		if t.text == "print" || t.text == "printf" {
			p.awkPipe(i + 1)
		}
		if end := p.awkRead(i); end > i {
			return end
		}
	}
	if p.lang == "ruby" && t.text == "Dir" && i+1 < len(p.toks) && p.toks[i+1].is("[") {
		_, end := p.chain(i)
		return max(end, i+1)
	}
	if i+1 < len(p.toks) && p.lang == "node" && lastName(t.text) == "$" && p.toks[i+1].kind == tokTick {
		_, end := p.expr(i)
		return max(end, i+1)
	}
	if i+1 < len(p.toks) && (printer(p.lang, t.text) || evaluator(p.lang, t.text) && p.lang != "python" && p.lang != "node" || runner(p.lang, t.text) && p.lang != "node" && p.lang != "python" || remover(lastName(t.text)) != 0 && (p.lang == "perl" || p.lang == "ruby")) && !p.toks[i+1].is(".") {
		args, end := p.bare(i + 1) // "print $ENV{X}", "system 'x'" and "unlink 'x'" need no brackets
		p.effect(t.text, args, value{})
		return max(end, i+1)
	}
	return i + 1
}

// callAt handles NAME(...) at i with its chained calls; it returns i when
// there is none.
func (p *program) callAt(i int) int {
	if i+1 >= len(p.toks) || !p.toks[i+1].is("(") {
		return i
	}
	_, end := p.chain(i)
	return end
}

// expr reads one expression up to a comma, a closing bracket or the end of
// the statement.
func (p *program) expr(i int) (v value, end int) {
	v.known = true
	var text pieces
	add := func(s string) {
		if p.a.spend(len(s)) {
			text.add(s)
		}
	}
	for i < len(p.toks) {
		t := p.toks[i]
		if t.kind == tokEnd || t.is(",") || t.is(")") || t.is("]") || t.is("}") || t.is(";") {
			break
		}
		if p.lang == "awk" {
			if e := p.awkRead(i); e > i {
				i = e
				continue
			}
		}
		switch {
		case t.kind == tokStr:
			x, e := p.textAt(i)
			add(x.text)
			v.list = append(v.list[:len(v.list):len(v.list)], x.list...)
			v.deco = v.deco || x.deco
			i = e
		case t.is("/") && p.lang == "python" && text.text() != "": // a path and what lies below it
			add("/")
			i++
		case t.is("%") && p.lang == "python" && text.text() != "":
			x, e := p.operand(i + 1)
			filled := fillIn(text.text(), x)
			text = pieces{}
			add(filled)
			i = e
		case t.kind == tokTick:
			if p.lang == "node" || p.lang == "python" {
				add(p.interpolated(t.text, "${"))
			} else {
				p.a.inner(p.lang, t.text, p.st.child(), nil)
			}
			i++
		case t.is("[") || t.is("("):
			inner, e := p.args(i + 1)
			for _, x := range inner {
				v.list = append(v.list, x.text)
				v.merge(x)
			}
			if t.is("(") && len(inner) == 1 {
				add(inner[0].text)
				v.list = v.list[:len(v.list)-1]
			}
			i = e
		case t.is("{"):
			inner, e := p.args(i + 1)
			for _, x := range inner {
				v.merge(x)
			}
			if list := p.argsKey(i+1, e); list != nil {
				v.list = list
			}
			i = e
		case t.kind == tokName && lastName(t.text) == "$" && i+1 < len(p.toks) && p.toks[i+1].kind == tokTick && p.lang == "node":
			p.a.inner(p.lang, p.interpolated(p.toks[i+1].text, "${"), p.st.child(), nil)
			i += 2
		case t.kind == tokName:
			x, e := p.chain(i)
			v.name = x.name
			add(x.text)
			if len(v.list) < maxList {
				v.list = append(v.list[:len(v.list):len(v.list)], x.list...)
			}
			v.merge(x)
			i = e
		default:
			i++
		}
	}
	v.text = text.text()
	return v, i
}

func (v *value) merge(x value) {
	v.vars = addNames(v.vars, x.vars)
	v.env = v.env || x.env
	v.deco = v.deco || x.deco
	v.made = v.made || x.made
	if x.file != "" {
		v.file = x.file
	}
	if x.net != nil {
		v.net = x.net
	}
}

// args reads expressions up to the closing bracket; end is after it.
func (p *program) args(i int) (out []value, end int) {
	p.nest++
	defer func() { p.nest-- }()
	if p.nest > 60 {
		p.a.script.Cut = true
		return nil, len(p.toks)
	}
	for i < len(p.toks) {
		t := p.toks[i]
		if t.is(")") || t.is("]") || t.is("}") {
			return out, i + 1
		}
		if t.is(",") || t.kind == tokEnd || t.is(";") {
			i++
			continue
		}
		v, e := p.expr(i)
		if len(out) < 256 {
			out = append(out, v)
		}
		i = max(e, i+1)
		if e < len(p.toks) && (p.toks[e].is(",") || p.toks[e].is(")") || p.toks[e].is("]") || p.toks[e].is("}")) {
			i = e
		}
	}
	return out, i
}
