package mine

import (
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// A boundary that the build enforces is no news: an import across it would not
// compile. What can be imported is read from the build files, and where they
// leave a doubt the boundary counts as not enforced.

// builds are the module graphs of a repository, with the modules of its files.
type builds struct {
	graphs map[string][]*moduleGraph // by language; no graph where nothing is compiled
	homes  map[*moduleGraph][]int    // for each file of the corpus its module, -1 for none
}

// buildFile is one file that a build is read from.
type buildFile struct {
	path string
	text []byte
	ok   bool // false for what is too large or cannot be read
}

// mostBuildFile is how large a file of a build may be: nobody writes more by
// hand.
const mostBuildFile = 256 << 10

// buildReader reads the modules of one kind of build.
type buildReader struct {
	langs []string
	match func(p string) bool
	read  func([]buildFile) *moduleGraph
}

// buildReaders lists them; npm and pnpm are not here, for what they hoist can
// be imported everywhere, nor are languages in which nothing is compiled.
func buildReaders() []buildReader {
	return []buildReader{
		{[]string{"java", "kotlin"}, isPom, readMaven},
		{[]string{"java", "kotlin"}, isGradle, readGradle},
		{[]string{"csharp"}, isMSBuild, readDotnet},
		{[]string{"rust"}, isAny("Cargo.toml"), readCargo},
	}
}

// builds reads the build files, once and only when a boundary asks for them.
func (c *corpus) builds() *builds {
	if c.built != nil {
		return c.built
	}
	c.built = &builds{map[string][]*moduleGraph{}, map[*moduleGraph][]int{}}
	for _, r := range buildReaders() {
		c.addBuild(c.tree.graph(r), r.langs)
	}
	c.addBuild(c.readGoPackages(), []string{"go"})
	for _, lang := range []string{"java", "csharp", "rust"} {
		for _, g := range c.built.graphs[lang] {
			c.checkAgainstImports(g, lang)
		}
	}
	return c.built
}

func (c *corpus) addBuild(g *moduleGraph, langs []string) {
	if g == nil || len(g.list) == 0 {
		return
	}
	homes := make([]int, len(c.files))
	for i := range c.files {
		homes[i] = -1
		if slices.Contains(langs, c.files[i].Lang) {
			homes[i] = g.home(path.Dir(c.files[i].Path))
		}
	}
	c.built.homes[g] = homes
	for _, lang := range langs {
		c.built.graphs[lang] = append(c.built.graphs[lang], g)
	}
}

// graph reads the modules that one kind of build has in this tree, nil for
// none and for a shape that its reader did not expect.
func (t tree) graph(r buildReader) (g *moduleGraph) {
	defer func() {
		if recover() != nil {
			g = nil
		}
	}()
	var files []buildFile
	for _, p := range t.files {
		if !r.match(p) || inFixtures(p) {
			continue
		}
		raw, err := t.read(p)
		ok := err == nil && len(raw) <= mostBuildFile
		if !ok {
			raw = nil
		}
		files = append(files, buildFile{p, raw, ok})
	}
	if len(files) == 0 {
		return nil
	}
	return r.read(files)
}

// inFixtures reports whether a build file is there to be tried by tests, or is
// a template for new projects.
func inFixtures(p string) bool {
	for _, d := range []string{"/src/test/", "/src/it/", "/archetype-resources/", "/testdata/", "/fixtures/"} {
		if strings.Contains("/"+p, d) {
			return true
		}
	}
	return false
}

// nearlyAll is the share of pairs of files between two folders for which an
// import must be impossible before the build is said to enforce it. It is not
// all of them: one module in a folder of thirty that could be reached does not
// make the boundary worth a card.
const nearlyAll = 0.95

// enforced reports whether the build makes it impossible for the files below
// one folder to import those below another.
func (c *corpus) enforced(from, to string) bool {
	a, b := c.filesBelow(from), c.filesBelow(to)
	var pairs, barred float64
	for _, group := range [][]string{{"java", "kotlin"}, {"csharp"}, {"rust"}, {"go"}, nil} {
		froms, tos := c.modulesOf(a, group), c.modulesOf(b, group)
		for x, n := range froms {
			for y, m := range tos {
				pairs += float64(n) * float64(m)
				if group != nil && c.bars(group[0], x, y) {
					barred += float64(n) * float64(m)
				}
			}
		}
	}
	return pairs > 0 && barred >= nearlyAll*pairs
}

// place is the module that a file belongs to in each of up to two builds.
type place [2]int

// bars reports whether the builds keep one module from importing another:
// one that knows both says so, and none allows it.
func (c *corpus) bars(lang string, a, b place) bool {
	known := false
	for i, g := range c.builds().graphs[lang] {
		if i < len(a) && a[i] >= 0 && b[i] >= 0 {
			if !g.bars(a[i], b[i]) {
				return false
			}
			known = true
		}
	}
	return known
}

// modulesOf counts, by module, the files of a range that are written in one of
// the languages; nil stands for all that are not compiled.
func (c *corpus) modulesOf(files span, langs []string) map[place]int {
	out := map[place]int{}
	for i := files.from; i < files.to; i++ {
		lang := c.files[i].Lang
		at := place{-1, -1}
		if langs == nil {
			if lang != "sql" && lang != "prisma" && !slices.Contains([]string{"java", "kotlin", "csharp", "rust", "go"}, lang) {
				out[at]++
			}
			continue
		}
		if !slices.Contains(langs, lang) {
			continue
		}
		for n, g := range c.builds().graphs[langs[0]] {
			if n < len(at) {
				at[n] = c.built.homes[g][i]
			}
		}
		out[at]++
	}
	return out
}

// span is a range of the corpus's files, which are in the order of paths.
type span struct{ from, to int }

func (c *corpus) filesBelow(dir string) span {
	less := func(f business.Facts, p string) int { return strings.Compare(f.Path, p) }
	from, _ := slices.BinarySearchFunc(c.files, dir+"/", less)
	to, _ := slices.BinarySearchFunc(c.files, dir+"0", less) // "0" follows "/"
	return span{from, to}
}
