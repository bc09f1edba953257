package posture

import (
	"strings"

	"github.com/cybedefend/vibedefend/internal/edit"
)

// mending says how one kind of finding is put right where that is safe: a
// value that is no wider than the agent's own default, or an approval taken
// out of a list.
type mending struct {
	id, setting string
	// value is the safer value as written in the file; "" takes the finding's
	// detail out of the list.
	value string
	// member is set where the detail is a key below the setting.
	member bool
	// also is another setting that has to change with it.
	also, alsoValue string
}

// Mended is one finding and the edits that put it right.
type Mended struct {
	Finding
	Edits []edit.Mend
}

// Mends says how findings are put right. It names those only that stand in the
// user's own files: what a repository or an administrator set is theirs, and
// what stands in a start-up file of the shell is written by hand.
func Mends(found []Finding) []Mended {
	var out []Mended
	for _, f := range found {
		if f.Scope != scopeUser || f.File == "" {
			continue
		}
		for _, m := range mendings() {
			if m.id == f.ID && m.setting == f.Setting && (m.value != "" || f.Detail != "") {
				out = append(out, Mended{f, m.edits(f)})
				break
			}
		}
	}
	return out
}

func (m mending) edits(f Finding) []edit.Mend {
	e := edit.Mend{Finding: f.ID, Setting: m.setting, Value: m.value, TOML: strings.HasSuffix(f.File, ".toml"), Strict: strictFile(f)}
	switch {
	case m.member:
		e.Member = f.Detail
	case m.value == "":
		e.Element = f.Detail
	}
	out := []edit.Mend{e}
	if m.also != "" {
		e.Setting, e.Value = m.also, m.alsoValue
		out = append(out, e)
	}
	return out
}

// strictFile reports whether the agent takes no comments in a file.
func strictFile(f Finding) bool {
	return f.Agent == "claude-code" || strings.HasSuffix(f.File, "cli-config.json")
}

func mendings() []mending {
	var out []mending
	for _, c := range columns() {
		out = append(out, c.mends...)
	}
	return out
}

// Fixable reports whether --fix can put the finding right.
func (f Finding) Fixable() bool { return len(Mends([]Finding{f})) > 0 }
