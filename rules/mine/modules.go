package mine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// importer is one import of a module by a file.
type importer struct {
	file int
	im   *business.Import
	to   string // resolved path, "" when external
}

// eachImport visits the imports of all source files.
func (c *corpus) eachImport(visit func(importer)) {
	for i := range c.files {
		f := &c.files[i]
		for j := range f.Imports {
			im := &f.Imports[j]
			visit(importer{i, im, c.resolve(f, im.Module)})
		}
	}
}

func (c *corpus) site(m importer) string {
	return fmt.Sprintf("%s:%d", c.files[m.file].Path, m.im.Line)
}

// index of all imports, made once.
type imports struct {
	external map[string][]importer   // "lang package" of other people's code
	into     map[string]map[int]bool // resolved path -> importing files
	symbols  map[string][]importer   // "lang name" of an imported symbol
}

func (c *corpus) indexImports() imports {
	x := imports{map[string][]importer{}, map[string]map[int]bool{}, map[string][]importer{}}
	c.eachImport(func(m importer) {
		lang := c.files[m.file].Lang
		if m.to != "" {
			if x.into[m.to] == nil {
				x.into[m.to] = map[int]bool{}
			}
			x.into[m.to][m.file] = true
		} else if p := packageOf(lang, m.im.Module); p != "" {
			x.external[lang+" "+p] = append(x.external[lang+" "+p], m)
		}
		for _, n := range m.im.Names {
			if len(n) > 2 && (lang != "php" || m.im.Alias == "" || m.im.Alias == n) { // under another name it is another's
				x.symbols[lang+" "+n] = append(x.symbols[lang+" "+n], m)
			}
		}
	})
	return x
}

// minePreferred finds symbols that nearly everybody takes from one module of
// the project although another one has them too.
func (c *corpus) minePreferred(x imports) []business.Rule {
	var out []business.Rule
	for _, key := range sortedKeys(x.symbols) {
		users := x.symbols[key]
		lang, sym, _ := strings.Cut(key, " ")
		if len(users) < c.few() || lang == "go" || lang == "java" || lang == "kotlin" || lang == "rust" {
			continue
		}
		by := map[string][]importer{}
		for _, u := range users {
			by[c.moduleName(u)] = append(by[c.moduleName(u)], u)
		}
		if len(by) < 2 || len(by) > 6 {
			continue
		}
		if r, ok := c.preferred(lang, sym, by, len(users)); ok {
			out = append(out, r)
		}
	}
	return joinLikes(mergePreferred(out))
}

func addRecent(a, b *business.Recent) *business.Recent {
	if a == nil || b == nil {
		return nil
	}
	return &business.Recent{Support: a.Support + b.Support, Sites: a.Sites + b.Sites}
}

func quotedAnd(list []string, most int) string {
	return strings.ReplaceAll(quoted(list[:min(most, len(list))]), " or ", ", ")
}

func (c *corpus) moduleName(m importer) string {
	if m.to != "" {
		return m.to
	}
	return m.im.Module
}

func (c *corpus) preferred(lang, sym string, by map[string][]importer, n int) (business.Rule, bool) {
	best := ""
	for _, m := range sortedKeys(by) {
		if best == "" || len(by[m]) > len(by[best]) {
			best = m
		}
	}
	good := by[best]
	if good[0].to == "" || 2*len(good) < n {
		return business.Rule{}, false
	}
	home, ok := c.paths[best]
	if !ok {
		return business.Rule{}, false
	}
	var rivals []string
	var bad []string
	for _, m := range sortedKeys(by) {
		if m == best || strings.HasPrefix(best, m) || strings.HasPrefix(m, best) {
			continue // a barrel of the same place is no rival
		}
		if !c.wraps(home, m) {
			return business.Rule{}, false
		}
		rivals = append(rivals, m)
		for _, u := range by[m] {
			if u.file != home { // the wrapper itself may
				bad = append(bad, c.site(u))
			}
		}
	}
	if len(rivals) == 0 || lang == "php" && (len(bad) == 0 || sym == "Controller") || lower(len(good), len(good)+len(bad)) < c.least() {
		return business.Rule{}, false
	}
	lb := lower(len(good), len(good)+len(bad))
	if len(bad) > 0 && !c.tiny() && lb < leastPreferred || c.standAlone(good, by, home) {
		return business.Rule{}, false
	}
	var ex []string
	for _, u := range good {
		ex = append(ex, c.site(u))
	}
	r := business.Rule{Statement: fmt.Sprintf("Import `%s` from `%s`, not from %s.", sym, c.spelled(good[0]), quoted(rivals)), Kind: business.PreferImport, Source: business.FromCode,
		Support: len(good), Sites: len(good) + len(bad), Confidence: lb, Scope: business.Scope{Languages: []string{lang}},
		Check: &business.Check{Names: []string{sym}, Modules: rivals, Allow: []string{best}}, Score: 0.92 * lb}
	c.evidence(&r, ex, bad)
	return r, true
}

