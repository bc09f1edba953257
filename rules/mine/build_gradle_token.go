package mine

import "strings"

// gradleToken is a word, a text, a sign or an end of line of a script.
type gradleToken struct {
	kind byte // 'i', 's', 'p', 'n'
	text string
}

func (t gradleToken) is(kind byte, text string) bool { return t.kind == kind && t.text == text }

// gradleTokens splits a script in Groovy or Kotlin. Comments go, and so do
// characters in single quotes that Kotlin would take for one letter.
func gradleTokens(s string) []gradleToken {
	var out []gradleToken
	for i := 0; i < len(s); {
		switch b := s[i]; {
		case b == '\n' || b == ';':
			out = append(out, gradleToken{'n', "\n"})
			i++
		case b == ' ' || b == '\t' || b == '\r':
			i++
		case strings.HasPrefix(s[i:], "//"):
			i = until(s, i, "\n")
		case strings.HasPrefix(s[i:], "/*"):
			i = until(s, i+2, "*/") + 2
		case b == '"' || b == '\'':
			text, next := gradleText(s, i)
			out = append(out, gradleToken{'s', text})
			i = next
		case wordByte(b):
			j := i
			for j < len(s) && wordByte(s[j]) {
				j++
			}
			out = append(out, gradleToken{'i', s[i:j]})
			i = j
		case b == '`':
			i++ // a quoted name of Kotlin reads as its words
		default:
			out = append(out, gradleToken{'p', s[i : i+1]})
			i++
		}
	}
	return out
}

func wordByte(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
}

// until is where a text begins behind i, or the end.
func until(s string, i int, text string) int {
	if i > len(s) {
		return len(s)
	}
	if n := strings.Index(s[i:], text); n >= 0 {
		return i + n
	}
	return len(s)
}

// gradleText reads what stands in quotes, and where it ends. Text in one pair
// of quotes ends with its line.
func gradleText(s string, i int) (string, int) {
	q := s[i : i+1]
	if three := q + q + q; strings.HasPrefix(s[i:], three) {
		end := until(s, i+3, three)
		return s[min(i+3, end):end], min(end+3, len(s))
	}
	j := i + 1
	for j < len(s) && s[j] != q[0] && s[j] != '\n' {
		if s[j] == '\\' {
			j++
		}
		j++
	}
	j = min(j, len(s))
	return s[i+1 : j], min(j+1, len(s))
}
