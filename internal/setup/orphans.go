package setup

import (
	"slices"

	"github.com/cybedefend/vibedefend/installers"
)

// Orphans lists the files that the ledger records for the agents of plans and
// that no plan wants any more, as Apply with Prune would leave them: an agent
// moved its folder, or a surface is no longer wanted.
func Orphans(m Machine, plans []installers.Plan) []installers.FileEdit {
	l, err := installers.LoadLedger(m.Dir)
	if err != nil {
		return nil // Apply says so
	}
	var out []installers.FileEdit
	for _, e := range l.Entries {
		if !orphan(m, e, plans) {
			continue
		}
		o := installers.RevertOptions{Home: m.Env.Home, Repo: m.Repo, Scopes: []installers.Scope{e.Scope}}
		edits, err := installers.ComputeRevert(m.Dir, e.Agents, nil, o)
		if err != nil {
			continue
		}
		i := slices.IndexFunc(edits, func(f installers.FileEdit) bool { return f.Path == e.Path || f.Path == e.Resolved })
		if i >= 0 {
			out = append(out, edits[i])
		}
	}
	return out
}

func orphan(m Machine, e installers.Entry, plans []installers.Plan) bool {
	if len(e.Mends) > 0 {
		return false // a person asked for them, and no plan knows them
	}
	ours := false
	for _, p := range plans {
		scope := p.Scope
		if scope == "" {
			scope = installers.User
		}
		ours = ours || scope == e.Scope && slices.Equal(e.Agents, []string{p.Agent})
		for _, c := range p.Changes {
			if c.Path == e.Path || m.Env.Resolve(c.Path) == e.Resolved {
				return false
			}
		}
	}
	return ours
}
