package code

import "sync"

// prefilter finds keys in lower-cased content: one table lookup a byte.
type prefilter struct {
	bits  [1 << 10]uint64 // 2^16 hashes of the first three bytes
	head  [1 << 12]uint16 // first entry of a hash's chain, plus one
	next  []uint16
	keys  []string
	owner [][]int // by key: indexes of detectors
}

func hash3(a, b, c byte) uint32 {
	return (uint32(a) | uint32(b)<<8 | uint32(c)<<16) * 0x9E3779B1
}

func newPrefilter() *prefilter {
	return &prefilter{}
}

func (p *prefilter) add(index map[string]int, key string, det int) {
	if len(key) < 3 {
		return
	}
	k, ok := index[key]
	if !ok {
		k = len(p.keys)
		index[key] = k
		p.keys = append(p.keys, key)
		p.owner = append(p.owner, nil)
		h := hash3(key[0], key[1], key[2])
		p.bits[h>>22] |= 1 << (h >> 16 & 63)
		p.next = append(p.next, p.head[h>>20])
		p.head[h>>20] = uint16(k + 1)
	}
	o := p.owner[k]
	if len(o) == 0 || o[len(o)-1] != det {
		p.owner[k] = append(o, det)
	}
}

// each calls hit for every key found; hit answers false to stop.
func (p *prefilter) each(s []byte, hit func(pos int, key string, owners []int) bool) {
	for i := 0; i+3 <= len(s); i++ {
		h := hash3(s[i], s[i+1], s[i+2])
		if p.bits[h>>22]&(1<<(h>>16&63)) == 0 {
			continue
		}
		for k := p.head[h>>20]; k != 0; k = p.next[k-1] {
			if key := p.keys[k-1]; hasAt(s, i, key) && !hit(i, key, p.owner[k-1]) {
				return
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

var tables sync.Map // LangSet -> *table of the built-in catalogue

func tableFor(l LangSet) *table {
	if t, ok := tables.Load(l); ok {
		return t.(*table)
	}
	t := buildTable(l, catalog)
	tables.Store(l, t)
	return t
}

func buildTable(l LangSet, rules []Rule) *table {
	t := &table{pre: newPrefilter()}
	index := make(map[string]int, 512)
	for i := range rules {
		r := &rules[i]
		for k := range r.Detect {
			d := &r.Detect[k]
			langs := d.Langs
			if langs == 0 {
				langs = r.Langs
			}
			if langs&l == 0 {
				continue
			}
			b := bound{rule: r, det: d}
			if (d.Kind != "" || d.Lit != "") && len(d.Keys) == 0 {
				t.kind = append(t.kind, b)
				continue
			}
			n := len(t.dets)
			t.dets = append(t.dets, b)
			for _, key := range d.Keys {
				t.pre.add(index, key, n)
			}
			if len(d.Keys) == 0 {
				for _, c := range d.Call {
					t.pre.add(index, callKey(c), n)
				}
			}
		}
	}
	return t
}

// callKey is the key of a callee name.
func callKey(c string) string {
	if c[0] == '.' && len(c) > 3 {
		c = c[1:]
	}
	return string(lowerASCII([]byte(c)))
}
