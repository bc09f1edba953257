package code

import "strings"

// Rules lists the built-in catalogue in its order, without its detectors.
func Rules() []Rule { return catalog }

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
