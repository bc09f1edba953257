package shell

import "strings"

// options follows options and variables whose value another program runs as
// a command line: rsync -e, tar --checkpoint-action, GIT_SSH_COMMAND...
func (a *analysis) options(c *Call, st *state) {
	for _, e := range c.Env {
		if text := e.Value.Text; commandVar(e.Name) && strings.ContainsAny(text, " ;|&") {
			a.inner(e.Name, strings.TrimLeft(text, "|"), st.child(), nil)
		}
	}
	if flags := commandFlags(c.Name); flags != "" {
		for i := range c.Args {
			if text, ok := flagValue(c, i, flags); ok {
				a.inner(c.Name, strings.TrimPrefix(text, "exec="), st.child(), nil)
			}
		}
	}
	switch c.Name {
	case "ssh", "scp", "sftp", "autossh", "slogin":
		a.sshOptions(c, st)
	case "sed", "gsed":
		a.sedCommands(c, st)
	case "vim", "vi", "nvim", "view", "ex", "gvim", "mvim", "vimdiff", "ed", "less", "more", "most":
		a.editor(c, st)
	case "emacs", "emacsclient":
		a.lisp(c, st)
	case "gdb", "lldb", "sqlite3", "psql", "mysql", "mariadb":
		a.consoles(c, st)
	}
}

// commandVar lists variables that programs run as a command line.
func commandVar(name string) bool {
	switch name {
	case "GIT_SSH_COMMAND", "GIT_SSH", "GIT_EDITOR", "GIT_SEQUENCE_EDITOR", "GIT_PAGER", "GIT_EXTERNAL_DIFF", "GIT_PROXY_COMMAND", "GIT_ASKPASS",
		"PAGER", "MANPAGER", "EDITOR", "VISUAL", "FCEDIT", "SSH_ASKPASS", "SUDO_ASKPASS", "SUDO_EDITOR", "BROWSER", "PROMPT_COMMAND", "LESSOPEN", "LESSCLOSE",
		"RUSTC_WRAPPER", "RUSTC", "CC", "CXX", "LD", "RSYNC_RSH", "CVS_RSH", "SVN_SSH", "FZF_DEFAULT_COMMAND", "PSQL_EDITOR", "PSQL_PAGER", "KUBE_EDITOR", "MAKE_SHELL":
		return true
	}
	return false
}

// commandFlags lists, separated by spaces, the flags of a program that take a
// command line.
func commandFlags(name string) string {
	switch name {
	case "tar", "gtar", "bsdtar":
		return "-I --use-compress-program --to-command --checkpoint-action --rsh-command --info-script --new-volume-script"
	case "rsync":
		return "-e --rsh --rsync-path"
	case "scp", "sftp":
		return "-S"
	case "split":
		return "--filter"
	case "sort":
		return "--compress-program"
	case "zip":
		return "-TT --unzip-command"
	case "man":
		return "-P --pager"
	case "wget":
		return "--use-askpass"
	case "tcpdump":
		return "-z"
	case "npm", "pnpm", "yarn":
		return "--script-shell"
	case "go":
		return "-exec -toolexec -vettool"
	case "make", "gmake":
		return "SHELL"
	}
	return ""
}

// flagValue returns the value of argument i when it is one of flags. A value
// without a blank names a program and is no command line.
func flagValue(c *Call, i int, flags string) (string, bool) {
	name, val, has := strings.Cut(c.Args[i].Text, "=")
	if !listed(flags, name) {
		return "", false
	}
	if !has && i+1 < len(c.Args) && name[0] == '-' {
		val = c.Args[i+1].Text
	}
	return val, strings.ContainsAny(val, " ;|&")
}

// sshOptions follows -o ProxyCommand and its like.
func (a *analysis) sshOptions(c *Call, st *state) {
	for i, w := range c.Args {
		text, ok := strings.CutPrefix(w.Text, "-o")
		if !ok {
			continue
		}
		if text == "" && i+1 < len(c.Args) {
			text = c.Args[i+1].Text
		}
		at := strings.IndexAny(text, "= ")
		if at < 0 {
			continue
		}
		switch strings.ToLower(text[:at]) {
		case "proxycommand", "localcommand", "knownhostscommand":
			a.inner(c.Name, text[at+1:], st.child(), nil)
		}
	}
}

// sedCommands follows what GNU sed runs: "1e cmd" and "s/x/cmd/e".
func (a *analysis) sedCommands(c *Call, st *state) {
	scripts, given := []string(nil), false
	for i, w := range c.Args {
		if (w.Text == "-e" || w.Text == "--expression") && i+1 < len(c.Args) {
			scripts, given = append(scripts, c.Args[i+1].Text), true
		} else if v, ok := strings.CutPrefix(w.Text, "--expression="); ok {
			scripts, given = append(scripts, v), true
		}
	}
	if ops := c.Operands("-e -f -l --expression --file --line-length"); !given && len(ops) > 0 {
		scripts = append(scripts, ops[0].Text)
	}
	for _, s := range scripts {
		for _, line := range strings.Split(s, "\n") {
			if text := sedRuns(strings.TrimSpace(line)); text != "" {
				a.inner(c.Name, text, st.child(), nil)
			}
		}
	}
}

