package shell

import "strings"

// cmdExe follows text for cmd.exe: its operators, quotes, carets and the
// commands that delete, format or run.
func (a *analysis) cmdExe(src string, st *state, in *Stream) *Stream {
	if !a.enter(src) {
		return &Stream{}
	}
	defer a.leave()
	var loop cmdLoop
	for _, line := range cmdSplit(src) {
		if len(a.script.Calls) >= maxCalls {
			a.script.Cut = true
			break
		}
		if !a.cmdFor(&loop, line, st) {
			a.cmdRun(line, st)
		}
	}
	return &Stream{}
}

func cmdSplit(s string) (out [][]string) {
	var cur []string
	var w strings.Builder
	open, quoted := false, false
	word := func() {
		if open {
			cur = append(cur, w.String())
			w.Reset()
			open = false
		}
	}
	flush := func() {
		word()
		if len(cur) > 0 {
			out = append(out, cur)
			cur = nil
		}
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
			open = true
		case quoted && c != '\n':
			w.WriteByte(c)
		case c == '^' && i+1 < len(s):
			i++
			if s[i] != '\n' && s[i] != '\r' {
				w.WriteByte(s[i])
				open = true
			}
		case c == '&' || c == '|' || c == '\n' || c == '(' || c == ')':
			quoted = false
			flush()
		case c == '>':
			word()
			for i+1 < len(s) && s[i+1] == '>' {
				i++
			}
			cur = append(cur, ">")
		case c == ' ' || c == '\t' || c == '\r' || c == ',' || c == ';':
			word()
		default:
			w.WriteByte(c)
			open = true
		}
		if len(out) > maxCalls {
			break
		}
	}
	flush()
	return out
}

func (a *analysis) cmdRun(ws []string, st *state) {
	ws = cmdStarted(cmdCondition(a.percent(ws, st)))
	if len(ws) == 0 {
		return
	}
	name := strings.ToLower(base(strings.TrimPrefix(ws[0], "@")))
	c := a.cmdWords(name, ws, st)
	switch name {
	case "cd", "chdir":
		if n := len(c.Args); n > 0 { // "/d" may stand before the folder
			st.dir = join(st.dir, strings.ReplaceAll(c.Args[n-1].Text, `\`, "/"))
		}
	case "set":
		if len(c.Args) > 0 {
			if v, text, ok := strings.Cut(c.Args[0].Text, "="); ok && a.spend(len(text)) {
				st.set("%"+strings.ToLower(v), Word{Text: text, Known: true})
			}
		}
	case "for", "in", "rem":
		return
	case "forfiles":
		a.forfiles(c, st)
		return
	}
	a.cmdRenamed(c, name)
	if o, ok := openerOf(name); ok {
		if _, ok := a.open(c, o, st); ok {
			return
		}
	}
	a.emit(c)
	switch name {
	case "curl", "wget":
		a.downloaded(c, st)
	case "powershell", "pwsh":
		a.pwsh(c, st)
	case "cmd":
		a.cmdCall(c, st)
	case "wsl", "bash", "sh", "python", "node", "git", "npm", "docker":
		a.effect(c, st)
	}
}

// cmdStarted takes away call, start with its options, and @.
func cmdStarted(ws []string) []string {
	for len(ws) > 1 && (strings.EqualFold(ws[0], "call") || strings.EqualFold(ws[0], "start") || ws[0] == "@") {
		ws = ws[1:]
		for len(ws) > 1 && strings.HasPrefix(ws[0], "/") {
			ws = ws[1:]
		}
	}
	return ws
}

// cmdWords makes a call of the words of one command.
func (a *analysis) cmdWords(name string, ws []string, st *state) *Call {
	c := &Call{Name: name, Path: ws[0], Known: true, Word: Word{Text: ws[0], Known: true}, Dir: st.dir, Lang: "cmd", Args: make([]Word, 0, len(ws)-1)}
	for i, t := range ws[1:] {
		if t == ">" {
			if i+2 < len(ws) {
				c.Redirs = append(c.Redirs, Redir{Write: true, Target: Word{Text: winPath(ws[i+2], a.opt.Home), Known: true}})
			}
			break
		}
		w := Word{Text: t, Known: !strings.Contains(t, "%"), Glob: strings.Contains(t, "*")}
		if !w.Known {
			w.Vars = percentNames(t)
		}
		c.Args = append(c.Args, w)
	}
	return c
}

// cmdRenamed gives a command of cmd the name, flags and paths of the Unix one
// that does the same.
func (a *analysis) cmdRenamed(c *Call, name string) {
	switch name {
	case "del", "erase", "rd", "rmdir":
		a.cmdRemoves(c)
		return
	case "type", "more":
		c.Name = "cat"
	case "copy", "xcopy":
		c.Name = "cp"
	case "move", "ren":
		c.Name = "mv"
	case "findstr":
	case "set":
		if len(c.Args) == 0 {
			c.Name = "env"
		}
		return
	default:
		return
	}
	for i := range c.Args {
		c.Args[i].Text = winPath(c.Args[i].Text, a.opt.Home)
	}
}

// cmdRemoves makes rm of del and rd.
func (a *analysis) cmdRemoves(c *Call) {
	args := []Word{{Text: "-f", Known: true}}
	for _, w := range c.Args {
		if strings.EqualFold(w.Text, "/s") {
			args[0].Text = "-rf"
		}
		if !strings.HasPrefix(w.Text, "/") {
			w.Text = winPath(w.Text, a.opt.Home)
			args = append(args, w)
		}
	}
	c.Name, c.Args = "rm", args
}

// percentNames lists the variables of %A%…%B%.
func percentNames(t string) (names []string) {
	parts := strings.Split(t, "%")
	for i := 1; i+1 < len(parts); i++ {
		if parts[i] != "" {
			names = append(names, parts[i])
		}
	}
	return names
}

// cmdCall follows "cmd /c …".
func (a *analysis) cmdCall(c *Call, st *state) *Stream {
	for i := range c.Args {
		t := strings.ToLower(c.Args[i].Text)
		if t == "/c" || t == "/k" || t == "/r" || t == "//c" {
			text := a.line(c.Args[i+1:])
			a.note("opened", "cmd: "+clip(text), c)
			a.within("cmd", func() { a.cmdExe(text, st.child(), nil) })
			break
		}
	}
	return &Stream{From: []*Call{c}}
}
