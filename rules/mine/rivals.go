package mine

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cybedefend/vibedefend/rules/business"
)

// A project that wraps what a framework gives means its own to be used: its
// base class in place of the framework's, its function in place of the one
// that it calls.

const (
	mostRivals  = 4
	leastRivals = 0.60
)

func (c *corpus) mineRivals() []business.Rule {
	out := append(c.rivalBases(), c.rivalCalls()...)
	slices.SortStableFunc(out, func(a, b business.Rule) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Statement, b.Statement))
	})
	return out[:min(mostRivals, len(out))]
}

// rivalBases finds bases of the project that classes extend in place of what
// those build on.
func (c *corpus) rivalBases() []business.Rule {
	direct, heirs, home := map[string][]unitRef{}, map[string][]unitRef{}, map[string]string{}
	c.eachUnit(func(f *business.Facts, u *business.Unit, ref unitRef) {
		if u.Kind != "class" || u.Name == "" || slices.Contains(u.Mods, "interface") {
			return
		}
		if p := builtOn(f.Lang, u); p != "" && !c.ours(f.Lang, p) && !plainBase(p) {
			direct[f.Lang+" "+p] = append(direct[f.Lang+" "+p], ref)
		}
		for _, b := range u.Bases {
			if !c.fromOutside(f, b) {
				heirs[f.Lang+" "+b] = append(heirs[f.Lang+" "+b], ref)
			}
		}
		home[f.Lang+" "+u.Name] = f.Path
	})
	var out []business.Rule
	for _, key := range sortedKeys(direct) {
		lang, theirs, _ := strings.Cut(key, " ")
		best := ""
		for _, ref := range direct[key] {
			if _, u := c.at(ref); u.Class == "" && (best == "" || len(heirs[lang+" "+u.Name]) > len(heirs[lang+" "+best])) {
				best = u.Name
			}
		}
		if best != "" && best != theirs && !c.outdone(lang, best, heirs) && len(heirs[lang+" "+best]) >= c.few() && len(c.classes[lang+" "+best].bases) == 1 {
			if r, ok := c.rivalBase(lang, best, theirs, home[lang+" "+best], direct[key], heirs[lang+" "+best]); ok {
				out = append(out, r)
			}
		}
	}
	return out
}

// outdone reports whether a class that extends a base has more heirs than the
// base: that one is what code builds on.
func (c *corpus) outdone(lang, base string, heirs map[string][]unitRef) bool {
	n := len(heirs[lang+" "+base])
	for _, ref := range heirs[lang+" "+base] {
		if _, u := c.at(ref); u.Name != base && len(heirs[lang+" "+u.Name]) > n {
			return true
		}
	}
	return false
}

// fromOutside reports whether a file imports a name from another's package,
// in languages whose imports tell.
func (c *corpus) fromOutside(f *business.Facts, name string) bool {
	switch f.Lang {
	case "php", "java", "kotlin":
	case "python": // "models.QuerySet" of another's package is not the QuerySet of this one
		return !c.takesOwn(f, name)
	default:
		return false
	}
	return slices.ContainsFunc(f.Imports, func(im business.Import) bool {
		as := cmp.Or(im.Alias, business.LastName(im.Module))
		return (as == name || slices.Contains(im.Names, name)) && c.resolve(f, im.Module) == ""
	})
}

// builtOn is the base of a class that is no mixin or interface, as far as its
// place tells.
func builtOn(lang string, u *business.Unit) string {
	if len(u.Bases) == 0 {
		return ""
	}
	b := u.Bases[0]
	if lang == "python" {
		b = u.Bases[len(u.Bases)-1]
	}
	if lang == "csharp" && len(b) > 1 && b[0] == 'I' && business.Upper(b[1:]) {
		return ""
	}
	return b
}

// plainBase names what is no base to choose: words of languages, and names
// that do not say whose they are.
func plainBase(name string) bool {
	switch name {
	case "Object", "object", "Base", "Serializable", "Comparable", "Cloneable", "Runnable", "Enum", "Exception", "Error", "RuntimeException", "StandardError", "ABC", "Protocol", "Generic", "Struct", "Any", "NamedTuple", "TypedDict", "Attribute", "EventArgs", "Iterable", "Closeable", "AutoCloseable", "JsonSerializable", "Stringable", "Countable", "ArrayAccess", "Default", "Clone", "Debug", "Display", "From", "Into", "Iterator":
		return true
	}
	return len(name) < 4
}

