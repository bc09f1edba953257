package posture

import (
	"path"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/rules"
)

// References to frameworks, by what goes wrong.
var (
	refAgency = []string{"OWASP-LLM06:2025", "CWE-250", "ISO27001-A.8.2", "SOC2-CC6.3"}
	refSupply = []string{"OWASP-LLM03:2025", "CWE-829", "ISO27001-A.5.21", "SOC2-CC6.8"}
	refSecret = []string{"OWASP-LLM02:2025", "CWE-522", "ISO27001-A.5.17", "SOC2-CC6.1"}
	refNet    = []string{"OWASP-LLM02:2025", "CWE-441", "ISO27001-A.8.20", "SOC2-CC6.6"}
	refGuard  = []string{"CWE-693", "ISO27001-A.8.15", "SOC2-CC7.2"}
)

// Risks lists settings that leave an agent with more freedom than a careful
// person gives it, in the user's, the repository's and the managed files.
func Risks(env detect.Env, repo string, agents ...string) []Finding {
	var out []Finding
	for _, c := range columns() {
		if !wanted(c.agent, agents) {
			continue
		}
		s := &scan{env: env, repo: repo, agent: c.agent, kinds: c.dangers}
		c.risks(s)
		out = append(out, s.out...)
	}
	return sorted(out)
}

// addAs is add with another severity than the kind's own, for a setting that
// weighs differently by scope or value.
func (s *scan) addAs(severity rules.Severity, id string, p place, n node, setting, detail string) {
	s.add(id, p, n.line, setting, detail)
	s.out[len(s.out)-1].Severity = severity
}

// risk reports a kind at a value.
func (s *scan) risk(id string, p place, n node, setting, detail string) {
	s.add(id, p, n.line, setting, detail)
}

// shared reports whether a file comes with the repository.
func (p place) shared() bool { return p.scope == scopeProject || p.scope == scopeLocal }

// runners are programs that run whatever they are given: a rule that lets one
// through lets everything through.
var runners = []string{"sh", "bash", "zsh", "dash", "ksh", "fish", "pwsh", "powershell", "cmd", "python", "python2", "python3", "node", "deno", "bun",
	"ruby", "perl", "php", "lua", "osascript", "eval", "exec", "env", "xargs", "sudo", "su", "doas", "ssh", "docker", "kubectl", "nohup", "timeout",
	"npx", "uvx", "bunx", "pnpx", "curl", "wget", "nc", "ncat", "rm", "dd", "chmod", "chown", "find", "awk", "tee"}

