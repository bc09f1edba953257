package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// pathTopic says what a file governs when somebody writes it; "" when it is
// an ordinary file.
func pathTopic(abs string, s *site) string {
	if abs == "" {
		return ""
	}
	if t := systemTopic(abs); t != "" {
		return t
	}
	base := lastPart(abs)
	if base == "release_agent" || base == "notify_on_release" || base == "core_pattern" || strings.HasSuffix(base, ".pth") && strings.Contains(abs, "site-packages") || base == "sitecustomize.py" || base == "usercustomize.py" {
		return "kernel"
	}
	if rel, ok := homeRel(abs, s.home); ok {
		if t := homeTopic(rel, base); t != "" {
			return t
		}
	}
	return repoTopic(abs, base)
}

func systemTopic(abs string) string {
	if onDrive(abs) {
		if len(abs) > 9 && strings.EqualFold(abs[2:10], "/windows") {
			return "system"
		}
		return ""
	}
	if len(abs) < 2 || strings.IndexByte("evlupsbLSdc", abs[1]) < 0 {
		return "" // below /home, /tmp, /Users...
	}
	for _, p := range [...][2]string{
		{"/etc/cron", "cron"}, {"/var/spool/cron", "cron"}, {"/etc/anacrontab", "cron"}, {"/var/spool/at", "cron"},
		{"/etc/systemd", "service"}, {"/lib/systemd", "service"}, {"/usr/lib/systemd", "service"}, {"/etc/init.d", "service"}, {"/etc/rc.local", "service"}, {"/etc/init/", "service"},
		{"/Library/LaunchDaemons", "service"}, {"/Library/LaunchAgents", "service"}, {"/etc/xdg/autostart", "service"}, {"/etc/update-motd.d", "service"}, {"/etc/NetworkManager/dispatcher.d", "service"}, {"/etc/udev/rules.d", "service"}, {"/lib/udev/rules.d", "service"}, {"/etc/apt/apt.conf.d", "service"}, {"/etc/dpkg", "service"}, {"/etc/logrotate.d", "service"},
		{"/etc/passwd", "account"}, {"/etc/shadow", "account"}, {"/etc/group", "account"}, {"/etc/gshadow", "account"}, {"/etc/sudoers", "account"}, {"/etc/pam.d", "account"}, {"/etc/security", "account"}, {"/etc/login.defs", "account"}, {"/etc/polkit-1", "account"}, {"/etc/doas.conf", "account"}, {"/etc/ssh/", "account"}, {"/etc/nsswitch.conf", "account"},
		{"/etc/ld.so", "loader"}, {"/etc/environment", "loader"}, {"/etc/binfmt.d", "loader"}, {"/proc/sys/fs/binfmt_misc", "loader"}, {"/etc/modprobe.d", "loader"}, {"/etc/modules", "loader"},
		{"/etc/profile", "rc"}, {"/etc/bash.bashrc", "rc"}, {"/etc/bashrc", "rc"}, {"/etc/zsh", "rc"}, {"/etc/zprofile", "rc"}, {"/etc/skel", "rc"}, {"/etc/inputrc", "rc"},
		{"/proc/sysrq-trigger", "kernel"}, {"/proc/sys/", "kernel"}, {"/sys/fs/cgroup/cpu", "cgroup"}, {"/sys/", "kernel"}, {"/boot/", "kernel"}, {"/etc/default/grub", "kernel"}, {"/etc/grub", "kernel"}, {"/etc/sysctl", "kernel"}, {"/etc/fstab", "kernel"}, {"/etc/crypttab", "kernel"}, {"/proc/", "kernel"},
		{"/etc/hosts", "network"}, {"/etc/resolv.conf", "network"}, {"/etc/iptables", "network"}, {"/etc/nftables", "network"}, {"/etc/ufw", "network"}, {"/etc/network", "network"}, {"/etc/netplan", "network"}, {"/etc/apt/sources.list", "sources"}, {"/etc/yum.repos.d", "sources"}, {"/etc/pip.conf", "sources"}, {"/etc/npmrc", "sources"}, {"/etc/docker", "service"}, {"/etc/containerd", "service"},
		{"/var/log/", "log"}, {"/var/audit", "log"}, {"/etc/audit", "log"}, {"/etc/rsyslog", "log"}, {"/var/run/utmp", "log"},
	} {
		if strings.HasPrefix(abs, p[0]) {
			return p[1]
		}
	}
	switch {
	case strings.HasPrefix(abs, "/dev/pts/") || strings.HasPrefix(abs, "/dev/tty") || strings.HasPrefix(abs, "/dev/input/"):
		return "terminal"
	case strings.HasPrefix(abs, "/usr/local/"):
		return ""
	case strings.HasPrefix(abs, "/etc/") || strings.HasPrefix(abs, "/usr/") || strings.HasPrefix(abs, "/bin/") || strings.HasPrefix(abs, "/sbin/") || strings.HasPrefix(abs, "/lib") && strings.Count(abs, "/") > 1 && !strings.HasPrefix(abs, "/library") || strings.HasPrefix(abs, "/System/"):
		return "system"
	}
	return ""
}

