package shell

import (
	"strings"
)

// power follows PowerShell text: statements, pipes, variables and the aliases
// that matter, as calls named in lower case.
func (a *analysis) power(src string, st *state, in *Stream) *Stream {
	if !a.enter(src) {
		return &Stream{}
	}
	defer a.leave()
	for _, stage := range powerSplit(src) {
		words := make([]Word, 0, len(stage.words))
		for _, w := range stage.words {
			words = append(words, a.powerWord(w, st))
		}
		if len(words) > 2 && words[1].Text == "=" && strings.HasPrefix(stage.words[0], "$") {
			name := strings.ToLower(strings.TrimPrefix(stage.words[0], "$"))
			v := words[2]
			if len(words) > 3 {
				out := a.powerRun(words[2:], st, nil)
				v = Word{Text: "$(…)", From: out.From}
			}
			st.set(name, v)
			in = nil
			continue
		}
		if !stage.piped {
			in = nil
		}
		if len(words) > 0 {
			out := a.powerRun(words, st, in)
			if stage.pipes {
				for _, c := range out.From {
					c.Piped = true
				}
			}
			in = out
		}
	}
	return &Stream{}
}

// powerRun names one command and follows what it runs. The stream is never nil.
func (a *analysis) powerRun(words []Word, st *state, in *Stream) *Stream {
	if out := a.powerCommand(words, st, in); out != nil {
		return out
	}
	return &Stream{}
}

func (a *analysis) powerCommand(words []Word, st *state, in *Stream) *Stream {
	words = powerProgram(words)
	if len(words) == 0 {
		return &Stream{}
	}
	if w, ok := powerDeletes(words); ok {
		return a.powerRemove(&Call{Name: "remove-item", Path: words[0].Text, Known: true, Dir: st.dir, Lang: "powershell", Args: []Word{{Text: "-r", Known: true}, w}})
	}
	if w, ok := powerReads(words); ok {
		return &Stream{From: []*Call{a.emit(&Call{Name: "get-content", Path: words[0].Text, Known: true, Dir: st.dir, Lang: "powershell", Args: []Word{w}})}}
	}
	name := powerName(base(words[0].Text))
	c := &Call{Name: name, Path: words[0].Text, Known: words[0].Known, Word: words[0], Args: words[1:], Dir: st.dir, In: in, Lang: "powershell"}
	if out := a.powerBuiltin(c, name, st); out != nil {
		return out
	}
	a.powerRenamed(c, name)
	if strings.HasPrefix(strings.ToLower(words[0].Text), "$env:") && len(words) == 1 {
		c = &Call{Name: "echo", Path: "echo", Known: true, Args: words, Dir: st.dir, In: in, Lang: "powershell"}
	}
	if downloads(words) {
		n := &Call{Name: "invoke-webrequest", Path: words[0].Text, Known: true, Args: words, Dir: st.dir, Lang: "powershell"}
		a.emit(n)
		return &Stream{From: []*Call{n}}
	}
	if o, ok := openerOf(c.Name); ok && !strings.Contains(name, "-") {
		if out, ok := a.open(c, o, st); ok {
			return out
		}
	}
	a.emit(c)
	if c.Lang == "powershell" && !strings.Contains(name, "-") {
		return a.effect(c, st)
	}
	out := &Stream{From: []*Call{c}}
	if in != nil {
		out.From = addCalls(in.From, c)
	}
	return out
}

