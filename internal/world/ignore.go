package world

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/rules/shell"
)

// pattern is one line of a .gitignore.
type pattern struct {
	glob    string
	not     bool
	dirOnly bool
	rooted  bool // holds a slash: matched against the whole path below its file
}

// ignored reports whether git ignores rel, a path below the root.
func (r *repo) ignored(rel string, dir bool) bool {
	parts := strings.Split(rel, "/")
	for i := range parts {
		if r.matched(parts[:i+1], dir || i+1 < len(parts)) {
			return true // what lies below an ignored folder is ignored
		}
	}
	return false
}

// matched asks the files from the root down; the last pattern that matches
// decides.
func (r *repo) matched(parts []string, dir bool) bool {
	hit := false
	for depth := -1; depth < len(parts); depth++ {
		var list []pattern
		sub := parts
		switch {
		case depth < 0:
			list = append(r.file2(filepath.Join(r.home, ".config/git/ignore")), r.file2(filepath.Join(r.dir, "info/exclude"))...)
		default:
			list = r.file2(filepath.Join(r.root, filepath.Join(parts[:depth]...), ".gitignore"))
			sub = parts[depth:]
		}
		for _, p := range list {
			if p.matches(sub, dir) {
				hit = !p.not
			}
		}
	}
	return hit
}

func (p pattern) matches(parts []string, dir bool) bool {
	if p.dirOnly && !dir {
		return false
	}
	if !p.rooted {
		return segment(p.glob, parts[len(parts)-1])
	}
	return segments(strings.Split(p.glob, "/"), parts)
}

// segments matches part by part; "**" stands for any number of parts.
func segments(g, p []string) bool {
	for len(g) > 0 {
		if g[0] == "**" {
			for i := 0; i <= len(p); i++ {
				if segments(g[1:], p[i:]) {
					return true
				}
			}
			return false
		}
		if len(p) == 0 || !segment(g[0], p[0]) {
			return false
		}
		g, p = g[1:], p[1:]
	}
	return len(p) == 0
}

func segment(g, s string) bool { return g == s || shell.Match(g, s) }

// file2 reads a list of patterns once.
func (r *repo) file2(name string) []pattern {
	if l, ok := r.ignores[name]; ok {
		return l
	}
	var list []pattern
	if st, err := os.Stat(name); err == nil && st.Size() < 1<<20 {
		if b, err := bare.ReadFile(name); err == nil {
			list = parseIgnore(string(b))
		}
	}
	if r.ignores == nil {
		r.ignores = make(map[string][]pattern, 4)
	}
	r.ignores[name] = list
	return list
}

func parseIgnore(text string) []pattern {
	var out []pattern
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(strings.TrimSuffix(line, "\r"), " ")
		if line == "" || line[0] == '#' {
			continue
		}
		var p pattern
		if line[0] == '!' {
			p.not, line = true, line[1:]
		}
		if strings.HasSuffix(line, "/") {
			p.dirOnly, line = true, strings.TrimRight(line, "/")
		}
		p.rooted = strings.Contains(line, "/")
		p.glob = strings.TrimPrefix(line, "/")
		if p.glob != "" && strings.Count(p.glob, "**") < 5 {
			out = append(out, p)
		}
	}
	return out
}
