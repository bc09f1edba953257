package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

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
	if bareSocket(c.Name) {
		return !c.Has("-l", "--listen") && socketLocal(c)
	}
	if hosts := callHosts(c); len(hosts) > 0 {
		return allLocal(hosts)
	}
	return c.Name == "gh" && c.Arg(0) == "auth" || c.Name == "gh" && c.Arg(0) == "secret" || c.Name == "kubectl" || c.Name == "openssl"
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

func firstTo(c *shell.Call) *shell.Call {
	if len(c.To) == 0 {
		return nil
	}
	return c.To[0]
}
