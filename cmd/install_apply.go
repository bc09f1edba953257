package cmd

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// installed is the answer of install in JSON.
type installed struct {
	Version int               `json:"version"`
	DryRun  bool              `json:"dry_run"`
	Region  string            `json:"region"`
	Scope   string            `json:"scope"`
	Agents  []settings.Choice `json:"agents"`
	Changed []string          `json:"changed"`
	Steps   []string          `json:"steps"`
	Notes   []string          `json:"notes"`
	Failed  []failure         `json:"failed"`
	Restart []string          `json:"restart"`
	Diff    string            `json:"diff,omitempty"`
}

type failure struct {
	Agent string `json:"agent,omitempty"`
	Path  string `json:"path,omitempty"`
	Error string `json:"error"`
	Hint  string `json:"hint,omitempty"`
}

func (j *job) answer() installed {
	return installed{
		Version: 1, DryRun: j.dryRun, Region: j.region, Scope: j.scope,
		Agents: nonNil(j.choices()), Changed: []string{}, Steps: nonNil(j.steps()),
		Notes: nonNil(j.notes()), Failed: []failure{}, Restart: []string{},
	}
}

func (j *job) choices() []settings.Choice {
	var out []settings.Choice
	for _, c := range append(slices.Clone(j.next.Agents), j.projectAgents()...) {
		if slices.ContainsFunc(j.plans, func(p installers.Plan) bool { return p.Agent == c.Agent }) &&
			!slices.ContainsFunc(out, func(o settings.Choice) bool { return o.Agent == c.Agent }) {
			out = append(out, c)
		}
	}
	return out
}

func (j *job) projectAgents() []settings.Choice {
	p, _ := j.next.Project(j.app.machine.Repo)
	return p.Agents
}

// apply asks once where someone can be asked, then writes.
func (j *job) apply() error {
	a := j.app
	if !j.changes() && len(j.refused) == 0 {
		return j.nothing()
	}
	if j.allRefused() {
		return j.tell(installers.Report{Failed: j.refused})
	}
	if err := j.confirm(); err != nil {
		return err
	}
	if err := setup.Place(j.bins); err != nil {
		return withHint(err, "check that you can write "+a.tilde(string(a.machine.Dir)))
	}
	if err := setup.NoteOrigin(a.machine.Dir, j.bins); err != nil {
		return err
	}
	var err error
	if j.saved, err = settings.Save(a.machine.Dir, j.next); err != nil {
		return err
	}
	report, err := installers.Apply(a.machine.Dir, j.plans, j.options())
	if err := unexplained(report, err); err != nil {
		return err
	}
	return j.tell(report)
}

// allRefused reports whether no agent is left to wire: then nothing is written
// at all.
func (j *job) allRefused() bool {
	return len(j.refused) > 0 && !slices.ContainsFunc(j.plans, func(p installers.Plan) bool {
		return p.Agent != installers.Repository &&
			!slices.ContainsFunc(j.refused, func(f installers.Failure) bool { return f.Agent == p.Agent })
	})
}

func (j *job) nothing() error {
	if j.json {
		return j.app.json(j.answer())
	}
	what := choiceText(j.choices())
	if what == "" {
		j.app.say("nothing to do: the region is %s", j.region)
		return nil
	}
	j.app.say("nothing to do: %s %s as wanted", what, are(len(j.choices())))
	return nil
}

func (j *job) confirm() error {
	a := j.app
	if !j.yes && !j.interactive() {
		return cannotAsk("whether to go on", "look first with --dry-run, then agree with --yes")
	}
	if j.yes {
		return nil
	}
	j.sayPlan()
	q := prompt.Question{Title: "Apply this?", Text: "Uninstall takes everything back, byte for byte."}
	if s := j.steps(); len(s) > 0 {
		q.Text = "Agreeing includes: " + strings.Join(s, "; ") + ".\n" + q.Text
	}
	ok, err := a.ask.Confirm(q, "Apply", "Cancel")
	if err != nil {
		return err
	}
	if !ok {
		return prompt.ErrAborted
	}
	return nil
}

func (j *job) planned() []string {
	var out []string
	for _, p := range j.plans {
		out = append(out, p.Agent)
	}
	return out
}
