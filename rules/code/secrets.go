package code

import (
	"bytes"
	"math"
	"strings"
	"sync"

	"github.com/cybedefend/vibedefend/rules/code/index"
)

// provider is one rule of the generated table.
type provider struct {
	id, re  string
	group   int
	entropy float64
	path    string
	keys    []string
	allow   func() []secretException // nil for none
}

func (p *provider) exceptions() []secretException {
	if p.allow == nil {
		return nil
	}
	return p.allow()
}

// secretAllow holds for every provider.
var secretAllow = sync.OnceValue(func() *secretException {
	a := makeSecretAllow()
	return &a
})

// secretException says when a match is no secret.
type secretException struct {
	paths, regexes, stop []string
	target               string // "", "match" or "line"
	and                  bool
}

// found is one secret in a text: [from, to) is its value.
type found struct {
	rule, id string
	from, to int
	tier     Tier
}

// secretWords adds the keys of the providers, and those of our own rules with
// numbers from ofGeneric on.
func secretWords(w *index.Words) {
	for i := range providerMakers {
		for _, k := range providerAt(i).keys {
			if len(k) > 2 {
				w.Add(k, i)
				continue
			}
			for _, c := range "abcdefghijklmnopqrstuvwxyz0123456789_~.-" { // the index needs three bytes
				w.Add(k+string(c), i)
			}
		}
	}
	for i, k := range genericKeys {
		w.Add(k, ofGeneric+i)
	}
}

const ofGeneric = 1 << 15

// genericKeys start our own rules: credential names, addresses with a password.
var genericKeys = []string{"passw", "pwd", "secret", "token", "api_key", "apikey", "api-key", "credential", "private_key", "privatekey", "auth_key", "access_key", "accesskey", "passphrase", "secretkey", "encryption_key", "signing_key", "passwd", "dbpass", "db_pass", "://", "bearer ", "basic "}

// secretWindow bounds what an expression runs on: long enough for every token of the table.
const (
	secretBefore = 80
	secretAfter  = 300
	keyAfter     = 5000
)

// findSecrets runs the table and the generic rules over a text; stop answers true to end early.
func findSecrets(path string, raw, lower []byte, generic bool, stop func() bool) []found {
	var out []found
	ends := map[int]int{} // by provider: end of its last match
	last := 0             // of the generic rules
	index.Index(secretIndex).Each(lower, func(pos int, key string, n int) bool {
		switch {
		case n >= ofGeneric:
			if !generic {
				break
			}
			if g, ok := genericAt(raw, lower, pos, key); ok && g.from >= last {
				last = g.to
				out = append(out, g)
			}
		case pos >= ends[n]:
			if f, end, ok := providerAt(n).find(path, raw, pos, len(key)); end > 0 {
				ends[n] = end
				if ok {
					out = append(out, f)
				}
			}
		}
		return !stop()
	})
	return out
}

// find runs one rule around a key.
func (p *provider) find(path string, raw []byte, pos, klen int) (found, int, bool) {
	if p.path != "" && (path == "" || !expr(p.path).MatchString(path)) {
		return found{}, 0, false
	}
	after, before := secretAfter, secretBefore
	if wide(p.id) {
		after = keyAfter
	} else if !tokenNear(raw, pos, klen) {
		return found{}, 0, false
	}
	for before < 260 && pos-before > 0 && (isWord(raw[pos-before]) || raw[pos-before] == '-' || raw[pos-before] == '.') { // a key in the middle of a long token
		before++
	}
	from, to := max(pos-before, 0), min(pos+klen+after, len(raw))
	if k := bytes.LastIndexByte(raw[from:pos], '\n'); k >= 0 {
		from += k
	}
	if !worded(p.id, raw[from:to]) {
		return found{}, 0, false
	}
	m := p.findIn(raw[from:to])
	if m != nil && from+m[1] >= to && to < len(raw) { // cut off by the window
		to = min(pos+klen+keyAfter, len(raw))
		m = p.findIn(raw[from:to])
	}
	if e := tokenEnd(raw, pos); m == nil && e < to && raw[e] == '&' && !wide(p.id) { // a parameter of an address ends it
		m = p.findIn(append(bytes.Clone(raw[from:e]), ' '))
	}
	if m == nil {
		return found{}, 0, false
	}
	st, en := p.value(m)
	secret := raw[from+st : from+en]
	end := from + m[1]
	if p.entropy > 0 && entropy(secret) <= p.entropy || p.excused(path, secret, raw[from+m[0]:end], lineAround(raw, from+m[0])) {
		return found{}, end, false
	}
	f, ok := p.grade(found{rule: "SEC-01", id: p.id, from: from + st, to: from + en, tier: Block}, raw, from+m[0])
	return f, end, ok
}

