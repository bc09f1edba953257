package shell

import "strings"

// cmdLoop is a "for" of which the parts before "do" were read.
type cmdLoop struct {
	name  string   // %i
	items []string // what it runs over; "*" where that cannot be known
	open  bool     // the set comes next
}

// cmdFor follows "for %i in (set) do command", which arrives in three pieces;
// true when line was one of them.
func (a *analysis) cmdFor(l *cmdLoop, line []string, st *state) bool {
	switch first := strings.ToLower(strings.TrimPrefix(line[0], "@")); {
	case first == "for":
		*l = cmdLoop{open: true}
		for _, w := range line[1:] {
			if strings.HasPrefix(w, "%") {
				l.name = "%" + strings.TrimLeft(w, "%")
			}
			if strings.EqualFold(w, "/f") || strings.EqualFold(w, "/r") {
				l.items = []string{"*"}
			}
		}
		return true
	case l.open && first != "do":
		l.open = false
		if len(l.items) == 0 {
			l.items = line[:min(len(line), maxLoops)]
			return true
		}
		line[0] = strings.TrimLeft(line[0], "'`")
		if line[0] != "" { // for /f runs it
			a.cmdRun(line, st)
		}
		return true
	case first == "do" && len(line) > 1:
		for _, it := range l.items {
			ws := make([]string, len(line)-1)
			for i, w := range line[1:] {
				ws[i] = w
				if l.name != "" && strings.Contains(w, l.name) && a.spend(len(it)) {
					ws[i] = strings.ReplaceAll(strings.ReplaceAll(w, "%"+l.name, it), l.name, it)
				}
			}
			a.cmdRun(ws, st)
		}
		if len(l.items) == 0 {
			a.cmdRun(line[1:], st)
		}
		return true
	}
	return false
}

// percent puts in the variables that this line set.
func (a *analysis) percent(ws []string, st *state) []string {
	var out []string
	for i, w := range ws {
		if strings.Count(w, "%") < 2 {
			continue
		}
		parts := strings.Split(w, "%")
		text, hit := parts[0], false
		for k := 1; k < len(parts); k++ {
			if v, ok := st.get("%" + strings.ToLower(parts[k])); ok && k+1 < len(parts) && a.spend(len(v.Text)) {
				text += v.Text + parts[k+1]
				k++
				hit = true
				continue
			}
			text += "%" + parts[k]
		}
		if !hit || !a.spend(len(text)) {
			continue
		}
		if out == nil {
			out = append([]string(nil), ws...)
		}
		out[i] = text
	}
	if out == nil {
		return ws
	}
	return out
}

// cmdCondition takes "if …", "else" and "do" away from before a command.
func cmdCondition(ws []string) []string {
	for len(ws) > 0 {
		switch strings.ToLower(strings.TrimPrefix(ws[0], "@")) {
		case "else", "do", "in", "":
			ws = ws[1:]
			continue
		case "if":
		default:
			return ws
		}
		ws = ws[1:]
		for len(ws) > 0 && (strings.EqualFold(ws[0], "/i") || strings.EqualFold(ws[0], "not")) {
			ws = ws[1:]
		}
		n := 1
		if len(ws) > 0 {
			switch strings.ToLower(ws[0]) {
			case "exist", "defined", "errorlevel", "cmdextversion":
				n = 2
			}
		}
		if len(ws) > 2 && n == 1 { // a EQU b
			switch strings.ToLower(ws[1]) {
			case "==", "equ", "neq", "lss", "leq", "gtr", "geq":
				n = 3
			}
		}
		ws = ws[min(n, len(ws)):]
	}
	return ws
}

// forfiles runs its /c for the files below /p.
func (a *analysis) forfiles(c *Call, st *state) {
	dir, text := ".", ""
	for i := 0; i+1 < len(c.Args); i++ {
		switch strings.ToLower(c.Args[i].Text) {
		case "/p":
			dir = strings.TrimRight(c.Args[i+1].Text, `\`)
		case "/c":
			text = c.Args[i+1].Text
		}
	}
	a.mark(c)
	text = strings.NewReplacer("@path", dir+`\*`, "@file", dir+`\*`, "@PATH", dir+`\*`, "@FILE", dir+`\*`).Replace(text)
	a.within("forfiles", func() { a.cmdExe(text, st.child(), nil) })
}