// otherThing reports whether what a name has more than that of the function it
// calls makes it another function, not a better one: findOne is not find.
func otherThing(words, inner []string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		return !slices.Contains(inner, w) && slices.Contains([]string{"one", "all", "many", "first", "last", "latest", "each", "every", "only", "async", "sync", "batch", "bulk", "or", "by", "count", "exists", "not", "un", "if", "try"}, w)
	})
}

func (c *corpus) rivalBase(lang, own, theirs, home string, direct, heirs []unitRef) (business.Rule, bool) {
	if lang == "rust" || lang == "go" {
		return business.Rule{}, false // nothing is extended there
	}
	check := &business.Check{Role: &business.Role{By: business.RivalRole, Name: theirs, Unit: "class"}, AnyOf: []string{"extends:" + own}}
	var good, bad []string
	folders := map[string]bool{}
	site := func(ref unitRef) (string, *business.Unit) {
		f, u := c.at(ref)
		return fmt.Sprintf("%s:%d", f.Path, u.Line), u
	}
	for _, ref := range heirs {
		s, _ := site(ref)
		good = append(good, s)
		folders[siteFile(s)] = true
	}
	for _, ref := range direct {
		if s, u := site(ref); u.Name != own && !business.Holds(u, check.AnyOf) {
			bad = append(bad, s)
		}
	}
	lb := lower(len(good), len(good)+len(bad))
	if lb < 0.75 || len(folders) < minFiles {
		return business.Rule{}, false
	}
	where, paths := "", []string(nil)
	if dir := commonFolder(append(slices.Clone(good), bad...)); strings.Count(dir, "/") > 1 {
		where, paths = " under `"+dir+"/`", []string{dir + "/**"}
	}
	r := business.Rule{Statement: fmt.Sprintf("Classes%s extend `%s` (`%s`), not `%s`.", where, own, home, theirs), Kind: business.RequireInUnit, Source: business.FromCode,
		Support: len(good), Sites: len(good) + len(bad), Confidence: lb, Scope: business.Scope{Languages: []string{lang}, Paths: paths}, Check: check, Score: 0.6 * lb}
	c.evidence(&r, good, bad)
	return r, true
}

// commonFolder is the folder that holds all sites, "." for the root.
func commonFolder(sites []string) string {
	dir := path.Dir(siteFile(sites[0]))
	for _, s := range sites {
		for dir != "." && !strings.HasPrefix(s, dir+"/") {
			dir = path.Dir(dir)
		}
	}
	return dir
}

// extending counts, for each base, the classes that other rules say extend it.
func extending(rules []business.Rule) map[string]int {
	out := map[string]int{}
	for _, r := range rules {
		if r.Kind == business.RequireInUnit && r.Check.Role.By != business.RivalRole && strings.HasPrefix(r.Check.AnyOf[0], "extends:") {
			out[r.Scope.Languages[0]+r.Check.AnyOf[0]] += r.Support
		}
	}
	return out
}

// wrapper is a function of the project around one of a framework, which its
// name tells.
type wrapper struct{ lang, own, theirs, file string }

// rivalCalls finds functions of the project that code calls in place of those
// that they wrap.
func (c *corpus) rivalCalls() []business.Rule {
	var found []wrapper
	c.eachUnit(func(f *business.Facts, u *business.Unit, _ unitRef) {
		words := business.NameWords(u.Name)
		if u.Kind != "function" || len(words) < 3 || c.defs[f.Lang+" "+u.Name] > 1 {
			return
		}
		for _, y := range u.Calls {
			if inner := business.NameWords(y); len(inner) > 1 && plainCall(y) && !strings.Contains(y, ".") && len(inner) < len(words) && within(inner, words) && !otherThing(words, inner) && !c.ours(f.Lang, y) {
				found = append(found, wrapper{f.Lang, u.Name, y, f.Path})
			}
		}
	})
	used := map[string]int{} // by units, or by files that import it
	for _, w := range found {
		used[w.lang+" "+w.own] = 0
	}
	around := c.around(found)
	for _, list := range around {
		for _, name := range list {
			used[name] = 0
		}
	}
	c.eachUnit(func(f *business.Facts, u *business.Unit, _ unitRef) {
		for _, it := range u.Calls {
			key := f.Lang + " " + business.LastName(it)
			if n, ok := used[key]; ok {
				used[key] = n + 1
			}
		}
	})
	imported := map[string]int{}
	c.eachImport(func(m importer) {
		for _, n := range m.im.Names {
			imported[c.files[m.file].Lang+" "+n]++
		}
	})
	found = slices.DeleteFunc(found, func(w wrapper) bool {
		own := w.lang + " " + w.own
		n := max(used[own], imported[own])
		return used[own] < c.few() || c.ofObject(w) || slices.ContainsFunc(around[w.lang+" "+w.theirs], func(other string) bool {
			return other != own && max(used[other], imported[other]) >= n // the one that code takes, own is for another occasion
		})
	})
	var out []business.Rule
	for _, w := range found {
		if r, ok := c.rivalCall(w); ok {
			out = append(out, r)
		}
	}
	return out
}

