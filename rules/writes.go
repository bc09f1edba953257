package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/deps"
	"github.com/cybedefend/vibedefend/rules/shell"
)

// redirections judges files a call writes through > and >>.
func (j *judgement) redirections(c *shell.Call) {
	for i := range c.Redirs {
		r := &c.Redirs[i]
		if strings.HasPrefix(r.Target.Text, "/dev/tcp/") || strings.HasPrefix(r.Target.Text, "/dev/udp/") {
			if !waitsForPort(c, r.Target.Text) {
				j.signal("net.dev-tcp", c, "", r.Target.Text)
			}
			continue
		}
		if !r.Write {
			j.redirRead(c, r)
			continue
		}
		content, known := written(c)
		j.written(c, r.Target, change{content: content, known: known, add: r.Append, wipe: !r.Append && emptied(c)})
	}
}

// waitsForPort reports a look at a port of this machine, as scripts do until a
// server is up. A shell on such a connection is something else.
func waitsForPort(c *shell.Call, target string) bool {
	_, host, _ := strings.Cut(target[1:], "/")
	_, host, _ = strings.Cut(host, "/")
	host, _, _ = strings.Cut(host, "/")
	switch c.Name {
	case "", "echo", "cat", ":", "true", "printf":
		return host == "localhost" || host == "127.0.0.1"
	}
	return false
}

// written is what a call is known to send to its output.
func written(c *shell.Call) (string, bool) {
	switch c.Name {
	case "echo":
		var b strings.Builder
		known := true
		for i, a := range c.Args {
			if i == 0 && (a.Text == "-e" || a.Text == "-n") {
				continue
			}
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(a.Text)
			known = known && a.Known
		}
		return b.String() + "\n", known
	case "printf":
		if len(c.Args) == 1 {
			return strings.ReplaceAll(c.Arg(0), `\n`, "\n"), c.Args[0].Known
		}
	case "cat", "tee", ">":
		if c.In != nil {
			return c.In.Text, c.In.Known
		}
	}
	return "", false
}

// emptied reports redirections that leave a file empty.
func emptied(c *shell.Call) bool {
	switch c.Name {
	case "=", ":", "true":
		return true
	case "cat":
		return c.Arg(0) == "/dev/null"
	case "echo", "printf":
		return len(c.Args) == 0 || c.Arg(0) == "-n" && len(c.Args) == 1 || len(c.Args) == 1 && c.Arg(0) == ""
	}
	return false
}

// change is what happens to a file.
type change struct {
	content string // new content, when known
	known   bool
	add     bool // content is appended
	wipe    bool // the file ends empty
	part    bool // the file is edited in place in a way that is not known
}

// writes judges files that a call names as its output.
func (j *judgement) writes(c *shell.Call) {
	switch c.Name {
	case "tee", "sponge":
		j.teed(c)
	case "cp", "mv", "ln", "install", "ditto", "gcp":
		j.copies(c)
		if c.Name == "install" {
			j.installedMode(c)
		}
	case "dd", "gdd", "dcfldd", "dc3dd":
		for _, a := range c.Args {
			if p, ok := strings.CutPrefix(a.Text, "of="); ok {
				a.Text = p
				j.written(c, a, change{})
			}
		}
	case "sed", "gsed", "perl", "ruby", "awk", "gawk":
		j.inPlace(c)
	case "chmod", "chown", "chgrp", "chattr", "setfacl", "touch", "xattr", "icacls", "takeown", "attrib":
		j.permissions(c)
	case "curl", "wget", "aria2c":
		j.fetched(c)
	case "git":
		j.gitRestores(c)
	case "patch", "ed", "ex", "vim", "vi", "nano", "emacs", "jq", "yq", "sd", "crudini", "dasel", "tomlq", "code", "cursor", "nvim", "rpl":
		j.editors(c)
	case "mkdir", "mkfifo", "mknod":
	case "rsync", "scp":
		if ops := c.Operands("-e --rsh -P -i -o -F --exclude --include"); len(ops) > 1 && !strings.Contains(ops[len(ops)-1].Text, ":") {
			if t := j.aim(ops[len(ops)-1], c.Dir); j.guardOf(t).Class != GuardNone || pathTopic(t.abs, &j.site) != "" {
				j.written(c, ops[len(ops)-1], change{})
			}
		}
	case "tar", "unzip", "bsdtar":
		j.unpacked(c)
	}
}

