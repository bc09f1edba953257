package cmd

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

func newStatus(a *app) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "status",
		Short: "Summarise what is installed (reads only)",
		Long: `Summarise what is installed: region, program, and each agent with the state of
its files. It reads only and starts nothing; vibedefend doctor looks deeper.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.status(asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	return c
}

type statusAnswer struct {
	Version   int                 `json:"version"`
	Release   string              `json:"release"`
	Installed bool                `json:"installed"`
	Region    string              `json:"region"`
	Mode      string              `json:"mode"`    // enforce, observe
	Program   string              `json:"program"` // ok, missing, other
	Agents    []statusAgent       `json:"agents"`
	New       []string            `json:"not_installed"` // found, not wired
	Files     []installers.Status `json:"files"`
	Trail     trailSummary        `json:"trail"`
}

type statusAgent struct {
	Agent string `json:"agent"`
	Scope string `json:"scope"`
	State string `json:"state"`
	Files int    `json:"files"`
	name  string
	notes []string
}

func (a *app) status(asJSON bool) error {
	s, err := a.summary()
	if err != nil {
		return err
	}
	if asJSON {
		return a.json(s)
	}
	a.printStatus(s)
	return nil
}

func (a *app) summary() (statusAnswer, error) {
	s := statusAnswer{Version: 1, Release: release(), Agents: []statusAgent{}, New: []string{}, Files: []installers.Status{}}
	found := detect.All(a.machine.Env)
	plans, stored, err := setup.Stored(a.machine, found)
	if err != nil && !errors.Is(err, setup.ErrNotInstalled) {
		return s, err
	}
	s.Installed, s.Region, s.Program = err == nil && len(stored.Agents)+len(stored.Projects) > 0, stored.Region, a.programState()
	s.Mode, s.Trail = a.mode(), a.trail()
	for _, p := range plans {
		s.add(a, p)
	}
	for _, c := range setup.Ready(found) {
		if !slices.ContainsFunc(stored.Agents, func(o settings.Choice) bool { return o.Agent == c.Agent }) {
			s.New = append(s.New, c.Agent)
		}
	}
	return s, nil
}

func (s *statusAnswer) add(a *app, p installers.Plan) {
	row := statusAgent{Agent: p.Agent, Scope: or(string(p.Scope), "user"), State: "ok", name: p.Agent}
	if ag, ok := detect.ByID(p.Agent); ok {
		row.name = ag.Name
	}
	for _, f := range installers.Verify(p, a.machine.Env.FS, false) {
		f.Path, f.Message, f.Hint = a.tilde(f.Path), a.tilde(f.Message), a.tilde(f.Hint)
		s.Files = append(s.Files, f)
		if f.Path != "" {
			row.Files++
		}
		if f.State != "ok" {
			row.State = worseState(row.State, f.State)
			row.notes = append(row.notes, strings.TrimSpace(or(f.Path, f.Why)+" "+f.State))
		}
	}
	s.Agents = append(s.Agents, row)
}

// states orders the words of Verify, the worst last.
var states = []string{"ok", "missing", "drift", "untrusted", "unreadable", "conflict"}

func worseState(a, b string) string {
	if slices.Index(states, b) >= slices.Index(states, a) {
		return b
	}
	return a
}

func (a *app) programState() string {
	list, err := setup.Copies(a.machine.Dir, a.self)
	switch {
	case err != nil:
		return "unreadable"
	case list[0].Missing || list[1].Missing:
		return "missing"
	case list[0].Stale || list[1].Stale:
		return "other"
	}
	return "ok"
}

func (a *app) printStatus(s statusAnswer) {
	if !s.Installed {
		a.print("not installed\n")
		a.hint("vibedefend install, or vibedefend demo to see what it does")
		return
	}
	a.print("release  %s\n", s.Release)
	a.print("region   %s\n", or(s.Region, "local"))
	a.print("mode     %s\n", clean(s.Mode))
	a.print("trail    %s\n", clean(s.Trail.String()))
	a.print("program  %s%s\n\n", a.tilde(a.machine.Dir.Hook()), map[string]string{
		"missing": "  missing", "other": "  of another build than this program", "unreadable": "  unreadable"}[s.Program])
	var rows [][]string
	for _, r := range s.Agents {
		note := strings.Join(r.notes, "; ")
		if note == "" {
			note = plural(r.Files, "file")
		}
		rows = append(rows, []string{r.name, r.Scope, r.State, clean(note)})
	}
	a.print("%s", a.style(a.out).Table([]string{"AGENT", "SCOPE", "STATE", "FILES"}, rows, 2))
	for _, id := range s.New {
		a.hint(id + " is on this machine and not governed: vibedefend install --agent " + id)
	}
	if s.Program == "other" {
		a.hint("vibedefend update makes hooks call this build")
	}
	if s.Program == "missing" || slices.ContainsFunc(s.Agents, func(r statusAgent) bool { return r.State != "ok" }) {
		a.hint("vibedefend doctor says more, vibedefend update puts it right")
	}
}
