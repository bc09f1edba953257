package mine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// exact types are right for money and the like; a primitive is no convention
// worth proposing.
var exact = []string{"decimal", "decimal128", "bigdecimal", "numeric", "money", "dinero", "decimalfield", "moneyfield", "bignumber", "big", "bigint", "cents", "monetaryamount", "carbon", "carbonimmutable",
	"datetimeoffset", "instant", "offsetdatetime", "zoneddatetime", "timestamptz", "datetimefield", "moneyvalue", "rust_decimal", "currencycode", "timestamptz", "decimal.decimal", "big.rat", "big.int", "apd.decimal", "luxon", "dayjs"}

func exactType(lang, typ string) bool {
	low := strings.ToLower(typ)
	if slices.Contains(exact, low) {
		return true
	}
	ws := business.NameWords(business.LastName(typ))
	for _, w := range ws {
		switch w {
		case "decimal", "money", "numeric", "monetary":
			return true
		}
	}
	return false
}

// primitive reports whether a type is one of the language: a class may bear such
// a name as well.
func primitive(typ string) bool {
	return slices.Contains([]string{"number", "string", "int", "integer", "float", "double", "long", "boolean", "bool", "any", "object", "str", "bytes", "unknown", "IntegerField", "FloatField", "CharField", "TextField", "BooleanField", "JSONField"}, typ)
}

// mineFields finds the one type that a family of fields has.
func (c *corpus) mineFields() []business.Rule {
	type key struct{ lang, family string }
	byType := map[key]map[string][]string{}
	files := map[key]map[string]bool{}
	for i := range c.files {
		f := &c.files[i]
		for _, fd := range f.Fields {
			k := key{f.Lang, business.Family(fd.Name)}
			if byType[k] == nil {
				byType[k], files[k] = map[string][]string{}, map[string]bool{}
			}
			byType[k][fd.Type] = append(byType[k][fd.Type], fmt.Sprintf("%s:%d", f.Path, fd.Line))
			files[k][f.Path] = true
		}
	}
	var keys []key
	for k := range byType {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int { return strings.Compare(a.lang+a.family, b.lang+b.family) })
	var out []business.Rule
	for _, k := range keys {
		if r, ok := c.fieldRule(k.lang, k.family, byType[k], len(files[k])); ok {
			out = append(out, r)
		}
	}
	return out
}

func (c *corpus) fieldRule(lang, fam string, byType map[string][]string, files int) (business.Rule, bool) {
	n, best := 0, ""
	for _, t := range sortedKeys(byType) {
		n += len(byType[t])
		if best == "" || len(byType[t]) > len(byType[best]) {
			best = t
		}
	}
	k := len(byType[best])
	if n < fewestFields(fam) || files < 2 || float64(k) < 0.75*float64(n) || !exactType(lang, best) && (primitive(best) || !c.ours(lang, best)) {
		return business.Rule{}, false
	}
	if fam == "timestamp" && (lang == "go" || lang == "ruby" && !strings.EqualFold(best, "timestamptz") || best == "DateTimeField" || strings.EqualFold(best, "date")) {
		return business.Rule{}, false // the language's only type
	}
	if fam == "timestamp" && twoClocks(byType, n) {
		return business.Rule{}, false // both ways are at home here
	}
	var bad []string
	for _, t := range sortedKeys(byType) {
		if t != best {
			bad = append(bad, byType[t]...)
		}
	}
	lb := lower(k, n)
	r := business.Rule{Statement: fmt.Sprintf("%s fields are `%s` in %s.", sayFamily(fam), best, sayLang(lang)), Kind: business.FieldType, Source: business.FromCode, Support: k, Sites: n, Confidence: lb,
		Scope: business.Scope{Languages: []string{lang}}, Check: &business.Check{Family: fam, Types: []string{best}}, Score: min(1, lb+0.25)}
	c.evidence(&r, byType[best], bad)
	return r, true
}

