package shell

import (
	"strings"
)

// open runs the command that c carries; ok is false when it carries none.
func (a *analysis) open(c *Call, o opener, st *state) (out *Stream, ok bool) {
	switch c.Name {
	case "tmux", "byobu":
		return a.tmux(c, st)
	case "screen":
		return a.screen(c, st)
	case "zellij":
		if c.Arg(0) == "action" && strings.HasPrefix(c.Arg(1), "write") {
			a.mark(c)
			return a.inner(c.Name, typed(c.Args[2:]), st.child(), nil), true
		}
	case "parallel":
		return a.parallel(c, o, st)
	}
	f := a.find(c, o)
	if len(f.words) > 1 && o.dash && f.words[0].Text == "-c" && f.text == nil { // su root -- -c text
		f.text, f.words = f.words[1:2], nil
	}
	if f.text == nil && len(f.words) == 0 {
		if o.far && o.join && c.In != nil && c.In.Text != "" && c.Name == "ssh" { // the shell there reads it
			return a.fedAfar(c, f.host, st), true
		}
		return nil, false
	}
	if (c.Name == "command") && c.Has("-v", "-V") {
		return nil, false
	}
	a.mark(c)
	sub := st
	if c.Name != "exec" && c.Name != "command" && c.Name != "builtin" && c.Name != "time" || o.far {
		sub = st.child()
	}
	for _, e := range f.env {
		sub.set(e.Name, e.Value)
	}
	env := append(c.Env[:len(c.Env):len(c.Env)], f.env...)
	if f.dir.Text != "" {
		sub.dir = join(st.dir, f.dir.Text)
	}
	host := a.host
	if o.far {
		a.host = f.host
		sub.dir, sub.vars, sub.up = "", nil, nil
	}
	defer func() { a.host = host }()
	if f.text != nil {
		for i, t := range f.text {
			if i+1 < len(f.text) || len(f.words) > 0 {
				a.inner(c.Name, t.Text, sub, nil)
				continue
			}
			out = a.given(c.Name, t, sub, c.In)
		}
	}
	if len(f.words) > 0 {
		if o.join || loginShell(c, len(c.Args)-len(f.words)) {
			out = a.joined(c, f.words, sub)
		} else {
			out = a.again(c.Name, f.words, env, c.Redirs, c.In, sub)
		}
	}
	return out, true
}

// loginShell reports sudo -s and -i, which give the words to a shell; only
// the first n arguments are sudo's own.
func loginShell(c *Call, n int) bool {
	if c.Name != "sudo" {
		return false
	}
	for _, w := range c.Args[:max(n, 0)] {
		switch w.Text {
		case "-s", "-i", "--shell", "--login":
			return true
		}
	}
	return false
}

// fedAfar runs the input of a login shell on another machine.
func (a *analysis) fedAfar(c *Call, host string, st *state) *Stream {
	a.mark(c)
	old := a.host
	a.host = host
	out := a.inner(c.Name, c.In.Text, &state{caught: st.caught}, nil)
	a.host = old
	return out
}

// given runs command text that is a word of the line, and tells when that
// text came out of another command.
func (a *analysis) given(via string, w Word, st *state, in *Stream) *Stream {
	if len(w.From) > 0 || len(w.Vars) > 0 && !w.Known {
		a.within(via, func() {
			a.emit(&Call{Name: "eval", Path: "eval", Known: true, Args: []Word{w}, Dir: st.dir})
		})
	}
	return a.inner(via, w.Text, st, in)
}

// joined gives words to a shell the way ssh and watch do.
func (a *analysis) joined(c *Call, ws []Word, st *state) *Stream {
	if c.Name == "hyperfine" || c.Name == "concurrently" {
		for _, w := range ws {
			a.inner(c.Name, w.Text, st, c.In)
		}
		return &Stream{}
	}
	if len(ws) == 1 {
		return a.given(c.Name, ws[0], st, c.In)
	}
	if allPlain(ws) { // keeps what is known about unknown words
		return a.again(c.Name, ws, c.Env, c.Redirs, c.In, st)
	}
	return a.inner(c.Name, a.line(ws), st, c.In)
}

func allPlain(ws []Word) bool {
	for _, w := range ws {
		if strings.ContainsAny(w.Text, " \t\n;|&<>()'\"\\`") {
			return false
		}
	}
	return true
}

func (a *analysis) mark(c *Call) {
	c.Opened = true
	a.emit(c)
	a.note("opened", c.Name, c)
}

// carried is what a wrapper's arguments were found to hold.
type carried struct {
	words []Word
	text  []Word
	env   []Assign
	dir   Word
	host  string
}

// find separates a wrapper's own arguments from the command it carries.
func (a *analysis) find(c *Call, o opener) (f carried) {
	subs, skip := o.sub, o.skip
	var path []string
	i, dashed := 0, false
	f.host = c.Name
	for i < len(c.Args) {
		w := c.Args[i]
		switch {
		case w.Text == "--":
			i++
			dashed = true
			if subs == "" || subDone(subs, path) {
				for skip > 0 && i < len(c.Args) && !o.dash && !o.far {
					i++
					skip--
				}
				f.words = c.Args[i:]
			}
			return f
		case len(w.Text) > 1 && w.Text[0] == '-' && w.Known || w.Text == "-":
			i += a.flag(c, o, i, &f)
			continue
		case o.env && assignment(w.Text):
			eq := strings.IndexByte(w.Text, '=')
			v := w
			v.Text = w.Text[eq+1:]
			f.env = append(f.env, Assign{w.Text[:eq], v})
			i++
			continue
		}
		if subs != "" && !subDone(subs, path) {
			if len(path) > 2 || !subPrefix(subs, path, w.Text) {
				return carried{}
			}
			path = append(path, w.Text)
			i++
			continue
		}
		if skip > 0 {
			if o.far {
				f.host = w.Text
			}
			skip--
			i++
			continue
		}
		if o.dash && !dashed {
			i++
			continue
		}
		f.words = c.Args[i:]
		return f
	}
	return f
}

