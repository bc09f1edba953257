package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// stmts runs a list; its output is that of all its commands.
func (a *analysis) stmts(list []*syntax.Stmt, st *state, in *Stream) *Stream {
	if len(list) == 1 {
		return a.stmt(list[0], st, in)
	}
	out := writes()
	for _, s := range list {
		out.add(a, a.stmt(s, st, in))
	}
	return out.stream()
}

// silence is the output of commands that write nothing. Streams are never
// changed once they are handed on.
var silence = &Stream{Known: true}

func nothing() *Stream { return silence }

func (a *analysis) stmt(s *syntax.Stmt, st *state, in *Stream) *Stream {
	if s == nil {
		return nothing()
	}
	if a.steps++; len(a.script.Calls) >= maxCalls || a.steps > maxSteps {
		a.script.Cut = true
		return nothing()
	}
	mark := len(a.script.Calls)
	redirs, fed := a.redirs(s.Redirs, st)
	if fed != nil {
		in = fed
	}
	call, simple := s.Cmd.(*syntax.CallExpr)
	var out *Stream
	if simple {
		out = a.simple(call, st, in, redirs)
	} else if s.Cmd == nil {
		a.emit(&Call{Name: "=", Path: "=", Known: true, Dir: st.dir, Redirs: redirs, Caught: st.caught})
		out = nothing()
	} else {
		out = a.command(s.Cmd, st, in)
	}
	if s.Background || s.Coprocess {
		for _, c := range a.script.Calls[mark:] {
			c.Bg = true
		}
	}
	return a.sink(redirs, out, mark, simple || s.Cmd == nil, st)
}

// sink sends a statement's output where its redirections say.
func (a *analysis) sink(redirs []Redir, out *Stream, mark int, simple bool, st *state) *Stream {
	for _, r := range redirs {
		if !r.Write {
			if !simple {
				a.emit(&Call{Name: "<", Path: "<", Known: true, Redirs: []Redir{r}, Dir: st.dir})
			}
			continue
		}
		if !simple {
			// A redirected block is told as a call of its own.
			c := &Call{Name: ">", Path: ">", Known: true, Redirs: []Redir{r}, Dir: st.dir, In: out, OutTo: r.Target.Text}
			a.emit(c)
		}
		if r.Err {
			continue
		}
		for _, c := range out.From {
			c.OutTo = r.Target.Text
		}
		path := join(st.dir, r.Target.Text)
		if path != "" && !strings.HasPrefix(path, "/dev/") {
			a.wrote(path, out, r.Append)
			a.dumped(path, out)
		}
		if r.Target.Text != "/dev/stdout" && r.Target.Text != "/dev/tty" && r.Target.Text != "/dev/stderr" {
			out = nothing()
		}
	}
	return out
}

// wrote remembers what this line put into a file, for the case that the line
// runs or sends it later.
func (a *analysis) wrote(path string, s *Stream, add bool) {
	if a.files == nil {
		a.files = make(map[string]*Stream, 2)
	}
	if old := a.files[path]; add && old != nil {
		text, ok := a.extended(">"+path, old.Text, s.Text)
		a.files[path] = &Stream{Text: text, Known: ok && old.Known && s.Known, Decoded: old.Decoded || s.Decoded,
			From: addCalls(old.From, s.From...), Vars: addNames(old.Vars, s.Vars)}
		return
	}
	a.files[path] = s
}

func (a *analysis) redirs(list []*syntax.Redirect, st *state) (out []Redir, in *Stream) {
	for _, r := range list {
		switch r.Op {
		case syntax.Hdoc, syntax.DashHdoc:
			in = a.hereDoc(r, st)
		case syntax.WordHdoc:
			w := a.one(r.Word, st)
			in = &Stream{Text: w.Text + "\n", Known: w.Known, From: w.From, Vars: w.Vars}
		case syntax.DplOut, syntax.DplIn:
			w := a.one(r.Word, st)
			if r.Op == syntax.DplOut && !digits(w.Text) && w.Text != "-" {
				out = append(out, Redir{Write: true, Target: w})
			}
		case syntax.RdrIn, syntax.RdrInOut:
			w := a.one(r.Word, st)
			in = a.content(w, st)
			out = append(out, Redir{Write: r.Op == syntax.RdrInOut && strings.HasPrefix(w.Text, "/dev/"), Target: w})
		default:
			w := a.one(r.Word, st)
			red := Redir{Write: true, Target: w}
			red.Append = r.Op == syntax.AppOut || r.Op == syntax.AppAll
			red.Err = r.N != nil && r.N.Value == "2"
			out = append(out, red)
		}
	}
	return out, in
}

// content is what is known of a file that is read.
func (a *analysis) content(w Word, st *state) *Stream {
	if s := a.files[join(st.dir, w.Text)]; s != nil && w.Text != "" {
		return s
	}
	if s := a.files[w.Text]; s != nil {
		return s
	}
	return &Stream{From: w.From}
}

func (a *analysis) hereDoc(r *syntax.Redirect, st *state) *Stream {
	if r.Hdoc == nil {
		return nothing()
	}
	w := a.one(r.Hdoc, st)
	return &Stream{Text: w.Text, Known: w.Known, From: w.From, Vars: w.Vars}
}

