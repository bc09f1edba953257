package cmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/settings"
)

func newAuditVerify(a *app) *cobra.Command {
	var head string
	var asJSON bool
	c := &cobra.Command{
		Use:   "verify",
		Short: "Check that no line was edited, removed or put in",
		Long: `Check that no line of the trail was edited, removed or put in. Each line holds
the hash of the line before it. Code that runs as you can write the whole trail
anew: only a head that was kept where you cannot write proves anything against
that. Keep one with vibedefend audit head, and compare it with --head.

Exit code 3: the chain is broken, or does not hold the kept head.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.verifyTrail(head, asJSON) },
	}
	c.Flags().StringVar(&head, "head", "", "file with a head kept earlier, - for standard input")
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	return c
}

func (a *app) verifyTrail(from string, asJSON bool) error {
	var kept *audit.Head
	if from != "" {
		h, err := a.keptHead(from)
		if err != nil {
			return err
		}
		kept = &h
	}
	t, err := a.records()
	if err != nil {
		return err
	}
	res, err := t.Verify(kept)
	if err != nil {
		return err
	}
	if asJSON {
		err = a.json(struct {
			Version int `json:"version"`
			audit.Result
		}{1, res})
	} else {
		a.printResult(res, kept != nil)
	}
	if err == nil && len(res.Problems) > 0 {
		return exitFindings
	}
	return err
}

func (a *app) printResult(res audit.Result, compared bool) {
	for _, p := range res.Problems {
		where := "head"
		if p.File != "" {
			where = fmt.Sprintf("%s:%d", p.File, p.Line)
		}
		a.print("conflict  %s  %s\n", where, p.What)
	}
	if len(res.Problems) == 0 {
		a.print("ok  %s, head %d %s\n", plural(res.Records, "record"), res.Head.Seq, res.Head.Hash)
	}
	if res.Torn > 0 {
		a.say("%s of writers that were killed", plural(res.Torn, "torn line"))
	}
	if !compared {
		a.hint("this says nothing about the same user writing it all anew: compare with a head kept elsewhere (vibedefend audit verify --head FILE)")
	}
}

func (a *app) keptHead(from string) (audit.Head, error) {
	var h audit.Head
	var raw []byte
	var err error
	if from == "-" {
		raw, err = io.ReadAll(io.LimitReader(a.in, 1<<20))
	} else {
		raw, err = os.ReadFile(from)
	}
	if err != nil {
		return h, fmt.Errorf("read the kept head: %w", err)
	}
	if err := json.Unmarshal(raw, &h); err != nil || h.Version != 1 || h.Hash == "" && h.Seq > 0 {
		return h, withHint(fmt.Errorf("read the kept head: %s holds none", from), "vibedefend audit head --out FILE writes one")
	}
	return h, nil
}

func newAuditHead(a *app) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "head",
		Short: "Print the head of the chain, to be kept elsewhere",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			t, err := a.records()
			if err != nil {
				return err
			}
			res, err := t.Verify(nil)
			if err != nil {
				return err
			}
			if len(res.Problems) > 0 {
				a.warn("the chain is broken; vibedefend audit verify tells where")
			}
			if out == "" {
				return a.json(res.Head)
			}
			return writeWhole(out, 0o600, func(w io.Writer) error { return json.NewEncoder(w).Encode(res.Head) })
		},
	}
	c.Flags().StringVarP(&out, "out", "o", "", "file to write (default: standard output)")
	return c
}

// newAuditKeep sets what the trail holds.
func newAuditKeep(a *app) *cobra.Command {
	var every, commands string
	var days int
	c := &cobra.Command{
		Use:   "keep",
		Short: "Say or change what the trail keeps; nothing of it is ever sent",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.keepTrail(c, every, commands, days)
		},
	}
	c.Flags().StringVar(&every, "every", "", "on: plain allows as well; off: what was stopped or told (default)")
	c.Flags().StringVar(&commands, "commands", "", "on: commands with secrets masked; off: none (default)")
	c.Flags().IntVar(&days, "days", 0, "keep it for so many days (default 365)")
	complete(c, "every", "on", "off")
	complete(c, "commands", "on", "off")
	return c
}

func (a *app) keepTrail(c *cobra.Command, every, commands string, days int) error {
	type step struct {
		key   string
		value any
	}
	var steps []step
	for _, f := range []struct{ flag, value string }{{"every", every}, {"commands", commands}} {
		switch f.value {
		case "on", "off":
			steps = append(steps, step{"audit." + f.flag, f.value == "on"})
		case "":
		default:
			return usagef("vibedefend audit keep --help", "--%s %q is neither on nor off", f.flag, f.value)
		}
	}
	if c.Flags().Changed("days") {
		if days < 1 || days > 36500 {
			return usagef("vibedefend audit keep --help", "--days %d is not between 1 and 36500", days)
		}
		steps = append(steps, step{"audit.keepDays", days})
	}
	if len(steps) > 0 {
		if err := a.person("change what the trail keeps"); err != nil {
			return err
		}
	}
	for _, s := range steps {
		if _, err := settings.Set(a.machine.Dir, s.key, s.value); err != nil {
			return err
		}
	}
	s, err := a.decisions()
	if err != nil {
		return err
	}
	kept := int(s.Keep.Hours() / 24)
	if kept == 0 {
		kept = 365
	}
	a.print("every event: %s\ncommands, masked: %s\ndays: %d\n", onOff(s.Every), onOff(s.Commands), kept)
	return nil
}

func onOff(b bool) string {
	if b {
		return "on"
	}
	return "off"
}

// writeWhole writes a file in one step: whole or not at all.
func writeWhole(path string, mode os.FileMode, write func(io.Writer) error) error {
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return fmt.Errorf("write %s: it is a folder", path)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".vibedefend-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(tmp.Name())
	err = errors.Join(write(tmp), tmp.Chmod(mode), tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
