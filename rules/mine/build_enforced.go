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
