package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// environment judges variables that change what programs load, run or trust.
func (j *judgement) environment(c *shell.Call) {
	for i := range c.Env {
		e := &c.Env[i]
		j.variable(c, e.Name, e.Value)
		if n, ok := strings.CutPrefix(e.Name, "GIT_CONFIG_KEY_"); ok {
			for k := range c.Env {
				if c.Env[k].Name == "GIT_CONFIG_VALUE_"+n {
					j.gitSetting(c, e.Value.Text, c.Env[k].Value.Text, false)
				}
			}
		}
	}
}

func (j *judgement) variable(c *shell.Call, name string, v shell.Word) {
	if !j.loadVariable(c, name, v) && !j.guardVariable(c, name, v) && !j.programVariable(c, name, v) {
		j.networkVariable(c, name, v)
	}
}

// loadVariable judges what programs load before their own code, and where they
// find things.
func (j *judgement) loadVariable(c *shell.Call, name string, v shell.Word) bool {
	switch name {
	case "LD_PRELOAD", "DYLD_INSERT_LIBRARIES":
		if v.Text != "" {
			j.preload(c, name, v)
		}
	case "LD_LIBRARY_PATH", "LD_AUDIT", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH":
		if v.Text == "" || (name == "LD_LIBRARY_PATH" || name == "DYLD_LIBRARY_PATH") && !strings.Contains(v.Text, "/tmp") && !strings.Contains(v.Text, "/dev/shm") {
			return true
		}
		j.signal("env.loader", c, "", name+"="+v.Text)
	case "BASH_ENV", "ENV", "PROMPT_COMMAND", "ZDOTDIR", "PYTHONSTARTUP", "PERL5OPT", "PERL5LIB", "RUBYOPT", "PERL5DB", "INPUTRC", "BASH_XTRACEFD", "PS4", "PYTHONINSPECT", "PYTHONHOME":
		if v.Text == "" || j.plainStart(c, name, v) || name == "ENV" && !strings.Contains(v.Text, "/") || name == "PS4" && len(v.From) == 0 && !strings.Contains(v.Text, "$(") {
			return true
		}
		j.signal("env.startup", c, "", name+"="+v.Text)
	case "NODE_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "PYTHONPATH", "NODE_PATH", "CLASSPATH":
		low := strings.ToLower(v.Text)
		if j.plainStart(c, name, v) {
			return true
		}
		if strings.Contains(low, "--require") || strings.Contains(low, "-r ") || strings.Contains(low, "--loader") || strings.Contains(low, "--import") || strings.Contains(low, "-javaagent") || strings.Contains(low, "-agentlib") || strings.Contains(low, "-agentpath") || strings.Contains(low, "--inspect=0.0.0.0") || strings.HasPrefix(v.Text, "/tmp") || strings.HasPrefix(v.Text, "/dev/shm") {
			j.signal("env.startup", c, "", name+"="+v.Text)
		}
	case "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "RUBYLIB", "LUA_PATH", "GEM_PATH", "GOENV", "PYTHONUSERBASE", "CARGO_HOME", "NPM_CONFIG_USERCONFIG", "npm_config_userconfig", "PIP_CONFIG_FILE", "KUBECONFIG", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE":
		if v.Known && j.site.where(j.aim(v, c.Dir)) == placeTemp {
			j.signal("env.startup", c, "", name+"="+v.Text)
		}
	case "PATH":
		for _, p := range strings.Split(v.Text, ":") {
			if j.ownFolder(p) {
				continue
			}
			if p == "/tmp" || strings.HasPrefix(p, "/tmp/") || strings.HasPrefix(p, "/dev/shm") || strings.HasPrefix(p, "/var/tmp") || p == "." {
				j.signal("env.path", c, "", "PATH="+clipText(v.Text, 60))
				return true
			}
		}
	case "IFS":
		if c.Name != "while" && len(c.Args) == 0 && strings.ContainsAny(v.Text, "/$") {
			j.signal("env.ifs", c, "", "IFS")
		}
	case "CC", "CXX", "RUSTC_WRAPPER", "RUSTC", "GOROOT", "CGO_CFLAGS", "CFLAGS", "LDFLAGS", "MAKEFLAGS", "RUSTFLAGS", "CMAKE_TOOLCHAIN_FILE":
		if strings.Contains(v.Text, "/tmp/") || strings.Contains(v.Text, "/dev/shm") || strings.Contains(v.Text, "-fplugin") {
			j.signal("env.toolchain", c, "", name+"="+v.Text)
		}
	default:
		return false
	}
	return true
}

