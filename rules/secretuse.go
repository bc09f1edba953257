package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// secrets looks for credentials that a call reads, prints, copies or sends.
func (j *judgement) secrets(c *shell.Call) {
	j.secretVars(c)
	j.loadedVar(c)
	j.envDump(c)
	switch {
	case c.Name == "git":
		j.gitReads(c)
	case c.Name == "dd" && !anyArg(c, []string{"of=*"}):
		for _, w := range c.Args {
			if in, ok := strings.CutPrefix(w.Text, "if="); ok {
				w.Text = in
				j.readSecret(c, j.aim(w, c.Dir))
			}
		}
	case prints(c.Name):
		j.readsFiles(c)
	case (c.Name == "python3" || c.Name == "python") && c.Arg(0) == "-m" && len(c.Args) > 2:
		for _, w := range c.Args[2:] { // json.tool, tarfile, base64 and their like show what they read
			if !strings.HasPrefix(w.Text, "-") {
				j.readSecret(c, j.aim(w, c.Dir))
			}
		}
	case copiesFiles(c.Name):
		j.copiesSecrets(c)
	case sends(c.Name):
		j.sendsFiles(c)
	case opensStore(c.Name):
		for _, o := range c.Operands("") {
			j.readSecret(c, j.aim(o, c.Dir))
		}
	}
}

// prints lists the commands that show what is in the files they are given.
func prints(name string) bool {
	switch name {
	case "cat", "tac", "head", "tail", "less", "more", "most", "bat", "batcat", "nl", "od", "xxd", "hexdump", "hd", "strings", "grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack", "sed", "gsed", "awk", "gawk", "mawk", "nawk", "cut", "sort", "uniq", "paste", "column", "base64", "base32", "basenc", "diff", "colordiff", "sdiff", "vimdiff", "cmp", "comm", "join", "jq", "yq", "fold", "fmt", "pr", "expand", "rev", "zcat", "gzcat", "bzcat", "xzcat", "view", "type", "gc", "tr", "look", "ul", "pygmentize", "highlight", "ccat", "glow", "mdcat", "dasel", "xq", "tomlq", "hexyl", "jless", "fx", "vim", "vi", "nano", "emacs", "nvim", "ed", "ex", "get-content", "select-string", "findstr", "dotenv-linter", "shuf", "csvlook", "iconv", "dos2unix", "uuencode", "qrencode", "enc", "keytool", "ssh-add", "inotifywait", "open", "xdg-open", "watch", "split", "csplit", "wkhtmltopdf", "pbcopy", "xclip", "xsel", "print":
		return true
	}
	return false
}

// fileArgs returns the operands that name files the command reads.
func fileArgs(c *shell.Call) []shell.Word {
	switch c.Name {
	case "grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack":
		ops := c.Operands("-e -f -A -B -C -m --max-count -g --glob -t --type --include --exclude --color --colour --context --exclude-dir -j --threads --sort -T -d -D")
		if c.Has("-e", "-f", "--regexp", "--file") || len(ops) == 0 || c.Has("--files") {
			return ops
		}
		return ops[1:]
	case "sed", "gsed", "awk", "gawk", "mawk", "nawk", "jq", "yq", "tr", "xq", "tomlq", "findstr", "select-string", "sd":
		ops := c.Operands("-e -f -F -v -l --arg --argjson --expression --from-file -E --field-separator --slurpfile --rawfile")
		if c.Has("-f", "--expression", "--from-file") && c.Name != "yq" || c.Has("-e") && strings.Contains(c.Name, "sed") || len(ops) == 0 {
			return ops
		}
		return ops[1:]
	case "head", "tail":
		return c.Operands("-n -c --lines --bytes")
	case "cut", "fold", "split":
		return c.Operands("-n -c -d -f -b -w --lines --bytes --delimiter --fields -l -C")
	case "od", "hexdump", "hd":
		return c.Operands("-j -N -A -t -w -n -s -e -f")
	case "sort", "uniq", "paste", "nl", "xxd", "column", "less", "more":
		return c.Operands("-k -t -d -s -w -l -c -n -N -b -v -j -A -p -o -T")
	case "openssl":
		var out []shell.Word
		for _, f := range []string{"-in", "-inkey", "-key"} {
			if w, ok := c.Value(f); ok {
				out = append(out, w)
			}
		}
		return out
	case "ssh-add", "keytool":
		return nil
	}
	return c.Operands("")
}

// readsFiles judges commands that print files.
func (j *judgement) readsFiles(c *shell.Call) {
	recursive := (c.Name == "grep" || c.Name == "rg" || c.Name == "ag" || c.Name == "ack") && (c.Name != "grep" || c.Has("-r", "-R", "--recursive"))
	if recursive { // the names of the files are half of what is looked for
		j.secretSearch(c)
	}
	if quiet(c) || picksPlain(c) {
		return
	}
	for _, o := range fileArgs(c) {
		j.readSecret(c, j.aim(o, c.Dir))
	}
}

