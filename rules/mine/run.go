package mine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Options of a run.
type Options struct {
	// Progress is called now and then with the number of files read so far.
	Progress func(n, of int)
	// Cache is the file of the facts of the last run, "" for none.
	Cache string
	// Added tells when files came into the repository, in seconds; nil, or a
	// nil answer, when that is not known. It is asked while files are read.
	Added func() map[string]int64
	// Head names the commit at which the history ends; with it and a Cache the
	// answer of Added is kept for the next run. "" when the same name may stand
	// for another history.
	Head string
	// Changed are the files whose rules are marked as changed.
	Changed map[string]bool
}

// Most proposals from statistics in one run: more would not be read.
const mostFromCode = 25

// firstLook is how many proposals people surely look at: a doubtful one is none
// of them.
const firstLook = 20

// Mine reads the repository at root and proposes rules, best first. Two runs
// over the same files give the same bytes.
func Mine(root string, o Options) (Result, error) {
	t, err := walk(root)
	if err != nil {
		return Result{}, err
	}
	c, skipped := t.corpus(o)
	c.weights = readWeights(proseWeights)
	rules := damp(c.statistics())
	rules = append(rules[:min(mostFromCode, len(rules))], append(readConfigs(t), c.readProse(t)...)...)
	rules = writtenWins(withoutDoubles(rules))
	return Result{Version: 1, Rules: c.rank(rules), Files: len(c.files) + len(c.tests), Skipped: skipped}, nil
}

// corpus reads the repository, and its history beside that.
func (t tree) corpus(o Options) (*corpus, int) {
	history := make(chan map[string]int64, 1)
	go func() { history <- o.history() }()
	all, skipped := t.load(o)
	c := newCorpus(t, all)
	c.added, c.changed = <-history, o.Changed
	return c, skipped
}

// load reads the facts of all files, through the cache.
func (t tree) load(o Options) (all []business.Facts, skipped int) {
	all, skipped, fresh := t.facts(loadCache(o.Cache), o.Progress)
	if o.Cache != "" && fresh != nil {
		saveCache(o.Cache, fresh)
	}
	return all, skipped
}

func (c *corpus) statistics() []business.Rule {
	x := c.indexImports()
	var rules []business.Rule
	for _, part := range [][]business.Rule{c.mineFields(), c.mineRoles(), c.mineGateways(x), c.minePreferred(x), c.mineBoundaries(), c.mineThrows(), c.mineGlobals(x), c.mineAliases(), c.mineTests(), c.mineTestBases(), c.mineRivals(), c.mineHeaders()} {
		rules = append(rules, part...)
	}
	return withoutEchoes(rules)
}

// withoutEchoes drops a gateway where the same file is preferred for what the
// package exports, and a throw where the folder's errors are told: that says
// it better.
func withoutEchoes(rules []business.Rule) []business.Rule {
	preferred, thrown := map[string]bool{}, map[string]bool{}
	for _, r := range rules {
		if r.Kind == business.ThrowTypes {
			for i, name := range strings.Split(r.Statement, "`") {
				if i%2 == 1 {
					thrown[r.Scope.Languages[0]+" "+name] = true
				}
			}
		}
		if r.Kind == business.PreferImport {
			for _, m := range r.Check.Modules {
				for _, home := range r.Check.Allow {
					preferred[home+" "+packageOf("ts", m)] = true
				}
			}
		}
	}
	extended := extending(rules)
	return slices.DeleteFunc(rules, func(r business.Rule) bool {
		if r.Kind == business.PreferImport && ofKit(r, rules) || r.Kind == business.RequireInUnit && r.Check.Role.By == business.RivalRole && saidOfImport(r, rules) {
			return true
		}
		if r.Kind == business.RequireInUnit && r.Check.Role.By == business.RivalRole && 5*extended[r.Scope.Languages[0]+r.Check.AnyOf[0]] >= 3*r.Support {
			return true // said of where those classes lie
		}
		if r.Kind == business.RequireInUnit && thrown[r.Scope.Languages[0]+" "+strings.TrimPrefix(r.Check.AnyOf[0], "throw:")] {
			return true // the folder's errors are told already
		}
		return r.Kind == business.Gateway && preferred[stemOf(r.Check.Allow[0])+" "+r.Check.Modules[0]]
	})
}

// damp sorts and lowers each further rule of one family, so that no family
// fills the list.
func damp(rules []business.Rule) []business.Rule {
	for i := range rules {
		if rules[i].Migrating {
			rules[i].Score *= leaving
		}
	}
	sortRules(rules)
	seen := map[string]int{}
	for i := range rules {
		key := string(rules[i].Kind)
		if rules[i].Kind == business.RequireInUnit && (rules[i].Check.Role.By == business.TestRole || rules[i].Check.Role.By == business.RivalRole) {
			key += rules[i].Check.Role.By
		}
		f := 1.0
		for range seen[key] {
			f *= 0.93
		}
		if rules[i].Kind != business.RequireInUnit {
			for range seen[key] {
				f *= 0.88
			}
		}
		seen[key]++
		rules[i].Score *= f
	}
	sortRules(rules)
	return rules
}

// Add ranks further proposals among those of a result.
func (r *Result) Add(rules []business.Rule) {
	for _, x := range rules {
		i := slices.IndexFunc(r.Rules, func(y business.Rule) bool { return y.Score < x.Score })
		if i < 0 {
			i = len(r.Rules)
		}
		r.Rules = slices.Insert(r.Rules, i, x)
	}
}

func sortRules(rules []business.Rule) {
	for i := range rules {
		rules[i].Identify()
	}
	slices.SortStableFunc(rules, func(a, b business.Rule) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Statement, b.Statement))
	})
}

// rank joins the sources and drops what is said twice.
func (c *corpus) rank(rules []business.Rule) []business.Rule {
	sortRules(rules)
	seen := map[string]bool{}
	out := make([]business.Rule, 0, len(rules))
	for _, r := range rules {
		if seen[r.ID] || seen[business.Normalise(r.Statement)] {
			continue
		}
		if len(out) < firstLook && r.Doubtful {
			continue // the few that a small repository yields are read one by one
		}
		seen[r.ID], seen[business.Normalise(r.Statement)] = true, true
		r.Changed = r.Changed || c.touchesChanged(r.Examples)
		if r.Examples == nil {
			r.Examples = []string{}
		}
		if r.Violations == nil {
			r.Violations = []string{}
		}
		out = append(out, r)
	}
	return out
}
