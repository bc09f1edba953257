package cmd

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/hook"
	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/rules"
)

// allowed is how long a permitted call may still be made.
const allowedFor = 15 * time.Minute

func newAllow(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "allow CODE",
		Short: "Let one stopped call pass, once",
		Long: `Let one stopped call pass, once. CODE stands in the message of the stop; it names
the call and is no permission. What you allow is that very call: the same command
or edit of the same agent in the same folder, once, within 15 minutes.

Only a person can: it asks for the code again in your terminal, and is refused
below an agent.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.allow(args[0]) },
	}
}

func (a *app) allow(code string) error {
	now := time.Now()
	h, err := hook.LoadHeld(a.machine.Dir, code, now)
	if err != nil {
		return withHint(err, "ask the agent to try again and use the code of the new message")
	}
	a.print("%s  stopped %s ago\n", h.Agent, now.Sub(h.Time).Round(time.Second))
	a.print("%s%s", prompt.Indent("    ", clean(a.tilde(h.What))), prompt.Indent("    ", clean(h.Title)+" ["+strings.Join(h.Rules, ", ")+"]"))
	if err := a.typed("allow this call", code); err != nil {
		return err
	}
	x := rules.Exception{Call: h.Call, Repo: h.Root, Reason: "allowed once in a terminal", Once: true, Expires: now.Add(allowedFor).Unix()}
	if _, err := policy.Permit(a.machine.Dir, x, now); err != nil {
		return err
	}
	a.say("allowed once, for 15 minutes: tell the agent to do it again, unchanged")
	return nil
}

// typed lets pass only a person who types a word in a terminal of their own.
func (a *app) typed(what, word string) error {
	if err := a.person(what); err != nil {
		return err
	}
	if !a.canAsk {
		return withHint(fmt.Errorf("%s: there is no terminal to ask in", what), "a person must do this: run it in a terminal of your own")
	}
	got, err := a.ask.Type(prompt.Question{Title: "To " + what + " type " + word, Text: "Anything else leaves it stopped."})
	if err != nil {
		return err
	}
	if strings.TrimSpace(got) != word {
		return errors.New("that is not " + word + ": nothing was allowed")
	}
	return nil
}
