package doctor

import (
	"errors"
	"fmt"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// Fix puts our programs in their place, applies what is missing of the plans
// and switches hooks on again in the user's own files. What others set (a
// switch in a repository, a policy of the machine) is theirs to change and
// stays.
func Fix(s Subject) (installers.Report, error) {
	if _, err := installers.LoadLedger(s.Dir); errors.Is(err, installers.ErrLedger) {
		if _, err := installers.MoveLedgerAside(s.Dir); err != nil {
			return installers.Report{}, fmt.Errorf("mend: %w", err)
		}
	}
	if !s.personal() {
		return installers.Report{}, nil // what is managed is the administrator's
	}
	copies, err := setup.Copies(s.Dir, s.Self)
	if err != nil {
		return installers.Report{}, err
	}
	if err := setup.Place(copies); err != nil {
		return installers.Report{}, err
	}
	var placed []string
	for _, c := range copies {
		if c.Stale {
			placed = append(placed, c.To)
		}
	}
	r, err := installers.Apply(s.Dir, s.Plans, installers.ApplyOptions{Home: s.Env.Home, Repo: s.Repo, Partial: true, Prune: true})
	r.Changed = append(placed, r.Changed...)
	if err != nil && !errors.Is(err, installers.ErrFailed) {
		return r, fmt.Errorf("mend: %w", err)
	}
	on, err := switchOn(s)
	r.Changed, r.Failed = append(r.Changed, on.Changed...), append(r.Failed, on.Failed...)
	if err != nil && !errors.Is(err, installers.ErrFailed) {
		return r, fmt.Errorf("mend: %w", err)
	}
	return r, nil // what failed is in the report, and the next check finds it
}
