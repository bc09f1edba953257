package mine

import (
	"fmt"
	"path"
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
	if n < fewestFields(fam) || files < 2 || float64(k) < 0.75*float64(n) || !exactType(lang, best) && !c.ours(lang, best) {
		return business.Rule{}, false
	}
	if fam == "timestamp" && (lang == "go" || best == "DateTimeField" || strings.EqualFold(best, "date")) {
		return business.Rule{}, false // the language's only type
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

// mineThrows finds folders that throw the project's own errors.
func (c *corpus) mineThrows() []business.Rule {
	type tally struct {
		own, bare int
		types     map[string]int
		good, bad []string
		files     map[string]bool
		lang      string
	}
	by := map[string]*tally{}
	for i := range c.files {
		f := &c.files[i]
		for _, th := range f.Throws {
			for d := path.Dir(f.Path); d != "."; d = path.Dir(d) {
				t := by[f.Lang+" "+d]
				if t == nil {
					t = &tally{types: map[string]int{}, files: map[string]bool{}, lang: f.Lang}
					by[f.Lang+" "+d] = t
				}
				site := fmt.Sprintf("%s:%d", f.Path, th.Line)
				t.files[f.Path] = true
				switch {
				case bareError(th.Name):
					t.bare++
					t.bad = append(t.bad, site)
				case c.ours(f.Lang, th.Name):
					t.own++
					t.types[th.Name]++
					t.good = append(t.good, site)
				}
			}
		}
	}
	for _, key := range sortedKeys(by) { // a folder whose throws are all in one below it
		if d := path.Dir(key); d != "." && c.tiny() {
			if p, t := by[d], by[key]; p != nil && p.own == t.own && p.bare == t.bare {
				delete(by, d)
			}
		}
	}
	var out []business.Rule
	for _, key := range sortedKeys(by) {
		t := by[key]
		_, dir, _ := strings.Cut(key, " ")
		n := t.own + t.bare
		lb := lower(t.own, n)
		least, floor := 12, 0.80
		if c.tiny() {
			least, floor = 5, 0.50
		}
		if n < least || len(t.files) < minFiles || lb < floor || parentHolds(dir, t.lang, func(k string) bool { p := by[k]; return p != nil && lower(p.own, p.own+p.bare) >= floor }) {
			continue
		}
		names := topNames(t.types, 3)
		r := business.Rule{Statement: fmt.Sprintf("Code under `%s/` throws the project's own errors (%s), not a bare `%s`.", dir, quoted(names), bareName(t.lang)), Kind: business.ThrowTypes, Source: business.FromCode,
			Support: t.own, Sites: n, Confidence: lb, Scope: business.Scope{Languages: []string{t.lang}, Paths: []string{dir + "/**"}}, Check: &business.Check{Names: []string{bareName(t.lang)}}, Score: 0.8 * lb}
		c.evidence(&r, t.good, t.bad)
		out = append(out, r)
	}
	return mergeThrows(out)
}

// mergeThrows says once what holds for many folders of one language.
func mergeThrows(rules []business.Rule) []business.Rule {
	var out []business.Rule
	for _, r := range rules {
		i := slices.IndexFunc(out, func(x business.Rule) bool { return x.Scope.Languages[0] == r.Scope.Languages[0] })
		if i < 0 {
			out = append(out, r)
			continue
		}
		m := &out[i]
		m.Scope.Paths = append(m.Scope.Paths, r.Scope.Paths...)
		m.Support, m.Sites = m.Support+r.Support, m.Sites+r.Sites
		m.Examples, m.Violations = sites(append(m.Examples, r.Examples...), 3), sites(append(m.Violations, r.Violations...), 10)
		m.Recent, m.Migrating, m.Changed = addRecent(m.Recent, r.Recent), m.Migrating && r.Migrating, m.Changed || r.Changed
		m.Confidence = lower(m.Support, m.Sites)
		m.Score = 0.8 * m.Confidence
		var dirs []string
		for _, p := range m.Scope.Paths {
			dirs = append(dirs, "`"+strings.TrimSuffix(p, "**")+"`")
		}
		_, rest, _ := strings.Cut(m.Statement, " throws ")
		m.Statement = "Code under " + strings.Join(dirs[:min(4, len(dirs))], ", ") + map[bool]string{true: " and more", false: ""}[len(dirs) > 4] + " throws " + rest
	}
	return out
}

// parentHolds reports whether a wider folder already says the same.
func parentHolds(dir, lang string, holds func(string) bool) bool {
	for d := path.Dir(dir); d != "."; d = path.Dir(d) {
		if holds(lang + " " + d) {
			return true
		}
	}
	return false
}

func bareError(n string) bool {
	switch n {
	case "Error", "Exception", "RuntimeException", "StandardError", "ApplicationException", "RuntimeError":
		return true
	}
	return false
}

func bareName(lang string) string {
	switch lang {
	case "ts":
		return "Error"
	case "java", "kotlin":
		return "RuntimeException"
	case "ruby":
		return "StandardError"
	}
	return "Exception"
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
				for _, n := range localNames(f.Lang, im) {
					if slices.Contains(g.own, n) {
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
