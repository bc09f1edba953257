package audit

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/cybedefend/vibedefend/internal/bare"
)

const (
	currentName = "trail.jsonl"
	lockName    = "trail.lock"
	lockWait    = 20 * time.Millisecond
)

// Append adds r to the trail; see the function Append.
func (t Trail) Append(r Record) error {
	if err := r.stamp(); err != nil {
		return err
	}
	unlock, ok := t.lock(lockWait)
	if !ok && !bare.Exists(t.Dir) { // looked at last: most trails are there
		if err := os.MkdirAll(t.Dir, 0o700); err != nil {
			return fmt.Errorf("make audit folder: %w", err)
		}
		unlock, ok = t.lock(lockWait)
	}
	if !ok {
		return t.aside(r)
	}
	defer unlock()
	return t.write(r)
}

// lock takes the writers' lock, waiting at most wait.
func (t Trail) lock(wait time.Duration) (unlock func(), ok bool) {
	path := filepath.Join(t.Dir, lockName)
	for deadline := time.Now().Add(wait); ; time.Sleep(time.Millisecond) {
		unlock, err := bare.TryLock(path)
		if err == nil && unlock != nil {
			return unlock, true
		}
		if err != nil || time.Now().After(deadline) {
			return nil, false
		}
	}
}

// write appends under the lock: first what others left aside, then r.
func (t Trail) write(r Record) error {
	f, h, ripe, err := t.open()
	if err == nil && ripe {
		f, err = t.reopen(f, &h)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	var folded error
	if bare.Exists(t.asidePath()) {
		folded = t.fold(f, &h)
	}
	return errors.Join(h.append(f, r), folded)
}

// open opens the current file and finds the end of the chain. ripe is set
// where the file is so large or old that it is to be put aside.
func (t Trail) open() (f *os.File, h head, ripe bool, err error) {
	if f, err = t.openCurrent(); err != nil {
		return nil, h, false, err
	}
	buf, size, err := end(f)
	if h = headOf(buf); err == nil && h.hash == "" {
		h, err = t.oldHead()
	}
	if err != nil {
		_ = f.Close()
		return nil, h, false, err
	}
	return f, h, size > 0 && (size >= t.maxBytes() || t.tooOld(f, buf, size)), nil
}

// reopen puts the current file aside and begins the next.
func (t Trail) reopen(f *os.File, h *head) (*os.File, error) {
	_ = f.Close() // some systems rename no open file
	if err := t.rotate(h); err != nil {
		return nil, err
	}
	return t.openCurrent()
}

func (t Trail) openCurrent() (*os.File, error) {
	f, err := bare.OpenFile(t.current(), os.O_APPEND|os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open audit trail: %w", err)
	}
	return f, nil
}

func (t Trail) current() string { return filepath.Join(t.Dir, currentName) }
