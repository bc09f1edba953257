package mine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// mostDigest bounds what is told to a model about a repository, in bytes.
const mostDigest = 6 << 10

// Digest describes a repository in a few kilobytes for a model that is to
// propose rules: folders, what the members of a role often have in common,
// packages in use, what was found already, and sentences of documents. It
// holds names and counts, never code.
func Digest(root string, known []business.Rule, o Options) (string, error) {
	t, err := walk(root)
	if err != nil {
		return "", err
	}
	c, _ := t.corpus(o)
	d := digest{}
	d.part("FOLDERS (language, source files)", 40, c.digestFolders())
	d.part("HABITS (role: item, units that have it of all)", 60, c.digestHabits())
	d.part("PACKAGES (language, importing files)", 30, c.digestPackages())
	var found, said []string
	for _, r := range known {
		if r.Source == business.FromProse {
			said = append(said, r.Statement)
		} else {
			found = append(found, r.Statement)
		}
	}
	d.part("ALREADY FOUND (do not repeat)", 20, found)
	d.part("SENTENCES OF THE DOCUMENTS (turn those about code into checks)", 20, said)
	return d.text.String(), nil
}

type digest struct{ text strings.Builder }

// part adds lines while there is room for them.
func (d *digest) part(title string, most int, lines []string) {
	if len(lines) == 0 {
		return
	}
	d.text.WriteString(title + "\n")
	for _, l := range lines[:min(most, len(lines))] {
		l = "- " + oneLine(l) + "\n"
		if d.text.Len()+len(l) > mostDigest {
			break
		}
		d.text.WriteString(l)
	}
}

func (c *corpus) digestFolders() []string {
	count := map[string]int{}
	for i := range c.files {
		parts := strings.Split(c.files[i].Path, "/")
		if len(parts) > 1 {
			count[strings.Join(parts[:min(2, len(parts)-1)], "/")+"/ "+c.files[i].Lang]++
		}
	}
	return counted(count)
}

func (c *corpus) digestPackages() []string {
	count := map[string]int{}
	for i := range c.files {
		f := &c.files[i]
		seen := map[string]bool{}
		for j := range f.Imports {
			m := f.Imports[j].Module
			if c.resolve(f, m) != "" || strings.HasPrefix(m, ".") {
				continue
			}
			if p := cmp.Or(packageOf(f.Lang, m), m); !seen[p] && !stdlib(f.Lang, p) {
				seen[p] = true
				count[p+" "+f.Lang]++
			}
		}
	}
	return counted(count)
}

// counted lists names with their counts, most frequent first.
func counted(count map[string]int) []string {
	names := sortedKeys(count)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	for i, n := range names {
		names[i] = fmt.Sprintf("%s %d", n, count[n])
	}
	return names
}

// digestHabits lists what between two fifths and nearly all of a role do:
// what counting alone is too careful to propose.
func (c *corpus) digestHabits() []string {
	type habit struct {
		text  string
		score float64
	}
	groups, _, itemTotal := c.group()
	best := map[string]habit{}
	for _, g := range groups {
		if g.role.Func != "" || len(g.units) < minUnits {
			continue
		}
		count := map[string]int{}
		for _, ref := range g.units {
			_, u := c.at(ref)
			for _, it := range business.Items(u) {
				count[it]++
			}
		}
		for _, it := range sortedKeys(count) {
			k, n := count[it], len(g.units)
			share := float64(k) / float64(n)
			guard := guardLike(it)
			if share < 0.4 || k < 5 || !c.gate(g, it, n, minFiles, guard) {
				continue
			}
			s := share * float64(k) / float64(max(1, itemTotal[g.lang+g.role.Unit+it]))
			if guard {
				s *= 2
			}
			if old, ok := best[g.lang+it]; !ok || s > old.score {
				best[g.lang+it] = habit{fmt.Sprintf("%s; by=%s name=%s unit=%s: %s %d of %d", g.lang, g.role.By, g.role.Name, g.role.Unit, it, k, n), s}
			}
		}
	}
	list := make([]habit, 0, len(best))
	for _, key := range sortedKeys(best) {
		list = append(list, best[key])
	}
	slices.SortStableFunc(list, func(a, b habit) int { return cmp.Compare(b.score, a.score) })
	out := make([]string, len(list))
	for i, h := range list {
		out[i] = h.text
	}
	return out
}
