package posture

import "strings"

// roots lists the folders whose files an agent started here would read, from
// the repository's root down to the working folder. The home itself is no
// project: its files are the user's.
func (s *scan) roots() []string {
	top := s.repo
	if top == "" {
		top = s.env.Dir
	}
	if top == "" {
		return nil
	}
	dirs := []string{top}
	if s.below(s.env.Dir, top) && s.env.Dir != "" {
		rest := strings.Trim(strings.ReplaceAll(s.env.Dir[len(strings.TrimRight(top, `/\`)):], `\`, "/"), "/")
		for dir := top; rest != ""; {
			var next string
			next, rest, _ = strings.Cut(rest, "/")
			dir = s.env.Join(dir, next)
			dirs = append(dirs, dir)
		}
	}
	var out []string
	for _, d := range dirs {
		if s.slash(d) != s.slash(s.env.Home) {
			out = append(out, d)
		}
	}
	return out
}

// rcLine is a line of a start-up file of the user's shell.
type rcLine struct {
	p    place
	line int
	text string
}

// shellRC reads the start-up files of the user's shells without comments.
func (s *scan) shellRC() []rcLine {
	var out []rcLine
	for _, name := range []string{".profile", ".bash_profile", ".bashrc", ".bash_aliases", ".zshenv", ".zprofile", ".zshrc", ".config/fish/config.fish"} {
		p := place{path: s.inHome(strings.Split(name, "/")...), scope: scopeUser}
		src, err := s.env.FS.ReadFile(p.path)
		if err != nil || len(src) > maxBytes {
			continue
		}
		for i, l := range strings.Split(string(src), "\n") {
			if l = strings.TrimSpace(l); l != "" && l[0] != '#' {
				out = append(out, rcLine{p, i + 1, l})
			}
		}
	}
	return out
}

// words splits a line of shell roughly: quotes and operators part words too,
// as an alias keeps its command in quotes.
func (l rcLine) words() []string {
	return strings.FieldsFunc(l.text, func(r rune) bool { return strings.ContainsRune(" \t'\"`;|&()=$", r) })
}

// assigns returns the value a line gives to a variable.
func (l rcLine) assigns(name string) (string, bool) {
	for rest := l.text; ; {
		i := strings.Index(rest, name)
		if i < 0 {
			return "", false
		}
		before, after := rest[:i], rest[i+len(name):]
		if before == "" || strings.ContainsAny(before[len(before)-1:], " \t;&") {
			if v, ok := strings.CutPrefix(after, "="); ok {
				return firstWord(v), true
			}
			if strings.Contains(before, "set ") && strings.HasPrefix(after, " ") { // fish
				return firstWord(strings.TrimSpace(after)), true
			}
		}
		rest = after
	}
}

func firstWord(v string) string {
	if v != "" && (v[0] == '"' || v[0] == '\'') {
		inner, _, _ := strings.Cut(v[1:], v[:1])
		return inner
	}
	if i := strings.IndexAny(v, " \t;&"); i >= 0 {
		v = v[:i]
	}
	return v
}

// starts returns the flag with which a line starts program, if it is one of
// those given; a flag may hold its value behind "=".
func (l rcLine) starts(program string, flags ...string) string {
	ws := l.words()
	for i, w := range ws {
		if w != program && !strings.HasSuffix(w, "/"+program) {
			continue
		}
		for _, arg := range ws[i+1:] {
			for _, f := range flags {
				if arg == f {
					return f
				}
			}
		}
	}
	return ""
}

// variable reports where a variable is set for the agents: this process's
// environment, or a start-up file of the shell.
func (s *scan) variable(name string, report func(p place, line int, value string)) {
	if v := s.env.Getenv(name); v != "" {
		report(s.environment(), 0, v)
	}
	for _, l := range s.shellRC() {
		if v, ok := l.assigns(name); ok && v != "" {
			report(l.p, l.line, v)
		}
	}
}
