package installers

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/disk"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/home"
)

// RevertOptions steers Revert.
type RevertOptions struct {
	Home string // the user's home folder
	Repo string // repository root; entries of other repositories stay
	// Scopes limits what is taken back; empty: User, and Project when Repo is set.
	Scopes []Scope
	// EveryRepo takes back the project entries of all repositories.
	EveryRepo bool
}

// undo is the taking back of one file.
type undo struct {
	file   FileEdit
	target disk.Target
	entry  *Entry   // nil where the ledger does not know the file
	stay   []string // agents that keep their part of the file
}

// Revert takes back what the ledger records for agents (all when empty) and
// what plans describe. A file that is as we left it becomes byte-identical to
// before; one that changed since loses exactly our entries. It works from
// plans alone where there is no ledger.
//
// plans may hold plans of agents that stay: where two agents share a file they
// say what has to remain.
func Revert(d home.Dir, agents []string, plans []Plan, o RevertOptions) (Report, error) {
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
	}
	undos, err := computeUndo(l, agents, plans, o)
	if err != nil {
		return r, err
	}
	revertEntries(d, &l, &r, undos)
	for _, p := range plans {
		if chosen(p.Agent, agents) && inScopes(p.scope(), o) {
			undoSteps(p, &r)
		}
	}
	if len(r.Failed) > 0 {
		return r, ErrFailed
	}
	return r, nil
}

// ComputeRevert says what Revert would do to each file, without writing.
func ComputeRevert(d home.Dir, agents []string, plans []Plan, o RevertOptions) ([]FileEdit, error) {
	l, err := LoadLedger(d)
	if err != nil {
		return nil, err
	}
	undos, err := computeUndo(l, agents, plans, o)
	if err != nil {
		return nil, err
	}
	var out []FileEdit
	for _, u := range undos {
		if u.file.Changed() || u.file.Err != nil {
			out = append(out, u.file)
		}
	}
	return out, nil
}

func undoSteps(p Plan, r *Report) {
	for _, s := range p.Steps {
		if s.Undo == nil {
			continue
		}
		if err := s.Undo(); err != nil {
			r.fail(p.Agent, "", fmt.Errorf("undo %s: %w", s.Name, err))
		}
	}
}

func chosen(agent string, agents []string) bool {
	return len(agents) == 0 || slices.Contains(agents, agent)
}

func inScopes(s Scope, o RevertOptions) bool {
	if len(o.Scopes) > 0 {
		return slices.Contains(o.Scopes, s)
	}
	return s != Project || o.Repo != "" || o.EveryRepo
}

