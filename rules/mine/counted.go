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
	var out []business.Rule
	for _, key := range sortedKeys(by) {
		t := by[key]
		_, dir, _ := strings.Cut(key, " ")
		n := t.own + t.bare
		lb := lower(t.own, n)
		if n < 12 || len(t.files) < minFiles || lb < 0.80 || parentHolds(dir, t.lang, func(k string) bool { p := by[k]; return p != nil && lower(p.own, p.own+p.bare) >= 0.80 }) {
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

// mineTests finds the framework and the naming of tests.
func (c *corpus) mineTests() []business.Rule {
	frameworks := []struct{ lang, module string }{{"ts", "vitest"}, {"ts", "@jest/globals"}, {"ts", "node:test"}, {"ts", "bun:test"}, {"ts", "@playwright/test"}, {"ts", "@testing-library/react"}, {"python", "pytest"}, {"go", "github.com/stretchr/testify/require"},
		{"go", "github.com/stretchr/testify/assert"}, {"go", "github.com/stretchr/testify/suite"}, {"java", "org.junit.jupiter.api.Test"}, {"java", "org.testng.annotations.Test"}, {"java", "org.assertj.core.api.Assertions"}, {"csharp", "Xunit"}, {"csharp", "NUnit.Framework"}, {"kotlin", "io.kotest"}}
	files := map[string]int{}
	for i := range c.tests {
		files[c.tests[i].Lang]++
	}
	var out []business.Rule
	for _, fw := range frameworks {
		n, ex := 0, []string(nil)
		for i := range c.tests {
			for _, im := range c.tests[i].Imports {
				if c.tests[i].Lang == fw.lang && (im.Module == fw.module || strings.HasPrefix(im.Module, fw.module+".")) {
					n++
					ex = append(ex, fmt.Sprintf("%s:%d", c.tests[i].Path, im.Line))
					break
				}
			}
		}
		if lb := lower(n, files[fw.lang]); n >= minUnits && lb >= 0.5 {
			r := business.Rule{Statement: fmt.Sprintf("Tests in %s use `%s`.", sayLang(fw.lang), fw.module), Kind: business.TestFramework, Source: business.FromCode, Support: n, Sites: files[fw.lang],
				Confidence: lb, Scope: business.Scope{Languages: []string{fw.lang}}, Check: &business.Check{Modules: []string{fw.module}}, Score: 0.45 * lb}
			c.evidence(&r, ex, nil)
			r.Recent, r.Migrating = nil, false // only the tests that follow are known
			out = append(out, r)
		}
	}
	return append(oneFramework(out), c.mineTestNames()...)
}

// oneFramework keeps the most used framework of a language: assertions and
// suites of one library are no rules apart.
func oneFramework(rules []business.Rule) []business.Rule {
	var out []business.Rule
	for _, r := range rules {
		i := slices.IndexFunc(out, func(x business.Rule) bool { return x.Scope.Languages[0] == r.Scope.Languages[0] })
		switch {
		case i < 0:
			out = append(out, r)
		case out[i].Support < r.Support:
			out[i] = r
		}
	}
	return out
}

func (c *corpus) mineTestNames() []business.Rule {
	count, of := map[string]map[string]int{}, map[string]int{}
	ex := map[string][]string{}
	for i := range c.tests {
		f := &c.tests[i]
		if len(f.Units) == 0 && f.Lang != "ts" && f.Lang != "ruby" {
			continue
		}
		p := testPattern(f.Path)
		if p == "" {
			continue
		}
		if count[f.Lang] == nil {
			count[f.Lang] = map[string]int{}
		}
		count[f.Lang][p]++
		of[f.Lang]++
		ex[f.Lang+p] = append(ex[f.Lang+p], f.Path+":1")
	}
	var out []business.Rule
	for _, lang := range sortedKeys(count) {
		p := topNames(count[lang], 1)[0]
		k, n := count[lang][p], of[lang]
		if lb := lower(k, n); k >= minUnits && lb >= 0.8 && !namedByTool(lang) {
			out = append(out, business.Rule{Statement: fmt.Sprintf("Test files in %s are named `%s`.", sayLang(lang), p), Kind: business.Naming, Source: business.FromCode, Support: k, Sites: n, Confidence: lb,
				Scope: business.Scope{Languages: []string{lang}}, Check: &business.Check{Names: []string{p}}, Examples: sites(ex[lang+p], 3), Score: 0.35 * lb})
		}
	}
	return out
}

// namedByTool are languages where a test runner, or everybody, names tests in
// one way.
func namedByTool(lang string) bool {
	return slices.Contains([]string{"go", "php", "python", "ruby", "java", "kotlin", "csharp"}, lang)
}

func testPattern(p string) string {
	base := path.Base(p)
	ext := path.Ext(base)
	stem := strings.TrimSuffix(base, ext)
	for _, s := range []string{".test", ".spec", "_test", "_spec", ".e2e", "Test", "Tests", "IT"} {
		if strings.HasSuffix(stem, s) && len(stem) > len(s) {
			return "*" + s + ext
		}
	}
	if strings.HasPrefix(base, "test_") {
		return "test_*" + ext
	}
	return ""
}

// globals are calls that a project with its own way avoids, and the words a
// replacement is known by.
var globals = []struct {
	lang, prefix, says string
	own                []string
}{
	{"ts", "console.", "console", []string{"logger", "Logger", "log", "getLogger", "createLogger", "useLogger"}},
	{"python", "print", "print", []string{"logger", "getLogger", "get_logger", "log"}},
	{"java", "System.", "System.out", []string{"Logger", "LoggerFactory", "Slf4j"}},
	{"go", "fmt.Print", "fmt.Print", []string{"slog", "zap", "logrus", "zerolog", "logger", "log"}},
	{"csharp", "Console.", "Console", []string{"ILogger"}},
}

// mineGlobals proposes the project's logger where the language's own output
// is the rare exception.
func (c *corpus) mineGlobals(x imports) []business.Rule {
	var out []business.Rule
	for _, g := range globals {
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
				for _, n := range append(slices.Clone(im.Names), im.Alias, business.GoPackage(im.Module)) {
					if slices.Contains(g.own, n) {
						using[i] = true
						good = append(good, fmt.Sprintf("%s:%d", f.Path, im.Line))
						counts[fmt.Sprintf("`%s` from `%s`", n, im.Module)]++
					}
				}
			}
		}
		n := len(using) + len(raw)
		lb := lower(len(using), n)
		if len(using) < minUnits || lb < 0.75 {
			continue
		}
		name := topNames(counts, 1)[0]
		r := business.Rule{Statement: fmt.Sprintf("Log with %s, not with `%s`.", name, g.says), Kind: business.BanCall, Source: business.FromCode, Support: len(using), Sites: n, Confidence: lb,
			Scope: business.Scope{Languages: []string{g.lang}}, Check: &business.Check{Names: []string{g.prefix}}, Score: 0.75 * lb}
		c.evidence(&r, good, bad)
		out = append(out, r)
	}
	return out
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
