package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// deletions looks for files that a call removes or destroys.
func (j *judgement) deletions(c *shell.Call) {
	switch c.Name {
	case "rm", "rmdir", "unlink", "shred", "srm", "wipe", "rimraf", "del-cli", "grm", "gunlink", "trash-empty", "scrub", "del", "erase", "rd", "fs-extra":
		j.removal(c)
	case "truncate":
		for _, o := range c.Operands("-s --size -r --reference") {
			j.overwrite(c, o, true)
		}
	case "rsync":
		if c.Has("--delete", "--del", "--delete-after", "--delete-before", "--delete-excluded", "--delete-during", "--remove-source-files") && !c.Has("-n", "--dry-run") {
			j.mirror(c)
		}
	case "rclone", "robocopy":
		if c.Has("--dry-run", "-n", "--interactive") {
			return
		}
		if c.Arg(0) == "sync" || c.Arg(0) == "purge" || c.Arg(0) == "delete" || anyFold(c, "/mir", "/purge") {
			j.mirror(c)
		}
	case "tar":
		if c.Has("--remove-files") {
			for _, o := range c.Operands("-f --file -C --directory -T") {
				if t := j.aim(o, c.Dir); j.site.where(t) != placeTemp && !strings.Contains(o.Text, ".tar") && !strings.Contains(o.Text, ".tgz") {
					j.deleted(c, t, true, o)
				}
			}
		}
	case "trash", "trash-put", "rip", "gio":
		j.trashed(c)
	case "mv":
		j.movedAway(c)
	}
}

// trashed judges what goes to the trash: it comes back, so only what is no
// single file of a project matters.
func (j *judgement) trashed(c *shell.Call) {
	if c.Name == "gio" && c.Arg(0) != "trash" {
		return
	}
	for _, o := range c.Operands("") {
		t := j.aim(o, c.Dir)
		switch j.site.where(t) {
		case placeRoot, placeSystem, placeHomeRoot, placeRepoRoot, placeGit:
			j.deleted(c, t, true, o)
		}
	}
}

func (j *judgement) aim(w shell.Word, dir string) target {
	return j.site.aim(w.Text, w.Glob, w.Known, dir)
}

// removal judges rm and its kin.
func (j *judgement) removal(c *shell.Call) {
	if c.Name == "rm" && c.Has("-i", "-I", "--interactive") && !c.Has("-f", "--force") && len(c.Via) == 0 {
		return // the person is asked for each file
	}
	if c.Has("--help", "--version") {
		return
	}
	recursive := c.Name == "rimraf" || c.Has("-r", "-R", "--recursive", "-d") || c.Name == "rmdir" && c.Has("-p") || c.Name == "srm" && c.Has("-r")
	valued := "-n -s --iterations --size --random-source"
	if c.Name == "rm" || c.Name == "rimraf" {
		valued = ""
	}
	if c.Has("--no-preserve-root") {
		j.signal("delete.root", c, "/", "--no-preserve-root")
	}
	for _, o := range c.Operands(valued) {
		if j.gitNames(c, o, recursive) {
			continue
		}
		if recursive && o.Text == "$stdin" && !o.Known {
			j.signal("delete.unseen", c, "", c.Line())
			continue
		}
		t := j.aim(o, c.Dir)
		if c.Name == "shred" || c.Name == "wipe" || c.Name == "scrub" {
			j.shredded(c, t)
		}
		j.deleted(c, t, recursive, o)
	}
	if recursive && len(c.Operands(valued)) == 0 && c.In != nil && !c.In.Known {
		j.signal("delete.unknown", c, "", "")
	}
}

// gitNames judges words that git prints: the root of the repository, or every
// file it knows.
func (j *judgement) gitNames(c *shell.Call, o shell.Word, recursive bool) bool {
	for _, f := range o.From {
		switch {
		case f.Name != "git":
		case f.Arg(0) == "rev-parse" && f.Has("--show-toplevel") && recursive && len(o.Text) < len("$(…)/./*"):
			j.signal("delete.repo", c, "", "git rev-parse --show-toplevel")
			return true
		case f.Arg(0) == "ls-files" && len(f.Operands("")) == 1:
			j.signal("delete.repo-files", c, "", "git ls-files")
			return true
		}
	}
	return false
}

func (j *judgement) shredded(c *shell.Call, t target) {
	if pl := j.site.where(t); pl != placeTemp && pl != placeBuild && pl != placeNull {
		j.signal("delete.shred", c, t.abs, t.text)
	}
}

