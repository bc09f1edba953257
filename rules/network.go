package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// network judges where a call connects to and what it carries.
func (j *judgement) network(c *shell.Call) {
	switch c.Name {
	case "curl", "wget", "http", "https", "xh", "fetch", "aria2c", "invoke-webrequest", "invoke-restmethod", "urlopen", "lynx", "w3m", "curlie", "grpcurl", "websocat", "git", "nc", "ncat", "netcat", "telnet", "socat":
		for i := range c.Args {
			j.address(c, c.Args[i].Text)
		}
		j.receivers(c)
	case "scp", "rsync", "sftp", "npm", "pip", "pip3", "helm", "go", "deno", "npx":
		j.receivers(c)
	case "ping", "dig", "nslookup", "host", "drill", "getent", "nping":
		j.nameLookup(c)
	}
	if sends(c.Name) {
		j.carried(c)
		j.fed(c)
		if c.Name == "curl" || c.Name == "wget" || c.Name == "http" {
			j.literals(c)
		}
	}
	j.sockets(c)
	j.apiDelete(c)
}

// apiDelete judges DELETE requests to other machines.
func (j *judgement) apiDelete(c *shell.Call) {
	del := false
	switch c.Name {
	case "curl", "curlie":
		del = strings.EqualFold(curlMethod(c), "DELETE")
	case "wget":
		w, ok := c.Value("--method")
		del = ok && strings.EqualFold(w.Text, "DELETE")
	case "http", "https", "xh":
		del = anyFold(c, "DELETE")
	case "invoke-restmethod", "invoke-webrequest":
		w, ok := c.Value("-method")
		del = ok && strings.EqualFold(w.Text, "DELETE")
	}
	if !del {
		return
	}
	h := callHost(c)
	if h == "" && anyArg(c, []string{"$*prod*", "$*PROD*"}) {
		h = "production"
	}
	if !isLocalHost(h) && !strings.HasSuffix(h, ".local") {
		j.signal("net.api-delete", c, "", h)
	}
}

// curlMethod returns the method a call asks for: of several the last one holds.
func curlMethod(c *shell.Call) (method string) {
	for i := range c.Args {
		t := c.Args[i].Text
		switch {
		case (t == "--next" || t == "-:") && strings.EqualFold(method, "DELETE"):
			return method // of one request among several
		case t == "--request" || len(t) > 1 && t[0] == '-' && t[1] != '-' && t[len(t)-1] == 'X' && !strings.ContainsAny(t, " =/"):
			method = c.Arg(i + 1)
		case strings.HasPrefix(t, "--request="):
			method = t[len("--request="):]
		case strings.HasPrefix(t, "-X"), strings.HasPrefix(t, "-sX"):
			method = t[strings.IndexByte(t, 'X')+1:]
		}
	}
	return method
}

// address judges one URL or host of a call.
func (j *judgement) address(c *shell.Call, s string) {
	j.disguised(c, s)
	h := hostOf(s)
	if h == "" && (s == "169.254.169.254" || s == "metadata.google.internal") {
		h = s
	}
	if h == "" {
		return
	}
	j.hostRules(c, h, s)
}

func (j *judgement) hostRules(c *shell.Call, h, s string) {
	switch {
	case metadataHost(h):
		j.signal("net.metadata", c, "", h)
	case c != nil && c.Name == "git":
		return
	}
	for i := range j.policy.Layers {
		l := &j.policy.Layers[i]
		if anyHost(l.BlockedHosts, h) {
			j.signal("net.blocked-host", c, "", h)
		}
		if l.Rules == nil {
			continue
		}
		l.Rules.eachURL(func(rule uint16, pattern string) {
			if one := []string{pattern}; anyGlob(one, s) || anyHost(one, h) {
				j.hit(l.Rules.rule(rule), l.Name, c, "", h)
			}
		})
	}
}

func anyHost(globs []string, h string) bool {
	for _, g := range globs {
		if g == h || glob(g, h) || strings.HasSuffix(h, "."+g) {
			return true
		}
	}
	return false
}

// receivers judges the hosts a call talks to, whatever it carries.
func (j *judgement) receivers(c *shell.Call) {
	if c.Name == "git" && c.Arg(0) == "config" {
		return // settings have rules of their own
	}
	for _, h := range callHosts(c) {
		if receiver(h) && !j.allowedHost(h) {
			j.signal("net.receiver", c, "", h)
			return
		}
	}
	if c.Name != "scp" && c.Name != "rsync" && c.Name != "sftp" {
		return
	}
	for _, o := range c.Operands("-e --rsh --exclude --include -i -P -F -o -l") {
		if host, _, ok := strings.Cut(o.Text, ":"); ok && j.suspicious(host[strings.LastIndexByte(host, '@')+1:]) {
			j.signal("net.drop", c, "", host)
			return
		}
	}
}

// nameLookup judges data smuggled into names that are looked up, and ping
// payloads.
func (j *judgement) nameLookup(c *shell.Call) {
	if c.Name == "ping" {
		if w, ok := c.Value("-p"); ok && (!w.Known || len(w.Text) > 8 || len(w.From) > 0) {
			j.signal("net.covert", c, "", "ping -p")
		}
	}
	for i := range c.Args {
		a := &c.Args[i]
		if strings.HasPrefix(a.Text, "+") || strings.HasPrefix(a.Text, "-") {
			continue
		}
		if len(a.From) > 0 && strings.Contains(a.Text, ".") && !harmlessSource(a.From) || anyVarSecret(a.Vars) || j.suspicious(a.Text) {
			j.signal("net.covert", c, "", a.Text)
			return
		}
	}
}

