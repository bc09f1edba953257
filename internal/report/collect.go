// Package report turns the audit trail into one page a person can look at.
package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/cybedefend/vibedefend/internal/audit"
)

// Ref is a control of a framework that a rule supports.
type Ref struct {
	Framework string `json:"framework"` // "SOC 2", "ISO 27001", "GDPR", "OWASP"...
	ID        string `json:"id"`
}

// Count is a name and how often it occurred, by what was done.
type Count struct {
	Name    string `json:"name"`
	Blocked int    `json:"blocked"`
	Asked   int    `json:"asked"`
	Warned  int    `json:"warned"`
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
	Rules  int `json:"rules"`  // rules of ours that support it
	Events int `json:"events"` // events in the period
}

// Data is what the report shows. Lists are sorted, largest first.
type Data struct {
	Version    int          `json:"version"`
	Since      time.Time    `json:"since"`
	Until      time.Time    `json:"until"`
	All        Count        `json:"all"`
	Days       []Count      `json:"days"` // every day of the period, oldest first
	Agents     []Count      `json:"agents"`
	Rules      []Count      `json:"rules"`
	Severities []Count      `json:"severities"`
	Repos      []Count      `json:"repositories"`
	Doubtful   []Count      `json:"false_alarm_candidates"` // rules that people allowed afterwards
	Controls   []Control    `json:"controls"`
	Trail      audit.Result `json:"trail"`
	Errors     int          `json:"errors"` // events answered by the failure policy
	Latency    float64      `json:"latency_ms_median"`
}

// Collect reads the trail from since until until. refs tells which controls a
// rule supports; controls lists every control with the number of rules.
func Collect(t audit.Trail, since, until time.Time, refs func(rule string) []Ref, controls []Control) (Data, error) {
	c := collector{refs: refs, day: map[string]*Count{}, agent: map[string]*Count{}, rule: map[string]*Count{},
		sev: map[string]*Count{}, repo: map[string]*Count{}, doubt: map[string]*Count{}, evidence: map[Ref]int{}}
	if err := t.Records(audit.Filter{Since: since, Until: until}, c.add); err != nil {
		return Data{}, err
	}
	trail, err := t.Verify(nil)
	if err != nil {
		return Data{}, err
	}
	d := Data{Version: 1, Since: since, Until: until, All: c.all, Days: days(c.day, since, until), Agents: sorted(c.agent),
		Rules: sorted(c.rule), Severities: bySeverity(c.sev), Repos: sorted(c.repo), Doubtful: sorted(c.doubt),
		Controls: slices.Clone(controls), Trail: trail, Errors: c.errors, Latency: median(c.latency)}
	for i := range d.Controls {
		d.Controls[i].Events = c.evidence[d.Controls[i].Ref]
	}
	return d, nil
}

type collector struct {
	refs                               func(string) []Ref
	all                                Count
	day, agent, rule, sev, repo, doubt map[string]*Count
	evidence                           map[Ref]int
	latency                            []float64
	errors                             int
}

func (c *collector) add(r audit.Record) bool {
	if r.Layer == "exception" {
		// A person let pass what a rule had stopped.
		for _, id := range r.Rules {
			bump(c.doubt, id, "block")
		}
		return true
	}
	c.all.add(r.Action)
	bump(c.day, r.Time.Local().Format(time.DateOnly), r.Action)
	bump(c.agent, r.Agent, r.Action)
	bump(c.sev, r.Severity, r.Action)
	bump(c.repo, r.Repo, r.Action)
	seen := map[Ref]bool{}
	for _, id := range r.Rules {
		bump(c.rule, id, r.Action)
		for _, ref := range c.refs(id) {
			seen[ref] = true
		}
	}
	for ref := range seen {
		c.evidence[ref]++
	}
	if r.Error != "" {
		c.errors++
	}
	c.latency = append(c.latency, r.Latency)
	return true
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
	var out []Count
	for _, name := range []string{"critical", "high", "medium", "low", "info"} {
		if c := m[name]; c != nil {
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
