package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// git judges what patterns cannot: which branch a push rewrites, whether a
// file that is thrown back holds changes, what a setting would run.
func (j *judgement) git(c *shell.Call) {
	for i := range c.Args {
		if c.Arg(i) == "-c" || c.Arg(i) == "--config-env" {
			k, v, _ := strings.Cut(c.Arg(i+1), "=")
			j.gitSetting(c, k, v, c.Arg(i) == "--config-env")
		} else if kv, ok := strings.CutPrefix(c.Arg(i), "--config-env="); ok {
			k, v, _ := strings.Cut(kv, "=")
			j.gitSetting(c, k, v, true)
		} else if strings.HasPrefix(c.Arg(i), "-c") && strings.Contains(c.Arg(i), ".") && !strings.HasPrefix(c.Arg(i), "--") && i == 0 {
			k, v, _ := strings.Cut(c.Arg(i)[2:], "=")
			j.gitSetting(c, k, v, false)
		}
	}
	sub, rest := gitSub(c)
	switch sub {
	case "push":
		j.push(c, rest)
	case "checkout", "restore":
		j.discards(c, sub, rest)
	case "config":
		j.gitConfig(c, rest)
	}
}

// gitSub returns git's sub-command and the words after it.
func gitSub(c *shell.Call) (string, []shell.Word) {
	for i := 0; i < len(c.Args); i++ {
		t := c.Args[i].Text
		switch t {
		case "-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--config-env", "--super-prefix":
			i++
			continue
		}
		if t != "" && t[0] != '-' {
			return t, c.Args[i+1:]
		}
	}
	return "", nil
}

// protectedBranch knows the shared branches of most teams and those a policy
// adds.
func (j *judgement) protectedBranch(b string) bool {
	b = strings.TrimPrefix(b, "refs/heads/")
	switch b {
	case "main", "master", "develop", "trunk", "production", "prod", "release", "stable", "staging", "dev", "gh-pages", "default", "live":
		return true
	}
	for i := range j.policy.Layers {
		if anyGlob(j.policy.Layers[i].ProtectedBranches, b) {
			return true
		}
	}
	return strings.HasPrefix(b, "release/") || strings.HasPrefix(b, "hotfix/")
}

func (j *judgement) push(c *shell.Call, rest []shell.Word) {
	var ops []string
	force, lease, dry := false, false, false
	for i := 0; i < len(rest); i++ {
		t := rest[i].Text
		switch {
		case t == "--force" || t == "-f" || t == "--mirror" && true || len(t) > 1 && t[0] == '-' && t[1] != '-' && strings.Contains(t, "f") && !strings.Contains(t, "o"):
			force = true
			if t == "--mirror" {
				ops = append(ops, "", "main")
			}
		case strings.HasPrefix(t, "--force-with-lease"):
			lease = true
		case t == "-n" || t == "--dry-run":
			dry = true
		case t == "-o" || t == "--push-option" || t == "--repo" || t == "--receive-pack" || t == "--exec":
			i++
		case strings.HasPrefix(t, "-"):
		default:
			ops = append(ops, t)
		}
	}
	if dry {
		return
	}
	if len(ops) > 0 {
		h := hostOf(ops[0])
		if i := strings.IndexByte(ops[0], '@'); h == "" && i > 0 && strings.Contains(ops[0][i:], ":") {
			h, _, _ = strings.Cut(ops[0][i+1:], ":")
		}
		if h != "" && !knownService(h) && !isLocalHost(h) {
			j.signal("git.push-url", c, "", h)
		}
	}
	all := false
	for k, t := range ops {
		if k == 0 {
			continue
		}
		plus := strings.HasPrefix(t, "+")
		dst := strings.TrimPrefix(t, "+")
		if i := strings.LastIndexByte(dst, ':'); i >= 0 {
			dst = dst[i+1:]
		}
		if dst == "HEAD" || dst == "@" || t == "--all" {
			dst = j.currentBranch()
		}
		switch prot := j.protectedBranch(dst); {
		case (force || plus) && !lease && prot || plus && prot:
			j.signal("git.force-protected", c, "", dst)
			all = true
		case force && !lease || plus:
			j.signal("git.force", c, "", dst)
			all = true
		case lease && prot:
			j.signal("git.lease-protected", c, "", dst)
		}
	}
	if force && !lease && !all {
		if b := j.currentBranch(); j.protectedBranch(b) && len(ops) < 2 {
			j.signal("git.force-protected", c, "", b)
			return
		}
		j.signal("git.force", c, "", "")
	}
}

