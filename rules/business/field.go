package business

import (
	"path"
	"slices"
	"strings"
)

// families are the kinds of value that projects give one type, by the last
// words of a field's name. "Minor" units of money are another thing.
var families = []struct {
	name  string
	words []string
}{
	{"money-minor", []string{"cents", "minor", "pence", "microcents"}},
	{"money", []string{"amount", "price", "cost", "subtotal", "balance", "fee", "salary", "tax", "discount", "revenue", "refund", "payment", "money", "vat", "deposit", "payout", "surcharge", "tip", "charge"}},
	{"timestamp", []string{"createdat", "updatedat", "deletedat", "expiresat", "startedat", "finishedat", "publishedat", "timestamp", "paidat", "closedat", "sentat", "expires", "datetime"}},
	{"currency", []string{"currency", "currencycode"}},
	{"percentage", []string{"percentage", "percent"}},
}

// Family names the kind of value a field's name speaks of, "" for none.
func Family(name string) string {
	ws := NameWords(name)
	if len(ws) == 0 {
		return ""
	}
	last, joined := ws[len(ws)-1], strings.Join(ws[max(0, len(ws)-2):], "")
	for _, f := range families {
		if slices.Contains(f.words, last) || slices.Contains(f.words, joined) {
			return f.name
		}
	}
	if len(ws) > 1 && moment(ws[len(ws)-2], last) {
		return "timestamp"
	}
	return ""
}

// moment reports whether two words name the time of an event: createdOn and
// LastTime do; waitTime is a duration, startDate a day, dependsOn no time.
func moment(event, last string) bool {
	if last != "at" && last != "on" && last != "time" && last != "date" {
		return false
	}
	switch event {
	case "create", "creation", "update", "modify", "modification", "delete", "deletion", "expire", "expires", "expiry", "expiration", "sent", "paid", "seen":
		return true
	case "last":
		return last == "time" || last == "date"
	case "elapsed", "estimated", "allowed", "expected", "used", "based", "need", "feed", "speed", "seed", "required", "unused", "planned", "fixed", "limited", "turned", "switched":
		return last == "at"
	}
	return len(event) > 4 && strings.HasSuffix(event, "ed")
}

// NameWords splits camelCase, snake_case and SHOUTING into lower-case words.
func NameWords(s string) []string {
	var out []string
	start := 0
	flush := func(end int) {
		if end > start {
			out = append(out, strings.ToLower(s[start:end]))
		}
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '_' || c == '-' || c == '$' || c == '@':
			flush(i)
			start = i + 1
		case c >= 'A' && c <= 'Z' && i > start && (s[i-1] < 'A' || s[i-1] > 'Z' || i+1 < len(s) && s[i+1] >= 'a' && s[i+1] <= 'z'):
			flush(i)
			start = i
		}
	}
	flush(len(s))
	return out
}

var tsTypes = []string{"number", "string", "bigint", "boolean", "any", "decimal", "numeric", "integer", "double", "float", "money", "date", "timestamp"}

// fieldAt reads a typed field whose name is the word at i.
func (r *reader) fieldAt(i int, w string) {
	if r.Is(i-1, ".") || !r.mayBeField(i) || Family(w) == "" {
		return
	}
	typ := ""
	switch r.f.Lang {
	case "ts", "kotlin", "rust":
		j := i + 1
		if r.Is(j, "?") || r.Is(j, "!") {
			j++
		}
		if r.memberBefore(i) {
			typ = r.typeAt(j + 1)
		}
	case "go":
		if r.kind() == "class" && r.goFieldBefore(i) {
			typ = r.goType(i + 1)
		}
	case "java", "csharp":
		if r.kind() == "class" && (r.IsWord(i-1) || r.Is(i-1, ">")) && (r.Is(i+1, ";") || r.Is(i+1, "=") || r.Is(i+1, "{")) {
			typ = r.Text(i - 1)
		}
	case "php":
		if strings.HasPrefix(w, "$") && r.IsWord(i-1) && !slices.Contains([]string{"private", "public", "protected", "static", "readonly", "var"}, r.Text(i-1)) && r.kind() != "function" {
			typ = r.Text(i - 1)
		}
	}
	r.field(w, typ, i)
}

