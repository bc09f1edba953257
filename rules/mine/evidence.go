package mine

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Gates of recency: what the newest fifth of the sites, by when their files
// came into the repository, does.
const (
	recentShare = 5
	minRecent   = 8
	falling     = 0.10 // by how much new code must surely lie below all code
	leaving     = 0.5  // lowers the rank of what new code no longer follows
)

// evidence fills what a rule's sites say: examples, violations, and whether
// new code still follows.
func (c *corpus) evidence(r *business.Rule, good, bad []string) {
	c.noteRecent(r, good, bad)
	if c.changed != nil && c.touchesChanged(good, bad) {
		r.Changed = true
	}
	r.Examples, r.Violations = sites(good, 3), sites(bad, 10)
}

func (c *corpus) touchesChanged(lists ...[]string) bool {
	for _, list := range lists {
		if slices.ContainsFunc(list, func(s string) bool { return c.changed[siteFile(s)] }) {
			return true
		}
	}
	return false
}

// siteFile is the file of a file:line.
func siteFile(site string) string {
	if i := strings.LastIndexByte(site, ':'); i >= 0 {
		return site[:i]
	}
	return site
}

// noteRecent counts the newest sites of those whose age is known.
func (c *corpus) noteRecent(r *business.Rule, good, bad []string) {
	r.Recent, r.Migrating = nil, false
	type dated struct {
		site string
		at   int64
		ok   bool
	}
	var list []dated
	for _, s := range good {
		if at := c.added[siteFile(s)]; at > 0 {
			list = append(list, dated{s, at, true})
		}
	}
	for _, s := range bad {
		if at := c.added[siteFile(s)]; at > 0 {
			list = append(list, dated{s, at, false})
		}
	}
	n := max(minRecent, (len(good)+len(bad))/recentShare)
	if len(list) < n || n == len(good)+len(bad) {
		return // history is unknown, or all is new
	}
	slices.SortFunc(list, func(a, b dated) int { return cmp.Or(cmp.Compare(b.at, a.at), strings.Compare(a.site, b.site)) })
	for n < len(list) && list[n].at == list[n-1].at {
		n++ // a commit is not cut in two
	}
	k := 0
	for _, d := range list[:n] {
		if d.ok {
			k++
		}
	}
	r.Recent = &business.Recent{Support: k, Sites: n}
	share := float64(len(good)) / float64(len(good)+len(bad))
	r.Migrating = upper(k, n) < share-falling
}

// upper is the upper bound of k of n at 95 %.
func upper(k, n int) float64 {
	if n == 0 {
		return 1
	}
	const z = 1.645
	p, m := float64(k)/float64(n), float64(n)
	return min(1, (p+z*z/(2*m)+z*math.Sqrt((p*(1-p)+z*z/(4*m))/m))/(1+z*z/m))
}