// currentBranch reads .git/HEAD; "" when it cannot.
func (j *judgement) currentBranch() string {
	if j.w == nil || j.ev.Root == "" {
		return ""
	}
	b, err := j.w.ReadFile(j.ev.Root+"/.git/HEAD", 1024)
	if err != nil {
		return ""
	}
	ref, ok := strings.CutPrefix(strings.TrimSpace(string(b)), "ref: refs/heads/")
	if !ok {
		return ""
	}
	return ref
}

// discards judges "git checkout -- file" and "git restore file" by whether
// the file holds changes.
func (j *judgement) discards(c *shell.Call, sub string, rest []shell.Word) {
	if c.Has("-b", "-B", "--orphan", "--ours", "--theirs", "-p", "--patch") || sub == "restore" && c.Has("--staged", "-S") && !c.Has("--worktree", "-W") {
		return
	}
	dashed := false
	for _, w := range rest {
		t := w.Text
		if t == "--" {
			dashed = true
			continue
		}
		if strings.HasPrefix(t, "-") {
			continue
		}
		if !dashed && sub == "checkout" && !strings.Contains(t, ".") && !strings.Contains(t, "/") {
			continue // a branch
		}
		a := j.aim(w, c.Dir)
		if a.abs == "" || j.w == nil || j.ev.Root == "" {
			continue
		}
		switch state := j.w.Track(j.ev.Root, a.abs); {
		case state == Modified, state == TrackUnknown && (dashed || sub == "restore") && !buildOutput(a.base):
			// What cannot be looked up may hold changes.
			j.signal("git.discard-file", c, a.abs, t)
		}
	}
}

func (j *judgement) gitConfig(c *shell.Call, rest []shell.Word) {
	var ops []string
	for i := 0; i < len(rest); i++ {
		t := rest[i].Text
		switch t {
		case "--get", "--get-all", "--get-regexp", "--list", "-l", "--unset", "--unset-all", "--get-urlmatch", "get", "list", "unset", "--show-origin":
			return
		case "-f", "--file", "--type", "--default", "--blob":
			i++
			continue
		}
		if !strings.HasPrefix(t, "-") {
			ops = append(ops, t)
		}
	}
	if len(ops) > 0 && ops[0] == "set" {
		ops = ops[1:]
	}
	if len(ops) == 1 {
		if k, v, ok := strings.Cut(ops[0], "="); ok {
			ops = []string{k, v}
		}
	}
	if len(ops) >= 2 {
		j.gitSetting(c, ops[0], ops[1], false)
	}
}

// gitSetting judges keys that make git run programs, drop checks or rewrite
// addresses.
func (j *judgement) gitSetting(c *shell.Call, key, val string, hidden bool) {
	k := strings.ToLower(key)
	if harmlessSetting(k, val) {
		return
	}
	danger := false
	switch k {
	case "core.fsmonitor", "core.sshcommand", "core.editor", "core.pager", "core.hookspath", "core.askpass", "core.gitproxy", "core.attributesfile", "core.worktree", "core.bare", "sequence.editor", "diff.external", "credential.helper", "gpg.program", "gpg.ssh.program", "gpg.x509.program", "gpg.openpgp.program", "gpg.ssh.defaultkeycommand", "uploadpack.packobjectshook", "interactive.difffilter", "http.proxy", "http.sslverify", "http.sslcainfo", "http.sslcapath", "http.sslcert", "http.sslkey", "http.proxyauthmethod", "http.cookiefile", "http.extraheader", "protocol.ext.allow", "protocol.allow", "sendemail.smtpserver", "init.templatedir", "commit.template", "help.browser", "man.viewer", "safe.directory", "safe.barerepository", "receive.denynonfastforwards", "receive.denydeletes", "receive.denycurrentbranch", "transfer.fsckobjects", "web.browser", "instaweb.httpd", "include.path", "fetch.fsckobjects", "receive.fsckobjects", "submodule.recurse", "user.signingkey", "commit.gpgsign", "tag.gpgsign", "core.gitdir", "sendemail.tocmd", "sendemail.cccmd", "http.sslbackend", "gpg.format", "http.delegation", "http.emptyauth", "core.alternaterefscommand", "core.excludesfile", "credential.username":
		danger = k != "core.excludesfile" && k != "submodule.recurse" && k != "user.signingkey" && k != "gpg.format" && k != "commit.template" && k != "credential.username"
		if k == "safe.directory" {
			danger = false // it only lets git read folders of other owners, as every build machine does
		}
		if k == "commit.gpgsign" || k == "tag.gpgsign" {
			danger = false
		}
		if k == "http.sslverify" || strings.HasPrefix(k, "receive.deny") || strings.HasSuffix(k, "fsckobjects") || k == "core.bare" {
			danger = val == "false" || val == "0" || val == "off" || val == "no" || k == "core.bare" && val == "true" || hidden
		}
	default:
		danger = settingFamily(k, val)
	}
	if danger || hidden && (strings.HasPrefix(k, "core.") || strings.HasPrefix(k, "remote.") || strings.HasPrefix(k, "alias.")) {
		j.signal("git.config-danger", c, "", key)
	}
}

