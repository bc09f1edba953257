package code

import (
	"bytes"
	"strings"
)

// assignReach is more than an expression about an assignment reads in front of
// the operator: 50 bytes of a name, its longest key word and 23 behind that.
const assignReach = 100

// findIn runs the expression of a rule. They are slow, and some of their key
// words stand in most lines of a program: one that asks for a name is left out
// where that is not told, and the one for any key begins where it can first
// match.
func (p *provider) findIn(raw []byte) []int {
	if !named(p.re, raw) {
		return nil
	}
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

// assignLead begins the expressions that ask for the name of a provider.
const assignLead = `(?i)[\w.-]{0,50}?(?:`

// named tells whether a text holds a name that an expression begins with; true
// for one that begins with none, or with more than plain names.
func named(re string, raw []byte) bool {
	rest, ok := strings.CutPrefix(re, assignLead)
	names, _, closed := strings.Cut(rest, ")")
	if !ok || !closed {
		return true
	}
	for more := true; more; {
		var name string
		if name, names, more = strings.Cut(names, "|"); !plainWord(name) || containsFold(raw, name) {
			return true
		}
	}
	return !isASCII(raw) // some letters beyond ASCII count as k and s
}

func plainWord(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return s != ""
}

// containsFold tells whether s holds a lower-case word in any case.
func containsFold(s []byte, word string) bool {
	for i := range s {
		if s[i]|0x20 == word[0] && hasFoldAt(s, i, word) {
			return true
		}
	}
	return false
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