// value is where the secret stands in a match: its group, or the first one
// that holds something.
func (p *provider) value(m []int) (from, to int) {
	if p.group > 0 && 2*p.group+1 < len(m) && m[2*p.group] >= 0 {
		return m[2*p.group], m[2*p.group+1]
	}
	for g := 2; p.group == 0 && g+1 < len(m); g += 2 {
		if m[g] >= 0 && m[g+1] > m[g] {
			return m[g], m[g+1]
		}
	}
	return m[0], m[1]
}

// excused tells whether an exception of all rules or of this one covers a match.
func (p *provider) excused(path string, secret, match, line []byte) bool {
	if allowed(secretAllow(), path, secret, match, line) {
		return true
	}
	for _, a := range p.exceptions() {
		if allowed(&a, path, secret, match, line) {
			return true
		}
	}
	return false
}

// grade settles rule and tier of a match that begins at start; false when it is none after all.
func (p *provider) grade(f found, raw []byte, start int) (found, bool) {
	secret := raw[f.from:f.to]
	if !wide(p.id) && (machineText(raw, start) || spelled(secret)) {
		return found{}, false
	}
	if name := nameBefore(bytes.ToLower(raw[max(0, f.from-80):f.from]), min(80, f.from)); name == "placeholder" || name == "example" || name == "hint" {
		f.tier = Advise
	}
	switch p.id {
	case "private-key":
		f.rule = "SEC-02"
		if !expr(`[A-Za-z0-9+/]{20}|\\u[0-9a-f]{4}`).Match(secret) { // a template
			return found{}, false
		}
		if w := nameBefore(bytes.ToLower(raw[max(0, start-160):start]), min(160, start)); containsAny([]byte(w+string(bytes.ToLower(lineAround(raw, start)[:min(40, len(lineAround(raw, start)))]))), []string{"test", "fake", "dummy", "mock", "example"}) {
			f.tier = Advise
		}
	case "generic-api-key":
		f.rule = "SEC-03"
		if typeName(raw[max(0, start-2):f.from]) || bytes.Contains(secret, []byte("${")) {
			return found{}, false
		}
		name := nameBefore(bytes.ToLower(raw[max(0, f.from-80):f.from]), min(80, f.from))
		if !secretName(name) && plainKey(name, string(secret)) {
			return found{}, false
		}
		if credentialGrade(string(secret)) < Block || !credentialName(name) || !secretName(name) {
			f.tier = Advise
		}
	case "curl-auth-user", "curl-auth-header":
		if containsAny(secret, []string{"${", "$(", " + "}) {
			return found{}, false
		}
		if _, pw, ok := bytes.Cut(secret, []byte(":")); ok && credentialGrade(string(bytes.Trim(pw, "'\""))) < Block {
			f.tier = Advise
		}
	case "jwt", "jwt-base64":
		f.tier = Advise
	}
	return f, true
}

// wide tells rules whose secret may stand far from the key.
func wide(id string) bool {
	return id == "private-key" || strings.HasPrefix(id, "curl-") || strings.HasPrefix(id, "kubernetes") || strings.HasPrefix(id, "nuget")
}

// worded tells whether a text holds the flag that a rule about curl asks for: to compile its expression costs more
// than all else of a call.
func worded(id string, text []byte) bool {
	switch id {
	case "curl-auth-header":
		return bytes.Contains(text, []byte("-H")) || bytes.Contains(text, []byte("--header"))
	case "curl-auth-user":
		return bytes.Contains(text, []byte("-u")) || bytes.Contains(text, []byte("--user"))
	}
	return true
}

