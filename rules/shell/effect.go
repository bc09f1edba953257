package shell

import (
	"strings"
)

// effect follows what a command does to the rest of the line: builtins,
// shells and interpreters that are given text, filters whose output is known.
func (a *analysis) effect(c *Call, st *state) *Stream {
	a.options(c, st)
	switch c.Name {
	case "cd", "pushd", "chdir":
		a.chdir(c, st)
		return nothing()
	case "popd":
		st.dir = ""
		return nothing()
	case "export", "declare", "local", "readonly", "typeset":
		a.export(c, st)
		return nothing()
	case "alias":
		a.define2(c)
		return nothing()
	case "set":
		a.positional(c, st)
		return nothing()
	case "unset", "true", "false", ":", "exit", "return", "break", "continue", "shift", "wait", "test", "[", "mkdir", "touch", "sleep":
		return nothing()
	case "read", "readarray", "mapfile":
		a.readVar(c, st)
		return nothing()
	case "eval":
		return a.eval(c, st)
	case "printf":
		if len(c.Args) > 2 && c.Arg(0) == "-v" {
			a.printfVar(c, st)
			return nothing()
		}
	case "trap":
		if len(c.Args) > 1 && c.Arg(0) != "-" && !strings.HasPrefix(c.Arg(0), "-") {
			a.inner("trap", c.Arg(0), st.child(), nil)
		}
		return nothing()
	case "source", ".":
		return a.source(c, st)
	case "xargs":
		return a.xargs(c, st)
	case "find", "fd", "fdfind", "gfind", "bfs":
		a.search(c, st)
		return &Stream{From: []*Call{c}}
	case "git":
		a.git(c, st)
	case "expect":
		a.expect(c, st)
	case "at", "batch":
		if c.In != nil && c.In.Known {
			a.inner(c.Name, c.In.Text, st.child(), nil)
		}
	case "make", "gmake", "just", "task", "rake", "npm", "pnpm", "yarn", "bun":
		a.task(c, st)
	case "pwsh", "powershell":
		return a.pwsh(c, st)
	case "cmd":
		return a.cmdCall(c, st)
	case "forfiles":
		if w, ok := c.Value("/c", "/C"); ok {
			a.inner(c.Name, w.Text, st.child(), nil)
		}
	}
	if isShell(c.Name) {
		return a.shellRun(c, st)
	}
	if lang := language(c.Name); lang != "" {
		return a.interpret(c, lang, st)
	}
	if strings.Contains(c.Path, "/") && c.Known {
		a.program(c, st)
	}
	return a.output(c, st)
}

// printfVar sets the variable of "printf -v NAME FORMAT ...".
func (a *analysis) printfVar(c *Call, st *state) {
	as := *c
	as.Args = c.Args[2:]
	w := Word{Text: "$" + c.Arg(1), From: allFrom(as.Args), Vars: allVars(as.Args)}
	if s := a.output(&as, st); s != nil && s.Known {
		w.Text, w.Known = s.Text, true
	}
	st.set(c.Arg(1), w)
}

func (a *analysis) chdir(c *Call, st *state) {
	ops := c.Operands("")
	if len(ops) == 0 {
		st.dir = a.opt.Home
		return
	}
	w := ops[0]
	switch {
	case w.Text == "-":
		st.dir = ""
	case !w.Known:
		st.dir = ""
	default:
		st.dir = join(st.dir, w.Text)
	}
}

func (a *analysis) export(c *Call, st *state) {
	for _, w := range c.Args {
		if assignment(w.Text) {
			eq := strings.IndexByte(w.Text, '=')
			v := w
			v.Text = w.Text[eq+1:]
			st.set(w.Text[:eq], v)
			c.Env = append(c.Env, Assign{w.Text[:eq], v})
		}
	}
}

func (a *analysis) define2(c *Call) {
	for _, w := range c.Args {
		name, text, ok := strings.Cut(w.Text, "=")
		if !ok || strings.HasPrefix(name, "-") {
			continue
		}
		if a.alias == nil {
			a.alias = make(map[string]string, 2)
		}
		a.alias[name] = text
		c.Env = append(c.Env, Assign{name, Word{Text: text, Known: w.Known}})
	}
}

func (a *analysis) positional(c *Call, st *state) {
	for i, w := range c.Args {
		if w.Text == "--" {
			st.params = c.Args[i+1:]
			return
		}
		if !strings.HasPrefix(w.Text, "-") && !strings.HasPrefix(w.Text, "+") {
			st.params = c.Args[i:]
			return
		}
		if w.Text == "-o" || w.Text == "+o" {
			return
		}
	}
}

func (a *analysis) readVar(c *Call, st *state) {
	valued := "-d -n -N -p -t -u -a -i"
	if c.Name != "read" {
		valued = "-d -n -O -s -u -C -c"
	}
	ops := c.Operands(valued)
	if w, ok := c.Value("-a"); ok {
		ops = append(ops, w)
	}
	if w, ok := c.Value("-C"); ok && c.Name != "read" { // mapfile runs a callback
		a.inner(c.Name, w.Text, st.child(), nil)
	}
	var v Word
	if c.In != nil {
		v = Word{Text: strings.TrimRight(c.In.Text, "\n"), Known: c.In.Known, From: c.In.From, Vars: c.In.Vars}
	}
	if !v.Known {
		v.Text = "$stdin"
	}
	if len(ops) == 0 {
		ops = []Word{{Text: "REPLY"}}
	}
	parts := strings.Fields(v.Text)
	for i, o := range ops {
		one := v
		if v.Known && len(ops) > 1 {
			one.Text = ""
			if i < len(parts) {
				one.Text = parts[i]
				if i == len(ops)-1 {
					one.Text = strings.Join(parts[i:], " ")
				}
			}
		}
		st.set(o.Text, one)
	}
}

