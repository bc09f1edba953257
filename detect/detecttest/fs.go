// Package detecttest describes whole machines with a map, for tests of
// detection and planning on every system.
package detecttest

import (
	"io/fs"
	"path"
	"sort"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/detect"
)

// FS maps paths to contents. A content that starts with "-> " is a symbolic
// link to an absolute path; a path that ends in a slash is an empty folder.
// Windows paths may be written either way.
type FS map[string]string

// Env describes a machine: its system, home and environment ("NAME=value").
func Env(goos, home string, files FS, environ ...string) detect.Env {
	vars := map[string]string{}
	for _, kv := range environ {
		k, v, _ := strings.Cut(kv, "=")
		vars[k] = v
	}
	return detect.Env{Home: home, Dir: home, OS: goos, FS: files.normal(),
		Getenv: func(k string) string { return vars[k] }}
}

// normal writes all keys with slashes.
func (m FS) normal() FS {
	out := FS{}
	for p, c := range m {
		out[slash(p)] = c
	}
	return out
}

func slash(p string) string { return strings.ReplaceAll(p, `\`, "/") }

// follow resolves links in every part of p, at most 40 of them.
func (m FS) follow(p string) (string, error) {
	p = slash(p)
	for hops := 0; hops < 40; hops++ {
		next, linked := m.hop(p)
		if !linked {
			return p, nil
		}
		p = next
	}
	return "", fs.ErrInvalid
}

// hop replaces the first linked part of p.
func (m FS) hop(p string) (string, bool) {
	parts := strings.Split(p, "/")
	for i := 1; i <= len(parts); i++ {
		at := strings.Join(parts[:i], "/")
		if c, ok := m[at]; ok && strings.HasPrefix(c, "-> ") {
			return path.Join(append([]string{slash(c[3:])}, parts[i:]...)...), true
		}
	}
	return p, false
}

func (m FS) isDir(p string) bool {
	if _, ok := m[p+"/"]; ok {
		return true
	}
	for k := range m {
		if strings.HasPrefix(k, p+"/") {
			return true
		}
	}
	return false
}

// ReadFile implements detect.FS.
func (m FS) ReadFile(p string) ([]byte, error) {
	real, err := m.follow(p)
	if err != nil {
		return nil, err
	}
	c, ok := m[real]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: p, Err: fs.ErrNotExist}
	}
	return []byte(c), nil
}

// Stat implements detect.FS.
func (m FS) Stat(p string) (fs.FileInfo, error) {
	real, err := m.follow(p)
	if err != nil {
		return nil, err
	}
	if c, ok := m[real]; ok && !strings.HasSuffix(real, "/") {
		return info{path.Base(real), int64(len(c)), false}, nil
	}
	if m.isDir(strings.TrimSuffix(real, "/")) {
		return info{path.Base(real), 0, true}, nil
	}
	return nil, &fs.PathError{Op: "stat", Path: p, Err: fs.ErrNotExist}
}

// ReadDir implements detect.FS.
func (m FS) ReadDir(p string) ([]fs.DirEntry, error) {
	real, err := m.follow(p)
	if err != nil {
		return nil, err
	}
	if !m.isDir(real) {
		return nil, &fs.PathError{Op: "open", Path: p, Err: fs.ErrNotExist}
	}
	seen := map[string]bool{}
	var names []string
	for k := range m {
		rest, ok := strings.CutPrefix(k, real+"/")
		if name, _, _ := strings.Cut(rest, "/"); ok && name != "" && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	sort.Strings(names)
	var out []fs.DirEntry
	for _, n := range names {
		st, err := m.Stat(real + "/" + n)
		if err != nil {
			continue
		}
		out = append(out, fs.FileInfoToDirEntry(info{n, st.Size(), st.IsDir()}))
	}
	return out, nil
}

// EvalSymlinks implements detect.FS.
func (m FS) EvalSymlinks(p string) (string, error) {
	if _, err := m.Stat(p); err != nil {
		return "", err
	}
	real, err := m.follow(p)
	if err == nil && strings.Contains(p, `\`) {
		real = strings.ReplaceAll(real, "/", `\`)
	}
	return real, err
}

type info struct {
	name string
	size int64
	dir  bool
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.dir }
func (i info) Sys() any           { return nil }
func (i info) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o755
	}
	return 0o644
}