// covers reports whether an entry is in the reach of o.
func covers(e Entry, o RevertOptions) bool {
	if !inScopes(e.Scope, o) {
		return false
	}
	if e.Scope != Project || o.EveryRepo {
		return true
	}
	rel, err := filepath.Rel(o.Repo, e.Path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// computeUndo lists the files to take back: those of plans in their order,
// then those only the ledger knows.
func computeUndo(l Ledger, agents []string, plans []Plan, o RevertOptions) ([]undo, error) {
	var out []undo
	seen := map[string]bool{}
	for _, p := range plans {
		if !chosen(p.Agent, agents) || !inScopes(p.scope(), o) {
			continue
		}
		for _, c := range p.Changes {
			t, err := disk.Resolve(c.Path)
			if err != nil {
				u := undo{file: FileEdit{Agent: p.Agent, Path: c.Path, Why: c.Why, Err: err}, target: disk.Target{Path: c.Path}}
				out = append(out, u)
				continue
			}
			if !seen[t.Real] {
				seen[t.Real] = true
				out = append(out, undoOf(l.find(t.Real), t, agents, plans))
			}
		}
	}
	for i, e := range l.Entries {
		if seen[e.Resolved] || !covers(e, o) || !slices.ContainsFunc(e.Agents, func(a string) bool { return chosen(a, agents) }) {
			continue
		}
		t, err := disk.Resolve(e.Resolved)
		if err != nil {
			out = append(out, undo{file: FileEdit{Agent: e.Agents[0], Path: e.Path, Why: e.Why, Err: err}})
			continue
		}
		t.Path = e.Path
		if again, err := disk.Resolve(e.Path); err != nil || again.Real != e.Resolved {
			t.Path = e.Resolved // the agent's name leads elsewhere by now
		}
		out = append(out, undoOf(&l.Entries[i], t, agents, plans))
	}
	return out, nil
}

// undoOf computes what becomes of one file.
func undoOf(e *Entry, t disk.Target, agents []string, plans []Plan) undo {
	if e != nil {
		c := *e // the ledger's list moves while entries are dropped
		e = &c
	}
	mine, others := split(t, agents, plans)
	u := undo{target: t, entry: e, file: FileEdit{Path: t.Path, changes: mine}}
	if e != nil {
		u.file.Agent, u.file.Scope, u.file.Why, u.file.Mode = e.Agents[0], e.Scope, e.Why, fs.FileMode(e.Mode)
		for _, a := range e.Agents {
			if !chosen(a, agents) {
				u.stay = append(u.stay, a)
			}
		}
	}
	u.describe(plans)
	f := &u.file
	src, err := os.ReadFile(t.Real)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return u // gone already
	case err != nil:
		f.Err = fmt.Errorf("read: %w", err)
		return u
	}
	f.Existed, f.Before, f.After = true, src, src
	if len(u.stay) > 0 || e == nil && len(others) > 0 {
		f.After, f.Err = leaving(mine, others, src)
		return u
	}
	f.After, f.Err = undone(e, mine, src)
	if f.Err != nil {
		f.After = src
	}
	return u
}

// describe fills in what the ledger does not know.
func (u *undo) describe(plans []Plan) {
	for _, p := range plans {
		for _, c := range p.Changes {
			if u.file.Agent == "" && len(u.file.changes) > 0 && c.Path == u.file.changes[0].Path {
				u.file.Agent, u.file.Scope, u.file.Why, u.file.Mode = p.Agent, p.scope(), c.Why, c.Mode
			}
		}
	}
	if u.file.Mode == 0 {
		u.file.Mode = 0o600
	}
}

// split sorts the changes of one file by whether their agent goes or stays.
func split(t disk.Target, agents []string, plans []Plan) (mine, others []Change) {
	for _, p := range plans {
		for _, c := range p.Changes {
			ct, err := disk.Resolve(c.Path)
			switch {
			case err != nil || ct.Real != t.Real:
			case chosen(p.Agent, agents):
				mine = append(mine, c)
			default:
				others = append(others, c)
			}
		}
	}
	return mine, others
}

// undone is the file without our entries; nil means delete.
func undone(e *Entry, mine []Change, src []byte) ([]byte, error) {
	if e != nil && disk.SHA(src) == e.After {
		back, err := edit.InvertCuts(src, e.Cuts)
		switch {
		case err != nil:
			return nil, fmt.Errorf("take back: %w", err)
		case e.Created:
			return nil, nil
		case disk.SHA(back) != e.Before:
			return nil, errors.New("take back: the ledger does not lead to the bytes of before; remove our entries by hand")
		}
		return back, nil
	}
	if e != nil && !e.Created && disk.SHA(src) == e.Before {
		return src, nil // an interrupted run got this far
	}
	if len(mine) > 0 {
		var cuts []edit.Cut
		if e != nil {
			cuts = e.Cuts
		}
		return removeAll(mine, src, cuts, e != nil)
	}
	return rebase(e, src)
}

// rebase takes back the cuts of a file that changed and that no plan describes
// any more, where what they wrote is there exactly once.
func rebase(e *Entry, src []byte) ([]byte, error) {
	out := string(src)
	for _, c := range slices.Backward(e.Cuts) {
		if c.New == "" || strings.Count(out, c.New) != 1 {
			return nil, &disk.Refusal{
				Err:  fmt.Errorf("%s changed since we edited it and this release does not know how to find our part", e.Path),
				Next: "remove what mentions vibedefend by hand, then run the command again",
			}
		}
		out = strings.Replace(out, c.New, c.Old, 1)
	}
	if out == "" && e.Created {
		return nil, nil
	}
	return []byte(out), nil
}

// leaving takes out the changes of the agents that go, but for those whose
// loss the ones that stay would feel: they share them.
func leaving(mine, others []Change, src []byte) ([]byte, error) {
	out := src
	for _, c := range slices.Backward(mine) {
		next, err := c.Edit.Remove(out)
		if err != nil {
			return src, err
		}
		if !harms(others, out, next) {
			out = next
		}
	}
	return out, nil
}

func harms(others []Change, before, after []byte) bool {
	for _, c := range others {
		if c.Edit.State(before) == edit.Present && c.Edit.State(after) != edit.Present {
			return true
		}
	}
	return len(others) == 0 // nobody says what must stay
}

// revertEntries performs the undoing, hook entries first as listed, folders
// last. A failure leaves its file and entry and does not stop the others.
func revertEntries(d home.Dir, l *Ledger, r *Report, undos []undo) {
	var folders []string
	touched := false
	for _, u := range undos {
		made, err := u.perform(d, l, r)
		if err != nil {
			r.fail(u.file.Agent, u.file.Path, err)
			continue
		}
		touched = touched || u.entry != nil
		folders = append(folders, made...)
	}
	slices.SortFunc(folders, func(a, b string) int { return len(a) - len(b) })
	disk.RemoveFolders(folders)
	if !touched {
		return
	}
	if err := l.save(d); err != nil {
		r.fail("", d.Ledger(), err)
	}
}

// perform takes one file back and settles its entry. It returns the folders
// that were made for it.
func (u undo) perform(d home.Dir, l *Ledger, r *Report) ([]string, error) {
	f := u.file
	if f.Err != nil {
		return nil, f.Err
	}
	disk.RemoveTemps(u.target.Real) // of an interrupted run
	if !f.Changed() {
		r.Unchanged = append(r.Unchanged, f.Path)
		return u.settle(l), nil
	}
	if err := disk.Check(u.target, disk.Bounds{}); err != nil {
		return nil, err
	}
	sha := ""
	if f.After != nil {
		sha = disk.SHA(f.After)
	}
	l.wrote(u.target, sha)
	if err := l.save(d); err != nil {
		return nil, err
	}
	if f.After == nil {
		if err := keep(d, u, r); err != nil {
			return nil, err
		}
		if err := disk.Delete(u.target, disk.SHA(f.Before)); err != nil {
			return nil, err
		}
	} else if err := disk.Write(u.target, f.After, disk.SHA(f.Before), f.Mode); err != nil {
		return nil, err
	}
	r.Changed = append(r.Changed, f.Path)
	return u.settle(l), nil
}

// keep saves a file of ours that someone edited before it is deleted.
func keep(d home.Dir, u undo, r *Report) error {
	if u.entry == nil || disk.SHA(u.file.Before) == u.entry.After {
		return nil
	}
	for _, c := range u.file.changes {
		if _, whole := c.Edit.(edit.File); !whole || c.Edit.State(u.file.Before) == edit.Present {
			return nil
		}
	}
	saved := filepath.Join(d.State(), "saved", disk.SHA(u.file.Before)[:12]+"-"+filepath.Base(u.target.Real))
	t, err := disk.Resolve(saved)
	if err != nil {
		return err
	}
	if t.Exists() {
		return nil
	}
	if err := disk.MakeFolders(t.Real, 0o700); err != nil {
		return err
	}
	if err := disk.Write(t, u.file.Before, "", 0o600); err != nil {
		return err
	}
	r.Notes = append(r.Notes, fmt.Sprintf("%s had been edited; a copy is in %s", u.file.Path, saved))
	return nil
}

// settle drops the entry, or restarts it for the agents that keep the file.
func (u undo) settle(l *Ledger) []string {
	if u.entry == nil {
		return nil
	}
	folders := u.entry.Folders
	if len(u.stay) == 0 {
		l.drop(u.target.Real)
		return folders
	}
	e := *u.entry
	e.Agents = u.stay
	if u.file.Changed() {
		// The way back now starts from what the others keep.
		if back, err := edit.InvertCuts(u.file.Before, e.Cuts); err == nil && disk.SHA(u.file.Before) == e.After {
			e.Cuts = edit.Between(back, u.file.After)
		} else {
			e.Cuts = append(e.Cuts, edit.Between(u.file.Before, u.file.After)...)
		}
		e.After = disk.SHA(u.file.After)
	}
	l.put(e)
	return nil
}

// orphans are the files the ledger records for these plans' agents and scope
// that no plan mentions.
func orphans(l Ledger, plans []Plan, edits []FileEdit) []undo {
	var out []undo
	for i, e := range l.Entries {
		wanted := slices.ContainsFunc(edits, func(f FileEdit) bool { return real(f.Path, detect.OSFS{}) == e.Resolved })
		ofPlans := slices.ContainsFunc(plans, func(p Plan) bool { return p.scope() == e.Scope && slices.Equal(e.Agents, []string{p.Agent}) })
		if wanted || !ofPlans {
			continue
		}
		if t, err := disk.Resolve(e.Path); err == nil && t.Real == e.Resolved {
			out = append(out, undoOf(&l.Entries[i], t, e.Agents, nil))
		}
	}
	return out
}
