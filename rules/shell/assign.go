package shell

import (
	"mvdan.cc/sh/v3/syntax"
)

func (s *Stream) add(o *Stream) {
	if o == nil {
		return
	}
	s.Decoded = s.Decoded || o.Decoded
	s.Known = s.Known && o.Known
	if len(s.Text)+len(o.Text) <= maxText {
		s.Text += o.Text
	} else {
		s.Known = false
	}
	if len(s.From) < maxFrom {
		s.From = append(s.From, o.From...)
		s.Vars = append(s.Vars, o.Vars...)
	}
}

func (a *analysis) define(x *syntax.FuncDecl) {
	if a.funcs == nil {
		a.funcs = make(map[string]*syntax.Stmt, 2)
	}
	names := x.Names
	if x.Name != nil {
		names = append(names, x.Name)
	}
	for _, n := range names {
		a.funcs[n.Value] = x.Body
		a.note("function", n.Value, nil)
	}
}

func (a *analysis) declare(x *syntax.DeclClause, st *state) {
	c := &Call{Name: x.Variant.Value, Path: x.Variant.Value, Known: true, Dir: st.dir, Caught: st.caught}
	for _, as := range x.Args {
		if as.Naked || as.Name == nil {
			if as.Value != nil {
				c.Args = append(c.Args, a.fields(as.Value, st)...)
			} else if as.Name != nil {
				c.Args = append(c.Args, Word{Text: as.Name.Value, Known: true})
			}
			continue
		}
		w := a.assign(as, st)
		c.Env = append(c.Env, Assign{as.Name.Value, w})
	}
	a.emit(c)
}

// assign sets a variable and returns its value.
func (a *analysis) assign(as *syntax.Assign, st *state) Word {
	var w Word
	switch {
	case as.Array != nil:
		w = a.array(as.Array, st)
	case as.Value != nil:
		w = a.one(as.Value, st)
	default:
		w = Word{Known: true}
	}
	if as.Index != nil {
		a.arith(as.Index, st)
	}
	if as.Append {
		if old, ok := st.get(as.Name.Value); ok {
			old.add(w)
			w = old
		}
	}
	st.set(as.Name.Value, w)
	return w
}

func (a *analysis) array(x *syntax.ArrayExpr, st *state) Word {
	w := Word{Known: true}
	for i, e := range x.Elems {
		if e.Value == nil {
			continue
		}
		if i > 0 {
			w.Text += " "
		}
		for j, f := range a.fields(e.Value, st) {
			if j > 0 {
				w.Text += " "
			}
			w.add(f)
		}
	}
	return w
}

func (w *Word) add(o Word) {
	if len(w.Text)+len(o.Text) > maxText {
		w.Known = false
		return
	}
	w.Text += o.Text
	w.Known = w.Known && o.Known
	w.Glob = w.Glob || o.Glob
	w.Quote = w.Quote || o.Quote
	if len(o.Vars) > 0 {
		w.Vars = append(w.Vars[:len(w.Vars):len(w.Vars)], o.Vars...)
	}
	if len(o.From) > 0 {
		w.From = append(w.From[:len(w.From):len(w.From)], o.From...)
	}
}

func (a *analysis) test(x syntax.TestExpr, st *state) {
	switch t := x.(type) {
	case *syntax.BinaryTest:
		a.test(t.X, st)
		a.test(t.Y, st)
	case *syntax.UnaryTest:
		a.test(t.X, st)
	case *syntax.ParenTest:
		a.test(t.X, st)
	case *syntax.Word:
		a.one(t, st)
	}
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return i > 0 && i == len(s)-1 && s[i] == '-'
		}
	}
	return s != ""
}