// quiet reports reads that show nothing of the content.
func quiet(c *shell.Call) bool {
	switch c.Name {
	case "grep", "egrep", "fgrep", "rg", "zgrep", "ag":
		return c.Has("-q", "-c", "-l", "-L", "--quiet", "--silent", "--count", "--files-with-matches")
	case "cmp":
		return c.Has("-s", "--silent", "--quiet")
	case "diff":
		return c.Has("-q", "--brief")
	case "sed", "gsed":
		return c.Has("-i", "--in-place") || hasPrefixArg(c, "-i") && c.Name == "sed"
	}
	return masks(c)
}

// picksPlain reports a grep for one setting whose name holds no secret.
func picksPlain(c *shell.Call) bool {
	if c.Name != "grep" && c.Name != "egrep" && c.Name != "rg" || c.Has("-v", "-e", "-r", "-A", "-B", "-C") {
		return false
	}
	ops := c.Operands("-m")
	if len(ops) == 0 {
		return false
	}
	p := strings.TrimSuffix(strings.TrimPrefix(ops[0].Text, "^"), "=")
	if len(p) < 4 || strings.Trim(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") != "" {
		return false
	}
	return !secretVar(p) && !secretPattern(strings.ReplaceAll(p, "AWS_", "")) && !dbVar(p)
}

// masks reports filters that keep the names and drop the values of a
// settings file.
func masks(c *shell.Call) bool {
	switch c.Name {
	case "cut":
		d, _ := c.Value("-d", "--delimiter")
		f, _ := c.Value("-f", "--fields")
		return d.Text == "=" && f.Text == "1" || d.Text == ":" && f.Text == "1"
	case "awk", "gawk":
		f, _ := c.Value("-F")
		ops := c.Operands("-F -v")
		return f.Text == "=" && len(ops) > 0 && strings.ReplaceAll(ops[0].Text, " ", "") == "{print$1}"
	case "sed", "gsed":
		for _, a := range c.Args {
			if strings.HasPrefix(a.Text, "s/=.*/") || strings.HasPrefix(a.Text, "s/=.*$/") || strings.HasPrefix(a.Text, "s|=.*|") || strings.Contains(a.Text, "=.*/=") || strings.Contains(a.Text, `\(=\).*`) {
				return true
			}
		}
	case "grep", "egrep", "rg":
		if c.Has("-o", "--only-matching") {
			for _, a := range c.Args {
				if strings.HasPrefix(a.Text, "^[A-Z") || strings.HasPrefix(a.Text, "^[^=") || strings.HasPrefix(a.Text, "^[a-zA-Z") {
					return true
				}
			}
		}
	case "jq":
		ops := c.Operands("-f --arg --argjson")
		return len(ops) > 0 && namesOnly(ops[0].Text)
	case "wc", "sha256sum", "md5sum", "sha1sum", "shasum", "cksum":
		return true
	}
	return false
}

// namesOnly reports a jq program that picks what things are called or are done
// to, and no value.
func namesOnly(program string) bool {
	p := strings.TrimRight(program, " )]}")
	for _, end := range [...]string{".actions", ".address", ".type", "| keys", "|keys", "| length", "|length", ".mode"} {
		if strings.HasSuffix(p, end) || p == "keys" || p == "length" {
			return !strings.ContainsAny(p, ",") && !strings.Contains(p, "value")
		}
	}
	return false
}

// secretVars judges variables whose name says secret.
func (j *judgement) secretVars(c *shell.Call) {
	name := j.secretIn(c)
	if name == "" {
		return
	}
	switch {
	case shows(c.Name) || c.Name == "printenv" || c.Name == "export" && c.Has("-p"):
		switch to := j.consumer(c); {
		case to != nil && sends(to.Name) && !localSink(to) && to.Name != "git" && to.Name != "gh" && to.Name != "openssl" && to.Name != "aws" && to.Name != "gcloud" && to.Name != "ssh" && to.Name != "kubectl":
			j.signal("secret.var-sent", c, "", "$"+name)
		case j.exposed(c):
			j.signal("secret.var", c, "", "$"+name)
		}
	case sends(c.Name):
		j.varSent(c, name)
	case c.Name == "<<<" || c.In != nil && filters(c.Name) && anyVarSecret(c.In.Vars) && len(c.In.From) == 0 && j.exposed(c):
		j.signal("secret.var", c, "", "$"+name)
	}
}

// secretIn returns a secret variable that a call's words or input hold.
func (j *judgement) secretIn(c *shell.Call) string {
	if c.Name == "printenv" {
		for _, a := range c.Args {
			if secretVar(a.Text) && !strings.HasPrefix(a.Text, "-") {
				return a.Text
			}
		}
		return ""
	}
	for i := range c.Args {
		for _, v := range c.Args[i].Vars {
			if secretVar(v) {
				return v
			}
		}
	}
	if c.In != nil && len(c.In.From) == 0 {
		for _, v := range c.In.Vars {
			if secretVar(v) {
				return v
			}
		}
	}
	return ""
}