func (j *judgement) teed(c *shell.Call) {
	ch := change{add: c.Has("-a", "--append")}
	if c.In != nil {
		ch.content, ch.known = c.In.Text, c.In.Known
	}
	for _, o := range c.Operands("") {
		j.written(c, o, ch)
	}
}

// fetched judges where downloads are put.
func (j *judgement) fetched(c *shell.Call) {
	if w, ok := c.Value("-P", "--directory-prefix", "--output-dir"); ok && c.Name == "wget" {
		w.Text += "/file"
		j.written(c, w, change{})
	}
	for _, p := range shell.Downloads(c) {
		switch topic := pathTopic(j.site.aim(p, false, true, c.Dir).abs, &j.site); topic {
		case "ci", "instructions", "editor", "git-hook", "rc":
			j.signal("write.planted", c, "", p)
		}
		j.written(c, shell.Word{Text: p, Known: true}, change{})
	}
}

// unpacked judges where an archive is opened.
func (j *judgement) unpacked(c *shell.Call) {
	w, ok := c.Value("-C", "--directory", "-d")
	if !ok {
		return
	}
	t := j.aim(w, c.Dir)
	if secretFolder(t.abs, j.site.home) || j.site.where(t) == placeHomeRoot {
		j.signal("write.ssh-config", c, t.abs, t.text)
	}
	if strings.HasSuffix(t.abs, "/.git") || strings.Contains(t.abs, "/.git/") {
		j.signal("write.git-internals", c, t.abs, t.text)
	}
	if pl := j.site.where(t); pl == placeRoot || pl == placeSystem && ownedBySystem(t.abs) {
		j.signal("write.system", c, t.abs, t.text)
	}
}

func (j *judgement) copies(c *shell.Call) {
	ops := c.Operands("-S --suffix -t --target-directory -m --mode -o -g --owner --group")
	to, given := c.Value("-t", "--target-directory")
	if !given {
		if len(ops) == 0 {
			return
		}
		if len(ops) == 1 && c.Name == "ln" {
			return
		}
		to, ops = ops[len(ops)-1], ops[:len(ops)-1]
	}
	if strings.HasSuffix(to.Text, ".git/") || strings.HasSuffix(to.Text, "/.git") || to.Text == ".git" {
		j.signal("write.git-internals", c, "", to.Text)
	}
	j.written(c, to, change{})
	j.shadowsProgram(c, to, ops)
	// "cp x dir/" writes dir/x.
	for i, o := range ops {
		if i >= 32 {
			break
		}
		if src := j.site.where(j.aim(o, c.Dir)); src == placeTemp && c.Name != "ln" {
			switch topic := pathTopic(j.aim(to, c.Dir).abs, &j.site); topic {
			case "ci", "instructions", "editor", "git-hook":
				j.signal("write.planted", c, "", to.Text)
			}
		}
		in := to
		in.Text = strings.TrimRight(to.Text, "/") + "/" + lastPart(o.Text)
		if t := j.aim(in, c.Dir); j.guardOf(t).Class != GuardNone || pathTopic(t.abs, &j.site) != "" {
			j.written(c, in, change{})
		}
		if c.Name == "ln" { // a link to a guarded file is a second way to write it
			if t := j.aim(o, c.Dir); j.guardOf(t).Class == GuardOurs {
				j.guardTouched(c, t, "link")
			}
		}
	}
}

// shadowsProgram judges a file from a temp folder that takes the place, under
// another name, of a program everybody calls.
func (j *judgement) shadowsProgram(c *shell.Call, to shell.Word, from []shell.Word) {
	t := j.aim(to, c.Dir)
	if dir, name := splitLast(t.abs); len(from) != 1 || !strings.HasSuffix(dir, "/bin") && !strings.HasSuffix(dir, "/sbin") || !shadowed(name) && name != "sh" && name != "bash" {
		return
	}
	if src := j.aim(from[0], c.Dir); j.site.where(src) == placeTemp && src.base != t.base {
		j.signal("sys.shadowed", c, t.abs, t.text)
	}
}

// inPlace judges sed -i and the like.
func (j *judgement) inPlace(c *shell.Call) {
	switch c.Name {
	case "sed", "gsed":
		if !c.Has("-i", "--in-place") && !hasPrefixArg(c, "-i") && !clusterHas(c, 'i') {
			return
		}
	case "perl", "ruby":
		if !c.Has("-i") && !hasPrefixArg(c, "-i") && !clusterHas(c, 'i') {
			return
		}
	default:
		if !c.Has("-i=inplace") && !(c.Has("-i") && anyArg(c, []string{"inplace"})) {
			return
		}
	}
	ops := c.Operands("-e -f -l --expression --file -v -F")
	for k, o := range ops {
		if k == 0 && !c.Has("-e", "--expression", "-f") && len(ops) > 1 {
			continue
		}
		j.written(c, o, change{part: true})
	}
}

