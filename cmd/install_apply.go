package cmd

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/home"
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

// show is --dry-run: what would be written, as a diff, and nothing else.
func (j *job) show() error {
	a, out := j.app, j.answer()
	edits := append(slices.Clone(j.edits), j.orphans...)
	if e, err := settings.Edit(a.machine.Dir, j.next); err == nil {
		edits = append(edits, installers.FileEdit{Path: a.machine.Dir.Config(), Why: "your answers", Before: e.Before, Existed: e.Before != nil, After: e.After})
	}
	out.Diff = installers.Diff(edits, a.machine.Env.Home)
	out.Failed = a.failures(j.refused)
	for _, e := range edits {
		if e.Changed() {
			out.Changed = append(out.Changed, a.tilde(e.Path))
		}
	}
	for _, b := range j.bins {
		if b.Stale {
			out.Changed = append(out.Changed, a.tilde(b.To))
			a.say("would copy this program to %s", a.tilde(b.To))
		}
	}
	if j.json {
		return firstOf(a.json(out), failedCode(out.Failed))
	}
	a.print("%s", out.Diff)
	if out.Diff == "" && !j.changes() {
		a.say("nothing to do: everything is as wanted")
	}
	for _, s := range out.Steps {
		a.say("would then: %s", a.tilde(s))
	}
	return a.report(out.Notes, out.Failed)
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
	return !slices.ContainsFunc(j.plans, func(p installers.Plan) bool {
		return p.Agent != installers.Repository &&
			!slices.ContainsFunc(j.refused, func(f installers.Failure) bool { return f.Agent == p.Agent })
	})
}

func (j *job) nothing() error {
	if j.json {
		return j.app.json(j.answer())
	}
	j.app.say("nothing to do: %s %s as wanted", choiceText(j.choices()), are(len(j.choices())))
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

// sayPlan lists what will be written, one line per file.
func (j *job) sayPlan() {
	a := j.app
	rows := [][]string{}
	for _, b := range j.bins {
		if b.Stale {
			rows = append(rows, []string{verb(!b.Missing), "this program, where hooks call it", a.tilde(b.To)})
		}
	}
	for _, e := range append(slices.Clone(j.edits), j.orphans...) {
		switch {
		case j.refuses(e.Path):
			rows = append(rows, []string{"refuse", e.Why, a.tilde(e.Path)})
		case e.Changed() && e.After == nil:
			rows = append(rows, []string{"delete", e.Why, a.tilde(e.Path)})
		case e.Changed():
			rows = append(rows, []string{verb(e.Existed), e.Why, a.tilde(e.Path)})
		}
	}
	for _, s := range j.steps() {
		rows = append(rows, []string{"then", s, ""})
	}
	if len(rows) > 0 {
		a.say("\n%s", strings.TrimRight(a.style(a.err).Table([]string{"", "WHAT", "FILE"}, rows, -1), "\n"))
	}
}

func (j *job) refuses(path string) bool {
	return slices.ContainsFunc(j.refused, func(f installers.Failure) bool { return f.Path == path })
}

func verb(existed bool) string {
	if existed {
		return "edit"
	}
	return "create"
}

// tell reports what was done and what to do next.
func (j *job) tell(r installers.Report) error {
	a, out := j.app, j.answer()
	for _, b := range j.bins {
		if b.Stale && !j.allRefused() {
			out.Changed = append(out.Changed, a.tilde(b.To))
		}
	}
	if j.saved {
		out.Changed = append(out.Changed, a.tilde(a.machine.Dir.Config()))
	}
	out.Changed = append(out.Changed, a.tildes(r.Changed)...)
	out.Notes = a.tildes(unique(append(out.Notes, a.tildes(r.Notes)...)))
	out.Failed = a.failures(r.Failed)
	out.Restart = a.restart(j.planned())
	if j.json {
		return firstOf(a.json(out), failedCode(out.Failed))
	}
	if j.interactive() && len(out.Changed) > 0 {
		a.say("wrote %s", plural(len(out.Changed), "file"))
		out.Notes = slices.DeleteFunc(out.Notes, func(n string) bool { return n == a.tilde(detect.SideNote(a.machine.Env)) })
	} else {
		a.sayEach("wrote", out.Changed)
	}
	if len(r.Changed) == 0 {
		out.Notes = nil // nothing changed for the agents
	}
	err := a.report(out.Notes, out.Failed)
	for _, s := range out.Restart {
		a.say("restart %s: hooks are read when a session starts", s)
	}
	if err == nil {
		a.sayWrapped(j.closing(len(r.Changed) > 0))
		j.sayPath()
	}
	return err
}

func (j *job) closing(wired bool) string {
	if !wired {
		return "done, region " + j.region
	}
	n := len(j.choices())
	return choiceText(j.choices()) + " " + are(n) + " governed from the next session on. Check with: vibedefend doctor"
}

// sayPath tells people how to call us where the shell does not find us.
func (j *job) sayPath() {
	bin := j.app.machine.Dir.Bin()
	for _, p := range filepath.SplitList(j.app.getenv("PATH")) {
		if filepath.Clean(p) == bin {
			return
		}
	}
	if filepath.Dir(j.app.self) != bin {
		j.app.hint("the program lies in " + home.Tilde(bin, j.app.machine.Env.Home) + ": put that folder on your PATH")
	}
}

func (j *job) planned() []string {
	var out []string
	for _, p := range j.plans {
		out = append(out, p.Agent)
	}
	return out
}

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