// mayBeField looks at the neighbours first: most words are no fields.
func (r *reader) mayBeField(i int) bool {
	switch r.f.Lang {
	case "ts", "kotlin", "rust":
		return r.Is(i+1, ":") || (r.Is(i+1, "?") || r.Is(i+1, "!")) && r.Is(i+2, ":")
	case "go":
		return r.kind() == "class"
	case "java", "csharp":
		return r.kind() == "class" && (r.Is(i+1, ";") || r.Is(i+1, "=") || r.Is(i+1, "{"))
	}
	return true
}

func (r *reader) field(name, typ string, i int) {
	if r.constant(name, i) {
		return
	}
	if typ != "" && !slices.Contains([]string{"any", "unknown", "never", "return", "var", "val", "const", "final", "new", "null", "undefined", "true", "false", "else", "static", "void", "object", "private", "public", "readonly", "optional"}, strings.ToLower(typ)) {
		r.f.Fields = append(r.f.Fields, Field{strings.TrimPrefix(name, "$"), typ, r.LineAt(i)})
	}
}

// constant reports whether a name stands for a value known when the program is
// built, such as the name of a column: its type is not how values are kept.
func (r *reader) constant(name string, i int) bool {
	if r.f.Lang == "ruby" || r.f.Lang == "python" {
		return false
	}
	shared, final := false, false
	for j := i - 1; j >= 0 && j >= i-8 && r.SameLine(j, i) && !r.Is(j, ";") && !r.Is(j, "{"); j-- {
		if r.Is(j, "const") {
			return true
		}
		shared = shared || r.Is(j, "static")
		final = final || r.Is(j, "final") || r.Is(j, "readonly")
	}
	return shared && final || len(name) > 1 && strings.ToUpper(name) == name
}

func (r *reader) memberBefore(i int) bool {
	return r.Is(i-1, "{") || r.Is(i-1, ",") || r.Is(i-1, ";") || r.Is(i-1, "readonly") || r.Is(i-1, "val") || r.Is(i-1, "var") || r.Is(i-1, "pub") ||
		r.Is(i-1, "private") || r.Is(i-1, "public") || r.Is(i-1, "protected") || r.Is(i-1, "(") || r.Is(i-1, "declare") || !r.SameLine(i-1, i)
}

// typeAt normalises the type that begins at i: the last name of a dotted
// path, the "type" of an options object, the builder of a schema.
func (r *reader) typeAt(i int) string {
	if r.Is(i, "{") && r.Match[i] > 0 {
		for j := i + 1; j < int(r.Match[i]); j = r.Skip(j) {
			if r.Is(j, "type") && r.Is(j+1, ":") {
				return r.typeAt(j + 2)
			}
		}
		return ""
	}
	if r.IsStr(i) && r.Is(i-2, "type") {
		return r.Text(i)
	}
	name, next := r.Dotted(i)
	last := LastName(name)
	switch {
	case name == "":
		return ""
	case r.Is(next, "("):
		low := strings.ToLower(last)
		if strings.Contains(name, ".") && (slices.Contains(tsTypes, low) || Upper(last) && Upper(name) || strings.HasPrefix(name, "z.") || strings.HasPrefix(name, "t.")) || !strings.Contains(name, ".") && slices.Contains(tsTypes, last) {
			return r.builder(name, last)
		}
		return ""
	case r.Is(next, "["), r.Is(next, "|") && r.Is(next+1, "undefined"), r.Is(next, "<"):
		return last
	case Upper(last) || slices.Contains(tsTypes, last) || r.f.Lang == "rust" || r.f.Lang == "kotlin":
		return last
	}
	return ""
}