// runsAnything reports whether the first word of a command pattern is a
// program that runs or destroys whatever it is given.
func runsAnything(pattern string) bool {
	word, _, _ := strings.Cut(strings.TrimSpace(pattern), " ")
	word = path.Base(strings.ReplaceAll(word, `\`, "/"))
	word = strings.TrimSuffix(strings.TrimRight(word, "*:"), ".exe")
	return word == "" || contains(runners, strings.ToLower(word))
}

// narrow reports whether a pattern pins more than the program: a fixed
// sub-command or script.
func narrow(pattern string) bool {
	words := strings.Fields(strings.TrimSuffix(strings.TrimSpace(pattern), ":*"))
	return len(words) > 1 && !strings.ContainsAny(words[1], "*") && !strings.HasPrefix(words[1], "-")
}

// broad reports whether a folder covers everything, a home or a temporary
// folder.
func (s *scan) broad(dir string) bool {
	dir = s.expand(strings.TrimSpace(dir))
	if dir == "~" || dir == "$HOME" || dir == "*" || dir == "**" {
		return true
	}
	clean := s.slash(dir)
	for _, top := range []string{"/", s.slash(s.env.Home), s.slash(path.Dir(strings.ReplaceAll(s.env.Home, `\`, "/"))), "/tmp", "/var/tmp", "/home", "/users", "/root", "c:/", "c:", "c:/users"} {
		if clean == top {
			return true
		}
	}
	return false
}

// secretNamed reports whether a variable is named like a credential.
func secretNamed(name string) bool {
	n := strings.ToUpper(name)
	for _, part := range []string{"TOKEN", "SECRET", "PASSWORD", "PASSWD", "API_KEY", "APIKEY", "PRIVATE_KEY", "ACCESS_KEY", "CREDENTIAL"} {
		if strings.Contains(n, part) {
			return true
		}
	}
	return false
}

// plain reports whether a value is written out: no reference to a variable,
// a file or an input.
func plain(v node) bool {
	t := strings.TrimSpace(v.str())
	return len(t) >= 8 && !strings.HasPrefix(t, "$") && !strings.Contains(t, "${") && !strings.HasPrefix(t, "%") && !strings.HasPrefix(t, "op://")
}

// redirects are variables by which an agent's traffic or the programs it
// starts come under someone else's control.
var redirects = []string{"ANTHROPIC_BASE_URL", "OPENAI_BASE_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "PATH", "LD_PRELOAD", "LD_LIBRARY_PATH",
	"DYLD_INSERT_LIBRARIES", "NODE_OPTIONS", "NODE_EXTRA_CA_CERTS", "NODE_TLS_REJECT_UNAUTHORIZED", "BASH_ENV", "SHELL", "GIT_SSH_COMMAND", "PYTHONPATH"}

// environmentOf reports what a table of variables does: redirections and
// credentials written out.
func (s *scan) environmentOf(p place, env node, setting string) {
	for _, m := range env.members {
		name := strings.ToUpper(m.key)
		at := node{line: m.line}
		switch {
		case contains(redirects, name) && p.shared():
			s.addAs(rules.Critical, s.agent+".env-redirect", p, at, setting+"."+m.key, "set by the repository")
		case name == "NODE_TLS_REJECT_UNAUTHORIZED" && m.value.raw == "0", name == "LD_PRELOAD", name == "DYLD_INSERT_LIBRARIES", name == "BASH_ENV":
			s.risk(s.agent+".env-redirect", p, at, setting+"."+m.key, "")
		case strings.HasSuffix(name, "_BASE_URL") && !knownHost(m.value.str()):
			s.addAs(rules.Medium, s.agent+".env-redirect", p, at, setting+"."+m.key, "")
		}
		if secretNamed(name) && plain(m.value) {
			s.risk(s.agent+".env-secret", p, at, setting+"."+m.key, "")
		}
	}
}

// knownHost reports whether an address is a vendor's own or this machine.
func knownHost(url string) bool {
	host := hostOf(url)
	for _, h := range []string{"anthropic.com", "openai.com", "chatgpt.com", "azure.com", "amazonaws.com", "googleapis.com"} {
		if strings.HasPrefix(url, "https://") && (host == h || strings.HasSuffix(host, "."+h)) {
			return true
		}
	}
	return loopback(host)
}

func loopback(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || strings.HasPrefix(host, "[::1]")
}

// foreignHooks reports hooks of others: commands that run around each call.
// Those of the person are theirs to know; those of a repository come from
// anyone.
func (s *scan) foreignHooks(p place, es []entry) {
	for _, e := range es {
		if st, _ := s.whose(e); st != foreign {
			continue
		}
		switch {
		case loads(e.command):
			s.addAs(rules.High, s.agent+".foreign-hook", p, node{line: e.line}, "hooks."+e.event, "it loads code from the network")
		case p.shared():
			s.risk(s.agent+".foreign-hook", p, node{line: e.line}, "hooks."+e.event, "it comes with the repository")
		}
	}
}

// loads reports whether a command fetches code and runs it.
func loads(command string) bool {
	if !strings.Contains(command, "curl") && !strings.Contains(command, "wget") {
		return false
	}
	for _, pipe := range []string{"| sh", "|sh", "| bash", "|bash", "| zsh", "| python", "$(curl", "<(curl", "`curl", "$(wget"} {
		if strings.Contains(command, pipe) {
			return true
		}
	}
	return false
}

// flags reports aliases and functions of the shell that start an agent
// without its brakes.
func (s *scan) flags(id, program string, flags ...string) {
	for _, l := range s.shellRC() {
		if f := l.starts(program, flags...); f != "" {
			s.add(id, l.p, l.line, f, "")
		}
	}
}