// harmlessSetting knows values everybody uses.
func harmlessSetting(k, val string) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(val), " ")
	switch k {
	case "diff.external", "interactive.difffilter":
		switch lastPart(first) {
		case "delta", "difft", "difftastic", "diff-so-fancy", "diff-highlight":
			return !strings.ContainsAny(val, ";|&$`")
		}
	case "core.editor", "sequence.editor", "core.pager", "pager.diff", "pager.log", "pager.branch":
		switch base := lastPart(first); base {
		case "vim", "vi", "nano", "code", "cat", "less", "true", "", "nvim", "emacs", "subl", "delta", "more", ":", "sed", "micro", "hx":
			return !strings.ContainsAny(val, ";|&$`")
		}
	case "credential.helper":
		switch first {
		case "", "store", "cache", "osxkeychain", "manager", "manager-core", "libsecret", "wincred", "oauth":
			return true
		}
	case "core.sshcommand":
		return first == "ssh" && !strings.Contains(val, "ProxyCommand") && !strings.ContainsAny(val, ";|`")
	case "core.hookspath":
		switch strings.TrimPrefix(val, "./") {
		case ".husky", ".husky/_", ".githooks", "githooks", ".hooks", "hooks", "scripts/hooks":
			return true
		}
	}
	return false
}

func settingFamily(k, val string) bool {
	switch {
	case strings.HasPrefix(k, "alias."):
		return strings.HasPrefix(strings.TrimSpace(val), "!")
	case strings.HasPrefix(k, "url.") && (strings.HasSuffix(k, ".insteadof") || strings.HasSuffix(k, ".pushinsteadof")):
		u := k[4:strings.LastIndexByte(k, '.')]
		if h, ok := strings.CutPrefix(u, "git@"); ok {
			u = "ssh://" + strings.TrimSuffix(h, ":")
		}
		return !knownService(hostOf(u))
	case strings.HasPrefix(k, "includeif."), strings.HasPrefix(k, "pager."), strings.HasPrefix(k, "man.") && strings.HasSuffix(k, "cmd"):
		return true
	case strings.HasPrefix(k, "http.") && (strings.HasSuffix(k, ".sslverify") && (val == "false" || val == "0") || strings.HasSuffix(k, ".proxy")):
		return true
	case strings.HasPrefix(k, "trace2."), strings.HasPrefix(k, "lfs.custom"), strings.HasPrefix(k, "lfs.standalone"), strings.HasPrefix(k, "lfs.extension"), strings.HasPrefix(k, "sendemail.") && strings.HasSuffix(k, "cmd"), strings.HasSuffix(k, ".tunnel"), strings.HasSuffix(k, "hook"), k == "http.sslversion", k == "core.repositoryformatversion", strings.HasPrefix(k, "safe.") && strings.HasPrefix(val, "/tmp"):
		return true
	case strings.HasPrefix(k, "protocol.") && strings.HasSuffix(k, ".allow"):
		return val == "always"
	case strings.HasPrefix(k, "submodule.") && strings.HasSuffix(k, ".update"):
		return strings.HasPrefix(val, "!")
	case strings.HasPrefix(k, "remote.") && (strings.HasSuffix(k, "uploadpack") || strings.HasSuffix(k, "receivepack") || strings.HasSuffix(k, ".vcs") || strings.HasSuffix(k, ".proxy") || strings.HasSuffix(k, ".url") && strings.HasPrefix(val, "ext::")):
		return true
	}
	for _, s := range [...]string{".cmd", ".path", ".command", ".textconv", ".driver", ".clean", ".smudge", ".process", ".helper", ".program"} {
		if strings.HasSuffix(k, s) {
			for _, p := range [...]string{"mergetool.", "difftool.", "diff.", "merge.", "filter.", "credential.", "browser.", "guitool.", "trailer.", "hook.", "gpg.", "sendemail.", "tar."} {
				if strings.HasPrefix(k, p) {
					return !strings.HasPrefix(k, "filter.lfs.") && !strings.HasPrefix(val, "git-lfs") && !(strings.HasPrefix(k, "credential.") && harmlessSetting("credential.helper", val))
				}
			}
		}
	}
	return false
}
