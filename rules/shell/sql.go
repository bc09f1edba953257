package shell

import "strings"

// Statement is one SQL statement, as far as its danger is concerned.
type Statement struct {
	Verb   string // upper case: "DROP", "DELETE"...
	Object string // "TABLE", "DATABASE"..., or the table's name
	Where  bool   // a condition limits it (one that is not always true)
	Text   string
}

// SQL splits text into statements. Comments and strings hold no statements.
func SQL(text string) []Statement {
	var out []Statement
	for _, words := range sqlWords(text) {
		s, ok := statement(words)
		if ok && (len(out) < 512 || s.Verb != "SELECT" && s.Verb != "INSERT" && len(out) < 4096) { // many inserts hide no drop
			out = append(out, s)
		}
	}
	return out
}

// sqlWords cuts SQL into statements of words; strings become "'".
func sqlWords(s string) (out [][]string) {
	var cur []string
	start := -1
	word := func(end int) {
		if start >= 0 {
			cur = append(cur, s[start:end])
			start = -1
		}
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\'':
			word(i)
			i = sqlString(s, i, c)
			cur = append(cur, "'")
		case c == '"' || c == '`':
			word(i)
			end := sqlString(s, i, c)
			if end > i+1 && end <= len(s) {
				cur = append(cur, s[i+1:min(end, len(s))])
			}
			i = end
		case c == '-' && strings.HasPrefix(s[i:], "--"), c == '#' && (i == 0 || s[i-1] == '\n'):
			word(i)
			for i < len(s) && s[i] != '\n' {
				i++
			}
		case c == '/' && strings.HasPrefix(s[i:], "/*"):
			word(i)
			if strings.HasPrefix(s[i:], "/*!") { // MySQL runs these
				i += 2
				for i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9' {
					i++
				}
				continue
			}
			end := strings.Index(s[i+2:], "*/")
			if end < 0 {
				i = len(s)
			} else {
				i += end + 3
			}
		case c == ';':
			word(i)
			if len(cur) > 0 {
				out = append(out, cur)
				cur = nil
			}
		case c == '\n' && len(cur) > 0 && cur[0] == `\c`:
			word(i)
			out, cur = append(out, cur), nil
		case wordByte(c):
			if start < 0 {
				start = i
			}
		default:
			word(i)
			if c == '=' || c == '(' || c == ')' || c == '*' || c == '<' || c == '>' || c == '!' {
				cur = append(cur, s[i:i+1])
			}
		}
	}
	word(len(s))
	if len(cur) > 0 {
		out = append(out, cur)
	}
	return out
}

func wordByte(c byte) bool {
	return letter(c) || c >= '0' && c <= '9' || c == '_' || c == '$' || c == '.' || c == '\\' || c == '{' || c == '}' || c >= 0x80
}

func sqlString(s string, i int, q byte) int {
	for i++; i < len(s); i++ {
		if s[i] == '\\' && q == '\'' {
			i++
			continue
		}
		if s[i] == q {
			if i+1 < len(s) && s[i+1] == q {
				i++
				continue
			}
			return i
		}
	}
	return len(s)
}

