package shell

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// param expands $x and ${x...}.
func (a *analysis) param(x *syntax.ParamExp, st *state) Word {
	if x.Param == nil {
		if x.NestedParam != nil {
			return a.part(x.NestedParam, st, false, true)
		}
		return Word{Text: "${}"}
	}
	name := x.Param.Value
	if x.Index != nil {
		a.arith(x.Index, st)
	}
	if x.Names != 0 {
		return Word{Text: "${!" + name + "*}", Vars: []string{name + "*"}}
	}
	v, set := a.lookup(name, st)
	if x.Excl {
		v, set = a.indirect(v, set, name, st)
	}
	if x.Length || x.IsSet || x.Width {
		return Word{Text: "0"}
	}
	if x.Slice != nil {
		v = a.slice(v, x.Slice, st)
	}
	if x.Repl != nil {
		v = a.replace(v, x.Repl, st)
	}
	if x.Exp != nil {
		v = a.expansion(v, set, x.Exp, name, st)
	}
	if !v.Known && strings.ContainsRune(x.Param.Value, '#') {
		return Word{Text: "0"}
	}
	v.Quote = false
	return v
}

func (a *analysis) indirect(v Word, set bool, name string, st *state) (Word, bool) {
	if set && v.Known {
		return a.lookup(v.Text, st)
	}
	v.Text, v.Known, v.Vars = "${!"+name+"}", false, append(v.Vars, "!"+name)
	return v, set
}

// lookup returns the value of a variable and whether this line or the
// well-known environment sets it.
func (a *analysis) lookup(name string, st *state) (Word, bool) {
	if to, ok := a.refs[name]; ok {
		name = to
	}
	if w, ok := st.get(name); ok {
		return w, true
	}
	switch name {
	case "HOME":
		if a.opt.Home != "" {
			return Word{Text: a.opt.Home, Known: true}, true
		}
	case "PWD":
		if st.dir != "" {
			return Word{Text: st.dir, Known: true}, true
		}
	case "TMPDIR", "TMP", "TEMP", "RUNNER_TEMP":
		return Word{Text: "/tmp"}, true
	case "IFS":
		return Word{Text: " \t\n", Known: true}, true
	case "SHELL", "BASH", "ZSH_NAME":
		return Word{Text: "/bin/bash", Known: true}, true
	case "!", "$":
		return Word{Text: "12345"}, true // a process of this line, never 0, 1 or -1
	case "?", "#", "RANDOM", "UID", "EUID", "PPID", "SECONDS", "LINENO":
		return Word{Text: "0"}, true
	case "@", "*":
		b := wordOf{w: Word{Known: true}}
		for i, p := range st.params {
			if i > 0 {
				b.text.add(" ")
			}
			b.add(a, p, false)
		}
		w := b.word()
		if len(st.params) == 0 {
			w.Known = false
			w.Text = "$" + name
			if a.depth > 1 || len(a.active) > 0 {
				w.Text, w.Known = "", true
			}
		}
		return w, true
	}
	if n, err := strconv.Atoi(name); err == nil {
		if n > 0 && n <= len(st.params) {
			return st.params[n-1], true
		}
		if n > 0 {
			return Word{Known: true}, true // unset in a one-line program
		}
	}
	return Word{Text: "$" + name, Vars: []string{name}}, false
}

func (a *analysis) expansion(v Word, set bool, e *syntax.Expansion, name string, st *state) Word {
	arg := Word{Known: true}
	if e.Word != nil {
		arg = a.one(e.Word, st)
	}
	switch e.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
		if set && (v.Text != "" || !v.Known) {
			return v
		}
		assign := e.Op == syntax.AssignUnset || e.Op == syntax.AssignUnsetOrNull
		if !set {
			arg.Known = arg.Known && assign
			arg.Vars = append(arg.Vars, name)
		}
		if assign {
			st.set(name, arg)
		}
		return arg
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		if set && v.Known && v.Text == "" {
			return Word{Known: true}
		}
		arg.Known = arg.Known && set
		return arg
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		if !set && e.Op == syntax.ErrorUnsetOrNull {
			v.Text = "${" + name + ":?}" // the shell stops when it is empty
		}
		return v
	}
	if !v.Known {
		return v
	}
	switch e.Op {
	case syntax.RemSmallPrefix, syntax.RemLargePrefix:
		v.Text = trimPattern(v.Text, arg.Text, e.Op == syntax.RemLargePrefix, true)
	case syntax.RemSmallSuffix, syntax.RemLargeSuffix:
		v.Text = trimPattern(v.Text, arg.Text, e.Op == syntax.RemLargeSuffix, false)
	case syntax.UpperFirst, syntax.UpperAll:
		v.Text = strings.ToUpper(v.Text)
	case syntax.LowerFirst, syntax.LowerAll:
		v.Text = strings.ToLower(v.Text)
	case syntax.OtherParamOps: // @P, @E, @Q...
		if arg.Text == "E" {
			v.Text = ansiC(v.Text)
		}
	}
	return v
}

// trimPattern removes what a glob matches from one end.
func trimPattern(s, pat string, longest, front bool) string {
	if len(s) > 4096 {
		return s
	}
	found := -1
	for n := 0; n <= len(s); n++ {
		piece := s[:n]
		if !front {
			piece = s[len(s)-n:]
		}
		if Match(pat, piece) {
			found = n
			if !longest {
				break
			}
		}
	}
	if found < 0 {
		return s
	}
	if front {
		return s[found:]
	}
	return s[:len(s)-found]
}

