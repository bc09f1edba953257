package protect

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cybedefend/vibedefend/internal/bare"
)

// form is how the content of a kind of file is judged.
type form struct {
	name string
	// void says why the agent would ignore the whole file, nil if it would not.
	void func(b []byte) error
	// ours lists our handlers; an error means that the file cannot be read.
	ours func(b []byte) ([]hook, error)
	// off names what in the file switches our hooks off or weakens them.
	off func(b []byte) []string
	// beside judges what depends on other files.
	beside func(path string, before, after []byte) error
	// positions is set where an agent counts places.
	positions bool
	// quiet is set for files that agents change for good reasons.
	quiet bool
}

const limit = 8 << 20 // no settings file is larger

// intact compares the file at path with what it would become.
func intact(agent string, f *form, path string, after []byte) error {
	before, err := read(path)
	if err != nil {
		return fmt.Errorf("%s cannot be read, so the change cannot be judged", filepath.Base(path))
	}
	if err := kept(agent, f, before, after); err != nil {
		return err
	}
	if f.beside != nil {
		return f.beside(path, before, after)
	}
	return nil
}

func read(path string) ([]byte, error) {
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() || st.Size() > limit {
		return nil, errors.New("not a settings file")
	}
	return bare.ReadFile(path)
}

// kept reports what of ours a change loses. A nil after is a deleted file.
func kept(agent string, f *form, before, after []byte) error {
	had, err := f.ours(before)
	if err != nil || len(before) > 0 && f.void(before) != nil {
		had = nil // the agent reads nothing of ours there as it is
	}
	if after == nil {
		if len(had) > 0 {
			return fmt.Errorf("the hooks of VibeDefend for %s would be gone with the file", agent)
		}
		return nil
	}
	if len(had) > 0 {
		if err := f.void(after); err != nil {
			return fmt.Errorf("%s would ignore the whole file, our hooks included: %w", agent, err)
		}
	}
	have, err := f.ours(after)
	if err != nil && len(after) > 0 {
		return fmt.Errorf("the result cannot be judged: %w", err)
	}
	if err := lost(agent, f, had, have); err != nil {
		return err
	}
	return switched(f, before, after)
}

// lost compares our handlers before and after.
func lost(agent string, f *form, had, have []hook) error {
	for _, h := range had {
		state := "be gone"
		for _, n := range have {
			if h.event != n.event || h.line != n.line {
				continue
			}
			state = "be changed"
			if h.equal(n) {
				state = "lose its place, and with it its trust"
				if !f.positions || h.group == n.group && h.handler == n.handler {
					state = ""
					break
				}
			}
		}
		if state != "" {
			return fmt.Errorf("our %s hook for %s would %s", h.event, agent, state)
		}
	}
	return nil
}

// switched names the first switch that the change would throw.
func switched(f *form, before, after []byte) error {
	if f.off == nil {
		return nil
	}
	was := map[string]bool{}
	for _, s := range f.off(before) {
		was[s] = true
	}
	for _, s := range f.off(after) {
		if !was[s] {
			return fmt.Errorf("%s would switch our hooks off, or what they rest on", s)
		}
	}
	return nil
}

// folderIntact judges a change of a whole folder: none is fine while a file
// in it holds hooks of ours.
func folderIntact(below []file, name string) func([]byte) error {
	return func([]byte) error {
		for _, f := range below {
			if f.form == nil {
				continue
			}
			b, err := read(filepath.FromSlash(f.path))
			if err != nil {
				return fmt.Errorf("%s cannot be read, so the change cannot be judged", f.path)
			}
			if had, err := f.form.ours(b); err == nil && len(had) > 0 {
				return fmt.Errorf("%s holds the hooks of VibeDefend for %s", filepath.Base(f.path), f.agent)
			}
		}
		return nil
	}
}

// ErrUnfamiliar marks a name or value that voids a file for the releases known
// here, though a newer one may know it.
var ErrUnfamiliar = errors.New("not known to the releases we know")

// Void says why an agent would ignore the whole content of a hook file, nil
// when it would read it. form is "settings" or "hooks".
func Void(agent, name string, content []byte) error {
	for _, f := range [...]*form{claudeSettings, cursorHooks, codexHooks, cascadeHooks, copilotFile} {
		if f.name == agent+" "+name {
			return f.void(content)
		}
	}
	return nil
}
