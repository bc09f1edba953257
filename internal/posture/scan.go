package posture

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/home"
)

// scan collects the findings of one agent on one machine.
type scan struct {
	env   detect.Env
	repo  string // root of the repository looked at, "" for none
	agent string
	kinds []Entry // what this agent's column can find
	out   []Finding
}

// place is a file of settings as it was read.
type place struct {
	path  string
	scope string
	root  node
	found bool
	err   error // why its reader drops it
}

// read loads and parses a JSON file; a missing one is no error.
func (s *scan) read(file, scope string, d dialect) place {
	return s.load(file, scope, func(b []byte) (node, error) { return parseJSON(b, d) })
}

// readTOML loads and parses a TOML file.
func (s *scan) readTOML(file, scope string) place { return s.load(file, scope, parseTOML) }

func (s *scan) load(file, scope string, parse func([]byte) (node, error)) place {
	p := place{path: file, scope: scope}
	src, err := s.env.FS.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) || err != nil && !s.env.IsFile(file) {
		return p
	}
	p.found = true
	if err != nil {
		p.err = errors.New("cannot be read: " + reason(err))
		return p
	}
	p.root, p.err = parse(src)
	return p
}

// reason drops the path that an error of the file system repeats.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// add reports the kind of finding id at a line of p. detail is put behind
// the general reason.
func (s *scan) add(id string, p place, line int, setting, detail string) {
	for _, k := range s.kinds {
		if k.ID != id {
			continue
		}
		why := k.Why
		if detail != "" {
			why += " (" + detail + ")"
		}
		s.out = append(s.out, Finding{ID: id, Agent: s.agent, Scope: p.scope, File: p.path, Line: line, Setting: setting, Detail: detail,
			Severity: k.Severity, State: k.State, Why: why, Fix: k.Fix, Refs: k.Refs})
		return
	}
	panic("posture: unknown finding " + id) // a slip of ours: every test that reaches it fails
}

// moot drops findings that do not reach hooks of ours in a managed file. What
// is wrong with such a file itself stays.
func (s *scan) moot(ids ...string) {
	s.out = slices.DeleteFunc(s.out, func(f Finding) bool { return f.Scope != scopeManaged && contains(ids, f.ID) })
}

// environment is the place of what the environment says.
func (s *scan) environment() place { return place{scope: scopeEnv, found: true} }

// glob lists the files below dir whose name ends in suffix, in name order;
// deep descends into folders.
func (s *scan) glob(dir, suffix string, deep bool) []string {
	return s.globAt(dir, suffix, deep, 0)
}

func (s *scan) globAt(dir, suffix string, deep bool, level int) []string {
	if level > 8 {
		return nil
	}
	list, err := s.env.FS.ReadDir(dir)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range list {
		p := s.env.Join(dir, e.Name())
		switch {
		case s.env.IsDir(p):
			if deep {
				out = append(out, s.globAt(p, suffix, deep, level+1)...)
			}
		case strings.HasSuffix(e.Name(), suffix):
			out = append(out, p)
		}
	}
	return out
}

func (s *scan) inHome(elem ...string) string {
	return s.env.Join(append([]string{s.env.Home}, elem...)...)
}

func (s *scan) inRepo(elem ...string) string {
	return s.env.Join(append([]string{s.repo}, elem...)...)
}

// programs are the paths of our own binaries: what a healthy line calls.
func (s *scan) programs() []string {
	d := home.ForPerson(s.env.Home, s.env.Getenv)
	var out []string
	for _, dir := range []string{s.env.Join(string(d), "bin"), s.env.System(home.ManagedBin(s.env.OS))} {
		for _, name := range []string{"vibedefend-hook", "vibedefend"} {
			if s.env.OS == "windows" {
				name += ".exe"
			}
			out = append(out, s.env.Join(dir, name))
		}
	}
	return out
}

// slash is the form in which paths are compared.
func (s *scan) slash(p string) string {
	p = path.Clean(strings.ReplaceAll(p, `\`, "/"))
	if s.env.OS != "linux" {
		p = strings.ToLower(p)
	}
	return p
}

// below reports whether p is dir or lies in it.
func (s *scan) below(p, dir string) bool {
	p, dir = s.slash(p), s.slash(dir)
	return p == dir || strings.HasPrefix(p, strings.TrimSuffix(dir, "/")+"/")
}

// real resolves links where the file exists.
func (s *scan) real(p string) string {
	if r, err := s.env.FS.EvalSymlinks(p); err == nil {
		return r
	}
	return p
}
