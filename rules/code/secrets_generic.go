package code

import (
	"bytes"
	"strings"
)

// genericAt tries our own rules at a key: a credential-named literal, an address with a password, an authorisation header.
func genericAt(raw, lower []byte, pos int, key string) (found, bool) {
	switch key {
	case "://":
		return dsnAt(raw, pos)
	case "bearer ", "basic ":
		return headerAt(raw, pos+len(key))
	}
	return namedAt(raw, lower, pos, len(key))
}

// dsnAt reads scheme://user:password@host.
func dsnAt(raw []byte, pos int) (found, bool) {
	end := min(len(raw), pos+220)
	i := pos + 3
	colon, at := -1, -1
scan:
	for ; i < end; i++ {
		switch c := raw[i]; {
		case c == '@':
			at = i
			break scan
		case c == ':' && colon < 0:
			colon = i
		case c == '/' && colon < 0, c <= ' ', strings.IndexByte("\"'`<>\\|,;()", c) >= 0:
			break scan
		}
	}
	if at < 0 || colon < 0 || at-colon < 4 || colon == pos+3 && at-colon < 6 {
		return found{}, false
	}
	pw, user := string(raw[colon+1:at]), string(raw[pos+3:colon])
	host := hostAt(raw, at+1)
	if strings.ContainsAny(pw, "${}<>*[]%#") && !strings.Contains(pw, "%40") || strings.Contains(user, "${") || placeholder(pw) || host == "" {
		return found{}, false
	}
	f := found{rule: "SEC-04", id: "password in an address", from: colon + 1, to: at, tier: Block}
	if host == "localhost" || strings.HasPrefix(host, "127.") || strings.HasPrefix(host, "example") || strings.HasSuffix(host, "example.com") || strings.HasSuffix(host, ".test") || strings.EqualFold(pw, user) || !strings.Contains(host, ".") || weakWord(pw) {
		f.tier = Advise
	}
	return f, true
}

func hostAt(raw []byte, i int) string {
	j := i
	for j < len(raw) && (isWord(raw[j]) || raw[j] == '.' || raw[j] == '-') {
		j++
	}
	return strings.ToLower(string(raw[i:j]))
}

// headerAt reads the token behind "Bearer " or "Basic ".
func headerAt(raw []byte, i int) (found, bool) {
	j := i
	for j < len(raw) && (isWord(raw[j]) && raw[j] < 0x80 || strings.IndexByte("-._~+/=", raw[j]) >= 0) {
		j++
	}
	v := raw[i:j]
	if len(v) < 20 || entropy(v) < 3.5 || !hasDigit(string(v)) || placeholder(string(v)) {
		return found{}, false
	}
	return found{rule: "SEC-03", id: "authorisation header", from: i, to: j, tier: Block}, true
}

// namedAt reads name = "value" where the name speaks of a credential.
func namedAt(raw, lower []byte, pos, klen int) (found, bool) {
	st, en := pos, pos+klen
	for st > 0 && (isNameByte(raw[st-1]) || raw[st-1] == '-') && pos-st < 60 {
		st--
	}
	for en < len(raw) && (isNameByte(raw[en]) || raw[en] == '-') && en-pos < 60 {
		en++
	}
	name := string(lower[st:en])
	if !credentialName(name) || st > 1 && raw[st-1] == ':' && raw[st-2] == ':' { // AWS::IAM::AccessKey names a type
		return found{}, false
	}
	i, ok := assignedAt(raw, en)
	if !ok {
		return found{}, false
	}
	from, to, quoted := valueAt(raw, i)
	if raw[i-1] == ',' && !(quoted && st > 1 && raw[st-2] == '(' && to+1 < len(raw) && raw[to+1] == ')') { // setProperty("password", "x")
		return found{}, false
	}
	if to <= from || !quoted && !bareValueOK(raw, st, to) {
		return found{}, false
	}
	v := string(raw[from:to])
	grade := credentialGrade(v)
	if grade == Guidance || strings.EqualFold(strings.Trim(v, "_-"), name) || strings.Contains(name, strings.ToLower(v)) {
		return found{}, false
	}
	if strings.Contains(name, "token") && !strings.Contains(name, "_token") && !strings.Contains(name, "access") && !strings.Contains(name, "auth") && !strings.Contains(name, "apitoken") && grade < Block {
		return found{}, false
	}
	return found{rule: "SEC-03", id: "credential in the code", from: from, to: to, tier: grade}, true
}

