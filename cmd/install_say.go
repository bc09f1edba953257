package cmd

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/settings"
)

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
	if slices.ContainsFunc(j.plans, func(p installers.Plan) bool { return p.Waits }) {
		return "Not all is governed yet: do what the notes above say, then check with: vibedefend doctor"
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
	where := "the program lies in " + home.Tilde(bin, j.app.machine.Env.Home) + ": put that folder on your PATH"
	switch {
	case j.project():
		j.app.hint(where + "; a repository's hooks call it by its name and let every call pass without it")
	case filepath.Dir(j.app.self) != bin:
		j.app.hint(where)
	}
}

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
