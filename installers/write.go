package installers

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/disk"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/home"
)

// writes performs computed edits with the ledger ahead of each file.
type writes struct {
	dir    home.Dir
	ledger *Ledger
	report *Report
	done   []written
}

// written is what it takes to undo one write of this run.
type written struct {
	target  disk.Target
	file    FileEdit
	was     *Entry
	folders []string
}

// all writes every edit. When one fails, those before it are undone: nothing
// stays half done.
func (w *writes) all(edits []FileEdit) error {
	for _, f := range edits {
		if err := w.one(f); err != nil {
			w.report.fail(f.Agent, f.Path, err)
			w.rollback()
			return fmt.Errorf("%w: %w", ErrFailed, err)
		}
	}
	if len(w.done) == 0 {
		return nil
	}
	return w.ledger.save(w.dir)
}

func (w *writes) one(f FileEdit) error {
	t, err := disk.Resolve(f.Path)
	if err != nil {
		return err
	}
	was := w.ledger.find(t.Real)
	if !f.Changed() {
		w.report.Unchanged = append(w.report.Unchanged, f.Path)
		return w.adopt(f, t, was)
	}
	e := nextEntry(f, t, was)
	e.Pending = true
	var old *Entry
	if was != nil {
		c := *was
		old = &c
	}
	e.Was = old
	w.done = append(w.done, written{target: t, file: f, was: old, folders: e.Folders})
	w.ledger.put(e)
	w.ledger.wrote(t, e.After)
	if err := w.ledger.save(w.dir); err != nil {
		return err
	}
	if err := w.write(f, t); err != nil {
		return err
	}
	e.Pending, e.Was = false, nil
	w.ledger.put(e)
	w.report.Changed = append(w.report.Changed, f.Path)
	return nil
}

func (w *writes) write(f FileEdit, t disk.Target) error {
	mode := fs.FileMode(0o700)
	if f.Scope != User {
		mode = 0o755
	}
	missing := disk.Missing(t.Real)
	if err := disk.MakeFolders(t.Real, mode); err != nil {
		return err
	}
	if f.Scope == Managed {
		// Every user's agents must be able to read, whatever the umask.
		if err := disk.Open(missing); err != nil {
			return err
		}
	}
	want := ""
	if f.Existed {
		want = disk.SHA(f.Before)
	}
	if err := disk.Write(t, f.After, want, f.Mode); err != nil {
		return err
	}
	got, err := detect.OSFS{}.ReadFile(f.Path)
	if err != nil {
		return fmt.Errorf("read back: %w", err)
	}
	if !bytes.Equal(got, f.After) {
		return fmt.Errorf("read back %s: %w", f.Path, disk.ErrChanged)
	}
	for _, c := range f.changes {
		if s := c.Edit.State(got); s != edit.Present {
			return fmt.Errorf("check %s: the result is %s, not ok", f.Path, s)
		}
	}
	return nil
}

// adopt records a file that holds our entries already while the ledger does
// not know it: a synced dotfile, a lost ledger.
func (w *writes) adopt(f FileEdit, t disk.Target, was *Entry) error {
	if was != nil {
		if !slices.Contains(was.Agents, f.Agent) {
			was.Agents = union(was.Agents, f.agents)
			return w.ledger.save(w.dir)
		}
		return nil
	}
	if f.Scope == Project || !f.Existed {
		return nil // a teammate's file is the repository's
	}
	e := nextEntry(f, t, nil)
	if !e.Created && e.Before == e.After {
		return nil // nothing of ours is in it
	}
	w.ledger.put(e)
	return w.ledger.save(w.dir)
}

// rollback puts back what this run wrote, last first. What cannot be put back
// stays in the ledger.
func (w *writes) rollback() {
	for _, d := range slices.Backward(w.done) {
		if !d.restore() {
			continue
		}
		disk.RemoveTemps(d.target.Real)
		disk.RemoveFolders(d.folders)
		if d.was != nil {
			w.ledger.put(*d.was)
		} else {
			w.ledger.drop(d.target.Real)
		}
		w.report.Changed = slices.DeleteFunc(w.report.Changed, func(p string) bool { return p == d.file.Path })
	}
	if err := w.ledger.save(w.dir); err != nil {
		w.report.fail("", w.dir.Ledger(), err)
	}
}

// restore gives the file its bytes of before this run, if it still has ours.
func (d written) restore() bool {
	now, err := disk.HashFile(d.target.Real)
	before := ""
	if d.file.Existed {
		before = disk.SHA(d.file.Before)
	}
	if err == nil && now == before {
		return true
	}
	if err != nil || now != disk.SHA(d.file.After) {
		return false
	}
	if !d.file.Existed {
		return disk.Delete(d.target, now) == nil
	}
	return disk.Write(d.target, d.file.Before, now, d.file.Mode) == nil
}

// nextEntry is the ledger's entry after f is written. Where the file is as we
// left it, the way back to the first state grows by one link; where someone
// edited it meanwhile, it starts from that edit without our entries.
func nextEntry(f FileEdit, t disk.Target, was *Entry) Entry {
	e := Entry{Scope: f.Scope, Path: f.Path, Resolved: t.Real, After: disk.SHA(f.After),
		Mode: uint32(f.Mode), Folders: disk.Missing(t.Real), Why: f.Why, Agents: f.agents}
	if was != nil {
		e.Agents = union(was.Agents, f.agents)
		e.Folders = append(slices.Clone(was.Folders), e.Folders...)
		e.Mends = slices.Clone(was.Mends)
	}
	e.Mends = append(e.Mends, f.mends()...)
	now := disk.SHA(f.Before)
	switch {
	case !f.Existed:
		e.Created, e.Cuts = true, f.Cuts
	case was != nil && was.After == now:
		e.Created, e.Before = was.Created, was.Before
		e.Cuts = append(slices.Clone(was.Cuts), f.Cuts...)
	default:
		base := f.baseline(was)
		e.Created = base == nil
		if base != nil {
			e.Before = disk.SHA(base)
		}
		e.Cuts = append(between(base, f.Before), f.Cuts...)
	}
	return e
}

// baseline is the file without our entries, nil when nothing else is in it.
func (f FileEdit) baseline(was *Entry) []byte {
	var cuts []edit.Cut
	if was != nil {
		cuts = was.Cuts
	}
	base, err := removeAll(append(slices.Clone(f.changes), was.mended(nil)...), f.Before, cuts, true)
	if err != nil {
		return f.Before
	}
	return base
}
