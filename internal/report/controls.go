package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/cybedefend/vibedefend/internal/content"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/code"
	"github.com/cybedefend/vibedefend/rules/packs"
)

// Ref is a control of a framework that a rule supports.
type Ref struct {
	Framework string `json:"framework"` // "SOC 2", "ISO 27001", "GDPR", "OWASP Top 10"...
	ID        string `json:"id"`
}

// Catalogue knows which controls each rule supports.
type Catalogue struct {
	refs     map[string][]Ref
	controls []Control
}

// Known is the catalogue of the built-in rules.
func Known() Catalogue {
	c := Catalogue{refs: map[string][]Ref{}}
	for _, r := range append(slices.Clone(packs.Set().Rules), content.SecretRules()...) {
		for _, text := range r.Refs {
			if ref, ok := parseRef(text); ok {
				c.Add(r.ID, ref)
			}
		}
	}
	for _, r := range code.Rules() {
		c.addAll(r.ID, "OWASP Top 10", r.OWASP, "", ":2025")
		c.addAll(r.ID, "SOC 2", r.SOC2, "", "")
		c.addAll(r.ID, "GDPR", r.GDPR, "Art. ", "")
		c.addAll(r.ID, "ISO 27001", r.ISO, "A.", "")
	}
	return c
}

// References are the weaknesses (CWE) and controls that a built-in rule
// stands for; none where the rule is not ours or has none.
func References(rule string) []string {
	if r := packs.Set().Find(rule); r != nil {
		return r.Refs
	}
	secrets := content.SecretRules()
	if i := slices.IndexFunc(secrets, func(r rules.Rule) bool { return r.ID == rule }); i >= 0 {
		return secrets[i].Refs
	}
	r := code.RuleByID(rule)
	if r == nil {
		return nil
	}
	var out []string
	for _, n := range r.CWE {
		out = append(out, "CWE-"+strconv.Itoa(n))
	}
	return append(out, r.Controls(nil)...)
}

func (c *Catalogue) addAll(rule, framework string, ids []string, before, after string) {
	for _, id := range ids {
		id = strings.TrimSuffix(id, "~") // our reading of the standard, not its own words
		c.Add(rule, Ref{framework, before + id + after})
	}
}

// Add notes that a rule supports a control.
func (c *Catalogue) Add(rule string, ref Ref) {
	if c.refs == nil {
		c.refs = map[string][]Ref{}
	}
	if slices.Contains(c.refs[rule], ref) {
		return
	}
	c.refs[rule] = append(c.refs[rule], ref)
	i := slices.IndexFunc(c.controls, func(x Control) bool { return x.Ref == ref })
	if i < 0 {
		i = len(c.controls)
		c.controls = append(c.controls, Control{Ref: ref, Name: names[ref.ID]})
	}
	c.controls[i].Rules++
}

// list is every control, in the order of frameworks and numbers.
func (c Catalogue) list() []Control {
	out := slices.Clone(c.controls)
	slices.SortFunc(out, func(a, b Control) int {
		return cmp.Or(cmp.Compare(a.Framework, b.Framework), cmp.Compare(natural(a.ID), natural(b.ID)))
	})
	return out
}

// natural pads numbers, so that A.8.9 comes before A.8.10.
func natural(id string) string {
	var out strings.Builder
	digits := ""
	flush := func() {
		if digits != "" {
			out.WriteString(strings.Repeat("0", max(0, 6-len(digits))) + digits)
			digits = ""
		}
	}
	for _, r := range id {
		if r >= '0' && r <= '9' {
			digits += string(r)
			continue
		}
		flush()
		out.WriteRune(r)
	}
	flush()
	return out.String()
}

// parseRef reads a reference as the packs write them. Weaknesses (CWE) are no
// controls.
func parseRef(text string) (Ref, bool) {
	for _, p := range []struct{ prefix, framework, drop string }{
		{"SOC2 ", "SOC 2", "SOC2 "}, {"ISO27001 ", "ISO 27001", "ISO27001 "}, {"GDPR ", "GDPR", "GDPR "}, {"OWASP ", "OWASP Top 10", "OWASP "},
		{"LLM", "OWASP LLM Top 10", ""}, {"ASI", "OWASP Agentic Top 10", ""},
	} {
		if strings.HasPrefix(text, p.prefix) {
			return Ref{p.framework, strings.TrimPrefix(text, p.drop)}, true
		}
	}
	return Ref{}, false
}

// names are short titles of the controls, in our words where the standard's
// text is not free.
var names = map[string]string{
	"CC6.1": "logical access", "CC6.2": "granting of access", "CC6.3": "rights by role", "CC6.6": "threats from outside",
	"CC6.7": "moving of information", "CC6.8": "unwanted software", "CC7.1": "finding of vulnerabilities", "CC7.2": "monitoring",
	"CC7.3": "judging of events", "CC8.1": "change management", "A1.2": "backup and recovery", "PI1.2": "checked input", "PI1.3": "processing",
	"C1.1": "confidential information", "C1.2": "disposal", "P4.2": "retention of personal data",
	"A.5.17": "authentication information", "A.5.21": "supply chain", "A.5.23": "cloud services", "A.8.2": "privileged rights", "A.8.3": "restriction of access", "A.8.4": "access to source",
	"A.8.5": "authentication", "A.8.7": "malware", "A.8.8": "technical vulnerabilities", "A.8.9": "configuration", "A.8.10": "deletion",
	"A.8.11": "masking", "A.8.12": "data leakage", "A.8.13": "backup", "A.8.15": "logging", "A.8.16": "monitoring", "A.8.18": "privileged utilities",
	"A.8.20": "networks", "A.8.23": "web filtering", "A.8.24": "cryptography", "A.8.25": "development life cycle", "A.8.26": "application requirements",
	"A.8.27": "secure architecture", "A.8.28": "secure coding", "A.8.31": "separate environments", "A.8.32": "change management", "A.8.33": "test data",
	"A01:2025": "broken access control", "A02:2025": "misconfiguration", "A03:2025": "software supply chain", "A04:2025": "cryptography",
	"A05:2025": "injection", "A06:2025": "insecure design", "A07:2025": "authentication", "A08:2025": "integrity of software and data",
	"A09:2025": "logging and alerting", "A10:2025": "exceptional conditions",
	"A01:2021": "broken access control", "A02:2021": "cryptography", "A03:2021": "injection", "A04:2021": "insecure design",
	"A05:2021": "misconfiguration", "A06:2021": "outdated components", "A07:2021": "authentication", "A08:2021": "integrity of software and data",
	"A09:2021": "logging and monitoring", "A10:2021": "server-side request forgery",
	"LLM01": "prompt injection", "LLM02": "disclosure of sensitive information", "LLM03": "supply chain", "LLM05": "improper output handling",
	"LLM06": "excessive agency", "ASI01": "goal hijack", "ASI02": "tool misuse", "ASI03": "identity and privilege abuse", "ASI04": "agentic supply chain",
	"ASI05": "unexpected code execution", "ASI06": "memory and context poisoning", "ASI10": "rogue agents",
}
