package mine

import (
	"math"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// corpus is a repository as facts, with what the miners look up.
type corpus struct {
	files []business.Facts // without tests
	tests []business.Facts //
	defs  map[string]int   // "lang name" -> definitions
	paths map[string]int   // module path without extension -> index into files
	tails map[string][]int // last two segments of that path -> files
	dirs  map[string]bool  // folders with source files
	gomod string           // module path of the root go.mod

	classes   map[string]*class          // "lang name" of classes
	extenders map[string][]string        // "lang name" of a base -> the classes that name it
	below     map[string]map[string]bool // answers of heirs
	packages  map[string]string          // "lang package" -> folder
	kin       map[string]bool            // "lang name" that those who made this project made elsewhere

	weights weighing // of traits of sentences
	heard   func(document string, s sentence, weight, score float64, proposed bool)

	tree  tree
	built *builds // what the build files say, nil until asked

	added   map[string]int64 // when a file came in, as far as known
	changed map[string]bool  // files that changed since a revision, nil for no revision
}

func newCorpus(t tree, all []business.Facts) *corpus {
	c := &corpus{tree: t, defs: map[string]int{}, paths: map[string]int{}, tails: map[string][]int{}, dirs: map[string]bool{}}
	oneCase(all)
	for _, f := range all {
		if f.Test {
			c.tests = append(c.tests, f)
			continue
		}
		if forShow(f.Path) {
			continue
		}
		c.files = append(c.files, f)
		for _, d := range f.Defs {
			c.defs[f.Lang+" "+d]++
		}
	}
	c.packages = map[string]string{}
	for i, f := range c.files {
		if key := platform(f.Lang) + " " + f.Package; f.Package != "" && c.packages[key] == "" && path.Dir(f.Path) != "." {
			c.packages[key] = path.Dir(f.Path)
		}
		stem := strings.TrimSuffix(f.Path, path.Ext(f.Path))
		for _, s := range []string{stem, strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(stem, "/index"), "/__init__"), "/mod")} {
			c.paths[s] = i
			c.tails[tail(s)] = append(c.tails[tail(s)], i)
		}
		for d := path.Dir(f.Path); d != "." && !c.dirs[d]; d = path.Dir(d) {
			c.dirs[d] = true
		}
	}
	if raw, err := t.read("go.mod"); err == nil {
		for line := range strings.Lines(string(raw)) {
			if m, ok := strings.CutPrefix(strings.TrimSpace(line), "module "); ok {
				c.gomod = strings.TrimSpace(m)
				break
			}
		}
	}
	c.inherit()
	c.related()
	return c
}

// forShow reports whether a file is there to be read by users, in a folder of
// examples: its habits are no convention.
func forShow(p string) bool {
	if first, _, below := strings.Cut(p, "/"); below && slices.Contains([]string{"demo", "demos", "example", "playground", "playgrounds"}, first) {
		return true
	}
	if strings.HasPrefix(p, ".") && strings.Contains(p, "/") {
		return true // ".github/", ".agents/": of tools, not of the program
	}
	for _, d := range strings.Split(path.Dir(p), "/") {
		if d == "examples" || d == "samples" || strings.HasSuffix(d, "-examples") || strings.HasSuffix(d, "-samples") {
			return true
		}
	}
	return false
}

func tail(p string) string {
	parts := strings.Split(p, "/")
	return strings.Join(parts[max(0, len(parts)-2):], "/")
}

// resolve finds the file or folder of the repository that a module names;
// "" for what comes from outside.
func (c *corpus) resolve(f *business.Facts, module string) string {
	switch f.Lang {
	case "ts":
		return c.resolveTS(f, module)
	case "go":
		if c.gomod != "" && (module == c.gomod || strings.HasPrefix(module, c.gomod+"/")) {
			return strings.TrimPrefix(strings.TrimPrefix(module, c.gomod), "/")
		}
		return ""
	case "python":
		return c.resolvePython(f, module)
	case "java", "kotlin", "csharp", "php", "rust":
		sep := separator(f.Lang)
		if to, ok := c.resolvePackage(f.Lang, module, sep); ok {
			return to
		}
		if f.Lang == "csharp" {
			return ""
		}
		if rest, ok := strings.CutPrefix(module, "crate::"); ok {
			if p := c.resolveCrate(f.Path, strings.ReplaceAll(rest, "::", "/")); p != "" {
				return p
			}
		}
		if f.Lang == "rust" {
			if p := c.resolveBelow(f.Path, module); p != "" {
				return p
			}
		}
		return c.resolveTail(strings.ReplaceAll(strings.TrimPrefix(module, "crate::"), sep, "/"))
	}
	return ""
}

