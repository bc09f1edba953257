package installers

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/internal/edit"
)

// mends are the settings that this edit makes safer, with what stood there.
func (f FileEdit) mends() []edit.Mend {
	var out []edit.Mend
	src := f.Before
	for _, c := range f.changes {
		if m, ok := c.Edit.(edit.Mend); ok {
			if taken, changes := m.Taken(src); changes {
				out = append(out, taken)
			}
		}
		if next, _, err := c.Edit.Apply(src); err == nil {
			src = next
		}
	}
	return out
}

// mended are the settings of agents (all when empty) that earlier runs made
// safer, as changes that can be taken back. The entry may be nil.
func (e *Entry) mended(agents []string) []Change {
	if e == nil {
		return nil
	}
	var out []Change
	for _, m := range e.Mends {
		if chosen(mendedAgent(m), agents) {
			out = append(out, Change{Path: e.Path, Why: e.Why, Edit: m})
		}
	}
	return out
}

// mendedAgent is the agent whose setting it is: findings start with its name.
func mendedAgent(m edit.Mend) string {
	agent, _, _ := strings.Cut(m.Finding, ".")
	return agent
}

// onlyMended reports whether we did nothing else to the file.
func (e *Entry) onlyMended() bool {
	return len(e.Mends) > 0 && !slices.ContainsFunc(e.Cuts, func(c edit.Cut) bool { return strings.Contains(c.New, "vibedefend") })
}