// guardVariable judges what switches checks, history and hooks off.
func (j *judgement) guardVariable(c *shell.Call, name string, v shell.Word) bool {
	switch name {
	case "DOCKER_CONTENT_TRUST", "COSIGN_SKIP_TLOG", "COSIGN_INSECURE_SKIP_VERIFY", "SIGSTORE_NO_VERIFY":
		if name == "DOCKER_CONTENT_TRUST" && v.Text == "0" || name != "DOCKER_CONTENT_TRUST" && v.Text != "" && v.Text != "0" {
			j.signal("pkg.unverified", c, "", name)
		}
	case "HISTFILE":
		if v.Text == "" || v.Text == "/dev/null" {
			j.signal("history.off", c, "", name)
		}
	case "HISTSIZE", "HISTFILESIZE", "SAVEHIST":
		if v.Text == "0" {
			j.signal("history.off", c, "", name)
		}
	case "HISTCONTROL", "HISTIGNORE":
		if name == "HISTIGNORE" && (v.Text == "*" || strings.Contains(v.Text, "curl") || strings.Contains(v.Text, "ssh")) || name == "HISTCONTROL" && (strings.Contains(v.Text, "ignorespace") || strings.Contains(v.Text, "ignoreboth")) {
			j.signal("history.off", c, "", name)
		}
	case "NODE_TLS_REJECT_UNAUTHORIZED":
		if v.Text == "0" {
			j.signal("tls.off", c, "", name)
		}
	case "GIT_SSL_NO_VERIFY", "PYTHONHTTPSVERIFY", "CURL_INSECURE":
		if v.Text == "1" || v.Text == "true" || name == "PYTHONHTTPSVERIFY" && v.Text == "0" {
			j.signal("tls.off", c, "", name)
		}
	case "HUSKY", "HUSKY_SKIP_HOOKS", "SKIP_HOOKS", "PRE_COMMIT_ALLOW_NO_CONFIG", "LEFTHOOK", "SKIP", "OVERCOMMIT_DISABLE":
		if name == "SKIP" && c.Name == "git" && v.Text != "" {
			j.signal("git.hooks-bypassed", c, "", name+"="+v.Text)
		}
		if name == "HUSKY" && v.Text == "0" || name == "LEFTHOOK" && (v.Text == "0" || v.Text == "false") || (name == "HUSKY_SKIP_HOOKS" || name == "SKIP_HOOKS" || name == "OVERCOMMIT_DISABLE") && v.Text != "0" && v.Text != "" {
			j.signal("git.hooks-bypassed", c, "", name+"="+v.Text)
		}
	default:
		return false
	}
	return true
}

// programVariable judges programs that git starts, and the settings of agents.
func (j *judgement) programVariable(c *shell.Call, name string, v shell.Word) bool {
	switch name {
	case "GIT_SSH_COMMAND", "GIT_SSH", "GIT_PROXY_COMMAND", "GIT_EXTERNAL_DIFF", "GIT_ASKPASS", "SSH_ASKPASS", "GIT_EXEC_PATH", "GIT_TEMPLATE_DIR", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_SEQUENCE_EDITOR", "GIT_EDITOR", "GIT_PAGER", "PAGER", "EDITOR", "VISUAL", "LESSOPEN", "MANPAGER", "BROWSER":
		j.gitVariable(c, name, v)
	case "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_SSL_VERSION", "GIT_TRACE2_CONFIG_PARAMS", "GIT_TRACE2_ENV_VARS", "GIT_TRACE2_EVENT", "GIT_DIR_OVERRIDE":
		if v.Text != "" && v.Text != "1" && v.Text != "true" {
			j.signal("env.program", c, "", name+"="+v.Text)
		}
	case "CYBEDEFEND_HOME":
		j.signal("self.command", c, "", name)
	case "CLAUDE_CODE_SIMPLE", "CLAUDE_CODE_SAFE_MODE":
		if v.Text != "" && v.Text != "0" && v.Text != "false" {
			j.signal("self.config-dir", c, "", name+"="+v.Text)
		}
	case "CLAUDE_CONFIG_DIR", "CODEX_HOME", "CURSOR_CONFIG_DIR", "COPILOT_HOME":
		j.signal("self.config-dir", c, "", name+"="+v.Text)
	default:
		return false
	}
	return true
}

// networkVariable judges where models, packages and traffic come from.
func (j *judgement) networkVariable(c *shell.Call, name string, v shell.Word) {
	switch name {
	case "OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_BASE_URL", "AZURE_OPENAI_ENDPOINT", "GEMINI_BASE_URL", "LLM_BASE_URL", "OLLAMA_HOST", "ANTHROPIC_API_URL":
		if h := hostOf(v.Text); h != "" && !isLocalHost(h) && !knownService(h) || name == "OLLAMA_HOST" && strings.HasPrefix(v.Text, "0.0.0.0") {
			j.signal("agent.endpoint", c, "", name+"="+v.Text)
		}
	case "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "NPM_CONFIG_REGISTRY", "npm_config_registry", "GOPROXY", "GONOSUMDB", "GONOSUMCHECK", "GOFLAGS", "YARN_REGISTRY", "UV_DEFAULT_INDEX", "GOSUMDB", "GOINSECURE", "PIP_TRUSTED_HOST", "CARGO_REGISTRIES_DEFAULT", "HF_ENDPOINT":
		j.registryVariable(c, name, v)
	case "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy":
		if h := hostOf(v.Text); suspiciousHost(h) {
			j.signal("net.proxy", c, "", name)
		}
	case "DOCKER_HOST":
		if strings.HasPrefix(v.Text, "tcp://") && !isLocalHost(hostOf(v.Text)) {
			j.signal("env.docker-host", c, "", v.Text)
		}
	}
}

