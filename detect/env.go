// Package detect finds the coding agents of a machine and says how it knows.
// It reads files only; it never starts a program.
package detect

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// FS is what detection and planning read from. OSFS is the real one; tests
// describe a whole machine of another system with a map.
type FS interface {
	ReadFile(path string) ([]byte, error)
	Stat(path string) (fs.FileInfo, error)
	ReadDir(path string) ([]fs.DirEntry, error)
	EvalSymlinks(path string) (string, error)
}

// Env is the machine as one user sees it. Every question of detection and
// planning goes through it, so that every system is testable from one.
type Env struct {
	Home   string // absolute home folder
	Dir    string // absolute working folder
	OS     string // "linux", "darwin" or "windows"
	Getenv func(string) string
	FS     FS
	// Prefix is put before paths of the system (/etc, /Library, C:\ProgramData);
	// empty but in tests.
	Prefix string
}

// Current describes this process's machine. Home is taken as given: the
// caller decides between HOME and the account's home.
func Current(home, dir string) Env {
	return Env{Home: home, Dir: dir, OS: runtime.GOOS, Getenv: os.Getenv, FS: OSFS{}}
}

// Join joins path elements the way Env.OS writes them.
func (e Env) Join(elem ...string) string {
	if e.OS != "windows" {
		return filepath.ToSlash(filepath.Join(elem...))
	}
	var kept []string
	for _, s := range elem {
		if s = strings.TrimRight(strings.ReplaceAll(s, "/", `\`), `\`); s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, `\`)
}

// System returns a path of the system, below Prefix.
func (e Env) System(elem ...string) string {
	p := e.Join(elem...)
	if e.Prefix == "" {
		return p
	}
	return e.Prefix + p
}

// IsFile reports whether path is a regular file (links followed).
func (e Env) IsFile(path string) bool {
	st, err := e.FS.Stat(path)
	return err == nil && st.Mode().IsRegular()
}

// IsDir reports whether path is a folder (links followed).
func (e Env) IsDir(path string) bool {
	st, err := e.FS.Stat(path)
	return err == nil && st.IsDir()
}

// OSFS reads the real file system.
type OSFS struct{}

// ReadFile implements FS.
func (OSFS) ReadFile(path string) ([]byte, error) { return os.ReadFile(path) }

// Stat implements FS.
func (OSFS) Stat(path string) (fs.FileInfo, error) { return os.Stat(path) }

// ReadDir implements FS.
func (OSFS) ReadDir(path string) ([]fs.DirEntry, error) { return os.ReadDir(path) }

// EvalSymlinks implements FS.
func (OSFS) EvalSymlinks(path string) (string, error) { return filepath.EvalSymlinks(path) }

// Resolve returns path with the links of its existing part resolved.
func (e Env) Resolve(path string) string {
	if real, err := e.FS.EvalSymlinks(path); err == nil {
		return real
	}
	dir := e.dir(path)
	if dir == path || dir == "." {
		return path
	}
	return e.Join(e.Resolve(dir), e.base(path))
}
