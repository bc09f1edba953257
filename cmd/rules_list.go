package cmd

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/content"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/rules/code"
	"github.com/cybedefend/vibedefend/rules/packs"
)

// ruleEntry is a built-in rule of either kind.
type ruleEntry struct {
	ID       string   `json:"id"`
	Layer    string   `json:"layer"` // "action-guard" or "security"
	Pack     string   `json:"pack"`
	Title    string   `json:"title"`
	Action   string   `json:"action"`
	Severity string   `json:"severity"`
	Refs     []string `json:"refs"`
	Why      string   `json:"why"`
	Instead  string   `json:"instead,omitempty"`
	Source   string   `json:"source,omitempty"` // "managed", "user" or "repository"; "" for built-in
}

// everyRule lists the built-in rules and those of the layers that hold here.
func (a *app) everyRule(frameworks []string) []ruleEntry {
	out := builtInRules(frameworks)
	j := a.judge(a.machine.Env.Dir)
	if j.err != nil {
		a.warn("only the built-in rules are known: %v", a.tilde(j.err.Error()))
		return out
	}
	for _, l := range j.policy.Layers {
		if l.Rules == nil {
			continue
		}
		for _, r := range l.Rules.Rules {
			out = append(out, ruleEntry{r.ID, "action-guard", r.Pack, r.Title, r.Action.String(), r.Severity.String(), refsOf(r.Refs, frameworks), r.Why, r.Instead, l.Name})
		}
	}
	for i := range j.own.Rules {
		e := securityEntry(&j.own.Rules[i], frameworks)
		e.Source = j.own.Layers[e.ID]
		out = append(out, e)
	}
	return out
}

// builtInRules lists the built-in rules, by layer and id.
func builtInRules(frameworks []string) []ruleEntry {
	var out []ruleEntry
	for _, r := range packs.Set().Rules {
		out = append(out, ruleEntry{r.ID, "action-guard", r.Pack, r.Title, r.Action.String(), r.Severity.String(), refsOf(r.Refs, frameworks), r.Why, r.Instead, ""})
	}
	for _, r := range content.SecretRules() {
		out = append(out, ruleEntry{r.ID, "security", r.Pack, r.Title, r.Action.String(), r.Severity.String(), refsOf(r.Refs, frameworks), r.Why, r.Instead, ""})
	}
	for i := range code.Rules() {
		out = append(out, securityEntry(&code.Rules()[i], frameworks))
	}
	slices.SortStableFunc(out, func(a, b ruleEntry) int { return cmp.Or(cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.ID, b.ID)) })
	return out
}

func securityEntry(r *code.Rule, frameworks []string) ruleEntry {
	e := ruleEntry{ID: r.ID, Layer: "security", Pack: strings.ToLower(strings.SplitN(r.ID, "-", 2)[0]), Title: r.Title, Action: r.Tier.String(), Severity: r.Severity.String(), Why: r.Why, Refs: []string{}}
	for _, n := range r.CWE {
		e.Refs = append(e.Refs, fmt.Sprintf("CWE-%d", n))
	}
	e.Refs = append(e.Refs, r.Controls(frameworks)...)
	for _, s := range r.Safe {
		e.Instead = strings.TrimSpace(e.Instead + "\n" + strings.Join(s.Langs.Names(), ", ") + ": " + s.Text)
	}
	return e
}

// refsOf keeps the references of the named frameworks, and CWE ids.
func refsOf(refs, frameworks []string) []string {
	out := []string{}
	for _, r := range refs {
		if len(frameworks) == 0 || strings.HasPrefix(r, "CWE-") || slices.ContainsFunc(frameworks, func(f string) bool { return framework(r) == f }) {
			out = append(out, r)
		}
	}
	return out
}

// framework names the framework of a reference.
func framework(ref string) string {
	low := strings.ToLower(strings.ReplaceAll(ref, " ", ""))
	for _, f := range [...][2]string{{"soc2", "soc2"}, {"gdpr", "gdpr"}, {"iso27001", "iso27001"}, {"owasp", "owasp"}, {"asi", "owasp"}, {"llm", "owasp"}} {
		if strings.HasPrefix(low, f[0]) {
			return f[1]
		}
	}
	return ""
}

type rulesListOptions struct {
	frameworks  []string
	layer, pack string
	json        bool
}

func newRulesList(a *app) *cobra.Command {
	var o rulesListOptions
	c := &cobra.Command{
		Use:   "list",
		Short: "List the rules of the Action Guard and of security that hold here",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.rulesList(o) },
	}
	f := c.Flags()
	f.StringArrayVar(&o.frameworks, "framework", nil, "owasp, soc2, gdpr or iso27001: only rules that support it, may be repeated")
	f.StringVar(&o.layer, "layer", "", "action-guard or security")
	f.StringVar(&o.pack, "pack", "", "only rules of this pack")
	f.BoolVar(&o.json, "json", false, "answer in JSON")
	return c
}