// deleted judges the removal of one target by where it lies.
func (j *judgement) deleted(c *shell.Call, t target, recursive bool, w shell.Word) {
	if j.guardTouched(c, t, "delete") {
		return
	}
	// "dir/*" without -r still takes every file of dir.
	sweep := recursive || t.all
	switch pl := j.placeOf(t); pl {
	case placeRoot:
		j.signal("delete.root", c, "/", t.text)
	case placeDevice:
		j.signal("delete.device", c, t.abs, t.text)
	case placeSystem:
		j.deletedSystem(c, t, sweep)
	case placeHomeRoot:
		if sweep || !t.glob {
			j.signal("delete.home", c, t.abs, t.text)
		}
	case placeTempRoot:
		if sweep {
			j.signal("delete.temp-root", c, t.abs, t.text)
		}
	case placeRepoRoot:
		j.deletedRoot(c, t, recursive)
	case placeGit:
		j.deletedGit(c, t, recursive)
	case placeHome:
		j.deletedHome(c, t, sweep || strings.Contains(t.text, "/**/"))
	case placeWork:
		if sweep || strings.HasPrefix(t.text, "/**/") {
			j.signal("delete.elsewhere", c, t.abs, t.text)
		}
	case placeRepo:
		j.deletedRepo(c, t, sweep)
	case placeUnknown:
		j.deletedUnknown(c, t, sweep, w)
	}
}

// placeOf corrects what a name promises by what git knows: a folder named
// build that is under version control is not build output.
func (j *judgement) placeOf(t target) place {
	pl := j.site.where(t)
	if pl != placeBuild || j.w == nil || j.ev.Root == "" || !within(t.abs, j.ev.Root) || hasMeta(t.abs) {
		return pl
	}
	switch j.w.Track(j.ev.Root, t.abs) {
	case Tracked, Modified:
		if lockOrLog(t.base) {
			return pl
		}
		return placeRepo
	}
	return pl
}

func lockOrLog(n string) bool {
	return strings.HasSuffix(n, ".lock") || strings.HasSuffix(n, "-lock.json") || strings.HasSuffix(n, ".log") || n == "go.sum" || n == "node_modules"
}

func (j *judgement) deletedSystem(c *shell.Call, t target, sweep bool) {
	if j.site.far && len(c.Via) > 0 && !sweep {
		return
	}
	if strings.HasPrefix(t.abs, "/var/log") {
		j.signal("logs.wipe", c, t.abs, t.text)
		return
	}
	if within(t.abs, "/usr/local") && t.abs != "/usr/local" && strings.Count(t.abs, "/") >= 4 || strings.HasPrefix(t.abs, "/var/www/") || within(t.abs, "/usr/src") || strings.HasPrefix(t.abs, "/etc/apt/sources.list.d/") || strings.HasPrefix(t.abs, "/etc/nginx/sites-enabled/") || strings.HasPrefix(t.abs, "/var/run/") || strings.HasPrefix(t.abs, "/run/") {
		j.signal("delete.system-part", c, t.abs, t.text)
		return
	}
	if !sweep && strings.Count(t.abs, "/") == 1 && !onDrive(t.abs) && !isSystemTop(t.abs) {
		return // a file right below the root of a container
	}
	j.signal("delete.system", c, t.abs, t.text)
}

func isSystemTop(p string) bool {
	switch p[1:] {
	case "etc", "usr", "bin", "sbin", "lib", "lib64", "boot", "sys", "proc", "dev", "run", "var", "opt", "srv", "System", "Library", "Applications", "mnt", "media":
		return true
	}
	return false
}

func (j *judgement) deletedRoot(c *shell.Call, t target, recursive bool) {
	switch {
	case recursive:
		j.signal("delete.repo", c, t.abs, t.text)
	case t.all:
		j.signal("delete.repo-files", c, t.abs, t.text)
	}
}

func (j *judgement) deletedGit(c *shell.Call, t target, recursive bool) {
	rel := t.abs[strings.LastIndex(t.abs, "/.git")+1:]
	switch {
	case strings.HasSuffix(rel, ".lock") || strings.Contains(rel, "/rebase-") || strings.HasSuffix(rel, "MERGE_HEAD") || strings.HasSuffix(rel, "MERGE_MSG"):
	case strings.HasPrefix(rel, ".git/hooks"):
		j.signal("git.hook-removed", c, t.abs, t.text)
	default:
		j.signal("delete.git", c, t.abs, t.text)
	}
}

func (j *judgement) deletedHome(c *shell.Call, t target, sweep bool) {
	kind := secretKind(t.abs, j.site.home)
	switch {
	case kind == "history":
		j.signal("history.wipe", c, t.abs, t.text)
	case kind != "" || strings.Contains(t.abs, "/.ssh/"):
		j.signal("delete.secret", c, t.abs, t.text)
	case strings.HasSuffix(t.abs, "/.git"):
		j.signal("delete.git", c, t.abs, t.text)
	case sweep:
		j.signal("delete.outside", c, t.abs, t.text)
	default:
		j.signal("delete.outside-file", c, t.abs, t.text)
	}
}

