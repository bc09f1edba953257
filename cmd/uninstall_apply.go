package cmd

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/person"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// removed is the answer of uninstall in JSON.
type removed struct {
	Version int       `json:"version"`
	DryRun  bool      `json:"dry_run"`
	Changed []string  `json:"changed"`
	Notes   []string  `json:"notes"`
	Failed  []failure `json:"failed"`
	Restart []string  `json:"restart"`
	Kept    []string  `json:"kept"` // what stays below ~/.cybedefend
	Diff    string    `json:"diff,omitempty"`
}

// apply takes the entries first and the program last.
func (r *removal) apply() error {
	a := r.app
	out := removed{Version: 1, Changed: []string{}, Notes: []string{}, Failed: []failure{}, Kept: []string{}}
	out.Restart = a.restart(r.touched())
	if err := r.revert(&out); err != nil {
		return err
	}
	if err := r.forget(); err != nil {
		return err
	}
	if r.whole() && len(out.Failed) == 0 {
		if err := r.removeProgram(&out); err != nil {
			return err
		}
	}
	if r.json {
		return firstOf(a.json(out), failedCode(out.Failed))
	}
	return r.tell(out)
}

func (r *removal) revert(out *removed) error {
	a := r.app
	take := func(rep installers.Report, err error) error {
		out.Changed = append(out.Changed, a.tildes(rep.Changed)...)
		out.Notes = append(out.Notes, a.tildes(unique(rep.Notes))...)
		out.Failed = append(out.Failed, a.failures(r.ours(rep.Failed))...)
		return unexplained(rep, err)
	}
	if r.narrow != nil {
		o := installers.ApplyOptions{Home: a.machine.Env.Home, Partial: true, Prune: true}
		rep, err := installers.Apply(a.machine.Dir, r.rest, o)
		rep.Notes = nil // they are about installing
		if err := take(rep, err); err != nil {
			return err
		}
		if !r.whole() && r.ids == nil {
			return nil
		}
	}
	if err := take(installers.Revert(a.machine.Dir, r.ids, r.plans, r.options())); err != nil || r.ids == nil {
		return err
	}
	return take(installers.Revert(a.machine.Dir, []string{conventions}, nil, r.pagesOptions()))
}

// ours leaves out failures about files that hold nothing of ours: a file that
// is broken for reasons of its own does not keep us here.
func (r *removal) ours(failed []installers.Failure) []installers.Failure {
	return slices.DeleteFunc(failed, func(f installers.Failure) bool { return r.foreign(f.Path) })
}

func (r *removal) foreign(path string) bool {
	if path == "" || r.ledger.Owns(path) {
		return false
	}
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return true
	}
	raw, err := os.ReadFile(path)
	return err == nil && !bytes.Contains(raw, []byte("vibedefend"))
}

// touched lists the agents whose files change.
func (r *removal) touched() []string {
	var out []string
	for _, e := range r.edits {
		if e.Changed() && !slices.Contains(out, e.Agent) {
			out = append(out, e.Agent)
		}
	}
	return out
}

// forget takes the agents out of the stored answers.
func (r *removal) forget() error {
	d := r.app.machine.Dir
	if _, ok, err := settings.Load(d); err != nil || !ok {
		return nil // warned about before, or nothing is stored
	}
	next := r.stored
	if !r.noRepo {
		next.Projects = nil
	}
	if r.whole() {
		next.Agents = nil
	} else {
		next.Agents = setup.Without(next.Agents, r.ids)
		for _, n := range r.narrow {
			next.Agents = append(setup.Without(next.Agents, []string{n.Agent}), n)
		}
		next.Agents = setup.Merge(next.Agents, nil)
		for _, p := range r.stored.Projects {
			p.Agents = setup.Without(p.Agents, r.ids)
			next.SetProject(p)
		}
	}
	_, err := settings.Save(d, next)
	return err
}

// removeProgram gives running agents time to reload and keeps the program for
// sessions that read their hooks only when they start.
func (r *removal) removeProgram(out *removed) error {
	a := r.app
	if len(r.sessions()) > 0 {
		a.say("giving running agents %v to reload", reload)
		a.sleep(reload)
	}
	if stuck := needProgram(r.sessions()); len(stuck) > 0 {
		for _, s := range stuck {
			who := fmt.Sprintf("%s (%s)", s.Name, pids(s.PIDs))
			out.Restart = slices.DeleteFunc(out.Restart, func(o string) bool { return o == who })
			out.Notes = append(out.Notes, who+" reads its hooks at the start of a session: the program stays for it; end it and run this again")
		}
		out.Kept = append(out.Kept, a.tilde(a.machine.Dir.Bin()))
		return nil
	}
	placed := setup.Placed(a.machine.Dir)
	if err := setup.Unplace(a.machine.Dir); err != nil {
		return withHint(err, "end the programs that use it, then run this again")
	}
	out.Changed = append(out.Changed, a.tildes(placed)...)
	left, err := setup.Clean(a.machine.Dir, r.purge)
	out.Kept = append(out.Kept, a.tildes(left)...)
	return err
}

// sessions lists the running agents that may still call us: those whose files
// changed in this run, or any where an earlier run changed them.
func (r *removal) sessions() []person.Session {
	touched := r.touched()
	return slices.DeleteFunc(r.app.running(), func(s person.Session) bool {
		return len(touched) > 0 && !slices.Contains(touched, s.Agent)
	})
}

// careless lists the agents that a missing program does no harm to: Claude
// Code and Cursor notice a changed file while they run, and the line in
// Copilot's file lets the call pass. Of the others, Cascade would block
// everything and Codex report a failure with each call.
var careless = []string{"claude-code", "cursor", "copilot"}

func needProgram(list []person.Session) []person.Session {
	return slices.DeleteFunc(list, func(s person.Session) bool { return slices.Contains(careless, s.Agent) })
}

func (r *removal) tell(out removed) error {
	a := r.app
	for _, p := range out.Changed {
		verb := "restored"
		if _, err := os.Lstat(expand(p, a.machine.Env.Home)); os.IsNotExist(err) {
			verb = "removed"
		}
		a.say("%s %s", verb, p)
	}
	for _, s := range out.Restart {
		a.say("restart %s: it may still hold our hooks", s)
	}
	err := a.report(out.Notes, out.Failed)
	if err != nil && r.whole() {
		a.say("the program stays until everything is taken back")
	}
	if len(out.Kept) > 0 {
		a.say("kept %s", listed(out.Kept))
		if !r.purge && !slices.Contains(out.Kept, a.tilde(a.machine.Dir.Bin())) {
			a.hint("--purge removes the trail and your configuration too")
		}
	}
	if err == nil {
		a.say("uninstalled")
	}
	return err
}

func expand(path, home string) string {
	if rest, ok := cutTilde(path); ok {
		return filepath.Join(home, rest)
	}
	return path
}

func cutTilde(path string) (string, bool) {
	if len(path) > 1 && path[0] == '~' && os.IsPathSeparator(path[1]) {
		return path[2:], true
	}
	return "", false
}

func listed(list []string) string {
	s := ""
	for i, p := range list {
		switch {
		case i == 0:
		case i == len(list)-1:
			s += " and "
		default:
			s += ", "
		}
		s += p
	}
	return s
}
