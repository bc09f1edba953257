package rules

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// Tools that manage something elsewhere share a grammar: TOOL [NOUN...] VERB
// NAME. What an unknown tool would do is read from its verb, so that a rule
// need not know every tool there is.

// verbs looks for a tool that is told to destroy, or to change production.
func (j *judgement) verbs(c *shell.Call) {
	if strings.HasPrefix(c.Path, "/etc/init.d/") && anyArg(c, []string{"stop", "restart", "force-reload"}) {
		j.signal("sys.service-script", c, "", c.Line())
	}
	if !managesThings(c) || c.Has("--help", "-h", "--dry-run", "--dryrun", "--local", "--whatif", "--version", "--simulate") || testRun(c) || localTarget(c) {
		return
	}
	switch verb, kind := toolVerb(c, j.ops); {
	case kind == verbDestroys && !misspelt(c.Name):
		j.signal("tool.destroys", c, "", c.Name+" "+verb)
		if where := productionNamed(c); where != "" {
			j.signal("tool.destroys-production", c, "", where)
		}
	case kind == verbChanges || kind != verbReads && c.Has("--prod", "--production"):
		if where := productionNamed(c); where != "" && deploys(c.Name) {
			j.signal("tool.changes-production", c, "", where)
		}
	}
}

type verbKind int

const (
	verbOther verbKind = iota
	verbDestroys
	verbChanges
	verbReads // what follows is data: a name, a search, a task
)

// toolVerb returns the first verb among the leading words of a call.
func toolVerb(c *shell.Call, ops []operand) (string, verbKind) {
	for _, part := range strings.FieldsFunc(c.Name, func(r rune) bool { return r == '-' || r == '_' }) {
		if len(part) > 4 && part != c.Name && plainVerb(part) == verbDestroys {
			return part, verbDestroys // lxc-destroy, cloud-nuke
		}
	}
	found, kind := "", verbOther
	for i, o := range ops {
		if i == 3 {
			break
		}
		if o.loose {
			continue
		}
		k := verbOf(o.text, i)
		switch {
		case k == verbDestroys && (kind == verbOther || k == plainVerb(o.text)):
			return o.text, k // also "migrate delete", "release delete": the first verb was a noun
		case k == verbOther && !plainWord(o.text), k == verbReads:
			if kind == verbOther || k == verbReads {
				kind = k // "rollout status" reads
			}
			return found, kind
		case k == verbChanges && kind == verbOther:
			found, kind = o.text, k
		}
	}
	return found, kind
}

// verbOf classes one word; i is its place. A compound such as apps:destroy or
// delete-stack is a verb only where names do not stand yet.
func verbOf(s string, i int) verbKind {
	if k := plainVerb(s); k != verbOther {
		return k
	}
	if k := strings.IndexAny(s, "-:._"); k > 0 && plainWord(s) && i < 2 {
		last := s[strings.LastIndexAny(s, "-:._")+1:]
		switch first := plainVerb(s[:k]); {
		case first == verbReads:
			return verbReads
		case first != verbOther && (i == 0 || s[k] == '-'):
			return first
		}
		if v := plainVerb(last); i == 0 && len(last) > 3 && (s[k] != '-' || v == verbDestroys) {
			return v
		}
	}
	for _, p := range [...]string{"Delete", "Terminate", "Destroy"} { // aliyun ecs DeleteInstance
		if len(s) > len(p) && strings.HasPrefix(s, p) && s[len(p)] >= 'A' && s[len(p)] <= 'Z' && i < 2 {
			return verbDestroys
		}
	}
	return verbOther
}

