package edit

import (
	"strings"

	"github.com/tailscale/hujson"
)

// Receipted is an edit that can use the record of what it wrote to tell its
// entries from equal ones of others.
type Receipted interface {
	// RemoveMade is Remove, limited to what the cuts wrote. Without cuts it
	// takes only what cannot be anyone else's.
	RemoveMade(src []byte, cuts []Cut) ([]byte, error)
}

// remove takes our entries out. With a receipt only keys that the cuts wrote
// are pruned and only values the cuts wrote are taken.
func (e JSON) remove(src []byte, cuts []Cut, receipt bool) ([]byte, error) {
	if blank(src) {
		return src, nil
	}
	adopt := receipt && len(cuts) == 0
	made := func(text string) bool {
		if !receipt {
			return true
		}
		for _, c := range cuts {
			if strings.Contains(c.New, text) {
				return true
			}
		}
		return false
	}
	ours := func(key string) bool { return !receipt || adopt || keyMade(cuts, key) }
	w := &writer{src: src}
	for _, a := range e.Arrays {
		w.take(a, e.mineMade(a, made), e.Tombstone, ours)
	}
	w.sweep(JSON{Mine: e.Mine, Sweep: e.Sweep}.strays, e.Tombstone, ours)
	if w.err != nil {
		return nil, w.err
	}
	if receipt && !adopt {
		for _, k := range e.Keys {
			w.unset(k, ours)
		}
	} else if e.onlyOurs(w.src) && len(w.cuts) > 0 {
		return nil, nil
	}
	if w.err != nil {
		return nil, w.err
	}
	return w.src, nil
}

// mineMade is the predicate for removal. Where ours are told by equality only,
// a receipt decides.
func (e JSON) mineMade(a Array, made func(string) bool) func([]byte) bool {
	if a.Mine != nil || e.Mine != nil {
		return e.mine(a)
	}
	return func(raw []byte) bool { return a.wants(raw) && made(string(raw)) }
}

// take removes our elements of one array and the containers it leaves empty.
func (w *writer) take(a Array, mine func([]byte) bool, tombstone string, ours func(key string) bool) {
	d, ok := w.parse()
	if !ok {
		return
	}
	v, there, err := d.array(a.Path)
	if err != nil || !there {
		return // another shape holds nothing of ours
	}
	at := oursIn(d, v, mine)
	if len(at) == 0 {
		return
	}
	w.surplus(a.Path, at, tombstone)
	w.prune(a.Path, ours)
}

// unset removes a key that still holds the value we gave it.
func (w *writer) unset(k Key, ours func(key string) bool) {
	d, ok := w.parse()
	if !ok || !ours(k.Path[len(k.Path)-1]) {
		return
	}
	want, err := hujson.Parse([]byte(k.Value))
	v, n, ferr := d.find(k.Path)
	if err != nil || ferr != nil || n < len(k.Path) || !equal(v, want) {
		return
	}
	parent, _, _ := d.find(k.Path[:len(k.Path)-1])
	b := boxOf(parent)
	if i, err := b.member(k.Path[len(k.Path)-1]); err == nil && i >= 0 {
		w.cut(d.drop(b, i))
		w.prune(k.Path[:len(k.Path)-1], ours)
	}
}

// onlyOurs reports whether the file holds nothing but keys we set.
func (e JSON) onlyOurs(src []byte) bool {
	w := &writer{src: src, strict: true}
	for _, k := range e.Keys {
		w.unset(k, func(string) bool { return true })
	}
	if w.err != nil {
		return false
	}
	d, err := parseDoc(w.src, true)
	return err == nil && len(boxOf(d.root).items) == 0
}

// keyMade reports whether a cut created a member called key: a cut that
// creates members starts with the names on their way, and one at the start of
// the file wrote all of it.
func keyMade(cuts []Cut, key string) bool {
	for _, c := range cuts {
		if c.Off <= len(bom) && strings.HasPrefix(c.New, "{") {
			return true
		}
		rest := strings.TrimLeft(c.New, ", \t\r\n")
		for strings.HasPrefix(rest, `"`) {
			end := skipString([]byte(rest), 0) + 1
			if end > len(rest) {
				break
			}
			name := rest[:end]
			rest = strings.TrimLeft(rest[end:], " \t\r\n")
			if !strings.HasPrefix(rest, ":") {
				break
			}
			if name == quote(key) {
				return true
			}
			rest = strings.TrimLeft(rest[1:], "{ \t\r\n")
		}
	}
	return false
}
