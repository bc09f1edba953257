package setup

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/cybedefend/vibedefend/internal/home"
)

// Copy is a program of ours that install puts below ~/.cybedefend/bin.
type Copy struct {
	From, To string
	Stale    bool // To is missing or differs from From
	Missing  bool
}

// Copies says what has to be copied so that the stable paths hold this very
// program. Build folders, npx caches and package managers' folders vanish or
// move; agents are given the stable path only.
func Copies(d home.Dir, executable string) ([]Copy, error) {
	return copiesTo(d.Bin(), executable, "")
}

// CopiesWith is Copies with a small program that does not lie beside the full
// one.
func CopiesWith(d home.Dir, executable string, small Small) ([]Copy, error) {
	return copiesTo(d.Bin(), executable, small.Path)
}

func copiesTo(bin, executable, small string) ([]Copy, error) {
	if real, err := filepath.EvalSymlinks(executable); err == nil {
		executable = real
	}
	names := programNames()
	known := small != ""
	if !known {
		small = filepath.Join(filepath.Dir(executable), names[1])
		st, err := os.Stat(small)
		if known = err == nil && st.Mode().IsRegular(); !known {
			small = executable // only the full program is here: it answers as a hook too
		}
	}
	list := []Copy{{From: executable, To: filepath.Join(bin, names[0])}, {From: small, To: filepath.Join(bin, names[1])}}
	for i := range list {
		if err := list[i].compare(); err != nil {
			return nil, err
		}
	}
	if hook := &list[1]; !known && !hook.Missing && !list[0].Stale {
		hook.Stale = false // a small program that was placed with this one
	}
	return list, nil
}

// HooksAreFull reports whether what agents call is a copy of the full program.
func HooksAreFull(d home.Dir) bool {
	full, err := os.Stat(d.Program())
	hook, err2 := os.Stat(d.Hook())
	if err != nil || err2 != nil || full.Size() != hook.Size() {
		return false
	}
	a, err := digest(d.Program())
	b, err2 := digest(d.Hook())
	return err == nil && err2 == nil && bytes.Equal(a, b)
}

func (c *Copy) compare() error {
	to, err := os.Stat(c.To)
	if errors.Is(err, fs.ErrNotExist) {
		c.Stale, c.Missing = true, true
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the installed program: %w", err)
	}
	from, err := os.Stat(c.From)
	if err != nil {
		return fmt.Errorf("look at this program: %w", err)
	}
	if os.SameFile(from, to) {
		return nil
	}
	if from.Size() == to.Size() && executableBits(to) {
		a, errA := digest(c.From)
		b, errB := digest(c.To)
		if err := errors.Join(errA, errB); err != nil {
			return err
		}
		c.Stale = !bytes.Equal(a, b)
		return nil
	}
	c.Stale = true
	return nil
}

// unfinished matches copies that an interruption left.
const unfinished = ".new-*"

// Place copies the programs that are stale, each in one step: an agent that
// calls at this moment gets the old or the new one, never half of one.
func Place(list []Copy) error {
	for _, c := range list {
		if !c.Stale {
			continue
		}
		if err := c.place(); err != nil {
			return fmt.Errorf("copy the program to %s: %w", c.To, err)
		}
	}
	return nil
}

func (c Copy) place() error {
	dir := filepath.Dir(c.To)
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	src, err := os.Open(c.From)
	if err != nil {
		return err
	}
	defer src.Close()
	tmp, err := os.CreateTemp(dir, unfinished)
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = io.Copy(tmp, src)
	if err == nil {
		err = tmp.Chmod(0o755)
	}
	if err == nil {
		err = tmp.Sync()
	}
	if e := tmp.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return swap(tmp.Name(), c.To)
}

// swap renames a new program over an old one. Windows does not replace a
// program that runs, but lets it be renamed.
func swap(from, to string) error {
	err := os.Rename(from, to)
	if err == nil || runtime.GOOS != "windows" {
		return err
	}
	old := to + ".old"
	_ = os.Remove(old)
	if e := os.Rename(to, old); e != nil {
		return err
	}
	if err = os.Rename(from, to); err != nil {
		return errors.Join(err, os.Rename(old, to))
	}
	_ = os.Remove(old) // fails while it runs; the next upgrade removes it
	return nil
}

// Unplace removes our programs and their folder when nothing else is in it.
// A program that runs from there on Windows is moved out of the way.
func Unplace(d home.Dir) error {
	list := []string{d.Hook(), d.Program(), d.Hook() + ".old", d.Program() + ".old"}
	if torn, err := filepath.Glob(filepath.Join(d.Bin(), unfinished)); err == nil {
		list = append(list, torn...)
	}
	for _, p := range list {
		if err := remove(p); err != nil {
			return fmt.Errorf("remove %s: %w", p, err)
		}
	}
	_ = os.Remove(d.Bin()) // only when empty
	return nil
}

func remove(path string) error {
	err := os.Remove(path)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if runtime.GOOS != "windows" {
		return err
	}
	away := filepath.Join(os.TempDir(), fmt.Sprintf("vibedefend-removed-%d.exe", time.Now().UnixNano()))
	if os.Rename(path, away) == nil {
		return nil
	}
	return err
}

func digest(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read a program: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, fmt.Errorf("read a program: %w", err)
	}
	return h.Sum(nil), nil
}

func executableBits(st fs.FileInfo) bool {
	return runtime.GOOS == "windows" || st.Mode().Perm()&0o111 != 0
}
