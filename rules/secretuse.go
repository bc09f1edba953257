package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// secrets looks for credentials that a call reads, prints, copies or sends.
func (j *judgement) secrets(c *shell.Call) {
	j.secretVars(c)
	j.envDump(c)
	switch {
	case c.Name == "git":
		j.gitReads(c)
	case prints(c.Name):
		j.readsFiles(c)
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

func copiesFiles(name string) bool {
	switch name {
	case "cp", "mv", "ln", "install", "ditto", "gcp", "tar", "bsdtar", "zip", "7z", "7za", "rar", "gzip", "bzip2", "xz", "zstd", "dd", "rsync", "scp", "openssl", "gpg", "age", "sponge", "copy", "xcopy", "robocopy", "copy-item", "pax", "cpio", "ar", "docker", "compress-archive", "steghide", "exiftool", "setfattr", "shar":
		return true
	}
	return false
}

// opensStore lists programs that read credential databases.
func opensStore(name string) bool {
	switch name {
	case "sqlite3", "sqlite", "sqlcipher", "plutil", "defaults", "PlistBuddy", "certutil", "klist", "kdestroy", "john", "hashcat", "unshadow", "ssh2john", "keepassxc-cli", "gdb", "strace", "file-roller", "stty":
		return true
	}
	return false
}

func sends(name string) bool {
	switch name {
	case "curl", "wget", "http", "https", "xh", "nc", "ncat", "netcat", "socat", "telnet", "sftp", "ftp", "tftp", "lftp", "ncftp", "mail", "mailx", "mutt", "sendmail", "swaks", "msmtp", "aws", "gsutil", "gcloud", "az", "rclone", "s3cmd", "mc", "gh", "glab", "croc", "wormhole", "magic-wormhole", "ffsend", "transfer", "termbin", "openssl", "ssh", "restic", "b2", "azcopy", "invoke-webrequest", "invoke-restmethod", "curlie", "grpcurl", "websocat", "wscat", "slack", "ping", "dig", "nslookup", "host", "drill", "nping", "hping3", "paste", "pastebinit", "ix", "git", "bitsadmin", "certutil", "uuencode", "aria2c", "smbclient", "kubectl":
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
	case "sort", "uniq", "paste", "nl", "od", "xxd", "hexdump", "column", "less", "more":
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
	if quiet(c) || picksPlain(c) {
		return
	}
	for _, o := range fileArgs(c) {
		j.readSecret(c, j.aim(o, c.Dir))
	}
	if (c.Name == "grep" || c.Name == "rg" || c.Name == "ag") && c.Has("-r", "-R", "--recursive") {
		j.secretSearch(c)
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
	case "wc", "sha256sum", "md5sum", "sha1sum", "shasum", "cksum":
		return true
	}
	return false
}

// readSecret judges one file whose content a call reads.
func (j *judgement) readSecret(c *shell.Call, t target) {
	if t.abs == "" {
		return
	}
	kind := secretKind(t.abs, j.site.home)
	if kind == "" && hasMeta(t.abs) {
		kind = globSecret(t.abs, j.site.home)
	}
	if kind == "" {
		j.pathRules("read", c, t)
		return
	}
	j.secretFlow(c, t, kind)
}

// globSecret tries a pattern against names it may stand for.
func globSecret(abs, home string) string {
	dir, last := splitLast(abs)
	if last == "*" {
		return ""
	}
	for _, n := range [...]string{".env", "id_rsa", "id_ed25519", "credentials", ".netrc", "shadow", ".npmrc", ".pgpass", ".git-credentials", "config.json"} {
		if shell.Match(last, n) && !strings.HasPrefix(last, "*.") && last != "*" && (last[0] != '*' || len(last) > 3) {
			if k := secretKind(dir+"/"+n, home); k != "" && strings.Count(last, "*")+strings.Count(last, "?") < len(last) {
				return k
			}
		}
	}
	if hit := wellKnown(abs); hit != "" {
		return secretKind(hit, home)
	}
	return ""
}

// secretFlow follows where a secret that was read goes.
func (j *judgement) secretFlow(c *shell.Call, t target, kind string) {
	to := j.consumer(c)
	switch {
	case to != nil && sends(to.Name) && !localSink(to):
		j.signal("secret.sent", c, t.abs, t.text)
	case kind == "history":
		if j.exposed(c) {
			j.signal("secret.history", c, t.abs, t.text)
		}
	case kind == "state file":
		if j.exposed(c) {
			j.signal("secret.state", c, t.abs, t.text)
		}
	case j.exposed(c):
		if kind == "environment file" || kind == "credentials" && j.inRepo(t.abs) {
			j.signal("secret.env-file", c, t.abs, t.text)
		} else {
			j.signal("secret.file", c, t.abs, t.text)
		}
	case c.OutTo != "" && kind != "environment file" && !within(c.OutTo, "/dev/null"):
		j.signal("secret.copied", c, t.abs, t.text)
	}
}

func (j *judgement) inRepo(abs string) bool {
	root := j.ev.Root
	if root == "" {
		root = j.ev.CWD
	}
	return root != "" && root != j.site.home && within(abs, root)
}

// localSink reports senders that talk to this machine.
func localSink(c *shell.Call) bool {
	for i := range c.Args {
		if h := hostOf(c.Args[i].Text); h != "" {
			return isLocalHost(h)
		}
	}
	return c.Name == "gh" && c.Arg(0) == "auth" || c.Name == "gh" && c.Arg(0) == "secret" || c.Name == "kubectl" || c.Name == "openssl" || c.Name == "ssh" && false
}

// consumer returns the command that finally takes a call's output.
func (j *judgement) consumer(c *shell.Call) *shell.Call {
	for depth := 0; depth < 8; depth++ {
		if len(c.To) == 0 {
			return nil
		}
		next := c.To[0]
		if c.Caught && !c.Piped || !filters(next.Name) {
			return next
		}
		c = next
	}
	return nil
}

// filters lists commands that hand on what they are fed.
func filters(name string) bool {
	switch name {
	case "cat", "grep", "egrep", "fgrep", "rg", "head", "tail", "cut", "awk", "gawk", "sed", "sort", "uniq", "tr", "tee", "less", "more", "xxd", "od", "base64", "base32", "hexdump", "rev", "fold", "column", "jq", "yq", "nl", "strings", "paste", "echo", "printf", "tac", "bat", "xargs", "fmt", "gzip", "openssl", "python3", "python", "perl", "zstd", "xz", "bzip2", "gpg", "basenc", "uuencode", "pv", "sponge", "ruby", "node", "iconv", "out-string", "format-table", "select-object", "where-object", "sls", "tar":
		return true
	}
	return false
}

// exposed reports whether what a call prints ends up before the model.
func (j *judgement) exposed(c *shell.Call) bool {
	for depth := 0; depth < 8; depth++ {
		if c.OutTo != "" {
			return c.OutTo == "/dev/tty" || c.OutTo == "/dev/stdout" || c.OutTo == "/dev/stderr"
		}
		if !c.Piped && !c.Caught {
			return true
		}
		if len(c.To) == 0 {
			return c.Piped && !c.Caught
		}
		next := c.To[0]
		if c.Caught && !c.Piped {
			shown := false
			for _, t := range c.To {
				shown = shown || shows(t.Name) || filters(t.Name) && anyArg(t, []string{"/dev/fd/*"})
			}
			if !shown {
				return false
			}
			next = firstShowing(c.To)
		}
		if !filters(next.Name) || quiet(next) {
			return false
		}
		c = next
	}
	return true
}

func shows(name string) bool {
	switch name {
	case "echo", "printf", "cat", "print", "tee", "write-host", "write-output":
		return true
	}
	return false
}

func firstShowing(list []*shell.Call) *shell.Call {
	for _, c := range list {
		if shows(c.Name) || filters(c.Name) {
			return c
		}
	}
	return list[0]
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
	if !secretPattern(pat) && !strings.Contains(pat, "BEGIN") && !strings.Contains(pat, "AKIA") {
		return
	}
	for _, o := range ops {
		switch j.site.where(j.aim(o, c.Dir)) {
		case placeRoot, placeHomeRoot, placeSystem:
			j.signal("secret.search", c, "", pat)
		}
	}
}

// copiesSecrets judges cp, tar, scp and the like of secret files.
func (j *judgement) copiesSecrets(c *shell.Call) {
	ops := c.Operands("-t --target-directory -m -o -g -S -C --directory -P -i -e --exclude --include -pass -out -aes-256-cbc")
	var srcs []shell.Word
	switch c.Name {
	case "dd":
		for _, a := range c.Args {
			if p, ok := strings.CutPrefix(a.Text, "if="); ok {
				a.Text = p
				srcs = append(srcs, a)
			}
		}
	case "openssl":
		srcs = fileArgs(c)
	case "docker":
		if c.Arg(0) == "cp" && len(ops) > 1 {
			srcs = ops[1 : len(ops)-1]
		}
	case "exiftool", "setfattr", "steghide":
		srcs = nil
	case "tar", "bsdtar", "zip", "7z", "7za", "rar", "gzip", "bzip2", "xz", "zstd", "gpg", "age", "cpio", "pax", "ar":
		if clusterHas(c, 'x') && c.Name == "tar" || c.Has("-d", "--decrypt", "-l", "-t") || c.Name == "tar" && len(ops) > 0 && strings.HasPrefix(ops[0].Text, "x") {
			return
		}
		srcs = ops
	default:
		if len(ops) < 2 {
			if len(ops) == 1 && c.Has("-t", "--target-directory") {
				srcs = ops
			}
			break
		}
		srcs = ops[:len(ops)-1]
	}
	remote := false
	if n := len(ops); n > 0 && (c.Name == "scp" || c.Name == "rsync") {
		remote = strings.Contains(ops[n-1].Text, ":")
	}
	for _, o := range srcs {
		t := j.aim(o, c.Dir)
		kind := secretKind(t.abs, j.site.home)
		if kind == "" && t.abs != "" && secretFolder(t.abs, j.site.home) {
			kind = "credentials"
		}
		switch {
		case kind == "" || kind == "state file" && !remote:
		case remote:
			j.signal("secret.sent", c, t.abs, t.text)
		case kind == "environment file" || j.inRepo(t.abs):
			j.envCopied(c, t, ops)
		case c.Name == "mv" || c.Name == "install":
			j.signal("secret.moved", c, t.abs, t.text)
		default:
			j.signal("secret.copied", c, t.abs, t.text)
		}
	}
}

// envCopied lets a copy beside the original pass.
func (j *judgement) envCopied(c *shell.Call, t target, ops []shell.Word) {
	if len(ops) == 0 {
		return
	}
	dst := j.aim(ops[len(ops)-1], c.Dir)
	if j.inRepo(dst.abs) || j.site.where(dst) == placeRepoRoot {
		return
	}
	j.signal("secret.env-copied", c, t.abs, t.text)
}

func secretFolder(abs, home string) bool {
	rel, ok := homeRel(abs, home)
	if !ok {
		return false
	}
	switch rel {
	case ".ssh", ".aws", ".gnupg", ".kube", ".azure", ".config/gcloud", ".docker", ".password-store":
		return true
	}
	return false
}

// redirRead judges "< secret".
func (j *judgement) redirRead(c *shell.Call, r *shell.Redir) {
	t := j.aim(r.Target, c.Dir)
	if t.abs == "" {
		return
	}
	kind := secretKind(t.abs, j.site.home)
	if kind == "" {
		return
	}
	switch {
	case sends(c.Name) && !localSink(c):
		j.signal("secret.sent", c, t.abs, t.text)
	case c.Name == "<":
		for _, o := range j.script.Calls {
			if shows(o.Name) && j.exposed(o) {
				j.secretFlow(c, t, kind)
				return
			}
		}
	case c.Name == "exec" || c.Name == "=":
		j.signal("secret.file", c, t.abs, t.text)
	case filters(c.Name) && !quiet(c) || c.Name == "read" || c.Name == "mapfile":
		if c.Name == "read" || c.Name == "mapfile" {
			return
		}
		j.secretFlow(c, t, kind)
	}
}

// gitReads judges secrets shown out of git's history and put into it.
func (j *judgement) gitReads(c *shell.Call) {
	if len(j.ops) == 0 {
		return
	}
	switch j.ops[0].text {
	case "show", "cat-file", "diff", "log", "blame", "grep", "annotate", "archive":
		if to := firstTo(c); j.ops[0].text == "log" && c.Has("-p", "--patch", "-u", "--all") && to != nil && (to.Name == "grep" || to.Name == "rg" || to.Name == "egrep") {
			for _, o := range to.Operands("-A -B -C -e") {
				if secretPattern(o.Text) {
					j.signal("secret.search", c, "", o.Text)
				}
			}
		}
		if j.ops[0].text == "log" && !c.Has("-p", "--patch", "-u") || c.Has("--stat", "--name-only", "--name-status", "--oneline") {
			return
		}
		for _, o := range j.ops[1:] {
			p := o.text
			if i := strings.IndexByte(p, ':'); i >= 0 {
				p = p[i+1:]
			}
			if k := secretName(lastPart(p), "/"+p); k != "" && j.exposed(c) {
				j.signal("secret.env-file", c, "", o.text)
			}
		}
	case "add", "stage":
		for _, o := range j.ops[1:] {
			if k := secretName(lastPart(o.text), "/"+o.text); k != "" && k != "state file" {
				j.signal("secret.staged", c, "", o.text)
			}
		}
	}
}

// sendsFiles judges files given to a program that talks to the network.
func (j *judgement) sendsFiles(c *shell.Call) {
	if localSink(c) {
		if c.Name != "openssl" {
			return
		}
	}
	for i := range c.Args {
		a := c.Args[i]
		p := a.Text
		switch {
		case strings.HasPrefix(p, "@"):
			p = p[1:]
		case strings.Contains(p, "=@"):
			p = p[strings.Index(p, "=@")+2:]
		case strings.HasPrefix(p, "-d@") || strings.HasPrefix(p, "-F@"):
			p = p[3:]
		case strings.HasPrefix(p, "--") && strings.Contains(p, "="):
			p = p[strings.IndexByte(p, '=')+1:]
		case strings.HasPrefix(p, "-T") && len(p) > 2:
			p = p[2:]
		case strings.HasPrefix(p, "file://"):
			p = p[7:]
			if k := secretKind(cleanPath(p), j.site.home); k != "" || systemTopic(cleanPath(p)) == "account" {
				j.signal("secret.file", c, p, p)
			}
			continue
		case prevTakesKey(c.Arg(i - 1)):
			continue // a key file used for logging in
		}
		p, _, _ = strings.Cut(p, ";")
		a.Text = p
		t := j.aim(a, c.Dir)
		if k := secretKind(t.abs, j.site.home); k != "" && (strings.ContainsAny(p, "/.") || k == "private key") {
			j.signal("secret.sent", c, t.abs, t.text)
		} else if t.abs == "/etc/passwd" {
			j.signal("secret.sent", c, t.abs, t.text)
		}
	}
}

func prevTakesKey(flag string) bool {
	switch flag {
	case "-i", "--key", "--cert", "--cacert", "-E", "--private-key", "--identity", "--key-file", "--kubeconfig", "--netrc-file", "-CAfile", "-inkey", "-o", "--output", "-O", "--ssh-key-file", "--credential-file", "--cred-file", "-K", "--config", "-F":
		return true
	}
	return false
}

func firstTo(c *shell.Call) *shell.Call {
	if len(c.To) == 0 {
		return nil
	}
	return c.To[0]
}
