package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// fed judges what a call that talks to another machine is fed by a pipe or
// from a file: the accounts of this machine, and through a bare socket also
// archives, dumps and the machine's own facts.
func (j *judgement) fed(c *shell.Call) {
	if c.Has("-l", "--listen") && bareSocket(c.Name) || localSink(c) && c.Name != "openssl" {
		return
	}
	for i := range c.Redirs {
		if r := &c.Redirs[i]; !r.Write && accountFile(j.aim(r.Target, c.Dir).abs) {
			j.signal("secret.sent", c, r.Target.Text, r.Target.Text)
		}
	}
	if c.In == nil {
		return
	}
	for _, f := range c.In.From {
		if filters(f.Name) {
			for _, o := range fileArgs(f) {
				if t := j.aim(o, f.Dir); accountFile(t.abs) {
					j.signal("secret.sent", c, t.abs, t.text)
				} else if bareSocket(c.Name) && bulk(t.base) {
					j.signal("net.carried", c, t.abs, f.Line())
				}
			}
		}
		if bareSocket(c.Name) && tellsOfMachine(f) {
			j.signal("net.carried", c, "", f.Line())
		}
	}
}

func accountFile(abs string) bool {
	return abs == "/etc/passwd" || abs == "/etc/group" || abs == "/etc/sudoers"
}

func bareSocket(name string) bool {
	switch name {
	case "nc", "ncat", "netcat", "nc.traditional", "nc.openbsd", "socat", "telnet":
		return true
	}
	return false
}

// socketLocal reports a socket that connects to nothing but this machine.
func socketLocal(c *shell.Call) bool {
	if c.Name == "socat" {
		return socatLocal(c)
	}
	if ops := c.Operands("-w -q -p -s -i -x -X -o -T"); len(ops) > 0 && !c.Has("-U") {
		return isLocalHost(ops[0].Text)
	}
	return true
}

// socatLocal looks at both addresses.
func socatLocal(c *shell.Call) bool {
	for _, o := range c.Operands("-T -t -b -L -W") {
		kind, rest, ok := strings.Cut(o.Text, ":")
		switch kind = strings.ToUpper(kind); {
		case !ok, strings.Contains(kind, "LISTEN"), strings.HasSuffix(kind, "-L"):
			continue
		case strings.HasPrefix(kind, "TCP"), strings.HasPrefix(kind, "UDP"), strings.HasPrefix(kind, "OPENSSL"), strings.HasPrefix(kind, "SSL"), strings.HasPrefix(kind, "SCTP"), strings.HasPrefix(kind, "SOCKS"), strings.HasPrefix(kind, "PROXY"):
			host, _, _ := strings.Cut(rest, ":")
			if !isLocalHost(host) {
				return false
			}
		}
	}
	return true
}

// bulk reports names of archives, dumps and databases.
func bulk(name string) bool {
	for _, ext := range [...]string{".sql", ".dump", ".db", ".sqlite", ".tar", ".gz", ".tgz", ".zip", ".bak", ".7z", ".xz", ".zst"} {
		if strings.HasSuffix(name, ext) {
			return true
		}
	}
	return false
}

// tellsOfMachine reports commands whose output describes this machine or
// packs what lies on it.
func tellsOfMachine(c *shell.Call) bool {
	switch c.Name {
	case "tar", "zip", "cpio", "7z", "find", "id", "whoami", "uname", "hostname", "ifconfig", "ip", "netstat", "ss", "last", "w", "who", "lsof", "history", "sqlite3", "git", "mount", "df", "crontab", "dmidecode", "lscpu", "dpkg", "rpm":
		return true
	case "ls":
		return c.Has("-R", "-a", "-A", "-l") || len(c.Args) > 0
	}
	return false
}
