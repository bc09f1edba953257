package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"time"

	"github.com/tidwall/gjson"

	"github.com/cybedefend/vibedefend/internal/bare"
)

const rotatedPattern = "trail-*.jsonl"

// rotate puts the current file aside and removes files past their retention.
func (t Trail) rotate(h *head) error {
	// By the clock of the last record: one that jumped ahead would have all
	// that was put aside removed.
	now := time.Now()
	if last, err := lastTime(t.current()); err == nil && last.Before(now) {
		now = last
	}
	// Named by number, not by clock: the order of files is the chain's.
	name := filepath.Join(t.Dir, fmt.Sprintf("trail-%020d.jsonl", h.seq))
	if err := os.Rename(t.current(), name); err != nil {
		return fmt.Errorf("rotate audit trail: %w", err)
	}
	h.torn = false
	return t.prune(now)
}

// firstBytes hold the time of a record, which stands near its beginning.
const firstBytes = 512

// tooOld reads the age from the first record, as copies and restores change
// the times of files. end is the end of the file, which may be all of it.
func (t Trail) tooOld(f io.ReaderAt, end []byte, size int64) bool {
	line := end
	if int64(len(end)) < size {
		line = bare.Room(int(min(size, firstBytes)))
		if _, err := f.ReadAt(line, 0); err != nil {
			return false
		}
	}
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	at, err := time.Parse(time.RFC3339Nano, gjson.GetBytes(line, "time").String())
	return err == nil && time.Since(at) > t.maxAge()
}

// rotated lists the files put aside, oldest first.
func (t Trail) rotated() ([]string, error) {
	names, err := filepath.Glob(filepath.Join(t.Dir, rotatedPattern))
	if err != nil {
		return nil, fmt.Errorf("list audit trail: %w", err)
	}
	sort.Strings(names)
	return names, nil
}

// Pruned says how far retention has removed the trail, so that a missing
// beginning can be told from a removed one.
type Pruned struct {
	Seq  uint64    `json:"seq"`
	Hash string    `json:"hash"`
	Time time.Time `json:"time"`
}

func (t Trail) prunedPath() string { return filepath.Join(t.Dir, "pruned.json") }

// Pruned reads the mark of the last retention; the zero value when none ran.
func (t Trail) Pruned() (Pruned, error) {
	var p Pruned
	raw, err := os.ReadFile(t.prunedPath())
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil {
		return p, fmt.Errorf("read audit retention mark: %w", err)
	}
	return p, nil
}

// prune removes put-aside files whose last change is older than Keep. The
// mark is written first: killed in between, the file still fits the chain.
func (t Trail) prune(now time.Time) error {
	names, err := t.rotated()
	if err != nil {
		return err
	}
	for _, name := range names {
		st, err := os.Stat(name)
		if err != nil || now.Sub(st.ModTime()) <= t.keep() {
			return nil // newer files follow
		}
		h, err := fileHead(name)
		if err != nil {
			return err
		}
		raw, err := json.Marshal(Pruned{Seq: h.seq, Hash: h.hash, Time: now.UTC()})
		if err != nil {
			return fmt.Errorf("encode audit retention mark: %w", err)
		}
		tmp := t.prunedPath() + ".tmp"
		if err := os.WriteFile(tmp, raw, 0o600); err != nil {
			return fmt.Errorf("write audit retention mark: %w", err)
		}
		if err := os.Rename(tmp, t.prunedPath()); err != nil {
			return fmt.Errorf("write audit retention mark: %w", err)
		}
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("remove old audit trail: %w", err)
		}
	}
	return nil
}
