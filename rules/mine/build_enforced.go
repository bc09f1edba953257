package mine

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// nearlyAll is the share of pairs of files between two folders for which an
// import must be impossible before the build is said to enforce it. It is not
// all of them: one module in a folder of thirty that could be reached does not
// make the boundary worth a card.
const nearlyAll = 0.95

// enforced reports whether the build makes it impossible for the files below
// one folder to import those below another.
func (c *corpus) enforced(from, to string) bool {
	a, b := c.filesBelow(from), c.filesBelow(to)
	groups := [][]string{{"java", "kotlin"}, {"csharp"}, {"rust"}, {"go"}, nil}
	froms, tos := make([]map[place]int, len(groups)), make([]map[place]int, len(groups))
	pairs := 0.0
	for i, langs := range groups {
		froms[i], tos[i] = c.modulesOf(a, langs), c.modulesOf(b, langs)
		pairs += total(froms[i]) * total(tos[i])
	}
	free := (1 - nearlyAll) * pairs // as many may be possible
	for i, langs := range groups {
		var graphs []*moduleGraph
		if langs != nil {
			graphs = c.builds().graphs[langs[0]]
		}
		for x, n := range froms[i] {
			for y, m := range tos[i] {
				if !bars(graphs, x, y) {
					free -= float64(n) * float64(m)
				}
				if free < 0 {
					return false
				}
			}
		}
	}
	return pairs > 0
}

func total(files map[place]int) float64 {
	n := 0
	for _, k := range files {
		n += k
	}
	return float64(n)
}

// place is the module that a file belongs to in each of up to two builds.
type place [2]int

// bars reports whether the builds keep one module from importing another:
// one that knows both says so, and none allows it.
func bars(graphs []*moduleGraph, a, b place) bool {
	known := false
	for i, g := range graphs {
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
