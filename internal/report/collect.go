// Package report turns the audit trail into one page a person can look at.
package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/cybedefend/vibedefend/internal/audit"
)

// Count is a name and how often it occurred, by what was done.
type Count struct {
	Name    string `json:"name"`
	Blocked int    `json:"blocked"`
	Asked   int    `json:"asked"`
	Warned  int    `json:"warned"`
	Allowed int    `json:"allowed,omitempty"` // by people, of false alarm candidates only
}

// Total is the sum over all actions.
func (c Count) Total() int { return c.Blocked + c.Asked + c.Warned }

func (c *Count) add(action string) {
	switch action {
	case "block":
		c.Blocked++
	case "ask":
		c.Asked++
	case "warn":
		c.Warned++
	}
}

// Control is a control of a framework with the events that are evidence for it.
type Control struct {
	Ref
	Name   string `json:"name,omitempty"`
	Rules  int    `json:"rules"`  // rules of ours that support it
	Events int    `json:"events"` // events in the period
}

// Data is what the report shows. Lists are sorted, largest first.
type Data struct {
	Version    int           `json:"version"`
	Since      time.Time     `json:"since"`
	Until      time.Time     `json:"until"`
	All        Count         `json:"all"`
	Excepted   int           `json:"excepted"` // events that people's exceptions let pass
	Days       []Count       `json:"days"`     // every day of the period, oldest first
	Agents     []Count       `json:"agents"`
	Rules      []Count       `json:"rules"`
	Severities []Count       `json:"severities"`
	Repos      []Count       `json:"repositories"`
	Doubtful   []Count       `json:"false_alarm_candidates"` // rules that people allowed afterwards
	Controls   []Control     `json:"controls"`
	Trail      *audit.Result `json:"trail,omitempty"`
	Errors     int           `json:"errors"` // events answered by the failure policy
	Latency    float64       `json:"latency_ms_median"`
}

// Collect counts the records from since until until, and verifies the trail.
func Collect(t audit.Trail, since, until time.Time, known Catalogue) (Data, error) {
	d, err := Tally(t, audit.Filter{Since: since, Until: until}, known)
	if err != nil {
		return d, err
	}
	res, err := t.Verify(nil)
	d.Trail = &res
	return d, err
}

// Tally counts the records that a filter selects.
func Tally(t audit.Trail, f audit.Filter, known Catalogue) (Data, error) {
	c := collector{known: known, day: map[string]*Count{}, agent: map[string]*Count{}, rule: map[string]*Count{},
		sev: map[string]*Count{}, repo: map[string]*Count{}, doubt: map[string]*Count{}, evidence: map[Ref]int{}}
	if err := t.Records(f, c.add); err != nil {
		return Data{}, err
	}
	if f.Since.IsZero() {
		f.Since = c.first
	}
	d := Data{Version: 1, Since: f.Since, Until: f.Until, All: c.all, Excepted: c.excepted, Days: days(c.day, f.Since, f.Until),
		Agents: sorted(c.agent), Rules: sorted(c.rule), Severities: bySeverity(c.sev), Repos: sorted(c.repo), Doubtful: c.doubtful(),
		Controls: known.list(), Errors: c.errors, Latency: median(c.latency)}
	for i := range d.Controls {
		d.Controls[i].Events = c.evidence[d.Controls[i].Ref]
	}
	return d, nil
}

type collector struct {
	known                              Catalogue
	all                                Count
	day, agent, rule, sev, repo, doubt map[string]*Count
	evidence                           map[Ref]int
	latency                            []float64
	errors, excepted                   int
	first                              time.Time
}

func (c *collector) add(r audit.Record) bool {
	if r.Canary() {
		return true
	}
	if c.first.IsZero() {
		c.first = r.Time
	}
	if len(r.Allowed) > 0 {
		c.excepted++
	}
	for _, id := range r.Allowed {
		// A person let pass what a rule had stopped.
		bump(c.doubt, id, "block")
	}
	if r.Error != "" {
		c.errors++
	}
	c.latency = append(c.latency, r.Latency)
	if r.Action == "allow" {
		return true
	}
	c.all.add(r.Action)
	bump(c.day, r.Time.Local().Format(time.DateOnly), r.Action)
	bump(c.agent, r.Agent, r.Action)
	bump(c.sev, r.Severity, r.Action)
	bump(c.repo, r.Repo, r.Action)
	c.evidenceOf(r)
	return true
}

// evidenceOf counts an event once for each control that one of its rules
// supports.
func (c *collector) evidenceOf(r audit.Record) {
	seen := map[Ref]bool{}
	for i, id := range r.Rules {
		if slices.Contains(r.Rules[:i], id) {
			continue
		}
		bump(c.rule, id, r.Action)
		for _, ref := range c.known.refs[id] {
			seen[ref] = true
		}
	}
	for ref := range seen {
		c.evidence[ref]++
	}
}

// doubtful lists the rules that people let pass, the most often first. Beside
// each stands how often it still stopped something.
func (c *collector) doubtful() []Count {
	out := []Count{}
	for _, d := range sorted(c.doubt) {
		n := Count{Name: d.Name, Allowed: d.Blocked}
		if r := c.rule[d.Name]; r != nil {
			n.Blocked, n.Asked, n.Warned = r.Blocked, r.Asked, r.Warned
		}
		out = append(out, n)
	}
	return out
}

func bump(m map[string]*Count, name, action string) {
	if name == "" {
		return
	}
	if m[name] == nil {
		m[name] = &Count{Name: name}
	}
	m[name].add(action)
}

func sorted(m map[string]*Count) []Count {
	out := make([]Count, 0, len(m))
	for _, c := range m {
		if c.Total() > 0 {
			out = append(out, *c)
		}
	}
	slices.SortFunc(out, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Total(), a.Total()), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func bySeverity(m map[string]*Count) []Count {
	out := []Count{}
	for _, name := range []string{"critical", "high", "medium", "low", "info"} {
		if c := m[name]; c != nil && c.Total() > 0 {
			out = append(out, *c)
		}
	}
	return out
}

// days lists every day of the period, so that quiet days show as gaps. At
// most 400: a longer period starts later.
func days(m map[string]*Count, since, until time.Time) []Count {
	if oldest := until.AddDate(0, 0, -400); since.Before(oldest) {
		since = oldest
	}
	y, mo, d := since.Local().Date()
	var out []Count
	for t := time.Date(y, mo, d, 12, 0, 0, 0, time.Local); !t.After(until.Local().Add(12 * time.Hour)); t = t.AddDate(0, 0, 1) {
		name := t.Format(time.DateOnly)
		if name > until.Local().Format(time.DateOnly) {
			break
		}
		c := Count{Name: name}
		if got := m[name]; got != nil {
			c = *got
		}
		out = append(out, c)
	}
	return out
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return v[len(v)/2]
}
