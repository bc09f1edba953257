package mine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// bareErrors are the errors of a language that say nothing, the likeliest
// first.
func bareErrors(lang string) []string {
	switch lang {
	case "ts":
		return []string{"Error"}
	case "java":
		return []string{"RuntimeException", "Exception"}
	case "kotlin":
		return []string{"error", "IllegalStateException", "RuntimeException", "Exception"}
	case "ruby":
		return []string{"StandardError", "RuntimeError"}
	case "python":
		return []string{"Exception", "RuntimeError"}
	case "csharp":
		return []string{"Exception", "ApplicationException", "SystemException"}
	}
	return []string{"Exception", "RuntimeException"}
}

// refusals are a library's words for a caller's mistake: right beside a
// project's own errors, as long as they are few.
var refusals = []string{"ArgumentException", "ArgumentNullException", "ArgumentOutOfRangeException", "IllegalArgumentException", "InvalidArgumentException", "ArgumentError", "TypeError", "RangeError", "NullPointerException", "FormatException", "NumberFormatException", "ValueError",
	"NotImplementedException", "NotImplementedError", "UnsupportedOperationException", "NotSupportedException", "AssertionError", "require", "requireNotNull", "checkNotNull"}

// thrown is what a folder throws.
type thrown struct {
	own, bare, refused, other int
	types                     map[string]int
	in                        map[string]map[string]bool // type -> parts of the folder
	bares                     map[string]int
	parts                     map[string]*[2]int // part of the folder -> own, all
	good, bad                 []string
	files                     map[string]bool // those that throw, and whether they throw an own error
}

func (t *thrown) all() int { return t.own + t.bare + t.other + t.refused }

// mineThrows finds folders that throw the project's own errors.
func (c *corpus) mineThrows() []business.Rule {
	by := c.thrownBy()
	for _, key := range sortedKeys(by) { // a folder whose throws are all in one below it
		if d := path.Dir(key); d != "." {
			if p, t := by[d], by[key]; p != nil && p.own == t.own && p.all() == t.all() {
				delete(by, d)
			}
		}
	}
	var out []business.Rule
	said := map[string]bool{}
	for _, key := range sortedKeys(by) {
		lang, dir, _ := strings.Cut(key, " ")
		if parentHolds(dir, lang, func(k string) bool { return said[k] }) {
			continue
		}
		if r, ok := c.throwRule(lang, dir, by[key]); ok {
			said[key] = true
			out = append(out, r)
		}
	}
	return c.mergeThrows(out)
}

// thrownBy counts what is thrown below each folder.
func (c *corpus) thrownBy() map[string]*thrown {
	by := map[string]*thrown{}
	for i := range c.files {
		f := &c.files[i]
		for _, th := range f.Throws {
			part := path.Base(f.Path)
			for d := path.Dir(f.Path); d != "."; part, d = path.Base(d), path.Dir(d) {
				t := by[f.Lang+" "+d]
				if t == nil {
					t = &thrown{types: map[string]int{}, in: map[string]map[string]bool{}, bares: map[string]int{}, parts: map[string]*[2]int{}, files: map[string]bool{}}
					by[f.Lang+" "+d] = t
				}
				n := t.own
				c.countThrow(t, f, th, part)
				t.files[f.Path] = t.files[f.Path] || t.own > n
			}
		}
	}
	return by
}

func (c *corpus) countThrow(t *thrown, f *business.Facts, th business.Site, part string) {
	site := fmt.Sprintf("%s:%d", f.Path, th.Line)
	if t.parts[part] == nil {
		t.parts[part] = &[2]int{}
	}
	t.parts[part][1]++
	bare := slices.Contains(bareErrors(f.Lang), th.Name)
	switch {
	case bare && !slices.Contains(f.Defs, th.Name):
		t.bare++
		t.bares[th.Name]++
		t.bad = append(t.bad, site)
	case bare || c.declaresError(f.Lang, th.Name) && (!standardError(th.Name) || c.takesOwn(f, th.Name)):
		t.own++
		t.parts[part][0]++
		t.good = append(t.good, site)
		if bare || th.Name == "Error" || th.Name == "Exception" {
			return // one's own of a name that says nothing alone
		}
		t.types[th.Name]++
		if t.in[th.Name] == nil {
			t.in[th.Name] = map[string]bool{}
		}
		t.in[th.Name][part] = true
	case slices.Contains(refusals, th.Name):
		t.refused++
	default:
		t.other++
	}
}

