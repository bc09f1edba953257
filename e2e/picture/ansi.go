package picture

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// style is how a piece of a line looks.
type style struct {
	color                        string
	bold, dim, italic, underline bool
}

// span is a piece of a line in one style.
type span struct {
	column int
	text   string
	style  style
}

// parse cuts a line where its style changes. The style goes on into the next
// line, as in a terminal. Codes that are not about style are dropped.
func parse(line string, s *style) []span {
	var out []span
	column := 0
	for line != "" {
		at := strings.IndexByte(line, 0x1b)
		if at < 0 {
			at = len(line)
		}
		if text := strings.ToValidUTF8(strip(line[:at]), "?"); text != "" {
			if strings.TrimSpace(text) != "" {
				out = append(out, span{column, text, *s})
			}
			column += utf8.RuneCountInString(text)
		}
		line = line[at:]
		if line != "" {
			line = code(line, s)
		}
	}
	return out
}

// strip leaves out what SVG cannot hold.
func strip(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
}

// code reads one escape sequence and returns what follows it.
func code(line string, s *style) string {
	rest, ok := strings.CutPrefix(line, "\x1b[")
	if !ok {
		return line[1:]
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return r >= '@' && r <= '~' })
	if end < 0 {
		return ""
	}
	if rest[end] == 'm' {
		s.apply(strings.Split(rest[:end], ";"))
	}
	return rest[end+1:]
}

// apply changes a style as a list of codes says.
func (s *style) apply(codes []string) {
	for i := 0; i < len(codes); i++ {
		n, err := strconv.Atoi(codes[i])
		if err != nil && codes[i] != "" {
			continue
		}
		switch {
		case n == 0:
			*s = style{}
		case n == 1:
			s.bold = true
		case n == 2:
			s.dim = true
		case n == 3:
			s.italic = true
		case n == 4:
			s.underline = true
		case n == 22:
			s.bold, s.dim = false, false
		case n == 23:
			s.italic = false
		case n == 24:
			s.underline = false
		case n == 38 || n == 48:
			color, used := extended(codes[i+1:])
			if n == 38 && color != "" {
				s.color = color
			}
			i += used
		case n == 39:
			s.color = ""
		case n >= 30 && n <= 37:
			s.color = palette[n-30]
		case n >= 90 && n <= 97:
			s.color = palette[n-90+8]
		}
	}
}

// palette holds the sixteen named colours, readable on the background.
var palette = [16]string{
	"#5c6370", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d8dce4",
	"#7f8694", "#ff7b86", "#b5e890", "#ffd68a", "#8ac6ff", "#dd9bf0", "#7fd4df", "#ffffff",
}

// extended reads a colour of 256 or of 24 bits, and tells how many codes it
// took.
func extended(codes []string) (color string, used int) {
	numbers := make([]int, 0, 4)
	for _, c := range codes[:min(4, len(codes))] {
		n, err := strconv.Atoi(c)
		if err != nil || n < 0 || n > 255 {
			break
		}
		numbers = append(numbers, n)
	}
	switch {
	case len(numbers) >= 4 && numbers[0] == 2:
		return fmt.Sprintf("#%02x%02x%02x", numbers[1], numbers[2], numbers[3]), 4
	case len(numbers) >= 2 && numbers[0] == 5:
		return indexed(numbers[1]), 2
	}
	return "", len(numbers)
}

func indexed(n int) string {
	switch {
	case n < 16:
		return palette[n]
	case n >= 232:
		v := 8 + 10*(n-232)
		return fmt.Sprintf("#%02x%02x%02x", v, v, v)
	}
	n -= 16
	level := func(v int) int {
		if v == 0 {
			return 0
		}
		return 55 + 40*v
	}
	return fmt.Sprintf("#%02x%02x%02x", level(n/36), level(n/6%6), level(n%6))
}
