package installers

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/disk"
	"github.com/cybedefend/vibedefend/internal/edit"
)

// undo is the taking back of one file.
type undo struct {
	file   FileEdit
	target disk.Target
	entry  *Entry   // nil where the ledger does not know the file
	stay   []string // agents that keep their part of the file
	// again computes the same anew, after someone else wrote the file.
	again func() undo
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
	planned := len(mine) > 0
	mine = append(mine, e.mended(agents)...)
	u := undo{target: t, entry: e, file: FileEdit{Path: t.Path, changes: mine}}
	u.again = func() undo { return undoOf(e, t, agents, plans) }
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
	if !planned && e != nil && !e.onlyMended() {
		mine = nil // what else we wrote there, no plan describes
	}
	f.After, f.Err = undone(e, f.Scope, mine, src)
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
func undone(e *Entry, scope Scope, mine []Change, src []byte) ([]byte, error) {
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
		// Without a receipt, a value in the person's own file that only equals
		// one of ours stays; a repository's file was written by a teammate.
		return removeAll(mine, src, cuts, e != nil || scope != Project)
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

// orphans are the files the ledger records for these plans' agents and scope
// that no plan mentions.
func orphans(l Ledger, plans []Plan, edits []FileEdit, o ApplyOptions) []undo {
	var out []undo
	for i, e := range l.Entries {
		wanted := slices.ContainsFunc(edits, func(f FileEdit) bool { return realPath(f.Path, detect.OSFS{}) == e.Resolved })
		ofPlans := slices.ContainsFunc(plans, func(p Plan) bool { return p.scope() == e.Scope && slices.Equal(e.Agents, []string{p.Agent}) })
		if wanted || !ofPlans || len(e.Mends) > 0 || !covers(e, RevertOptions{Repo: o.Repo}) {
			continue
		}
		if t, err := disk.Resolve(e.Path); err == nil && t.Real == e.Resolved {
			out = append(out, undoOf(&l.Entries[i], t, e.Agents, nil))
		}
	}
	return out
}

// between returns cuts that make after out of before, line by line, so that
// the ledger holds no more of the person's text than it must.
func between(before, after []byte) []edit.Cut {
	var cuts []edit.Cut
	for _, e := range slices.Backward(udiff.Lines(string(before), string(after))) {
		for _, c := range edit.Between(before[e.Start:e.End], []byte(e.New)) {
			c.Off += e.Start
			cuts = append(cuts, c)
		}
	}
	return cuts
}
