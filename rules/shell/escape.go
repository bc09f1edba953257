package shell

import (
	"strconv"
	"strings"
)

// unescaped reports a character of set that no backslash protects.
func unescaped(s, set string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			i++
			continue
		}
		if strings.IndexByte(set, s[i]) >= 0 {
			return true
		}
	}
	return false
}

// unescape takes the backslashes of shell text away.
func unescape(s string, quoted bool) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		next := s[i+1]
		switch {
		case next == '\n':
			i++
		case !quoted || strings.IndexByte("$`\"\\", next) >= 0:
			b.WriteByte(next)
			i++
		default:
			b.WriteByte('\\')
		}
	}
	return b.String()
}

// ansiC decodes the escapes of $'...'.
func ansiC(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		i += escape(&b, s[i:]) - 1
	}
	return b.String()
}

// escape decodes one escape whose backslash is gone and returns its length.
func escape(b *strings.Builder, s string) int {
	switch c := s[0]; c {
	case 'n':
		b.WriteByte('\n')
	case 't':
		b.WriteByte('\t')
	case 'r':
		b.WriteByte('\r')
	case 'a', 'b', 'f', 'v', 'e', 'E':
		b.WriteByte(' ')
	case 'x':
		return 1 + number(b, s[1:], 16, 2)
	case 'u':
		return 1 + number(b, s[1:], 16, 4)
	case 'U':
		return 1 + number(b, s[1:], 16, 8)
	case '0', '1', '2', '3', '4', '5', '6', '7':
		return number(b, s, 8, 3+btoi(c == '0'))
	default:
		b.WriteByte(c)
	}
	return 1
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func number(b *strings.Builder, s string, radix, most int) int {
	if len(s) > 0 && s[0] == '{' && radix == 16 { // \x{41}, \u{41}
		if end := strings.IndexByte(s, '}'); end > 0 && end < 10 {
			if n, err := strconv.ParseUint(s[1:end], 16, 32); err == nil {
				b.WriteRune(rune(n))
				return end + 1
			}
		}
	}
	n := 0
	for n < most && n < len(s) && digitOf(s[n]) < radix {
		n++
	}
	v, err := strconv.ParseUint(s[:n], radix, 32)
	if err != nil {
		return n
	}
	if most > 4 || radix == 16 && most == 4 {
		b.WriteRune(rune(v))
	} else {
		b.WriteByte(byte(v))
	}
	return n
}

func digitOf(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return 99
}
