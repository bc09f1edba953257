package code

import (
	"bytes"
	"strings"
)

// milder tells whether a match of a block-tier rule lacks the evidence that stops a write: nothing shows that
// somebody outside the program decides the value. Such a match is told instead.
func (s *scan) milder(r *Rule, from, to int) bool {
	f := s.file
	if r.Evidence == "" || f.testPath {
		return false
	}
	if r.Evidence == "option" {
		return f.onOption(f.line(from))
	}
	f.readVars()
	c := f.classify(from, to) | f.classify(f.behindCallee(from, to), to)
	if c&cRemote != 0 || c&cParam != 0 && f.isHandler(from) {
		return false
	}
	if devPath(f.path) { // who runs a build or a migration writes its values
		return true
	}
	if r.Evidence == "path" && c&cTaint != 0 { // whoever starts the program names its files
		return true
	}
	switch r.Evidence {
	case "sql":
		return bytes.HasSuffix(bytes.TrimRight(f.code[from:to], " )"), []byte("...")) || !f.valueInSQL(from, to, 0)
	case "command":
		return c&(cDyn|cTaint) == 0
	case "code":
		return c&(cDyn|cTaint) == 0 && !f.outsideName(from, f.firstEnd(from, to))
	case "path":
		return !f.outsideName(from, to)
	case "markup": // pages of a program's own texts are put together so as well
		return c&cTaint == 0 && !f.outsideName(from, to)
	case "default": // a key that signs or encrypts is worth more than a password of a database at home
		return !containsAny(f.lower[from:to], []string{"secret", "jwt", "private", "encrypt", "sign"}) || placeholder(string(f.lastText(from, to)))
	}
	return false
}

// onOption tells whether a line stands below a branch that asks for it by name, as "if not validate_certs:"
// does: whoever sets the option has decided.
func (f *file) onOption(n int) bool {
	depth := indent(f.lower[f.lines[n-1]:f.lineEnd(n)])
	for i := n - 1; i >= max(1, n-10); i-- {
		line := f.lower[f.lines[i-1]:f.lineEnd(i)]
		head := bytes.TrimLeft(line, " \t}")
		if len(head) == 0 || indent(line) >= depth {
			continue
		}
		if expr(`^(?:(?:else\s+)?if|elif|elsif|unless|case|when)\b`).Match(head) && containsAny(head, []string{"verif", "insecure", "host_key", "hostkey", "hostname", "trust", "skip", "strict", "tls", "ssl", "self_signed", "selfsigned", "cert"}) {
			return true
		}
	}
	return false
}

// indent counts the blanks before the first word of a line.
func indent(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " \t")) }

// lastText is the content of the last string literal in the region.
func (f *file) lastText(from, to int) []byte {
	l := f.litsIn(from, to)
	if len(l) == 0 {
		return nil
	}
	return f.raw[l[len(l)-1].start:l[len(l)-1].end]
}

// behindCallee is where the arguments of the call at from begin.
func (f *file) behindCallee(from, to int) int {
	i := from
	for i < to && (isNameByte(f.code[i]) || strings.IndexByte(".:->?!", f.code[i]) >= 0) {
		i++
	}
	if i < to && (f.code[i] == '(' || f.code[i] == ' ') {
		return i + 1
	}
	return from
}