// credentialName leaves out names that speak about a credential without holding one.
func credentialName(n string) bool {
	n = strings.Trim(n, "-_$@")
	for _, w := range []string{"_field", "field", "_label", "label", "placeholder", "_hint", "hint", "_name", "name", "_type", "tokentype", "_url", "url", "uri", "_path", "path", "_file", "file", "_regex", "regex", "pattern", "_error", "error", "message", "_id", "credentialsid", "_length", "length", "policy", "_key_name", "tokenizer", "tokens", "_env", "envvar", "_header", "header", "_param", "param", "_input", "input", "_expir", "expir", "_min", "_max", "reset", "forgot", "confirm", "change", "_ref", "secretref", "valuefrom", "class", "_prompt", "prompt", "title", "_text", "description", "help", "endpoint", "issuer", "scope", "audience", "provider", "manager", "strategy", "separator", "count", "index", "delimiter", "column", "_alg", "algorithm", "format", "encoder", "grant", "selector", "csrf", "xsrf", "sort", "page", "cancel", "next_token", "continuation", "public", "_enabled", "_timeout", "timeout", "_ttl", "lifetime", "_attempts", "attempts", "_days", "_hours", "_minutes", "_seconds", "_interval", "_size", "_mode", "_prefix", "prefix", "_suffix", "suffix", "required", "valid", "strength", "encoding", "_desc", "_limit", "_notice", "_warning", "_rule", "rules", "_expiry", "_expires", "_title", "_info", "_subtitle", "_version", "_status", "_state", "_test", "_rounds"} {
		if strings.HasSuffix(n, w) || firstPart(n, strings.TrimPrefix(w, "_")) {
			return false
		}
	}
	if strings.HasSuffix(n, "passwords") || strings.HasSuffix(n, "secrets") || strings.HasSuffix(n, "credentials") { // a table of them
		return false
	}
	for _, w := range []string{"tokeniz", "tokenis", "secretar", "tokentype", "password_", "passwordfield", "passwordreset", "public", "invalid", "expired", "incorrect", "missing", "wrong", "mismatch", "forgot", "idempoten"} {
		if strings.Contains(n, w) && w != "password_" {
			return false
		}
	}
	return true
}

// firstPart tells whether a name in snake case begins with a word.
func firstPart(name, word string) bool {
	return len(name) > len(word) && name[len(word)] == '_' && name[:len(word)] == word
}

// assignedAt finds the value behind = : := => ( , with a type or closing quote in between.
func assignedAt(raw []byte, i int) (int, bool) {
	limit := min(len(raw), i+80)
	for i < limit && strings.IndexByte("\"'`] )", raw[i]) >= 0 {
		i++
	}
	if i >= limit {
		return 0, false
	}
	switch {
	case hasAt(raw, i, "==") || hasAt(raw, i, "!=") || hasAt(raw, i, "::") || hasAt(raw, i, "=~"):
		return 0, false
	case hasAt(raw, i, ":=") || hasAt(raw, i, "=>") || hasAt(raw, i, "||") || hasAt(raw, i, "??"):
		i += 2
	case raw[i] == '[': // char pw[] =
		k := bytes.IndexByte(raw[i:limit], '=')
		if k < 0 || bytes.IndexByte(raw[i:i+k], '\n') >= 0 || !bytes.ContainsAny(raw[i:i+k], "]") {
			return 0, false
		}
		i += k + 1
	case raw[i] == '=':
		i++
	case raw[i] == ':':
		i++
		if k := bytes.IndexByte(raw[i:limit], '='); k > 0 && typeLike(raw[i:i+k]) { // name: Type = value
			i += k + 1
		}
	case raw[i] == ',' && i > 0 && (raw[i-1] == '"' || raw[i-1] == '\''): // setProperty("password", "x")
		i++
	default:
		return 0, false
	}
	return i, true
}

func typeLike(s []byte) bool {
	for _, c := range s {
		if !isWord(c) && c != ' ' && c != '&' && c != '\'' && c != '?' && c != '.' {
			return false
		}
	}
	return len(bytes.TrimSpace(s)) > 0
}

