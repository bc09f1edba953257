package report

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/content"
)

var now = time.Date(2026, 3, 10, 15, 0, 0, 0, time.Local)

func trail(t *testing.T) audit.Trail {
	t.Helper()
	tr := audit.Trail{Dir: t.TempDir(), MaxAge: 100 * 365 * 24 * time.Hour}
	for i, r := range []audit.Record{
		{Agent: "codex", Action: "block", Severity: "high", Rules: []string{"fs.a", "git.b"}, Repo: "r1", Latency: 3},
		{Agent: "codex", Action: "ask", Severity: "low", Rules: []string{"git.b"}, Latency: 1},
		{Agent: "<cursor>", Action: "warn", Severity: "low", Rules: []string{"x"}, Latency: 2, Error: "payload unreadable"},
		{Agent: "codex", Action: "allow", Layer: "exception", Allowed: []string{"git.b"}, Latency: 2},
	} {
		r.Time = now.AddDate(0, 0, -i)
		if err := tr.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	return tr
}

func collect(t *testing.T, tr audit.Trail) Data {
	t.Helper()
	var known Catalogue
	known.Add("git.b", Ref{"SOC 2", "CC8.1"})
	known.Add("git.c", Ref{"SOC 2", "CC8.1"})
	known.Add("x.y", Ref{"SOC 2", "CC6.1"})
	d, err := Collect(tr, now.AddDate(0, 0, -6), now.Add(time.Hour), known)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCollect(t *testing.T) {
	d := collect(t, trail(t))
	if d.All != (Count{Blocked: 1, Asked: 1, Warned: 1}) || d.Errors != 1 || d.Latency != 2 {
		t.Errorf("all %+v, errors %d, latency %v", d.All, d.Errors, d.Latency)
	}
	if len(d.Days) != 7 || d.Days[6].Blocked != 1 || d.Days[0].Total() != 0 {
		t.Errorf("days %+v", d.Days)
	}
	if len(d.Rules) != 3 || d.Rules[0].Name != "git.b" || d.Rules[0].Total() != 2 {
		t.Errorf("rules %+v", d.Rules)
	}
	if len(d.Doubtful) != 1 || d.Doubtful[0] != (Count{Name: "git.b", Blocked: 1, Asked: 1, Allowed: 1}) || d.Excepted != 1 {
		t.Errorf("doubtful %+v", d.Doubtful)
	}
	if len(d.Controls) != 2 || d.Controls[1].Events != 2 || d.Controls[1].Rules != 2 || d.Controls[0].Events != 0 {
		t.Errorf("controls %+v", d.Controls)
	}
	if len(d.Trail.Problems) != 0 || d.Trail.Records != 4 {
		t.Errorf("trail %+v", d.Trail)
	}
}

func TestPageStandsAlone(t *testing.T) {
	for name, d := range map[string]Data{"some": collect(t, trail(t)), "empty": collect(t, audit.Trail{Dir: t.TempDir()})} {
		var b strings.Builder
		if err := HTML(&b, Page{Data: d, Tool: "<v1>", Posture: []Notice{{"high", "codex", "a < b", "~/x:3", true}}}); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		for _, bad := range []string{"<cursor>", "<v1>", "a < b", "http:", "https:", "<script", "url("} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: page contains %q", name, bad)
			}
		}
		wellFormed(t, page)
	}
}

// wellFormed checks that every element is closed, but for the void ones.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(page))
	dec.Strict, dec.AutoClose, dec.Entity = false, []string{"meta"}, xml.HTMLEntity
	depth := 0
	for {
		tok, err := dec.Token()
		if tok == nil {
			if depth != 0 || fmt.Sprint(err) != "EOF" {
				t.Errorf("page ends at depth %d: %v", depth, err)
			}
			return
		}
		switch tok.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
}

func TestKnownControls(t *testing.T) {
	frameworks := map[string]int{}
	for _, c := range Known().list() {
		frameworks[c.Framework]++
		if c.Rules == 0 || c.ID == "" {
			t.Errorf("control %+v", c)
		}
	}
	for _, f := range []string{"SOC 2", "ISO 27001", "GDPR", "OWASP Top 10", "OWASP LLM Top 10", "OWASP Agentic Top 10"} {
		if frameworks[f] == 0 {
			t.Errorf("no control of %s", f)
		}
	}
}

func TestOrderOfControls(t *testing.T) {
	if natural("A.8.9") > natural("A.8.10") || natural("CC6.1") > natural("CC6.8") {
		t.Error("numbers are not ordered as numbers")
	}
}

func TestScale(t *testing.T) {
	for n, want := range map[int]int{1: 1, 2: 2, 3: 4, 5: 6, 9: 10, 11: 20, 85: 100, 130: 200} {
		if got := ceiling(n); got != want {
			t.Errorf("ceiling of %d is %d", n, got)
		}
	}
}

func TestLongPeriodsAreShownByWeek(t *testing.T) {
	p := Page{}
	for i := range 200 {
		p.Days = append(p.Days, Count{Name: now.AddDate(0, 0, i-200).Format(time.DateOnly), Blocked: 1})
	}
	list, word := p.periods()
	if word != "week" || len(list) != 29 || list[0].Blocked != 7 || list[28].Blocked != 4 {
		t.Errorf("%s: %+v", word, list)
	}
}

func BenchmarkHundredThousand(b *testing.B) {
	tr := audit.Trail{Dir: b.TempDir(), MaxAge: 1 << 60, MaxBytes: 1 << 40}
	for i := range 100_000 {
		r := audit.Record{Agent: "codex", Action: "block", Rules: []string{fmt.Sprint("r", i%50)}, Time: now}
		if err := tr.Append(r); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := Collect(tr, now.AddDate(0, -1, 0), now.Add(1), Known()); err != nil {
			b.Fatal(err)
		}
	}
}

// Every built-in rule says what it stands for, those on secrets that pass
// through a call too, and what it says is understood.
func TestReferences(t *testing.T) {
	for rule, want := range map[string]string{"secret.in-prompt": "CWE-798", "secret.in-command": "GDPR Art. 32", "secret.to-mcp": "SOC2 CC6.1",
		"secret.in-result": "CWE-532", "INJ-01": "CWE-89", "SEC-01": "CWE-798", "git.force-push": ""} {
		got := References(rule)
		if want != "" && !slices.Contains(got, want) || len(got) == 0 {
			t.Errorf("%s: %q, want %s", rule, got, want)
		}
	}
	if got := References("my.rule"); got != nil {
		t.Errorf("a rule that is not ours: %q", got)
	}
	for _, r := range content.SecretRules() {
		for _, ref := range r.Refs {
			if _, ok := parseRef(ref); !ok && !strings.HasPrefix(ref, "CWE-") {
				t.Errorf("%s: %q is no reference", r.ID, ref)
			}
		}
	}
	for _, ref := range []Ref{{"SOC 2", "C1.1"}, {"GDPR", "Art. 32"}, {"ISO 27001", "A.5.17"}, {"OWASP Top 10", "A07:2025"}} {
		if !slices.Contains(Known().refs["secret.in-prompt"], ref) {
			t.Errorf("a stopped secret is no evidence for %v", ref)
		}
	}
}
