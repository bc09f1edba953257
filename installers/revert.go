package installers

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

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
	// Only limits what is taken back of the ledger to some files; nil: all.
	Only func(path string) bool
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
	if !inScopes(e.Scope, o) || o.Only != nil && !o.Only(e.Path) {
		return false
	}
	if e.Scope != Project || o.EveryRepo {
		return true
	}
	rel, err := filepath.Rel(o.Repo, e.Path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// revertEntries performs the undoing, hook entries first as listed, folders
// last. A failure leaves its file and entry and does not stop the others.
func revertEntries(d home.Dir, l *Ledger, r *Report, undos []undo) {
	var folders []string
	touched := false
	for _, u := range undos {
		made, err := u.perform(d, l, r)
		for try := 1; try < tries && errors.Is(err, disk.ErrChanged); try++ {
			u = u.again()
			made, err = u.perform(d, l, r)
		}
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
		l.inherit(folders)
		return folders
	}
	e := *u.entry
	e.Agents = u.stay
	e.Mends = slices.DeleteFunc(slices.Clone(e.Mends), func(m edit.Mend) bool { return !slices.Contains(u.stay, mendedAgent(m)) })
	if u.file.Changed() {
		// The way back now starts from what the others keep.
		if back, err := edit.InvertCuts(u.file.Before, e.Cuts); err == nil && disk.SHA(u.file.Before) == e.After {
			e.Cuts = between(back, u.file.After)
		} else {
			e.Cuts = append(e.Cuts, between(u.file.Before, u.file.After)...)
		}
		e.After = disk.SHA(u.file.After)
	}
	l.put(e)
	return nil
}