// valueAt reads the literal at i: quoted, or bare to the end of the word.
func valueAt(raw []byte, i int) (int, int, bool) {
	for i < len(raw) && (raw[i] == ' ' || raw[i] == '\t') {
		i++
	}
	for _, p := range []string{"new String(", "String(", "[]byte(", "Buffer.from(", "b", "@", "L", "u8", "String.from("} {
		if hasAt(raw, i, p) && i+len(p) < len(raw) && strings.IndexByte("\"'`", raw[i+len(p)]) >= 0 {
			i += len(p)
			break
		}
	}
	if i >= len(raw) {
		return 0, 0, false
	}
	q := raw[i]
	if q == '"' || q == '\'' || q == '`' {
		for j := i + 1; j < len(raw) && j-i < 300; j++ {
			if raw[j] == '\n' {
				break
			}
			if raw[j] == q && raw[j-1] != '\\' {
				return i + 1, j, true
			}
		}
		return 0, 0, false
	}
	j := i
	for j < len(raw) && raw[j] > ' ' && raw[j] != ',' && raw[j] != ';' && raw[j] != '"' && raw[j] != '\'' {
		j++
	}
	return i, j, false
}

// bareValueOK accepts unquoted values only where files have such: the line holds nothing but name and value.
func bareValueOK(raw []byte, st, to int) bool {
	b := bytes.LastIndexByte(raw[:st], '\n') + 1
	head := strings.TrimSpace(string(raw[b:st]))
	e := to
	for e < len(raw) && raw[e] != '\n' {
		e++
	}
	tail := strings.TrimSpace(string(raw[to:e]))
	v := string(raw[max(st, 0):to])
	return (head == "" || head == "-" || head == "export" || strings.HasSuffix(head, ".")) && (tail == "" || tail[0] == '#') && !strings.ContainsAny(v, "(){}[]$<>&;") && entropy(raw[st:to]) > 3 && hasDigit(v) && !strings.Contains(v, " = ")
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// credentialGrade says what a literal is worth as a credential: Guidance is none.
func credentialGrade(v string) Tier {
	if len(v) < 4 || len(v) > 200 || placeholder(v) || prose(v) || expr(`^[~^=v]*\d+\.\d+(?:\.\d+)?(?:[-+.][\w.+-]*)?$|^\d+(?:/\w+|\s?[a-z]{1,7})$`).MatchString(v) { // a version, a rate, a span
		return Guidance
	}
	if strings.ContainsAny(v, " \t{}<>()[]$\\|;,") || strings.Contains(v, "://") || strings.HasPrefix(v, "/") || strings.HasPrefix(v, "./") || strings.HasPrefix(v, "#") || strings.HasPrefix(v, "--") || strings.HasPrefix(v, "%") {
		return Guidance
	}
	if expr(`^(?:[A-Za-z]{2,}|\d+)(?:[-_](?:[A-Za-z]{2,}|\d+)){2,}$`).MatchString(v) || expr(`^(?:IDX|UNIQ|UNIQUE|FK|PK|UQ|IX)_`).MatchString(v) { // a flag, an index
		return Guidance
	}
	switch shape(v) {
	case shapeWords, shapeEnv, shapePath:
		return Guidance
	case shapeWord:
		if len(v) < 5 || len(v) > 24 {
			return Guidance
		}
		return Advise
	}
	if len(v) >= 8 && entropy([]byte(v)) >= 3.0 && hasDigit(v) && !weakWord(v) && !guessable(v) {
		return Block
	}
	return Advise
}

// prose tells text of a script other than Latin: what is shown to people, not what is issued to them.
func prose(v string) bool {
	n := 0
	for _, r := range v {
		if r >= 0x80 {
			n++
		}
	}
	return n >= 2
}

// guessable tells values that look made up rather than issued: an identifier of this program, a counted row, a record's id.
func guessable(v string) bool {
	l := strings.ToLower(v)
	if strings.Contains(l, "123456") || strings.Contains(l, "abcdef") || strings.Contains(l, "asdf") {
		return true
	}
	words := strings.TrimRight(v, "0123456789")
	if n := len(v) - len(words); n > 0 && n <= 5 && shape(words+"a") == shapeWords || n > 0 && shape(words+"A") == shapeEnv {
		return true
	}
	return expr(uuidForm).MatchString(v)
}

// typeName tells "AWS::IAM::AccessKey": a path of names, no credential's.
func typeName(s []byte) bool {
	for i := 0; i+2 < len(s); i++ {
		if s[i] == ':' && s[i+1] == ':' && isWord(s[i+2]) {
			return true
		}
	}
	return false
}

// tokenEnd is the end of the token that holds pos.
func tokenEnd(raw []byte, pos int) int {
	for pos < len(raw) && (isWord(raw[pos]) || raw[pos] == '-' || raw[pos] == '.') {
		pos++
	}
	return pos
}

// secretName tells names of what must stay secret; "key" alone also names columns and public keys.
func secretName(n string) bool {
	for _, w := range []string{"secret", "passw", "pwd", "token", "api", "access", "priv", "auth", "cred", "client", "sign", "crypt", "master", "jwt", "session", "service", "account", "admin", "hmac"} {
		if strings.Contains(n, w) {
			return true
		}
	}
	return false
}

// nameBefore is the name that the value at i is given to.
func nameBefore(lower []byte, i int) string {
	j := i
	for j > 0 && i-j < 12 && strings.IndexByte(" \t\"'`:=>,(?|", lower[j-1]) >= 0 {
		j--
	}
	k := j
	for k > 0 && j-k < 60 && (isNameByte(lower[k-1]) || lower[k-1] == '-') {
		k--
	}
	return string(lower[k:j])
}

type valueShape int

const (
	shapeOther valueShape = iota
	shapeWord             // letters only
	shapeWords            // camelCase, kebab-case, snake_case without digits
	shapeEnv              // ENV_NAME
	shapePath             // a.b.c, a/b
)

func shape(v string) valueShape {
	lowerN, upper, digit, sep, dot, other, humps := 0, 0, 0, 0, 0, 0, 0
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c >= 'a' && c <= 'z':
			lowerN++
		case c >= 'A' && c <= 'Z':
			upper++
			if i > 0 && v[i-1] >= 'a' && v[i-1] <= 'z' {
				humps++
			}
		case c >= '0' && c <= '9':
			digit++
		case c == '_' || c == '-':
			sep++
		case c == '.' || c == '/' || c == ':':
			dot++
		default:
			other++
		}
	}
	switch {
	case other > 0:
		return shapeOther
	case dot > 0 && digit <= 1 && lowerN > upper:
		return shapePath
	case lowerN == 0 && upper > 0 && sep > 0 && digit <= 1:
		return shapeEnv
	case digit <= 1 && sep > 0 && digit == 0, humps > 0 && digit == 0 && humps <= 4 && len(v) < 40:
		return shapeWords
	case digit == 0:
		return shapeWord
	}
	return shapeOther
}

