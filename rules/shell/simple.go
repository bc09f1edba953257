package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// simple runs one simple command.
func (a *analysis) simple(x *syntax.CallExpr, st *state, in *Stream, redirs []Redir) *Stream {
	if len(x.Args) == 0 {
		return a.bare(x, st, in, redirs)
	}
	words := make([]Word, 0, len(x.Args))
	for _, w := range x.Args {
		words = a.fields(words, w, st)
	}
	env := make([]Assign, 0, len(x.Assigns))
	sub := st
	if len(x.Assigns) > 0 {
		sub = st.child()
		for _, as := range x.Assigns {
			if as.Name != nil {
				env = append(env, Assign{as.Name.Value, a.assign(as, sub)})
			}
		}
	}
	if len(words) == 0 { // the command expanded to nothing
		return nothing()
	}
	if text, ok := a.alias[words[0].Text]; ok && !a.running("alias "+words[0].Text) {
		a.active = append(a.active, "alias "+words[0].Text)
		defer func() { a.active = a.active[:len(a.active)-1] }()
		a.note("alias", words[0].Text, nil)
		if !a.spend(len(text)) {
			return &Stream{}
		}
		return a.text(text+" "+quoteAll(words[1:]), sub, in)
	}
	if sub != st && stays(words[0].Text) {
		return a.run(words, env, redirs, in, st)
	}
	return a.run(words, env, redirs, in, sub)
}

// stays lists the commands that change this very shell, so that a prefix
// assignment must not give them a scope of their own.
func stays(name string) bool {
	switch name {
	case "cd", "export", "alias", "set", "pushd", "popd", "read", "eval", ".", "source":
		return true
	}
	return false
}

// bare is a statement without a command: assignments, or redirections that
// truncate a file.
func (a *analysis) bare(x *syntax.CallExpr, st *state, in *Stream, redirs []Redir) *Stream {
	c := &Call{Name: "=", Path: "=", Known: true, Dir: st.dir, Redirs: redirs, Caught: st.caught, In: in}
	for _, as := range x.Assigns {
		if as.Name != nil {
			w := a.assign(as, st)
			c.Env = append(c.Env, Assign{as.Name.Value, w})
		}
	}
	a.emit(c)
	return nothing()
}

func (a *analysis) running(name string) bool {
	for _, n := range a.active {
		if n == name {
			return true
		}
	}
	return false
}

// run executes resolved words. What comes out is never nil: a filter that
// nobody knows the input of has an unknown output.
func (a *analysis) run(words []Word, env []Assign, redirs []Redir, in *Stream, st *state) *Stream {
	if out := a.execute(words, env, redirs, in, st); out != nil {
		return out
	}
	return &Stream{}
}

func (a *analysis) execute(words []Word, env []Assign, redirs []Redir, in *Stream, st *state) *Stream {
	for len(words) > 0 && (words[0].Text == "" && words[0].Known || len(words) > 1 && assignment(words[0].Text)) {
		if name, v, ok := strings.Cut(words[0].Text, "="); ok {
			w := words[0]
			w.Text = v
			env = append(env, Assign{name, w})
		}
		words = words[1:]
	}
	if len(words) == 0 {
		return nothing()
	}
	w := words[0]
	c := &Call{Name: a.nameOf(w, st), Path: w.Text, Known: w.Known, Word: w, Args: words[1:], Env: env,
		Redirs: redirs, Dir: st.dir, In: in, Caught: st.caught}
	if body, ok := a.funcs[c.Name]; ok {
		return a.function(c, body, st, in)
	}
	if o, ok := openerOf(c.Name); ok && a.depth < maxDepth {
		if out, ok := a.open(c, o, st); ok {
			return out
		}
	}
	a.emit(c)
	return a.effect(c, st)
}

func (a *analysis) function(c *Call, body *syntax.Stmt, st *state, in *Stream) *Stream {
	if a.running(c.Name) {
		a.note("recursion", c.Name, c)
		return &Stream{}
	}
	if len(a.active) > 8 {
		a.script.Cut = true
		return &Stream{}
	}
	a.active = append(a.active, c.Name)
	defer func() { a.active = a.active[:len(a.active)-1] }()
	params := st.params
	st.params = c.Args
	defer func() { st.params = params }()
	return a.stmt(body, st, in)
}

// again runs words found inside another command.
func (a *analysis) again(via string, words []Word, env []Assign, redirs []Redir, in *Stream, st *state) (out *Stream) {
	if a.depth >= maxDepth {
		a.script.Cut = true
		return &Stream{}
	}
	a.depth++
	a.within(via, func() { out = a.run(words, env, redirs, in, st) })
	a.depth--
	return out
}

// inner runs shell text found inside another command.
func (a *analysis) inner(via, text string, st *state, in *Stream) (out *Stream) {
	a.note("opened", via+": "+clip(text), nil)
	a.within(via, func() { out = a.text(text, st, in) })
	return out
}

func clip(s string) string {
	if len(s) > 120 {
		return s[:120] + "…"
	}
	return s
}

// quoteAll writes words back as shell text.
func quoteAll(ws []Word) string {
	var b strings.Builder
	for i, w := range ws {
		if i > 0 {
			b.WriteByte(' ')
		}
		if w.Known && !w.Glob {
			b.WriteString("'" + strings.ReplaceAll(w.Text, "'", `'\''`) + "'")
		} else {
			b.WriteString(w.Text)
		}
	}
	return b.String()
}

func joinWords(ws []Word) string {
	var b strings.Builder
	for i, w := range ws {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

func allKnown(ws []Word) bool {
	for _, w := range ws {
		if !w.Known {
			return false
		}
	}
	return true
}

func allFrom(ws []Word) (from []*Call) {
	for i := range ws {
		from = addCalls(from, ws[i].From...)
	}
	return from
}

func allVars(ws []Word) (vars []string) {
	for i := range ws {
		vars = addNames(vars, ws[i].Vars)
	}
	return vars
}
