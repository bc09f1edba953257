package cmd

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/export"
	"github.com/cybedefend/vibedefend/internal/spool"
)

// longestFlush bounds a flush that nobody waits for.
const longestFlush = 10 * time.Minute

func newFlush(a *app) *cobra.Command {
	return &cobra.Command{
		Use:    "flush",
		Short:  "Send what waits to be sent; hooks start this by themselves",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE:   func(*cobra.Command, []string) error { return a.flush() },
	}
}

func (a *app) flush() error {
	s, err := a.decisions()
	if err != nil {
		return err
	}
	if s.Why != "" {
		a.say("nothing is sent: %s", s.Why)
		return nil
	}
	f := export.Flusher{Settings: s, Spool: spool.Dir(s.Spool(a.machine.Dir)), Version: release(), Still: a.stillSends(s.Account())}
	sent, err := f.Within(longestFlush)
	if sent.Refused > 0 {
		a.warn("the receiver turned down %s", plural(sent.Refused, "event"))
	}
	switch {
	case errors.Is(err, export.ErrBusy), errors.Is(err, export.ErrLater), errors.Is(err, export.ErrOff):
		a.say("%s", err)
		return nil
	case err != nil:
		return withHint(fmt.Errorf("flush: %w", err), "what was not sent stays; vibedefend telemetry status tells when it is tried again")
	}
	a.say("sent %s", plural(sent.Events, "event"))
	return nil
}

// stillSends reads the decision again before each request.
func (a *app) stillSends(account string) func() bool {
	return func() bool {
		s, err := a.decisions()
		return err == nil && s.Why == "" && s.Account() == account
	}
}
