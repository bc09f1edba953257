package installers

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
)

// FileEdit is what a plan does to one file.
type FileEdit struct {
	Agent   string
	Scope   Scope
	Path    string // as the agent names it
	Why     string
	Before  []byte
	Existed bool
	After   []byte // equal to Before when there is nothing to do; nil: deleted
	Cuts    []edit.Cut
	State   edit.State // the worst of its changes
	Mode    fs.FileMode
	Err     error // why the file cannot be read or edited; After is Before then

	agents  []string // all that share the file
	changes []Change
}

// Changed reports whether the edit writes anything.
func (f FileEdit) Changed() bool {
	return f.Err == nil && (f.Existed != (f.After != nil) || string(f.Before) != string(f.After))
}

// Compute says what p does to each file, without writing. Changes of one path
// are applied one after the other. An error of one file is in its Err.
func Compute(p Plan, fsys detect.FS) ([]FileEdit, error) {
	return ComputeAll([]Plan{p}, fsys)
}

// ComputeAll is Compute for several plans; where they share a file, the later
// sees what the earlier makes of it.
func ComputeAll(plans []Plan, fsys detect.FS) ([]FileEdit, error) {
	var out []FileEdit
	at := map[string]int{} // real path to index in out
	for _, p := range plans {
		for _, c := range p.Changes {
			if c.Edit == nil || c.Path == "" {
				return nil, fmt.Errorf("plan of %s: a change without path or edit", p.Agent)
			}
			key := realPath(c.Path, fsys)
			i, seen := at[key]
			if !seen {
				i = len(out)
				at[key] = i
				out = append(out, read(p, c, fsys))
			}
			out[i].agents = union(out[i].agents, []string{p.Agent})
			out[i].chain(c)
		}
	}
	return out, nil
}

// read starts the edit of a file from its present bytes.
func read(p Plan, c Change, fsys detect.FS) FileEdit {
	f := FileEdit{Agent: p.Agent, Scope: p.scope(), Path: c.Path, Why: c.Why, Mode: c.Mode, State: edit.Present}
	if f.Mode == 0 {
		f.Mode = 0o600
		if f.Scope != User {
			f.Mode = 0o644
		}
	}
	src, err := fsys.ReadFile(c.Path)
	switch {
	case err == nil:
		f.Existed = true
		f.Before = src
		if f.Before == nil {
			f.Before = []byte{}
		}
	case !errors.Is(err, fs.ErrNotExist):
		f.Err = fmt.Errorf("read: %w", err)
	}
	f.After = f.Before
	return f
}

// chain applies one more change to the file.
func (f *FileEdit) chain(c Change) {
	f.changes = append(f.changes, c)
	if f.Err != nil {
		return
	}
	state := c.Edit.State(f.Before)
	after, cuts, err := c.Edit.Apply(f.After)
	if err != nil {
		f.State, f.Err = edit.Conflict, err
		f.After, f.Cuts = f.Before, nil
		return
	}
	f.After = after
	f.Cuts = append(f.Cuts, cuts...)
	f.State = worse(f.State, state)
}

// worse orders states: present, then missing, drift, conflict.
func worse(a, b edit.State) edit.State {
	rank := [...]int{edit.Present: 0, edit.Absent: 1, edit.Stale: 2, edit.Conflict: 3}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// realPath is path with its links resolved as far as it exists.
func realPath(path string, fsys detect.FS) string {
	if p, err := fsys.EvalSymlinks(path); err == nil {
		return p
	}
	dir := filepath.Dir(path)
	if dir == path {
		return path
	}
	return filepath.Join(realPath(dir, fsys), filepath.Base(path))
}
