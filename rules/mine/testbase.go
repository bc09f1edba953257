package mine

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// What the classes that hold tests build on: a base, a trait or a mixin of the
// project, a mark that says what they cover.

// mostTestBases bounds what is said of the tests of one language.
const mostTestBases = 3

// testBases counts test classes and what they have, by folder.
type testBases struct {
	lang, dir string
	units     []unitRef
	items     map[string]int
}

// mineTestBases finds what nearly all test classes below a folder have.
func (c *corpus) mineTestBases() []business.Rule {
	t := &corpus{files: c.tests, defs: c.testDefs(), added: c.added, changed: c.changed}
	t.inherit()
	by := map[string]*testBases{}
	role := business.Role{By: business.TestRole, Name: "class", Unit: "class"}
	t.eachUnit(func(f *business.Facts, u *business.Unit, ref unitRef) {
		if u.Kind != "class" || !slices.Contains(business.Roles(f, u), role) || slices.Contains(u.Mods, "abstract") {
			return
		}
		for d := path.Dir(f.Path); ; d = path.Dir(d) {
			key := f.Lang + " " + d
			if by[key] == nil {
				by[key] = &testBases{lang: f.Lang, dir: d, items: map[string]int{}}
			}
			by[key].units = append(by[key].units, ref)
			for _, it := range business.Items(u) {
				if t.testItem(f.Lang, it) {
					by[key].items[it]++
				}
			}
			if d == "." {
				break
			}
		}
	})
	var found []candidate
	for _, key := range sortedKeys(by) {
		g := by[key]
		for _, it := range sortedKeys(g.items) {
			if f, ok := t.testBase(g, role, it); ok && !t.nearerBase(g, it) {
				found = append(found, f)
			}
		}
	}
	return t.sayTestBases(found)
}

// nearerBase reports whether nearly all that extend a base in a folder do so
// through one heir of it: that heir is what a new test there extends.
func (c *corpus) nearerBase(g *testBases, item string) bool {
	base, ok := strings.CutPrefix(item, "extends:")
	if !ok {
		return false
	}
	for _, other := range sortedKeys(g.items) {
		heir, ok := strings.CutPrefix(other, "extends:")
		if ok && other != item && 10*g.items[other] >= 9*g.items[item] && c.heirs(g.lang, base)[heir] {
			return true
		}
	}
	return false
}

func (c *corpus) testDefs() map[string]int {
	defs := map[string]int{}
	for _, files := range [][]business.Facts{c.files, c.tests} {
		for i := range files {
			for _, d := range files[i].Defs {
				defs[files[i].Lang+" "+d]++
			}
		}
	}
	return defs
}

// testItem reports whether a project chose what its test classes have: its own
// base, trait or mark, or one that names what a test covers.
func (c *corpus) testItem(lang, item string) bool {
	switch {
	case strings.HasPrefix(item, "extends:"):
		return c.ours(lang, item[8:]) && !within(business.NameWords(item[8:]), []string{"test", "tests", "case", "base", "unit", "abstract"})
	case strings.HasPrefix(item, "use "), strings.HasPrefix(item, "include "):
		_, name, _ := strings.Cut(item, " ")
		return c.ours(lang, business.LastName(name))
	case strings.HasPrefix(item, "@"):
		return strings.HasPrefix(item, "@Covers") || c.ours(lang, item[1:]) || c.ours(lang, item[1:]+"Attribute")
	}
	return false
}

// testBase counts an item in a folder, and answers the widest folder in which
// nearly all have it.
func (c *corpus) testBase(g *testBases, role business.Role, item string) (candidate, bool) {
	f := c.fit(candidate{roleStats: &roleStats{role: role, lang: g.lang, units: g.units}, item: item, k: g.items[item], n: len(g.units)})
	if f.k < c.few() || g.items[item] < 4 || f.lb < c.least() {
		return f, false
	}
	f.score = 0.55 * f.lb
	if strings.Contains(item, " ") {
		f.score = 0.47 * f.lb // a trait may serve what they test, not how
	}
	if f.under == "" && g.dir != "." {
		f.under = g.dir
	}
	return f, true
}

// sayTestBases keeps for each item the folder that says most, and little for
// each language.
func (c *corpus) sayTestBases(found []candidate) []business.Rule {
	slices.SortStableFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.reach(), a.reach()), cmp.Compare(strings.Count(b.under, "/"), strings.Count(a.under, "/")), cmp.Compare(a.under, b.under))
	})
	var out []business.Rule
	said, per := map[string]bool{}, map[string]int{}
	for _, f := range found {
		if per[f.lang] == mostTestBases || said[f.lang+" "+f.item] {
			continue
		}
		said[f.lang+" "+f.item] = true
		per[f.lang]++
		out = append(out, c.roleRule(f))
	}
	return out
}
