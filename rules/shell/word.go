package shell

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// one expands a word to exactly one field, as in an assignment.
func (a *analysis) one(w *syntax.Word, st *state) Word {
	if w == nil {
		return Word{Known: true}
	}
	if len(w.Parts) == 1 {
		return a.part(w.Parts[0], st, true, false)
	}
	out := wordOf{w: Word{Known: true}}
	for i, p := range w.Parts {
		out.add(a, a.part(p, st, i == 0, false), written(p))
	}
	return out.word()
}

// written reports parts that stand in the source as they are.
func written(p syntax.WordPart) bool {
	switch p.(type) {
	case *syntax.Lit, *syntax.SglQuoted, *syntax.DblQuoted:
		return true
	}
	return false
}

// fields adds to dst what a word expands to as an argument: braces,
// variables, splitting.
func (a *analysis) fields(dst []Word, w *syntax.Word, st *state) []Word {
	if len(w.Parts) == 1 { // most words are plain
		if lit, ok := w.Parts[0].(*syntax.Lit); ok && !strings.ContainsAny(lit.Value, "{\\~*?[") {
			return append(dst, Word{Text: lit.Value, Known: true})
		}
	}
	if len(w.Parts) == 1 { // "$@" stays as many words as it was
		if q, ok := w.Parts[0].(*syntax.DblQuoted); ok && len(q.Parts) == 1 {
			if p, ok := q.Parts[0].(*syntax.ParamExp); ok && p.Param != nil && p.Param.Value == "@" && p.Exp == nil && p.Slice == nil && len(st.params) > 0 {
				return append(dst, a.params(st)...)
			} else if ok && wholeArray(p) {
				if v := a.param(p, st); v.Known {
					for _, f := range strings.Fields(v.Text) {
						dst = append(dst, Word{Text: f, Known: true, From: v.From, Vars: v.Vars})
					}
					return dst
				}
			}
		}
	}
	if braced(w) {
		if len(w.Parts) == 1 {
			if texts, ok := a.plainBraces(w.Parts[0].(*syntax.Lit).Value); ok {
				for _, t := range texts {
					dst = append(dst, a.literal(t, false, false))
				}
				return dst
			}
		}
		for _, v := range a.braces(w) {
			dst = a.split(dst, v, st)
		}
		return dst
	}
	return a.split(dst, w, st)
}

// params are the words of "$@".
func (a *analysis) params(st *state) []Word {
	n := 0
	for i := range st.params {
		n += len(st.params[i].Text) + wordCost
	}
	if !a.spend(n) {
		return []Word{{Text: "$@"}}
	}
	return st.params
}

// split joins the parts of a word, cutting at blanks that come out of
// unquoted expansions.
func (a *analysis) split(out []Word, w *syntax.Word, st *state) []Word {
	if len(w.Parts) == 1 {
		v := a.part(w.Parts[0], st, true, false)
		if splits(w.Parts[0]) {
			return a.splitValue(out, v, st)
		}
		if v.Text != "" || v.Quote || !v.Known {
			out = append(out, v)
		}
		return out
	}
	cur, open := wordOf{w: Word{Known: true}}, false
	for i, p := range w.Parts {
		v := a.part(p, st, i == 0, false)
		if !splits(p) {
			cur.add(a, v, written(p))
			open = open || v.Text != "" || v.Quote || !v.Known
			continue
		}
		if v.Text == "" && v.Known {
			continue
		}
		cuts, ok := a.cut(v, a.ifs(st))
		if !ok {
			return append(out, Word{Text: "$…"})
		}
		for k, piece := range cuts {
			if k > 0 {
				if open {
					out = append(out, cur.word())
				}
				cur, open = wordOf{w: Word{Known: true}}, false
			}
			if piece != "" {
				part := v
				part.Text = piece
				part.Glob = v.Glob || anyOf(piece, "*?[")
				cur.add(a, part, true)
				open = true
			}
		}
	}
	if open {
		out = append(out, cur.word())
	}
	return out
}

// wholeArray reports ${name[@]}.
func wholeArray(p *syntax.ParamExp) bool {
	w, ok := p.Index.(*syntax.Word)
	return ok && p.Param != nil && p.Exp == nil && p.Slice == nil && !p.Length && w.Lit() == "@"
}

func (a *analysis) ifs(st *state) string {
	if w, ok := st.get("IFS"); ok && w.Known {
		return w.Text
	}
	return " \t\n"
}

// splitValue adds the words that the value of one unquoted expansion makes.
func (a *analysis) splitValue(out []Word, v Word, st *state) []Word {
	if v.Text == "" && v.Known {
		return out
	}
	seps := a.ifs(st)
	if !anyOf(v.Text, seps) && a.spend(len(v.Text)) { // most values are one word
		v.Glob = v.Glob || anyOf(v.Text, "*?[")
		return append(out, v)
	}
	cuts, ok := a.cut(v, seps)
	if !ok {
		return append(out, Word{Text: "$…"})
	}
	for _, piece := range cuts {
		if piece != "" {
			part := v
			part.Text = piece
			part.Glob = v.Glob || strings.ContainsAny(piece, "*?[")
			out = append(out, part)
		}
	}
	return out
}

// cut divides a value at blanks; false when that would cost too much.
func (a *analysis) cut(v Word, seps string) ([]string, bool) {
	if !a.spend(len(v.Text)) {
		return nil, false
	}
	cuts := splitAt(v.Text, seps)
	return cuts, len(cuts) == 1 || a.spend(wordCost*len(cuts))
}

