package shell

import "strings"

// tokens judges text that no parser takes: it is cut at operators and blanks,
// quotes are honoured as far as they close.
func (a *analysis) tokens(src string, st *state) *Stream {
	var words []Word
	var in *Stream
	flush := func(pipe bool) {
		if len(words) > 0 {
			out := a.run(words, nil, nil, in, st)
			in = nil
			if pipe {
				for _, c := range out.From {
					c.Piped = true
				}
				in = out
			}
		}
		words = nil
	}
	for i := 0; i < len(src); {
		switch c := src[i]; {
		case c == '|':
			flush(i+1 < len(src) && src[i+1] != '|')
			for i < len(src) && src[i] == '|' {
				i++
			}
		case strings.IndexByte(";&\n(){}`", c) >= 0:
			flush(false)
			i++
		case c == ' ' || c == '\t' || c == '\r':
			i++
		case c == '<' || c == '>':
			i++
		default:
			w, n := a.token(src[i:], st)
			if len(words) == 0 && leading(w.Text) {
				i += n
				continue
			}
			if len(words) == 0 && assignment(w.Text) {
				name, v, _ := strings.Cut(w.Text, "=")
				st.set(name, Word{Text: v, Known: w.Known})
				i += n
				continue
			}
			words = append(words, w)
			i += n
		}
		if len(a.script.Calls) >= maxCalls {
			a.script.Cut = true
			break
		}
	}
	flush(false)
	return &Stream{}
}

func leading(w string) bool {
	switch w {
	case "then", "do", "else", "if", "while", "until", "!", "elif", "time", "$":
		return true
	}
	return false
}

// token reads one word, taking quotes away.
func (a *analysis) token(s string, st *state) (Word, int) {
	w := Word{Known: true}
	var b strings.Builder
	i := 0
	for i < len(s) {
		c := s[i]
		if strings.IndexByte(" \t\n\r;|&()<>`{}", c) >= 0 && !(c == '{' || c == '}') {
			break
		}
		switch c {
		case '\'', '"':
			end := strings.IndexByte(s[i+1:], c)
			if end < 0 {
				i++
				continue
			}
			w.Quote = true
			b.WriteString(s[i+1 : i+1+end])
			i += end + 2
			continue
		case '\\':
			if i+1 < len(s) {
				b.WriteByte(s[i+1])
			}
			i += 2
			continue
		case '$':
			n := 1
			for i+n < len(s) && (letter(s[i+n]) || s[i+n] == '_' || s[i+n] >= '0' && s[i+n] <= '9') {
				n++
			}
			if n > 1 {
				v, _ := a.lookup(s[i+1:i+n], st)
				b.WriteString(v.Text)
				w.Known = w.Known && v.Known
				w.Vars = append(w.Vars, v.Vars...)
				i += n
				continue
			}
			b.WriteByte(c)
		case '*', '?', '[':
			w.Glob = true
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
		i++
	}
	w.Text = b.String()
	if strings.HasPrefix(w.Text, "~/") || w.Text == "~" {
		w.Text = a.opt.Home + w.Text[1:]
	}
	return w, max(i, 1)
}
