package cmd

import (
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

type explained struct {
	checked
	Root  string      `json:"repository,omitempty"`
	Trace rules.Trace `json:"trace"`
}

func (a *app) explain(args []string, asJSON bool) error {
	if len(args) == 1 && knownRule(args[0]) {
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
		a.print("  %s%s\n", clean(a.tilde(c.Line)), clean(a.tilde(context(c))))
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

// context says where and through what a command would run.
func context(c rules.TraceCall) string {
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