// ownFolder reports a folder of this person or repository, wherever that lies.
func (j *judgement) ownFolder(p string) bool {
	return j.site.home != "" && p != "." && within(p, j.site.home) || j.ev.Root != "" && within(p, j.ev.Root)
}

// gitVariable judges programs handed to git: harmless editors and plain ssh
// options pass.
func (j *judgement) gitVariable(c *shell.Call, name string, v shell.Word) {
	t := strings.TrimSpace(v.Text)
	if t == "" || !v.Known && len(v.From) == 0 {
		return
	}
	first, _, _ := strings.Cut(t, " ")
	switch name {
	case "GIT_EDITOR", "GIT_SEQUENCE_EDITOR", "GIT_PAGER", "PAGER", "EDITOR", "VISUAL", "MANPAGER", "BROWSER", "GIT_ASKPASS", "SSH_ASKPASS":
		switch first {
		case "true", ":", "cat", "less", "more", "vim", "vi", "nano", "emacs", "code", "sed", "echo", "/bin/true", "/bin/cat", "/usr/bin/true", "nvim", "most", "delta", "tac", "ed", "none", "/bin/echo", "false", "bat", "head", "subl", "micro", "hx":
			return
		}
	case "GIT_EXTERNAL_DIFF":
		switch t {
		case "difft", "difftastic", "delta", "diff-so-fancy", "icdiff", "colordiff", "diff", "diff -u", "sdiff", "meld", "kdiff3", "vimdiff", "nvimdiff", "dyff", "riff", "opendiff", "true":
			return
		}
	case "GIT_SSH_COMMAND", "GIT_SSH":
		if first == "ssh" && !strings.Contains(t, "ProxyCommand") && !strings.Contains(t, ";") {
			return
		}
	case "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_COUNT":
		if t == "/dev/null" || name == "GIT_CONFIG_COUNT" {
			return
		}
	case "GIT_CONFIG_PARAMETERS":
	}
	if pl := j.site.where(j.aim(v, c.Dir)); (pl == placeRepo || pl == placeHome) && (name == "GIT_CONFIG_GLOBAL" || name == "GIT_TEMPLATE_DIR") {
		return
	}
	j.signal("env.program", c, "", name+"="+t)
}

func (j *judgement) registryVariable(c *shell.Call, name string, v shell.Word) {
	t := v.Text
	switch name {
	case "GOFLAGS":
		if strings.Contains(t, "-toolexec") || strings.Contains(t, "-insecure") {
			j.signal("env.toolchain", c, "", name+"="+t)
		}
		return
	case "GONOSUMDB", "GONOSUMCHECK", "GOINSECURE":
		j.signal("pkg.unverified", c, "", name)
		return
	case "GOSUMDB":
		if t == "off" {
			j.signal("pkg.unverified", c, "", name)
		}
		return
	}
	if h := hostOf(strings.Split(t, ",")[0]); h != "" && !publicRegistry(h) && !isLocalHost(h) {
		j.signal("pkg.registry", c, "", name+"="+t)
	}
}

// publicRegistry knows the registries and download sites everybody uses, by
// the name before the last dot.
func publicRegistry(h string) bool {
	i := strings.LastIndexByte(h, '.')
	if i < 0 {
		return false
	}
	name := h[:i]
	if k := strings.LastIndexByte(name, '.'); k >= 0 {
		name = name[k+1:]
	}
	switch name {
	case "npmjs", "yarnpkg", "pypi", "pythonhosted", "rubygems", "crates", "golang", "maven", "nuget", "pytorch", "npmmirror", "jsr", "github", "githubusercontent",
		"gitlab", "google", "aliyun", "nvidia", "goproxy", "packagist", "amazonaws", "pkg", "azure", "conda-forge", "anaconda", "apple", "jetbrains", "gradle", "spring",
		"googleapis", "debian", "ubuntu", "docker", "nodesource", "microsoft", "hashicorp", "kubernetes", "k8s", "llvm", "postgresql", "launchpad", "launchpadcontent",
		"sury", "mozilla", "homebrew", "sonatype", "apache", "jenkins", "visualstudio", "rust-lang", "python", "nodejs", "go", "fedoraproject", "centos", "archlinux", "alpinelinux", "tsinghua", "edu", "jfrog", "cloudsmith", "gitea", "codeberg", "quay", "ghcr", "clojars", "hex", "cocoapods", "deno", "esm", "unpkg", "jsdelivr", "huggingface", "tensorflow", "intel", "oracle", "mysql", "mongodb", "elastic", "grafana", "influxdata", "clickhouse", "redis", "nginx", "caddyserver", "tailscale", "cloudflare", "cypress", "playwright":
		return true
	}
	return false
}
