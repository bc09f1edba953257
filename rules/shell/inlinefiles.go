package shell

import (
	"strings"
)

// files judges reading and writing of files.
func (p *program) files(name, last string, args []value, on value) (value, bool) {
	path := ""
	if len(args) > 0 {
		path = tilde(args[0].text, p.a.opt.Home)
	}
	w := Word{Text: path, Known: !strings.HasPrefix(path, "$")}
	switch last {
	case "open", "fopen", "createWriteStream", "File", "new", "openSync":
		if strings.HasPrefix(path, "/dev/tcp/") {
			p.emit("exec", w)
			return value{}, true
		}
		if strings.Contains(path, "://") || last == "new" && !strings.HasPrefix(name, "File") || last == "File" || path == "" || strings.Contains(name, "webbrowser") || strings.Contains(name, "Image") {
			return value{}, false
		}
		mode := ""
		if len(args) > 1 {
			mode = args[1].text
		}
		if last == "createWriteStream" || strings.ContainsAny(mode, "wa+>x") && len(mode) < 4 {
			p.writes(w, strings.Contains(mode, "a") || strings.Contains(mode, ">>"))
			return value{}, true
		}
		return p.reads(w), true
	case "readFileSync", "readFile", "file_get_contents", "read_text", "readlines", "read_bytes", "readTextFile", "readTextFileSync", "foreach", "readfile", "file", "slurp":
		if strings.HasPrefix(name, "sys.") || path == "" && on.text == "" {
			return value{}, false
		}
		if path == "" || last == "read_text" || last == "read_bytes" {
			w.Text = tilde(on.text, p.a.opt.Home)
		}
		if strings.Contains(w.Text, "://") {
			return value{}, false
		}
		return p.reads(w), true
	case "read":
		if (strings.HasPrefix(name, "File") || strings.HasPrefix(name, "IO.")) && path != "" {
			return p.reads(w), true
		}
	case "writeFileSync", "writeFile", "file_put_contents", "appendFileSync", "appendFile", "write_text", "write_bytes", "writeTextFile", "binwrite", "outputFileSync", "writeJsonSync":
		if last == "write_text" || last == "write_bytes" {
			w.Text = tilde(on.text, p.a.opt.Home)
		}
		p.writes(w, strings.HasPrefix(last, "append"))
		return value{}, true
	case "write":
		if strings.HasPrefix(name, "File") && path != "" {
			p.writes(w, false)
			return value{}, true
		}
	case "copyfile", "copy", "copy2", "copytree", "copyFileSync", "copyFile", "cp", "cpSync", "move", "rename", "renameSync", "replace", "symlink", "symlinkSync", "link", "mv", "ln_s", "copy_file":
		if len(args) > 1 && (strings.Contains(name, ".") || p.lang == "php" || p.lang == "perl") && !strings.Contains(name, "re.") && last != "replace" || last == "replace" && strings.HasPrefix(name, "os.") && len(args) > 1 {
			cmd := "cp"
			if last == "move" || strings.HasPrefix(last, "rename") || last == "mv" || last == "replace" {
				cmd = "mv"
			}
			p.emit(cmd, w, Word{Text: tilde(args[1].text, p.a.opt.Home), Known: true})
			return value{}, true
		}
	case "chmod", "chmodSync", "chown":
		if len(args) > 1 {
			p.emit("chmod", Word{Text: strings.TrimPrefix(args[1].text, "0o"), Known: true}, w)
			return value{}, true
		}
	}
	return value{}, false
}

// reads tells that a program reads a file; where its content goes shows only
// as far as the program prints or sends at all.
func (p *program) reads(w Word) value {
	if p.net {
		c := p.emit("cat", w)
		c.Piped = true
		p.a.emit(&Call{Name: "curl", Path: "curl", Known: true, In: &Stream{From: []*Call{c}}, Args: []Word{{Text: "-d"}, {Text: "@-"}}, Dir: p.st.dir})
		return value{file: w.Text}
	}
	if p.says || p.lang == "node" && p.c.Has("-p", "--print") || p.lang == "perl" && p.c.Has("-p") {
		p.emit("cat", w)
	}
	return value{file: w.Text}
}

func (p *program) writes(w Word, add bool) {
	p.a.emit(&Call{Name: ">", Path: p.lang, Known: true, Dir: p.st.dir, OutTo: w.Text, Redirs: []Redir{{Write: true, Append: add, Target: w}}})
}

// requests judges calls that talk to the network.
func (p *program) requests(name, last string, args []value, all value) (value, bool) {
	url := ""
	for _, x := range args {
		if strings.Contains(x.text, "://") {
			url = x.text
			break
		}
	}
	net := false
	switch last {
	case "urlopen", "urlretrieve", "fetch", "Request", "get", "post", "put", "request", "delete", "patch", "open", "openUrl", "file_get_contents", "getstore", "getprint", "curl_init", "connect", "send", "sendall", "create_connection", "URI", "axios", "got", "simple_get", "getResponse", "readFile", "copy":
		net = url != ""
	}
	if !net {
		return value{}, false
	}
	c := &Call{Name: "curl", Path: name, Known: true, Dir: p.st.dir, Args: []Word{{Text: url, Known: true, Vars: all.vars}}}
	if last == "delete" || len(args) > 0 && strings.EqualFold(args[0].text, "DELETE") {
		c.Args = append(c.Args, Word{Text: "-X", Known: true}, Word{Text: "DELETE", Known: true})
	}
	if all.env && len(all.vars) == 0 {
		e := p.emit("env")
		e.Piped = true
		c.In = &Stream{From: []*Call{e}}
	}
	if last == "post" || last == "put" || last == "urlopen" && len(args) > 1 {
		c.Args = append(c.Args, Word{Text: "-d", Known: true}, Word{Text: "data", Known: true})
	}
	p.a.emit(c)
	return value{net: c, vars: all.vars}, true
}
