package mine

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Before a role is counted against its gates: which units could have the item
// at all, and where they lie.

// check is what a candidate asks for.
func (g candidate) check() *business.Check {
	any := append([]string{g.item}, g.any...)
	if g.or != "" {
		any = append(any, g.or)
	}
	return &business.Check{AnyOf: any, Allow: g.allow}
}

// fit counts a candidate over the units that could have its item, and below
// the smallest folder that holds them where it does not hold elsewhere.
func (c *corpus) fit(f candidate) candidate {
	if f.role.Unit == "class" && f.k < f.n {
		c.excuse(&f)
	}
	f.lb = lower(f.k, f.n)
	if f.role.By != "dir" && f.k >= minUnits && f.k < f.n && 4*f.k >= f.n && c.narrows(f) {
		c.narrow(&f)
	}
	return f
}

// narrows reports whether a candidate may be said of a folder only. What
// functions call has folders of its own for that, and what a framework marks
// is no kind of class.
func (c *corpus) narrows(f candidate) bool {
	switch {
	case f.role.By == "annotation" && strings.HasPrefix(f.item, "extends:"):
		return c.oursNote(f.lang, f.role.Name)
	case strings.HasPrefix(f.item, "scope:"):
		return false // a folder speaks of whose it is
	case plainCall(f.item):
		return f.lb >= c.floor(guardLike(f.item))
	}
	return true
}

// mostHeirs is how many classes may stand for the base they extend themselves.
const mostHeirs = 8

// excuse takes out of the count what cannot have the item: enums where classes
// have it, classes within classes where none of them does, and the base itself.
// A class that extends an heir of the base has the base.
func (c *corpus) excuse(f *candidate) {
	has := map[string]bool{}
	heirs := map[string]bool{}
	var below map[string]bool
	if base, ok := strings.CutPrefix(f.item, "extends:"); ok {
		below = c.heirs(f.lang, base)
	}
	item := []string{f.item}
	for _, ref := range f.units {
		_, u := c.at(ref)
		if !business.Holds(u, item) {
			for _, b := range u.Bases {
				if below[b] {
					heirs["extends:"+b] = true
				}
			}
			continue
		}
		for _, m := range u.Mods {
			has[m] = true
		}
		has[business.Nested] = has[business.Nested] || u.Class != ""
	}
	for _, m := range []string{"interface", "enum", "annotation", "abstract", "static", "trait", business.Nested} {
		if !has[m] {
			f.allow = append(f.allow, m)
		}
	}
	if f.any = sortedKeys(heirs); len(f.any) > mostHeirs {
		f.any = f.any[:mostHeirs]
	}
	check := f.check()
	f.k, f.n = 0, 0
	used := map[string]bool{}
	for _, ref := range f.units {
		_, u := c.at(ref)
		switch {
		case business.Holds(u, check.AnyOf):
			f.k, f.n = f.k+1, f.n+1
		case !business.Excused(u, check):
			f.n++
		default:
			for _, m := range f.allow {
				used[m] = used[m] || slices.Contains(u.Mods, m) || m == business.Nested && u.Class != ""
			}
		}
	}
	f.allow = slices.DeleteFunc(f.allow, func(m string) bool { return !used[m] })
}

// heirs are the classes that extend a base, directly or over three others.
func (c *corpus) heirs(lang, base string) map[string]bool {
	key := lang + " " + base
	if known, ok := c.below[key]; ok {
		return known
	}
	found := map[string]bool{}
	next := []string{base}
	for depth := 0; depth < 4 && len(next) > 0; depth++ {
		var further []string
		for _, b := range next {
			for _, n := range c.extenders[lang+" "+b] {
				if !found[n] {
					found[n] = true
					further = append(further, n)
				}
			}
		}
		next = further
	}
	c.below[key] = found
	return found
}

// narrow finds the folder that holds nearly all that have the item and few of
// those that do not: what is said is then said of that folder.
func (c *corpus) narrow(f *candidate) {
	good, bad := map[string]int{}, map[string]int{}
	check := f.check()
	for _, ref := range f.units {
		file, u := c.at(ref)
		count := good
		if !business.Holds(u, check.AnyOf) {
			if business.Excused(u, check) {
				continue
			}
			count = bad
		}
		for at := strings.IndexByte(file.Path, '/'); at > 0; {
			count[file.Path[:at]]++
			next := strings.IndexByte(file.Path[at+1:], '/')
			if next < 0 {
				break
			}
			at += 1 + next
		}
	}
	out := f.n - f.k
	for _, d := range sortedKeys(good) {
		k, b := good[d], bad[d]
		if 5*k < 4*f.k || k < minUnits || 2*b > out && k < f.k || out-b < 2 {
			continue
		}
		lb, gain := lower(k, k+b), 0.02
		if k == f.k {
			gain = 0 // elsewhere nobody has it: perhaps nobody can
		}
		if lb > f.lb+gain || f.under != "" && lb >= f.lb {
			f.under, f.lb = d, lb
		}
	}
	if f.under != "" {
		f.k, f.n = good[f.under], good[f.under]+bad[f.under]
	}
}

