package code

import (
	_ "embed" // the indexes
	"sync/atomic"

	"github.com/cybedefend/vibedefend/rules/code/index"
)

// The indexes of the words that start detectors, advice and secret rules. They
// are generated: to fill them took as long as to judge a short file.
var (
	//go:embed catalog.idx
	catalogIndex string
	//go:embed guide.idx
	guideIndex string
	//go:embed secrets.idx
	secretIndex string
)

// Indexes collects the words of each index by its file, for the generator and
// the test that holds them together.
func Indexes(list []Rule) map[string]*index.Words {
	var catalog, guide, secrets index.Words
	det, adv := 0, 0
	for i := range list {
		for k := range list[i].Detect {
			addKeys(&catalog, &list[i].Detect[k], det)
			det++
		}
		for k := range list[i].Guide {
			for _, w := range list[i].Guide[k].Symbols {
				guide.Add(w, adv)
			}
			adv++
		}
	}
	for _, r := range roleSigns {
		for _, w := range r.words {
			guide.Add(w, ofRole)
		}
	}
	secretWords(&secrets)
	return map[string]*index.Words{"catalog.idx": &catalog, "guide.idx": &guide, "secrets.idx": &secrets}
}

// addKeys adds what starts a detector.
func addKeys(w *index.Words, d *Detector, n int) {
	add := func(key string) {
		if len(key) > 2 {
			w.Add(key[:min(len(key), 255)], n)
		}
	}
	for _, key := range d.Keys {
		add(key)
	}
	if len(d.Keys) == 0 && d.Kind == "" && d.Lit == "" {
		for _, c := range d.Call {
			add(callKey(c))
		}
	}
}

// callKey is the key of a callee name.
func callKey(c string) string {
	if c[0] == '.' && len(c) > 3 {
		c = c[1:]
	}
	for i := range len(c) {
		if 'A' <= c[i] && c[i] <= 'Z' {
			return string(lowerASCII([]byte(c)))
		}
	}
	return c
}

// Whole tells detectors that look at the whole file.
func (d *Detector) Whole() bool { return (d.Kind != "" || d.Lit != "") && len(d.Keys) == 0 }

// Of is the languages of a detector of a rule.
func (d *Detector) Of(r *Rule) LangSet {
	if d.Langs == 0 {
		return r.Langs
	}
	return d.Langs
}

// bound is a detector with its rule.
type bound struct {
	rule *Rule
	det  *Detector
}

// adviceMaker is a line of advice of a rule of the catalogue; free ones ask for
// no symbol.
type adviceMaker struct {
	rule  int
	free  bool
	langs LangSet
	make  func() Advice
}

// What was made of the catalogue: of its many rules and detectors a process
// needs a few.
var (
	madeRules     [len(ruleMakers)]atomic.Pointer[Rule]
	madeDetectors [len(detectorMakers)]atomic.Pointer[bound]
	madeProviders [len(providerMakers)]atomic.Pointer[provider]
)

// ruleAt is a rule of the catalogue, without its detectors.
func ruleAt(i int) *Rule {
	if r := madeRules[i].Load(); r != nil {
		return r
	}
	r := ruleMakers[i]()
	for k := range adviceMakers {
		if a := &adviceMakers[k]; a.rule == i {
			r.Guide = append(r.Guide, a.make())
		}
	}
	madeRules[i].Store(&r)
	return &r
}

func detectorAt(n int) *bound {
	if b := madeDetectors[n].Load(); b != nil {
		return b
	}
	d := detectorMakers[n]()
	b := &bound{rule: ruleAt(int(detectorRules[n])), det: &d}
	madeDetectors[n].Store(b)
	return b
}

func providerAt(i int) *provider {
	if p := madeProviders[i].Load(); p != nil {
		return p
	}
	p := providerMakers[i]()
	madeProviders[i].Store(&p)
	return &p
}

// table is detectors ready to run on files of some languages.
type table struct {
	words index.Index
	langs LangSet
	extra []bound // instead of the catalogue's detectors
	whole []*bound
}

// catalogTable is the catalogue's detectors.
func catalogTable(l LangSet) *table {
	t := &table{words: index.Index(catalogIndex), langs: l}
	for _, n := range wholeDetectors {
		if detectorLangs[n]&l != 0 {
			t.whole = append(t.whole, detectorAt(int(n)))
		}
	}
	return t
}

// extraTable is the detectors of rules outside of the catalogue.
func extraTable(l LangSet, rules []Rule) *table {
	t := &table{langs: l}
	var words index.Words
	for i := range rules {
		r := &rules[i]
		for k := range r.Detect {
			d := &r.Detect[k]
			if d.Of(r)&l == 0 {
				continue
			}
			if d.Whole() {
				t.whole = append(t.whole, &bound{rule: r, det: d})
				continue
			}
			addKeys(&words, d, len(t.extra))
			t.extra = append(t.extra, bound{rule: r, det: d})
		}
	}
	t.words, _ = words.Build() // fails for more detectors than anybody can write
	return t
}

// at is a detector of the table by its number, nil when it is for other languages.
func (t *table) at(n int) *bound {
	if t.extra != nil {
		return &t.extra[n]
	}
	if detectorLangs[n]&t.langs == 0 {
		return nil
	}
	return detectorAt(n)
}