func splitAt(s, seps string) []string {
	if !anyOf(s, seps) {
		return []string{s}
	}
	var out []string
	start := 0
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(seps, s[i]) >= 0 {
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

// anyOf is strings.ContainsAny for the short words that most values are: that
// one prepares a table for each.
func anyOf(s, chars string) bool {
	for i := range len(s) {
		if strings.IndexByte(chars, s[i]) >= 0 {
			return true
		}
	}
	return false
}

// splits reports whether the value of a part undergoes word splitting.
func splits(p syntax.WordPart) bool {
	switch p.(type) {
	case *syntax.ParamExp, *syntax.CmdSubst:
		return true
	}
	return false
}

// part expands one piece of a word. first: it begins the word.
func (a *analysis) part(p syntax.WordPart, st *state, first, quoted bool) Word {
	switch x := p.(type) {
	case *syntax.Lit:
		return a.literal(x.Value, first, quoted)
	case *syntax.SglQuoted:
		v := x.Value
		if x.Dollar {
			v = ansiC(v)
		}
		return Word{Text: v, Known: true, Quote: true}
	case *syntax.DblQuoted:
		out := wordOf{w: Word{Known: true}}
		for _, q := range x.Parts {
			out.add(a, a.part(q, st, false, true), written(q))
		}
		w := out.word()
		w.Glob, w.Quote = false, true
		return w
	case *syntax.ParamExp:
		return a.param(x, st)
	case *syntax.CmdSubst:
		return a.subst(x.Stmts, st)
	case *syntax.ArithmExp:
		if n, ok := a.arith(x.X, st); ok {
			return Word{Text: strconv.Itoa(n), Known: true}
		}
		return Word{Text: "0"}
	case *syntax.ProcSubst:
		return a.procSubst(x, st)
	case *syntax.ExtGlob:
		w := Word{Text: x.Op.String() + x.Pattern.Value + ")", Known: true, Glob: true}
		if x.Op == syntax.GlobExcept {
			w.Text = "*"
		}
		return w
	case *syntax.BraceExp:
		return Word{Text: "{}", Glob: true}
	}
	return Word{}
}

func (a *analysis) literal(v string, first, quoted bool) Word {
	w := Word{Known: true}
	if !quoted && strings.ContainsAny(v, "*?[") {
		w.Glob = unescaped(v, "*?[")
	}
	if strings.IndexByte(v, '\\') >= 0 && !windowsWord(v) {
		v = unescape(v, quoted)
	}
	if first && !quoted && a.opt.Home != "" && strings.HasPrefix(v, "~") && (len(v) == 1 || v[1] == '/') {
		v = a.opt.Home + v[1:]
	}
	w.Text = v
	return w
}

// windowsWord reports %NAME%\path and C:\path, which only a line for cmd.exe
// holds: the reader means a folder by the backslash.
func windowsWord(v string) bool {
	if len(v) > 3 && v[1] == ':' && v[2] == '\\' {
		return letter(v[0]) && letter(v[3])
	}
	if len(v) < 5 || v[0] != '%' {
		return false
	}
	end := strings.IndexByte(v[1:], '%') + 1
	return end > 3 && end+1 < len(v) && v[end+1] == '\\' && strings.Trim(v[1:end], "ABCDEFGHIJKLMNOPQRSTUVWXYZ_()") == ""
}

// subst runs a command substitution; what it prints becomes the word.
func (a *analysis) subst(list []*syntax.Stmt, st *state) Word {
	if len(list) == 0 {
		return Word{Known: true}
	}
	sub := st.child()
	sub.caught = true
	mark := len(a.script.Calls)
	// $(<file) reads a file without a command.
	if len(list) == 1 && list[0].Cmd == nil && len(list[0].Redirs) == 1 {
		return a.slurp(list[0].Redirs[0], sub)
	}
	out := a.stmts(list, sub, nil)
	for _, c := range a.script.Calls[mark:] {
		c.Caught = true
	}
	w := Word{From: out.From, Vars: out.Vars}
	if out.Known {
		w.Text, w.Known = strings.TrimRight(out.Text, "\n"), true
		return w
	}
	w.Text = "$(…)"
	return w
}

func (a *analysis) slurp(r *syntax.Redirect, st *state) Word {
	redirs, in := a.redirs([]*syntax.Redirect{r}, st)
	if len(redirs) == 0 {
		return Word{Text: "$(…)"}
	}
	c := a.emit(&Call{Name: "cat", Path: "cat", Known: true, Args: []Word{redirs[0].Target}, Dir: st.dir, Caught: true})
	w := Word{Text: "$(…)", From: []*Call{c}}
	if in != nil && in.Known {
		w.Text, w.Known = strings.TrimRight(in.Text, "\n"), true
		w.From = append(w.From, in.From...)
	}
	return w
}

func (a *analysis) procSubst(x *syntax.ProcSubst, st *state) Word {
	a.fd++
	path := "/dev/fd/" + strconv.Itoa(62+a.fd)
	if x.Op == syntax.CmdOut {
		a.stmts(x.Stmts, st.child(), &Stream{})
		return Word{Text: path}
	}
	mark := len(a.script.Calls)
	out := a.stmts(x.Stmts, st.child(), nil)
	for _, c := range a.script.Calls[mark:] {
		c.Caught = true
	}
	a.wrote(path, out, false)
	return Word{Text: path, From: out.From, Known: true}
}
