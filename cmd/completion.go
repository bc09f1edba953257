package cmd

import (
	"fmt"

	"github.com/spf13/cobra"
)

const completionLong = `Print the completion script of a shell.

  bash        vibedefend completion bash > /etc/bash_completion.d/vibedefend
  zsh         vibedefend completion zsh > "${fpath[1]}/_vibedefend"
  fish        vibedefend completion fish > ~/.config/fish/completions/vibedefend.fish
  powershell  vibedefend completion powershell | Out-String | Invoke-Expression`

func newCompletion(a *app) *cobra.Command {
	return &cobra.Command{
		Use:       "completion SHELL",
		Short:     "Print the completion script of a shell",
		Long:      completionLong,
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		RunE: func(c *cobra.Command, args []string) error {
			root := c.Root()
			var err error
			switch args[0] {
			case "bash":
				err = root.GenBashCompletionV2(a.out, true)
			case "zsh":
				err = root.GenZshCompletion(a.out)
			case "fish":
				err = root.GenFishCompletion(a.out, true)
			case "powershell":
				err = root.GenPowerShellCompletionWithDesc(a.out)
			}
			if err != nil {
				return fmt.Errorf("write the completion script: %w", err)
			}
			return nil
		},
	}
}

// complete gives the values of a flag to completion scripts.
func complete(c *cobra.Command, flag string, values ...string) {
	// The error says that the flag does not exist, which the tests would show.
	_ = c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}