func homeTopic(rel, base string) string {
	switch rel {
	case ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".profile", ".zshrc", ".zprofile", ".zshenv", ".zlogin", ".zlogout", ".config/fish/config.fish", ".inputrc", ".kshrc", ".cshrc", ".tcshrc", ".xinitrc", ".xprofile", ".xsession", ".pam_environment", ".vimrc", ".config/nvim/init.lua", ".config/nvim/init.vim", ".emacs", ".tmux.conf", ".screenrc", ".gdbinit", ".lldbinit", ".pythonrc", ".irbrc", ".Rprofile", ".editrc", ".envrc", ".bash_aliases", ".zsh_aliases", ".aliases", ".oh-my-zsh/custom/aliases.zsh", ".hushlogin", ".login", ".config/starship.toml":
		return "rc"
	case ".gitconfig", ".config/git/config":
		return "gitconfig"
	case ".ssh/authorized_keys", ".ssh/authorized_keys2", ".ssh/rc":
		return "authorized-keys"
	case ".ssh/config", ".ssh/environment":
		return "ssh-config"
	case ".npmrc", ".pip/pip.conf", ".config/pip/pip.conf", ".yarnrc", ".yarnrc.yml", ".cargo/config.toml", ".cargo/config", ".gemrc", ".m2/settings.xml", ".condarc", ".bunfig.toml", ".pypirc", ".config/uv/uv.toml", ".gradle/init.gradle", ".docker/config.json", ".bundle/config":
		return "package-config"
	}
	for _, p := range [...]string{".config/systemd/", ".config/autostart/", "Library/LaunchAgents/", ".local/share/systemd/", ".config/environment.d/", ".config/fish/conf.d/", ".config/fish/functions/", "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup", ".gradle/init.d/"} {
		if strings.HasPrefix(rel, p) {
			return "service"
		}
	}
	switch {
	case rel == ".ssh/known_hosts":
		return ""
	case strings.HasPrefix(rel, ".ssh/"):
		return "ssh-config"
	case strings.HasPrefix(rel, "Library/Application Support/com.apple.TCC"):
		return "account"
	case strings.Contains(base, "PowerShell_profile") || base == "profile.ps1" || strings.HasPrefix(rel, ".config/powershell/"):
		return "rc"
	case strings.HasPrefix(rel, ".local/bin/") && (base == "sudo" || base == "ssh" || base == "git" || base == "ls" || base == "npm" || base == "python"):
		return "shadow"
	}
	return ""
}

