package cmd

import (
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/rules"
)

const explainLong = `Show how the verdict on a shell command comes about: the simple commands found
in it, through which wrappers, what was opened to look inside, and every rule
that matched with the layer that decided. Nothing is run. The id of a rule, as
messages name it, is explained as "rules show" does.`

func newExplain(a *app) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "explain -- COMMAND...",
		Short:   "Show how the verdict on a command comes about",
		Long:    explainLong,
		Example: "  vibedefend explain -- 'sudo env X=1 bash -c \"rm -rf ~/photos\"'",
		Args:    commandArgs(new(bool)),
		RunE:    func(_ *cobra.Command, args []string) error { return a.explain(args, asJSON) },
	}
	c.Flags().SetInterspersed(false)
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	return c
}

// ruleShaped tells the id of a rule from a command: "git.force-push", "INJ-01", but not "run.sh".
func (a *app) ruleShaped(s string) bool {
	for _, e := range a.everyRule(nil) {
		if strings.EqualFold(e.ID, s) {
			return true
		}
	}
	if _, err := exec.LookPath(s); err == nil {
		return false
	}
	if group, number, ok := strings.Cut(s, "-"); ok && len(group) >= 2 && len(group) <= 6 && onlyOf(group, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") && len(number) >= 2 && onlyOf(number, "0123456789") {
		return true
	}
	pack, name, ok := strings.Cut(s, ".")
	if !ok || len(pack) < 2 || len(name) < 3 || !onlyOf(pack, lowerLetters) || !onlyOf(name, lowerLetters+"-") {
		return false
	}
	switch name {
	case "exe", "bat", "cmd", "com", "run", "bin", "jar", "php", "out", "app", "command", "bash", "zsh", "fish", "mjs", "cjs", "tsx", "jsx", "lua", "wasm", "appimage":
		return false
	}
	return true
}

const lowerLetters = "abcdefghijklmnopqrstuvwxyz"

func onlyOf(s, letters string) bool { return strings.Trim(s, letters) == "" }

type explained struct {
	checked
	Root  string      `json:"repository,omitempty"`
	Trace rules.Trace `json:"trace"`
}

func (a *app) explain(args []string, asJSON bool) error {
	if len(args) == 1 && a.ruleShaped(args[0]) {
		return a.rulesShow(args[0], asJSON) // as messages name rules
	}
	line, err := shellText(args)
	if err != nil {
		return err
	}
	j := a.judge(a.machine.Env.Dir)
	v, t, err := j.explain(line, a.machine.Env.Dir)
	if err != nil {
		return err
	}
	if asJSON {
		err = a.json(explained{a.verdict(v), a.tilde(j.root), t})
	} else {
		a.printVerdict(v)
		a.printTrace(t)
	}
	return err
}

func (a *app) printTrace(t rules.Trace) {
	s := a.style(a.out)
	heading := func(text string) { a.print("\n%s\n", s.Bold(text)) }
	if len(t.Calls) > 0 {
		heading("Commands found")
	}
	for _, c := range t.Calls {
		a.print("  %s%s\n", clean(a.tilde(c.Line)), clean(a.tilde(wherein(c))))
	}
	if len(t.Opened) > 0 {
		heading("Opened to look inside")
		for _, o := range t.Opened {
			a.print("  %s\n", clean(a.tilde(o)))
		}
	}
	if len(t.Hits) > 0 {
		heading("Rules that matched")
	}
	for _, h := range t.Hits {
		a.print("  %s  %s  decided by %s", s.Word(h.Action), h.Rule, or(h.Layer, "built-in"))
		if h.Default != h.Action {
			a.print(", %s by default", h.Default)
		}
		if h.Allowed != "" {
			a.print(", let pass by %s", clean(h.Allowed))
		}
		a.print("\n")
	}
	if t.Trouble != "" {
		heading("Not understood")
		a.print("  %s\n", clean(a.tilde(t.Trouble)))
	}
}

// wherein says where and through what a command would run.
func wherein(c rules.TraceCall) string {
	var parts []string
	if len(c.Via) > 0 {
		parts = append(parts, "through "+strings.Join(c.Via, ", "))
	}
	if c.Dir != "" {
		parts = append(parts, "in "+c.Dir)
	}
	if c.Host != "" {
		parts = append(parts, "on "+c.Host)
	}
	if parts == nil {
		return ""
	}
	return "   (" + strings.Join(parts, ", ") + ")"
}
