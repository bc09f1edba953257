package mine

import (
	"path"
	"slices"
	"strings"
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