// twoClocks reports whether some times are kept as numbers and some as times:
// which is right depends on the table or the client, and on its age.
func twoClocks(byType map[string][]string, n int) bool {
	numbers := 0
	for _, t := range sortedKeys(byType) {
		switch strings.ToLower(business.LastName(t)) {
		case "bigint", "int", "integer", "int4", "int8", "int32", "int64", "uint64", "i64", "u64", "long", "number", "double", "float", "float64", "numeric", "decimal", "bigintegerfield", "integerfield", "biginteger":
			numbers += len(byType[t])
		}
	}
	rest := n - numbers
	return min(numbers, rest) >= 3 || 10*min(numbers, rest) >= n
}

// fewestFields is how many fields tell; a share or a code is less often a
// type of its own than an amount.
func fewestFields(fam string) int {
	if fam == "percentage" || fam == "currency" {
		return minUnits
	}
	return 4
}

func sayFamily(f string) string {
	switch f {
	case "money":
		return "Money (amount, price, fee, ...)"
	case "money-minor":
		return "Money in minor units (cents)"
	}
	return strings.ToUpper(f[:1]) + f[1:]
}

func sayLang(l string) string {
	for _, n := range [...][2]string{{"ts", "TypeScript and JavaScript"}, {"python", "Python"}, {"go", "Go"}, {"java", "Java"}, {"kotlin", "Kotlin"}, {"csharp", "C#"},
		{"ruby", "Ruby"}, {"php", "PHP"}, {"rust", "Rust"}, {"prisma", "Prisma models"}, {"sql", "SQL tables"}} {
		if n[0] == l {
			return n[1]
		}
	}
	return l
}

func topNames(m map[string]int, most int) []string {
	names := sortedKeys(m)
	slices.SortStableFunc(names, func(a, b string) int { return m[b] - m[a] })
	return names[:min(most, len(names))]
}

// globals are calls that a project with its own way avoids, and the words a
// replacement is known by.
var globals = []struct {
	lang, prefix, says string
	names, own         []string
}{
	{"ts", "console.", "console", []string{"console."}, []string{"logger", "Logger", "log", "getLogger", "createLogger", "useLogger"}},
	{"python", "print", "print", []string{"print"}, []string{"logger", "getLogger", "get_logger", "log"}},
	{"java", "System.", "System.out", []string{"System.out.", "System.err."}, []string{"Logger", "LoggerFactory", "Slf4j"}},
	{"kotlin", "println", "println", []string{"println"}, []string{"Timber", "Logger", "LoggerFactory", "KotlinLogging", "Napier"}},
	{"go", "fmt.Print", "fmt.Print", []string{"fmt.Print", "fmt.Println", "fmt.Printf"}, []string{"slog", "zap", "logrus", "zerolog", "logger", "log"}},
	{"csharp", "Console.", "Console", []string{"Console."}, []string{"ILogger", "Logging", "Serilog", "NLog"}},
	{"php", "", "var_dump", []string{"var_dump", "print_r", "dd", "error_log"}, []string{"LoggerInterface", "Log"}},
	{"rust", "", "println!", []string{"println!", "eprintln!", "dbg!"}, []string{"tracing", "log", "slog"}},
	{"ruby", "puts", "puts", []string{"puts"}, []string{"Rails.logger"}},
}

