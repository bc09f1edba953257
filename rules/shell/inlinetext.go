package shell

import "strings"

// imports reads "import x as y" and "from x import y as z"; it returns i when
// there is none at i.
func (p *program) imports(i int) int {
	if p.lang != "python" || p.toks[i].kind != tokName || p.toks[i].text != "import" && p.toks[i].text != "from" {
		return i
	}
	module, k := "", i+1
	if p.toks[i].text == "from" {
		if k+1 >= len(p.toks) || p.toks[k].kind != tokName || p.toks[k+1].text != "import" {
			return i
		}
		module, k = p.toks[k].text+".", k+2
	}
	for k < len(p.toks) && p.toks[k].kind == tokName {
		name := p.toks[k].text
		as := name
		if k+2 < len(p.toks) && p.toks[k+1].text == "as" && p.toks[k+2].kind == tokName {
			as = p.toks[k+2].text
			k += 2
		}
		if as != module+name {
			p.stands(as, module+name)
		}
		if k++; k >= len(p.toks) || !p.toks[k].is(",") {
			break
		}
		k++
	}
	return k
}

// stands remembers that one name is another.
func (p *program) stands(name, for_ string) {
	if p.names == nil {
		p.names = make(map[string]string, 4)
	}
	if name != for_ && len(for_) < 256 {
		p.names[name] = for_
	}
}

// resolved replaces a name, or the first part of a dotted one, by what it
// stands for.
func (p *program) resolved(name string) string {
	if len(p.names) == 0 {
		return name
	}
	if full, ok := p.names[name]; ok {
		return full
	}
	if i := strings.IndexByte(name, '.'); i > 0 {
		if full, ok := p.names[name[:i]]; ok {
			return full + name[i:]
		}
	}
	return name
}

// bare reads the arguments of a call without brackets.
func (p *program) bare(i int) (args []value, end int) {
	for {
		v, e := p.expr(i)
		args = append(args, v)
		if e >= len(p.toks) || !p.toks[e].is(",") || len(args) >= maxList {
			return args, e
		}
		i = e + 1
	}
}

// operand reads one string, name or bracket, as on the right of "%".
func (p *program) operand(i int) (v value, end int) {
	if i >= len(p.toks) {
		return v, i
	}
	switch t := p.toks[i]; {
	case t.kind == tokStr:
		return value{text: t.text}, i + 1
	case t.kind == tokName:
		return p.chain(i)
	case t.is("("):
		args, e := p.args(i + 1)
		for _, x := range args {
			v.list = append(v.list, x.text)
			v.merge(x)
		}
		return v, e
	}
	return v, i + 1
}

// textAt reads a string with the calls and indexes that follow it.
func (p *program) textAt(i int) (value, int) {
	t := p.toks[i]
	v := value{text: t.text, known: true, deco: t.raw}
	if t.form {
		v.text = p.interpolated(t.text, "{")
	}
	i++
	if p.reversed(i) {
		b := []byte(v.text)
		for l, r := 0, len(b)-1; l < r; l, r = l+1, r-1 {
			b[l], b[r] = b[r], b[l]
		}
		return value{text: string(b), known: true, deco: true}, i + 6
	}
	if i+2 < len(p.toks) && p.toks[i].is(".") && p.toks[i+1].kind == tokName && p.toks[i+2].is("(") && p.lang != "perl" && p.lang != "php" {
		return p.chainOn(i+2, p.toks[i+1].text, v)
	}
	return v, i
}

// reversed reports [::-1] at i.
func (p *program) reversed(i int) bool {
	if i+5 >= len(p.toks) || !p.toks[i].is("[") {
		return false
	}
	at := ""
	for _, t := range p.toks[i : i+6] {
		at += t.text
	}
	return at == "[::-1]" || i+4 < len(p.toks) && strings.HasPrefix(at, "[::-1]")
}

// interpolated puts the values of variables into a template.
func (p *program) interpolated(s, open string) string {
	if !strings.Contains(s, open) {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, open)
		if i < 0 {
			break
		}
		end := strings.IndexByte(s[i:], '}')
		if end < 0 {
			break
		}
		name := strings.TrimSpace(s[i+len(open) : i+end])
		v, ok := p.vars[name]
		if !ok && p.lang == "node" {
			v = p.named(name)
			ok = len(v.vars) > 0 // process.env.HOME
		}
		if !ok || !p.a.spend(len(v.text)) {
			b.WriteString(s[:i+end+1])
		} else {
			b.WriteString(s[:i] + v.text)
		}
		s = s[i+end+1:]
	}
	return b.String() + s
}

// fillIn is text % x for the formats that matter.
func fillIn(text string, x value) string {
	list := x.list
	if len(list) == 0 {
		list = []string{x.text}
	}
	for _, s := range list {
		text = strings.Replace(text, "%s", s, 1)
	}
	return text
}

// argsKey returns the list under the key "args" of an object literal.
func (p *program) argsKey(i, end int) []string {
	for ; i+2 < end; i++ {
		if p.toks[i].text == "args" && p.toks[i+1].is(":") && p.toks[i+2].is("[") {
			var list []string
			for _, t := range p.toks[i+3 : end] {
				if t.is("]") || len(list) >= maxList {
					break
				}
				if t.kind == tokStr {
					list = append(list, t.text)
				}
			}
			return list
		}
	}
	return nil
}

// method computes what methods make of a text.
func (p *program) method(last string, args []value, on value) (text string, list []string, ok bool) {
	first := value{}
	if len(args) > 0 {
		first = args[0]
	}
	switch last {
	case "format":
		text = on.text
		for _, x := range args {
			text = strings.Replace(text, "{}", x.text, 1)
		}
		return text, nil, on.text != "" && p.a.spend(len(text))
	case "join":
		if p.lang == "python" && len(first.list) > 0 && on.name == "" {
			text = strings.Join(first.list, on.text)
			return text, nil, p.a.spend(len(text))
		}
		if p.lang != "python" && len(on.list) > 0 {
			text = strings.Join(on.list, first.text)
			return text, nil, p.a.spend(len(text))
		}
	case "split":
		if on.text != "" && len(on.text) < 4096 {
			if first.text == "" {
				return "", strings.Fields(on.text), true
			}
			return "", strings.Split(on.text, first.text), true
		}
	case "replace":
		if len(args) == 2 && on.text != "" && first.text != "" && len(on.text) < 4096 {
			return strings.ReplaceAll(on.text, first.text, args[1].text), nil, true
		}
	case "execute": // groovy's "cmd".execute()
		if p.lang == "other" && on.text != "" {
			p.a.given(p.lang, Word{Text: on.text, Known: true}, p.st.child(), nil)
		}
	}
	return "", nil, false
}
