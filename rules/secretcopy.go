package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

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
		switch c.Arg(0) {
		case "req", "x509", "ca", "genrsa", "genpkey", "verify", "s_client", "s_server", "dgst", "crl", "rand", "version", "ecparam", "dhparam":
			return // the key signs or serves; what is written is no key
		}
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
		case kind == "" && remote && accountFile(t.abs):
			j.signal("secret.sent", c, t.abs, t.text)
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

// gitReads judges secrets shown out of git's history and put into it.
func (j *judgement) gitReads(c *shell.Call) {
	if len(j.ops) == 0 {
		return
	}
	switch j.ops[0].text {
	case "stash", "show", "cat-file", "diff", "log", "blame", "grep", "annotate", "archive":
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
			if k := secretKind(shell.Clean(p), j.site.home); k != "" || systemTopic(shell.Clean(p)) == "account" {
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
		} else if accountFile(t.abs) {
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
