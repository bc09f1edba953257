package installers

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/disk"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/home"
)

// ErrRefused means that at least one file cannot be edited; Report.Failed says
// which and why.
var ErrRefused = errors.New("nothing was written: some files cannot be edited safely")

// ErrFailed means that at least one file or step failed; Report.Failed says
// which and why.
var ErrFailed = errors.New("not everything could be done")

// ApplyOptions steers Apply.
type ApplyOptions struct {
	Home string // the user's home folder
	Repo string // repository root of project plans
	// Partial leaves out plans that are refused and applies the others;
	// otherwise one refusal means that nothing is written.
	Partial bool
	// Prune takes back what the ledger records of these plans' agents and
	// scope and no plan wants any more.
	Prune bool
}

// Failure is one thing that could not be done.
type Failure struct {
	Agent   string `json:"agent"`
	Path    string `json:"path,omitempty"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	Err     error  `json:"-"`
}

// Report says what Apply or Revert did.
type Report struct {
	Changed   []string // paths written or deleted
	Unchanged []string // paths that were as wanted
	Notes     []string // what the person should know
	Failed    []Failure
}

func (r *Report) fail(agent, path string, err error) {
	f := Failure{Agent: agent, Path: path, Message: err.Error(), Err: err}
	var h interface{ Hint() string }
	if errors.As(err, &h) {
		f.Hint = h.Hint()
	}
	r.Failed = append(r.Failed, f)
}

// Preflight computes the plans against the real disk and finds every refusal,
// without writing.
func Preflight(plans []Plan, o ApplyOptions) ([]FileEdit, []Failure, error) {
	edits, err := ComputeAll(plans, detect.OSFS{})
	if err != nil {
		return nil, nil, err
	}
	var r Report
	for _, f := range edits {
		if err := check(f, o); err != nil {
			r.fail(f.Agent, f.Path, err)
		}
	}
	return edits, r.Failed, nil
}

func check(f FileEdit, o ApplyOptions) error {
	if f.Err != nil {
		return f.Err
	}
	if !f.Changed() {
		return nil
	}
	t, err := disk.Resolve(f.Path)
	if err != nil {
		return err
	}
	return disk.Check(t, f.bounds(o))
}

func (f FileEdit) bounds(o ApplyOptions) disk.Bounds {
	if f.Scope == Project {
		return disk.Bounds{Root: o.Repo, Closed: true}
	}
	return disk.Bounds{Root: o.Home}
}

// Apply makes the plans true: it computes every edit, refuses before the first
// write where one cannot be made, then writes each file atomically with the
// ledger ahead of it, checks the result and runs the steps.
func Apply(d home.Dir, plans []Plan, o ApplyOptions) (Report, error) {
	var r Report
	unlock, err := disk.Lock(lockPath(d), lockWait)
	if err != nil {
		return r, err
	}
	defer unlock()
	l, err := LoadLedger(d)
	if err != nil {
		return r, err
	}
	if l.recover() {
		r.Notes = append(r.Notes, "an earlier run was interrupted; what it left was put in order")
		if err := l.save(d); err != nil {
			return r, err
		}
	}
	edits, failed, err := Preflight(plans, o)
	if err != nil {
		return r, err
	}
	r.Failed = failed
	for len(failed) > 0 {
		if !o.Partial {
			return r, ErrRefused
		}
		// A refused plan goes as a whole; the others are computed anew, as
		// they may have shared a file with it.
		plans = without(plans, failed)
		if edits, failed, err = Preflight(plans, o); err != nil {
			return r, err
		}
		r.Failed = append(r.Failed, failed...)
	}
	for _, p := range plans {
		r.Notes = append(r.Notes, p.Notes...)
	}
	w := writes{dir: d, ledger: &l, report: &r}
	if err := w.all(edits); err != nil {
		return r, err
	}
	if o.Prune {
		revertEntries(d, &l, &r, orphans(l, plans, edits))
	}
	runSteps(plans, &r)
	if len(r.Failed) > 0 {
		return r, ErrFailed
	}
	return r, nil
}

func without(plans []Plan, failed []Failure) []Plan {
	var kept []Plan
	for _, p := range plans {
		if !slices.ContainsFunc(failed, func(f Failure) bool { return f.Agent == p.Agent }) {
			kept = append(kept, p)
		}
	}
	return kept
}

func runSteps(plans []Plan, r *Report) {
	for _, p := range plans {
		for _, s := range p.Steps {
			if s.Check != nil && s.Check(false) == nil || s.Do == nil {
				continue
			}
			if err := s.Do(); err != nil {
				r.fail(p.Agent, "", fmt.Errorf("%s: %w", s.Name, err))
			}
		}
	}
}

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
	if f.Scope == Project {
		mode = 0o755
	}
	if err := disk.MakeFolders(t.Real, mode); err != nil {
		return err
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
	w.ledger.put(nextEntry(f, t, nil))
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
	}
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
		e.Cuts = append(edit.Between(base, f.Before), f.Cuts...)
	}
	return e
}

// baseline is the file without our entries, nil when nothing else is in it.
func (f FileEdit) baseline(was *Entry) []byte {
	var cuts []edit.Cut
	if was != nil {
		cuts = was.Cuts
	}
	base, err := removeAll(f.changes, f.Before, cuts, true)
	if err != nil {
		return f.Before
	}
	return base
}

// removeAll takes our entries out, the last change first.
func removeAll(changes []Change, src []byte, cuts []edit.Cut, receipt bool) ([]byte, error) {
	out := src
	for _, c := range slices.Backward(changes) {
		if out == nil {
			return nil, nil
		}
		var err error
		if m, ok := c.Edit.(edit.Receipted); ok && receipt {
			out, err = m.RemoveMade(out, cuts)
		} else {
			out, err = c.Edit.Remove(out)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