// mineGlobals proposes the project's logger where the language's own output
// is the rare exception.
func (c *corpus) mineGlobals(x imports) []business.Rule {
	var out []business.Rule
	for _, g := range globals {
		least, floor := minUnits, 0.75
		if c.tiny() {
			least, floor = 5, 0.45
		}
		using, raw := map[int]bool{}, map[int]bool{}
		counts := map[string]int{}
		var bad, good []string
		for i := range c.files {
			f := &c.files[i]
			if f.Lang != g.lang || script(f.Path) {
				continue
			}
			for _, s := range f.Globals {
				if strings.HasPrefix(s.Name, g.prefix) {
					raw[i] = true
					bad = append(bad, fmt.Sprintf("%s:%d", f.Path, s.Line))
				}
			}
			for j := range f.Imports {
				im := &f.Imports[j]
				if f.Lang == "python" && im.Module == "logging" {
					using[i] = true
					good = append(good, fmt.Sprintf("%s:%d", f.Path, im.Line))
					counts["`logging.getLogger`"]++
					continue
				}
				for _, n := range localNames(f.Lang, im) {
					if slices.Contains(g.own, n) && diagnostic(n, im.Module) {
						using[i] = true
						good = append(good, fmt.Sprintf("%s:%d", f.Path, im.Line))
						counts[logger(n, c.spelled(importer{i, im, c.resolve(f, im.Module)}))]++
					}
				}
			}
		}
		if g.lang == "ruby" {
			c.rubyLoggers(using, counts, &good)
		}
		n := len(using) + len(raw)
		lb := lower(len(using), n)
		if len(raw) == 0 && !c.tiny() && slices.Contains([]string{"php", "csharp", "rust", "kotlin"}, g.lang) {
			continue // everybody logs so
		}
		if len(using) < least || lb < floor {
			continue
		}
		name := topNames(counts, 1)[0]
		r := business.Rule{Statement: fmt.Sprintf("Log with %s, not with `%s`.", name, g.says), Kind: business.BanCall, Source: business.FromCode, Support: len(using), Sites: n, Confidence: lb,
			Scope: business.Scope{Languages: []string{g.lang}}, Check: &business.Check{Names: slices.Clone(g.names)}, Score: 0.75 * lb}
		c.evidence(&r, good, bad)
		out = append(out, r)
	}
	return out
}

// diagnostic reports whether a name that may be a logger's is one, by where it
// comes from: a log is also a record that people read, or a logarithm.
func diagnostic(name, module string) bool {
	if !strings.EqualFold(name, "log") {
		return true
	}
	for _, part := range strings.FieldsFunc(module, func(r rune) bool { return strings.ContainsRune("./\\:@", r) }) {
		for _, w := range business.NameWords(part) {
			switch w {
			case "model", "models", "entity", "entities", "audit", "auditing", "activity", "activities", "action", "actions", "history", "change", "changes", "event", "events", "record", "records", "schema", "schemas", "dto", "math", "mathjs", "cmath", "numpy", "numbers":
				return false
			}
		}
	}
	return true
}

// logger words what to log with, and where it comes from.
func logger(name, module string) string {
	switch {
	case name == "Logging": // a namespace; what people write is the type
		name = "ILogger"
	case name == module:
		return "`" + name + "`"
	}
	return fmt.Sprintf("`%s` from `%s`", name, module)
}

// rubyLoggers finds the logger in a language that imports nothing by name.
func (c *corpus) rubyLoggers(using map[int]bool, counts map[string]int, good *[]string) {
	c.eachUnit(func(f *business.Facts, u *business.Unit, ref unitRef) {
		if f.Lang == "ruby" && u.Kind == "function" && slices.Contains(u.Calls, "Rails.logger") && !script(f.Path) {
			using[int(ref.file)] = true
			counts["`Rails.logger`"]++
			*good = append(*good, fmt.Sprintf("%s:%d", f.Path, u.Line))
		}
	})
}

// localNames are the names an import brings into a file.
func localNames(lang string, im *business.Import) []string {
	names := append(slices.Clone(im.Names), im.Alias)
	switch lang {
	case "go":
		names = append(names, business.GoPackage(im.Module))
	case "csharp":
		names = append(names, business.LastName(im.Module))
	case "rust":
		root, _, _ := strings.Cut(im.Module, "::")
		names = append(names, root)
	}
	return names
}

// script reports whether a file talks to a terminal for a living.
func script(p string) bool {
	for _, d := range []string{"scripts/", "script/", "cmd/", "cli/", "tools/", "examples/", "bin/", "management/commands/"} {
		if strings.HasPrefix(p, d) || strings.Contains(p, "/"+d) {
			return true
		}
	}
	return false
}
