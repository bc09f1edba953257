package mine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// mineBoundaries finds folders that never import another although the other
// way round is common and they import enough for the absence to tell.
func (c *corpus) mineBoundaries() []business.Rule {
	type edge struct{ from, to string }
	count, out, in := map[edge]int{}, map[string]int{}, map[string]int{}
	example, breach := map[edge][]string{}, map[edge][]string{}
	users := map[string]map[int]string{} // folder -> files that import it, and the folder they lie in
	roots := c.roots()
	c.eachImport(func(m importer) {
		if m.to == "" {
			return
		}
		for _, depth := range depths(roots[c.files[m.file].Lang]) {
			a, b := c.folder(c.files[m.file].Path, depth), c.folder(m.to, depth)
			if a == "" || b == "" || a == b || path.Dir(a) != path.Dir(b) {
				continue
			}
			e := edge{a, b}
			count[e]++
			out[a]++
			in[b]++
			if users[b] == nil {
				users[b] = map[int]string{}
			}
			users[b][m.file] = a
			if len(breach[e]) < 10 {
				breach[e] = append(breach[e], c.site(m))
			}
			if len(example[edge{b, a}]) < 3 {
				example[edge{b, a}] = append(example[edge{b, a}], c.site(m))
			}
		}
	})
	var rules []business.Rule
	var pairs []edge
	for e := range count {
		pairs = append(pairs, edge{e.to, e.from})
	}
	slices.SortFunc(pairs, func(a, b edge) int { return strings.Compare(a.from+"\x00"+a.to, b.from+"\x00"+b.to) })
	for _, e := range pairs {
		back, forth := count[edge{e.to, e.from}], count[e]
		siblings := 0
		for other := range in {
			if path.Dir(other) == path.Dir(e.to) && other != e.from {
				siblings += in[other]
			}
		}
		expected := float64(out[e.from]) * float64(in[e.to]) / float64(max(1, siblings))
		if !c.absent(back, forth, expected) || !ranked(e.from, e.to) || plainData(e.from) {
			continue
		}
		if !c.tiny() && !tempting(users[e.to], e.from) {
			continue
		}
		n := int(expected)
		lb := lower(n-forth, n)
		if lb < 0.6 && !c.tiny() {
			continue
		}
		if forth == 0 && c.enforced(e.from, e.to) {
			continue // an import that is there was possible
		}
		r := business.Rule{Statement: fmt.Sprintf("`%s/` never imports `%s/` (%s depends on %s, not the other way round).", e.from, e.to, path.Base(e.to), path.Base(e.from)),
			Kind: business.ImportBoundary, Source: business.FromCode, Support: n - forth, Sites: n, Confidence: lb,
			Scope: business.Scope{Paths: []string{e.from + "/**"}}, Check: &business.Check{Modules: []string{e.to}},
			Score: 0.93 * lb * min(1, 0.7+float64(back)/400)}
		if runByFramework(e.to) {
			r.Score *= idle
		}
		c.evidence(&r, example[e], breach[e])
		r.Recent, r.Migrating = nil, false // an absence has no sites
		rules = append(rules, r)
	}
	rules = mergeBoundaries(rules)
	sortRules(rules)
	return c.spellPackages(rules[:min(mostBoundaries, len(rules))])
}

// mostBoundaries is how many of its layers a repository tells at once.
const mostBoundaries = 4

// absent reports whether too few imports lead one way for the other to be an
// accident.
func (c *corpus) absent(back, forth int, expected float64) bool {
	if c.tiny() {
		return back >= 4 && expected >= 2.5 && (forth == 0 || forth == 1 && back >= 6)
	}
	return back >= minUnits && expected >= 5 && float64(forth) <= 0.02*expected && forth <= 3
}

// tempting reports whether enough files elsewhere import a folder that one
// more could: what a single file registers is nobody else's to import.
func tempting(users map[int]string, from string) bool {
	n := 0
	for _, in := range users {
		if in != from {
			n++
		}
	}
	return n >= 5
}

// idle is what the rank of a boundary is multiplied with that few would cross.
const idle = 0.5

// runByFramework reports whether a folder holds what a framework finds and
// runs, which other code has little cause to import.
func runByFramework(dir string) bool {
	return slices.Contains([]string{"listeners", "listener", "handlers", "eventhandlers", "controllers", "controller", "commands", "console", "subscribers", "subscriber", "observers", "migrations", "migration", "seeds", "seeders", "seeder",
		"views", "pages", "routes", "tests", "test", "spec", "e2e", "fixtures", "initializers", "mailers", "providers", "cron", "crons", "tasks", "cmd", "bin"}, strings.ToLower(path.Base(dir)))
}

// plainData reports whether a folder holds values that call nothing.
func plainData(dir string) bool {
	return slices.Contains([]string{"events", "event", "dto", "dtos", "dataobjects", "factory", "factories", "enum", "enums", "types", "constants", "exceptions", "exception", "errors", "messages", "vo", "valueobjects", "schemas", "structs", "datamapper", "casts"}, strings.ToLower(path.Base(dir)))
}