// standardError reports whether languages bring an error of that name: a class
// of the repository that is called alike may not be meant.
func standardError(name string) bool {
	return slices.Contains(refusals, name) || slices.Contains([]string{"UnexpectedValueException", "LogicException", "DomainException", "LengthException", "OutOfRangeException", "OutOfBoundsException", "BadMethodCallException", "BadFunctionCallException", "UnderflowException", "OverflowException",
		"IllegalStateException", "InvalidOperationException", "TimeoutException", "IOException", "KeyError", "LookupError", "IndexError", "PermissionError", "TimeoutError", "OSError", "IOError", "SyntaxError", "ReferenceError"}, name)
}

// takesOwn reports whether a file defines a name, or imports it from this
// repository.
func (c *corpus) takesOwn(f *business.Facts, name string) bool {
	return slices.Contains(f.Defs, name) || slices.ContainsFunc(f.Imports, func(im business.Import) bool {
		return (business.LastName(im.Module) == name || slices.Contains(im.Names, name)) && c.resolve(f, im.Module) != ""
	})
}

// declaresError reports whether the repository has a class of the name that
// builds on another one, as all errors do.
func (c *corpus) declaresError(lang, name string) bool {
	k := c.classes[lang+" "+name]
	return k != nil && (len(k.bases) > 0 || lang == "kotlin") && business.Upper(name)
}

// even reports whether what holds of a folder holds of its parts that throw
// much, but for a small one.
func (t *thrown) even() bool {
	const much = 8
	odd := 0
	for _, part := range t.parts {
		if part[1] >= much && 2*part[0] < part[1] {
			odd += part[1]
		}
	}
	return 20*odd < t.all()
}

// carried reports whether one folder within holds most of the own errors, and
// the rest does not throw them: that folder has the rule then.
func (t *thrown) carried() bool {
	for name, part := range t.parts {
		if path.Ext(name) == "" && 5*part[0] >= 4*t.own && 2*(t.own-part[0]) < t.all()-part[1] {
			return true
		}
	}
	return false
}

// twoKinds reports whether some files throw bare errors only: two kinds of
// code lie together, each with its way.
func (t *thrown) twoKinds() bool {
	bare, apart := map[string]bool{}, 0
	for _, s := range t.bad {
		if f := siteFile(s); !t.files[f] {
			bare[f] = true
			apart++
		}
	}
	many := 7*len(t.bad) >= t.own+t.bare && 5*apart >= 4*len(t.bad)
	return len(bare) >= 3 && (many || 5*len(bare) >= len(t.files))
}

// spread are the types that are thrown all over the folder: in two parts of
// it at least, where it has parts that throw.
func (t *thrown) spread() []string {
	wide := map[string]int{}
	for _, n := range sortedKeys(t.types) {
		if len(t.in[n]) > 1 || len(t.parts) == 1 || 2*t.types[n] > t.own && !t.inFile(n) {
			wide[n] = t.types[n]
		}
	}
	return topNames(wide, 3)
}

// mostly reports whether the types told can stand for the folder: one alone
// must be thrown in one of five cases.
func (t *thrown) mostly(names []string) bool {
	return len(names) > 1 || 5*t.types[names[0]] >= t.own
}

// inFile reports whether a type is thrown in one file only, which tells
// nothing of the folder's other files.
func (t *thrown) inFile(name string) bool {
	for part := range t.in[name] {
		if path.Ext(part) == "" {
			return false
		}
	}
	return len(t.in[name]) == 1
}

// bareSaid is the error that the statement warns of: what occurs, or what
// everybody would take.
func (t *thrown) bareSaid(lang string) (string, bool) {
	if len(t.bares) > 0 {
		return topNames(t.bares, 1)[0], true
	}
	return bareErrors(lang)[0], lang != "kotlin"
}

