package world

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/gitignore"
)

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
		var list []gitignore.Pattern
		sub := parts
		switch {
		case depth < 0:
			list = append(r.file2(filepath.Join(r.home, ".config/git/ignore")), r.file2(filepath.Join(r.dir, "info/exclude"))...)
		default:
			list = r.file2(filepath.Join(r.root, filepath.Join(parts[:depth]...), ".gitignore"))
			sub = parts[depth:]
		}
		for _, p := range list {
			if p.Matches(sub, dir) {
				hit = !p.Not
			}
		}
	}
	return hit
}

// file2 reads a list of patterns once.
func (r *repo) file2(name string) []gitignore.Pattern {
	if l, ok := r.ignores[name]; ok {
		return l
	}
	var list []gitignore.Pattern
	if st, err := os.Stat(name); err == nil && st.Size() < 1<<20 {
		if b, err := bare.ReadFile(name); err == nil {
			list = gitignore.Parse(string(b))
		}
	}
	if r.ignores == nil {
		r.ignores = make(map[string][]gitignore.Pattern, 4)
	}
	r.ignores[name] = list
	return list
}
