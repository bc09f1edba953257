package installers

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/disk"
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
	// System is put before the machine's folders in tests, else "".
	System string
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
	if f.Scope == Managed {
		if err := disk.AdminOnly(t, o.System); err != nil {
			return err
		}
	}
	return disk.Check(t, f.bounds(o))
}

func (f FileEdit) bounds(o ApplyOptions) disk.Bounds {
	if f.Scope == Project {
		return disk.Bounds{Root: o.Repo, Closed: true}
	}
	if f.Scope == Managed {
		return disk.Bounds{} // AdminOnly looked at every link
	}
	return disk.Bounds{Root: o.Home}
}

// Apply makes the plans true: it computes every edit, refuses before the first
// write where one cannot be made, then writes each file atomically with the
// ledger ahead of it, checks the result and runs the steps.
func Apply(d home.Dir, plans []Plan, o ApplyOptions) (Report, error) {
	var r Report
	if err := public(d, plans); err != nil {
		return r, err
	}
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
	notes := r.Notes
	for try := 1; ; try++ {
		r = Report{Notes: slices.Clone(notes)}
		err := applyOnce(d, &l, plans, o, &r)
		if !errors.Is(err, disk.ErrChanged) || try == tries {
			return r, err
		}
		// An agent or editor saved a file meanwhile: start from its bytes.
	}
}

// public makes the machine's folder, which everyone's hooks read the policy
// from, before the ledger makes it as a private one.
func public(d home.Dir, plans []Plan) error {
	if !slices.ContainsFunc(plans, func(p Plan) bool { return p.Scope == Managed }) {
		return nil
	}
	missing := disk.Missing(d.Config())
	if err := disk.MakeFolders(d.Config(), 0o755); err != nil {
		return err
	}
	return disk.Open(missing)
}

const tries = 3

func applyOnce(d home.Dir, l *Ledger, plans []Plan, o ApplyOptions, r *Report) error {
	edits, failed, err := Preflight(plans, o)
	if err != nil {
		return err
	}
	r.Failed = failed
	for len(failed) > 0 {
		if !o.Partial {
			return ErrRefused
		}
		// A refused plan goes as a whole; the others are computed anew, as
		// they may have shared a file with it.
		plans = without(plans, failed)
		if edits, failed, err = Preflight(plans, o); err != nil {
			return err
		}
		r.Failed = append(r.Failed, failed...)
	}
	for _, p := range plans {
		r.Notes = append(r.Notes, p.Notes...)
	}
	w := writes{dir: d, ledger: l, report: r}
	if err := w.all(edits); err != nil {
		return err
	}
	if o.Prune {
		revertEntries(d, l, r, orphans(*l, plans, edits, o))
	}
	runSteps(plans, r)
	if len(r.Failed) > 0 {
		return ErrFailed
	}
	return nil
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
