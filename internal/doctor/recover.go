package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/posture"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// Damaged reports whether the configuration can be read as a file and not as
// what it should be.
func Damaged(d home.Dir) bool {
	raw, err := os.ReadFile(d.Config())
	if err != nil || len(raw) == 0 {
		return false
	}
	_, _, err = settings.Load(d)
	return err != nil
}

// Recover keeps a damaged configuration aside and writes one anew, with the
// agents that the ledger names or whose files hold our entries. What policy
// the old one held is not guessed: the new one is the built-in one. It returns
// the name under which the old file is kept.
func Recover(m setup.Machine, now time.Time) (aside string, agents []string, err error) {
	agents, trust := wired(m)
	for n := 0; ; n++ {
		aside = m.Dir.Config() + ".bak-" + now.UTC().Add(time.Duration(n)*time.Second).Format("20060102-150405")
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	if err := os.Rename(m.Dir.Config(), aside); err != nil {
		return "", nil, fmt.Errorf("keep the damaged configuration: %w", err)
	}
	a := settings.Answers{Region: "local", Trust: trust, NoRepo: true}
	for _, id := range agents {
		a.Agents = append(a.Agents, settings.Choice{Agent: id})
	}
	if _, err := settings.Save(m.Dir, a); err != nil {
		return aside, agents, err
	}
	return aside, agents, nil
}

// wired lists the agents of the user that we govern, and whether Codex was
// told to trust our hooks: that consent was given once.
func wired(m setup.Machine) (agents []string, trust bool) {
	l, _ := installers.LoadLedger(m.Dir) // a damaged one names none
	named := func(id string) bool {
		return slices.ContainsFunc(l.Entries, func(e installers.Entry) bool { return e.Scope == installers.User && slices.Contains(e.Agents, id) })
	}
	hooks := posture.Hooks(m.Env, "")
	for _, a := range detect.Agents() {
		ours := slices.ContainsFunc(hooks, func(h posture.Hook) bool { return h.Agent == a.ID && h.Ours && h.Scope == "user" })
		if ours || named(a.ID) {
			agents = append(agents, a.ID)
		}
	}
	trust = slices.Contains(agents, "codex") && !slices.ContainsFunc(posture.SwitchedOff(m.Env, "", "codex"), func(f posture.Finding) bool {
		return f.ID == "codex.untrusted" || f.ID == "codex.modified"
	})
	return agents, trust
}
