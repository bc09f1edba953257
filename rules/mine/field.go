package mine

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
	{"timestamp", []string{"createdat", "updatedat", "deletedat", "expiresat", "startedat", "finishedat", "publishedat", "timestamp", "paidat", "closedat", "sentat"}},
	{"currency", []string{"currency", "currencycode"}},
	{"percentage", []string{"percentage", "percent"}},
}

// family names the kind of value a field's name speaks of, "" for none.
func family(name string) string {
	ws := nameWords(name)
	if len(ws) == 0 {
		return ""
	}
	last, joined := ws[len(ws)-1], strings.Join(ws[max(0, len(ws)-2):], "")
	for _, f := range families {
		if slices.Contains(f.words, last) || slices.Contains(f.words, joined) {
			return f.name
		}
	}
	return ""
}

// nameWords splits camelCase, snake_case and SHOUTING into lower-case words.
func nameWords(s string) []string {
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
	if r.is(i-1, ".") || !r.mayBeField(i) || family(w) == "" {
		return
	}
	typ := ""
	switch r.f.Lang {
	case "ts", "kotlin", "rust":
		j := i + 1
		if r.is(j, "?") || r.is(j, "!") {
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
		if r.kind() == "class" && (r.isWord(i-1) || r.is(i-1, ">")) && (r.is(i+1, ";") || r.is(i+1, "=") || r.is(i+1, "{")) {
			typ = r.text(i - 1)
		}
	case "php":
		if strings.HasPrefix(w, "$") && r.isWord(i-1) && !slices.Contains([]string{"private", "public", "protected", "static", "readonly", "var"}, r.text(i-1)) && r.kind() != "function" {
			typ = r.text(i - 1)
		}
	}
	r.field(w, typ, i)
}

// mayBeField looks at the neighbours first: most words are no fields.
func (r *reader) mayBeField(i int) bool {
	switch r.f.Lang {
	case "ts", "kotlin", "rust":
		return r.is(i+1, ":") || (r.is(i+1, "?") || r.is(i+1, "!")) && r.is(i+2, ":")
	case "go":
		return r.kind() == "class"
	case "java", "csharp":
		return r.kind() == "class" && (r.is(i+1, ";") || r.is(i+1, "=") || r.is(i+1, "{"))
	}
	return true
}

func (r *reader) field(name, typ string, i int) {
	if typ != "" && !slices.Contains([]string{"any", "unknown", "never", "return", "var", "val", "const", "final", "new", "null", "undefined", "true", "false", "else", "static", "void", "object", "private", "public", "readonly", "optional"}, strings.ToLower(typ)) {
		r.f.Fields = append(r.f.Fields, Field{strings.TrimPrefix(name, "$"), typ, r.line(i)})
	}
}

func (r *reader) memberBefore(i int) bool {
	return r.is(i-1, "{") || r.is(i-1, ",") || r.is(i-1, ";") || r.is(i-1, "readonly") || r.is(i-1, "val") || r.is(i-1, "var") || r.is(i-1, "pub") ||
		r.is(i-1, "private") || r.is(i-1, "public") || r.is(i-1, "protected") || r.is(i-1, "(") || r.is(i-1, "declare") || !r.sameLine(i-1, i)
}

// typeAt normalises the type that begins at i: the last name of a dotted
// path, the "type" of an options object, the builder of a schema.
func (r *reader) typeAt(i int) string {
	if r.is(i, "{") && r.match[i] > 0 {
		for j := i + 1; j < int(r.match[i]); j = r.skip(j) {
			if r.is(j, "type") && r.is(j+1, ":") {
				return r.typeAt(j + 2)
			}
		}
		return ""
	}
	if r.isStr(i) && r.is(i-2, "type") {
		return r.text(i)
	}
	name, next := r.dotted(i)
	last := lastName(name)
	switch {
	case name == "":
		return ""
	case r.is(next, "("):
		low := strings.ToLower(last)
		if strings.Contains(name, ".") && (slices.Contains(tsTypes, low) || upper(last) && upper(name) || strings.HasPrefix(name, "z.") || strings.HasPrefix(name, "t.")) || !strings.Contains(name, ".") && slices.Contains(tsTypes, last) {
			return r.builder(name, last)
		}
		return ""
	case r.is(next, "["), r.is(next, "|") && r.is(next+1, "undefined"), r.is(next, "<"):
		return last
	case upper(last) || slices.Contains(tsTypes, last) || r.f.Lang == "rust" || r.f.Lang == "kotlin":
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
	_, first := r.firstOnLine(i)
	return first
}

func (r *reader) goType(i int) string {
	for r.is(i, "*") || r.is(i, "[") && r.is(i+1, "]") {
		if r.is(i, "[") {
			i++
		}
		i++
	}
	name, _ := r.dotted(i)
	return name
}

// pyField reads amount: Decimal and amount = models.DecimalField(…).
func (r *reader) pyField(i int, w string) {
	if family(w) == "" || r.kind() != "class" {
		return
	}
	if _, first := r.firstOnLine(i); !first {
		return
	}
	at := i + 2
	if r.is(i+1, ":") {
		for k := at; k < len(r.toks) && r.sameLine(i, k); k++ { // amount: Mapped[Decimal] = mapped_column(Numeric)
			if r.is(k, "=") && r.is(k+2, "(") && (r.is(k+1, "mapped_column") || r.is(k+1, "Column")) {
				if name, _ := r.dotted(k + 3); upper(lastName(name)) {
					r.field(w, lastName(name), i)
					return
				}
			}
		}
		name, next := r.dotted(at)
		if (lastName(name) == "Optional" || lastName(name) == "Mapped" || lastName(name) == "Annotated") && r.is(next, "[") {
			name, _ = r.dotted(next + 1)
		}
		r.field(w, lastName(name), i)
		return
	}
	if !r.is(i+1, "=") {
		return
	}
	name, next := r.dotted(at)
	if !r.is(next, "(") {
		return
	}
	last := lastName(name)
	if last == "Column" || last == "mapped_column" {
		name, _ = r.dotted(next + 1)
		last = lastName(name)
	}
	if upper(last) {
		r.field(w, last, i)
	}
}

// rubyField reads t.decimal :amount and t.decimal "amount".
func (r *reader) rubyField(i int, w string) {
	if !r.is(i-1, ".") || !r.is(i-2, "t") {
		return
	}
	if r.isStr(i+1) && family(r.text(i+1)) != "" {
		r.field(r.text(i+1), w, i)
	} else if r.is(i+1, ":") && family(r.text(i+2)) != "" {
		r.field(r.text(i+2), w, i)
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
	f := Facts{Path: file, Lang: lang, Test: isTest(path.Clean(file))}
	n := 0
	for line := range strings.Lines(string(content)) {
		n++
		ws := strings.Fields(line)
		if len(ws) < 2 || strings.HasPrefix(ws[0], "-") || strings.HasPrefix(ws[0], "/") {
			continue
		}
		name, typ := parse(ws)
		if family(name) != "" && typ != "" && letters(typ) {
			f.Fields = append(f.Fields, Field{name, typ, n})
		}
	}
	return f
}

func letters(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_') {
			return false
		}
	}
	return s != ""
}
