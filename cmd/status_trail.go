package cmd

import (
	"fmt"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/rules"
)

// week is how far back status counts.
const week = 7 * 24 * time.Hour

// trailSummary counts what was not plainly allowed in the last week.
type trailSummary struct {
	Blocked int        `json:"blocked"`
	Asked   int        `json:"asked"`
	Warned  int        `json:"warned"`
	Last    *time.Time `json:"last,omitempty"`
	rule    string
}

func (a *app) trail() trailSummary {
	var s trailSummary
	f := audit.Filter{Since: time.Now().Add(-week)}
	err := audit.Trail{Dir: a.machine.Dir.Audit()}.Records(f, func(r audit.Record) bool {
		if r.Canary() {
			return true
		}
		switch r.Action {
		case rules.Block.String():
			s.Blocked++
		case rules.Ask.String():
			s.Asked++
		case rules.Warn.String():
			s.Warned++
		default:
			return true
		}
		at := r.Time
		s.Last, s.rule = &at, strings.Join(r.Rules, ", ")
		return true
	})
	if err != nil {
		a.warn("%s", a.tilde(err.Error()))
	}
	return s
}

func (s trailSummary) String() string {
	if s.Last == nil {
		return "nothing stopped in the last 7 days"
	}
	text := fmt.Sprintf("%d blocked, %d asked, %d warned in the last 7 days; last %s", s.Blocked, s.Asked, s.Warned, s.Last.Local().Format("2006-01-02 15:04"))
	if s.rule != "" {
		text += " " + s.rule
	}
	return text
}

// mode says whether verdicts are enforced here, or why that is not known.
func (a *app) mode() string {
	m := a.machine
	p, err := policy.Load(policy.Options{Dir: m.Dir, Root: m.Repo, OS: m.Env.OS, Getenv: a.getenv, Now: time.Now})
	switch {
	case err != nil:
		return "unreadable: " + a.tilde(err.Error())
	case p.Mode == rules.Observe:
		return "observe"
	}
	return "enforce"
}