// flag handles one flag of a wrapper and returns how many words it takes.
func (a *analysis) flag(c *Call, o opener, i int, f *carried) int {
	w := c.Args[i]
	name, val, has := strings.Cut(w.Text, "=")
	if listed(o.text, name) {
		if has {
			w.Text = val
			f.text = append(f.text, w)
			return 1
		}
		if i+1 < len(c.Args) {
			f.text = append(f.text, c.Args[i+1])
		}
		return 2
	}
	if len(w.Text) > 2 && w.Text[1] != '-' { // -Scmd, -ic cmd
		if c.Name == "env" && w.Text[1] == 'S' {
			w.Text = w.Text[2:]
			f.text = append(f.text, w)
			return 1
		}
		last := "-" + w.Text[len(w.Text)-1:]
		if listed(o.text, last) && i+1 < len(c.Args) && c.Name != "env" {
			f.text = append(f.text, c.Args[i+1])
			return 2
		}
	}
	if (name == "-C" || name == "--chdir") && (c.Name == "env" || c.Name == "sudo") && i+1 < len(c.Args) {
		f.dir = c.Args[i+1]
		if has {
			f.dir.Text = val
			return 1
		}
		return 2
	}
	if !has && listed(o.flag, name) && !numbered(c.Name, name) {
		return 2
	}
	return 1
}

// numbered sorts out letters that take a value in one wrapper only.
func numbered(cmd, flag string) bool {
	switch cmd {
	case "time", "nohup", "setsid", "command", "exec", "builtin", "busybox", "toybox", "xvfb-run", "fakeroot", "rtk", "unbuffer", "chronic", "coproc", "noglob", "ccache", "sccache":
		return !(cmd == "time" && (flag == "-o" || flag == "-f") || cmd == "exec" && flag == "-a")
	case "nice":
		return flag != "-n" && flag != "--adjustment"
	case "strace", "ltrace":
		return flag != "-e" && flag != "-o" && flag != "-p" && flag != "-s" && flag != "-u" && flag != "-E" && flag != "-a"
	case "stdbuf":
		return flag != "-i" && flag != "-o" && flag != "-e"
	case "sudo", "doas":
		return flag == "-t" && cmd == "doas"
	case "npx", "npm":
		return false
	case "docker", "podman", "nerdctl", "docker-compose":
		return flag == "-c"
	}
	return false
}

func subDone(subs string, path []string) bool {
	return listedBy(subs, '|', strings.Join(path, " "))
}

func subPrefix(subs string, path []string, next string) bool {
	want := strings.Join(append(path[:len(path):len(path)], next), " ")
	for _, s := range strings.Split(subs, "|") {
		if s == want || strings.HasPrefix(s, want+" ") {
			return true
		}
	}
	return false
}

func listedBy(list string, sep byte, word string) bool {
	for len(list) > 0 {
		i := strings.IndexByte(list, sep)
		if i < 0 {
			return list == word
		}
		if list[:i] == word {
			return true
		}
		list = list[i+1:]
	}
	return false
}

func assignment(s string) bool {
	eq := strings.IndexByte(s, '=')
	if eq <= 0 {
		return false
	}
	for i := 0; i < eq; i++ {
		if !letter(s[i]) && s[i] != '_' && (i == 0 || s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}

// parallel runs its template once for each argument after ":::".
func (a *analysis) parallel(c *Call, o opener, st *state) (*Stream, bool) {
	words := c.Args
	var args []Word
	for i, w := range words {
		if strings.HasPrefix(w.Text, ":::") {
			args, words = words[i+1:], words[:i]
			break
		}
	}
	own := *c
	own.Args = words
	f := a.find(&own, o)
	if len(f.words) == 0 && len(args) == 0 {
		if c.In != nil { // commands on standard input
			a.mark(c)
			if c.In.Known {
				return a.inner("parallel", c.In.Text, st.child(), nil), true
			}
		}
		return nil, false
	}
	a.mark(c)
	if len(args) == 0 {
		args = a.fed(c, false)
	}
	if len(args) > maxLoops {
		args = args[:maxLoops]
	}
	for _, arg := range args {
		if len(f.words) == 0 {
			a.inner("parallel", arg.Text, st.child(), nil)
			continue
		}
		a.again("parallel", a.unpack(fill(f.words, arg, "{}", true), st), c.Env, c.Redirs, nil, st.child())
	}
	return &Stream{}, true
}

// unpack turns a template that is one quoted command line into its words.
func (a *analysis) unpack(ws []Word, st *state) []Word {
	if !strings.ContainsAny(ws[0].Text, " \t") {
		return ws
	}
	return append([]Word{{Text: "sh", Known: true}, {Text: "-c", Known: true}}, Word{Text: a.line(ws), Known: allKnown(ws), From: allFrom(ws)})
}

// fill puts arg in the place of mark, or (add) at the end.
func fill(ws []Word, arg Word, mark string, add bool) []Word {
	out := make([]Word, 0, len(ws)+1)
	done := false
	for _, w := range ws {
		if mark != "" && strings.Contains(w.Text, mark) {
			w.Text = strings.ReplaceAll(w.Text, mark, arg.Text)
			w.Known = w.Known && arg.Known
			w.From = addCalls(w.From, arg.From...)
			w.Vars = addNames(w.Vars, arg.Vars)
			w.Glob = w.Glob || arg.Glob
			done = true
		}
		out = append(out, w)
	}
	if add && !done {
		out = append(out, arg)
	}
	return out
}
