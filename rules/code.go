package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// code judges text from somewhere else that is run as a program.
func (j *judgement) code(c *shell.Call) {
	j.ownProgram(c)
	j.evaluated(c)
	if (c.Name == "source" || c.Name == ".") && c.Arg(0) == "/dev/stdin" {
		own := *c
		own.Args = nil
		j.fedCode(&own)
	}
	if c.In != nil && (c.Name == "invoke-expression" || c.Name == "powershell" || c.Name == "pwsh") {
		switch {
		case fromNetwork(c.In.From):
			j.signal("code.remote", c, "", pipeText(c.In.From, c))
		case c.In.Decoded:
			j.signal("code.decoded", c, "", c.Name)
		}
	}
	if !runsCode(c) {
		j.ranFile(c)
		return
	}
	j.fedCode(c)
	j.codeFile(c)
}

// runsCode lists interpreters that take a program on standard input or as a
// file.
func runsCode(c *shell.Call) bool {
	return shell.Interpreter(c.Name)
}

// fedCode judges "… | sh" and "sh < file".
func (j *judgement) fedCode(c *shell.Call) {
	if !readsProgram(c) || c.In == nil {
		return
	}
	switch {
	case fromNetwork(c.In.From):
		j.signal("code.remote", c, "", pipeText(c.In.From, c))
	case c.In.Decoded:
		j.signal("code.decoded", c, "", pipeText(c.In.From, c))
	case !c.In.Known && len(c.In.From) > 0 && !shellName(c.Name) && c.In.From[0].Name == "cat":
		// the same as running the file
	case !c.In.Known && len(c.In.From) > 0:
		j.signal("code.piped", c, "", pipeText(c.In.From, c))
	case !c.In.Known && len(c.In.Vars) > 0:
		j.signal("code.piped", c, "", "$"+c.In.Vars[0])
	}
}

func pipeText(from []*shell.Call, c *shell.Call) string {
	if len(from) == 0 {
		return c.Line()
	}
	return clipText(from[0].Line(), 60) + " | " + c.Name
}