func repoTopic(abs, base string) string {
	switch {
	case strings.Contains(abs, "/.git/hooks/") && !strings.HasSuffix(base, ".sample"), strings.Contains(abs, "/.husky/"), strings.Contains(abs, "/.githooks/"):
		return "git-hook"
	case strings.HasSuffix(abs, "/.git/config"), strings.HasSuffix(abs, "/.git/info/attributes"):
		return "gitconfig"
	case strings.Contains(abs, "/.git/") && !strings.HasSuffix(abs, "/.git/info/exclude") && !strings.Contains(abs, "/.git/COMMIT_EDITMSG"):
		return "git-internals"
	case strings.Contains(abs, "/.github/workflows/"), base == ".gitlab-ci.yml", base == "Jenkinsfile", strings.Contains(abs, "/.circleci/"), base == "azure-pipelines.yml", strings.Contains(abs, "/.buildkite/"), base == "bitbucket-pipelines.yml", base == ".drone.yml", base == ".travis.yml", base == "cloudbuild.yaml", base == "buildspec.yml", strings.Contains(abs, "/.github/actions/"), base == "appveyor.yml", strings.Contains(abs, "/.woodpecker"):
		return "ci"
	case strings.HasSuffix(abs, "/.vscode/tasks.json"), strings.HasSuffix(abs, "/.vscode/settings.json"), strings.HasSuffix(abs, "/.vscode/launch.json"), base == "devcontainer.json", strings.Contains(abs, "/.devcontainer/"), strings.HasSuffix(abs, "/.idea/workspace.xml"):
		return "editor"
	case base == "CLAUDE.md" || base == "AGENTS.md" || base == "GEMINI.md" || base == ".cursorrules" || base == ".windsurfrules" || base == ".clinerules" || base == "copilot-instructions.md" || strings.Contains(abs, "/.cursor/rules/") || strings.Contains(abs, "/.claude/commands/") || strings.Contains(abs, "/.claude/agents/") || strings.Contains(abs, "/.claude/skills/") || strings.Contains(abs, "/.windsurf/rules/") || strings.Contains(abs, "/.claude/projects/") || base == "CLAUDE.local.md" || base == ".aider.conf.yml":
		return "instructions"
	}
	return ""
}

// topic turns a written topic into its signal.
func (j *judgement) topic(c *shell.Call, t target, topic string, ch change) {
	if ch.wipe && topic == "log" {
		j.signal("logs.wipe", c, t.abs, t.text)
		return
	}
	if topic == "log" && ch.add {
		return
	}
	if j.site.far && (topic == "system" || topic == "network" || topic == "sources") {
		return // a container's or another host's own configuration
	}
	if suspiciousContent(ch.content) && topic != "" {
		j.signal("write.planted", c, t.abs, t.text)
	}
	j.signal("write."+topic, c, t.abs, t.text)
	j.pathRules("write", c, t)
}

// suspiciousContent reports text that, written where it will be run or read
// by an agent, downloads code, opens a way in or sends data out.
func suspiciousContent(s string) bool {
	if s == "" {
		return false
	}
	low := strings.ToLower(clipBytes(s, 1<<16))
	fetch := strings.Contains(low, "curl ") || strings.Contains(low, "wget ") || strings.Contains(low, "iwr ") || strings.Contains(low, "invoke-webrequest") || strings.Contains(low, "urllib")
	run := strings.Contains(low, "| bash") || strings.Contains(low, "|bash") || strings.Contains(low, "| sh") || strings.Contains(low, "|sh") || strings.Contains(low, "eval") || strings.Contains(low, "| python") || strings.Contains(low, "-d @") || strings.Contains(low, "exec(")
	return fetch && run || strings.Contains(low, "/dev/tcp/") || strings.Contains(low, "nc -e") || strings.Contains(low, "ignore previous instructions") || strings.Contains(low, "ignore all previous") || strings.Contains(low, "base64 -d")
}

func clipBytes(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}

// pathRules finds custom rules that name paths.
func (j *judgement) pathRules(op string, c *shell.Call, t target) {
	for i := range j.policy.Layers {
		s := j.policy.Layers[i].Rules
		if s == nil {
			continue
		}
		s.eachPath(func(rule uint16, m PathMatch) {
			if (m.Op == op || m.Op == "any" || m.Op == "") && j.globbed(m.Glob, t.abs) {
				j.hit(s.rule(rule), j.policy.Layers[i].Name, c, t.abs, t.text)
			}
		})
	}
}

// globbed matches a rule's path pattern.
func (j *judgement) globbed(g, abs string) bool {
	if rest, ok := strings.CutPrefix(g, "~/"); ok {
		g = j.site.home + "/" + rest
	}
	if strings.HasPrefix(g, "/") {
		return g == abs || shell.Match(g, abs)
	}
	root := j.ev.Root
	if root == "" {
		root = j.ev.CWD
	}
	if !within(abs, root) || abs == root {
		return false
	}
	rel := abs[len(root)+1:]
	return shell.Match(g, rel) || shell.Match("*/"+g, rel)
}
