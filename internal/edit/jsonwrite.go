package edit

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tailscale/hujson"
)

// writer edits a document step by step and keeps the cuts. After an error it
// does nothing more.
type writer struct {
	src    []byte
	cuts   []Cut
	strict bool
	err    error
}

func (w *writer) parse() (doc, bool) {
	if w.err != nil {
		return doc{}, false
	}
	d, err := parseDoc(w.src, w.strict)
	w.err = err
	return d, err == nil
}

func (w *writer) cut(cuts []Cut) {
	if w.err != nil {
		return
	}
	out, err := ApplyCuts(w.src, cuts)
	if err != nil {
		w.err = err
		return
	}
	w.src = out
	w.cuts = append(w.cuts, cuts...)
}

// key sets a value that is missing, or another's when forced.
func (w *writer) key(k Key) {
	d, ok := w.parse()
	if !ok {
		return
	}
	want, err := hujson.Parse([]byte(k.Value))
	if err != nil || len(k.Path) == 0 {
		w.err = fmt.Errorf("value for %s: not JSON", dotted(k.Path))
		return
	}
	v, n, err := d.find(k.Path)
	switch {
	case err != nil:
		w.err = err
	case n < len(k.Path):
		w.create(d, v, k.Path[n:], k.Value)
	case k.Force && !equal(v, want):
		w.cut(d.replace(v, k.Value))
	}
}

// create inserts path: raw into the object v, with the objects between.
func (w *writer) create(d doc, v hujson.Value, path []string, raw string) {
	if _, ok := v.Value.(*hujson.Object); !ok {
		w.err = fmt.Errorf("the parent of %s is %s, not an object", dotted(path), shape(v))
		return
	}
	for i := len(path) - 1; i > 0; i-- {
		raw = "{" + quote(path[i]) + ":" + raw + "}"
	}
	w.cut(d.insert(boxOf(v), path[0], raw))
}

// array makes the entries of ours in one array the wanted ones: stale ones are
// replaced where they stand, missing ones go to the end, surplus ones go.
func (w *writer) array(a Array, mine func([]byte) bool, tombstone string) {
	d, ok := w.parse()
	if !ok {
		return
	}
	v, there, err := d.array(a.Path)
	if err != nil {
		w.err = err
		return
	}
	if !there {
		w.createArray(d, a)
		return
	}
	want, err := values(a.Entries, mine)
	if err != nil {
		w.err = err
		return
	}
	ours := oursIn(d, v, mine)
	w.surplus(a.Path, ours[min(len(ours), len(want)):], tombstone)
	for k := range min(len(ours), len(want)) {
		w.entry(a, ours[k], want[k], k)
	}
	for k := len(ours); k < len(want); k++ {
		if d, ok = w.parse(); ok {
			v, _, _ = d.array(a.Path)
			w.cut(d.insert(boxOf(v), "", a.Entries[k]))
		}
	}
}

func (w *writer) createArray(d doc, a Array) {
	if len(a.Entries) == 0 {
		return
	}
	v, n, err := d.find(a.Path)
	if err != nil {
		w.err = err
		return
	}
	w.create(d, v, a.Path[n:], "["+strings.Join(a.Entries, ",")+"]")
}

// entry replaces element i when it differs from the k-th wanted one.
func (w *writer) entry(a Array, i int, want hujson.Value, k int) {
	d, ok := w.parse()
	if !ok {
		return
	}
	v, _, err := d.array(a.Path)
	if err != nil {
		w.err = err
		return
	}
	if it := boxOf(v).items[i]; !equal(it.value, want) {
		w.cut(d.replace(it.value, a.Entries[k]))
	}
}

// surplus takes out the elements at these indexes, last first.
func (w *writer) surplus(path []string, at []int, tombstone string) {
	for _, i := range slices.Backward(at) {
		d, ok := w.parse()
		if !ok {
			return
		}
		v, _, err := d.array(path)
		if err != nil {
			w.err = err
			return
		}
		b := boxOf(v)
		if tombstone != "" && i < len(b.items)-1 {
			w.cut(d.replace(b.items[i].value, tombstone))
			continue
		}
		w.cut(d.drop(b, i))
	}
}

// sweep takes out what next finds until it finds no more, and the containers
// that it leaves empty as far as ours allows.
func (w *writer) sweep(next func(doc) ([]string, int, error), tombstone string, ours func(key string) bool) {
	for {
		d, ok := w.parse()
		if !ok {
			return
		}
		path, i, err := next(d)
		if err != nil {
			w.err = err
		}
		if err != nil || path == nil {
			return
		}
		w.surplus(path, []int{i}, tombstone)
		w.prune(path, ours)
	}
}

// prune removes the container at path while it is empty, and then its
// parents, as far as ours allows by key.
func (w *writer) prune(path []string, ours func(key string) bool) {
	for len(path) > 0 && ours(path[len(path)-1]) {
		d, ok := w.parse()
		if !ok {
			return
		}
		v, n, err := d.find(path)
		if err != nil || n < len(path) {
			return
		}
		if b := boxOf(v); len(b.items) > 0 || hasComment(b.tail) || isLiteral(v) {
			return
		}
		parent, _, _ := d.find(path[:len(path)-1])
		b := boxOf(parent)
		i, err := b.member(path[len(path)-1])
		if err != nil {
			return
		}
		w.cut(d.drop(b, i))
		path = path[:len(path)-1]
	}
}

func isLiteral(v hujson.Value) bool {
	_, ok := v.Value.(hujson.Literal)
	return ok
}

// result checks that what was written parses and can be taken back.
func (w *writer) result(src []byte) ([]byte, []Cut, error) {
	if _, ok := w.parse(); !ok {
		return nil, nil, w.err
	}
	back, err := InvertCuts(w.src, w.cuts)
	if err != nil || !bytes.Equal(back, src) {
		return nil, nil, errors.New("the edit cannot be taken back exactly")
	}
	return w.src, w.cuts, nil
}

// oursIn lists the elements of v that mine recognises.
func oursIn(d doc, v hujson.Value, mine func([]byte) bool) []int {
	var ours []int
	for i, it := range boxOf(v).items {
		if mine(plain(d.src, it.value)) {
			ours = append(ours, i)
		}
	}
	return ours
}

// values parses our entries. One that mine does not recognise would be added
// again on each run.
func values(raws []string, mine func([]byte) bool) ([]hujson.Value, error) {
	out := make([]hujson.Value, len(raws))
	for i, r := range raws {
		v, err := hujson.Parse([]byte(r))
		if err != nil {
			return nil, fmt.Errorf("our own entry is not JSON: %w", err)
		}
		if !mine(plain([]byte(r), v)) {
			return nil, fmt.Errorf("our own entry is not recognised as ours: %s", r)
		}
		out[i] = v
	}
	return out, nil
}
