package edit

import (
	"bytes"
	"errors"
	"slices"

	"github.com/tailscale/hujson"
)

// JSON puts entries into a JSON or JSONC file that belongs to someone else.
//
// The file is parsed for offsets only and changed by splicing, in its own
// indentation and line ends.
type JSON struct {
	// Arrays are the arrays that hold our entries, created where missing.
	Arrays []Array
	// Keys are values set where the key is missing.
	Keys []Key
	// Mine recognises an entry of ours, of any release, by its raw bytes. Nil
	// means: whatever equals a wanted entry of the same array.
	Mine func(raw []byte) bool
	// Sweep names objects (key paths, e.g. {"hooks"}) whose arrays hold no
	// entry of ours but those of Arrays; others that Mine recognises go.
	Sweep [][]string
	// Strict is set for agents that refuse comments and trailing commas: a
	// file that has some is refused, since the agent does not read it.
	Strict bool
	// NoBOM is set for agents that void a file with a byte-order mark.
	NoBOM bool
	// Tombstone replaces an entry of ours that is removed while entries of
	// others follow, for agents that count positions. Empty: plain removal.
	Tombstone string
}

// Array is one array of a JSON file and our entries in it, in order.
type Array struct {
	Path    []string // keys from the root; a key may hold any character
	Entries []string // each a JSON value
	// Mine overrides JSON.Mine for this array.
	Mine func(raw []byte) bool
}

// Key is a value at a key path.
type Key struct {
	Path  []string
	Value string // a JSON value
	// Force replaces another value; otherwise only a missing key is set.
	Force bool
}

// Apply implements Edit.
func (e JSON) Apply(src []byte) ([]byte, []Cut, error) {
	if blank(src) {
		return e.fill(src)
	}
	w := &writer{src: src, strict: e.Strict}
	if err := e.check(src); err != nil {
		return nil, nil, err
	}
	for _, k := range e.Keys {
		w.key(k)
	}
	for _, a := range e.Arrays {
		w.array(a, e.mine(a), e.Tombstone)
	}
	w.sweep(e.strays, e.Tombstone, func(string) bool { return true })
	return w.result(src)
}

// State implements Edit.
func (e JSON) State(src []byte) State {
	if blank(src) && e.check(src) == nil {
		return Absent
	}
	_, cuts, err := e.Apply(src)
	switch {
	case err != nil:
		return Conflict
	case len(cuts) == 0:
		return Present
	case e.any(src):
		return Stale
	}
	return Absent
}

// Remove implements Edit. Without a receipt, containers left empty by the
// removal go, and so does a file that holds nothing but what we would write.
func (e JSON) Remove(src []byte) ([]byte, error) { return e.remove(src, nil, false) }

// RemoveMade implements Receipted: of values that another may have written
// too, it takes only those the cuts wrote.
func (e JSON) RemoveMade(src []byte, cuts []Cut) ([]byte, error) { return e.remove(src, cuts, true) }

func (e JSON) check(src []byte) error {
	if e.NoBOM && bytes.HasPrefix(src, []byte(bom)) {
		return errors.New("the file starts with a byte-order mark, which makes the agent ignore it; save it as UTF-8 without BOM")
	}
	return nil
}

// fill writes the whole object into an empty or missing file.
func (e JSON) fill(src []byte) ([]byte, []Cut, error) {
	if err := e.check(src); err != nil {
		return nil, nil, err
	}
	head := ""
	if bytes.HasPrefix(src, []byte(bom)) {
		head = bom
	}
	eol := eolOf(src)
	w := &writer{src: []byte(head + "{}" + eol), strict: e.Strict}
	for _, k := range e.Keys {
		w.key(k)
	}
	for _, a := range e.Arrays {
		w.array(a, e.mine(a), "")
	}
	if w.err != nil {
		return nil, nil, w.err
	}
	old, text := string(src[len(head):]), string(w.src[len(head):])
	return w.src, []Cut{{Off: len(head), Old: old, New: text}}, nil
}

// mine is the predicate for the entries of one array.
func (e JSON) mine(a Array) func([]byte) bool {
	switch {
	case a.Mine != nil:
		return a.Mine
	case e.Mine != nil:
		return e.Mine
	}
	return a.wants
}

// wants reports whether raw equals one of the wanted entries.
func (a Array) wants(raw []byte) bool {
	v, err := hujson.Parse(raw)
	if err != nil {
		return false
	}
	for _, entry := range a.Entries {
		if w, err := hujson.Parse([]byte(entry)); err == nil && equal(v, w) {
			return true
		}
	}
	return false
}

// strays finds an entry of ours below a swept object, in an array that is not
// wanted there.
func (e JSON) strays(d doc) (path []string, i int, err error) {
	if e.Mine == nil {
		return nil, 0, nil
	}
	for _, sweep := range e.Sweep {
		v, n, err := d.find(sweep)
		if err != nil || n < len(sweep) {
			return nil, 0, err
		}
		if _, isObject := v.Value.(*hujson.Object); !isObject {
			continue // holds no arrays of ours
		}
		b := boxOf(v)
		for _, it := range b.items {
			if _, err := b.member(it.name); err != nil {
				return nil, 0, err
			}
			path := append(slices.Clone(sweep), it.name)
			if e.wanted(path) {
				continue
			}
			if i := lastMine(d, it.value, e.Mine); i >= 0 {
				return path, i, nil
			}
		}
	}
	return nil, 0, nil
}

func (e JSON) wanted(path []string) bool {
	return slices.ContainsFunc(e.Arrays, func(a Array) bool { return slices.Equal(a.Path, path) })
}

// any reports whether the file holds an entry of ours.
func (e JSON) any(src []byte) bool {
	d, err := parseDoc(src, false)
	if err != nil {
		return false
	}
	for _, a := range e.Arrays {
		if v, ok, err := d.array(a.Path); err == nil && ok && lastMine(d, v, e.mine(a)) >= 0 {
			return true
		}
	}
	path, _, err := e.strays(d)
	return err == nil && path != nil
}

// lastMine is the index of the last element of v that mine recognises, or -1.
func lastMine(d doc, v hujson.Value, mine func([]byte) bool) int {
	arr, ok := v.Value.(*hujson.Array)
	if !ok {
		return -1
	}
	for i := len(arr.Elements) - 1; i >= 0; i-- {
		if mine(plain(d.src, arr.Elements[i])) {
			return i
		}
	}
	return -1
}