func separator(lang string) string {
	switch lang {
	case "rust":
		return "::"
	case "php":
		return `\`
	}
	return "."
}

// resolvePackage finds what an import names by what files say of themselves:
// the file of a class, or the folder of a package.
func (c *corpus) resolvePackage(lang, module, sep string) (string, bool) {
	pkg := module
	for range 3 { // a class within a class, or what is static in it
		if dir, ok := c.packages[platform(lang)+" "+pkg]; ok {
			rest := strings.TrimPrefix(strings.TrimPrefix(module, pkg), sep)
			name, _, _ := strings.Cut(rest, sep)
			if _, ok := c.paths[path.Join(dir, name)]; ok && name != "" {
				return path.Join(dir, name), true
			}
			return dir, true
		}
		i := strings.LastIndex(pkg, sep)
		if i < 0 {
			break
		}
		pkg = pkg[:i]
	}
	return "", false
}

// resolveCrate finds a module of the crate that a file belongs to.
func (c *corpus) resolveCrate(file, rest string) string {
	root, _, ok := strings.Cut("/"+file, "/src/")
	if !ok {
		return ""
	}
	p := strings.TrimPrefix(path.Join(root, "src", rest), "/")
	if _, ok := c.paths[p]; ok || c.dirs[p] {
		return p
	}
	return ""
}

// resolveBelow finds a module that a file of Rust declares: below its own name,
// or beside it where it stands for its folder.
func (c *corpus) resolveBelow(file, module string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(module, "self::"), "::")
	dir := strings.TrimSuffix(file, path.Ext(file))
	switch path.Base(dir) {
	case "lib", "main", "mod":
		dir = path.Dir(dir)
	}
	p := path.Join(dir, first)
	if _, ok := c.paths[p]; ok || c.dirs[p] {
		return p
	}
	return ""
}

// platform is the language whose packages another one shares.
func platform(lang string) string {
	if lang == "kotlin" {
		return "java"
	}
	return lang
}

func (c *corpus) resolveTS(f *business.Facts, module string) string {
	m := module
	if strings.HasPrefix(m, ".") {
		m = path.Join(path.Dir(f.Path), m)
		if _, ok := c.paths[trimExt(m)]; ok {
			return trimExt(m)
		}
		return ""
	}
	for _, prefix := range []string{"@/", "~/", "#/", "src/", "@app/", "$lib/", "@server/", "@shared/"} {
		if rest, ok := strings.CutPrefix(m, prefix); ok {
			if p := c.resolveTail(rest); p != "" {
				return p
			}
		}
	}
	if strings.HasPrefix(m, "~") || strings.HasPrefix(m, "@") && !strings.Contains(m, "/") {
		return c.resolveTail(strings.TrimLeft(m, "~@"))
	}
	return ""
}

// trimExt cuts the endings that imports may spell out.
func trimExt(m string) string {
	for _, e := range []string{".js", ".ts", ".tsx", ".jsx", ".mjs", ".vue", ".svelte"} {
		if s, ok := strings.CutSuffix(m, e); ok {
			return s
		}
	}
	return strings.TrimSuffix(m, "/index")
}

// resolveTail finds the one file whose path ends in rest.
func (c *corpus) resolveTail(rest string) string {
	rest = strings.Trim(trimExt(rest), "/")
	if rest == "" {
		return ""
	}
	if _, ok := c.paths[rest]; ok {
		return rest
	}
	found := ""
	for _, i := range c.tails[tail(rest)] {
		stem := strings.TrimSuffix(strings.TrimSuffix(c.files[i].Path, path.Ext(c.files[i].Path)), "/index")
		if stem == rest || strings.HasSuffix(stem, "/"+rest) {
			if found != "" && found != stem {
				return found // ambiguous: the first in order
			}
			found = stem
		}
	}
	return found
}

func (c *corpus) resolvePython(f *business.Facts, module string) string {
	dots := len(module) - len(strings.TrimLeft(module, "."))
	p := strings.ReplaceAll(module[dots:], ".", "/")
	if dots > 0 {
		base := path.Dir(f.Path)
		for range dots - 1 {
			base = path.Dir(base)
		}
		return path.Join(base, p)
	}
	if _, ok := c.paths[p]; ok || c.dirs[p] {
		return p
	}
	for _, prefix := range []string{"src/", "backend/", "app/", "server/", "api/"} {
		if _, ok := c.paths[prefix+p]; ok || c.dirs[prefix+p] {
			return prefix + p
		}
	}
	return ""
}

// ours reports whether a name is defined in this repository.
func (c *corpus) ours(lang, name string) bool {
	if i := strings.LastIndex(name, "."); i >= 0 {
		return c.defs[lang+" "+name[:i]] > 0
	}
	return c.defs[lang+" "+name] > 0
}

// lower is the lower bound of k of n at 95 % (Wilson, z = 1.645).
func lower(k, n int) float64 {
	if n == 0 {
		return 0
	}
	const z = 1.645
	p, m := min(1, float64(k)/float64(n)), float64(n)
	return max(0, (p+z*z/(2*m)-z*math.Sqrt((p*(1-p)+z*z/(4*m))/m))/(1+z*z/m))
}

// sites keeps the first few of a list of places, in order.
func sites(list []string, most int) []string {
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.Clone(list[:min(most, len(list))])
}