// fewFiles reports whether an item of functions occurs in less than half of the
// files of their role: two large ones make no way of doing it.
func (c *corpus) fewFiles(g *roleStats, item string, with, all int) bool {
	return g.role.Unit == "function" && g.role.Func == "" && plainCall(item) && 2*with < all
}

// narrowerBase reports whether a base is called after a narrower kind than the
// role: of what is called *Lamp, TableReadingLamp is the base of some.
func narrowerBase(r business.Role, item string) bool {
	ws := business.NameWords(item[len("extends:"):])
	return r.By == "suffix" && len(ws) > 2 && strings.EqualFold(ws[len(ws)-1], r.Name) && ws[0] != "base" && ws[0] != "abstract"
}

// owed reports whether functions use an item because of what they must return:
// who returns a Verdict makes it with Verdict.Accept.
func (c *corpus) owed(f candidate) bool {
	root, _, ok := strings.Cut(f.item, ".")
	if f.role.Unit != "function" || !ok || !plainCall(f.item) {
		return false
	}
	has, returning := 0, 0
	for _, ref := range f.units {
		_, u := c.at(ref)
		if slices.Contains(u.Calls, f.item) {
			has++
			if u.Returns == root {
				returning++
			}
		}
	}
	return has > 0 && 10*returning >= 7*has
}

// partOf reports whether an annotation marks only a part of those that another
// one marks, none of which need have the item: entities with an index are
// entities, and what they share besides came about by chance.
func (c *corpus) partOf(g *roleStats, item string, count, itemTotal map[string]int) bool {
	if g.role.By != "annotation" || !strings.HasPrefix(item, "@") || c.oursNote(g.lang, g.role.Name) {
		return false
	}
	n := len(g.units)
	for it, k := range count {
		if it == item || !strings.HasPrefix(it, "@") || it[1:] == g.role.Name || 20*k < 19*n {
			continue
		}
		wider := itemTotal[g.lang+g.role.Unit+it]
		if 4*wider >= 5*n && lower(min(wider, itemTotal[g.lang+g.role.Unit+item]), wider) < minLower {
			return true
		}
	}
	return false
}

// calledSo reports whether a library's mark stands on classes that are called
// by its name.
func (c *corpus) calledSo(g *roleStats, item string) bool {
	if g.role.Unit != "class" || !strings.HasPrefix(item, "@") || c.oursNote(g.lang, item[1:]) {
		return false
	}
	has, so := 0, 0
	for _, ref := range g.units {
		if _, u := c.at(ref); slices.Contains(u.Notes, item[1:]) {
			has++
			if kinWords(u.Name, item[1:]) {
				so++
			}
		}
	}
	return 10*so >= 7*has
}

// paired reports whether two annotations of others stand together: no guard of
// this project.
func (c *corpus) paired(g *roleStats, item string) bool {
	return g.role.By == "annotation" && g.role.Unit == "class" && strings.HasPrefix(item, "@") && !c.oursNote(g.lang, g.role.Name) && !c.oursNote(g.lang, item[1:])
}

// namesake reports whether an annotation has its guarding word from the kind of
// class it stands on: what a HealthCheck carries as CheckOn guards nothing.
func namesake(r business.Role, item string) bool {
	if !strings.HasPrefix(item, "@") || r.By != "suffix" && r.By != "file" && r.By != "base" && r.By != "dir" {
		return false
	}
	own := singular(business.NameWords(strings.Trim(strings.TrimSuffix(lastFolder(r.Name), pathExt(r.Name)), "*._-")))
	return slices.ContainsFunc(singular(business.NameWords(item[1:])), func(w string) bool { return slices.Contains(own, w) && guardLike(w) })
}

// getter reports whether a name asks for something by name.
func getter(item string) bool {
	ws := business.NameWords(business.LastName(item))
	return len(ws) > 1 && !strings.Contains(item, ".") && ws[0] == "get"
}