var placeholders = []string{"example", "changeme", "change_me", "change-me", "placeholder", "your_", "your-", "yourpass", "yoursecret", "yourtoken", "yourapi", "xxxx", "****", "...", "####", "todo", "fixme", "insert", "replace", "redacted", "dummy", "fake", "sample", "foobar", "lorem", "undefined", "null", "none", "not-set", "notset", "my-secret-here", "<", "process.env", "getenv", "environ", "os.get", "config.", "settings.", "test-token", "test_token", "fixture", "mock"}

// placeholder tells values that stand for a secret without being one.
func placeholder(v string) bool {
	l := strings.ToLower(v)
	for _, p := range placeholders {
		if strings.Contains(l, p) {
			return true
		}
	}
	switch l {
	case "password", "passwd", "secret", "token", "string", "text", "true", "false", "pass", "pwd", "user", "key", "value", "apikey", "api_key", "api-key", "hidden", "bearer", "basic", "required", "optional", "username", "name", "nil", "test", "default", "empty", "invalid", "valid", "private", "public", "credentials", "number", "email", "admin_password", "plain", "jwt", "oauth", "session", "cookie", "header", "query", "body", "login", "auth", "authorization", "type", "file":
		return true
	}
	same := true
	for i := 1; i < len(l); i++ {
		same = same && l[i] == l[0]
	}
	return same || strings.HasPrefix(l, "abcdef") || strings.HasPrefix(l, "012345678") && len(l) < 12
}

// weakWord tells passwords that are words everybody tries first: worth telling, not worth a block.
func weakWord(v string) bool {
	l := strings.ToLower(v)
	for _, w := range []string{"password", "passw0rd", "secret", "admin", "test", "123456", "qwerty", "letmein", "guest", "root", "postgres", "demo"} {
		if strings.HasPrefix(l, w) {
			return true
		}
	}
	return false
}
