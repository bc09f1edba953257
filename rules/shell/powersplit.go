package shell

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
)

func winPath(p, home string) string {
	low := lowerASCII(p)
	for _, v := range [...]string{"$home", "$env:userprofile", "%userprofile%", "$env:home"} {
		if strings.HasPrefix(low, v) {
			p = home + p[len(v):]
			break
		}
	}
	for _, v := range [...][2]string{{"$env:systemroot", `C:\Windows`}, {"%systemroot%", `C:\Windows`}, {"$env:windir", `C:\Windows`}, {"%windir%", `C:\Windows`}, {"$env:systemdrive", "C:"}, {"%systemdrive%", "C:"}, {"$env:temp", `C:\Windows\Temp\x`}, {"%temp%", `C:\Windows\Temp\x`}, {"$env:programfiles", `C:\Program Files`}} {
		if strings.HasPrefix(low, v[0]) {
			p = v[1] + p[len(v[0]):]
		}
	}
	if len(p) > 1 && p[1] == ':' {
		return p
	}
	return strings.ReplaceAll(p, `\`, "/")
}

// powerStage is one command of a pipeline.
type powerStage struct {
	words        []string
	piped, pipes bool
}

// powerSplit cuts PowerShell into commands and words. Here-strings and block
// comments are honoured; script blocks and sub-expressions are opened in
// place, as their content runs.
func powerSplit(s string) (out []powerStage) {
	var cur powerStage
	var w strings.Builder
	open := false
	word := func() {
		if open {
			cur.words = append(cur.words, w.String())
			w.Reset()
			open = false
		}
	}
	flush := func(pipe bool) {
		word()
		cur.pipes = pipe
		if len(cur.words) > 0 {
			out = append(out, cur)
		}
		cur = powerStage{piped: pipe}
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '`' && i+1 < len(s):
			i++
			if s[i] != '\n' {
				w.WriteByte(s[i])
				open = true
			}
		case c == '\'' || c == '"':
			body, n := powerString(s[i:])
			w.WriteString(body)
			open = true
			i += n - 1
		case c == '<' && strings.HasPrefix(s[i:], "<#"):
			end := strings.Index(s[i:], "#>")
			if end < 0 {
				i = len(s)
			} else {
				i += end + 1
			}
		case c == '#' && !open:
			for i < len(s) && s[i] != '\n' {
				i++
			}
			flush(false)
		case c == '|':
			flush(i+1 >= len(s) || s[i+1] != '|')
			if i+1 < len(s) && s[i+1] == '|' {
				i++
			}
		case c == ';' || c == '\n' || c == '{' || c == '}' || c == '&' && i+1 < len(s) && s[i+1] == '&':
			flush(false)
			if c == '&' {
				i++
			}
		case c == '(' || c == ')':
			if c == '(' && len(cur.words) == 0 && runsText(w.String()) {
				w.Reset()
				w.WriteString("iex")
				word()
			}
			if open && c == '(' && w.Len() > 0 && w.String() != "$" {
				w.WriteByte(' ') // a method call: its text stays with the word
				continue
			}
			if c == ')' && open && i+1 < len(s) && s[i+1] == '.' {
				continue
			}
			if c == '(' && len(cur.words) > 0 && (strings.EqualFold(cur.words[0], "iex") || strings.EqualFold(cur.words[0], "invoke-expression") || cur.words[0] == "&") {
				// iex (...) runs what the brackets give
				inner, n := statementEnd(s[i:])
				word()
				out = append(out, powerSplit(inner)...)
				if len(out) > 0 {
					out[len(out)-1].pipes = true
				}
				out = append(out, powerStage{words: []string{"iex"}, piped: true})
				cur = powerStage{}
				i += n - 1
				continue
			}
			word()
		case c == ' ' || c == '\t' || c == '\r':
			word()
		case c == '=' && open && strings.HasPrefix(w.String(), "$") && len(cur.words) == 0:
			word()
			cur.words = append(cur.words, "=")
		case c == '>':
			word()
			if i+1 < len(s) && s[i+1] == '>' {
				i++
			}
			flush(true)
			cur.words = append(cur.words, "out-file")
		default:
			w.WriteByte(c)
			open = true
		}
		if len(out) > maxCalls {
			break
		}
	}
	flush(false)
	return out
}

// runsText reports words before a bracket whose text is run.
func runsText(w string) bool {
	return strings.EqualFold(w, "iex") || strings.EqualFold(w, "invoke-expression") || strings.EqualFold(w, "[scriptblock]::create")
}

// statementEnd returns the text up to the end of a statement.
func statementEnd(s string) (string, int) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\'', '"':
			_, n := powerString(s[i:])
			i += n - 1
		case '(':
			depth++
		case ')':
			depth--
			if depth < 0 {
				return s[:i], i + 1
			}
		case ';', '\n', '|', '}':
			if depth == 0 {
				return s[:i], i
			}
		}
	}
	return s, len(s)
}

func powerString(s string) (string, int) {
	q := s[0]
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '`' && q == '"' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == q && i+1 < len(s) && s[i+1] == q:
			b.WriteByte(q)
			i++
		case s[i] == q:
			return b.String(), i + 1
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), len(s)
}

// lowerASCII keeps the length: places found in it hold in the text itself, which
// strings.ToLower does not promise of bytes that are no UTF-8.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// powerWord resolves variables of one word.
func (a *analysis) powerWord(t string, st *state) Word {
	w := Word{Text: t, Known: true}
	low := lowerASCII(t)
	for from := 0; ; {
		i := strings.Index(low[from:], "$env:")
		if i < 0 {
			break
		}
		i += from + len("$env:")
		end := i
		for end < len(t) && (letter(t[end]) || t[end] == '_' || t[end] >= '0' && t[end] <= '9') {
			end++
		}
		w.Vars = append(w.Vars, t[i:end])
		from = end
	}
	if strings.HasPrefix(t, "$") && len(w.Vars) == 0 {
		if v, ok := st.get(low[1:]); ok {
			return v
		}
		w.Known = low == "$home" || low == "$true" || low == "$null"
	}
	return w
}

func utf16Text(s string) string {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		if b, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "=")); err != nil {
			return ""
		}
	}
	u := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, uint16(b[i])|uint16(b[i+1])<<8)
	}
	return string(utf16.Decode(u))
}
