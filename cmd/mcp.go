package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/doctor"
	"github.com/cybedefend/vibedefend/internal/posture"
)

func newMCP(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "mcp",
		Short: "MCP servers of the agents",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newMCPList(a))
	return c
}

func newMCPList(a *app) *cobra.Command {
	var asJSON bool
	var agents []string
	c := &cobra.Command{
		Use:   "list",
		Short: "List every MCP server of every agent, and what is risky about it",
		Long: `List every MCP server that the agents know from the user's, the repository's and
the managed files: how it is started, whether its version is fixed, whether a
credential is written out, and which tools are not asked about. It reads files
only; no server is started. Values of credentials are never printed.

POLICY says what the lists mcp_deny and mcp_allow make of a server: denied,
allowed, partly (single tools of it are listed), unlisted (there is a list of
what is allowed, without it: its calls are refused), or - where no list names
it. Lists go by the name a server has in the agent's file, which whoever writes
that file chooses.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			only, err := doctor.Wanted(agents, a.machine)
			if err != nil {
				return err
			}
			servers, found := posture.MCP(a.machine.Env, a.machine.Repo, only...)
			list, err := a.listed(servers)
			if err != nil {
				return withHint(err, "correct the file; vibedefend doctor names it")
			}
			if asJSON {
				return a.json(struct {
					Version  int               `json:"version"`
					Servers  []listedServer    `json:"servers"`
					Findings []posture.Finding `json:"findings"`
				}{1, list, nonNil(found)})
			}
			a.printServers(list)
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	c.Flags().StringArrayVar(&agents, "agent", nil, "agent to look at, may be repeated (default: all)")
	return c
}

func (a *app) printServers(servers []listedServer) {
	if len(servers) == 0 {
		a.say("no MCP server is known to any agent")
		return
	}
	var rows [][]string
	for _, s := range servers {
		what := s.URL
		if what == "" {
			what = a.tilde(strings.Join(s.Command, " "))
		}
		var risks []string
		for _, r := range s.Risks {
			risks = append(risks, strings.TrimPrefix(r, "mcp."))
		}
		state := strings.Join(risks, ", ")
		switch {
		case s.Off:
			state = "off"
		case state == "":
			state = "-"
		}
		rows = append(rows, []string{s.Agent, s.Scope, clean(s.Name), s.Transport, or(s.Policy, "-"), state, clean(what)})
	}
	a.print("%s", a.style(a.out).Table([]string{"AGENT", "SCOPE", "NAME", "BY", "POLICY", "RISKS", "STARTS"}, rows, 6))
}
