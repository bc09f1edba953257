package mine

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// A role is a group of units that belong together: those of a folder, of a
// kind of file, below a base class. What nearly all of its members do, and
// the rest of the code does not, is a convention.

const (
	minUnits = 8
	minFiles = 4
	minLower = 0.70
	minLift  = 8
	// leastShare is how many of a role must have an item, guards as well, where
	// there are so many that exceptions are a way of their own.
	leastShare  = 0.80
	leastMarked = 0.85 // with a mark on its classes
	manySites   = 20
	// mostRoles is how many roles a guard may have, other items have one: what
	// is said of every folder apart is said of none.
	mostRoles = 2
)

// unitRef is a unit of a file.
type unitRef struct {
	file, unit int32
}

// guardLike names speak of a check that protects something.
func guardLike(item string) bool {
	ws := business.NameWords(strings.TrimLeft(business.LastName(item), "@"))
	if len(ws) == 1 && strings.HasPrefix(ws[0], "require") {
		return false // @Requires(property) protects nothing
	}
	if len(ws) > 1 && (ws[0] == "get" || ws[0] == "set") {
		return false // getTransactionId protects nothing
	}
	for _, w := range ws {
		switch w {
		case "require", "requires", "required", "ensure", "check", "verify", "assert", "authorize", "authorized", "authorise", "auth", "authenticate", "authenticated",
			"guard", "permission", "permissions", "access", "policy", "validate", "protected", "owner", "admin", "allow", "allowed", "allows", "deny", "permit", "can", "csrf", "audit", "audited", "tenant",
			"transaction", "transactional", "atomic", "rate", "limiter", "sanitize", "secured", "ability":
			return !slices.Contains(ws, "constructor")
		}
	}
	return strings.HasPrefix(item, "scope:")
}

type roleStats struct {
	role  business.Role
	lang  string
	units []unitRef
}

// mineRoles finds what the members of a role have in common.
func (c *corpus) mineRoles() []business.Rule {
	groups, total, itemTotal := c.group()
	var found []candidate
	for _, g := range groups {
		found = append(found, c.common(g, total[g.lang+g.role.Unit], itemTotal)...)
	}
	return c.pick(found)
}

// candidate is an item that a role has in common.
type candidate struct {
	*roleStats
	item  string
	or    string   // another item that will do as well
	with  []string // what the same units have besides
	any   []string // what else has the item: classes that extend an heir
	allow []string // which classes need not have it
	under string   // the folder below which the role has it, "" for everywhere
	n     int      // units that could have it
	k     int
	lb    float64
	score float64
}

// group sorts units into roles, and counts units and items per language.
func (c *corpus) group() (groups []*roleStats, total map[string]int, itemTotal map[string]int) {
	type key struct {
		lang string
		role business.Role
	}
	byRole := map[key]*roleStats{}
	total, itemTotal = map[string]int{}, map[string]int{}
	names := map[string]int{}
	c.eachUnit(func(f *business.Facts, u *business.Unit, _ unitRef) {
		names[f.Lang+u.Name]++
		total[f.Lang+u.Kind]++
		for _, it := range business.Items(u) {
			itemTotal[f.Lang+u.Kind+it]++
		}
	})
	c.eachUnit(func(f *business.Facts, u *business.Unit, ref unitRef) {
		for _, r := range business.Roles(f, u) {
			for _, fn := range slices.Compact([]string{"", u.Name}) {
				if r.Func = fn; fn != "" && (u.Kind != "function" || !business.Letters(strings.TrimRight(fn, "?!")) || names[f.Lang+fn] < minUnits) {
					continue
				}
				k := key{f.Lang, r}
				if byRole[k] == nil {
					byRole[k] = &roleStats{role: r, lang: f.Lang}
				}
				byRole[k].units = append(byRole[k].units, ref)
			}
		}
	})
	for _, g := range byRole {
		if len(g.units) >= 5 {
			groups = append(groups, g)
		}
	}
	slices.SortFunc(groups, func(a, b *roleStats) int {
		return cmp.Or(cmp.Compare(a.lang, b.lang), compareRole(a.role, b.role))
	})
	return groups, total, itemTotal
}

