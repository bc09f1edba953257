package shell

import "strings"

// language returns the inline language an interpreter runs, or "".
func language(name string) string {
	switch name {
	case "python", "python2", "python3", "pypy", "pypy3", "ipython", "py":
		return "python"
	case "node", "nodejs", "deno", "tsx", "ts-node", "bun", "qjs", "electron":
		return "node"
	case "perl", "perl5":
		return "perl"
	case "ruby", "irb", "jruby":
		return "ruby"
	case "php", "php-cli":
		return "php"
	case "lua", "luajit":
		return "lua"
	case "osascript":
		return "applescript"
	case "awk", "gawk", "mawk", "nawk":
		return "awk"
	case "Rscript", "groovy", "jshell", "swift", "julia", "elixir", "guile", "tclsh", "scala", "raku":
		return "other"
	}
	if strings.HasPrefix(name, "python3.") || strings.HasPrefix(name, "python2.") {
		return "python"
	}
	if strings.HasPrefix(name, "php") && len(name) < 8 && name[3] >= '0' && name[3] <= '9' {
		return "php"
	}
	if strings.HasPrefix(name, "ruby") && len(name) < 9 && name[4] >= '0' && name[4] <= '9' {
		return "ruby"
	}
	return ""
}

// interpret follows "python -c text", "python file" and "… | python".
func (a *analysis) interpret(c *Call, lang string, st *state) *Stream {
	out := &Stream{From: []*Call{c}}
	if c.In != nil {
		out.From = addCalls(c.In.From, c)
	}
	if lang == "awk" {
		if ops := c.Operands("-F -v -f --field-separator --assign --file"); len(ops) > 0 {
			a.inline(c, lang, ops[0].Text, st)
		}
		return out
	}
	var text strings.Builder
	found := false
	for i := 0; i < len(c.Args); i++ {
		t := c.Args[i].Text
		if t == "eval" && i == 0 && (c.Name == "deno" || c.Name == "bun") && len(c.Args) > 1 {
			text.WriteString(c.Args[len(c.Args)-1].Text)
			found = true
			break
		}
		if body, ok := attached(lang, t); ok {
			text.WriteString(body + "\n")
			found = true
			continue
		}
		if !codeFlag(lang, t) {
			if len(t) < 2 || t[0] != '-' {
				if !found {
					a.scriptArg(c, lang, i, st)
					if t != "-" {
						return out
					}
				}
				break
			}
			if takesValue(lang, t) {
				i++
			}
			continue
		}
		if i+1 < len(c.Args) {
			text.WriteString(c.Args[i+1].Text + "\n")
			found = true
			i++
		}
		if lang == "python" {
			break
		}
	}
	if !found && c.In != nil && c.In.Text != "" && !hasFile(c, lang) {
		text.WriteString(c.In.Text)
		found = true
	}
	if found {
		a.inline(c, lang, text.String(), st)
	}
	return out
}

func hasFile(c *Call, lang string) bool {
	for i := range c.Args {
		if t := c.Args[i].Text; t != "-" && len(t) > 0 && t[0] != '-' {
			return true
		}
		if c.Args[i].Text == "-m" {
			return true
		}
	}
	return false
}

func (a *analysis) scriptArg(c *Call, lang string, i int, st *state) {
	if c.Args[i].Text == "-" || c.Args[i].Text == "run" || c.Args[i].Text == "test" {
		return
	}
	if s := a.script2(c.Args[i], st, lang); s != nil && s.Text != "" {
		a.inline(c, lang, s.Text, st)
	}
}

// codeFlag reports a flag whose next word is program text.
func codeFlag(lang, t string) bool {
	switch lang {
	case "python":
		return t == "-c" || len(t) > 2 && t[0] == '-' && t[1] != '-' && strings.HasSuffix(t, "c") && strings.Trim(t[1:], "BEIOSbuscdvq") == ""
	case "node":
		return t == "-e" || t == "-p" || t == "--eval" || t == "--print" || t == "-pe" || t == "-ep"
	case "php":
		return t == "-r" || t == "-B" || t == "-R" || t == "-E"
	case "applescript", "lua", "other":
		return t == "-e"
	}
	return len(t) > 1 && t[0] == '-' && t[1] != '-' && (strings.HasSuffix(t, "e") || strings.HasSuffix(t, "E")) && len(t) < 8 && !strings.Contains(t, "=")
}

// attached reads "-c'text'" and "--eval=text".
func attached(lang, t string) (string, bool) {
	if v, ok := strings.CutPrefix(t, "--eval="); ok {
		return v, true
	}
	if v, ok := strings.CutPrefix(t, "--print="); ok {
		return v, true
	}
	if len(t) > 3 && t[0] == '-' && (lang == "python" && t[1] == 'c' || (lang == "perl" || lang == "ruby") && t[1] == 'e' || lang == "php" && t[1] == 'r') && strings.ContainsAny(t, "( ;") {
		return t[2:], true
	}
	return "", false
}

func takesValue(lang, t string) bool {
	switch lang {
	case "python":
		return t == "-W" || t == "-X"
	case "node":
		return t == "-r" || t == "--require" || t == "--import" || t == "--loader"
	case "php":
		return t == "-d" || t == "-c"
	case "perl", "ruby":
		return t == "-I" || t == "-r"
	}
	return false
}
