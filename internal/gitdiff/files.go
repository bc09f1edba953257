package gitdiff

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/internal/gitignore"
)

// Files lists the files below a folder that git tracks or would track, as
// sorted slash paths. Without git, or outside a repository, the .gitignore
// files that are there are followed, and the usual folders of what nobody
// wrote are left out. What is listed may be gone, or no regular file.
func Files(dir string) []string {
	cmd := exec.Command("git", append(quiet(dir), "ls-files", "-co", "--exclude-standard", "-z")...)
	cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C")
	out, err := cmd.Output()
	if err != nil || len(out) == 0 { // nothing, where a repository further up ignores this folder
		return walk(dir)
	}
	names := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(n string) bool { return n == "" })
}

// made are folders that tools fill; git is not there to say so.
var made = []string{".git", "node_modules", "vendor", ".venv", "venv", "__pycache__", "target", "dist", "build", "out", "bin", "obj", "coverage", "tmp", ".next", ".nuxt", ".terraform", ".tox", ".gradle", ".cache", ".turbo"}

func walk(dir string) []string {
	w := walker{root: dir, ignores: map[string][]gitignore.Pattern{}}
	_ = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(dir, p)
		if err != nil || relErr != nil || rel == "." {
			return nil // what cannot be listed cannot be read; the rest can
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if slices.Contains(made, d.Name()) || w.ignored(rel, true) {
				return fs.SkipDir
			}
			return nil
		}
		if d.Type().IsRegular() && !w.ignored(rel, false) {
			w.files = append(w.files, rel)
		}
		return nil
	})
	slices.Sort(w.files)
	return w.files
}

// walker collects files, and the patterns of each folder once.
type walker struct {
	root    string
	files   []string
	ignores map[string][]gitignore.Pattern
}

// ignored asks the .gitignore files from the root down; the last pattern that
// matches decides. The folders above are known not to be ignored.
func (w *walker) ignored(rel string, dir bool) bool {
	parts := strings.Split(rel, "/")
	hit := false
	for depth := range parts {
		for _, p := range w.patterns(strings.Join(parts[:depth], "/")) {
			if p.Matches(parts[depth:], dir) {
				hit = !p.Not
			}
		}
	}
	return hit
}

const mostIgnore = 1 << 20 // bytes of one .gitignore

func (w *walker) patterns(folder string) []gitignore.Pattern {
	if l, ok := w.ignores[folder]; ok {
		return l
	}
	var list []gitignore.Pattern
	name := filepath.Join(w.root, filepath.FromSlash(folder), ".gitignore")
	if st, err := os.Stat(name); err == nil && st.Mode().IsRegular() && st.Size() < mostIgnore {
		if raw, err := os.ReadFile(name); err == nil {
			list = gitignore.Parse(string(raw))
		}
	}
	w.ignores[folder] = list
	return list
}
