package cmd

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/cybedefend/vibedefend/internal/consent"
)

func newLogin(a *app) *cobra.Command {
	var fromStdin, force bool
	c := &cobra.Command{
		Use:   "login",
		Short: "Store the token with which metadata is sent",
		Long: `Store the token of the region (or of your own endpoint) in
~/.cybedefend/credentials.json, readable by you alone. Without a token nothing
is sent. Scripts may set CYBEDEFEND_TOKEN instead; a stored token comes first.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.login(fromStdin, force) },
	}
	c.Flags().BoolVar(&fromStdin, "token-stdin", false, "read the token from standard input")
	c.Flags().BoolVar(&force, "force", false, "replace a stored token")
	return c
}

func newLogout(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "logout",
		Short: "Remove the stored tokens",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := a.person("log out"); err != nil {
				return err
			}
			had, err := consent.Logout(a.machine.Dir)
			if err != nil {
				return err
			}
			if !had {
				a.say("no token was stored")
				return nil
			}
			a.say("removed the stored tokens; nothing is sent without one")
			if a.getenv("CYBEDEFEND_TOKEN") != "" {
				a.warn("CYBEDEFEND_TOKEN is still set")
			}
			return nil
		},
	}
}

func (a *app) login(fromStdin, force bool) error {
	if err := a.person("log in"); err != nil {
		return err
	}
	s, err := a.decisions()
	if err != nil && (!force || s.Region == "") {
		return withHint(err, "vibedefend login --force stores a token anew where the credentials are damaged")
	}
	if s.Region == consent.Local {
		return withHint(fmt.Errorf("the region is local: there is nothing to log in to"), "vibedefend install --region eu (or us) chooses another")
	}
	if consent.LoggedIn(a.machine.Dir, s) && !force {
		return withHint(fmt.Errorf("a token for %s is stored already", s.Account()), "vibedefend login --force replaces it")
	}
	token, err := a.token(fromStdin)
	if err != nil {
		return err
	}
	if err := consent.Login(a.machine.Dir, s, token); err != nil {
		return err
	}
	a.say("stored the token for %s in %s", s.Account(), a.tilde(consent.Credentials(a.machine.Dir)))
	if !s.Consent {
		a.hint("nothing is sent yet: vibedefend telemetry on agrees to it")
	}
	return nil
}

// token reads one line, from a pipe or unseen from the terminal.
func (a *app) token(fromStdin bool) (string, error) {
	if fromStdin {
		raw, err := io.ReadAll(io.LimitReader(a.in, 64<<10))
		if err != nil {
			return "", fmt.Errorf("read the token: %w", err)
		}
		return strings.TrimSpace(string(raw)), nil
	}
	in, ok := a.in.(*os.File)
	if !a.canAsk || !ok {
		return "", cannotAsk("for the token", "pass it to vibedefend login --token-stdin")
	}
	fmt.Fprint(a.err, "token (it is not shown): ")
	raw, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(a.err)
	if err != nil {
		return "", fmt.Errorf("read the token: %w", err)
	}
	return strings.TrimSpace(string(raw)), nil
}
