package shell

import "strings"

// git follows what git itself can run: aliases, bisect run, rebase --exec,
// submodule foreach, filter-branch.
func (a *analysis) git(c *Call, st *state) {
	for i := 0; i < len(c.Args); i++ {
		t := c.Args[i].Text
		if t == "-c" && i+1 < len(c.Args) {
			if key, v, ok := strings.Cut(c.Args[i+1].Text, "="); ok {
				a.gitSetting(key, v, st)
			}
			i++
			continue
		}
		if t == "-C" {
			i++
			continue
		}
		switch t {
		case "config":
			if ops := c.Args[i+1:]; len(ops) > 1 {
				a.gitSetting(ops[len(ops)-2].Text, ops[len(ops)-1].Text, st)
			}
			return
		case "grep", "clone", "fetch", "pull", "push", "ls-remote", "difftool", "mergetool", "filter-branch", "fetch-pack", "send-pack":
			a.gitOptions(c, i+1, st)
			return
		case "bisect":
			if i+2 < len(c.Args) && c.Arg(i+1) == "run" {
				a.again("git", c.Args[i+2:], nil, nil, nil, st.child())
			}
			return
		case "rebase":
			for j := i + 1; j < len(c.Args); j++ {
				if (c.Args[j].Text == "--exec" || c.Args[j].Text == "-x") && j+1 < len(c.Args) {
					a.inner("git", c.Args[j+1].Text, st.child(), nil)
				} else if v, ok := strings.CutPrefix(c.Args[j].Text, "--exec="); ok {
					a.inner("git", v, st.child(), nil)
				}
			}
			return
		case "submodule":
			for j := i + 1; j < len(c.Args); j++ {
				if c.Args[j].Text == "foreach" {
					rest := c.Args[j+1:]
					for len(rest) > 0 && strings.HasPrefix(rest[0].Text, "-") {
						rest = rest[1:]
					}
					if len(rest) > 0 {
						a.inner("git", a.line(rest), st.child(), nil)
					}
				}
			}
			return
		}
		if t != "" && t[0] != '-' {
			return
		}
	}
}

// gitSetting follows settings that git runs as command lines.
func (a *analysis) gitSetting(key, value string, st *state) {
	key = strings.ToLower(key)
	if text, ok := strings.CutPrefix(value, "!"); ok && (strings.HasPrefix(key, "alias.") || strings.HasSuffix(key, ".helper")) {
		a.inner("git", text, st.child(), nil)
		return
	}
	if !strings.ContainsAny(value, " ;|&") {
		return // the name of a program
	}
	section, name := key, key
	if i := strings.IndexByte(key, '.'); i > 0 {
		section = key[:i]
		name = key[strings.LastIndexByte(key, '.')+1:]
	}
	switch {
	case section == "pager":
	case name == "pager", name == "editor", name == "sshcommand", name == "fsmonitor", name == "external", name == "textconv", name == "cmd", name == "command",
		name == "clean", name == "smudge", name == "process", name == "driver", name == "difffilter", name == "askpass", name == "gitproxy", name == "program", name == "uploadpack", name == "receivepack", name == "packobjectshook":
	default:
		return
	}
	a.inner("git", value, st.child(), nil)
}

// gitOptions follows options of git's commands that are command lines.
func (a *analysis) gitOptions(c *Call, i int, st *state) {
	sub := c.Args[i-1].Text
	for ; i < len(c.Args); i++ {
		t := c.Args[i].Text
		name, value, has := strings.Cut(t, "=")
		switch {
		case sub == "grep" && strings.HasPrefix(t, "-O") && len(t) > 2:
			value, has = t[2:], true
		case sub == "grep" && name == "--open-files-in-pager", name == "--upload-pack", name == "--receive-pack", name == "--exec", name == "--extcmd",
			sub == "filter-branch" && strings.HasSuffix(name, "-filter"):
		case sub == "clone" && t == "-u", sub == "difftool" && t == "-x":
		default:
			continue
		}
		if !has && i+1 < len(c.Args) {
			i++
			value = c.Args[i].Text
		}
		if strings.ContainsAny(value, " ;|&") {
			a.inner("git", value, st.child(), nil)
		}
	}
}
