package mine

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// What several candidates say of one role is said once; what is true by the
// meaning of its words is not said at all.

// tautology reports whether a requirement says the role over again: a
// function createFeedItem that calls ContactFeedItem.create, a file
// *Controller.php whose class extends Controller.
func tautology(role business.Role, item string) bool {
	words := business.NameWords(strings.ReplaceAll(strings.TrimPrefix(item, "extends:"), ".", "_"))
	if _, declared, ok := strings.Cut(item, " "); ok && role.Func == "" {
		return ownThing(role, declared)
	}
	if strings.HasPrefix(item, "extends:") {
		name := strings.TrimSuffix(role.Name, pathExt(role.Name))
		return role.By != "dir" && within(words, business.NameWords(strings.TrimLeft(name, "*._-")))
	}
	if role.Func == "" {
		return strings.Contains(item, ".") && business.LastName(item) == role.Name // the base, called by its longer name
	}
	fn := business.NameWords(role.Func)
	return (len(fn) > 1 || !guardLike(item)) && within(fn, words)
}

// ownThing reports whether what is declared names the role's own thing: code
// below licenses/ loads the license.
func ownThing(role business.Role, declared string) bool {
	words := slices.DeleteFunc(business.NameWords(strings.Trim(declared, ":!?")), func(w string) bool {
		return slices.Contains([]string{"set", "load", "find", "fetch", "get", "authorize"}, w)
	})
	own := business.NameWords(strings.NewReplacer("/", "_", ".", "_", "*", "").Replace(role.Name))
	return within(singular(words), singular(own))
}

func pathExt(p string) string {
	if i := strings.LastIndexByte(p, '.'); i > 0 {
		return p[i:]
	}
	return ""
}

// within reports whether all words are among others.
func within(words, others []string) bool {
	for _, w := range words {
		if !slices.Contains(others, w) {
			return false
		}
	}
	return len(words) > 0
}

// ownCopies reports whether those who use an item define it themselves, as
// the private method of each class: nothing that code would have to know of.
func (c *corpus) ownCopies(lang, item string, k int) bool {
	return !strings.ContainsAny(item, ".:@ ") && 2*c.defs[lang+" "+item] > k
}

// mostCompanions bounds what a rule says besides its own item.
const mostCompanions = 2

// joined keeps one candidate for each role: further items that the same units
// have become its companions. Requirements of another form stay apart.
func (c *corpus) joined(list []candidate) []candidate {
	sortCandidates(list)
	all := slices.Clone(list)
	list = slices.DeleteFunc(slices.Clone(list), func(f candidate) bool { // of two converse rules the surer one
		return slices.ContainsFunc(all, func(g candidate) bool { return g.mirrors(f) && g.lb > f.lb })
	})
	var out []candidate
	for _, f := range list {
		if slices.ContainsFunc(out, func(g candidate) bool { return g.covers(f) || g.echoes(f) || g.mirrors(f) || g.again(f) }) {
			continue
		}
		i := slices.IndexFunc(out, func(g candidate) bool { return c.together(g, f) })
		if i < 0 {
			out = append(out, f)
			continue
		}
		if bare := strings.TrimPrefix(f.item, "extends:"); len(out[i].with) < mostCompanions && bare != out[i].role.Name && !tautology(out[i].role, f.item) {
			out[i].with = append(out[i].with, f.item)
		}
	}
	return out
}

// covers reports whether g says of more units that either of two items will
// do, and f that some of them have one.
func (g candidate) covers(f candidate) bool {
	return g.or != "" && f.or == "" && g.lang == f.lang && (f.item == g.item || f.item == g.or) && 5*overlap(unitSet(f.units), unitSet(g.units)) >= 4*len(f.units)
}

// echoes reports whether f says of functions what g says of their classes.
func (g candidate) echoes(f candidate) bool {
	if g.lang == f.lang && g.role == f.role && (strings.HasSuffix(g.item, " :"+f.item) || strings.HasSuffix(f.item, " :"+g.item)) {
		return true // declared, and read as a call
	}
	return g.lang == f.lang && g.item == f.item && g.or == f.or && g.role.By == f.role.By && g.role.Name == f.role.Name && g.role.Func == f.role.Func
}

// mirrors reports whether f says the converse of g: all that are marked so
// extend it, all that extend it are marked so.
func (g candidate) mirrors(f candidate) bool {
	return g.lang == f.lang && g.role.Name == bareItem(f.item) && f.role.Name == bareItem(g.item)
}

// again reports whether f says one thing more of functions of one name: what
// such functions do in each folder is their business.
func (g candidate) again(f candidate) bool {
	return f.role.Func != "" && g.lang == f.lang && g.role.Func == f.role.Func && !verbName(f.role.Func) && !guardLike(f.item) && !guardLike(g.item) && g.role != f.role
}

// verbName reports whether handlers are named by the method they answer.
func verbName(name string) bool {
	switch name {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS":
		return true
	}
	return false
}

func bareItem(item string) string {
	return strings.TrimPrefix(strings.TrimPrefix(item, "@"), "extends:")
}