// powerBuiltin follows the commands that change the rest of the line or run
// what they are given; nil for all others.
func (a *analysis) powerBuiltin(c *Call, name string, st *state) *Stream {
	switch name {
	case "remove-item":
		return a.powerRemove(c)
	case "invoke-expression":
		a.emit(c)
		if len(c.Args) > 0 {
			a.powerInner("iex", c.Args[0].Text, st)
		} else if c.In != nil && c.In.Known {
			a.powerInner("iex", c.In.Text, st)
		}
		return &Stream{From: []*Call{c}}
	case "set-location":
		if len(c.Args) > 0 {
			st.dir = join(st.dir, strings.ReplaceAll(c.Args[len(c.Args)-1].Text, `\`, "/"))
		}
		return nothing()
	case "pwsh", "powershell":
		a.emit(c)
		return a.pwsh(c, st)
	case "cmd":
		a.emit(c)
		return a.cmdCall(c, st)
	case "set-content", "out-file", "add-content", "clear-content", "tee-object":
		return a.powerWrite(c)
	case "write-output", "write-host":
		c.Name = "echo"
		a.emit(c)
		return &Stream{Text: a.line(c.Args), Known: allKnown(c.Args), From: addCalls(allFrom(c.Args), c), Vars: allVars(c.Args)}
	case "get-childitem":
		for _, w := range c.Args {
			if strings.HasPrefix(strings.ToLower(w.Text), "env:") {
				c.Name, c.Args = "env", nil
				break
			}
		}
		a.emit(c)
		return &Stream{From: []*Call{c}}
	}
	return nil
}

// powerRenamed gives a command the name and paths of the Unix one.
func (a *analysis) powerRenamed(c *Call, name string) {
	switch name {
	case "get-content":
		c.Name = "cat"
	case "copy-item":
		c.Name = "cp"
	case "move-item":
		c.Name = "mv"
	case "cat", "cp", "mv", "select-string", "get-item":
	default:
		return
	}
	for i := range c.Args {
		c.Args[i].Text = winPath(c.Args[i].Text, a.opt.Home)
	}
}

// downloads reports the methods of a web client.
func downloads(words []Word) bool {
	for i := range words {
		if t := strings.ToLower(words[i].Text); strings.Contains(t, "downloadstring") || strings.Contains(t, "downloadfile") || strings.Contains(t, "downloaddata") {
			return true
		}
	}
	return false
}

// powerName resolves the aliases of PowerShell.
func powerName(n string) string {
	n = strings.ToLower(strings.TrimSuffix(n, ".exe"))
	switch n {
	case "ri", "rm", "rmdir", "del", "erase", "rd":
		return "remove-item"
	case "iex":
		return "invoke-expression"
	case "iwr", "curl", "wget":
		return "invoke-webrequest"
	case "irm":
		return "invoke-restmethod"
	case "gc", "cat", "type":
		return "get-content"
	case "sc", "set-content":
		return "set-content"
	case "ac":
		return "add-content"
	case "cp", "copy", "cpi":
		return "copy-item"
	case "mv", "move", "mi":
		return "move-item"
	case "cd", "chdir", "sl":
		return "set-location"
	case "gci", "ls", "dir":
		return "get-childitem"
	case "echo", "write":
		return "write-output"
	case "clc":
		return "clear-content"
	case "spps", "kill":
		return "stop-process"
	case "sls":
		return "select-string"
	}
	return n
}

func (a *analysis) powerInner(via, text string, st *state) {
	a.note("opened", via+": "+clip(text), nil)
	a.within(via, func() { a.power(text, st.child(), nil) })
}

// powerRemove words Remove-Item as rm.
func (a *analysis) powerRemove(c *Call) *Stream {
	var args []Word
	rec := false
	for i := 0; i < len(c.Args); i++ {
		t := strings.ToLower(c.Args[i].Text)
		switch {
		case strings.HasPrefix(t, "-r") && len(t) <= 8 || t == "/s" || t == "-recurse":
			rec = true
		case t == "-whatif" || t == "-wi":
			return nothing()
		case t == "-exclude" || t == "-include" || t == "-filter" || t == "-erroraction" || t == "-ea":
			i++
		case strings.HasPrefix(t, "-") || len(t) == 2 && t[0] == '/':
		default:
			for _, p := range strings.Split(c.Args[i].Text, ",") {
				if p == "" {
					continue // "a, b": the list goes on in the next word
				}
				w := c.Args[i]
				w.Text, w.Glob = winPath(p, a.opt.Home), strings.Contains(p, "*")
				args = append(args, w)
			}
		}
	}
	if len(args) == 0 && c.In != nil {
		for _, f := range c.In.From {
			if f.Name == "get-childitem" {
				for _, w := range f.Args {
					if !strings.HasPrefix(w.Text, "-") {
						w.Text = winPath(w.Text, a.opt.Home) + "/*"
						w.Glob, rec = true, true
						args = append(args, w)
						break
					}
				}
			}
		}
	}
	flag := "-f"
	if rec {
		flag = "-rf"
	}
	c.Name, c.Args = "rm", append([]Word{{Text: flag, Known: true}}, args...)
	a.emit(c)
	return nothing()
}

func (a *analysis) powerWrite(c *Call) *Stream {
	var path Word
	for i := 0; i < len(c.Args); i++ {
		t := strings.ToLower(c.Args[i].Text)
		if (t == "-path" || t == "-filepath" || t == "-literalpath") && i+1 < len(c.Args) {
			path = c.Args[i+1]
			break
		}
		if !strings.HasPrefix(t, "-") {
			path = c.Args[i]
			break
		}
		if t == "-value" || t == "-encoding" || t == "-inputobject" {
			i++
		}
	}
	path.Text = winPath(path.Text, a.opt.Home)
	c.Redirs = []Redir{{Write: true, Append: c.Name == "add-content", Target: path}}
	a.emit(c)
	return nothing()
}

// pwsh follows "powershell -Command …" and "-EncodedCommand …".
func (a *analysis) pwsh(c *Call, st *state) *Stream {
	for i := 0; i < len(c.Args); i++ {
		t := strings.ToLower(c.Args[i].Text)
		if len(t) > 0 && t[0] == '/' {
			t = "-" + t[1:]
		}
		switch {
		case len(t) >= 2 && strings.HasPrefix("-encodedcommand", t) && t != "-ex" && t != "-" || t == "-ec":
			if i+1 < len(c.Args) {
				text := utf16Text(c.Args[i+1].Text)
				a.note("decoded", clip(text), c)
				c.In = &Stream{Decoded: true, Text: text, Known: true}
				a.powerInner("powershell", text, st)
			}
			return &Stream{From: []*Call{c}}
		case len(t) >= 2 && strings.HasPrefix("-command", t):
			if i+1 < len(c.Args) && c.Args[i+1].Text != "-" {
				a.powerInner("powershell", a.line(c.Args[i+1:]), st)
			}
			return &Stream{From: []*Call{c}}
		case t == "-executionpolicy" || t == "-ep" || t == "-windowstyle" || t == "-w" || t == "-version" || t == "-file" || t == "-f" || t == "-workingdirectory":
			i++
		case !strings.HasPrefix(t, "-"):
			a.powerInner("powershell", a.line(c.Args[i:]), st)
			return &Stream{From: []*Call{c}}
		}
	}
	if c.In != nil && c.In.Text != "" {
		a.powerInner("powershell", c.In.Text, st)
	}
	return &Stream{From: []*Call{c}}
}
