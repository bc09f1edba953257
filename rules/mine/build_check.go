package mine

import (
	"path"
	"slices"
	"strings"
)

// checkAgainstImports holds what was read from build files against the
// imports in the code: a module that imports another one, although it cannot
// by our reading, was read wrongly: it may depend on that one, and on more.
func (c *corpus) checkAgainstImports(g *moduleGraph, lang string) {
	owners, homes := c.packageOwners(g), c.built.homes[g]
	type pair struct{ from, to int }
	var wrong []pair
	c.eachImport(func(m importer) {
		f := &c.files[m.file]
		from := homes[m.file]
		if from < 0 || m.to == "" || platform(f.Lang) != lang {
			return
		}
		dir := m.to
		at, isFile := c.paths[m.to]
		if isFile {
			dir = path.Dir(c.files[at].Path)
		} else if !c.surelyHere(f.Lang, m.im.Module) {
			return
		}
		// a package that several modules have may come from any of them
		reached := func(to int) bool { return g.reach(from, false).has(to) || g.apart != nil && g.apart(from, to) }
		if mods := owners[dir]; len(mods) > 0 && !slices.ContainsFunc(mods, reached) {
			wrong = append(wrong, pair{from, mods[0]})
		}
	})
	for _, p := range wrong {
		g.need(p.from, p.to, false)
		g.list[p.from].open = true
	}
	g.changed()
}

// surelyHere reports whether what is imported is in this repository, when no
// file bears its name. Packages may be shared with libraries: the name that
// is imported must be one of ours, and a namespace none that all extend. In
// Java a file always bears the name.
func (c *corpus) surelyHere(lang, module string) bool {
	switch lang {
	case "csharp":
		head, _, _ := strings.Cut(module, ".")
		return head != "Microsoft" && head != "System"
	case "java":
		return false
	}
	return c.ours(lang, module[strings.LastIndexAny(module, ".:")+1:])
}

// packageOwners gives the modules that files of a package lie in, by the
// folder that stands for the package: one name may be used by several.
func (c *corpus) packageOwners(g *moduleGraph) map[string][]int {
	out := map[string][]int{}
	for i, f := range c.files {
		home := c.built.homes[g][i]
		if f.Package == "" || home < 0 {
			continue
		}
		dir := c.packages[platform(f.Lang)+" "+f.Package]
		if !slices.Contains(out[dir], home) {
			out[dir] = append(out[dir], home)
		}
	}
	return out
}