func plainVerb(s string) verbKind {
	switch s {
	case "delete", "destroy", "purge", "terminate", "wipe", "nuke", "erase", "undeploy", "deprovision", "decommission", "drop", "del", "rmr", "deleteall", "undefine", "delete-all", "destroy-all", "drop-all", "obliterate":
		return verbDestroys
	case "apply", "deploy", "update", "create", "set", "patch", "edit", "scale", "restart", "rollback", "upgrade", "install", "push", "import", "restore", "annotate",
		"label", "put", "start", "stop", "reboot", "modify", "promote", "publish", "release", "up", "sync", "enable", "disable", "add", "attach", "unset", "write", "failover", "resize",
		"rollout", "replace", "expose", "autoscale", "taint", "move", "mv", "cp", "rename", "remove", "rm", "uninstall", "migrate", "redeploy", "execute", "invoke", "send":
		return verbChanges
	case "get", "list", "ls", "show", "describe", "help", "search", "find", "info", "view", "explain", "new", "generate", "g", "gen", "make", "test", "run", "build", "log", "logs", "status", "exec",
		"check", "diff", "plan", "preview", "validate", "lint", "grep", "cat", "open", "read", "print", "doc", "docs", "branch", "checkout", "commit", "init", "can-i", "tail", "query", "inspect", "which", "x", "dlx", "template", "history":
		return verbReads
	}
	return verbOther
}

// plainWord reports a word as sub-commands are written.
func plainWord(s string) bool {
	if s == "" || s[0] < 'A' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if b := s[i]; !(b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == ':' || b == '_' || b == '.') {
			return false
		}
	}
	return true
}

// managesThings leaves out the programs whose words are data, files or tasks.
func managesThings(c *shell.Call) bool {
	if len(c.Args) == 0 || c.Lang != "" || strings.Contains(c.Path, "/") || c.Name == "" || c.Name[0] == '$' || !c.Known || shell.Interpreter(c.Name) || prints(c.Name) {
		return false
	}
	switch c.Name {
	case "echo", "printf", "git", "npm", "pnpm", "yarn", "bun", "npx", "make", "gmake", "just", "task", "rake", "go", "cargo", "mvn", "gradle", "dotnet", "pip", "pip3", "uv", "poetry", "ls", "cd", "mkdir", "touch", "rm",
		"cp", "mv", "ln", "find", "fd", "which", "whereis", "type", "man", "tldr", "info", "test", "[", "[[", "set", "export", "declare", "local", "unset", "alias", "read", "return", "exit", "source", ".", "eval", "trap", "kill", "pkill",
		"killall", "pgrep", "ps", "curl", "wget", "http", "ssh", "scp", "rsync", "tar", "zip", "unzip", "chmod", "chown", "sudo", "env", "xargs", "time", "date", "sleep", "tee", "wc", "expr", "let", "basename", "dirname", "realpath",
		"pytest", "jest", "vitest", "mocha", "rspec", "phpunit", "code", "say", "notify-send", "gh", "glab", "docker", "podman", "redis-cli", "valkey-cli", "psql", "mysql", "sqlite3", "mongosh", "mongo", "apt", "apt-get", "brew", "dnf", "yum",
		"apk", "pacman", "conda", "composer", "gem", "bundle", "logger", "pass", "claude", "codex", "gemini", "vibedefend", "jj", "hg", "svn", "ansible-playbook", "dir", "copy", "nx", "turbo", "lerna", "seq", "yes", "true", "false", "stat", "file", "du", "df", "ag", "ack", "sd", "tmux", "screen", "systemctl", "service", "adb", "bq", "gsutil",
		"kind", "minikube", "k3d", "ctlptl", "colima", "xcrun", "simctl", "watchman", "awslocal", "tflocal", "samlocal", "cdklocal", "molecule", "kitchen", "swift", "stack", "cabal", "opam", "dvc", "flutter", "dart", "zellij", "mise", "asdf", "rbenv", "pyenv", "nvm", "direnv", "sbt", "lein", "bazel", "bazelisk",
		"buck2", "earthly", "hugo", "ember", "ng", "nest", "hatch", "pdm", "tox", "nox", "inv", "invoke", "spack", "luarocks", "snap", "flatpak", "choco", "winget", "scoop", "port", "nix", "i3-msg", "swaymsg", "hyprctl", "yabai", "wmctrl":
		return false // local tools, package managers, runners and window managers
	case "rails":
		return c.Arg(0) != "destroy" && c.Arg(0) != "d" // takes back what "generate" made
	}
	return !strings.Contains(c.Name, "-") || !strings.HasPrefix(c.Name, "remove-") // cmdlets have rules of their own
}