func harmlessSource(from []*shell.Call) bool {
	for _, c := range from {
		switch c.Name {
		case "hostname", "echo", "printf", "seq", "date", "awk", "grep", "cut", "sed", "jq", "docker", "kubectl", "terraform", "minikube", "ip", "curl":
		case "cat", "base64", "env", "whoami", "id", "xxd", "tr", "head":
			return false
		}
	}
	return true
}

// carried judges what is put into a request: files, command output, the
// machine's own facts.
func (j *judgement) carried(c *shell.Call) {
	if localSink(c) {
		return
	}
	host := callHost(c)
	bad := j.suspicious(host)
	if bad && (hasBody(c) || c.In != nil && len(c.In.From) > 0) {
		j.signal("net.drop", c, "", host)
	}
	for i := range c.Args {
		a := &c.Args[i]
		for _, f := range a.From {
			switch f.Name {
			case "cat", "base64", "xxd", "env", "printenv", "whoami", "id", "hostname", "uname", "history", "ps", "ifconfig", "tar", "gzip", "ls", "find", "netstat", "head", "tail", "od", "ip", "set", "crontab", "w", "last":
				if c.Name == "git" || c.Name == "gh" || c.Name == "glab" || c.Name == "aws" || c.Name == "gcloud" || c.Name == "az" || c.Name == "ssh" || c.Name == "kubectl" || c.Name == "openssl" || j.knownHost(host) || f.Name == "cat" && readsPlain(f) && !bad {
					continue
				}
				if f.Name == "ls" || f.Name == "ip" || f.Name == "find" || f.Name == "uname" || f.Name == "hostname" || f.Name == "head" || f.Name == "tail" {
					if !bad {
						continue
					}
				}
				j.signal("net.carried", c, "", f.Line())
			}
		}
	}
}

// readsPlain reports cat of files that are named and ordinary.
func readsPlain(c *shell.Call) bool {
	for i := range c.Args {
		if strings.HasPrefix(c.Args[i].Text, "/etc/") || strings.HasPrefix(c.Args[i].Text, "/proc/") || strings.Contains(c.Args[i].Text, "/.") {
			return false
		}
	}
	return true
}

func hasBody(c *shell.Call) bool {
	return c.Has("-d", "--data", "--data-binary", "--data-raw", "--data-urlencode", "-F", "--form", "-T", "--upload-file", "--post-data", "--post-file", "--body-data", "--body-file", "--json") || strings.HasPrefix(c.Name, "nc") || c.Name == "ncat" || c.Name == "netcat" || hasPrefixArg(c, "-d@") || c.Has("-X=POST") || anyArg(c, []string{"POST", "PUT"})
}

// sockets judges shells wired to sockets.
func (j *judgement) sockets(c *shell.Call) {
	switch c.Name {
	case "nc", "ncat", "netcat", "nc.traditional", "nc.openbsd":
		if c.Has("-e", "-c", "--exec", "--sh-exec", "--lua-exec") {
			j.signal("net.reverse-shell", c, "", "")
		}
		if c.In != nil {
			for _, f := range c.In.From {
				if shellName(f.Name) {
					j.signal("net.reverse-shell", c, "", "")
				}
			}
		}
	case "socat":
		for i := range c.Args {
			up := strings.ToUpper(c.Args[i].Text)
			if strings.HasPrefix(up, "EXEC:") || strings.HasPrefix(up, "SYSTEM:") {
				j.signal("net.reverse-shell", c, "", c.Args[i].Text)
			}
		}
	case "bash", "sh", "zsh", "ksh", "dash":
		if c.In != nil && !c.Has("-c") {
			for _, f := range c.In.From {
				if f.Name == "nc" || f.Name == "ncat" || f.Name == "netcat" || f.Name == "openssl" || f.Name == "telnet" || f.Name == "cat" && strings.Contains(j.script.Raw, "mkfifo") {
					j.signal("net.reverse-shell", c, "", "")
				}
			}
		}
	}
}

// fetch judges a URL an agent's own tool would open.
func (j *judgement) fetch(u string) {
	h := hostOf(u)
	switch {
	case strings.HasPrefix(u, "file://"):
		j.fileRead(shell.Clean(strings.TrimPrefix(u, "file://")))
		return
	case h == "":
		return
	}
	j.hostRules(nil, h, u)
	j.disguised(nil, u)
	if j.suspicious(h) && strings.ContainsAny(u, "?") {
		j.signal("net.drop", nil, "", h)
	}
	if q := queryOf(u); longSecret(q) && !j.allowedHost(h) {
		j.signal("net.query", nil, "", h)
	}
}

func queryOf(u string) string {
	if i := strings.IndexByte(u, '?'); i >= 0 {
		return u[i+1:]
	}
	return ""
}

// longSecret reports query values that look like encoded data or keys.
func longSecret(q string) bool {
	for _, kv := range strings.Split(q, "&") {
		_, v, _ := strings.Cut(kv, "=")
		for _, p := range [...]string{"AKIA", "ghp_", "gho_", "github_pat_", "sk-", "xoxb-", "xoxp-", "eyJ", "-----BEGIN", "glpat-", "AIza", "npm_", "pypi-"} {
			if strings.HasPrefix(v, p) && len(v) > 15 {
				return true
			}
		}
		if len(v) > 400 {
			return true
		}
	}
	return false
}
