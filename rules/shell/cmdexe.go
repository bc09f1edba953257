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
	ws = a.percent(ws, st)
	if ws = cmdCondition(ws); len(ws) == 0 {
		return
	}
	for len(ws) > 1 && (strings.EqualFold(ws[0], "call") || strings.EqualFold(ws[0], "start") || strings.HasPrefix(ws[0], "@") && len(ws[0]) == 1) {
		ws = ws[1:]
		for len(ws) > 1 && strings.HasPrefix(ws[0], "/") {
			ws = ws[1:]
		}
	}
	name := strings.ToLower(base(strings.TrimPrefix(ws[0], "@")))
	c := &Call{Name: name, Path: ws[0], Known: true, Word: Word{Text: ws[0], Known: true}, Dir: st.dir, Lang: "cmd", Args: make([]Word, 0, len(ws)-1)}
	rec := false
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
		rec = rec || strings.EqualFold(t, "/s")
		c.Args = append(c.Args, w)
	}
	switch name {
	case "del", "erase", "rd", "rmdir":
		args := []Word{{Text: "-f", Known: true}}
		if rec {
			args[0].Text = "-rf"
		}
		for _, w := range c.Args {
			if !strings.HasPrefix(w.Text, "/") {
				w.Text = winPath(w.Text, a.opt.Home)
				args = append(args, w)
			}
		}
		c.Name, c.Args = "rm", args
	case "type", "more":
		c.Name = "cat"
	case "copy", "xcopy":
		c.Name = "cp"
	case "move", "ren":
		c.Name = "mv"
	case "findstr":
		for i := range c.Args {
			c.Args[i].Text = winPath(c.Args[i].Text, a.opt.Home)
		}
	case "set":
		if len(c.Args) == 0 {
			c.Name = "env"
		} else if v, text, ok := strings.Cut(c.Args[0].Text, "="); ok && a.spend(len(text)) {
			st.set("%"+strings.ToLower(v), Word{Text: text, Known: true})
		}
	case "cd", "chdir":
		if n := len(c.Args); n > 0 { // "/d" may stand before the folder
			st.dir = join(st.dir, strings.ReplaceAll(c.Args[n-1].Text, `\`, "/"))
		}
	case "for", "in", "rem":
		return
	case "forfiles":
		a.forfiles(c, st)
		return
	}
	if c.Name == "cat" || c.Name == "cp" || c.Name == "mv" {
		for i := range c.Args {
			c.Args[i].Text = winPath(c.Args[i].Text, a.opt.Home)
		}
	}
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
