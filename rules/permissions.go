package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// installedMode judges install -m with a mode that lends rights.
func (j *judgement) installedMode(c *shell.Call) {
	if w, ok := c.Value("-m", "--mode"); ok && setuid(w.Text) {
		if ops := c.Operands("-m --mode -o --owner -g --group -t --target-directory -S --suffix"); len(ops) > 0 {
			t := j.aim(ops[len(ops)-1], c.Dir)
			j.signal("perm.setuid", c, t.abs, t.text)
		}
	}
}

// permissions judges changes of mode, owner and attributes.
func (j *judgement) permissions(c *shell.Call) {
	valued := "-m --modify -x --remove --reference -d -t -r"
	if c.Name == "chmod" || c.Name == "chown" {
		valued = "--reference"
	}
	ops := c.Operands(valued)
	skip := 1
	if c.Name == "touch" || c.Name == "setfacl" || c.Has("--reference") || c.Name == "attrib" || c.Name == "icacls" || c.Name == "takeown" {
		skip = 0
	}
	recursive := c.Has("-R", "--recursive") || clusterHas(c, 'R')
	wide := c.Name != "touch" && recursive
	mode := ""
	if taken := removedBits(c); taken != "" { // chmod -x file
		skip, mode = 0, taken
	}
	if skip == 1 && len(ops) > 0 {
		mode = ops[0].Text
	}
	if skip == 1 && len(ops) == 1 && wide {
		j.widePermission(c, j.aim(ops[0], c.Dir), mode) // "chmod -R /": the mode was left out
		return
	}
	for k, o := range ops {
		if k < skip {
			continue
		}
		t := j.aim(o, c.Dir)
		if c.Name != "touch" || j.guardOf(t).Class == GuardOurs {
			j.guardTouched(c, t, "perm")
		}
		if c.Name == "touch" {
			continue
		}
		if wide {
			j.widePermission(c, t, mode)
		}
		j.loosened(c, t, mode)
	}
}

// removedBits returns a mode such as -x, which reads like a flag.
func removedBits(c *shell.Call) string {
	if c.Name != "chmod" {
		return ""
	}
	for i := range c.Args {
		if t := c.Args[i].Text; len(t) > 1 && t[0] == '-' && strings.Trim(t[1:], "rwxXst") == "" {
			return t
		}
	}
	return ""
}

func (j *judgement) widePermission(c *shell.Call, t target, mode string) {
	switch j.site.where(t) {
	case placeRoot:
		j.signal("perm.root", c, t.abs, t.text)
	case placeSystem, placeHomeRoot:
		j.signal("perm.system", c, t.abs, t.text)
	case placeRepoRoot, placeGit:
		if c.Name != "chmod" && !ownerSelf(mode) || worldWritable(mode) || mode == t.text {
			j.signal("perm.repo", c, t.abs, t.text)
		}
	}
}

// ownerSelf reports an owner that is whoever runs the command.
func ownerSelf(owner string) bool {
	user, _, _ := strings.Cut(owner, ":")
	switch user {
	case "$USER", "$UID", "$LOGNAME", "$(whoami)", "$(id -u)", "$(id -un)", "${USER}", "${UID}", "0", "1000":
		return user != "0"
	}
	return false
}

// loosened judges modes that open a file to everybody or make it setuid.
func (j *judgement) loosened(c *shell.Call, t target, mode string) {
	if c.Name == "setfacl" && (secretKind(t.abs, j.site.home) != "" || pathTopic(t.abs, &j.site) == "authorized-keys") {
		j.signal("perm.secret", c, t.abs, t.text)
		return
	}
	if c.Name != "chmod" {
		if pl := j.site.where(t); (c.Name == "chown" || c.Name == "chgrp" || c.Name == "setfacl") && pl == placeSystem && !j.site.far {
			j.signal("perm.system", c, t.abs, t.text)
		}
		return
	}
	if setuid(mode) && !(sharedGroup(mode) && (j.site.where(t) != placeSystem || within(t.abs, "/srv"))) {
		j.signal("perm.setuid", c, t.abs, t.text)
		return
	}
	if topic := systemTopic(t.abs); topic == "account" || topic == "loader" || topic == "kernel" {
		j.signal("perm.system", c, t.abs, t.text)
		return
	}
	if !worldWritable(mode) {
		if secretKind(t.abs, j.site.home) == "private key" && !ownerOnly(mode) {
			j.signal("perm.secret", c, t.abs, t.text)
		}
		return
	}
	switch pl := j.site.where(t); {
	case pl == placeSystem || pl == placeRoot || pl == placeHomeRoot:
		j.signal("perm.system", c, t.abs, t.text)
	case secretKind(t.abs, j.site.home) != "":
		j.signal("perm.secret", c, t.abs, t.text)
	case pl != placeTemp && pl != placeTempRoot && pl != placeNull:
		j.signal("perm.world", c, t.abs, t.text)
	}
}

func ownerOnly(mode string) bool {
	return strings.HasSuffix(mode, "00") || strings.HasPrefix(mode, "go-") || strings.HasPrefix(mode, "u") || strings.HasPrefix(mode, "o-") || strings.HasPrefix(mode, "g-") || strings.HasPrefix(mode, "go=")
}

func setuid(mode string) bool {
	if len(mode) == 4 && mode[0] >= '2' && mode[0] <= '7' && allDigits(mode) && mode[0] != '1' && mode != "2755" && mode != "2775" {
		return mode[0] >= '4' || mode[0] == '2'
	}
	return strings.Contains(mode, "+s") || strings.Contains(mode, "=s") || strings.HasSuffix(mode, "s") && strings.ContainsAny(mode, "+=") && !strings.HasPrefix(mode, "-")
}

// sharedGroup reports g+s alone, as is set on folders that a group shares.
func sharedGroup(mode string) bool { return mode == "g+s" || mode == "g+rws" || mode == "g+rwxs" }

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func worldWritable(mode string) bool {
	if allDigits(mode) && len(mode) >= 3 {
		return (mode[len(mode)-1]-'0')&2 != 0
	}
	for _, part := range strings.Split(mode, ",") {
		i := strings.IndexAny(part, "+=")
		if i < 0 || !strings.Contains(part[i:], "w") {
			continue
		}
		if who := part[:i]; strings.ContainsAny(who, "oa") {
			return true
		}
	}
	return false
}
