package shell

import "strings"

// search follows find and fd: what they run or delete becomes calls of its
// own whose operands say where files would be found.
func (a *analysis) search(c *Call, st *state) {
	if c.Name == "fd" || c.Name == "fdfind" {
		a.fd2(c, st)
		return
	}
	roots := findRoots(c)
	filter, deletes := findFilter(c)
	if deletes {
		for _, r := range roots {
			a.within(c.Name, func() {
				a.emit(&Call{Name: "rm", Path: "rm", Known: true, Dir: st.dir,
					Args: []Word{{Text: "-rf", Known: true}, found(r, filter)}})
			})
		}
	}
	for i := 0; i < len(c.Args); i++ {
		switch c.Args[i].Text {
		case "-exec", "-execdir", "-ok", "-okdir":
			end := i + 1
			for end < len(c.Args) && c.Args[end].Text != ";" && c.Args[end].Text != "+" {
				end++
			}
			if end > i+1 {
				for _, r := range roots {
					a.again(c.Name, fill(c.Args[i+1:end], found(r, filter), "{}", false), nil, nil, nil, st.child())
				}
			}
			i = end
		}
	}
}

func findRoots(c *Call) []Word {
	var roots []Word
	for i := 0; i < len(c.Args); i++ {
		t := c.Args[i].Text
		if t == "-H" || t == "-L" || t == "-P" || strings.HasPrefix(t, "-O") || t == "--" || t == "-E" || t == "-X" || t == "-x" {
			continue
		}
		if t == "-D" || t == "-f" {
			i++
			continue
		}
		if t == "" || t[0] == '-' || t == "(" || t == "!" || t == ")" {
			break
		}
		roots = append(roots, c.Args[i])
	}
	if len(roots) == 0 {
		roots = []Word{{Text: ".", Known: true}}
	}
	if len(roots) > maxLoops {
		roots = roots[:maxLoops]
	}
	return roots
}

// findFilter returns the name pattern that limits what is found and whether
// -delete is there. "**" stands for a limit that is not a name.
func findFilter(c *Call) (filter string, deletes bool) {
	negated := false
	for i := 0; i < len(c.Args); i++ {
		t := c.Args[i].Text
		switch t {
		case "-name", "-iname", "-path", "-ipath", "-wholename", "-regex", "-iregex":
			if next := c.Arg(i + 3); c.Arg(i+2) == "-prune" && (next == "-o" || next == "-or") {
				i++ // what is left out limits nothing
				continue
			}
			if i+1 < len(c.Args) && !negated {
				v := c.Args[i+1].Text
				if t == "-path" || t == "-wholename" || t == "-ipath" {
					v = strings.TrimPrefix(v, "./")
				}
				if v != "*" && v != "*.*" && v != ".*" && (filter == "" || filter == "**") {
					filter = v
				}
			}
			i++
		case "-mtime", "-atime", "-ctime", "-mmin", "-amin", "-newer", "-size", "-empty", "-user", "-inum", "-links", "-samefile", "-perm", "-cmin":
			if filter == "" {
				filter = "**"
			}
		case "-delete":
			deletes = true
		}
		negated = t == "!" || t == "-not"
	}
	if deletes && c.Has("-empty") {
		return filter, false // empty folders and files hold nothing
	}
	return filter, deletes
}

// found is the word for what a search below root with a name filter yields.
func found(root Word, filter string) Word {
	w := root
	w.Glob = true
	dir := strings.TrimRight(root.Text, "/")
	switch filter {
	case "":
		w.Text = dir + "/*"
		if root.Text == "." {
			w.Text = "./*"
		}
	case "**":
		w.Text = dir + "/**/some*"
	default:
		w.Text = dir + "/**/" + filter
	}
	return w
}

func (a *analysis) fd2(c *Call, st *state) {
	pattern, root, ext := "", Word{Text: ".", Known: true}, ""
	n := 0
	for i := 0; i < len(c.Args); i++ {
		t := c.Args[i].Text
		switch {
		case t == "-x" || t == "-X" || t == "--exec" || t == "--exec-batch":
			filter := pattern
			if ext != "" {
				filter = "*." + ext
			}
			if filter == "." {
				filter = ""
			}
			cmd := c.Args[i+1:]
			if len(cmd) > 0 {
				a.again(c.Name, fill(cmd, found(root, filter), "{}", true), nil, nil, nil, st.child())
			}
			return
		case t == "-e" || t == "--extension":
			if i+1 < len(c.Args) {
				ext = c.Args[i+1].Text
			}
			i++
		case t == "-t" || t == "--type" || t == "-d" || t == "--max-depth" || t == "-E" || t == "--exclude":
			i++
		case strings.HasPrefix(t, "-"):
		case n == 0:
			pattern = t
			n++
		default:
			root = c.Args[i]
		}
	}
}

// foundWords says what a listing command in a pipe would have listed.
func foundWords(from []*Call) ([]Word, bool) {
	for i := len(from) - 1; i >= 0; i-- {
		c := from[i]
		switch c.Name {
		case "find", "gfind", "bfs":
			filter, _ := findFilter(c)
			for _, f := range from[i+1:] { // grep narrows the list
				if f.Name == "grep" && filter == "" && !f.Has("-v") {
					filter = "**"
				}
			}
			var out []Word
			for _, r := range findRoots(c) {
				w := found(r, filter)
				w.From = from
				out = append(out, w)
			}
			return out, true
		case "ls":
			var out []Word
			ops := c.Operands("-I -w")
			if len(ops) == 0 {
				ops = []Word{{Text: ".", Known: true}}
			}
			for _, o := range ops {
				filter := ""
				for _, f := range from[i+1:] {
					if f.Name == "grep" || f.Name == "tail" || f.Name == "head" {
						filter = "**"
					}
				}
				w := o
				if !o.Glob {
					w = found(o, filter)
				}
				w.From = from
				out = append(out, w)
			}
			return out, true
		}
	}
	return nil, false
}