func (a *app) rulesList(o rulesListOptions) error {
	for _, f := range o.frameworks {
		if !slices.Contains([]string{"owasp", "soc2", "gdpr", "iso27001"}, f) {
			return usagef("vibedefend rules list --help", "--framework %q is none of owasp, soc2, gdpr, iso27001", f)
		}
	}
	every := a.everyRule(nil)
	if o.layer != "" && !slices.ContainsFunc(every, func(e ruleEntry) bool { return e.Layer == o.layer }) {
		return usagef("vibedefend rules list --help", "--layer %q is neither action-guard nor security", o.layer)
	}
	if o.pack != "" && !slices.ContainsFunc(every, func(e ruleEntry) bool { return e.Pack == o.pack }) {
		return usagef("vibedefend rules list --json", "--pack %q is no pack", o.pack)
	}
	list := []ruleEntry{}
	for _, e := range a.everyRule(o.frameworks) {
		supports := len(o.frameworks) == 0 || slices.ContainsFunc(e.Refs, func(r string) bool { return slices.Contains(o.frameworks, framework(r)) })
		if supports && (o.layer == "" || o.layer == e.Layer) && (o.pack == "" || o.pack == e.Pack) {
			list = append(list, e)
		}
	}
	if o.json {
		return a.json(map[string]any{"version": 1, "rules": list})
	}
	rows := make([][]string, len(list))
	for i, e := range list {
		rows[i] = []string{e.ID, e.Action, e.Severity, clean(e.Title)}
		if e.Source != "" {
			rows[i][3] += " (" + e.Source + ")"
		}
	}
	a.print("%s", a.style(a.out).Table([]string{"RULE", "ACTION", "SEVERITY", "WHAT"}, rows, 1))
	a.say("%s", plural(len(list), "rule"))
	return nil
}

func newRulesShow(a *app) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "show ID",
		Short: "Show a rule: why, what instead, its references and examples",
		Args:  cobra.ExactArgs(1),
		RunE:  func(_ *cobra.Command, ids []string) error { return a.rulesShow(ids[0], asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	return c
}

func (a *app) rulesShow(id string, asJSON bool) error {
	every := a.everyRule(nil)
	for _, e := range every {
		if !strings.EqualFold(e.ID, id) {
			continue
		}
		if asJSON {
			return a.json(e)
		}
		a.printRule(e)
		return nil
	}
	return a.unknownRule(id, every)
}

func (a *app) printRule(e ruleEntry) {
	a.print("%s  %s, %s\n%s\n", e.ID, e.Action, e.Severity, clean(e.Title))
	if e.Source != "" {
		a.print("from      the %s's own rules\n", e.Source)
	}
	if e.Why != "" {
		a.print("why\n%s", prompt.Indent("    ", clean(e.Why)))
	}
	if e.Instead != "" {
		a.print("instead\n%s", indentLines(clean(e.Instead)))
	}
	if len(e.Refs) > 0 {
		a.print("supports\n%s", prompt.Indent("    ", clean(strings.Join(e.Refs, ", "))))
	}
	for _, x := range packs.Examples() {
		if x.Rule == e.ID {
			a.print("%s  %s\n", map[bool]string{true: "hits  ", false: "misses"}[x.Hit], clean(x.Text))
		}
	}
}

// unknownRule names the ids that are spelled most alike.
func (a *app) unknownRule(id string, every []ruleEntry) error {
	ids := make([]string, len(every))
	for i, e := range every {
		ids[i] = e.ID
	}
	hint := "ids are listed by vibedefend rules list"
	if near := nearest(id, ids); len(near) > 0 {
		hint = "did you mean " + strings.Join(near, ", ") + "? " + "Ids are listed by vibedefend rules list"
	}
	return withHint(fmt.Errorf("%s: %w", id, errNoRule), hint)
}

// indentLines keeps the safe forms of the languages on lines of their own.
func indentLines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(prompt.Indent("    ", strings.TrimSpace(line)))
	}
	return b.String()
}

// coverage is a control and the rules that support it.
type coverage struct {
	Framework string   `json:"framework"`
	Control   string   `json:"control"`
	Rules     []string `json:"rules"`
}

func newRulesCoverage(a *app) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "coverage",
		Short: "List the controls of the frameworks with their rules",
		Long: `List the controls of the frameworks and the rules that support them. Supporting a
control is not compliance with it.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.rulesCoverage(asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	return c
}

func (a *app) rulesCoverage(asJSON bool) error {
	list := controlCoverage()
	if asJSON {
		return a.json(map[string]any{"version": 1, "controls": list})
	}
	rows := make([][]string, len(list))
	for i, c := range list {
		rows[i] = []string{c.Control, fmt.Sprint(len(c.Rules)), strings.Join(c.Rules[:min(4, len(c.Rules))], " ")}
	}
	a.print("%s", a.style(a.out).Table([]string{"CONTROL", "RULES", "SUCH AS"}, rows, -1))
	return nil
}

// controlCoverage groups the rules by control, sorted.
func controlCoverage() []coverage {
	by := map[string][]string{}
	for _, e := range builtInRules(nil) {
		for _, r := range e.Refs {
			if framework(r) != "" {
				by[r] = append(by[r], e.ID)
			}
		}
	}
	out := make([]coverage, 0, len(by))
	for ref, ids := range by {
		out = append(out, coverage{framework(ref), ref, ids})
	}
	slices.SortFunc(out, func(a, b coverage) int {
		return cmp.Or(cmp.Compare(a.Framework, b.Framework), cmp.Compare(a.Control, b.Control))
	})
	return out
}