// oursNote reports whether an annotation is one of this project, or of those
// who made it.
func (c *corpus) oursNote(lang, note string) bool {
	if root, last, ok := strings.Cut(note, "."); ok && !business.Upper(last) {
		return c.ours(lang, root) // router.delete is the router's
	}
	if c.kin[lang+" "+business.LastName(note)] {
		return true
	}
	name := business.LastName(note)
	switch lang {
	case "csharp", "java", "kotlin", "php": // a class, not a method that is called alike
		return c.classes[lang+" "+name] != nil || c.classes[lang+" "+name+"Attribute"] != nil
	}
	return c.ours(lang, name)
}

// together reports whether two candidates are about the same units and both
// about what is in them: what guards them is said apart.
func (c *corpus) together(a, b candidate) bool {
	if a.lang != b.lang || !joinable(a.item) || !joinable(b.item) || a.role.Unit != b.role.Unit {
		return false
	}
	if a.roleStats == b.roleStats {
		return true
	}
	set := unitSet(a.units)
	n := overlap(unitSet(b.units), set)
	return 5*n >= 4*len(a.units) && 5*n >= 4*len(b.units)
}

func joinable(item string) bool {
	return plainCall(item) || (strings.HasPrefix(item, "extends:") || strings.Contains(item, " ")) && !guardLike(item)
}

// double names stand for something else in tests and previews.
func double(item string) bool {
	name, _, _ := strings.Cut(item, ".") // FakeModel.make, fakeModel
	for _, p := range []string{"Fake", "Mock", "Stub", "Dummy", "fake", "mock", "stub", "dummy"} {
		if rest, ok := strings.CutPrefix(name, p); ok && (rest == "" || rest[0] == '_' || rest[0] >= 'A' && rest[0] <= 'Z') {
			return true
		}
	}
	return false
}

// besides words the companions of an item.
func besides(items []string, lang string) string {
	var calls, others []string
	for _, it := range items {
		if plainCall(it) {
			calls = append(calls, it)
		} else {
			others = append(others, sayItem(it, lang))
		}
	}
	text := ""
	if len(calls) > 0 {
		text = ", mostly with " + strings.ReplaceAll(quoted(calls), " or ", " and ")
	}
	for _, o := range others {
		text += ", and " + o
	}
	return text
}

func plainCall(item string) bool {
	return !strings.HasPrefix(item, "@") && !strings.HasPrefix(item, "extends:") && !strings.HasPrefix(item, "scope:") && !strings.HasPrefix(item, "throw:") && !strings.Contains(item, " ")
}

func sortCandidates(list []candidate) {
	slices.SortStableFunc(list, func(a, b candidate) int {
		switch {
		case a.score != b.score:
			if a.score > b.score {
				return -1
			}
			return 1
		case a.lang != b.lang:
			return strings.Compare(a.lang, b.lang)
		case a.role != b.role:
			return compareRole(a.role, b.role)
		}
		return strings.Compare(a.item, b.item)
	})
}

// alternatives finds second ways of doing the same: where most of a role call
// one function and nearly all others call one of a kindred name, either will do.
func (c *corpus) alternatives(g *roleStats, count map[string]int, all int, itemTotal map[string]int) []candidate {
	n := len(g.units)
	var items []string
	for it, k := range count {
		if plainCall(it) && 5*k >= n && 10*k < 9*n && k >= 5 && c.gate(g, it, n, minFiles, false) && !c.owed(candidate{roleStats: g, item: it}) {
			items = append(items, it)
		}
	}
	slices.Sort(items)
	if n < 2*minUnits || len(items) < 2 || len(items) > 12 {
		return nil
	}
	var out []candidate
	for i, a := range items {
		for _, b := range items[i+1:] {
			if !kindred(a, b) {
				continue
			}
			k, both, files := c.either(g, a, b)
			lb := lower(k, n)
			outside := (float64(itemTotal[g.lang+g.role.Unit+a]+itemTotal[g.lang+g.role.Unit+b]-k) + 0.5) / (float64(all-n) + 10)
			if lb < 0.85 || 10*both > n || len(files) < minFiles || float64(k)/float64(n) < minLift*outside {
				continue
			}
			out = append(out, candidate{roleStats: g, item: a, or: b, k: k, n: n, lb: lb, score: c.weigh(g, a, k, lb, itemTotal)})
		}
	}
	return out
}

// kindred names begin with the same word.
func kindred(a, b string) bool {
	x, y := business.NameWords(business.LastName(a)), business.NameWords(business.LastName(b))
	return len(x) > 0 && len(y) > 0 && x[0] == y[0] && len(x[0]) > 3
}

func (c *corpus) either(g *roleStats, a, b string) (k, both int, files map[int32]bool) {
	files = map[int32]bool{}
	for _, ref := range g.units {
		_, u := c.at(ref)
		hasA, hasB := slices.Contains(u.Calls, a), slices.Contains(u.Calls, b)
		if hasA || hasB {
			k++
			files[ref.file] = true
		}
		if hasA && hasB {
			both++
		}
	}
	return k, both, files
}
