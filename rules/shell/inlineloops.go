package shell

import "strings"

// lister reports calls that name the files of a folder.
func lister(last string) bool {
	switch last {
	case "walk", "listdir", "scandir", "iterdir", "glob", "iglob", "rglob",
		"readdirSync", "readdir", "readDirSync", "readDir", "globSync", "walkSync",
		"children", "each_child", "entries",
		"RecursiveDirectoryIterator", "DirectoryIterator", "FilesystemIterator":
		return true
	}
	return false
}

// listing is the pattern that stands for the files a lister names.
func listing(last string, first, on value) (value, bool) {
	folder, pattern := on.text, first.text
	if folder == "" {
		if strings.Contains(last, "lob") {
			return value{text: pattern, known: true}, pattern != ""
		}
		folder, pattern = first.text, "*"
	}
	if folder == "" || len(folder) > 4096 {
		return value{}, false
	}
	if pattern == "" || !strings.Contains(last, "lob") {
		pattern = "*"
	}
	if last == "rglob" && pattern != "*" {
		pattern = "**/" + pattern
	}
	return value{text: strings.TrimRight(folder, "/") + "/" + pattern, known: true}, true
}

// ahead binds the variables of the loops in the statement at i before the
// statement is read: in a comprehension the loop comes last.
func (p *program) ahead(i int) {
	if p.lang != "python" && p.lang != "node" && p.lang != "php" && p.lang != "perl" || i < p.looked {
		return
	}
	depth := 0
	for ; i < len(p.toks); i++ {
		switch t := &p.toks[i]; {
		case t.is("(") || t.is("[") || t.is("{"):
			depth++
		case t.is(")") || t.is("]") || t.is("}"):
			depth--
		case (t.kind == tokEnd || t.is(";")) && depth <= 0:
			p.looked = i + 1
			return
		case t.kind == tokName && (t.text == "for" || t.text == "foreach"):
			p.loop(i)
		}
	}
	p.looked = i
}

// loop binds the variable of the loop at i to what it runs over.
func (p *program) loop(i int) {
	if p.bound++; p.bound > maxLoops*8 {
		return
	}
	name, over := "", -1
	switch p.lang {
	case "python": // for a, b in X
		k := i + 2
		for k+1 < len(p.toks) && p.toks[k].is(",") {
			k += 2
		}
		if k+1 < len(p.toks) && p.toks[k].text == "in" {
			name, over = p.toks[i+1].text, k+1
		}
	case "node": // for (const a of X)
		for k := i + 1; k+2 < len(p.toks) && k < i+5; k++ {
			if p.toks[k].kind == tokName && p.toks[k+1].text == "of" {
				name, over = p.toks[k].text, k+2
			}
		}
	case "php": // foreach (X as $a)
		for k := i + 1; k+1 < len(p.toks) && k < i+40; k++ {
			if p.toks[k].text == "as" {
				name, over = p.toks[k+1].text, i+2
			}
		}
	case "perl": // for my $a (X), and X behind a statement: for X
		name, over = "$_", i+1
		if k := i + 1; k < len(p.toks) && p.toks[k].text == "my" {
			over++
		}
		if over+1 < len(p.toks) && strings.HasPrefix(p.toks[over].text, "$") && p.toks[over+1].is("(") {
			name, over = p.toks[over].text, over+1
		}
		if over+1 < len(p.toks) && p.toks[over].is("(") {
			over++
		}
	}
	if name == "" || over < 0 || over >= len(p.toks) {
		return
	}
	if v := p.silently(over); strings.ContainsAny(v.text, "/*") {
		p.set(name, v)
	}
}

// silently reads an expression without counting what it does: the program is
// read again in its order.
func (p *program) silently(i int) value {
	calls, notes := len(p.a.script.Calls), len(p.a.script.Notes)
	v, _ := p.operand(i)
	p.a.script.Calls = p.a.script.Calls[:calls]
	p.a.script.Notes = p.a.script.Notes[:notes]
	return v
}

func (p *program) set(name string, v value) {
	if p.vars == nil {
		p.vars = make(map[string]value, 4)
	}
	p.vars[name] = v
}

// block binds the parameter of a function that is given each element of v,
// whose text begins at i: "forEach(f =>" and "each { |f|".
func (p *program) block(name string, i int, v value) {
	if v.text == "" || !strings.ContainsAny(v.text, "/*") {
		return
	}
	switch p.lang {
	case "node":
		if name != "forEach" && name != "map" && name != "filter" && name != "flatMap" {
			return
		}
		for k := i; k < len(p.toks) && k < i+4; k++ {
			if t := p.toks[k]; t.kind == tokName && t.text != "async" && t.text != "function" {
				p.set(t.text, v)
				return
			}
		}
	case "ruby":
		if i+3 < len(p.toks) && (p.toks[i].is("{") || p.toks[i].text == "do") && p.toks[i+1].is("|") && p.toks[i+2].kind == tokName {
			p.set(p.toks[i+2].text, v)
		}
	}
}

// applied follows php's array_map('unlink', glob(...)).
func (p *program) applied(name string, args []value) {
	if p.lang != "php" || len(args) < 2 || name != "array_map" && name != "array_walk" {
		return
	}
	fn, list := args[0], args[1]
	if name == "array_walk" {
		fn, list = list, fn
	}
	if kind := remover(fn.text); kind != 0 {
		p.removes(kind, []value{list}, value{})
	}
}
