package code

import (
	"sort"
	"strings"
	"sync"
)

// Rules lists the built-in catalogue in its order, without its detectors.
func Rules() []Rule { return allRules() }

var allRules = sync.OnceValue(func() []Rule {
	out := make([]Rule, len(ruleMakers))
	for i := range out {
		out[i] = *ruleAt(i)
	}
	return out
})

// RuleByID returns a rule of the catalogue, nil when there is none.
func RuleByID(id string) *Rule { return ruleByID(id) }

// Controls names the controls a rule supports in the given frameworks
// (owasp, llm, soc2, gdpr, iso27001); none given means all.
func (r *Rule) Controls(frameworks []string) []string {
	var out []string
	for _, f := range []struct {
		name, label string
		ids         []string
	}{
		{"owasp", "OWASP 2025 ", r.OWASP}, {"llm", "OWASP ", r.LLM}, {"soc2", "SOC 2 ", r.SOC2}, {"gdpr", "GDPR ", r.GDPR}, {"iso27001", "ISO 27001 ", r.ISO},
	} {
		if !switchedOn(frameworks, f.name) {
			continue
		}
		for _, id := range f.ids {
			out = append(out, f.label+strings.TrimSuffix(id, "~"))
		}
	}
	return out
}

func switchedOn(frameworks []string, name string) bool {
	if len(frameworks) == 0 {
		return true
	}
	for _, f := range frameworks {
		if f == name || name == "iso27001" && f == "iso" || name == "llm" && f == "owasp" {
			return true
		}
	}
	return false
}

// Control is one control of a framework with the rules that support it.
type Control struct {
	Framework, ID         string
	Block, Advise, Guided []string // rule ids by what they do
}

// Coverage lists the controls that the catalogue supports, by framework and id.
func Coverage(frameworks []string) []Control {
	var out []Control
	for _, f := range []struct {
		name string
		ids  func(*Rule) []string
	}{
		{"owasp", func(r *Rule) []string { return r.OWASP }}, {"llm", func(r *Rule) []string { return r.LLM }},
		{"soc2", func(r *Rule) []string { return r.SOC2 }}, {"gdpr", func(r *Rule) []string { return r.GDPR }},
		{"iso27001", func(r *Rule) []string { return r.ISO }},
	} {
		if !switchedOn(frameworks, f.name) {
			continue
		}
		from := len(out)
		for i := range ruleMakers {
			for _, id := range f.ids(ruleAt(i)) {
				out = addControl(out, from, f.name, strings.TrimSuffix(id, "~"), ruleAt(i))
			}
		}
		sort.SliceStable(out[from:], func(i, j int) bool { return out[from+i].ID < out[from+j].ID })
	}
	return out
}

func addControl(out []Control, from int, framework, id string, r *Rule) []Control {
	at := -1
	for i := from; i < len(out); i++ {
		if out[i].ID == id {
			at = i
		}
	}
	if at < 0 {
		out = append(out, Control{Framework: framework, ID: id})
		at = len(out) - 1
	}
	switch c := &out[at]; r.Tier {
	case Block:
		c.Block = append(c.Block, r.ID)
	case Advise:
		c.Advise = append(c.Advise, r.ID)
	default:
		c.Guided = append(c.Guided, r.ID)
	}
	return out
}
