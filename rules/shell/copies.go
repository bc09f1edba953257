package shell

import "strings"

// A program stays what it is under another name: a copy of rm removes.

// copied lets what is known of a file follow it.
func (a *analysis) copied(c *Call, st *state) {
	ops := c.Operands("-t -m -o -g -S")
	if len(ops) != 2 {
		return
	}
	to := join(st.dir, ops[1].Text)
	if to == "" {
		return
	}
	if name := Program(ops[0]); name != "" {
		a.renamed(to, name)
	} else if name := a.copies[join(st.dir, ops[0].Text)]; name != "" {
		a.renamed(to, name)
	}
	if s := a.files[join(st.dir, ops[0].Text)]; s != nil {
		a.wrote(to, s, false)
	}
}

// dumped remembers "cat program > file".
func (a *analysis) dumped(path string, s *Stream) {
	for _, f := range s.From {
		if (f.Name == "cat" || f.Name == "dd") && len(f.Args) == 1 {
			if name := Program(f.Args[0]); name != "" {
				a.renamed(path, name)
			}
		}
	}
}

func (a *analysis) renamed(path, name string) {
	if a.copies == nil {
		a.copies = make(map[string]string, 2)
	}
	a.copies[path] = name
}

// Program returns the name of the program a word stands for: a path in a
// folder of programs, or what which and command -v answer.
func Program(w Word) string {
	if !w.Known {
		return located(w)
	}
	dir := strings.TrimSuffix(w.Text, "/"+base(w.Text))
	if strings.HasSuffix(dir, "/bin") || strings.HasSuffix(dir, "/sbin") {
		return base(w.Text)
	}
	return ""
}

// located returns X of $(which X).
func located(w Word) string {
	if len(w.From) != 1 || !strings.HasPrefix(w.Text, "$(") {
		return ""
	}
	f := w.From[0]
	switch f.Name {
	case "which", "command", "type", "whence", "where":
		if ops := f.Operands(""); len(ops) == 1 && ops[0].Known {
			return base(ops[0].Text)
		}
	}
	return ""
}

// nameOf is the program a command word names.
func (a *analysis) nameOf(w Word, st *state) string {
	if len(a.copies) > 0 {
		if name := a.copies[join(st.dir, w.Text)]; name != "" && strings.Contains(w.Text, "/") {
			return name
		}
	}
	if !w.Known {
		if name := located(w); name != "" {
			return name
		}
	}
	if len(w.Text) > 1 && w.Text[0] == '=' && letter(w.Text[1]) && !w.Quote { // zsh: =rm is the path of rm
		return base(w.Text[1:])
	}
	return base(w.Text)
}
