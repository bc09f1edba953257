package shell

import "strings"

// chain reads NAME, NAME(...), NAME[...] and what follows with dots.
func (p *program) chain(i int) (v value, end int) {
	name := p.resolved(p.toks[i].text)
	v = p.named(name)
	if k := strings.IndexByte(name, '.'); k > 0 && v.text == "" {
		if on, ok := p.vars[name[:k]]; ok {
			v = on // path.unlink() is called on the path
		}
	}
	v.name = name
	return p.chainOn(i+1, name, v)
}

// chainOn goes on after a name, or after a value when name is "".
func (p *program) chainOn(i int, name string, v value) (value, int) {
	for i < len(p.toks) {
		t := p.toks[i]
		switch {
		case t.is("("):
			p.block(name, i+1, v)
			args, e := p.args(i + 1)
			v.name = ""
			v = p.effect(name, args, v)
			if name = v.name; name == "" {
				name = "result"
			}
			i = e
			p.block(name, i, v)
			continue
		case t.is("[") || t.is("{") && (p.lang == "perl" || envName(name)):
			if !envName(name) && p.vars[name].text == "" && p.lang == "perl" && t.is("{") {
				return v, i
			}
			args, e := p.args(i + 1)
			if envName(name) && len(args) > 0 {
				key := args[0].text
				if key == "" && i+1 < len(p.toks) && p.toks[i+1].kind == tokName {
					key = p.toks[i+1].text // perl needs no quotes there
				}
				v = value{vars: []string{key}, text: "$" + key}
			} else if name == "Dir" && len(args) > 0 { // ruby's Dir["*"]
				v = value{text: args[0].text, known: true}
				p.block(name, e, v)
			}
			i = e
			continue
		case t.is(".") || t.is("->") || t.is("::") || t.is("?."):
			if i+1 < len(p.toks) && p.toks[i+1].kind == tokName {
				name = p.toks[i+1].text
				v.name = name
				i += 2
				p.block(name, i, v)
				continue
			}
		}
		return v, i
	}
	return v, i
}

func envName(n string) bool {
	switch n {
	case "os.environ", "environ", "process.env", "ENV", "$ENV", "%ENV", "$_ENV", "$_SERVER", "Deno.env", "Bun.env", "import.meta.env", "ENVIRON", "os.environb":
		return true
	}
	return strings.HasSuffix(n, ".environ") || strings.HasSuffix(n, ".process.env")
}

// named is the value of a name that is not called.
func (p *program) named(n string) value {
	if v, ok := p.vars[n]; ok {
		return v
	}
	if n == "Dir.home" {
		return value{text: p.a.opt.Home, known: true}
	}
	if envName(n) || strings.HasPrefix(n, "ENV.") || strings.HasPrefix(n, "os.environ.") && n != "os.environ.keys" {
		return value{env: true, text: "environment"}
	}
	for _, pre := range [...]string{"process.env.", "Bun.env.", "import.meta.env."} {
		if i := strings.Index(n, pre); i >= 0 {
			key := n[i+len(pre):]
			if k := strings.IndexByte(key, '.'); k > 0 {
				key = key[:k]
			}
			return value{vars: []string{key}, text: "$" + key}
		}
	}
	return value{}
}

func lastName(n string) string {
	if i := strings.LastIndexAny(n, ".:>"); i >= 0 {
		return n[i+1:]
	}
	return n
}
