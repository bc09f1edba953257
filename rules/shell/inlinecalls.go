package shell

import (
	"strings"
)

// effect judges one call of an inline program: name is its dotted name, on
// the value it is called on.
func (p *program) effect(name string, args []value, on value) value {
	last := name
	if i := strings.LastIndexAny(name, ".:>"); i >= 0 {
		last = name[i+1:]
	}
	first := value{}
	if len(args) > 0 {
		first = args[0]
	}
	all := value{known: true}
	for _, x := range args {
		all.merge(x)
	}
	switch {
	case name == "getattr" && len(args) > 1 && first.name != "":
		return value{name: first.name + "." + args[1].text}
	case last == "homedir" || strings.HasSuffix(name, "Path.home"):
		return value{text: p.a.opt.Home, known: true}
	case printer(p.lang, name):
		p.printed(args)
		return value{}
	case evaluator(p.lang, last) && (name == last || !strings.Contains(name, "re.") && !strings.Contains(name, "pattern")):
		p.evaluates(name, first, all)
	case runner(p.lang, name) || runner(p.lang, last) && runHost(name) || p.renamed(name, last, args):
		p.runs(last, args)
		return value{}
	case getter(name, last):
		if first.text != "" && len(first.list) == 0 && last != "dotenv_values" {
			return value{vars: []string{first.text}, text: "$" + first.text}
		}
		return value{env: true}
	case decoder(last) || name == "Buffer.from":
		return value{deco: true, text: first.text, file: first.file, net: first.net, vars: all.vars}
	case (strings.HasPrefix(name, "cloudpickle.load") || strings.HasPrefix(name, "dill.load") || name == "torch.load" && strings.Contains(first.text, "://") || name == "pickle.loads" && all.net != nil):
		p.a.note("unsafe-load", name, p.c)
	case native(name):
		p.a.note("native", name, p.c)
	}
	if kind := remover(last); kind != 0 && removeHost(p.lang, name, last, on) {
		p.removes(kind, args, on)
		return value{}
	}
	if v, ok := p.files(name, last, args, on); ok {
		return v
	}
	if v, ok := p.requests(name, last, args, all); ok {
		return v
	}
	if lister(last) {
		if v, ok := listing(last, first, on); ok {
			return v
		}
	}
	p.applied(name, args)
	out := p.computed(last, first, args, on)
	out.merge(all)
	out.merge(on)
	out.made = out.made || strings.HasSuffix(name, ".create") || last == "invoke" || last == "generate" || last == "generate_content" || last == "complete"
	return out
}

// computed is what a call makes of texts and paths.
func (p *program) computed(last string, first value, args []value, on value) value {
	out := value{text: first.text, known: first.known}
	if joiner(last) {
		if last == "joinpath" {
			args = append([]value{on}, args...)
		}
		out.text = joinPaths(args)
	}
	if last == "expanduser" || last == "Path" || last == "str" || last == "resolve" || last == "PosixPath" {
		out.text = joinPaths(args)
	}
	if on.text != "" && out.text == "" {
		out.text = on.text
	}
	if text, list, ok := p.method(last, args, on); ok {
		out.text, out.list = text, list
	}
	return out
}

func printer(lang, name string) bool {
	switch name {
	case "print", "console.log", "console.error", "console.info", "console.dir", "console.table", "puts", "p", "pp", "echo", "say", "printf", "pprint", "pprint.pprint", "print_r", "var_dump", "sys.stdout.write", "process.stdout.write", "STDOUT.write", "$stdout.puts", "$stdout.write", "io.write", "Console.WriteLine", "println", "json_encode_print", "warn", "STDERR.puts", "cat", "IO.puts", "rich.print", "logging.info", "logger.info", "die", "sys.exit", "phpinfo", "var_export", "console.warn":
		return true
	}
	return false
}

func (p *program) printed(args []value) {
	for _, v := range args {
		for _, name := range v.vars {
			p.emit("echo", Word{Text: "$" + name, Vars: []string{name}})
		}
		if v.env && len(v.vars) == 0 {
			p.emit("env")
		}
	}
}

func evaluator(lang, last string) bool {
	switch last {
	case "exec", "eval", "compile", "instance_eval", "class_eval", "execScript", "Function", "runInThisContext", "runInNewContext", "assert", "create_function", "loadstring", "load", "runpy", "execfile", "module_eval":
		switch last {
		case "exec":
			return lang == "python"
		case "assert", "load":
			return lang == "php" || lang == "lua"
		}
		return true
	}
	return false
}