// builder keeps validators apart from types: z.number() says how input is
// read, not how money is kept.
func (r *reader) builder(name, last string) string {
	if strings.HasPrefix(name, "z.") || strings.HasPrefix(name, "v.") || strings.HasPrefix(name, "yup.") || strings.HasPrefix(name, "Joi.") {
		return ""
	}
	return last
}

func (r *reader) goFieldBefore(i int) bool {
	_, first := r.FirstOnLine(i)
	return first
}

func (r *reader) goType(i int) string {
	for r.Is(i, "*") || r.Is(i, "[") && r.Is(i+1, "]") {
		if r.Is(i, "[") {
			i++
		}
		i++
	}
	name, _ := r.Dotted(i)
	return name
}

// pyField reads amount: Decimal and amount = models.DecimalField(…).
func (r *reader) pyField(i int, w string) {
	if Family(w) == "" || r.kind() != "class" {
		return
	}
	if _, first := r.FirstOnLine(i); !first {
		return
	}
	at := i + 2
	if r.Is(i+1, ":") {
		for k := at; k < len(r.Toks) && r.SameLine(i, k); k++ { // amount: Mapped[Decimal] = mapped_column(Numeric)
			if r.Is(k, "=") && r.Is(k+2, "(") && (r.Is(k+1, "mapped_column") || r.Is(k+1, "Column")) {
				if name, _ := r.Dotted(k + 3); Upper(LastName(name)) {
					r.field(w, LastName(name), i)
					return
				}
			}
		}
		name, next := r.Dotted(at)
		if (LastName(name) == "Optional" || LastName(name) == "Mapped" || LastName(name) == "Annotated") && r.Is(next, "[") {
			name, _ = r.Dotted(next + 1)
		}
		r.field(w, LastName(name), i)
		return
	}
	if !r.Is(i+1, "=") {
		return
	}
	name, next := r.Dotted(at)
	if !r.Is(next, "(") {
		return
	}
	last := LastName(name)
	if last == "Column" || last == "mapped_column" {
		name, _ = r.Dotted(next + 1)
		last = LastName(name)
	}
	if Upper(last) {
		r.field(w, last, i)
	}
}

// rubyField reads t.decimal :amount and t.decimal "amount".
func (r *reader) rubyField(i int, w string) {
	if !r.Is(i-1, ".") || !r.Is(i-2, "t") {
		return
	}
	if r.IsStr(i+1) && Family(r.Text(i+1)) != "" {
		r.field(r.Text(i+1), w, i)
	} else if r.Is(i+1, ":") && Family(r.Text(i+2)) != "" {
		r.field(r.Text(i+2), w, i)
	}
}

// readPrisma reads "amount Decimal" lines of models.
func readPrisma(file string, content []byte) Facts {
	return readLines(file, "prisma", content, func(ws []string) (string, string) {
		return ws[0], strings.TrimRight(ws[1], "?[]")
	})
}

// readSQL reads column lines of CREATE TABLE.
func readSQL(file string, content []byte) Facts {
	return readLines(file, "sql", content, func(ws []string) (string, string) {
		typ, _, _ := strings.Cut(strings.ToLower(ws[1]), "(")
		return strings.Trim(ws[0], "`\"[]"), strings.Trim(typ, ",;")
	})
}

func readLines(file, lang string, content []byte, parse func([]string) (name, typ string)) Facts {
	f := Facts{Path: file, Lang: lang, Test: IsTest(path.Clean(file))}
	n := 0
	for line := range strings.Lines(string(content)) {
		n++
		ws := strings.Fields(line)
		if len(ws) < 2 || strings.HasPrefix(ws[0], "-") || strings.HasPrefix(ws[0], "/") {
			continue
		}
		name, typ := parse(ws)
		if Family(name) != "" && typ != "" && Letters(typ) {
			f.Fields = append(f.Fields, Field{name, typ, n})
		}
	}
	return f
}

// Letters reports whether s is one name of plain letters, digits and "_".
func Letters(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_') {
			return false
		}
	}
	return s != ""
}
