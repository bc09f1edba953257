package code

import "bytes"

// fillers are C functions that write text into one of their arguments.
var fillers = []struct {
	name    string
	dst     int
	outside bool // what is written comes from outside the program
}{
	{"sprintf", 0, false}, {"snprintf", 0, false}, {"vsprintf", 0, false}, {"strcat", 0, false}, {"strncat", 0, false}, {"strcpy", 0, false}, {"strncpy", 0, false},
	{"wcscat", 0, false}, {"wcscpy", 0, false}, {"wcsncat", 0, false}, {"swprintf", 0, false},
	{"fgets", 0, true}, {"fgetws", 0, true}, {"gets", 0, true}, {"recv", 1, true}, {"read", 1, true}, {"fread", 0, true}, {"scanf", 1, true}, {"fscanf", 2, true}, {"getline", 0, true},
}

// filledAt reads sprintf(buf, …), fgets(buf, …) and the like as assignments of buf.
func (f *file) filledAt(open int) {
	w := open
	for w > 0 && isWord(f.code[w-1]) {
		w--
	}
	name := string(f.code[w:open])
	for _, x := range fillers {
		if x.name != name {
			continue
		}
		args := f.args(open)
		if len(args) <= x.dst {
			return
		}
		to := f.code[args[x.dst].from:args[x.dst].to]
		if len(to) > 0 && to[0] == '(' { // (char *)(data + n)
			if k := bytes.IndexByte(to, ')'); k > 0 && k+1 < len(to) {
				to = to[k+1:]
			}
		}
		dst := string(firstSegment(bytes.TrimLeft(to, "&*( ")))
		dst = string(leadingName([]byte(dst)))
		if dst == "" {
			return
		}
		cls := cTaint | cVar | cRemote
		if !x.outside {
			cls = f.classify(args[0].to, args[len(args)-1].to)
			if cls&cVar != 0 {
				cls |= cDyn
			}
			if old, ok := f.lookup(dst, open); ok {
				cls |= old.cls
			}
			cls |= cLit
		}
		f.vars[dst] = append(f.vars[dst], assign{pos: open, cls: cls, rhs: [2]int{open + 1, args[len(args)-1].to}})
		return
	}
}

// appendedAt reads builder.append(value) as a growing assignment of builder.
func (f *file) appendedAt(open int) {
	name := ""
	for _, w := range []string{".append", ".Append", ".WriteString", ".AppendFormat"} {
		if open >= len(w) && string(f.code[open-len(w):open]) == w {
			name = w
		}
	}
	if name == "" {
		return
	}
	at := open - len(name)
	for at > 0 && (f.code[at-1] == ')' || isSpace(f.code[at-1])) { // a chain: walk to its start
		if f.code[at-1] != ')' {
			at--
			continue
		}
		depth := 0
		for at--; at > 0; at-- {
			if f.code[at] == ')' {
				depth++
			} else if f.code[at] == '(' {
				depth--
				if depth == 0 {
					break
				}
			}
		}
		if !hasAt(f.code, max(at-7, 0), ".append") && !hasAt(f.code, max(at-7, 0), ".Append") {
			return
		}
		at -= 7
	}
	who := string(trailingName(f.code[max(at-60, 0):at]))
	old, ok := f.lookup(who, open)
	if who == "" || !ok {
		return
	}
	to := f.closing(open, min(len(f.code), open+1500))
	cls := f.classify(open+1, to)
	grown := old.cls | cls
	if cls&cVar != 0 {
		grown |= cDyn | cVar
	}
	f.vars[who] = append(f.vars[who], assign{pos: open, cls: grown, rhs: [2]int{open + 1, to}})
}
