package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// elsewhere judges what carries files out in ways of its own: transfer
// clients told what to do on their input, whole homes, mounts.
func (j *judgement) elsewhere(c *shell.Call) {
	switch c.Name {
	case "sftp", "ftp", "lftp", "ncftp", "tftp", "smbclient":
		j.transferScript(c)
	case "aws", "gsutil", "rclone", "azcopy", "s5cmd", "mc", "rsync", "scp":
		j.wholeUpload(c)
	case "python", "python3", "php", "ruby", "http-server", "serve", "caddy", "darkhttpd", "miniserve", "busybox":
		j.servesWide(c)
	case "go":
		if c.Arg(0) == "env" && c.Has("-w") {
			j.assignedWords(c, c.Args[1:])
		}
	}
	j.carriesHome(c)
	if c.Host != "" && prodName(c.Host) && changesMachine(c) {
		j.signal("tool.changes-production", c, "", c.Host+": "+c.Line())
	}
}

// transferScript looks for files that a transfer client is told to put.
func (j *judgement) transferScript(c *shell.Call) {
	text := ""
	if c.In != nil {
		text = c.In.Text
	}
	for i := range c.Args {
		text += "\n" + c.Args[i].Text
	}
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == ';' }) {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] != "put" && words[0] != "mput" && words[0] != "send" && words[0] != "reput" {
			continue
		}
		for _, w := range words[1:] {
			t := j.aim(shell.Word{Text: w, Known: true}, c.Dir)
			if secretKind(t.abs, j.site.home) != "" {
				j.signal("secret.sent", c, t.abs, t.text)
			}
		}
	}
}

// wholeUpload reports a home folder or the whole disk that is sent away.
func (j *judgement) wholeUpload(c *shell.Call) {
	ops := c.Operands("-e --rsh --exclude --include --filter -i -P -F -o -l")
	if len(ops) < 2 || !strings.Contains(ops[len(ops)-1].Text, ":") || c.Has("-n", "--dry-run", "--dryrun") {
		return
	}
	for _, o := range ops[:len(ops)-1] {
		if !strings.HasPrefix(o.Text, "/") && !strings.HasPrefix(o.Text, "~") {
			continue // a sub-command
		}
		if src := j.aim(o, c.Dir); j.wide(src) {
			j.signal("secret.sent", c, src.abs, src.text)
		}
	}
}

// wide reports a home folder or the whole disk.
func (j *judgement) wide(t target) bool {
	pl := j.site.where(t)
	return pl == placeHomeRoot || pl == placeRoot
}

// carriesHome reports an archive of a home folder or of the disk that is
// piped to another machine.
func (j *judgement) carriesHome(c *shell.Call) {
	if c.In == nil || len(c.In.From) == 0 || !sends(c.Name) || c.Name == "git" || localSink(c) {
		return
	}
	for _, f := range c.In.From {
		switch f.Name {
		case "tar", "bsdtar", "zip", "cpio", "7z":
		default:
			continue
		}
		for i := range f.Args {
			if t := j.aim(f.Args[i], f.Dir); f.Args[i].Text != "" && strings.ContainsAny(f.Args[i].Text[:1], "/~") && j.wide(t) {
				j.signal("secret.sent", c, t.abs, t.text)
			}
		}
	}
}

// servesWide reports a web server over a home folder or the whole disk.
func (j *judgement) servesWide(c *shell.Call) {
	switch c.Name {
	case "python", "python3":
		if c.Arg(0) != "-m" || c.Arg(1) != "http.server" && c.Arg(1) != "pyftpdlib" {
			return
		}
	case "php":
		if !c.Has("-S") {
			return
		}
	case "ruby":
		if !c.Has("-run") {
			return
		}
	case "caddy":
		if c.Arg(0) != "file-server" {
			return
		}
	case "busybox":
		if c.Arg(0) != "httpd" {
			return
		}
	}
	for i := range c.Args {
		w := c.Args[i]
		if k := strings.IndexByte(w.Text, '='); k > 0 {
			w.Text = w.Text[k+1:]
		}
		if w.Text != "" && (w.Text[0] == '/' || w.Text[0] == '~') {
			if t := j.aim(w, c.Dir); j.wide(t) {
				j.signal("net.serve-wide", c, t.abs, t.text)
			}
		}
	}
}

// assignedWords judges NAME=VALUE arguments as variables.
func (j *judgement) assignedWords(c *shell.Call, args []shell.Word) {
	for _, w := range args {
		if name, val, ok := strings.Cut(w.Text, "="); ok {
			v := w
			v.Text = val
			j.variable(c, name, v)
		}
	}
}

// mounts judges folders of this machine that a container is given.
func (j *judgement) mounts(c *shell.Call) {
	switch c.Name {
	case "docker", "podman", "nerdctl", "docker-compose", "finch":
	default:
		return
	}
	for i := range c.Args {
		t, prev := c.Args[i], c.Arg(i-1)
		spec := ""
		switch {
		case prev == "-v" || prev == "--volume":
			spec = t.Text
		case strings.HasPrefix(t.Text, "--volume="):
			spec = t.Text[len("--volume="):]
		case strings.HasPrefix(t.Text, "-v/"), strings.HasPrefix(t.Text, "-v~"):
			spec = t.Text[2:]
		default:
			spec = bindSource(t.Text)
		}
		host, rest, _ := strings.Cut(spec, ":")
		if host == "" {
			continue
		}
		t.Text = host
		a := j.aim(t, c.Dir)
		if pl := j.site.where(a); pl == placeRoot || pl == placeHomeRoot || secretKind(a.abs, j.site.home) == "private key" {
			j.signal("container.mount", c, a.abs, a.text)
		} else if within(a.abs, "/etc") && !(sharedSetting(a.abs) && (strings.HasSuffix(rest, ":ro") || strings.HasSuffix(rest, ":ro,z") || strings.HasSuffix(rest, ":readonly"))) {
			j.signal("container.mount", c, a.abs, a.text)
		}
	}
}

