package code

import (
	"bytes"
	"strings"
)

func (s *scan) report(b *bound, from, to int) {
	f, r, d := s.file, b.rule, b.det
	m := Match{Rule: r.ID, Title: r.Title, CWE: r.CWE, Tier: r.Tier, Severity: r.Severity, Why: r.Why}
	if d.HasTier {
		m.Tier = d.Tier
	}
	if len(d.CWE) > 0 {
		m.CWE = d.CWE
	}
	if d.Severity > 0 {
		m.Severity = d.Severity
	}
	if d.Why != "" {
		m.Why = d.Why
	}
	if t, ok := s.o.Tiers[r.ID]; ok {
		m.Tier = t
	}
	if r.Evidence == "sql" && (f.onlyFragments(from, to) || migrationPath(f.path) && f.classify(from, to)&cTaint == 0) {
		return
	}
	if m.Tier == Block && s.milder(r, from, to) {
		m.Tier = Advise
	}
	if m.Tier == Block && !aboutEverywhere(r.ID) && (docPath(f.path) || expr(`(?:^|/)(?:docs?|examples?|samples?)/`).MatchString(f.path)) { // shown, not run
		m.Tier = Advise
	}
	if n := f.line(from); m.Tier == Block && !aboutEverywhere(r.ID) && f.lineEnd(n)-f.lines[n-1] > 5000 { // a bundle
		m.Tier = Advise
	}
	if f.testPath && !aboutEverywhere(r.ID) {
		m.Tier-- // what a test does is told, not stopped; advice on tests is noise
		if m.Tier < Advise {
			return
		}
	}
	m.Line = f.line(from)
	m.EndLine = max(m.Line, f.line(max(to-1, from)))
	if m.EndLine-m.Line > 30 {
		m.EndLine = m.Line + 30
	}
	m.Safe = r.SafeFor(f.langs, f.main)
	if m.sql = r.Evidence == "sql"; m.sql && s.saidOfSQL(m) {
		return
	}
	s.add(m, d.Once)
	s.comesIn(m, from, to)
}

// saidOfSQL tells whether another rule on statements met the line; the stricter of the two stays.
func (s *scan) saidOfSQL(m Match) bool {
	k := spot{"sql", m.Line}
	if s.seen[spot{m.Rule, m.Line}] {
		return true
	}
	if !s.seen[k] {
		s.seen[k] = true
		return false
	}
	for i := len(s.out) - 1; i >= 0; i-- {
		if o := &s.out[i]; o.sql && o.Line == m.Line && o.Rule != m.Rule {
			if m.Tier > o.Tier {
				*o = m
			}
			return true
		}
	}
	return false
}

// aboutEverywhere names the rules that hold in tests as well.
func aboutEverywhere(id string) bool {
	return id == "TXT-01" || id == "PRV-10" || strings.HasPrefix(id, "CI-") || strings.HasPrefix(id, "SEC-") || strings.HasPrefix(id, "DEP-")
}

func (s *scan) add(m Match, once bool) {
	k := spot{m.Rule, m.Line}
	if s.seen[k] {
		return
	}
	if m.Tier < s.o.MinTier || m.Tier == Guidance { // guidance is told before, never reported
		return
	}
	if m.Tier != Block {
		s.count[m.Rule]++
		if n := s.count[m.Rule]; n > perRuleCap || once && n > 1 {
			return
		}
	}
	s.seen[k] = true
	s.out = append(s.out, m)
}

// finish applies inline suppressions and fills the excerpts.
func (s *scan) finish() []Match {
	kept := s.out[:0]
	for _, m := range s.out {
		if reason, ok := s.file.suppressed(m); ok && (m.Tier != Block || s.o.BlockComments) {
			if !s.o.KeepSuppressed {
				continue
			}
			m.Suppress = reason
		}
		m.Excerpt = s.file.excerpt(m)
		kept = append(kept, m)
	}
	return kept
}

func (f *file) excerpt(m Match) string {
	line := strings.TrimSpace(string(f.raw[f.lines[m.Line-1]:f.lineEnd(m.Line)]))
	if len(line) > 400 {
		line = strings.ToValidUTF8(line[:400], "")
	}
	if m.Secret || strings.ContainsAny(line, "\"'=:") {
		line = Redact(line)
	}
	if r := []rune(line); len(r) > 120 {
		line = string(r[:117]) + "..."
	}
	return line
}

// suppressed reads "vibedefend:ignore RULE reason" on the line or the one above.
func (f *file) suppressed(m Match) (string, bool) {
	for n := m.Line; n >= max(1, m.Line-1); n-- {
		line := f.raw[f.lines[n-1]:f.lineEnd(n)]
		i := bytes.Index(line, []byte("vibedefend:ignore "))
		if i < 0 || n < m.Line && len(bytes.Trim(f.code[f.lines[n-1]:f.lineEnd(n)], " \t\r/#-*<!{")) > 0 {
			continue
		}
		rest := strings.Fields(string(line[i+len("vibedefend:ignore "):]))
		if len(rest) < 2 {
			continue // a suppression without a reason does not count
		}
		for _, id := range strings.Split(rest[0], ",") {
			if strings.EqualFold(id, m.Rule) {
				return strings.TrimRight(strings.Join(rest[1:], " "), " */->"), true
			}
		}
	}
	return "", false
}

// SafeFor picks the safe form for a file's languages.
func (r *Rule) SafeFor(langs, main LangSet) string {
	for _, set := range []LangSet{main, langs} {
		for _, f := range r.Safe {
			if f.Langs&set != 0 {
				return f.Text
			}
		}
	}
	return ""
}
