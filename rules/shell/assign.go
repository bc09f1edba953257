package shell

import (
	"mvdan.cc/sh/v3/syntax"
)

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

func (a *analysis) declare(x *syntax.DeclClause, st *state) *Stream {
	c := &Call{Name: x.Variant.Value, Path: x.Variant.Value, Known: true, Dir: st.dir, Caught: st.caught}
	ref := false // declare -n: a name for another name
	for _, as := range x.Args {
		ref = ref || as.Naked && as.Value != nil && as.Value.Lit() == "-n"
		if ref && as.Name != nil && as.Value != nil && !as.Naked {
			if a.refs == nil {
				a.refs = make(map[string]string, 2)
			}
			a.refs[as.Name.Value] = a.one(as.Value, st).Text
			continue
		}
		if as.Naked || as.Name == nil {
			if as.Value != nil {
				c.Args = append(c.Args, a.fields(nil, as.Value, st)...)
			} else if as.Name != nil {
				c.Args = append(c.Args, Word{Text: as.Name.Value, Known: true})
			}
			continue
		}
		w := a.assign(as, st)
		c.Env = append(c.Env, Assign{as.Name.Value, w})
	}
	a.emit(c)
	if len(c.Env) > 0 {
		return nothing()
	}
	return &Stream{From: []*Call{c}} // a list of what is set
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
			w = a.appended(as.Name.Value, old, w)
		}
	}
	st.set(as.Name.Value, w)
	return w
}

func (a *analysis) array(x *syntax.ArrayExpr, st *state) Word {
	b := wordOf{w: Word{Known: true}}
	for i, e := range x.Elems {
		if e.Value == nil {
			continue
		}
		if i > 0 {
			b.text.add(" ")
		}
		for j, f := range a.fields(nil, e.Value, st) {
			if j > 0 {
				b.text.add(" ")
			}
			b.add(a, f, false)
		}
	}
	return b.word()
}

// appended is the value after NAME+=more.
func (a *analysis) appended(name string, old, more Word) Word {
	text, ok := a.extended(name, old.Text, more.Text)
	return Word{Text: text, Known: ok && old.Known && more.Known, Glob: old.Glob || more.Glob, Quote: old.Quote || more.Quote,
		Vars: addNames(old.Vars, more.Vars), From: addCalls(old.From, more.From...)}
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
