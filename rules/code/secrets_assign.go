package code

import "bytes"

// assignReach is more than an expression about an assignment reads in front of
// the operator: 50 bytes of a name, its longest key word and 23 behind that.
const assignReach = 100

// findIn runs the expression of a rule. That of the rule for any key is slow,
// and its key words stand in most lines of a program: it begins where it can
// first match.
func (p *provider) findIn(raw []byte) []int {
	skip := 0
	if p.id == "generic-api-key" {
		at := assignAt(raw)
		if at < 0 {
			return nil
		}
		if skip = max(0, at-assignReach); !isASCII(raw[skip:at]) {
			skip = 0
		}
	}
	m := expr(p.re).FindSubmatchIndex(raw[skip:])
	for i := range m {
		if m[i] >= 0 {
			m[i] += skip
		}
	}
	return m
}

// assignAt is the offset of the first operator behind which something stands
// that the rule for any key may take for a value, and in front of which one of
// its words; -1 for none. It finds more than the expression does, never less.
func assignAt(raw []byte) int {
	for i, c := range raw {
		switch c {
		case '=', '>', ':', '|', '?', ',':
			if valueBehind(raw, i) && keyBefore(raw, i) {
				return i
			}
		}
	}
	return -1
}

// The rule allows four bytes of an operator and five between it and a value of
// ten bytes and more, which a quote, a space, a semicolon or the end follows.
const (
	operatorMost = 9
	valueLeast   = 10
)

func valueBehind(raw []byte, op int) bool {
	i, equals := op+1, 0
	for i < len(raw) && i <= op+operatorMost && betweenByte(raw[i]) {
		if raw[i] == '=' { // which a value may hold too
			equals++
		}
		i++
	}
	from := i
	for i < len(raw) && valueByte(raw[i]) {
		i++
	}
	if i-from+equals < valueLeast {
		return false
	}
	return i == len(raw) || isSpace(raw[i]) || bytes.IndexByte([]byte("`'\";\f\\"), raw[i]) >= 0
}

func betweenByte(c byte) bool {
	switch c {
	case '=', '>', ':', '|', '`', '\'', '"', ' ', '\t', '\n', '\r', '\f':
		return true
	}
	return false
}

func valueByte(c byte) bool {
	return isWord(c) || c == '.' || c == '=' || c == '-' || c == '+' || c == '/'
}

// assignWords are those of the rule for any key, cut to what their forms share.
var assignWords = [...]string{"key", "api", "auth", "token", "access", "secret", "passw", "cred"}

// keyBefore tells whether what leads up to an operator without a break holds a
// key word. Some letters beyond ASCII count as k and s.
func keyBefore(raw []byte, op int) bool {
	from := op
	for from > 0 && op-from < assignReach && nameOrGap(raw[from-1]) {
		from--
	}
	lead := raw[from:op]
	if !isASCII(lead) {
		return true
	}
	for i := range lead {
		for _, w := range assignWords {
			if lead[i]|0x20 == w[0] && hasFoldAt(lead, i, w) {
				return true
			}
		}
	}
	return false
}

func nameOrGap(c byte) bool {
	switch c {
	case '.', '-', ' ', '\t', '\'', '"', '\n', '\r', '\f':
		return true
	}
	return isWord(c)
}

// hasFoldAt tells whether s has a lower-case word at i in any case.
func hasFoldAt(s []byte, i int, word string) bool {
	if len(s)-i < len(word) {
		return false
	}
	for k := range len(word) {
		if s[i+k]|0x20 != word[k] {
			return false
		}
	}
	return true
}

func isASCII(s []byte) bool {
	for _, c := range s {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