// firstEnd is where the first argument of the call at from ends.
func (f *file) firstEnd(from, to int) int {
	depth := 0
	for i := f.behindCallee(from, to); i < to; i++ {
		switch f.code[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return to
}

// devPath tells files that run where the developer is, not behind a request.
func devPath(p string) bool {
	p = strings.ToLower(p)
	for _, d := range []string{"bin/", "scripts/", "script/", "tools/", "tasks/", "hack/", "migrations/", "migrate/", "seeds/", "seeders/", "seeder/", "benchmarks/", "bench/", "fixtures/", "examples/", "docs/", "gulpfile", "gruntfile", "webpack.", "rollup.", "build.", "setup.py", "conftest", "rakefile", ".stories.", "testutil", "generate"} {
		for i := strings.Index(p, d); i >= 0; {
			if i == 0 || p[i-1] == '/' || p[i-1] == '_' || d[0] == '.' {
				return true
			}
			k := strings.Index(p[i+1:], d)
			if k < 0 {
				break
			}
			i += 1 + k
		}
	}
	return strings.Contains(p, "_migrate/")
}

// migrationPath tells steps that change a database once, with values that stand in the step.
func migrationPath(p string) bool {
	return expr(`(?i)(?:^|/)(?:db/)?(?:migrations?|migrate|old_migrations|alembic/versions)/|(?:^|/)(?:version)?\d{8,14}[_\w]*\.\w+$`).MatchString(p)
}

// outsideName tells whether a name in the region speaks of what somebody else sends.
func (f *file) outsideName(from, to int) bool {
	for _, w := range []string{"user", "input", "request", "req.", "req[", "payload", "untrusted", "query", "body", "cookie", "header", "upload", "remote", "client", "params", "message", "formula", "entry.", "member", "filename"} {
		for i := from; ; {
			k := bytes.Index(f.lower[i:to], []byte(w))
			if k < 0 {
				break
			}
			if i += k; f.code[i] == f.raw[i] {
				return true
			}
			i++
		}
	}
	return false
}

// valueInSQL tells whether a value stands where the statement expects one ("= ", inside quotes, in a list),
// rather than where it names a table or adds a fragment that the program composed.
func (f *file) valueInSQL(from, to, depth int) bool {
	lits := f.litsIn(from, to)
	if len(lits) == 0 {
		l, ok := f.literalAt(from) // the match may begin inside, behind its leading space
		if !ok {
			return f.valueInVar(from, to, depth)
		}
		lits = []literal{l}
	}
	for _, l := range lits {
		if f.valueInLit(l) {
			return true
		}
	}
	return false
}

// valueInVar follows a name to the text that was assigned to it.
func (f *file) valueInVar(from, to, depth int) bool {
	w := leadingName(bytes.TrimLeft(f.code[from:to], " \t\n(&*"))
	if k := bytes.LastIndexByte(f.code[from:to], '('); len(w) > 0 && k > 0 {
		w = leadingName(bytes.TrimLeft(f.code[from+k+1:to], " \t\n&*"))
	}
	a, ok := f.lookup(string(w), to)
	if !ok || depth > 2 {
		return bytes.IndexByte(f.code[from:to], ',') < 0 // what follows the text is bound to it
	}
	return f.valueInSQL(a.rhs[0], a.rhs[1], depth+1)
}

// onlyFragments tells SQL text whose holes all name tables, columns or texts that the program composed.
func (f *file) onlyFragments(from, to int) bool {
	lits := f.litsIn(from, to)
	if l, ok := f.literalAt(from); ok && len(lits) == 0 {
		lits = []literal{l}
	}
	holes := 0
	for _, l := range lits {
		if f.raw[l.open] == '\'' && !l.interp && len(lits) == 1 {
			return false
		}
		for i := l.start; l.interp && i < l.end; i++ {
			if !isNameByte(f.code[i]) || f.code[i] != f.raw[i] || f.code[i] == '$' || i > l.start && (isNameByte(f.code[i-1]) && f.code[i-1] != '$' || f.code[i-1] == '.') {
				continue
			}
			if holes++; !fragmentName(f.code[i:min(len(f.code), i+60)]) {
				return false
			}
			for i < l.end && f.code[i] != '}' && f.code[i] != '\n' {
				i++
			}
		}
	}
	return holes > 0 && f.classify(from, to)&cTaint == 0 && bytes.IndexByte(f.code[from:to], '+') < 0
}

func (f *file) valueInLit(l literal) bool {
	if startsWithWord(f.raw[l.start:l.end], "pragma", "alter", "create", "drop", "set", "truncate", "grant") { // nothing can be bound here
		return false
	}
	if l.interp {
		for i := l.start; i < l.end; i++ {
			if !isNameByte(f.code[i]) || f.code[i] != f.raw[i] || i > l.start && (isNameByte(f.code[i-1]) || f.code[i-1] == '.') {
				continue
			}
			if f.code[i] == '$' && i+1 < l.end && f.code[i+1] == '{' {
				continue
			}
			if open := bytes.LastIndexAny(f.raw[l.start:i], "{($"); !numbered(f.raw[l.start:l.start+max(open, 0)]) && valuePosition(f.raw[l.start:max(l.start, l.start+open)]) && !fragmentName(f.code[i:min(len(f.code), i+60)]) {
				return true
			}
		}
		return false
	}
	raw := f.raw[l.start:l.end]
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] == '%' && strings.IndexByte("svq[(@", raw[i+1]) >= 0 || raw[i] == '{' && (raw[i+1] == '}' || raw[i+1] >= '0' && raw[i+1] <= '9' || raw[i+1] >= 'a' && raw[i+1] <= 'z' && f.main&(JS|TS) == 0) {
			if valuePosition(raw[:i]) {
				return true
			}
		}
	}
	i := l.after
	for i < len(f.code) && isSpace(f.code[i]) {
		i++
	}
	if i >= len(f.code) || strings.IndexByte("+.<|&,", f.code[i]) < 0 {
		return false
	}
	k := i + 1
	for k < len(f.code) && (isSpace(f.code[k]) || strings.IndexByte("+.<|&(", f.code[k]) >= 0) {
		k++
	}
	return valuePosition(raw) && (f.code[i] != ',' || formatVerbs(raw)) && !fragmentName(f.code[min(k, len(f.code)):min(len(f.code), k+60)])
}