// leastPreferred is how surely all but a few take a symbol from one module,
// where some do not.
const leastPreferred = 0.75

// standAlone reports whether some who take a symbol from a rival that is the
// project's own lie in a package of which nobody takes it from the preferred
// module: a package that stands for itself cannot.
func (c *corpus) standAlone(good []importer, by map[string][]importer, home int) bool {
	in := map[string]bool{c.packageFolder(c.files[home].Path): true}
	for _, u := range good {
		in[c.packageFolder(c.files[u.file].Path)] = true
	}
	for _, list := range by {
		for _, u := range list {
			if u.to != "" && !in[c.packageFolder(c.files[u.file].Path)] {
				return true
			}
		}
	}
	return false
}

// packageFolder is the folder of the nearest manifest above a file, "" for
// the root.
func (c *corpus) packageFolder(file string) string {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		for _, name := range []string{"package.json", "composer.json", "pyproject.toml", "setup.py"} {
			if _, found := slices.BinarySearch(c.tree.files, dir+"/"+name); found {
				return dir
			}
		}
	}
	return ""
}

// spelled is how a module is best named: as people write it, or by its place
// where they write it relative to theirs.
func (c *corpus) spelled(m importer) string {
	if strings.HasPrefix(m.im.Module, ".") {
		return m.to
	}
	return m.im.Module
}

// wraps reports whether the file at home builds on the rival: same name in
// two unrelated modules means nothing.
func (c *corpus) wraps(home int, rival string) bool {
	f := &c.files[home]
	for _, im := range f.Imports {
		if im.Module == rival || c.resolve(f, im.Module) == rival {
			return true
		}
	}
	return false
}

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = "`" + s + "`"
	}
	return strings.Join(out, " or ")
}

// aliasUse is how one module is imported.
type aliasUse struct {
	named map[string][]string
	sites []string
	all   int
}

// others are the imports under another name. A module may well be imported
// without one.
func (u *aliasUse) others(alias string) []string {
	var out []string
	for _, a := range sortedKeys(u.named) {
		if a != alias {
			out = append(out, u.named[a]...)
		}
	}
	return out
}

// mineAliases finds modules that nearly everybody imports under one name.
func (c *corpus) mineAliases() []business.Rule {
	uses := map[string]*aliasUse{}
	c.eachImport(func(m importer) {
		f := &c.files[m.file]
		if f.Lang != "go" && f.Lang != "python" {
			return
		}
		key := f.Lang + " " + m.im.Module
		if uses[key] == nil {
			uses[key] = &aliasUse{named: map[string][]string{}}
		}
		uses[key].all++
		uses[key].sites = append(uses[key].sites, c.site(m))
		if a := m.im.Alias; a != "" && a != "_" && a != "." && !(f.Lang == "python" && len(m.im.Names) > 0) {
			uses[key].named[a] = append(uses[key].named[a], c.site(m))
		}
	})
	var out []business.Rule
	for _, key := range sortedKeys(uses) {
		u := uses[key]
		lang, module, _ := strings.Cut(key, " ")
		for _, alias := range sortedKeys(u.named) {
			k := len(u.named[alias])
			lb := lower(k, u.all)
			if k < c.few() || lb < c.least() || lang == "go" && alias == business.GoPackage(module) {
				continue
			}
			r := business.Rule{Statement: fmt.Sprintf("Import `%s` as `%s`.", module, alias), Kind: business.ImportAlias, Source: business.FromCode, Support: k, Sites: u.all,
				Confidence: lb, Scope: business.Scope{Languages: []string{lang}}, Check: &business.Check{Modules: []string{module}, Alias: alias}, Score: 0.55 * lb}
			c.evidence(&r, u.named[alias], u.others(alias))
			out = append(out, r)
		}
	}
	return out
}