func (a *analysis) command(cmd syntax.Command, st *state, in *Stream) *Stream {
	switch x := cmd.(type) {
	case *syntax.CallExpr:
		return a.simple(x, st, in, nil)
	case *syntax.BinaryCmd:
		return a.binary(x, st, in)
	case *syntax.Block:
		return a.stmts(x.Stmts, st, in)
	case *syntax.Subshell:
		return a.stmts(x.Stmts, st.child(), in)
	case *syntax.IfClause:
		return a.ifClause(x, st, in)
	case *syntax.WhileClause:
		out := unknown()
		mark := len(a.script.Calls)
		out.add(a, a.stmts(x.Cond, st, in))
		body := len(a.script.Calls)
		out.add(a, a.stmts(x.Do, st, in))
		if body == mark+1 && (a.script.Calls[mark].Name == "true" || a.script.Calls[mark].Name == ":") {
			for _, c := range a.script.Calls[body:] {
				if c.Bg && c.Name != "sleep" {
					a.note("recursion", c.Name, c)
					break
				}
			}
		}
		return out.stream()
	case *syntax.ForClause:
		return a.forClause(x, st, in)
	case *syntax.CaseClause:
		return a.caseClause(x, st, in)
	case *syntax.FuncDecl:
		a.define(x)
	case *syntax.DeclClause:
		return a.declare(x, st)
	case *syntax.TimeClause:
		return a.stmt(x.Stmt, st, in)
	case *syntax.CoprocClause:
		return a.stmt(x.Stmt, st, in)
	case *syntax.TestClause:
		a.test(x.X, st)
	case *syntax.ArithmCmd:
		a.arith(x.X, st)
	case *syntax.LetClause:
		for _, e := range x.Exprs {
			a.arith(e, st)
		}
	case *syntax.TestDecl:
		return a.stmt(x.Body, st, in)
	}
	return nothing()
}

func (a *analysis) binary(x *syntax.BinaryCmd, st *state, in *Stream) *Stream {
	switch x.Op {
	case syntax.Pipe, syntax.PipeAll:
		return a.pipe(x, st, in)
	}
	// The chain leans to the left; a loop keeps the stack flat.
	var rest []*syntax.Stmt
	left := x.X
	for {
		rest = append(rest, x.Y)
		b, ok := left.Cmd.(*syntax.BinaryCmd)
		if !ok || b.Op == syntax.Pipe || b.Op == syntax.PipeAll || len(left.Redirs) > 0 {
			break
		}
		x, left = b, b.X
	}
	out := writes()
	out.add(a, a.stmt(left, st, in))
	for i := len(rest) - 1; i >= 0; i-- {
		out.add(a, a.stmt(rest[i], st, in))
	}
	return out.stream()
}

func (a *analysis) pipe(x *syntax.BinaryCmd, st *state, in *Stream) *Stream {
	stages := []*syntax.Stmt{x.Y}
	left := x.X
	for {
		b, ok := left.Cmd.(*syntax.BinaryCmd)
		if !ok || (b.Op != syntax.Pipe && b.Op != syntax.PipeAll) || len(left.Redirs) > 0 {
			break
		}
		stages = append(stages, b.Y)
		left = b.X
	}
	stages = append(stages, left)
	for i := len(stages) - 1; i >= 0; i-- {
		sub := st
		if i > 0 { // zsh and lastpipe run the last stage in this shell
			sub = st.child()
		}
		in = a.stmt(stages[i], sub, in)
		if i > 0 {
			for _, c := range in.From {
				c.Piped = true
			}
		}
	}
	return in
}

func (a *analysis) ifClause(x *syntax.IfClause, st *state, in *Stream) *Stream {
	out := unknown()
	for ; x != nil; x = x.Else {
		out.add(a, a.stmts(x.Cond, st, in))
		out.add(a, a.stmts(x.Then, st, in))
	}
	return out.stream()
}

func (a *analysis) forClause(x *syntax.ForClause, st *state, in *Stream) *Stream {
	out := unknown()
	it, ok := x.Loop.(*syntax.WordIter)
	if !ok {
		out.add(a, a.stmts(x.Do, st, in))
		return out.stream()
	}
	items := make([]Word, 0, len(it.Items))
	for _, w := range it.Items {
		items = a.fields(items, w, st)
	}
	if !it.InPos.IsValid() {
		items = st.params
	}
	if len(items) == 0 {
		items = []Word{{Text: "$" + it.Name.Value}}
	}
	for i, w := range items {
		if i >= maxLoops {
			a.script.Cut = a.script.Cut || len(items) > 4096
			break
		}
		st.set(it.Name.Value, w)
		out.add(a, a.stmts(x.Do, st, in))
	}
	if len(items) > maxLoops { // the last ones, where a short list hides
		for _, w := range worstWords(items[maxLoops:]) {
			st.set(it.Name.Value, w)
			out.add(a, a.stmts(x.Do, st, in))
		}
	}
	return out.stream()
}

// worstWords picks the shortest absolute paths of a long list.
func worstWords(ws []Word) []Word {
	var best []Word
	for _, w := range ws {
		if (strings.HasPrefix(w.Text, "/") || strings.HasPrefix(w.Text, "~")) && len(best) < maxLoops {
			best = append(best, w)
		}
	}
	return best
}

func (a *analysis) caseClause(x *syntax.CaseClause, st *state, in *Stream) *Stream {
	out := unknown()
	a.one(x.Word, st)
	for _, it := range x.Items {
		out.add(a, a.stmts(it.Stmts, st, in))
	}
	return out.stream()
}