// sedRuns returns the command line in one sed command, or "".
func sedRuns(s string) string {
	s = strings.TrimLeft(s, "0123456789$,!+~ ")
	if len(s) > 2 && s[0] == '/' {
		if end := strings.IndexByte(s[1:], '/'); end > 0 {
			s = strings.TrimLeft(s[end+2:], "I! ")
		}
	}
	if text, ok := strings.CutPrefix(s, "e "); ok {
		return text
	}
	if len(s) < 4 || s[0] != 's' || letter(s[1]) {
		return ""
	}
	parts := strings.Split(s[2:], s[1:2])
	if len(parts) < 3 || !strings.Contains(strings.TrimLeft(parts[len(parts)-1], "gIiMmp0123456789"), "e") || strings.ContainsAny(parts[len(parts)-1], " ;") {
		return ""
	}
	return strings.Join(parts[1:len(parts)-1], s[1:2])
}

// editor follows "!cmd" in the commands given to an editor or a pager.
func (a *analysis) editor(c *Call, st *state) {
	for i, w := range c.Args {
		t := w.Text
		switch {
		case (t == "-c" || t == "--cmd" || t == "-sc") && i+1 < len(c.Args):
			a.editorText(c, c.Args[i+1].Text, st)
		case len(t) > 2 && strings.HasPrefix(t, "-c"):
			a.editorText(c, t[2:], st)
		case len(t) > 1 && t[0] == '+':
			a.editorText(c, t[1:], st)
		}
	}
	if c.In != nil && c.In.Known && (c.Name == "ed" || c.Name == "ex" || c.Name == "vi") {
		for _, line := range strings.Split(c.In.Text, "\n") {
			if i := strings.IndexByte(line, '!'); i >= 0 && strings.Trim(line[:i], ",$%.0123456789rw ") == "" {
				a.inner(c.Name, line[i+1:], st.child(), nil)
			}
		}
	}
}

// editorText judges one command of an editor: ":!cmd", "%!cmd", "r !cmd",
// and calls such as system("cmd").
func (a *analysis) editorText(c *Call, t string, st *state) {
	i := strings.IndexByte(t, '!')
	if i >= 0 && i+1 < len(t) && strings.Trim(t[:i], ":,$%.0123456789 ") == "" || i > 0 && (t[i-1] == ' ' || strings.HasSuffix(t[:i], "silent")) {
		a.inner(c.Name, t[i+1:], st.child(), nil)
		return
	}
	if strings.IndexByte(t, '(') > 0 {
		a.inline(c, "other", t, st)
	}
}

// lisp follows the calls of Emacs Lisp that run or delete.
func (a *analysis) lisp(c *Call, st *state) {
	for i, w := range c.Args {
		text, ok := strings.CutPrefix(w.Text, "--eval=")
		if !ok && (w.Text == "--eval" || w.Text == "-eval" || w.Text == "-e") && i+1 < len(c.Args) {
			text, ok = c.Args[i+1].Text, true
		}
		for ok {
			var words []string
			words, text, ok = lispCall(text)
			if len(words) < 2 {
				continue
			}
			switch args := words[1:]; words[0] {
			case "shell-command", "shell-command-to-string", "async-shell-command", "call-process-shell-command", "compile":
				a.inner(c.Name, args[0], st.child(), nil)
			case "start-process-shell-command", "start-process", "call-process", "process-file", "make-process":
				a.inner(c.Name, strings.Join(args, " "), st.child(), nil)
			case "delete-directory", "delete-file":
				a.within(c.Name, func() {
					a.emit(&Call{Name: "rm", Path: words[0], Known: true, Dir: st.dir,
						Args: []Word{{Text: "-rf", Known: true}, {Text: tilde(args[0], a.opt.Home), Known: true}}})
				})
			}
		}
	}
}

// lispCall reads the next call: its name and its string arguments.
func lispCall(s string) (words []string, rest string, ok bool) {
	open := strings.IndexByte(s, '(')
	if open < 0 {
		return nil, "", false
	}
	s = s[open+1:]
	end := strings.IndexAny(s, " ()\n\t")
	if end < 0 {
		return nil, "", false
	}
	words = []string{s[:end]}
	for s = s[end:]; s != "" && s[0] != '(' && s[0] != ')'; {
		if s[0] != '"' {
			s = s[1:]
			continue
		}
		t, n := inlineString(s, '"', "")
		words = append(words, t.text)
		s = s[n:]
	}
	return words, s, true
}

// consoles follows the shell escapes of debuggers and database clients.
func (a *analysis) consoles(c *Call, st *state) {
	var texts []string
	for _, w := range c.Args {
		texts = append(texts, w.Text)
	}
	if c.In != nil && c.In.Known {
		texts = append(texts, strings.Split(c.In.Text, "\n")...)
	}
	escapes := [...]string{"shell ", "platform shell ", "!"} // gdb, lldb
	switch c.Name {
	case "sqlite3":
		escapes = [...]string{".shell ", ".system ", ".sh "}
	case "psql":
		escapes = [...]string{`\!`, `\! `, `\! `}
	case "mysql", "mariadb":
		escapes = [...]string{"system ", `\!`, `\! `}
	}
	for _, t := range texts {
		t = strings.TrimSpace(t)
		for _, e := range escapes {
			if text, ok := strings.CutPrefix(t, e); ok {
				a.inner(c.Name, text, st.child(), nil)
				break
			}
		}
	}
}