func anyVarSecret(vars []string) bool {
	for _, v := range vars {
		if secretVar(v) {
			return true
		}
	}
	return false
}

// varSent tells a login (a header, a user, a URL's own user part) from a
// secret put into the data that is sent.
func (j *judgement) varSent(c *shell.Call, name string) {
	if localSink(c) || c.Name == "git" || c.Name == "gh" || c.Name == "glab" || c.Name == "aws" || c.Name == "gcloud" || c.Name == "az" || c.Name == "kubectl" || c.Name == "ssh" || c.Name == "openssl" {
		return
	}
	host := callHost(c)
	if knownService(host) {
		return
	}
	for i := range c.Args {
		a := &c.Args[i]
		if !anyVarSecret(a.Vars) {
			continue
		}
		prev := c.Arg(i - 1)
		switch {
		case prev == "-H" || prev == "--header" || prev == "-u" || prev == "--user" || prev == "-b" || prev == "--oauth2-bearer" || strings.HasPrefix(a.Text, "--header=") || strings.HasPrefix(a.Text, "-H"):
			if j.allowedHost(host) {
				continue // a login at a host of one's own
			}
			j.signal("secret.header", c, "", "$"+name+" to "+host)
			if suspiciousHost(host) {
				j.signal("secret.var-sent", c, "", "$"+name+" to "+host)
			}
		case strings.Contains(a.Text, "://") && strings.Contains(a.Text, "@"):
			j.signal("secret.header", c, "", "$"+name+" to "+host)
		default:
			j.signal("secret.var-sent", c, "", "$"+name+" to "+host)
		}
	}
}

// envDump judges listings of the whole environment.
func (j *judgement) envDump(c *shell.Call) {
	dump := false
	switch c.Name {
	case "env", "printenv":
		dump = len(c.Operands("-u --unset")) == 0 && !c.Has("--help", "--version") && !c.Has("-i") && (len(c.Args) == 0 || c.Has("-0", "--null") || c.Name == "env" && c.Has("-u"))
	case "set":
		dump = len(c.Args) == 0
	case "export", "declare", "typeset", "readonly":
		dump = len(c.Env) == 0 && (c.Has("-p") || c.Has("-x") && len(c.Args) == 1 || len(c.Args) == 0)
	case "compgen":
		dump = c.Has("-v", "-e")
		if dump && strings.Contains(j.script.Raw, "${!") { // names that are then read one by one
			j.signal("secret.env-dump", c, "", "")
			return
		}
	}
	if !dump {
		return
	}
	to := j.consumer(c)
	switch {
	case to != nil && sends(to.Name) && !localSink(to):
		j.signal("secret.env-sent", c, "", "")
	case !j.exposed(c) && c.OutTo == "":
	case c.OutTo != "" && !j.exposed(c):
		if c.Name != "export" && c.Name != "declare" {
			j.signal("secret.env-dump", c, "", "")
		}
	case j.narrowed(c):
	default:
		j.signal("secret.env-dump", c, "", "")
	}
}

// narrowed reports a dump that is filtered to names that hold no secret.
func (j *judgement) narrowed(c *shell.Call) bool {
	for _, t := range c.To {
		if masks(t) || quiet(t) {
			return true
		}
		if t.Name != "grep" && t.Name != "egrep" && t.Name != "rg" || t.Has("-v") {
			continue
		}
		ops := t.Operands("-e -A -B -C")
		pat := ""
		if w, ok := t.Value("-e"); ok {
			pat = w.Text
		} else if len(ops) > 0 {
			pat = ops[0].Text
		}
		return pat != "" && pat != "." && pat != "=" && !secretPattern(pat)
	}
	return false
}

func secretPattern(p string) bool {
	low := strings.ToLower(p)
	for _, s := range [...]string{"key", "token", "secret", "pass", "pwd", "cred", "auth", "api", "aws", "private", "_pat", "jwt", "bearer", "database_url"} {
		if strings.Contains(low, s) {
			return true
		}
	}
	return false
}

// secretSearch judges greps for credentials across folders.
func (j *judgement) secretSearch(c *shell.Call) {
	ops := c.Operands("-A -B -C -m --include --exclude --exclude-dir -e")
	pat := ""
	if w, ok := c.Value("-e"); ok {
		pat = w.Text
	} else if len(ops) > 0 {
		pat, ops = ops[0].Text, ops[1:]
	}
	if !secretPattern(pat) && !strings.Contains(pat, "BEGIN") && !strings.Contains(pat, "PRIVATE KEY") && !strings.Contains(pat, "ghp_") && !strings.Contains(pat, "AKIA") {
		return
	}
	for _, o := range ops {
		switch j.site.where(j.aim(o, c.Dir)) {
		case placeRoot, placeHomeRoot, placeSystem:
			j.signal("secret.search", c, "", pat)
		}
	}
}
