package shell

import "strings"

// tmux follows what a terminal multiplexer is told to run or to type. Its
// commands are divided by ";"; ok is false when none carries a command.
func (a *analysis) tmux(c *Call, st *state) (out *Stream, ok bool) {
	args := c.Args
	for len(args) > 0 && len(args[0].Text) > 1 && args[0].Text[0] == '-' {
		n := 1
		if listed("-L -S -f -c -T", args[0].Text) {
			n = 2
		}
		args = args[min(n, len(args)):]
	}
	keys := ""
	for len(args) > 0 {
		end := 0
		for end < len(args) && args[end].Text != ";" {
			end++
		}
		one := args[:end]
		args = args[min(end+1, len(args)):]
		if len(one) == 0 {
			continue
		}
		if one[0].Text == "send-keys" || one[0].Text == "send" {
			keys += typed(one[1:])
			continue
		}
		ok = a.tmuxCommand(c, one, st, ok) || ok
	}
	if keys != "" {
		if !ok {
			a.mark(c)
		}
		a.inner("tmux", keys, st.child(), nil)
		ok = true
	}
	return &Stream{}, ok
}

// tmuxCommand follows one command of tmux; marked says that c was told of.
func (a *analysis) tmuxCommand(c *Call, one []Word, st *state, marked bool) bool {
	rest := one[1:]
	valued := "-c -e -F -n -s -t -x -y -T -w -B -S -d -l"
	for len(rest) > 0 && len(rest[0].Text) > 1 && rest[0].Text[0] == '-' && rest[0].Text != "--" {
		n := 1
		if listed(valued, rest[0].Text) && !(rest[0].Text == "-d" && one[0].Text != "run-shell" && one[0].Text != "run") {
			n = 2
		}
		rest = rest[min(n, len(rest)):]
	}
	if len(rest) > 0 && rest[0].Text == "--" {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return false
	}
	mark := func() {
		if !marked {
			a.mark(c)
		}
	}
	switch one[0].Text {
	case "new-session", "new", "new-window", "neww", "split-window", "splitw", "respawn-pane", "respawnp", "respawn-window", "respawnw",
		"run-shell", "run", "display-popup", "popup", "pipe-pane", "pipep":
		mark()
		a.joined(c, rest, st.child())
	case "if-shell", "if":
		mark()
		a.inner("tmux", rest[0].Text, st.child(), nil)
		for _, w := range rest[1:] {
			a.inner("tmux", "tmux "+w.Text, st.child(), nil)
		}
	case "set-hook", "bind-key", "bind", "confirm-before", "confirm":
		mark()
		if len(rest) > 1 {
			rest = rest[1:]
		}
		a.inner("tmux", "tmux "+a.line(rest), st.child(), nil)
	default:
		return false
	}
	return true
}

// typed returns the text that tmux send-keys, screen -X stuff or zellij types.
func typed(args []Word) string {
	var b strings.Builder
	for i := 0; i < len(args); i++ {
		t := args[i].Text
		switch {
		case t == "-t" || t == "-N" || t == "-c":
			i++
		case len(t) > 1 && t[0] == '-' && b.Len() == 0:
		case t == "Enter" || t == "C-m" || t == "C-j" || t == "KPEnter":
			b.WriteByte('\n')
		case t == "Space" || t == "Tab":
			b.WriteByte(' ')
		default:
			if s := b.String(); s != "" && len(t) > 1 && s[len(s)-1] != '\n' && s[len(s)-1] != ' ' {
				b.WriteByte(' ') // tmux writes words together; agents mean them apart
			}
			b.WriteString(t)
		}
	}
	return strings.NewReplacer(`\n`, "\n", "^M", "\n", `\r`, "\n", `\015`, "\n").Replace(b.String())
}

// screen follows "screen [options] command" and what -X tells a running one.
func (a *analysis) screen(c *Call, st *state) (out *Stream, ok bool) {
	i := 0
	for i < len(c.Args) {
		t := c.Args[i].Text
		if t == "--" {
			i++
			break
		}
		if len(t) < 2 || t[0] != '-' {
			break
		}
		if strings.HasSuffix(t, "X") {
			return a.screenTold(c, c.Args[i+1:], st)
		}
		if t != "-ls" && strings.IndexByte("ScehpsTtxr", t[len(t)-1]) >= 0 {
			i++
		}
		i++
	}
	if i >= len(c.Args) {
		return nil, false
	}
	a.mark(c)
	return a.again(c.Name, c.Args[i:], c.Env, c.Redirs, nil, st.child()), true
}

func (a *analysis) screenTold(c *Call, args []Word, st *state) (*Stream, bool) {
	if len(args) < 2 {
		return nil, false
	}
	switch args[0].Text {
	case "stuff", "paste":
		a.mark(c)
		a.inner(c.Name, typed(args[1:]), st.child(), nil)
	case "screen", "exec", "eval":
		rest := args[1:]
		for len(rest) > 1 && (strings.HasPrefix(rest[0].Text, "-") || strings.Trim(rest[0].Text, ".!|:") == "") {
			rest = rest[1:]
		}
		a.mark(c)
		a.joined(c, rest, st.child())
	default:
		return nil, false
	}
	return &Stream{}, true
}
