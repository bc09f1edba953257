package cmd

import (
	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/hook"
)

const hookLong = `Answer one call of a coding agent: its payload comes on standard input, the
verdict goes out in that agent's own dialect and exit code. Agents call this;
people try vibedefend check.`

// newHook is for help and completion. The program itself answers "hook" before
// this tree exists; the entry is the same.
func newHook(a *app) *cobra.Command {
	return &cobra.Command{
		Use:                "hook AGENT [EVENT]",
		Short:              "Answer a call of an agent (agents call this)",
		Long:               hookLong,
		DisableFlagParsing: true,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 && (args[0] == "--help" || args[0] == "-h") {
				return c.Help()
			}
			if code := hook.Run(args, a.in, a.out, a.err); code != 0 {
				return exitCode(code)
			}
			return nil
		},
	}
}