// tokenNear tells whether something long with a digit stands at or close behind the key: most keys are ordinary words,
// and the table's expressions are slow.
func tokenNear(raw []byte, pos, klen int) bool {
	end := min(len(raw), pos+klen+90)
	run, digit, plain := 0, false, 0
	for i := pos; i < len(raw); i++ {
		switch c := raw[i]; {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			run++
			if plain++; plain >= 28 {
				return true
			}
		case c == '_':
			run++
		case c >= '0' && c <= '9':
			run, digit, plain = run+1, true, 0
		case isTokenMark(c):
			run, plain = run+1, 0
		default:
			plain = 0
			run, digit = 0, false
			if i >= end {
				return false
			}
		}
		if run >= 10 && digit {
			return true
		}
		if run > 400 {
			return true
		}
	}
	return false
}

// isTokenMark tells what tokens hold beside letters, digits and "_".
func isTokenMark(c byte) bool {
	switch c {
	case '-', '+', '/', '=', '.', ':', '~', '!', '@', '%':
		return true
	}
	return c >= 0x80
}

func lineAround(raw []byte, pos int) []byte {
	st := bytes.LastIndexByte(raw[:pos], '\n') + 1
	en := bytes.IndexByte(raw[pos:], '\n')
	if en < 0 {
		return raw[st:min(len(raw), st+600)]
	}
	return raw[st : pos+en]
}

// allowed tells whether an exception covers the match.
func allowed(a *secretException, path string, secret, match, line []byte) bool {
	byPath := anyMatch(a.paths, []byte(path))
	target := secret
	switch a.target {
	case "match":
		target = match
	case "line":
		target = line
	}
	byText := anyMatch(a.regexes, target)
	stop := false
	if len(a.stop) > 0 {
		low := bytes.ToLower(secret)
		stop = containsAny(low, a.stop)
	}
	if a.and {
		return (len(a.paths) == 0 || byPath) && (len(a.regexes) == 0 || byText) && (len(a.stop) == 0 || stop)
	}
	return byPath || byText || stop
}

func anyMatch(exprs []string, s []byte) bool {
	for _, e := range exprs {
		if expr(e).Match(s) {
			return true
		}
	}
	return false
}

// entropy is Shannon's, in bits a character.
func entropy(s []byte) float64 {
	if len(s) == 0 {
		return 0
	}
	var n [256]int
	for _, c := range s {
		n[c]++
	}
	var e float64
	for _, k := range n {
		if k > 0 {
			p := float64(k) / float64(len(s))
			e -= p * math.Log2(p)
		}
	}
	return e
}

// secrets reports the secrets of a file.
func (s *scan) secrets() {
	f := s.file
	for _, x := range findSecrets(f.path, f.raw, f.lower, true, s.late) {
		r := ruleByID(x.rule)
		if r == nil || !s.wanted(&bound{rule: r}) || s.skipSecret(x) {
			continue
		}
		m := Match{Rule: r.ID, Title: r.Title, CWE: r.CWE, Tier: x.tier, Severity: r.Severity, Why: r.Why, Secret: true, Line: f.line(x.from), Safe: r.SafeFor(f.langs, f.main)}
		if x.rule == "SEC-01" {
			m.Title += " (" + x.id + ")"
		}
		if x.tier == Block && x.rule != "SEC-01" && (f.testPath || x.rule != "SEC-02" && samplePath(f.path)) || x.tier == Block && strings.HasPrefix(x.id, "curl-") && (docPath(f.path) || f.testPath) {
			m.Tier = Advise
		}
		if t, ok := s.o.Tiers[r.ID]; ok {
			m.Tier = t
		}
		m.EndLine = max(m.Line, min(f.line(max(x.to-1, x.from)), m.Line+30))
		s.add(m, false)
	}
}

func ruleByID(id string) *Rule {
	for i := range ruleIDs {
		if ruleIDs[i] == id {
			return ruleAt(i)
		}
	}
	return nil
}