// statement reads the verb, its object and whether a condition limits it.
func statement(w []string) (Statement, bool) {
	i := 0
	for i < len(w) && (w[i] == "(" || w[i] == ")") {
		i++
	}
	if i >= len(w) {
		return Statement{}, false
	}
	s := Statement{Verb: strings.ToUpper(w[i]), Text: clip(strings.Join(w[i:min(len(w), i+8)], " "))}
	rest := w[i+1:]
	switch s.Verb {
	case "EXPLAIN":
		if len(rest) > 0 && strings.EqualFold(rest[0], "ANALYZE") {
			return statement(rest[1:])
		}
	case "WITH":
		return withClause(s, rest), true
	case "DELETE":
		s.Object, s.Where = objectOf(skipWords(rest, "FROM", "ONLY", "LOW_PRIORITY", "QUICK", "IGNORE")), limited(rest)
	case "UPDATE":
		s.Object, s.Where = objectOf(rest), limited(rest)
		if !hasWord(rest, "SET") {
			return s, false
		}
	case "DROP", "TRUNCATE", "ALTER", "CREATE":
		s.Object = strings.ToUpper(objectOf(skipWords(rest, "IF", "EXISTS", "OR", "REPLACE", "TEMP", "TEMPORARY", "UNIQUE", "GLOBAL", "FOREIGN", "MATERIALIZED", "CONCURRENTLY")))
		if s.Verb == "ALTER" && hasWord(rest, "DROP") {
			s.Verb = "ALTER DROP"
		}
	case "COPY":
		if hasWord(rest, "PROGRAM") {
			s.Verb = "COPY PROGRAM"
		}
	case "SELECT", "TABLE", "VALUES":
		s.Verb = selectVerb(rest)
	case "DO", "CALL", "EXEC", "EXECUTE", "BEGIN":
		if hasWord(rest, "XP_CMDSHELL") || strings.Contains(strings.ToLower(strings.Join(rest, " ")), "xp_cmdshell") {
			s.Verb = "COPY PROGRAM"
		}
		if s.Verb == "BEGIN" && len(rest) > 1 && !strings.EqualFold(rest[0], "TRANSACTION") {
			return statement(rest)
		}
	default:
		if strings.HasPrefix(s.Verb, `\`) && (s.Verb == `\!` || s.Verb == `\COPY` && hasWord(rest, "PROGRAM")) {
			s.Verb = "COPY PROGRAM"
		}
	}
	return s, true
}

func withClause(s Statement, rest []string) Statement {
	for i, w := range rest {
		switch strings.ToUpper(w) {
		case "DELETE", "UPDATE", "INSERT", "MERGE":
			if inner, ok := statement(rest[i:]); ok {
				return inner
			}
		}
	}
	s.Verb = "SELECT"
	return s
}

func selectVerb(rest []string) string {
	for i, w := range rest {
		up := strings.ToUpper(w)
		if up == "INTO" && i+1 < len(rest) && (strings.EqualFold(rest[i+1], "OUTFILE") || strings.EqualFold(rest[i+1], "DUMPFILE")) {
			return "INTO OUTFILE"
		}
		switch up {
		case "LO_EXPORT", "SYS_EXEC", "SYS_EVAL", "XP_CMDSHELL":
			return "COPY PROGRAM"
		case "PG_READ_FILE", "LOAD_FILE", "PG_LS_DIR", "LO_IMPORT":
			return "READ FILE"
		case "PG_TERMINATE_BACKEND":
			return "TERMINATE"
		}
	}
	return "SELECT"
}

func objectOf(w []string) string {
	if len(w) == 0 {
		return ""
	}
	return w[0]
}

func skipWords(w []string, skip ...string) []string {
	for len(w) > 0 {
		hit := false
		for _, s := range skip {
			hit = hit || strings.EqualFold(w[0], s)
		}
		if !hit {
			break
		}
		w = w[1:]
	}
	return w
}

func hasWord(w []string, word string) bool {
	for _, x := range w {
		if strings.EqualFold(x, word) {
			return true
		}
	}
	return false
}

// limited reports a WHERE that is not always true, a LIMIT or a USING.
func limited(w []string) bool {
	for i, x := range w {
		if !strings.EqualFold(x, "WHERE") {
			continue
		}
		rest := w[i+1:]
		if len(rest) == 0 {
			return false
		}
		if len(rest) >= 3 && rest[1] == "=" && rest[0] == rest[2] {
			return len(rest) > 3 && !strings.EqualFold(rest[3], "OR") && hasWord(rest, "AND")
		}
		if len(rest) == 1 && (strings.EqualFold(rest[0], "true") || rest[0] == "1") {
			return false
		}
		return true
	}
	return hasWord(w, "LIMIT")
}

// Interpreter reports programs that run a script given on standard input or
// as a file.
func Interpreter(name string) bool { return isShell(name) || language(name) != "" }

// Origin returns the calls out of which a file of this line came.
func (s *Script) Origin(dir, name string) []*Call {
	if st := s.files[join(dir, name)]; st != nil {
		return st.From
	}
	if st := s.files[name]; st != nil {
		return st.From
	}
	return nil
}
