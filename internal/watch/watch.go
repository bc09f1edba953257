// Package watch keeps what the last check of the agents' files found, for the
// start of a session to tell. A check reads more than a hook has time for, so
// another process makes it and leaves a note here.
package watch

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/tidwall/gjson"

	"github.com/cybedefend/vibedefend/internal/home"
)

const (
	// maxBytes bounds a note; ours are far smaller.
	maxBytes = 64 << 10
	// keep is how long the note of a folder that nobody works in stays.
	keep = 30 * 24 * time.Hour
)

// Note is what one check found.
type Note struct {
	// At tells one check from another.
	At time.Time `json:"at"`
	// Lines are for people, one finding each.
	Lines []string `json:"lines"`
	// IDs name the findings for the trail, in the order of Lines.
	IDs []string `json:"ids"`
}

type stored struct {
	Version int `json:"version"`
	Note
}

// file is where the note for a working folder lies: checks of two folders do
// not overwrite each other.
func file(d home.Dir, folder string) string {
	sum := sha256.Sum256([]byte(folder))
	return filepath.Join(d.State(), "watch", hex.EncodeToString(sum[:8])+".json")
}

// Read returns the note of the last check for a working folder; ok is false
// where there is none that can be read.
func Read(d home.Dir, folder string) (n Note, ok bool) {
	path := file(d, folder)
	if st, err := os.Stat(path); err != nil || st.Size() > maxBytes || !st.Mode().IsRegular() {
		return n, false
	}
	raw, err := os.ReadFile(path)
	if err != nil || !gjson.ValidBytes(raw) {
		return n, false
	}
	doc := gjson.ParseBytes(raw)
	if doc.Get("version").Int() != 1 {
		return n, false
	}
	n.At = doc.Get("at").Time()
	for _, l := range doc.Get("lines").Array() {
		n.Lines = append(n.Lines, l.Str)
	}
	for _, id := range doc.Get("ids").Array() {
		n.IDs = append(n.IDs, id.Str)
	}
	return n, true
}

// Write leaves a note for a working folder and forgets those of folders that
// nobody worked in for long.
func Write(d home.Dir, folder string, n Note) error {
	path := file(d, folder)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("leave a note: %w", err)
	}
	raw, err := json.Marshal(stored{1, n})
	if err != nil {
		return fmt.Errorf("leave a note: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "new-")
	if err != nil {
		return fmt.Errorf("leave a note: %w", err)
	}
	_, err = tmp.Write(append(raw, '\n'))
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(tmp.Name())
		return fmt.Errorf("leave a note: %w", err)
	}
	prune(filepath.Dir(path), n.At)
	return nil
}

// prune removes notes much older than now. What cannot be removed is looked
// at again the next time.
func prune(dir string, now time.Time) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range list {
		st, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || err != nil || now.Sub(st.ModTime()) < keep {
			continue
		}
		_ = os.Remove(filepath.Join(dir, e.Name()))
	}
}