// evaluates judges exec and eval by what they are given.
func (p *program) evaluates(name string, first, all value) {
	switch {
	case all.net != nil:
		p.a.emit(&Call{Name: "eval", Path: name, Known: true, Args: []Word{{Text: "$(…)", From: []*Call{all.net}}}, Dir: p.st.dir})
	case all.deco:
		p.a.note("inline-decoded", name, p.c)
	case all.made && all.file == "":
		p.a.note("inline-unknown", name, p.c)
	case first.text == "" && p.c.Lang == "" && (strings.HasSuffix(name, "exec") || strings.HasSuffix(name, "eval")) && p.lang == "python" && len(first.list) == 0:
		p.a.note("inline-unknown", name, p.c)
	case first.text != "" && len(first.text) < 1<<16 && first.text != "$" && !strings.HasPrefix(first.text, "$"):
		p.a.inline(p.c, p.lang, first.text, p.st)
	}
}

func decoder(last string) bool {
	switch last {
	case "b64decode", "b32decode", "a85decode", "b85decode", "urlsafe_b64decode", "fromhex", "unhexlify", "decompress", "atob", "Buffer.from", "decode64", "strict_decode64", "base64_decode", "gzinflate", "gzuncompress", "str_rot13", "hex2bin", "decode_base64", "unpack", "fromCharCode", "pack", "loads64", "decodestring", "decodebytes", "rot13", "bytes", "bytearray", "chr", "fromCodePoint", "convert_uudecode", "unserialize64":
		return true
	}
	return false
}

func getter(name, last string) bool {
	switch name {
	case "os.getenv", "getenv", "os.environ.get", "environ.get", "ENV.fetch", "ENV.get", "Deno.env.get", "System.getenv", "os.environ.pop", "os.environ.setdefault", "ENV.to_h", "ENV.inspect", "ENV.to_a", "os.environ.items", "os.environ.copy", "os.environ.values", "environ.items", "Sys.getenv", "ENV.each", "dotenv_values", "dotenv.dotenv_values", "Deno.env.toObject", "os.environ.keys":
		return name != "os.environ.keys"
	}
	return last == "getenv"
}

func native(name string) bool {
	return strings.HasPrefix(name, "ctypes.") && (strings.Contains(name, "CDLL") || strings.Contains(name, "cdll") || strings.Contains(name, "LoadLibrary") || strings.Contains(name, "WinDLL") || strings.Contains(name, "windll") || strings.Contains(name, "PyDLL")) || name == "CDLL" || strings.HasSuffix(name, "cdll.LoadLibrary") || strings.HasPrefix(name, "FFI.") || name == "syscall" || name == "dlopen" || strings.HasSuffix(name, ".dlopen")
}

// runner lists calls that start a program.
func runner(lang, name string) bool {
	switch name {
	case "os.system", "os.popen", "os.startfile", "subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.Popen", "subprocess.getoutput", "subprocess.getstatusoutput", "commands.getoutput", "pty.spawn", "os.execv", "os.execl", "os.execvp", "os.execlp", "os.execve", "os.execvpe", "os.spawnl", "os.spawnv", "os.spawnlp", "os.posix_spawn", "asyncio.create_subprocess_shell", "asyncio.create_subprocess_exec",
		"execSync", "spawnSync", "execFileSync", "execFile", "child_process.exec", "child_process.spawn", "cp.exec", "cp.spawn", "cp.execSync", "child_process.execSync", "Deno.run", "Deno.Command", "Bun.spawn", "Bun.spawnSync", "execa", "shelljs.exec",
		"system", "shell_exec", "passthru", "popen", "proc_open", "pcntl_exec", "IO.popen", "Open3.capture2", "Open3.capture3", "Open3.popen3", "Kernel.system", "Kernel.exec", "Process.spawn", "os.execute", "io.popen", "qx", "Runtime.getRuntime.exec", "System.cmd", "do_shell_script":
		return true
	case "exec", "spawn", "fork":
		return lang != "python"
	}
	return false
}

// renamed reports a call under another name: "import subprocess as s" and
// node's "const {execSync: e} = require('child_process')".
func (p *program) renamed(name, last string, args []value) bool {
	if len(args) == 0 {
		return false
	}
	switch last {
	case "Popen", "check_output", "check_call", "getoutput", "getstatusoutput":
		return p.lang == "python"
	case "run", "call":
		return p.lang == "python" && len(args[0].list) > 0
	}
	return p.lang == "node" && p.child && name == last && name != "require" && strings.Contains(args[0].text, " ")
}

// runHost reports names such as require('child_process').execSync, where the
// module stands in a call of its own.
func runHost(name string) bool {
	switch name {
	case "exec", "spawn", "execSync", "spawnSync", "execFileSync", "execFile", "system", "run", "Popen", "check_output", "check_call", "popen", "call", "getoutput":
		return true
	}
	return strings.HasSuffix(name, "execSync") || strings.HasSuffix(name, "spawnSync") || strings.HasSuffix(name, "os.system") || strings.HasSuffix(name, ".system")
}

