// Package disk writes files of others without losing a byte of theirs: through
// symlinks, atomically, with mode and owner kept, and never over a change made
// meanwhile.
package disk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrChanged means that a file is not as it was when the edit was computed.
var ErrChanged = errors.New("the file changed meanwhile; run the command again")

// Refusal is a file that must not be written, and what mends that.
type Refusal struct {
	Err  error
	Next string
}

// Error implements error.
func (r *Refusal) Error() string { return r.Err.Error() }

// Unwrap implements errors.Unwrap.
func (r *Refusal) Unwrap() error { return r.Err }

// Hint is the next step for the person.
func (r *Refusal) Hint() string { return r.Next }

func refuse(hint, format string, args ...any) error {
	return &Refusal{Err: fmt.Errorf(format, args...), Next: hint}
}

// Fault, when set by a test, is called before each step of a write with its
// name; its error fails the step.
var Fault func(step, path string) error

func fault(step, path string) error {
	if Fault == nil {
		return nil
	}
	return Fault(step, path)
}

// SHA is the hash the ledger records.
func SHA(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Target is a path with its links followed.
type Target struct {
	Path   string      // as given
	Real   string      // where the bytes lie, or will
	Info   fs.FileInfo // of Real, nil where nothing is
	Linked bool        // a link led from Path to Real
}

// Exists reports whether there is something at the target.
func (t Target) Exists() bool { return t.Info != nil }

// Resolve follows the links of path as far as it exists, also through a link
// whose end is missing.
func Resolve(path string) (Target, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return Target{}, fmt.Errorf("resolve %s: %w", path, err)
	}
	real, err := follow(abs, 0)
	if err != nil {
		return Target{}, fmt.Errorf("resolve %s: %w", path, err)
	}
	t := Target{Path: path, Real: real, Linked: real != abs}
	info, err := os.Lstat(real)
	switch {
	case err == nil:
		t.Info = info
	case !errors.Is(err, fs.ErrNotExist):
		return t, fmt.Errorf("resolve %s: %w", path, err)
	}
	return t, nil
}

func follow(path string, depth int) (string, error) {
	if depth > 40 {
		return "", errors.New("too many symbolic links")
	}
	real, err := filepath.EvalSymlinks(path)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return real, err
	}
	if link, err := os.Readlink(path); err == nil {
		if !filepath.IsAbs(link) {
			link = filepath.Join(filepath.Dir(path), link)
		}
		return follow(link, depth+1)
	}
	dir := filepath.Dir(path)
	if dir == path {
		return path, nil
	}
	parent, err := follow(dir, depth)
	if err != nil {
		return "", err
	}
	return filepath.Join(parent, filepath.Base(path)), nil
}
