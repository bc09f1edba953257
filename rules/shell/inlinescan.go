package shell

import "strings"

type tokKind uint8

const (
	tokPunct tokKind = iota
	tokName
	tokStr
	tokTick
	tokEnd // end of a line
)

type tok struct {
	kind tokKind
	text string
	raw  bool // a string with escapes that hide characters
	form bool // an f-string: {x} is the value of x
}

func (t tok) is(s string) bool { return t.kind == tokPunct && t.text == s }

// scan cuts a program of any of the inline languages into names with their
// dots, strings and punctuation. Comments are dropped.
func scan(s, lang string) []tok {
	var out []tok
	for i := 0; i < len(s) && len(out) < maxTokens; {
		c := s[i]
		switch {
		case c == '\n':
			out = append(out, tok{kind: tokEnd})
			i++
		case c == ' ' || c == '\t' || c == '\r':
			i++
		case c == '#' && (lang == "python" || lang == "perl" || lang == "ruby" || lang == "php" || lang == "awk") && !strings.HasPrefix(s[i:], "#{"),
			c == '/' && strings.HasPrefix(s[i:], "//") && (lang == "node" || lang == "php"),
			c == '-' && strings.HasPrefix(s[i:], "--") && (lang == "lua" || lang == "applescript"):
			for i < len(s) && s[i] != '\n' {
				i++
			}
		case c == '/' && strings.HasPrefix(s[i:], "/*") && (lang == "node" || lang == "php"):
			end := strings.Index(s[i+2:], "*/")
			if end < 0 {
				return out
			}
			i += end + 4
		case c == '\'' || c == '"':
			t, n := inlineString(s[i:], c, lang)
			out = append(out, t)
			i += n
		case c == '`':
			end := strings.IndexByte(s[i+1:], '`')
			if end < 0 {
				end = len(s) - i - 1
			}
			out = append(out, tok{kind: tokTick, text: s[i+1 : i+1+end]})
			i += end + 2
		case nameByte(c) || c == '$' || c == '@' || c == '%' && i+1 < len(s) && nameByte(s[i+1]) && lang == "perl":
			i = scanName(s, i, lang, &out)
		case c == '%' && lang == "ruby" && i+2 < len(s) && s[i+1] == 'x' && strings.IndexByte("({[", s[i+2]) >= 0:
			body, n := bracketed(s[i+2:])
			out = append(out, tok{kind: tokTick, text: body})
			i += 2 + n
		case c == '-' && strings.HasPrefix(s[i:], "->"), c == ':' && strings.HasPrefix(s[i:], "::"), c == '?' && strings.HasPrefix(s[i:], "?."):
			out = append(out, tok{kind: tokPunct, text: s[i : i+2]})
			i += 2
		default:
			out = append(out, tok{kind: tokPunct, text: s[i : i+1]})
			i++
		}
	}
	return out
}

func nameByte(c byte) bool { return letter(c) || c == '_' || c >= 0x80 }

// scanName reads a dotted name; a string prefix (b"", f"", qx{}) and perl's
// quoting words are handled here.
func scanName(s string, i int, lang string, out *[]tok) int {
	start := i
	if s[i] == '$' || s[i] == '@' || s[i] == '%' {
		i++
	}
	for i < len(s) {
		if nameByte(s[i]) || s[i] >= '0' && s[i] <= '9' {
			i++
			continue
		}
		if s[i] == '.' && i+1 < len(s) && nameByte(s[i+1]) && lang != "perl" && lang != "php" {
			i++
			continue
		}
		if s[i] == ':' && strings.HasPrefix(s[i:], "::") && i+2 < len(s) && nameByte(s[i+2]) {
			i += 2
			continue
		}
		break
	}
	name := s[start:i]
	if i < len(s) && (s[i] == '"' || s[i] == '\'') && len(name) <= 2 && strings.Trim(strings.ToLower(name), "rbfu") == "" {
		t, n := inlineString(s[i:], s[i], lang)
		t.raw = t.raw || strings.ContainsAny(name, "bB") && strings.Contains(t.text, `\x`)
		t.form = lang == "python" && strings.ContainsAny(name, "fF")
		*out = append(*out, t)
		return i + n
	}
	if (name == "qx" || name == "q" || name == "qq" || name == "qw") && lang == "perl" && i < len(s) && strings.IndexByte("({[/|!", s[i]) >= 0 {
		body, n := bracketed(s[i:])
		kind := tokStr
		if name == "qx" {
			kind = tokTick
		}
		*out = append(*out, tok{kind: kind, text: body})
		return i + n
	}
	if i == start {
		i++
	}
	if lang == "applescript" && name == "do" && strings.HasPrefix(s[i:], " shell script") {
		*out = append(*out, tok{kind: tokName, text: "system"})
		return i + len(" shell script")
	}
	*out = append(*out, tok{kind: tokName, text: s[start:i]})
	return i
}

// bracketed reads text between the delimiter at s[0] and its partner.
func bracketed(s string) (string, int) {
	open, shut := s[0], s[0]
	switch open {
	case '(':
		shut = ')'
	case '{':
		shut = '}'
	case '[':
		shut = ']'
	}
	depth := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == open && (open != shut || i == 0):
			depth++
		case s[i] == shut:
			if depth--; depth == 0 {
				return s[1:i], i + 1
			}
		}
	}
	return s[1:], len(s)
}

// inlineString reads a quoted string, triple quotes of python included.
func inlineString(s string, q byte, lang string) (tok, int) {
	three := string([]byte{q, q, q})
	if lang == "python" && strings.HasPrefix(s, three) {
		end := strings.Index(s[3:], three)
		if end < 0 {
			return tok{kind: tokStr, text: s[3:]}, len(s)
		}
		return tok{kind: tokStr, text: s[3 : 3+end]}, end + 6
	}
	i := 1
	escaped := false
	for i < len(s) && s[i] != q {
		if s[i] == '\\' {
			escaped = true
			i++
		}
		i++
	}
	i = min(i, len(s))
	body := s[1:max(1, i)]
	t := tok{kind: tokStr, text: body}
	if escaped {
		t.text = ansiC(body)
		t.raw = strings.Contains(body, `\x`) || strings.Contains(body, `\u00`)
	}
	return t, min(i+1, len(s))
}
