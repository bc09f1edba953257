package index

import "fmt"

// Words collects the words of an index; the one added last is found first.
type Words struct {
	chains map[uint32][]word
	err    error
}

type word struct {
	text   string
	owners []int
}

// Add gives a word one more owner.
func (w *Words) Add(text string, owner int) {
	switch {
	case len(text) < 3 || len(text) > 255:
		w.err = fmt.Errorf("index %q: a word has 3 to 255 bytes", text)
		return
	case owner < 0 || owner >= 0xffff:
		w.err = fmt.Errorf("index %q: owner %d is not below 65535", text, owner)
		return
	}
	if w.chains == nil {
		w.chains = map[uint32][]word{}
	}
	h := hash(three(text)) >> 20
	for i := range w.chains[h] {
		if k := &w.chains[h][i]; k.text == text {
			if k.owners[len(k.owners)-1] != owner {
				k.owners = append(k.owners, owner)
			}
			return
		}
	}
	w.chains[h] = append([]word{{text, []int{owner}}}, w.chains[h]...)
}

func three(s string) uint32 { return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 }

// Build lays out the index.
func (w *Words) Build() (Index, error) {
	if w.err != nil {
		return "", w.err
	}
	b := make([]byte, chains+1) // the empty chain lies first
	for h := range uint32(heads) {
		at := chains
		if len(w.chains[h]) > 0 {
			at = len(b)
		}
		for i := range 4 {
			b[filterBytes+4*int(h)+i] = byte(at >> (8 * i))
		}
		for _, k := range w.chains[h] {
			full := hash(three(k.text))
			b[full>>19] |= 1 << (full >> 16 & 7)
			b = append(append(append(b, byte(len(k.text))), k.text...), byte(len(k.owners)), byte(len(k.owners)>>8))
			for _, o := range k.owners {
				b = append(b, byte(o), byte(o>>8))
			}
		}
		if len(w.chains[h]) > 0 {
			b = append(b, 0)
		}
	}
	return Index(b), nil
}