// Match reports whether name matches a glob in which * and ? also match
// slashes, in time linear in most cases and never exponential.
func Match(pat, name string) bool {
	p, n, star, mark := 0, 0, -1, 0
	for n < len(name) {
		if p < len(pat) {
			switch pat[p] {
			case '*':
				star, mark = p, n
				p++
				continue
			case '?':
				p++
				n++
				continue
			case '[':
				if ok, size := class(pat[p:], name[n]); size > 0 {
					if ok {
						p += size
						n++
						continue
					}
					break
				}
				fallthrough
			default:
				if pat[p] == '\\' && p+1 < len(pat) && pat[p+1] == name[n] {
					p += 2
					n++
					continue
				}
				if pat[p] == name[n] {
					p++
					n++
					continue
				}
			}
		}
		if star < 0 {
			return false
		}
		p = star + 1
		mark++
		n = mark
	}
	for p < len(pat) && pat[p] == '*' {
		p++
	}
	return p == len(pat)
}

// class matches c against the [...] at the start of pat.
func class(pat string, c byte) (ok bool, size int) {
	end := strings.IndexByte(pat[1:], ']')
	if end < 0 {
		return false, 0
	}
	if end == 0 {
		next := strings.IndexByte(pat[2:], ']')
		if next < 0 {
			return false, 0
		}
		end = next + 1
	}
	body := pat[1 : end+1]
	not := len(body) > 0 && (body[0] == '!' || body[0] == '^')
	if not {
		body = body[1:]
	}
	for i := 0; i < len(body); i++ {
		if i+2 < len(body) && body[i+1] == '-' {
			ok = ok || c >= body[i] && c <= body[i+2]
			i += 2
			continue
		}
		ok = ok || body[i] == c
	}
	return ok != not, end + 2
}

func (a *analysis) slice(v Word, s *syntax.Slice, st *state) Word {
	from, ok := a.arith(s.Offset, st)
	if !v.Known || !ok {
		return v
	}
	size := len(v.Text)
	if from < 0 {
		from = max(0, size+from)
	}
	from = min(from, size)
	to := size
	if s.Length != nil {
		n, ok := a.arith(s.Length, st)
		if !ok {
			return v
		}
		if to = from + n; n < 0 {
			to = size + n
		}
	}
	v.Text = v.Text[from:min(max(from, to), size)]
	return v
}

func (a *analysis) replace(v Word, r *syntax.Replace, st *state) Word {
	from, to := a.one(r.Orig, st), Word{Known: true}
	if r.With != nil {
		to = a.one(r.With, st)
	}
	if !v.Known || from.Text == "" {
		return v
	}
	if from.Glob { // only its common use: dropping a class of characters
		if len(v.Text) > 4096 {
			return v
		}
		var b strings.Builder
		for i := 0; i < len(v.Text); i++ {
			if Match(from.Text, v.Text[i:i+1]) {
				b.WriteString(to.Text)
			} else {
				b.WriteByte(v.Text[i])
			}
		}
		v.Text = b.String()
		return v
	}
	n := 1
	if r.All {
		n = -1
	}
	orig := from.Text
	if len(orig) > 1 && (orig[0] == '#' || orig[0] == '%') {
		orig = orig[1:]
	}
	if grown := strings.Count(v.Text, orig) * len(to.Text); !a.spend(len(v.Text) + grown) {
		v.Known = false
		return v
	}
	v.Text = strings.Replace(v.Text, orig, to.Text, n)
	v.Known = v.Known && to.Known
	return v
}

// arith computes simple integer arithmetic and runs what it holds.
func (a *analysis) arith(x syntax.ArithmExpr, st *state) (int, bool) {
	switch e := x.(type) {
	case nil:
		return 0, false
	case *syntax.Word:
		w := a.one(e, st)
		if n, err := strconv.ParseInt(w.Text, 0, 32); err == nil && w.Known {
			return int(n), true
		}
		if v, ok := st.get(w.Text); ok && v.Known {
			if n, err := strconv.ParseInt(v.Text, 0, 32); err == nil {
				return int(n), true
			}
		}
		return 0, false
	case *syntax.ParenArithm:
		return a.arith(e.X, st)
	case *syntax.UnaryArithm:
		n, ok := a.arith(e.X, st)
		if e.Op == syntax.Minus {
			n = -n
		}
		return n, ok && (e.Op == syntax.Minus || e.Op == syntax.Plus)
	case *syntax.BinaryArithm:
		return a.binaryArith(e, st)
	}
	return 0, false
}

func (a *analysis) binaryArith(e *syntax.BinaryArithm, st *state) (int, bool) {
	l, lok := a.arith(e.X, st)
	r, rok := a.arith(e.Y, st)
	if !lok || !rok {
		return 0, false
	}
	switch e.Op {
	case syntax.Add:
		return l + r, true
	case syntax.Sub:
		return l - r, true
	case syntax.Mul:
		return l * r, true
	case syntax.Quo:
		if r != 0 {
			return l / r, true
		}
	case syntax.Rem:
		if r != 0 {
			return l % r, true
		}
	}
	return 0, false
}