func (p *program) runs(last string, args []value) {
	if len(args) == 0 {
		return
	}
	first := args[0]
	var words []string
	switch {
	case len(first.list) > 0:
		words = first.list
	case len(args) > 1 && len(args[1].list) > 0:
		words = append([]string{first.text}, args[1].list...)
	case strings.HasPrefix(last, "exec") && (last == "execl" || last == "execlp" || last == "execv" || last == "execvp") && len(args) > 1:
		for _, x := range args[1:] {
			words = append(words, x.text)
		}
	case len(args) > 1 && (p.lang == "perl" || p.lang == "ruby") && args[1].text != "":
		for _, x := range args {
			words = append(words, x.text)
		}
	}
	if len(words) > 0 && words[0] != "" {
		ws := make([]Word, len(words))
		for i, w := range words {
			ws[i] = Word{Text: w, Known: true}
		}
		p.a.again(p.lang, ws, nil, nil, nil, p.st.child())
		return
	}
	if first.text != "" {
		w := Word{Text: first.text, Known: true}
		if first.net != nil {
			w.From = []*Call{first.net}
		}
		p.a.given(p.lang, w, p.st.child(), nil)
		if first.deco {
			p.a.note("inline-decoded", last, p.c)
		}
	} else if first.net != nil {
		p.a.emit(&Call{Name: "eval", Path: last, Known: true, Args: []Word{{Text: "$(…)", From: []*Call{first.net}}}, Dir: p.st.dir})
	} else if first.deco {
		p.a.note("inline-decoded", last, p.c)
	} else if p.a.depth < 3 {
		p.a.note("inline-unknown", last, p.c)
	}
}

// remover returns 2 for recursive removal, 1 for single files, 0 for none.
func remover(last string) int {
	switch last {
	case "rmtree", "rm_rf", "rm_r", "remove_tree", "rimraf", "removedirs", "remove_entry", "remove_entry_secure", "remove_dir", "emptyDirSync", "emptyDir", "removeSync", "rmrf", "send2trash", "deltree":
		return 2
	case "remove", "unlink", "rmdir", "rmSync", "unlinkSync", "rmdirSync", "rm", "delete", "rm_f", "removeItem", "truncate", "truncateSync", "removeItemAtPath":
		return 1
	}
	return 0
}

func removeHost(lang, name, last string, on value) bool {
	switch last {
	case "remove", "delete", "rm", "rmdir", "unlink", "truncate":
		if name == last && on.text == "" {
			return lang == "perl" || lang == "php" || last == "unlink" || last == "rmdir"
		}
		for _, h := range [...]string{"os.", "fs.", "fsp.", "promises.", "fsPromises.", "File.", "FileUtils.", "Dir.", "Deno.", "shutil.", "Pathname.", "path.", "Path"} {
			if strings.Contains(name, h) {
				return true
			}
		}
		return strings.ContainsAny(on.text, "/~") && last != "remove" && last != "delete"
	}
	return true
}

func (p *program) removes(kind int, args []value, on value) {
	targets := args
	if len(args) == 0 || args[0].text == "" && on.text != "" {
		targets = []value{on}
	}
	flag := Word{Text: "-f", Known: true}
	if kind == 2 {
		flag.Text = "-rf"
	}
	if p.deep { // { recursive: true }
		flag.Text = "-rf"
	}
	for k, t := range targets {
		if k > 0 && p.lang != "perl" && p.lang != "ruby" {
			break
		}
		list := t.list
		if len(list) == 0 {
			list = []string{t.text}
		}
		for _, s := range list {
			if s != "" {
				p.emit("rm", flag, Word{Text: tilde(s, p.a.opt.Home), Known: !strings.HasPrefix(s, "$"), Glob: strings.ContainsAny(s, "*?")})
			}
		}
	}
}

func tilde(s, home string) string {
	if s == "~" || strings.HasPrefix(s, "~/") {
		return home + s[1:]
	}
	for _, pre := range [...]string{"$HOME", "$ENV{HOME}", "#{Dir.home}", "#{ENV['HOME']}", "${os.homedir()}", "${homedir()}", "${process.env.HOME}", "{Path.home()}", "{$_SERVER['HOME']}"} {
		if rest, ok := strings.CutPrefix(s, pre); ok {
			return home + rest
		}
	}
	return s
}

func joiner(last string) bool {
	return last == "join" || last == "joinpath" || last == "resolve" || last == "Join"
}

func joinPaths(args []value) string {
	var parts []string
	for _, x := range args {
		if x.text != "" {
			parts = append(parts, x.text)
		}
		parts = append(parts, x.list...)
	}
	return strings.Join(parts, "/")
}