// roots are, by language, how many folders all its files have in common:
// src/main/java/org/example tells nothing.
func (c *corpus) roots() map[string]int {
	common := map[string][]string{}
	for i := range c.files {
		f := &c.files[i]
		dir := strings.Split(path.Dir(f.Path), "/")
		old, ok := common[f.Lang]
		if !ok {
			common[f.Lang] = dir
			continue
		}
		n := 0
		for n < len(old) && n < len(dir) && old[n] == dir[n] {
			n++
		}
		common[f.Lang] = old[:n]
	}
	n := map[string]int{}
	for lang, dir := range common {
		n[lang] = len(dir)
	}
	return n
}

// depths are how deep folders are compared: near the top of the tree, and
// just below what all files of a language have in common.
func depths(root int) []int {
	out := []int{1, 2, 3}
	for d := root + 1; d <= root+2; d++ {
		if d > 3 {
			out = append(out, d)
		}
	}
	return out
}

// spellPackages adds how imports name the folders that a rule is about, where
// packages are named otherwise than folders.
func (c *corpus) spellPackages(rules []business.Rule) []business.Rule {
	byDir := map[string][]string{}
	for _, key := range sortedKeys(c.packages) {
		_, pkg, _ := strings.Cut(key, " ")
		byDir[c.packages[key]] = append(byDir[c.packages[key]], pkg)
	}
	for i := range rules {
		mods := rules[i].Check.Modules
		for _, m := range slices.Clone(mods) {
			if names := byDir[m]; len(names) > 0 {
				mods = append(mods, names...)
				continue
			}
			if rest, ok := strings.CutPrefix(m, "src/"); ok && c.paths["src/lib"]+c.paths["src/main"] > 0 {
				mods = append(mods, "crate::"+strings.ReplaceAll(rest, "/", "::"))
			}
		}
		rules[i].Check.Modules = mods
	}
	return rules
}

// folder is the first segments of a file's path, from below a common root
// such as src; "" when it is not that deep.
func (c *corpus) folder(p string, depth int) string {
	parts := strings.Split(p, "/")
	if len(parts) <= depth && !c.dirs[p] {
		return ""
	}
	if len(parts) < depth {
		return ""
	}
	return strings.Join(parts[:depth], "/")
}

// mergeBoundaries says once what many siblings have in common.
func mergeBoundaries(rules []business.Rule) []business.Rule {
	byTarget := map[string][]business.Rule{}
	for _, r := range rules {
		key := r.Check.Modules[0] + "\x00" + path.Dir(strings.TrimSuffix(r.Scope.Paths[0], "/**"))
		byTarget[key] = append(byTarget[key], r)
	}
	var out []business.Rule
	for _, key := range sortedKeys(byTarget) {
		list := byTarget[key]
		m := list[0]
		if len(list) > 1 {
			var names []string
			m.Support, m.Sites, m.Violations = 0, 0, nil
			m.Scope.Paths = nil
			for _, r := range list {
				dir := strings.TrimSuffix(r.Scope.Paths[0], "/**")
				names = append(names, "`"+dir+"/`")
				m.Scope.Paths = append(m.Scope.Paths, r.Scope.Paths[0])
				m.Support, m.Sites = m.Support+r.Support, m.Sites+r.Sites
				m.Violations = append(m.Violations, r.Violations...)
			}
			m.Statement = fmt.Sprintf("%s never import `%s/`.", strings.Join(names, ", "), m.Check.Modules[0])
			m.Confidence = lower(m.Support, m.Sites)
			m.Violations = sites(m.Violations, 10)
		}
		out = append(out, m)
	}
	return joinTargets(out)
}

// joinTargets says once what one folder keeps away from.
func joinTargets(rules []business.Rule) []business.Rule {
	var out []business.Rule
	for _, r := range rules {
		i := slices.IndexFunc(out, func(x business.Rule) bool {
			return slices.Equal(x.Scope.Paths, r.Scope.Paths) && path.Dir(x.Check.Modules[0]) == path.Dir(r.Check.Modules[0])
		})
		if i < 0 {
			out = append(out, r)
			continue
		}
		m := &out[i]
		m.Check.Modules = append(m.Check.Modules, r.Check.Modules...)
		var from, to []string
		for _, p := range m.Scope.Paths {
			from = append(from, "`"+strings.TrimSuffix(p, "**")+"`")
		}
		for _, t := range m.Check.Modules {
			to = append(to, "`"+t+"/`")
		}
		verb := map[bool]string{true: "imports", false: "import"}[len(from) == 1]
		m.Statement = fmt.Sprintf("%s never %s %s.", strings.Join(from, ", "), verb, strings.Join(to, " or "))
		m.Support, m.Sites = m.Support+r.Support, m.Sites+r.Sites
		m.Confidence, m.Score = lower(m.Support, m.Sites), max(m.Score, r.Score)
		m.Examples, m.Violations = sites(append(m.Examples, r.Examples...), 3), sites(append(m.Violations, r.Violations...), 10)
		m.Changed = m.Changed || r.Changed
	}
	return out
}
