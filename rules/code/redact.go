package code

import "strings"

// Redact returns the text with every secret in it masked: the first four characters stay.
func Redact(text string) string {
	raw := []byte(text)
	return redact(text, findSecrets("", raw, lowerASCII(raw), true, func() bool { return false }))
}

// HasSecret tells whether Redact would change the text because of a provider token, a private key or a password in an address.
func HasSecret(text string) bool {
	raw := []byte(text)
	for _, x := range findSecrets("", raw, lowerASCII(raw), true, func() bool { return false }) {
		if x.tier == Block {
			return true
		}
	}
	return false
}

// Secrets names the kinds of secrets in a text, for messages; never a value.
func Secrets(text string) []string {
	raw := []byte(text)
	var out []string
	for _, x := range findSecrets("", raw, lowerASCII(raw), true, func() bool { return false }) {
		name := x.id
		if x.tier == Block && !inList(out, []byte(name)) {
			out = append(out, name)
		}
	}
	return out
}

func redact(text string, list []found) string {
	if len(list) == 0 {
		return text
	}
	hide := make([]bool, len(text))
	for _, x := range list {
		keep := 4
		if x.to-x.from < 12 || x.rule == "SEC-04" {
			keep = 0
		}
		for i := x.from + keep; i < x.to; i++ {
			hide[i] = true
		}
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if !hide[i] {
			b.WriteByte(text[i])
			continue
		}
		b.WriteString("****")
		for i+1 < len(text) && hide[i+1] {
			i++
		}
	}
	return strings.ToValidUTF8(b.String(), "")
}
