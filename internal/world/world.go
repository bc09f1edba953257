// Package world answers the engine's questions about this machine. It reads
// files when asked, remembers the answers, runs nothing and writes nothing
// but the session memory.
package world

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/protect"
	"github.com/cybedefend/vibedefend/rules"
)

// Options describe where an event happens.
type Options struct {
	Home    string   // the user's home folder
	Dir     home.Dir // our own folder
	Root    string   // repository root, or ""
	Session string   // the agent's session, "" for none
	OS      string   // "" means this system
	Getenv  func(string) string
}

// World is this machine. It is made for one event and not safe for several
// goroutines.
type World struct {
	opt     Options
	temps   []string
	repos   map[string]*repo
	links   map[string]string
	session *Session
}

// New returns the world of one event. Nothing is read yet.
func New(o Options) *World {
	if o.OS == "" {
		o.OS = runtime.GOOS
	}
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	if o.Dir == "" {
		o.Dir = home.Dir(filepath.Join(o.Home, home.Base))
	}
	return &World{opt: o}
}

// Home implements rules.World.
func (w *World) Home() string { return slash(w.opt.Home) }

// Temp implements rules.World.
func (w *World) Temp() []string {
	if w.temps != nil {
		return w.temps
	}
	w.temps = []string{}
	add := func(p string) {
		if p == "" || p == "/" || p == w.opt.Home {
			return
		}
		p = slash(filepath.Clean(p))
		for _, have := range w.temps {
			if have == p {
				return
			}
		}
		w.temps = append(w.temps, p)
	}
	if w.opt.OS != "windows" {
		add("/tmp")
		add("/var/tmp")
	}
	for _, v := range [...]string{"TMPDIR", "TMP", "TEMP"} {
		p := w.opt.Getenv(v)
		// A variable that calls the home or the repository temporary is a lie.
		if p == "" || !filepath.IsAbs(p) || below(slash(w.opt.Home), slash(p)) || w.opt.Root != "" && below(slash(w.opt.Root), slash(p)) {
			continue
		}
		add(p)
		if r, err := filepath.EvalSymlinks(p); err == nil {
			add(r)
		}
	}
	return w.temps
}

// Resolve implements rules.World.
func (w *World) Resolve(path string) string {
	if r, ok := w.links[path]; ok {
		return r
	}
	r := resolve(filepath.FromSlash(path))
	if w.links == nil {
		w.links = make(map[string]string, 4)
	}
	w.links[path] = slash(r)
	return slash(r)
}

// resolve follows links of the part of path that exists.
func resolve(path string) string {
	path = filepath.Clean(path)
	rest := ""
	for p := path; ; {
		if r, err := filepath.EvalSymlinks(p); err == nil {
			return filepath.Join(r, rest)
		}
		// A dangling link still says where a write would go.
		if t, err := os.Readlink(p); err == nil && rest == "" {
			if !filepath.IsAbs(t) {
				t = filepath.Join(filepath.Dir(p), t)
			}
			return filepath.Clean(t)
		}
		up := filepath.Dir(p)
		if up == p {
			return path
		}
		rest = filepath.Join(filepath.Base(p), rest)
		p = up
	}
}

// ReadFile implements rules.World.
func (w *World) ReadFile(path string, limit int) ([]byte, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() {
		return nil, errors.New("read " + path + ": not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, int64(limit)+1))
	if err == nil && len(b) > limit {
		err = errors.New("read " + path + ": too large")
	}
	return b, err
}

// Exists implements rules.World.
func (w *World) Exists(path string) (file, dir bool) {
	st, err := os.Stat(filepath.FromSlash(path))
	if err != nil {
		return false, false
	}
	return !st.IsDir(), st.IsDir()
}

// Guarded implements rules.World.
func (w *World) Guarded(path string) rules.Guard {
	return protect.Classify(w.opt.Home, w.opt.Dir, w.opt.Root, w.opt.Getenv, w.opt.OS, path)
}

// Track implements rules.World.
func (w *World) Track(root, path string) rules.TrackState {
	if root == "" {
		return rules.TrackUnknown
	}
	r := w.repos[root]
	if r == nil {
		r = openRepo(root, w.opt.Home)
		if w.repos == nil {
			w.repos = make(map[string]*repo, 1)
		}
		w.repos[root] = r
	}
	return r.track(path)
}

// Remembered implements rules.Memory.
func (w *World) Remembered(path string) string {
	if w.opt.Session == "" {
		return ""
	}
	if w.session == nil {
		w.session = OpenSession(w.opt.Dir, w.opt.Session)
	}
	return w.session.How(path)
}

// below reports whether dir is path or lies above it.
func below(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, "/")+"/")
}

func slash(p string) string { return strings.ReplaceAll(p, `\`, "/") }