// bindSource reads type=bind,source=X,readonly as X:…:ro.
func bindSource(text string) (spec string) {
	if !strings.Contains(text, "type=bind") {
		return ""
	}
	end := ""
	for part := range strings.SplitSeq(text, ",") {
		k, v, _ := strings.Cut(part, "=")
		switch strings.TrimPrefix(k, "--mount") {
		case "source", "src":
			spec = v
		case "readonly", "ro":
			if v != "false" {
				end = ":x:ro"
			}
		}
	}
	return spec + end
}

// sharedSetting lists files of /etc that containers are given to read: the
// time zone, names and certificates.
func sharedSetting(abs string) bool {
	switch abs {
	case "/etc/localtime", "/etc/timezone", "/etc/hosts", "/etc/resolv.conf", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/os-release", "/etc/machine-id", "/etc/hostname", "/etc/ssl/certs", "/etc/ca-certificates", "/etc/pki/ca-trust":
		return true
	}
	return strings.HasPrefix(abs, "/etc/ssl/certs/") || strings.HasPrefix(abs, "/etc/pki/ca-trust/")
}

// everyContainer reports containers, images or volumes named by a list that
// nothing narrows.
func (j *judgement) everyContainer(c *shell.Call) {
	switch c.Name {
	case "docker", "podman", "nerdctl", "crictl", "ctr":
	default:
		return
	}
	if !anyArg(c, []string{"rm", "rmi", "stop", "kill", "remove", "stopp", "rmp", "delete"}) {
		return
	}
	for i := range c.Args {
		for _, f := range c.Args[i].From {
			if (f.Name == c.Name || f.Name == "docker") && !f.Has("--filter", "-f") {
				j.signal("container.every", c, "", f.Line())
				return
			}
		}
	}
}

// changesMachine lists what changes the machine it runs on.
func changesMachine(c *shell.Call) bool {
	switch c.Name {
	case "systemctl", "service", "supervisorctl", "pm2", "docker", "docker-compose", "podman", "nginx", "apache2ctl":
		return anyArg(c, []string{"restart", "stop", "start", "reload", "kill", "rm", "down", "up", "pull", "delete", "prune", "update"}) || c.Has("-s")
	case "kill", "pkill", "killall", "rm", "mv", "cp", "tee", "chmod", "chown", "truncate", "dd", "crontab", "reboot", "shutdown", "useradd", "usermod", "passwd":
		return true
	case "apt", "apt-get", "yum", "dnf", "apk", "snap", "npm", "pip", "pip3", "bundle":
		return anyArg(c, []string{"install", "remove", "purge", "upgrade", "dist-upgrade", "update", "ci"})
	case "git":
		return anyArg(c, []string{"pull", "reset", "checkout", "clean", "merge", "rebase", "push", "stash"})
	case "sed", "perl":
		return c.Has("-i") || hasPrefixArg(c, "-i")
	case "make", "rake", "rails", "cap", "kubectl", "helm", "alembic", "knex":
		return true
	}
	return false
}

// typedForPowerShell reports a command line in the words of PowerShell that
// came without saying so: cmdlets, or a download piped into iex.
func typedForPowerShell(text string) bool {
	t := strings.TrimLeft(text, " \t(&")
	word := t
	if i := strings.IndexAny(t, " \t\n;|("); i > 0 {
		word = t[:i]
	}
	verb, noun, ok := strings.Cut(word, "-")
	if ok && len(noun) > 2 && len(verb) > 2 && verb[0] >= 'A' && verb[0] <= 'Z' && noun[0] >= 'A' && noun[0] <= 'Z' && letters(verb) && letters(noun) && verb[1] >= 'a' {
		return true
	}
	low := strings.ToLower(clipBytes(t, 4096))
	return strings.HasPrefix(t, "$env:") || (strings.HasPrefix(low, "iwr ") || strings.HasPrefix(low, "irm ") || strings.HasPrefix(low, "iex ") || strings.HasPrefix(low, "iex(")) && (strings.Contains(low, "http") || strings.Contains(low, "iex"))
}

func letters(s string) bool {
	for i := 0; i < len(s); i++ {
		if b := s[i] | 0x20; b < 'a' || b > 'z' {
			return false
		}
	}
	return true
}

// bombText finds the classic fork bomb without its blanks, which no shell can
// parse but everybody knows.
func bombText(text string) bool {
	if !strings.Contains(text, "|") || !strings.Contains(text, "&") {
		return false
	}
	tight := strings.NewReplacer(" ", "", "\t", "", "\n", "").Replace(clipBytes(text, 200))
	name, rest, ok := strings.Cut(tight, "(){")
	return ok && name != "" && len(name) < 20 && strings.HasPrefix(rest, name+"|"+name+"&")
}