// localTarget reports a cluster or an emulator on this machine.
func localTarget(c *shell.Call) bool {
	switch c.Name {
	case "kubectl", "oc", "k":
		return flagValues(c, "--context", localContexts[:])
	case "helm":
		return flagValues(c, "--kube-context", localContexts[:])
	case "aws":
		return flagValues(c, "--endpoint-url", []string{"--endpoint-url=LOCAL"}) || !c.Has("--endpoint-url") && lastEnv(c, []string{"AWS_ENDPOINT_URL=LOCAL"})
	}
	return false
}

var localContexts = [...]string{"--context=kind-*", "--context=k3d-*", "--context=minikube", "--context=docker-desktop", "--context=rancher-desktop", "--context=orbstack", "--context=colima",
	"--kube-context=kind-*", "--kube-context=k3d-*", "--kube-context=minikube", "--kube-context=docker-desktop", "--kube-context=rancher-desktop", "--kube-context=orbstack", "--kube-context=colima"}

// testRun reports a call whose environment says that it is a test.
func testRun(c *shell.Call) bool {
	for _, e := range c.Env {
		if strings.HasSuffix(e.Name, "_ENV") && (e.Value.Text == "test" || e.Value.Text == "testing") {
			return true
		}
	}
	return false
}

// deploys reports a tool whose changes reach what runs elsewhere.
func deploys(name string) bool { return slices.Contains(remoteTools[:], name) }

var remoteTools = [...]string{"aws", "gcloud", "az", "kubectl", "oc", "k", "helm", "helm3", "helmfile", "terraform", "tofu", "terragrunt", "pulumi", "cdk", "sam", "serverless", "sls", "sst", "eb", "ecs-cli", "fly", "flyctl",
	"vercel", "vc", "netlify", "ntl", "railway", "render", "heroku", "supabase", "firebase", "wrangler", "argocd", "flux", "kustomize", "nomad", "consul", "vault", "ansible", "cf", "kamal", "cap", "dokku", "doctl", "oci", "ibmcloud",
	"istioctl", "linkerd", "skaffold", "eksctl", "kops", "pscale", "neonctl", "knex", "alembic", "flyway", "liquibase", "prisma", "sequelize", "sequelize-cli", "typeorm", "rails", "artisan", "copilot", "amplify", "convex", "turso",
	"stripe", "databricks", "snow", "dbt", "airflow"}

// misspelt reports a name one letter beside a tool that has rules: nothing of
// that name runs.
func misspelt(name string) bool {
	if len(name) < 3 {
		return true
	}
	for _, t := range remoteTools {
		long, short := name, t
		if len(t) > len(name) {
			long, short = t, name
		}
		if len(long) != len(short)+1 || len(short) < 3 {
			continue
		}
		k := 0
		for k < len(short) && long[k] == short[k] {
			k++
		}
		if long[k+1:] == short[k:] {
			return true
		}
	}
	return false
}

// productionNamed returns the word or variable that says production: the
// value of a context, profile, namespace or environment.
func productionNamed(c *shell.Call) string {
	for _, e := range c.Env {
		if prodName(e.Value.Text) && !strings.Contains(e.Value.Text, " ") {
			return e.Name + "=" + e.Value.Text
		}
	}
	args := c.Args
	if c.Name == "aws" && c.Arg(0) == "s3" && len(args) > 0 {
		args = args[len(args)-1:] // what is only read is no change
	}
	for _, w := range args {
		t := strings.TrimLeft(w.Text, "-")
		if strings.ContainsAny(t, " \n{") {
			continue
		}
		if prodName(t) {
			return w.Text
		}
	}
	return ""
}