// around names the functions of the project that are called like those that
// they call, or for more: of several, each is for an occasion of its own.
func (c *corpus) around(found []wrapper) map[string][]string {
	out := map[string][]string{}
	for _, w := range found {
		out[w.lang+" "+w.theirs] = nil
	}
	c.eachUnit(func(f *business.Facts, u *business.Unit, _ unitRef) {
		if u.Kind != "function" {
			return
		}
		for _, y := range u.Calls {
			key := f.Lang + " " + y
			list, ok := out[key]
			if name := f.Lang + " " + u.Name; ok && u.Name != y && within(business.NameWords(y), business.NameWords(u.Name)) && !slices.Contains(list, name) {
				out[key] = append(list, name)
			}
		}
	})
	return out
}

// ofObject reports whether a function calls what it wraps on an object, in
// languages where all functions are methods: code has no such object at hand.
func (c *corpus) ofObject(w wrapper) bool {
	if w.lang != "csharp" && w.lang != "java" {
		return false
	}
	bare, on := c.called(w.file, w.theirs)
	return bare == 0 && on > 0
}

// onlyBare reports whether a wrapper calls what it wraps on no object, in
// languages where that is no method of its own.
func (c *corpus) onlyBare(w wrapper) bool {
	if w.lang != "rust" && w.lang != "ts" && w.lang != "python" {
		return false
	}
	bare, on := c.called(w.file, w.theirs)
	return bare > 0 && on == 0
}

// called counts the calls of a name in a file: those on no object but one's
// own, and those on another.
func (c *corpus) called(file, name string) (bare, on int) {
	raw, err := c.tree.read(file)
	if err != nil {
		return 0, 0
	}
	parts := strings.Split(string(raw), name)
	for i, before := range parts[:len(parts)-1] {
		if next := parts[i+1]; !strings.HasPrefix(next, "(") && !strings.HasPrefix(next, "<") && !strings.HasPrefix(next, " ") && !strings.HasPrefix(next, "::<") {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(before)
		switch {
		case unicode.IsLetter(last) || unicode.IsDigit(last) || last == '_' || last == '$':
		case slices.ContainsFunc([]string{"this.", "self.", "base.", "super."}, func(own string) bool { return strings.HasSuffix(before, own) }):
			bare++
		case last == '.' || strings.HasSuffix(before, "->"):
			on++
		default:
			bare++
		}
	}
	return bare, on
}

func (c *corpus) rivalCall(w wrapper) (business.Rule, bool) {
	var good, bad []string
	files := map[string]bool{}
	c.eachUnit(func(f *business.Facts, u *business.Unit, _ unitRef) {
		if f.Lang != w.lang || u.Kind != "function" || f.Path == w.file {
			return
		}
		own := slices.ContainsFunc(u.Calls, func(it string) bool { return business.LastName(it) == w.own && !strings.Contains(it, " ") })
		switch site := fmt.Sprintf("%s:%d", f.Path, u.Line); {
		case own:
			good = append(good, site)
			files[f.Path] = true
		case slices.Contains(u.Calls, w.theirs):
			bad = append(bad, site)
		}
	})
	names := []string{w.theirs, "." + w.theirs}
	if c.onlyBare(w) { // a method of that name is another thing
		names = names[:1]
		bad = slices.DeleteFunc(bad, func(s string) bool { bare, _ := c.called(siteFile(s), w.theirs); return bare == 0 })
	}
	lb := lower(len(good), len(good)+len(bad))
	n := len(good) + len(bad)
	if len(good) < c.few() || len(files) < minFiles || lb < leastRivals || len(bad) == 0 || n >= manySites && float64(len(good)) < leastShare*float64(n) {
		return business.Rule{}, false
	}
	r := business.Rule{Statement: fmt.Sprintf("Call `%s` (`%s`), not `%s`.", w.own, w.file, w.theirs), Kind: business.BanCall, Source: business.FromCode, Support: len(good), Sites: len(good) + len(bad), Confidence: lb,
		Scope: business.Scope{Languages: []string{w.lang}}, Check: &business.Check{Names: names, Allow: []string{w.file}}, Score: 0.7 * lb}
	c.evidence(&r, good, bad)
	return r, true
}
