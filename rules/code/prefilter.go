package code

import "sync"

// prefilter finds keys in lower-cased content: one table lookup a byte. It is
// filled on first use, in a few allocations: a hook lives for one call.
type prefilter struct {
	bits   [1 << 10]uint64 // 2^16 hashes of the first three bytes
	head   [1 << 12]uint16 // first key of a hash's chain, plus one
	keys   []filterKey
	owners []filterOwner
}

// filterKey is a key with the next of its hash and its chain of owners, all plus one.
type filterKey struct {
	text              string
	next, first, last uint16
}

type filterOwner struct {
	det  int32 // index of a detector
	next uint16
}

func hash3(a, b, c byte) uint32 {
	return (uint32(a) | uint32(b)<<8 | uint32(c)<<16) * 0x9E3779B1
}

func newPrefilter(keys int) *prefilter {
	return &prefilter{keys: make([]filterKey, 0, keys), owners: make([]filterOwner, 0, keys*2)}
}

func (p *prefilter) add(key string, det int) {
	if len(key) < 3 {
		return
	}
	k := p.key(key)
	if k.last != 0 && p.owners[k.last-1].det == int32(det) {
		return
	}
	p.owners = append(p.owners, filterOwner{det: int32(det)})
	n := uint16(len(p.owners))
	if k.last == 0 {
		k.first = n
	} else {
		p.owners[k.last-1].next = n
	}
	k.last = n
}

// addAll adds words nobody owns.
func (p *prefilter) addAll(words []string) {
	for _, w := range words {
		p.add(w, 0)
	}
}

// key finds a key, or makes it.
func (p *prefilter) key(key string) *filterKey {
	h := hash3(key[0], key[1], key[2])
	for k := p.head[h>>20]; k != 0; k = p.keys[k-1].next {
		if p.keys[k-1].text == key {
			return &p.keys[k-1]
		}
	}
	p.bits[h>>22] |= 1 << (h >> 16 & 63)
	p.keys = append(p.keys, filterKey{text: key, next: p.head[h>>20]})
	p.head[h>>20] = uint16(len(p.keys))
	return &p.keys[len(p.keys)-1]
}

// each calls hit for every owner of every key found; hit answers false to stop.
func (p *prefilter) each(s []byte, hit func(pos int, key string, det int) bool) {
	for i := 0; i+3 <= len(s); i++ {
		h := hash3(s[i], s[i+1], s[i+2])
		if p.bits[h>>22]&(1<<(h>>16&63)) == 0 {
			continue
		}
		for k := p.head[h>>20]; k != 0; k = p.keys[k-1].next {
			key := &p.keys[k-1]
			if !hasAt(s, i, key.text) {
				continue
			}
			for o := key.first; o != 0; o = p.owners[o-1].next {
				if !hit(i, key.text, int(p.owners[o-1].det)) {
					return
				}
			}
		}
	}
}

// table is the detectors of one language set, ready to run.
type table struct {
	pre  *prefilter
	dets []bound
	kind []bound // detectors that look at the whole file
}

// bound is a detector with its rule.
type bound struct {
	rule *Rule
	det  *Detector
}

// detection is a generated detector of a rule of the catalogue. It is made only
// for content of its languages: as values they were hundreds of kilobytes of
// pointers, which cost each start of the program the work of finding them.
type detection struct {
	rule  int
	langs LangSet
	make  func() Detector
}

var tables sync.Map // LangSet -> *table of the built-in catalogue

func tableFor(l LangSet) *table {
	if t, ok := tables.Load(l); ok {
		return t.(*table)
	}
	t := newTable(2048)
	for i := range detectors {
		if g := &detectors[i]; g.langs&l != 0 {
			d := g.make()
			t.add(bound{rule: &catalog[g.rule], det: &d})
		}
	}
	tables.Store(l, t)
	return t
}

// buildTable is the table of rules outside of the catalogue.
func buildTable(l LangSet, rules []Rule) *table {
	t := newTable(64)
	for i := range rules {
		r := &rules[i]
		for k := range r.Detect {
			d := &r.Detect[k]
			if d.langs(r)&l != 0 {
				t.add(bound{rule: r, det: d})
			}
		}
	}
	return t
}

func (d *Detector) langs(r *Rule) LangSet {
	if d.Langs == 0 {
		return r.Langs
	}
	return d.Langs
}

func newTable(keys int) *table { return &table{pre: newPrefilter(keys)} }

func (t *table) add(b bound) {
	d := b.det
	if (d.Kind != "" || d.Lit != "") && len(d.Keys) == 0 {
		t.kind = append(t.kind, b)
		return
	}
	n := len(t.dets)
	t.dets = append(t.dets, b)
	for _, key := range d.Keys {
		t.pre.add(key, n)
	}
	if len(d.Keys) == 0 {
		for _, c := range d.Call {
			t.pre.add(callKey(c), n)
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