// numbered tells the front of a hole that numbers a mark: $${n}, @p${n}, :v${n}.
func numbered(before []byte) bool {
	return bytes.HasSuffix(before, []byte("$$")) || expr(`[@:]\w*\$$`).Match(before)
}

func startsWithWord(s []byte, words ...string) bool {
	w := firstWord(bytes.TrimLeft(s, " \t\r\n"))
	for _, x := range words {
		if strings.EqualFold(w, x) {
			return true
		}
	}
	return false
}

// valuePosition tells whether the text in front of a hole ends where SQL expects a value.
func valuePosition(before []byte) bool {
	b := bytes.TrimRight(before, " \t\r\n${(#\\")
	if len(b) < len(before) && bytes.IndexByte(before[len(b):], '(') >= 0 { // IN (, VALUES (
		return endsWithWord(b, "in", "values", "any", "all")
	}
	b = bytes.TrimRight(b, "%")
	if len(b) == 0 {
		return false
	}
	switch b[len(b)-1] {
	case '=', '<', '>', '\'':
		return true
	case ',':
		return valuesList(b)
	}
	return endsWithWord(b, "like", "ilike", "between", "then", "regexp", "match", "values", "in")
}

// valuesList tells whether the text ends inside VALUES (…, or IN (….
func valuesList(b []byte) bool {
	o := bytes.LastIndexByte(b, '(')
	return o > 0 && bytes.IndexByte(b[o:], ')') < 0 && endsWithWord(bytes.TrimRight(b[:o], " \n"), "values", "in")
}

func endsWithWord(b []byte, words ...string) bool {
	for _, w := range words {
		if len(b) >= len(w) && strings.EqualFold(string(b[len(b)-len(w):]), w) && (len(b) == len(w) || !isWord(b[len(b)-len(w)-1])) {
			return true
		}
	}
	return false
}

// fragmentName tells names of text that the program made safe or wrote itself.
func fragmentName(s []byte) bool {
	n := 0
	for n < len(s) && (isNameByte(s[n]) || s[n] == '.' || s[n] == ':') {
		n++
	}
	w := strings.ToLower(string(s[:n]))
	for _, p := range []string{"quote", "escape", "sanitiz", "sanitis", "placeholder", "_sql", "sql", "clause", "fragment", "subquery", "column", "interval", "prefix", "table", "alias", "schema", "sort_order", "sortorder", "place_holder", "bindings"} {
		if strings.Contains(w, p) {
			return true
		}
	}
	return false
}