func hasPrefixArg(c *shell.Call, p string) bool {
	for i := range c.Args {
		if strings.HasPrefix(c.Args[i].Text, p) {
			return true
		}
	}
	return false
}

// clusterHas finds a letter in a flag such as -pi.bak.
func clusterHas(c *shell.Call, l byte) bool {
	for i := range c.Args {
		t := c.Args[i].Text
		if len(t) > 1 && t[0] == '-' && t[1] != '-' {
			for k := 1; k < len(t) && isAlpha(t[k]); k++ {
				if t[k] == l {
					return true
				}
			}
		}
	}
	return false
}

func isAlpha(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// editors judges programs that change the files they are given.
func (j *judgement) editors(c *shell.Call) {
	for _, o := range c.Operands("") {
		t := j.aim(o, c.Dir)
		if (c.Name == "jq" || c.Name == "yq" || c.Name == "dasel" || c.Name == "tomlq") && !c.Has("-i", "--in-place", "--inplace") {
			continue
		}
		switch c.Name {
		case "code", "cursor":
			continue // opening a file shows it to a person
		case "vim", "vi", "nvim", "nano", "emacs":
			if !c.Has("-c", "-e", "-s", "-es", "-E", "--cmd", "--batch", "--eval", "-S") && !hasPrefixArg(c, "+") {
				continue // an editor without a person edits nothing
			}
		}
		j.guardTouched(c, t, "edit")
	}
}

// gitRestores judges git commands that put old content over a guarded file.
func (j *judgement) gitRestores(c *shell.Call) {
	if len(j.ops) == 0 {
		return
	}
	switch j.ops[0].text {
	case "checkout", "restore", "rm", "mv", "apply", "stash":
		for _, o := range j.ops[1:] {
			t := j.site.aim(o.text, false, true, c.Dir)
			if j.guardOf(t).Class != GuardNone {
				j.guardTouched(c, t, "edit")
			}
		}
	}
}

// written judges one file that is written.
func (j *judgement) written(c *shell.Call, w shell.Word, ch change) {
	t := j.aim(w, c.Dir)
	if j.guardChanged(c, t, ch) {
		return
	}
	switch j.site.where(t) {
	case placeDevice:
		j.signal("write.device", c, t.abs, t.text)
		return
	case placeNull:
		return
	}
	if topic := pathTopic(t.abs, &j.site); topic != "" {
		j.topic(c, t, topic, ch)
		return
	}
	j.pathRules("write", c, t)
	if ch.content != "" && deps.Reads(t.abs) {
		before, _ := j.current(t.abs)
		j.manifest(c, t.abs, before, []byte(ch.content))
	}
	if ch.wipe {
		j.overwrite(c, w, false)
	}
}

// overwrite judges a file that is emptied.
func (j *judgement) overwrite(c *shell.Call, w shell.Word, named bool) {
	t := j.aim(w, c.Dir)
	if named && j.guardTouched(c, t, "truncate") {
		return
	}
	switch pl := j.placeOf(t); {
	case strings.HasPrefix(t.abs, "/var/log/") || strings.HasPrefix(t.abs, "/var/audit"):
		j.signal("logs.wipe", c, t.abs, t.text)
	case secretKind(t.abs, j.site.home) == "history":
		j.signal("history.wipe", c, t.abs, t.text)
	case pl == placeSystem:
		j.signal("write.system", c, t.abs, t.text)
	case pl == placeRepo && j.w != nil && j.ev.Root != "" && j.w.Track(j.ev.Root, t.abs) == Modified:
		j.signal("write.truncate", c, t.abs, t.text)
	case pl == placeHome && named:
		j.signal("write.truncate", c, t.abs, t.text)
	}
}

// ownedBySystem reports the folders at the root that every system has; others,
// such as /app, belong to whoever made them.
func ownedBySystem(p string) bool {
	switch p {
	case "/etc", "/usr", "/bin", "/sbin", "/lib", "/lib64", "/boot", "/var", "/dev", "/sys", "/proc", "/opt", "/System", "/Library", "/Applications":
		return true
	}
	return false
}
