package demo

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// session marks the calls of the demo in its own trail.
const session = "vibedefend-demo"

// stage is the throw-away machine: a home folder with what a person has
// there, and a project.
type stage struct {
	root, home, project string
	machine             setup.Machine
}

// build makes the stage below the temp folder. Nothing outside it is written,
// and no variable of the user's that moves an agent's folder is honoured.
func build() (stage, error) {
	root, err := os.MkdirTemp("", "vibedefend-demo-")
	if err != nil {
		return stage{}, fmt.Errorf("make the stage: %w", err)
	}
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	t := stage{root: root, home: filepath.Join(root, "home", "ada")}
	t.project = filepath.Join(t.home, "project")
	t.machine = setup.Machine{
		Env: detect.Env{Home: t.home, Dir: t.project, OS: runtime.GOOS, Getenv: func(string) string { return "" },
			FS: detect.OSFS{}, Prefix: filepath.Join(root, "system")},
		Dir:  home.Dir(filepath.Join(t.home, home.Base)),
		Repo: t.project,
	}
	return t, t.furnish()
}

// furnish writes what the person had before.
func (t stage) furnish() error {
	files := []file{
		{"project/.git/HEAD", "ref: refs/heads/main\n"},
		{"project/main.go", "package main\n\nfunc main() {}\n"},
		{".aws/credentials", "[default]\n# nothing real\n"},
		{"photos/summer.txt", "the only copy\n"},
	}
	for _, p := range players() {
		files = append(files, p.files...)
	}
	for _, f := range files {
		path := t.join(filepath.FromSlash(f.path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("make the stage: %w", err)
		}
		if err := os.WriteFile(path, []byte(f.text), 0o644); err != nil {
			return fmt.Errorf("make the stage: %w", err)
		}
	}
	return nil
}

func (t stage) join(elem ...string) string {
	return filepath.Join(append([]string{t.home}, elem...)...)
}

// id is the call's own identifier.
func (t stage) id(s scene) string { return session + "-" + strings.Fields(s.title)[0] }

// text is the content of a file of the stage, "" where there is none.
func (t stage) text(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return string(b)
}

// snapshot is every file of the home folder with its mode and content.
type snapshot map[string]string

func (t stage) snapshot() (snapshot, error) {
	s := snapshot{}
	err := filepath.WalkDir(t.home, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == t.home {
			return err
		}
		st, err := e.Info()
		if err != nil {
			return err
		}
		entry := st.Mode().String()
		if st.Mode().IsRegular() {
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			entry += "\n" + string(b)
		}
		s[path] = entry
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look at the stage: %w", err)
	}
	return s, nil
}

// differs lists the paths that two snapshots tell apart, sorted.
func (s snapshot) differs(o snapshot) []string {
	var out []string
	for p := range s {
		if o[p] != s[p] {
			out = append(out, p)
		}
	}
	for p := range o {
		if _, ok := s[p]; !ok {
			out = append(out, p)
		}
	}
	return sorted(out)
}
