package cmd

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
)

func newAgents(a *app) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "agents",
		Short: "Show which coding agents are on this machine, and how we know",
		Long: `Show which coding agents are on this machine, and how we know. It reads files
only: no agent is started. --agent of other commands takes the names in the
first column, the surfaces in the second (as agent/surface where several agents
have one of that name), "all" and "detected".`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			found := detect.All(a.machine.Env)
			if asJSON {
				return a.json(a.agentsAnswer(found))
			}
			a.print("%s", a.foundTable(a.out, found))
			if n := detect.SideNote(a.machine.Env); n != "" {
				a.note(a.tilde(n))
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	return c
}

// agentRow is one surface in the answer of agents.
type agentRow struct {
	Agent    string   `json:"agent"`
	Surface  string   `json:"surface"`
	Name     string   `json:"name"`
	State    string   `json:"state"`
	Version  string   `json:"version"`
	Root     string   `json:"root"`
	Evidence []string `json:"evidence"`
	Upgrade  string   `json:"upgrade,omitempty"`
}

type agentsAnswer struct {
	Version int        `json:"version"`
	Agents  []agentRow `json:"agents"`
	Note    string     `json:"note,omitempty"`
}

func (a *app) agentsAnswer(found []detect.Found) agentsAnswer {
	out := agentsAnswer{Version: 1, Agents: []agentRow{}, Note: a.tilde(detect.SideNote(a.machine.Env))}
	for _, ag := range detect.Agents() {
		for _, s := range ag.Surfaces {
			out.Agents = append(out.Agents, a.surfaceRows(ag, s, found)...)
		}
	}
	return out
}

// surfaceRows describes every copy of a surface, or its absence.
func (a *app) surfaceRows(ag detect.Agent, s detect.Surface, found []detect.Found) []agentRow {
	var rows []agentRow
	for _, f := range detect.Of(found, ag.ID) {
		if f.Surface == s.ID {
			rows = append(rows, agentRow{
				Agent: ag.ID, Surface: s.ID, Name: s.Name, State: foundState(f), Version: f.Version,
				Root: a.tilde(f.Root), Evidence: a.tildes(f.Evidence), Upgrade: f.Upgrade,
			})
		}
	}
	if rows == nil {
		rows = []agentRow{{Agent: ag.ID, Surface: s.ID, Name: s.Name, State: "absent", Evidence: []string{}}}
	}
	return rows
}

func foundState(f detect.Found) string {
	switch {
	case f.Residue:
		return "residue"
	case f.Support == detect.TooOld:
		return "too old"
	}
	return "detected"
}

// foundTable draws what was found: one row for each copy, one for an agent
// that is absent, with "installed" where our hooks are.
func (a *app) foundTable(w io.Writer, found []detect.Found) string {
	wired := map[string]bool{}
	if l, err := installers.LoadLedger(a.machine.Dir); err == nil {
		for _, id := range l.Agents() {
			wired[id] = true
		}
	}
	var rows [][]string
	for _, ag := range detect.Agents() {
		rows = append(rows, a.agentLines(ag, found, wired[ag.ID])...)
	}
	return a.style(w).Table([]string{"AGENT", "SURFACE", "VERSION", "STATE", "EVIDENCE"}, rows, 3)
}

func (a *app) agentLines(ag detect.Agent, found []detect.Found, wired bool) [][]string {
	var rows [][]string
	for _, s := range ag.Surfaces {
		for _, r := range a.surfaceRows(ag, s, found) {
			if r.State == "absent" {
				continue
			}
			why := strings.Join(r.Evidence, ", ")
			switch {
			case r.State == "too old" && r.Upgrade != "":
				why = "needs " + r.Upgrade
			case r.State == "residue" && !wired:
				why = "only left-overs: " + why
			case wired:
				r.State = "installed"
			}
			rows = append(rows, []string{ag.ID, r.Surface, or(r.Version, "-"), r.State, clean(why)})
		}
	}
	if rows == nil {
		state := "absent"
		if wired {
			state = "installed"
		}
		rows = [][]string{{ag.ID, "-", "-", state, ""}}
	}
	for i := 1; i < len(rows); i++ {
		rows[i][0] = ""
	}
	return rows
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