func compareRole(a, b business.Role) int {
	return cmp.Or(cmp.Compare(a.By, b.By), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Func, b.Func))
}

func (c *corpus) eachUnit(visit func(*business.Facts, *business.Unit, unitRef)) {
	for i := range c.files {
		f := &c.files[i]
		for j := range f.Units {
			visit(f, &f.Units[j], unitRef{int32(i), int32(j)})
		}
	}
}

func (c *corpus) at(ref unitRef) (*business.Facts, *business.Unit) {
	f := &c.files[ref.file]
	return f, &f.Units[ref.unit]
}

// common counts the items of a role and keeps those past the gates.
func (c *corpus) common(g *roleStats, all int, itemTotal map[string]int) []candidate {
	count, files := map[string]int{}, map[string]map[int32]bool{}
	roleFiles := map[int32]bool{}
	for _, ref := range g.units {
		_, u := c.at(ref)
		roleFiles[ref.file] = true
		for _, it := range business.Items(u) {
			count[it]++
			if files[it] == nil {
				files[it] = map[int32]bool{}
			}
			files[it][ref.file] = true
		}
	}
	var out []candidate
	n := len(g.units)
	copies := (g.role.Func != "" || g.role.By == "file" && g.role.Unit == "function" && !strings.HasPrefix(g.role.Name, "*")) && c.alike(g, count)
	for it, k := range count {
		guard := guardLike(it) && !namesake(g.role, it)
		made := c.once(g.lang, it) && 4*k >= 3*itemTotal[g.lang+g.role.Unit+it] && k >= 15 && !strings.HasSuffix(it, ".new") // for this role
		if !guard && plainCall(it) && (copies && !made || g.role.Func != "" && len(c.files) >= smallRepository && !entryPoint(g.role.Func)) || k < 4 || k < 5 && !c.tiny() || !c.gate(g, it, n, len(files[it]), guard) {
			continue
		}
		if !guard && g.role.Func != "" && getter(it) && 2*k < itemTotal[g.lang+g.role.Unit+it] || c.fewFiles(g, it, len(files[it]), len(roleFiles)) {
			continue
		}
		f := c.fit(candidate{roleStats: g, item: it, k: k, n: n})
		if strings.HasPrefix(it, "extends:") && f.k < f.n && (8*k < f.k || narrowerBase(g.role, it)) {
			continue // nearly all extend something between, or it is the base of a narrower kind
		}
		// Where little code lies outside the role, its habits tell little.
		outside := (float64(itemTotal[g.lang+g.role.Unit+it]-k) + 0.5) / (float64(all-n) + 10)
		share := float64(f.k) / float64(max(1, f.n))
		if !c.tiny() && tooFew(g, it, f.n, share) {
			continue
		}
		if f.lb < c.floor(guard && !c.paired(g, it)) || share < minLift*outside && !(guard && share > 3*outside) || c.owed(f) || c.partOf(g, it, count, itemTotal) || c.calledSo(g, it) {
			continue
		}
		f.score = c.weigh(g, it, f.k, f.lb, itemTotal)
		out = append(out, f)
	}
	out = append(out, c.alternatives(g, count, all, itemTotal)...)
	slices.SortFunc(out, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.or, b.or)) })
	return out
}

// tooFew reports whether so many of a role do without an item that they have
// their reason: what is open to all carries no guard on purpose.
func tooFew(g *roleStats, item string, n int, share float64) bool {
	switch {
	case strings.HasPrefix(item, "scope:"):
		return false
	case strings.HasPrefix(item, "@") && g.role.Unit == "class" && n >= manySites/2:
		return share < leastMarked
	}
	return n >= manySites && share < leastShare
}

// floor is the least lower bound of an item: one place of eight may do
// otherwise in a tiny repository.
func (c *corpus) floor(guard bool) float64 {
	switch {
	case guard && c.tiny():
		return 0.45
	case guard:
		return 0.60
	case c.tiny():
		return 0.52
	}
	return minLower
}

