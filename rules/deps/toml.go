package deps

import "strings"

// tomlItem is a key with its value, or one text of a list.
type tomlItem struct {
	table, key, value string // the value without its quotes; whole for {…}
	bare              bool   // the value had no quotes
	line              int
}

// eachTOML walks tables, keys and lists of texts line by line, so that a part of a file is
// read as well. It knows as much of TOML as manifests use.
func eachTOML(text []byte, f func(tomlItem)) {
	table, key, inList, open := "", "", false, ""
	eachLine(text, func(n int, line string) {
		line = strings.TrimSpace(uncomment(line))
		switch {
		case line == "":
		case open != "": // {…} over several lines
			open += " " + line
			if closed := strings.Contains(line, "}"); closed || len(open) > 4096 { // one that does not end is none
				if closed {
					f(tomlItem{table, key, open, true, n})
				}
				open = ""
			}
		case inList:
			inList = !listTexts(line, func(s string) { f(tomlItem{table, key, s, false, n}) })
		case line[0] == '[' && strings.HasSuffix(line, "]") && !strings.Contains(line, ","):
			table = strings.ReplaceAll(strings.Trim(line, "[] \t"), `"`, "")
		default:
			k, v, ok := strings.Cut(line, "=")
			if name, rest, quotes := quoted(line); quotes && (line[0] == '"' || line[0] == '\'') {
				k = name
				v, ok = strings.CutPrefix(strings.TrimSpace(rest), "=")
			}
			if !ok { // a part of a list
				listTexts(line, func(s string) { f(tomlItem{table, "", s, false, n}) })
				return
			}
			key = strings.Trim(strings.TrimSpace(k), `"'`)
			switch v = strings.TrimSpace(v); {
			case strings.HasPrefix(v, "["):
				inList = !listTexts(v[1:], func(s string) { f(tomlItem{table, key, s, false, n}) })
			case strings.HasPrefix(v, "{") && !strings.Contains(v, "}"):
				open = v
			case strings.HasPrefix(v, "{"):
				f(tomlItem{table, key, v, true, n})
			default:
				s, _, quotes := quoted(v)
				if !quotes {
					s = v
				}
				f(tomlItem{table, key, s, !quotes, n})
			}
		}
	})
}

// uncomment cuts a comment that stands outside quotes.
func uncomment(line string) string {
	q := byte(0)
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case q != 0:
			if c == q {
				q = 0
			}
		case c == '"' || c == '\'':
			q = c
		case c == '#':
			return line[:i]
		}
	}
	return line
}

// listTexts reports the texts of a list and whether the list ended. Tables in it are skipped.
func listTexts(s string, f func(string)) (ended bool) {
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimLeft(s, " \t,") {
		switch s[0] {
		case ']':
			return true
		case '{':
			_, s, _ = strings.Cut(s, "}")
		case '"', '\'':
			text, rest, ok := quoted(s)
			if !ok {
				return false
			}
			f(text)
			s = rest
		default:
			i := strings.IndexAny(s, ",]\"'{")
			if i <= 0 {
				return false
			}
			s = s[i:]
		}
	}
	return false
}

// field reads one key of an inline table.
func field(table, key string) string {
	for from := 0; ; {
		i := strings.Index(table[from:], key)
		if i < 0 {
			return ""
		}
		i += from
		from = i + len(key)
		rest := strings.TrimLeft(table[from:], " ")
		if (i == 0 || strings.IndexByte("{, ", table[i-1]) >= 0) && strings.HasPrefix(rest, "=") {
			s, _, _ := quoted(rest)
			return s
		}
	}
}
