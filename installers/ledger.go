package installers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/disk"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/home"
)

const (
	ledgerVersion = 1
	maxWrites     = 200
)

// ErrLedger means that the ledger cannot be read. It is never overwritten;
// MoveLedgerAside makes room for a new one.
var ErrLedger = errors.New("the ledger of our edits is damaged")

// Ledger records every edit we made and what is needed to take it back.
type Ledger struct {
	Version int     `json:"version"`
	Entries []Entry `json:"entries"`
	Writes  []Write `json:"writes"` // the last bytes we gave each file, newest last
}

// Entry is one file we changed or created.
type Entry struct {
	Agents   []string   `json:"agents"`
	Scope    Scope      `json:"scope"`
	Path     string     `json:"path"`     // as the agent names it
	Resolved string     `json:"resolved"` // with links followed
	Created  bool       `json:"created"`
	Before   string     `json:"before"` // SHA-256 before the first edit, "" when created
	After    string     `json:"after"`  // SHA-256 as we left it
	Cuts     []edit.Cut `json:"cuts"`   // from before to after
	Mode     uint32     `json:"mode"`
	Folders  []string   `json:"folders,omitempty"` // made by us, outermost first
	Why      string     `json:"why"`
	// Mends are settings that a person had us make safer; they are taken back
	// with the rest.
	Mends []edit.Mend `json:"mends,omitempty"`
	// Pending marks a write that is announced and not yet confirmed, Was is
	// the entry before it. A crash leaves both for the next run to settle.
	Pending bool   `json:"pending,omitempty"`
	Was     *Entry `json:"was,omitempty"`
}

// Write is the hash of the bytes we last gave a file, "" for a deletion.
type Write struct {
	Path     string `json:"path"`
	Resolved string `json:"resolved"`
	SHA      string `json:"sha"`
}

// LoadLedger reads the ledger of d; a missing one is empty.
func LoadLedger(d home.Dir) (Ledger, error) {
	l := Ledger{Version: ledgerVersion}
	data, err := os.ReadFile(d.Ledger())
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return l, fmt.Errorf("read ledger: %w", err)
	}
	if err := json.Unmarshal(data, &l); err != nil {
		return Ledger{}, damaged(d, err.Error())
	}
	if l.Version != ledgerVersion {
		return Ledger{}, damaged(d, fmt.Sprintf("version %d is not known to this release", l.Version))
	}
	for _, e := range l.Entries {
		if e.Path == "" || e.Resolved == "" {
			return Ledger{}, damaged(d, "an entry has no path")
		}
	}
	return l, nil
}

func damaged(d home.Dir, why string) error {
	return &disk.Refusal{
		Err:  fmt.Errorf("read %s: %w: %s", d.Ledger(), ErrLedger, why),
		Next: "move it aside with: vibedefend doctor --fix (uninstall then removes our entries by recognising them)",
	}
}

// MoveLedgerAside renames a damaged ledger and returns its new name.
func MoveLedgerAside(d home.Dir) (string, error) {
	unlock, err := disk.Lock(lockPath(d), lockWait)
	if err != nil {
		return "", err
	}
	defer unlock()
	for n := 1; n < 1000; n++ {
		aside := fmt.Sprintf("%s.damaged-%d", d.Ledger(), n)
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			return aside, os.Rename(d.Ledger(), aside)
		}
	}
	return "", errors.New("move ledger aside: too many damaged ones; delete them")
}

const lockWait = 60 * time.Second

func lockPath(d home.Dir) string { return d.Ledger() + ".lock" }

// Owns reports whether the ledger records an edit of path, under the name the
// agent uses or the one its links lead to.
func (l Ledger) Owns(path string) bool {
	return slices.ContainsFunc(l.Entries, func(e Entry) bool { return e.Path == path || e.Resolved == path })
}

// Agents lists the agents with entries, in the order they were installed.
func (l Ledger) Agents() []string {
	var out []string
	for _, e := range l.Entries {
		for _, a := range e.Agents {
			if !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	return out
}

// LastWrite is the hash of the bytes we last gave path; a deletion is "".
func (l Ledger) LastWrite(path string) (sha string, ok bool) {
	for _, w := range slices.Backward(l.Writes) {
		if w.Path == path || w.Resolved == path {
			return w.SHA, true
		}
	}
	return "", false
}

func (l *Ledger) find(resolved string) *Entry {
	for i := range l.Entries {
		if l.Entries[i].Resolved == resolved {
			return &l.Entries[i]
		}
	}
	return nil
}

func (l *Ledger) put(e Entry) {
	if old := l.find(e.Resolved); old != nil {
		*old = e
		return
	}
	l.Entries = append(l.Entries, e)
}

func (l *Ledger) drop(resolved string) {
	l.Entries = slices.DeleteFunc(l.Entries, func(e Entry) bool { return e.Resolved == resolved })
}

// inherit hands folders that we made for a file that is gone to a file of ours
// that still lies in them, so that they go with the last one.
func (l *Ledger) inherit(folders []string) {
	for _, f := range folders {
		for i := range l.Entries {
			e := &l.Entries[i]
			if strings.HasPrefix(e.Resolved, f+string(filepath.Separator)) {
				e.Folders = union(e.Folders, []string{f})
				slices.Sort(e.Folders) // outermost first
				break
			}
		}
	}
}

// wrote notes the bytes a file is about to get.
func (l *Ledger) wrote(t disk.Target, sha string) {
	l.Writes = slices.DeleteFunc(l.Writes, func(w Write) bool { return w.Resolved == t.Real })
	l.Writes = append(l.Writes, Write{Path: t.Path, Resolved: t.Real, SHA: sha})
	if n := len(l.Writes); n > maxWrites {
		l.Writes = l.Writes[n-maxWrites:]
	}
}

// save writes the ledger atomically. The caller holds the lock.
func (l *Ledger) save(d home.Dir) error {
	l.Version = ledgerVersion
	if l.Entries == nil {
		l.Entries = []Entry{}
	}
	if l.Writes == nil {
		l.Writes = []Write{}
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(l); err != nil {
		return fmt.Errorf("save ledger: %w", err)
	}
	t, err := disk.Resolve(d.Ledger())
	if err != nil {
		return fmt.Errorf("save ledger: %w", err)
	}
	if err := disk.MakeFolders(t.Real, 0o700); err != nil {
		return fmt.Errorf("save ledger: %w", err)
	}
	disk.RemoveTemps(t.Real)
	want, err := disk.HashFile(t.Real)
	if err != nil {
		return fmt.Errorf("save ledger: %w", err)
	}
	if err := disk.Write(t, buf.Bytes(), want, 0o600); err != nil {
		return fmt.Errorf("save ledger: %w", err)
	}
	return nil
}

// recover settles what an interrupted run announced: a file that is as the
// entry before it says was not written, any other was.
func (l *Ledger) recover() bool {
	settled := false
	var kept []Entry
	for _, e := range l.Entries {
		if !e.Pending {
			kept = append(kept, e)
			continue
		}
		settled = true
		disk.RemoveTemps(e.Resolved)
		was := e.Was
		now, err := disk.HashFile(e.Resolved)
		e.Pending, e.Was = false, nil
		switch {
		case err != nil || now == e.After: // unreadable: keep the later claim
			kept = append(kept, e)
		case was == nil && now == e.Before:
			disk.RemoveFolders(e.Folders)
		case was != nil && now == was.After:
			kept = append(kept, *was)
		default:
			kept = append(kept, e)
		}
	}
	l.Entries = kept
	return settled
}