// readsProgram reports that the interpreter takes its program from stdin.
func readsProgram(c *shell.Call) bool {
	for i := 0; i < len(c.Args); i++ {
		t := c.Args[i].Text
		switch {
		case i == 0 && t == "run" && (c.Name == "deno" || c.Name == "bun"):
		case t == "-" || t == "/dev/stdin" || t == "-s":
			return true
		case t == "-c" || t == "-e" || t == "-m" || t == "-r" || t == "-p" || t == "--eval" || t == "--print" || t == "-E" || t == "-n" && c.Name != "bash" && c.Name != "sh" || strings.HasPrefix(t, "-c") && len(t) > 2 && c.Name != "bash":
			return false
		case len(t) > 1 && t[0] == '-':
			if shellName(c.Name) && strings.Contains(t, "s") && t[1] != '-' {
				return true
			}
			if shellName(c.Name) && strings.Contains(t, "c") && t[1] != '-' {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func shellName(n string) bool {
	switch n {
	case "sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "mksh", "csh", "tcsh":
		return true
	}
	return false
}

// codeFile judges "sh file" where the file came from the network.
func (j *judgement) codeFile(c *shell.Call) {
	for _, a := range c.Args {
		if len(a.Text) > 0 && a.Text[0] == '-' && len(a.From) == 0 {
			continue
		}
		if strings.HasPrefix(a.Text, "/dev/fd/") && fromNetwork(a.From) {
			j.signal("code.remote", c, "", pipeText(a.From, c))
			return
		}
		if strings.Contains(a.Text, "://") && (c.Name == "deno" || c.Name == "bun" || shellName(c.Name)) {
			j.signal("code.remote", c, "", a.Text)
			return
		}
		j.downloaded(c, a)
		return
	}
}

// ranFile judges programs run by their path.
func (j *judgement) ranFile(c *shell.Call) {
	if c.Word.Glob && strings.Contains(c.Path, "/") && strings.ContainsAny(c.Path, "?[") {
		j.signal("code.glob-name", c, "", c.Path)
	}
	switch c.Name {
	case "source", ".":
		if len(c.Args) > 0 {
			if fromNetwork(c.Args[0].From) && strings.HasPrefix(c.Arg(0), "/dev/fd/") {
				j.signal("code.remote", c, "", pipeText(c.Args[0].From, c))
				return
			}
			j.downloaded(c, c.Args[0])
			if t := j.aim(c.Args[0], c.Dir); j.site.where(t) == placeTemp && t.abs != "" && !j.site.far && !strings.HasSuffix(t.abs, "/bin/activate") {
				j.signal("code.temp-source", c, t.abs, t.text)
			}
		}
	case "chmod":
		return
	default:
		if (strings.Contains(c.Path, "/") || c.Lang == "cmd") && c.Known {
			j.downloaded(c, c.Word)
		}
	}
}

// downloaded judges a file this line, or this session, took from the network.
func (j *judgement) downloaded(c *shell.Call, w shell.Word) {
	if from := j.script.Origin(c.Dir, w.Text); fromNetwork(from) {
		j.signal("code.downloaded", c, "", pipeText(from, c))
		return
	}
	if m, ok := j.w.(Memory); ok && w.Known {
		if t := j.aim(w, c.Dir); t.abs != "" && m.Remembered(t.abs) == "downloaded" {
			j.signal("code.downloaded", c, t.abs, t.text)
		}
	}
}

// Memory is a World that knows what this session wrote or downloaded.
type Memory interface {
	// Remembered returns "written", "downloaded" or "".
	Remembered(path string) string
}

// evaluated judges words that are run as a program and came from the network.
func (j *judgement) evaluated(c *shell.Call) {
	switch {
	case c.Name == "eval" || shellName(c.Name) && c.Has("-c") || c.Name == "iex" || c.Name == "invoke-expression":
	case shell.Interpreter(c.Name):
	default:
		switch {
		case len(c.Word.From) == 0:
		case fromNetwork(c.Word.From):
			j.signal("code.remote", c, "", pipeText(c.Word.From, c))
		case decodes(c.Word.From):
			j.signal("code.decoded", c, "", pipeText(c.Word.From, c))
		}
		return
	}
	for i := range c.Args {
		if strings.HasPrefix(c.Args[i].Text, "/dev/fd/") || !codeWord(c, i) {
			continue
		}
		if fromNetwork(c.Args[i].From) {
			j.signal("code.remote", c, "", pipeText(c.Args[i].From, c))
			return
		}
		if decodes(c.Args[i].From) {
			j.signal("code.decoded", c, "", pipeText(c.Args[i].From, c))
			return
		}
		if shellName(c.Name) && !c.Args[i].Known && len(c.Args[i].From) > 0 && c.Arg(i) == "$stdin" {
			j.signal("code.piped", c, "", pipeText(c.Args[i].From, c))
		}
		if c.Name == "eval" && !c.Args[i].Known && len(c.Args[i].From) == 0 && len(c.Args[i].Vars) > 0 && c.Args[i].Text == "$"+c.Args[i].Vars[0] {
			j.signal("code.eval-var", c, "", c.Args[i].Text)
		}
	}
	if c.Name == "eval" && c.In != nil && len(c.Args) == 0 && len(c.In.From) > 0 {
		j.signal("code.piped", c, "", pipeText(c.In.From, c))
	}
}

// codeWord tells the program text from the program's own arguments.
func codeWord(c *shell.Call, i int) bool {
	if c.Name == "eval" || c.Name == "iex" || c.Name == "invoke-expression" {
		return true
	}
	prev := c.Arg(i - 1)
	return len(prev) > 1 && prev[0] == '-' && strings.ContainsAny(prev, "cerpE")
}

// fromNetwork reports calls that brought something from another machine.
func fromNetwork(from []*shell.Call) bool {
	for _, c := range from {
		if fetches(c) && !localFetch(c) {
			return true
		}
	}
	return false
}

func fetches(c *shell.Call) bool {
	switch c.Name {
	case "curl", "wget", "fetch", "aria2c", "http", "https", "xh", "lynx", "w3m", "links", "elinks", "lwp-request", "GET", "nc", "ncat", "netcat", "socat", "telnet", "axel", "curlie", "scp", "rsync", "ftp", "tftp", "lftp", "iwr", "irm", "invoke-webrequest", "invoke-restmethod", "get", "lwp-download", "dig", "nslookup", "host", "drill", "wget2", "ssh", "websocat", "ipfs", "smbclient":
		return c.Name != "ssh" || len(c.Args) > 0 && !c.Opened
	case "aws", "gsutil", "gcloud":
		return c.Name != "gcloud" && (anyArg(c, []string{"cp"}) && anyArg(c, []string{"s3://*", "gs://*"}))
	case "gh":
		return c.Arg(0) == "api" && (anyArg(c, []string{"*contents*"}) || anyArg(c, []string{"gists/*"})) || c.Arg(0) == "gist" && c.Arg(1) == "view"
	case "git":
		return c.Arg(0) == "archive" && c.Has("--remote")
	case "urlopen":
		return true
	}
	return false
}

func localFetch(c *shell.Call) bool { return allLocal(callHosts(c)) }

func decodes(from []*shell.Call) bool {
	for _, c := range from {
		switch c.Name {
		case "base64", "base32", "basenc":
			if c.Has("-d", "-D", "--decode") {
				return true
			}
		case "xxd":
			if c.Has("-r") {
				return true
			}
		case "rev", "uudecode":
			return true
		case "openssl":
			if c.Has("-d") {
				return true
			}
		}
	}
	return false
}
