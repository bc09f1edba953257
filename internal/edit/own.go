package edit

import "strings"

// Own sets keys of our own configuration, which is strict JSON. Keys it does
// not name stay as they are.
type Own struct{ Keys []Key }

// Apply implements Edit.
func (e Own) Apply(src []byte) ([]byte, []Cut, error) { return e.json().Apply(src) }

// State implements Edit.
func (e Own) State(src []byte) State {
	if blank(src) {
		return Absent
	}
	_, cuts, err := e.Apply(src)
	switch {
	case err != nil:
		return Conflict
	case len(cuts) == 0:
		return Present
	}
	return Stale
}

// Remove implements Edit: the file is ours, but keys others put there stay.
func (e Own) Remove(src []byte) ([]byte, error) {
	if blank(src) {
		return nil, nil
	}
	w := &writer{src: src, strict: true}
	for _, k := range e.Keys {
		w.unsetAny(k.Path)
	}
	if w.err != nil {
		return nil, w.err
	}
	d, err := parseDoc(w.src, true)
	if err != nil {
		return nil, err
	}
	if len(boxOf(d.root).items) == 0 {
		return nil, nil
	}
	return w.src, nil
}

// RemoveMade implements Receipted: a file that a team keeps in its repository
// may have held these keys before us, so only what the cuts wrote is taken, and
// without cuts only a file that holds nothing else.
func (e Own) RemoveMade(src []byte, cuts []Cut) ([]byte, error) {
	if len(cuts) == 0 && !blank(src) && e.json().onlyOurs(src) {
		return nil, nil
	}
	out, err := e.json().RemoveMade(src, cuts)
	if err != nil || blank(out) {
		return out, err
	}
	d, err := parseDoc(out, true)
	if err != nil {
		return nil, err
	}
	if len(boxOf(d.root).items) == 0 && createdBy(cuts) {
		return nil, nil
	}
	return out, nil
}

// createdBy reports whether the cuts start with the whole document.
func createdBy(cuts []Cut) bool {
	return len(cuts) > 0 && cuts[0].Off == 0 && cuts[0].Old == "" && strings.HasPrefix(cuts[0].New, "{")
}

func (e Own) json() JSON { return JSON{Keys: e.Keys, Strict: true} }

// unsetAny removes a key whatever its value.
func (w *writer) unsetAny(path []string) {
	d, ok := w.parse()
	if !ok || len(path) == 0 {
		return
	}
	if _, n, err := d.find(path); err != nil || n < len(path) {
		return
	}
	parent, _, _ := d.find(path[:len(path)-1])
	b := boxOf(parent)
	if i, err := b.member(path[len(path)-1]); err == nil && i >= 0 {
		w.cut(d.drop(b, i))
		w.prune(path[:len(path)-1], func(string) bool { return true })
	}
}
