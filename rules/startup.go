package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// preload judges a library loaded into a program before its own: one that is
// installed, or one of the repository in a program of the repository, is how
// allocators and sanitizers are tried.
func (j *judgement) preload(c *shell.Call, name string, v shell.Word) {
	worst := placeBuild
	for _, lib := range strings.FieldsFunc(v.Text, func(r rune) bool { return r == ':' || r == ' ' }) {
		t := j.aim(shell.Word{Text: lib, Known: v.Known}, c.Dir)
		switch pl := j.site.where(t); {
		case !strings.Contains(lib, "/") && strings.Contains(lib, "."), installedLibrary(t.abs):
		case (pl == placeRepo || pl == placeBuild) && !j.writtenHere(lib):
			worst = max(worst, placeRepo)
		default:
			worst = placeSystem
		}
	}
	switch {
	case worst == placeSystem || c.Name == "sudo" || len(c.Via) > 0 && c.Via[0] == "sudo":
		j.signal("env.loader", c, "", name+"="+v.Text)
	case worst == placeRepo && !strings.Contains(c.Path, "/"):
		j.signal("env.preload", c, "", name+"="+v.Text)
	}
}

func installedLibrary(abs string) bool {
	for _, dir := range [...]string{"/usr/lib", "/lib", "/usr/local/lib", "/opt/homebrew", "/lib64", "/usr/lib64"} {
		if within(abs, dir) {
			return true
		}
	}
	return false
}

// manyCalls is how long a line may be to be looked through for one file.
const manyCalls = 128

// writtenHere reports a file that this very line writes, downloads or that an
// earlier call of this session wrote: it is not the repository's own.
func (j *judgement) writtenHere(path string) bool {
	if len(j.script.Calls) > manyCalls {
		return true // too long a line to be looked through
	}
	for _, k := range j.script.Calls {
		for i := range k.Redirs {
			if k.Redirs[i].Write && j.aim(k.Redirs[i].Target, k.Dir).abs == j.aim(shell.Word{Text: path, Known: true}, k.Dir).abs {
				return true
			}
		}
		for _, d := range shell.Downloads(k) {
			if lastPart(d) == lastPart(path) {
				return true
			}
		}
	}
	m, ok := j.w.(Memory)
	return ok && m.Remembered(j.aim(shell.Word{Text: path, Known: true}, j.ev.CWD).abs) != ""
}

// plainStart reports the value of a start-up variable that loads nothing but
// what belongs to the repository, its packages or the person's tools.
func (j *judgement) plainStart(c *shell.Call, name string, v shell.Word) bool {
	switch name {
	case "BASH_ENV", "ENV", "PYTHONSTARTUP":
		return j.ownFile(c, v.Text)
	case "PERL5LIB":
		return j.ownFiles(c, strings.Split(v.Text, ":"))
	case "RUBYOPT", "PERL5OPT":
		return j.plainOptions(c, name, v.Text)
	case "NODE_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS":
		return j.plainHooks(c, v.Text)
	}
	return false
}

// ownFile reports a path below the repository that this session did not write.
func (j *judgement) ownFile(c *shell.Call, path string) bool {
	t := j.aim(shell.Word{Text: path, Known: true}, c.Dir)
	pl := j.site.where(t)
	return t.abs != "" && (pl == placeRepo || pl == placeBuild || pl == placeRepoRoot) && !hasMeta(t.abs) && !j.writtenHere(path)
}

func (j *judgement) ownFiles(c *shell.Call, paths []string) bool {
	for _, p := range paths {
		if p != "" && p[0] != '$' && !j.ownFile(c, p) && !(j.site.home != "" && within(p, j.site.home+"/perl5")) {
			return false
		}
	}
	return true
}

// plainOptions reads the options of ruby and perl.
func (j *judgement) plainOptions(c *shell.Call, name, text string) bool {
	words := strings.Fields(text)
	for i, w := range words {
		switch {
		case strings.HasPrefix(w, "$"), strings.HasPrefix(w, "-W"), w == "-w", strings.HasPrefix(w, "--yjit"), strings.HasPrefix(w, "--jit"), strings.HasPrefix(w, "--enable"), strings.HasPrefix(w, "--disable"), w == "-U", strings.HasPrefix(w, "-E"):
		case w == "-I" || w == "-r":
			if i+1 >= len(words) {
				return false
			}
		case strings.HasPrefix(w, "-r") && name == "RUBYOPT", strings.HasPrefix(w, "-I"):
			if !j.module(c, w[2:]) {
				return false
			}
		case strings.HasPrefix(w, "-MDevel::"), strings.HasPrefix(w, "-MCarp"), strings.HasPrefix(w, "-Mstrict"), strings.HasPrefix(w, "-Mwarnings"):
		case i > 0 && (words[i-1] == "-I" || words[i-1] == "-r"):
			if !j.module(c, w) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// plainHooks reads what node and java are told to load first.
func (j *judgement) plainHooks(c *shell.Call, text string) bool {
	words := strings.Fields(text)
	for i, w := range words {
		flag, value, has := strings.Cut(w, "=")
		switch flag {
		case "--require", "-r", "--import", "--loader", "--experimental-loader":
			if !has && i+1 < len(words) {
				value = words[i+1]
			}
			if !j.module(c, value) {
				return false
			}
		case "--inspect", "--inspect-brk", "-agentlib:jdwp", "-Xrunjdwp:transport":
			if strings.Contains(w, "0.0.0.0") || strings.Contains(w, "address=*") {
				return false
			}
		default:
			if strings.HasPrefix(flag, "-agent") {
				return false
			}
			if agent, ok := strings.CutPrefix(w, "-javaagent:"); ok {
				agent, _, _ = strings.Cut(agent, "=")
				if !j.module(c, agent) && !within(agent, j.site.home+"/.m2") && !within(agent, j.site.home+"/.gradle") {
					return false
				}
			}
		}
	}
	return true
}

// module reports a package by its name, or a file of the repository.
func (j *judgement) module(c *shell.Call, name string) bool {
	if name == "" || strings.Contains(name, ":") || strings.ContainsAny(name, "$`%") {
		return false
	}
	if name[0] == '.' || name[0] == '/' || name[0] == '~' {
		return j.ownFile(c, name)
	}
	return !strings.Contains(name, "..") && !j.writtenHere(name)
}