// weigh ranks a candidate: guards first, wide support over narrow, and
// framework obligations low.
func (c *corpus) weigh(g *roleStats, item string, k int, lb float64, itemTotal map[string]int) float64 {
	s := 0.77 * lb
	if guardLike(item) {
		s *= 1.25
	}
	coverage := float64(k) / float64(max(1, itemTotal[g.lang+g.role.Unit+item]))
	s *= 0.6 + 0.4*coverage
	s *= min(1.15, 0.8+0.1*float64(len(fmt.Sprint(k))))
	if strings.HasPrefix(item, "extends:") {
		s *= 0.6
	}
	if strings.HasPrefix(item, "@") && !guardLike(item) {
		s *= 0.6
		if g.role.By == "annotation" {
			s *= 0.6 // documentation pairs
		}
	}
	if g.role.Func != "" {
		s *= 0.85
		if getter(item) && !guardLike(item) {
			s *= 0.5 // what a function of that kind works on
		}
	}
	if g.role.By == "base" && !c.ours(g.lang, g.role.Name) {
		s *= 0.7
	}
	return s
}

// reach weighs how surely a role has an item against how many units that
// speaks of, in hundredths: twice as many make up for a few exceptions.
func (g candidate) reach() int {
	return int(math.Round(100*g.lb + 7*math.Log2(float64(g.k))))
}

// pick keeps, for each item, the role that says most, and drops roles that
// overlap one already kept.
func (c *corpus) pick(found []candidate) []business.Rule {
	found = oneWay(found)
	byItem := map[string][]candidate{}
	for _, f := range found {
		byItem[f.lang+" "+f.item+" "+f.or] = append(byItem[f.lang+" "+f.item+" "+f.or], f)
	}
	var chosen []candidate
	for _, key := range sortedKeys(byItem) {
		list := byItem[key]
		slices.SortStableFunc(list, func(a, b candidate) int {
			return cmp.Or(cmp.Compare(b.reach(), a.reach()), cmp.Compare(min(1, len(a.under)), min(1, len(b.under))), cmp.Compare(byRank(a.role.By), byRank(b.role.By)), deeper(a.role, b.role), compareRole(a.role, b.role))
		})
		var kept []map[unitRef]bool
		for _, f := range list {
			set, overlaps := unitSet(f.units), false
			for _, k := range kept {
				overlaps = overlaps || 2*overlap(set, k) >= min(len(set), len(k))
			}
			if !overlaps && (len(kept) == 0 || len(kept) < mostRoles && f.role.Func == "" && f.role.By != "annotation" && guardLike(f.item)) {
				kept = append(kept, set)
				chosen = append(chosen, f)
			}
		}
	}
	var out []business.Rule
	for _, f := range c.joined(chosen) {
		out = append(out, c.roleRule(f))
	}
	return out
}

// deeper prefers the nearest folder of those that hold the same units.
func deeper(a, b business.Role) int {
	if a.By != "dir" || b.By != "dir" {
		return 0
	}
	return cmp.Compare(strings.Count(b.Name, "/"), strings.Count(a.Name, "/"))
}

// oneWay keeps one direction of annotations that always stand together.
func oneWay(found []candidate) []candidate {
	pair := func(a, b string) string { return "@" + a + " @" + b }
	seen := map[string]bool{}
	var out []candidate
	for _, f := range found {
		if note, ok := strings.CutPrefix(f.item, "@"); ok && f.role.By == "annotation" {
			if seen[pair(note, f.role.Name)] {
				continue
			}
			seen[pair(f.role.Name, note)] = true
		}
		out = append(out, f)
	}
	return out
}

// byRank prefers roles that say why over roles that say where.
func byRank(by string) int {
	return slices.Index([]string{"verb", "router", "annotation", "base", "wrapper", "file", "suffix", "dir"}, by)
}

func unitSet(units []unitRef) map[unitRef]bool {
	set := make(map[unitRef]bool, len(units))
	for _, u := range units {
		set[u] = true
	}
	return set
}

func overlap(a, b map[unitRef]bool) (n int) {
	for u := range a {
		if b[u] {
			n++
		}
	}
	return n
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
