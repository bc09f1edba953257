package cmd

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/consent"
	"github.com/cybedefend/vibedefend/internal/export"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/spool"
)

func newTelemetry(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "telemetry",
		Short: "See and decide what leaves this machine",
		Long: `See and decide what leaves this machine. Nothing does unless the region is eu or
us, you switched sending on, and a token is stored (vibedefend login). What is
sent is metadata of events, by a list of fields in the program: no code, no
command, no prompt. DO_NOT_TRACK=1 stops it as well.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	status := &cobra.Command{
		Use: "status", Short: "Say whether, where and as whom metadata is sent", Args: cobra.NoArgs,
	}
	asJSON := status.Flags().Bool("json", false, "answer in JSON")
	status.RunE = func(*cobra.Command, []string) error { return a.telemetryStatus(*asJSON) }
	c.AddCommand(status,
		&cobra.Command{Use: "show", Short: "Print the exact bytes that wait to be sent", Args: cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error { return a.telemetryShow() }},
		&cobra.Command{Use: "on", Short: "Agree to the sending of metadata to the region", Args: cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error { return a.telemetryOn() }},
		&cobra.Command{Use: "off", Short: "Send nothing from now on, and forget what waits", Args: cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error { return a.telemetryOff() }},
	)
	return c
}

type telemetryAnswer struct {
	Version int    `json:"version"`
	Sends   bool   `json:"sends"`
	Why     string `json:"why,omitempty"` // nothing is sent
	Region  string `json:"region"`
	Consent bool   `json:"consent"`
	Address string `json:"address,omitempty"`
	Token   string `json:"token"` // where it comes from
	Hashed  bool   `json:"paths_hashed"`
	Waiting int    `json:"waiting"`
	Dropped int    `json:"dropped"`
	Refused int    `json:"refused"`
	NextTry string `json:"next_try,omitempty"`
}

func (a *app) telemetryState() (telemetryAnswer, consent.Settings, error) {
	s, err := a.decisions()
	if err != nil {
		return telemetryAnswer{}, s, err
	}
	box := spool.Dir(s.Spool(a.machine.Dir))
	waiting, err := box.Pending()
	if err != nil {
		return telemetryAnswer{}, s, err
	}
	t := telemetryAnswer{Version: 1, Sends: s.Why == "", Why: s.Why, Region: string(s.Region), Consent: s.Consent, Token: s.TokenFrom,
		Hashed: s.HashPaths, Waiting: len(waiting), Dropped: box.Dropped(), Refused: box.Refused()}
	if t.Token == "" {
		t.Token = "none"
	}
	if until := box.NotBefore(); time.Now().Before(until) {
		t.NextTry = until.UTC().Format(time.RFC3339)
	}
	if s.Region == consent.Local {
		return t, s, nil
	}
	target, err := export.Target(s)
	if err != nil {
		t.Sends, t.Why = false, err.Error()
		return t, s, nil
	}
	t.Address = target.String()
	return t, s, nil
}

func (a *app) telemetryStatus(asJSON bool) error {
	t, _, err := a.telemetryState()
	if err != nil {
		return err
	}
	if asJSON {
		return a.json(t)
	}
	state := "on"
	if !t.Sends {
		state = "off: " + t.Why
	}
	a.print("sending: %s\nregion: %s\nconsent: %s\ntoken: %s\n", state, t.Region, onOff(t.Consent), t.Token)
	if t.Address != "" {
		a.print("address: %s\n", t.Address)
	}
	a.print("waiting: %d\ndropped: %d\nrefused: %d\n", t.Waiting, t.Dropped, t.Refused)
	if t.NextTry != "" {
		a.print("next try: %s\n", t.NextTry)
	}
	return nil
}

// telemetryShow prints one request body a line.
func (a *app) telemetryShow() error {
	s, err := a.decisions()
	if err != nil {
		return err
	}
	bodies, err := export.Bodies(spool.Dir(s.Spool(a.machine.Dir)), release(), s.HashPaths)
	if err != nil {
		return err
	}
	for _, b := range bodies {
		a.print("%s\n", b)
	}
	if len(bodies) == 0 {
		a.say("nothing waits to be sent")
	}
	if s.Why != "" {
		a.say("nothing is sent: %s", s.Why)
	}
	return nil
}

func (a *app) telemetryOn() error {
	if err := a.person("agree to the sending of metadata"); err != nil {
		return err
	}
	s, err := a.decisions()
	if err != nil {
		return err
	}
	if s.Region == consent.Local {
		return withHint(fmt.Errorf("the region is local: nothing leaves this machine"), "vibedefend install --region eu (or us) chooses another")
	}
	target, err := export.Target(s)
	if err != nil {
		return err
	}
	if !s.Consent { // what was kept without consent is never sent
		if err := a.forgetSpool(); err != nil {
			return err
		}
	}
	if _, err := settings.Set(a.machine.Dir, "telemetry.enabled", true); err != nil {
		return err
	}
	if s, err = a.decisions(); err != nil {
		return err
	}
	if !s.Consent {
		return fmt.Errorf("the administrator of this machine switched sending off")
	}
	a.say("metadata of events goes to %s", target)
	if s.Why != "" {
		a.hint("nothing is sent yet: " + s.Why)
	}
	a.hint("vibedefend telemetry show prints what will be sent")
	return nil
}

func (a *app) telemetryOff() error {
	if err := a.person("switch the sending of metadata off"); err != nil {
		return err
	}
	if _, err := settings.Set(a.machine.Dir, "telemetry.enabled", false); err != nil {
		return err
	}
	if err := a.forgetSpool(); err != nil {
		return err
	}
	s, err := a.decisions()
	if err != nil {
		return err
	}
	if s.Consent {
		return fmt.Errorf("the administrator of this machine switched sending on; it stays so")
	}
	a.say("nothing is sent from now on; what waited is forgotten")
	return nil
}

func (a *app) forgetSpool() error {
	if err := os.RemoveAll(consent.SpoolRoot(a.machine.Dir)); err != nil {
		return fmt.Errorf("forget what waits to be sent: %w", err)
	}
	return nil
}