// deletedRepo asks git's own files whether work would be lost.
func (j *judgement) deletedRepo(c *shell.Call, t target, sweep bool) {
	state := TrackUnknown
	if j.w != nil && !hasMeta(t.abs) && j.ev.Root != "" {
		state = j.w.Track(j.ev.Root, t.abs)
	}
	if strings.HasSuffix(t.text, "/**/some*") && len(j.site.root)+1 >= len(t.abs)-len("/**/some*") {
		j.signal("delete.repo-files", c, t.abs, t.text)
		return
	}
	if envName := envFile(strings.ToLower(t.base)); envName != "" && state != Tracked {
		j.signal("delete.env", c, t.abs, t.text)
		return
	}
	if (strings.Contains(t.abs, "/.husky/") || strings.Contains(t.abs, "/.githooks/")) && !hasMeta(t.abs) {
		j.signal("git.hook-removed", c, t.abs, t.text)
		return
	}
	switch {
	case state == Ignored:
	case state == Modified:
		j.signal("delete.dirty", c, t.abs, t.text)
	case state == Tracked && sweep:
		j.signal("delete.clean", c, t.abs, t.text)
	case state == Untracked && sweep:
		j.signal("delete.untracked", c, t.abs, t.text)
	case sweep && !generated(t.base) && j.ev.Root == "":
		j.signal("delete.untracked", c, t.abs, t.text) // no repository: nothing brings it back
	case sweep && !generated(t.base):
		j.signal("delete.clean", c, t.abs, t.text)
	}
}

// generated reports patterns of files that tools make.
func generated(pattern string) bool {
	return outputName(strings.TrimPrefix(pattern, "*")) || outputName(strings.Trim(pattern, "*"))
}

func (j *judgement) deletedUnknown(c *shell.Call, t target, sweep bool, w shell.Word) {
	if !sweep {
		return
	}
	// "$UNSET/*" becomes "/*" and "$UNSET/etc" becomes "/etc".
	if strings.HasPrefix(t.text, "${") && strings.Contains(t.text, ":?}") {
		j.signal("delete.unknown", c, "", t.text)
		return
	}
	if rest := afterVar(t.text); rest == "/*" || rest == "/" || rest != "" && j.site.where(j.site.aim(rest, w.Glob, true, "")) == placeSystem {
		j.signal("delete.unset", c, "", t.text)
		return
	}
	j.signal("delete.unknown", c, "", t.text)
}

// afterVar returns what follows a leading variable, when it is a path.
func afterVar(s string) string {
	if len(s) < 2 || s[0] != '$' {
		return ""
	}
	i := strings.IndexByte(s, '/')
	if i < 0 {
		return ""
	}
	return s[i:]
}

// mirror judges tools that delete what the source does not have.
func (j *judgement) mirror(c *shell.Call) {
	ops := c.Operands("-e --rsh --exclude --include --filter -f --files-from --log-file")
	if len(ops) < 2 {
		if len(ops) == 1 && c.Name == "rclone" {
			return
		}
		j.signal("delete.mirror", c, "", "")
		return
	}
	dst := ops[len(ops)-1]
	t := j.aim(dst, c.Dir)
	switch j.site.where(t) {
	case placeRoot, placeSystem, placeHomeRoot, placeRepoRoot:
		j.signal("delete.system", c, t.abs, t.text)
	case placeTemp, placeBuild, placeNull:
	default:
		j.signal("delete.mirror", c, t.abs, t.text)
	}
}

// movedAway judges mv of what matters, and mv into nothing.
func (j *judgement) movedAway(c *shell.Call) {
	ops := c.Operands("-S --suffix -t --target-directory")
	to, given := c.Value("-t", "--target-directory")
	if !given {
		if len(ops) < 2 {
			return
		}
		to, ops = ops[len(ops)-1], ops[:len(ops)-1]
	}
	dst := j.aim(to, c.Dir)
	for _, o := range ops {
		t := j.aim(o, c.Dir)
		if j.guardTouched(c, t, "move") {
			continue
		}
		switch pl := j.site.where(t); {
		case dst.abs == "/dev/null":
			j.signal("delete.null", c, t.abs, t.text)
		case pl == placeRoot || pl == placeHomeRoot || pl == placeSystem && !j.site.far:
			j.signal("move.system", c, t.abs, t.text)
		case pl == placeGit && t.base == ".git":
			j.signal("delete.git", c, t.abs, t.text)
		case pl == placeRepoRoot && t.all:
			if dp := j.site.where(dst); dp == placeTemp || dp == placeHome || dp == placeSystem {
				j.signal("delete.repo-files", c, t.abs, t.text)
			}
		}
	}
	for i := range ops {
		if w := ops[i].Text; w == "/dev/null" {
			j.signal("delete.null", c, "", to.Text)
		}
	}
}

func anyFold(c *shell.Call, words ...string) bool {
	for i := range c.Args {
		for _, w := range words {
			if strings.EqualFold(c.Args[i].Text, w) {
				return true
			}
		}
	}
	return false
}
