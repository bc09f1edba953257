package audit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"time"
)

const sidePattern = "side-*.json"

// asidePath is the mark that something was left aside: writers look for it, as
// to list the folder costs more than to write a line.
func (t Trail) asidePath() string { return filepath.Join(t.Dir, "aside") }

// aside writes r to a file of its own, whole or not at all, for the next
// writer that gets the lock.
func (t Trail) aside(r Record) error {
	line, err := encode(r)
	if err != nil {
		return err
	}
	tmp := filepath.Join(t.Dir, "."+r.ID+".tmp")
	if err := os.WriteFile(tmp, line, 0o600); err != nil {
		_ = os.Remove(tmp)
		return fmt.Errorf("write audit side file: %w", err)
	}
	name := fmt.Sprintf("side-%020d-%s.json", r.Time.UnixNano(), r.ID)
	if err := os.Rename(tmp, filepath.Join(t.Dir, name)); err != nil {
		return fmt.Errorf("write audit side file: %w", err)
	}
	if err := t.markAside(); err != nil {
		return fmt.Errorf("mark audit side file: %w", err)
	}
	return nil
}

// Fold moves what writers left aside into the trail, for a reader who wants
// all of it. Where a writer is at work, that one does it.
func (t Trail) Fold() error {
	if names, _ := filepath.Glob(filepath.Join(t.Dir, sidePattern)); len(names) == 0 {
		return nil
	}
	unlock, ok := t.lock(time.Second)
	if !ok {
		return nil
	}
	defer unlock()
	f, h, _, err := t.open()
	if err != nil {
		return err
	}
	defer f.Close()
	return t.fold(f, &h)
}

// fold moves side files into the trail, oldest first. A writer killed between
// the two steps leaves a record twice; readers know them by their ID.
func (t Trail) fold(w io.Writer, h *head) error {
	_ = os.Remove(t.asidePath()) // first: what comes later marks anew
	err := t.foldAll(w, h)
	if err != nil {
		_ = t.markAside()
	}
	return err
}

// markAside tries again on Windows, where another writer that is removing the
// mark at this moment holds it.
func (t Trail) markAside() error {
	err := os.WriteFile(t.asidePath(), nil, 0o600)
	for try := 0; err != nil && try < 10 && runtime.GOOS == "windows"; try++ {
		time.Sleep(time.Millisecond)
		err = os.WriteFile(t.asidePath(), nil, 0o600)
	}
	return err
}

func (t Trail) foldAll(w io.Writer, h *head) error {
	names, _ := filepath.Glob(filepath.Join(t.Dir, sidePattern))
	sort.Strings(names)
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read audit side file: %w", err)
		}
		var r Record
		if err := json.Unmarshal(bytes.TrimSpace(raw), &r); err != nil {
			// Not ours to lose: keep it under a name that is not folded.
			_ = os.Rename(name, name+".bad")
			continue
		}
		if err := h.append(w, r); err != nil {
			return err
		}
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("remove audit side file: %w", err)
		}
	}
	return nil
}
