package shell

import (
	"strings"
)

// scriptFile runs a script of this line, or one of the repository.
func (a *analysis) scriptFile(c *Call, w Word, st *state) *Stream {
	if s := a.script2(w, st, "sh"); s != nil && s.Text != "" {
		return a.inner(c.Name, s.Text, st, c.In)
	}
	return &Stream{From: []*Call{c}}
}

// script2 finds the text of a script that is about to run.
func (a *analysis) script2(w Word, st *state, lang string) *Stream {
	path := join(st.dir, w.Text)
	if s := a.files[path]; s != nil {
		return s
	}
	if s := a.files[w.Text]; s != nil {
		return s
	}
	if a.opt.ReadFile == nil || a.host != "" || path == "" || !w.Known {
		return nil
	}
	if text, ok := a.opt.ReadFile(path, lang); ok {
		return &Stream{Text: text, Known: true}
	}
	return nil
}

func (a *analysis) source(c *Call, st *state) *Stream {
	if len(c.Args) == 0 {
		return nothing()
	}
	if c.Arg(0) == "/dev/stdin" && c.In != nil && c.In.Text != "" {
		return a.inner(c.Name, c.In.Text, st, nil)
	}
	if s := a.script2(c.Args[0], st, "sh"); s != nil && s.Text != "" {
		return a.inner(c.Name, s.Text, st, c.In)
	}
	return &Stream{From: []*Call{c}}
}

// program follows a file that is run by its path.
func (a *analysis) program(c *Call, st *state) {
	s := a.script2(c.Word, st, "")
	if s == nil || s.Text == "" {
		return
	}
	lang := "sh"
	if strings.HasPrefix(s.Text, "#!") {
		line, _, _ := strings.Cut(s.Text, "\n")
		lang = shebang(line)
	}
	sub := st.child()
	sub.params = c.Args
	switch {
	case isShell(lang):
		a.inner(c.Name, s.Text, sub, c.In)
	case language(lang) != "":
		a.inline(c, language(lang), s.Text, sub)
	}
}

func shebang(line string) string {
	f := strings.Fields(strings.TrimPrefix(line, "#!"))
	if len(f) == 0 {
		return "sh"
	}
	name := base(f[0])
	if name == "env" {
		for _, w := range f[1:] {
			if w[0] != '-' && !assignment(w) {
				return base(w)
			}
		}
	}
	return name
}

// task follows "make x", "npm run x" and "just x" where the task can be read.
func (a *analysis) task(c *Call, st *state) {
	a.makefile(c, st)
	if a.opt.Tasks == nil || a.host != "" || st.dir == "" {
		return
	}
	dir := st.dir
	if w, ok := c.Value("-C", "--directory", "--prefix", "--cwd", "--dir"); ok && w.Known {
		dir = join(dir, w.Text)
	}
	ops := c.Operands("-C --directory --prefix --cwd --dir -j -f -w --workspace --filter")
	runner, names := c.Name, []string(nil)
	switch c.Name {
	case "npm", "pnpm", "yarn", "bun":
		runner = "npm"
		if len(ops) == 0 {
			return
		}
		switch first := ops[0].Text; {
		case first == "run" || first == "run-script":
			if len(ops) > 1 {
				names = []string{ops[1].Text}
			}
		case first == "test" || first == "t" || first == "start" || first == "stop" || first == "restart" || c.Name != "npm" && first != "add" && first != "install":
			names = []string{first}
		}
	case "gmake":
		runner = "make"
		fallthrough
	default:
		for _, o := range ops {
			if !assignment(o.Text) {
				names = append(names, o.Text)
			}
		}
		if len(names) == 0 {
			names = []string{""}
		}
	}
	for _, n := range names {
		key := "task " + runner + " " + n
		if text, ok := a.opt.Tasks(runner, dir, n); ok && text != "" && !a.running(key) && len(a.active) < 6 {
			a.active = append(a.active, key)
			sub := st.child()
			sub.dir = dir
			a.inner(c.Name, text, sub, nil)
			a.active = a.active[:len(a.active)-1]
		}
	}
}

// makefile follows the recipes of a makefile that this line wrote or feeds.
func (a *analysis) makefile(c *Call, st *state) {
	w, ok := c.Value("-f", "--file", "--makefile")
	if !ok || c.Name != "make" && c.Name != "gmake" {
		return
	}
	s := c.In
	if w.Text != "-" && w.Text != "/dev/stdin" {
		s = a.content(w, st)
	}
	if s == nil || !s.Known {
		return
	}
	for _, line := range strings.Split(s.Text, "\n") {
		if !strings.HasPrefix(line, "\t") {
			_, line, _ = strings.Cut(line, ";") // target: ; command
		}
		if line = strings.TrimLeft(line, "\t @-+"); line != "" {
			a.inner(c.Name, strings.ReplaceAll(line, "$$", "$"), st.child(), nil)
		}
	}
}

// expect looks for the commands an expect script spawns or types.
func (a *analysis) expect(c *Call, st *state) {
	text := ""
	if w, ok := c.Value("-c"); ok {
		text = w.Text
	} else if c.In != nil {
		text = c.In.Text
	}
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ';' }) {
		line = strings.TrimSpace(line)
		for _, verb := range []string{"spawn ", "send ", "exec ", "system ", "send -- "} {
			if rest, ok := strings.CutPrefix(line, verb); ok {
				rest = strings.NewReplacer(`\r`, "", `\n`, "").Replace(strings.Trim(rest, `"{}`))
				a.inner("expect", rest, st.child(), nil)
			}
		}
	}
}