func (a *analysis) eval(c *Call, st *state) *Stream {
	ops := c.Args
	if len(ops) > 0 && ops[0].Text == "--" {
		ops = ops[1:]
	}
	if len(ops) == 0 {
		return nothing()
	}
	return a.inner("eval", a.line(ops), st, c.In)
}

func isShell(name string) bool {
	switch name {
	case "sh", "bash", "zsh", "dash", "ksh", "ash", "mksh", "fish", "rbash", "ksh93", "yash", "csh", "tcsh", "elvish", "nu", "xonsh", "osh", "loksh", "oksh":
		return true
	}
	return false
}

// shellRun follows "sh -c text", "sh file" and "... | sh".
func (a *analysis) shellRun(c *Call, st *state) *Stream {
	i := 0
	for i < len(c.Args) {
		t := c.Args[i].Text
		if t == "--" {
			i++
			break
		}
		if len(t) < 2 || t[0] != '-' && t[0] != '+' {
			break
		}
		if t == "-o" || t == "+o" || t == "-O" || t == "--rcfile" || t == "--init-file" {
			i += 2
			continue
		}
		if t[1] != '-' && strings.IndexByte(t, 'c') > 0 || t == "--command" {
			return a.shellText(c, i+1, st)
		}
		i++
		if t == "-s" || t[1] != '-' && strings.HasSuffix(t, "s") {
			sub := st.child()
			sub.params = c.Args[i:]
			return a.stdinText(c, sub)
		}
	}
	if i < len(c.Args) && c.Args[i].Text != "-" && c.Args[i].Text != "/dev/stdin" {
		sub := st.child()
		sub.params = c.Args[i+1:]
		return a.scriptFile(c, c.Args[i], sub)
	}
	return a.stdinText(c, st.child())
}

func (a *analysis) shellText(c *Call, i int, st *state) *Stream {
	for i < len(c.Args) && len(c.Args[i].Text) > 1 && c.Args[i].Text[0] == '-' && !strings.Contains(c.Args[i].Text, " ") {
		i++
	}
	if i >= len(c.Args) {
		return &Stream{}
	}
	sub := st.child()
	if i+1 < len(c.Args) {
		sub.set("0", c.Args[i+1])
	}
	if i+2 <= len(c.Args) {
		sub.params = c.Args[min(i+2, len(c.Args)):]
	}
	for _, e := range c.Env {
		sub.set(e.Name, e.Value)
	}
	return a.inner(c.Name, c.Args[i].Text, sub, c.In)
}

func (a *analysis) stdinText(c *Call, st *state) *Stream {
	if c.In == nil || c.In.Text == "" {
		return &Stream{From: []*Call{c}}
	}
	return a.inner(c.Name, c.In.Text, st, nil)
}

// fed returns the words that xargs would read from its input.
func (a *analysis) fed(c *Call, lines bool) []Word {
	if c.In == nil {
		return []Word{{Text: "$stdin"}}
	}
	if !c.In.Known {
		if w, ok := foundWords(c.In.From); ok {
			return w
		}
		return []Word{{Text: "$stdin", From: c.In.From, Vars: c.In.Vars}}
	}
	var parts []string
	if lines {
		parts = strings.Split(strings.TrimRight(c.In.Text, "\n"), "\n")
	} else {
		parts = strings.FieldsFunc(c.In.Text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == 0 })
	}
	out := make([]Word, 0, len(parts))
	for _, p := range parts {
		if p = strings.Trim(p, `'"`); p != "" && len(out) < 64 {
			out = append(out, Word{Text: p, Known: true, From: c.In.From})
		}
	}
	return out
}

const xargsFlags = "-n --max-args -P --max-procs -L -l -s -E -d --delimiter -a --arg-file -R -J"

func (a *analysis) xargs(c *Call, st *state) *Stream {
	i, mark := 0, ""
	for i < len(c.Args) {
		t := c.Args[i].Text
		if t == "--" {
			i++
			break
		}
		if len(t) < 2 || t[0] != '-' {
			break
		}
		switch {
		case t == "-I" || t == "-J":
			if i+1 < len(c.Args) {
				mark = c.Args[i+1].Text
			}
			i++
		case strings.HasPrefix(t, "-I"):
			mark = t[2:]
		case t == "-i" || t == "--replace":
			mark = "{}"
		case strings.HasPrefix(t, "--replace="):
			mark = t[len("--replace="):]
		case listed(xargsFlags, t):
			i++
		}
		i++
	}
	if i >= len(c.Args) {
		return c.In
	}
	args := a.fed(c, mark != "")
	if len(args) == 0 {
		return nothing()
	}
	words := c.Args[i:]
	c.Opened = true
	if mark == "" {
		all := append(words[:len(words):len(words)], args...)
		return a.again("xargs", all, c.Env, c.Redirs, nil, st.child())
	}
	out := unknown()
	for k, arg := range args {
		if k >= maxLoops {
			break
		}
		out.add(a, a.again("xargs", fill(words, arg, mark, false), c.Env, c.Redirs, nil, st.child()))
	}
	return out.stream()
}
