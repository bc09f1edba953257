package cmd

import (
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/consent"
	"github.com/cybedefend/vibedefend/internal/doctor"
	"github.com/cybedefend/vibedefend/internal/spool"
	"github.com/cybedefend/vibedefend/internal/watch"
	"github.com/cybedefend/vibedefend/rules"
)

func newNotice(a *app) *cobra.Command {
	return &cobra.Command{
		Use:    "notice",
		Short:  "Look for what keeps hooks from running; hooks start this at the start of a session",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE:   func(*cobra.Command, []string) error { return a.notice() },
	}
}

// notice looks once, leaves a note for the session that starts in this folder,
// and writes into the trail what was not found the time before.
func (a *app) notice() error {
	if root := a.machine.Repo; root != "" {
		_ = a.takeTrusted(root, a.trustsRules(root)) // a book that cannot be read is rules check's to report
	}
	found := doctor.Watch(doctor.Of(a.machine, a.self, nil))
	dir := a.machine.Env.Dir
	before, _ := watch.Read(a.machine.Dir, dir)
	n := watch.Note{At: time.Now().UTC(), Lines: []string{}, IDs: []string{}}
	for _, f := range found {
		id := f.ID + " " + a.tilde(f.File)
		n.Lines, n.IDs = append(n.Lines, a.noticeLine(f)), append(n.IDs, id)
		if !slices.Contains(before.IDs, id) {
			a.noticeTrail(f)
		}
		a.say("%s", a.noticeLine(f))
	}
	return watch.Write(a.machine.Dir, dir, n)
}

func (a *app) noticeLine(f doctor.Finding) string {
	s := f.Agent + ": " + clean(a.tilde(f.Message))
	if f.File == "" {
		return s
	}
	s += " (" + clean(a.tilde(f.File))
	if f.At > 0 {
		s += ":" + strconv.Itoa(f.At)
	}
	return s + ")"
}

// noticeTrail keeps a finding as the hooks keep theirs. The trail decides
// nothing: doctor finds out when it cannot be written.
func (a *app) noticeTrail(f doctor.Finding) {
	s, err := a.decisions()
	if err != nil {
		s = consent.Settings{Why: err.Error()}
	}
	r := audit.Record{Time: time.Now().UTC(), Agent: f.Agent, Event: rules.SessionStart.String(), Action: rules.Warn.String(), Rules: []string{f.ID},
		Severity: f.Severity.String(), Layer: "built-in", Repo: audit.RepoID(a.machine.Repo), Path: a.trailPath(f.File), Version: release()}
	if r.ID, err = audit.NewID(); err != nil {
		return
	}
	t := audit.Trail{Dir: a.machine.Dir.Audit(), MaxBytes: s.MaxBytes, MaxAge: s.MaxAge, Keep: s.Keep}
	_ = t.Append(r)
	if p, err := consent.OfRepository(a.machine.Repo); s.Why == "" && err == nil && s.Fits(p) {
		e := spool.From(r)
		e.Project = p.ID
		_ = spool.Dir(s.Spool(a.machine.Dir)).Add(e)
	}
}

// trailPath is a path as the trail may hold it: below the home or nothing.
func (a *app) trailPath(path string) string {
	if t := a.tilde(path); t != path {
		return filepath.ToSlash(t)
	}
	return ""
}