func (c *corpus) throwRule(lang, dir string, t *thrown) (business.Rule, bool) {
	least, floor := 12, 0.70
	if c.tiny() {
		least, floor = 5, 0.50
	}
	n := t.own + t.bare + t.other
	lb := lower(t.own, n)
	names := t.spread()
	bare, ok := t.bareSaid(lang)
	if n < least || len(t.files) < minFiles || lb < floor || !ok || len(names) == 0 || 5*t.own < 3*t.all() || !t.mostly(names) || !t.even() || t.carried() || !c.tiny() && t.twoKinds() {
		return business.Rule{}, false
	}
	r := business.Rule{Kind: business.ThrowTypes, Source: business.FromCode, Support: t.own, Sites: t.own + t.bare, Confidence: lb, Scope: business.Scope{Languages: []string{lang}, Paths: []string{dir + "/**"}},
		Check: &business.Check{Names: bareErrors(lang), AnyOf: names, Types: []string{bare}}, Score: 0.8 * lb}
	r.Statement = sayThrows(&r)
	c.evidence(&r, t.good, t.bad)
	return r, true
}

func sayThrows(r *business.Rule) string {
	var dirs []string
	for _, p := range r.Scope.Paths {
		dirs = append(dirs, "`"+strings.TrimSuffix(p, "**")+"`")
	}
	bare := r.Check.Types[0]
	if bare == "error" {
		bare = "error()"
	}
	more := ""
	if len(dirs) > 4 {
		more = " and more"
	}
	return fmt.Sprintf("Code under %s%s throws the project's own errors (%s), not a bare `%s`.", strings.Join(dirs[:min(4, len(dirs))], ", "), more, quoted(r.Check.AnyOf), bare)
}

// mergeThrows says once what holds for many folders of one language that
// throw the same errors, those of one class.
func (c *corpus) mergeThrows(rules []business.Rule) []business.Rule {
	var out []business.Rule
	homes := c.homesOf(rules)
	for _, r := range rules {
		i := slices.IndexFunc(out, func(x business.Rule) bool {
			return x.Scope.Languages[0] == r.Scope.Languages[0] && slices.ContainsFunc(x.Check.AnyOf, func(n string) bool {
				return slices.Contains(r.Check.AnyOf, n) && !twoClasses(homes[n], x.Scope.Paths[0], r.Scope.Paths[0])
			})
		})
		if i < 0 {
			out = append(out, r)
			continue
		}
		m := &out[i]
		m.Check.AnyOf = slices.DeleteFunc(slices.Clone(m.Check.AnyOf), func(n string) bool { return !slices.Contains(r.Check.AnyOf, n) })
		m.Scope.Paths = append(m.Scope.Paths, r.Scope.Paths...)
		m.Support, m.Sites = m.Support+r.Support, m.Sites+r.Sites
		m.Examples, m.Violations = sites(append(m.Examples, r.Examples...), 3), sites(append(m.Violations, r.Violations...), 10)
		m.Recent, m.Migrating, m.Changed = addRecent(m.Recent, r.Recent), m.Migrating && r.Migrating, m.Changed || r.Changed
		m.Confidence = lower(m.Support, m.Sites)
		m.Score = 0.8 * m.Confidence
		m.Statement = sayThrows(m)
	}
	return out
}

// homesOf are the folders at the root that define the types of rules.
func (c *corpus) homesOf(rules []business.Rule) map[string]map[string]bool {
	homes := map[string]map[string]bool{}
	for _, r := range rules {
		for _, n := range r.Check.AnyOf {
			homes[n] = map[string]bool{}
		}
	}
	for i := range c.files {
		for _, d := range c.files[i].Defs {
			if homes[d] != nil {
				homes[d][rootFolder(c.files[i].Path)] = true
			}
		}
	}
	return homes
}

// twoClasses reports whether two folders each have a class of their own of one
// name.
func twoClasses(homes map[string]bool, a, b string) bool {
	a, b = rootFolder(a), rootFolder(b)
	return a != b && homes[a] && homes[b]
}

func rootFolder(p string) string {
	root, _, _ := strings.Cut(p, "/")
	return root
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
