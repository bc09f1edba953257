package edit

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// TOML puts tables and values into a TOML file that belongs to someone else.
type TOML struct {
	// Tables are wanted with these values.
	Tables []Table
	// Mine recognises tables of ours that are no longer wanted, by their
	// path; they are removed. May be nil.
	Mine func(path []string) bool
}

// Table is a table and our keys in it. A missing table is added at the end of
// the file; in an existing one values are replaced on their lines and missing
// ones added.
type Table struct {
	Path  []string // unquoted keys, e.g. {"hooks", "state", "/a/hooks.json:stop:0:0"}
	Pairs []Pair
	// Shared says that the table is not ours: removal takes our pairs only.
	Shared bool
}

// Pair is one key and its value, written in TOML ("true", `"text"`).
type Pair struct{ Key, Value string }

// ValidTOML returns why src cannot be edited as TOML, in words for a person:
// not TOML, not text, with a byte-order mark or nested too deep; else nil.
func ValidTOML(src []byte) error {
	_, err := parseTOML(src)
	return err
}

// Apply implements Edit.
func (e TOML) Apply(src []byte) ([]byte, []Cut, error) {
	before, err := parseTOML(src)
	if err != nil {
		return nil, nil, err
	}
	w := &tomlWriter{src: src}
	w.stray(e)
	for _, t := range e.Tables {
		w.table(t)
	}
	if w.err != nil {
		return nil, nil, w.err
	}
	return w.result(src, before, e)
}

// State implements Edit.
func (e TOML) State(src []byte) State {
	_, cuts, err := e.Apply(src)
	switch {
	case err != nil:
		return Conflict
	case len(cuts) == 0:
		return Present
	}
	d, err := parseTOML(src)
	if err != nil {
		return Conflict
	}
	for _, t := range d.tables {
		if e.ours(t.path) {
			return Stale
		}
	}
	return Absent
}

// Remove implements Edit: our tables go with their lines, of shared tables
// only our pairs while they hold our values.
func (e TOML) Remove(src []byte) ([]byte, error) {
	before, err := parseTOML(src)
	if err != nil {
		return nil, err
	}
	w := &tomlWriter{src: src}
	for _, t := range e.Tables {
		if t.Shared {
			w.takePairs(t)
		}
	}
	w.stray(TOML{Mine: e.ours})
	if w.err != nil {
		return nil, w.err
	}
	out, _, err := w.result(src, before, e)
	if err == nil && len(w.cuts) > 0 && len(bytes.TrimSpace(out)) == 0 {
		return nil, nil
	}
	return out, err
}

// ours reports whether the table at path is ours as a whole.
func (e TOML) ours(path []string) bool {
	for _, t := range e.Tables {
		if slices.Equal(t.Path, path) {
			return !t.Shared
		}
	}
	return e.Mine != nil && e.Mine(path)
}

func (e TOML) wants(path []string) bool {
	return slices.ContainsFunc(e.Tables, func(t Table) bool { return slices.Equal(t.Path, path) })
}

// tomlWriter edits step by step and keeps the cuts.
type tomlWriter struct {
	src  []byte
	cuts []Cut
	err  error
}

func (w *tomlWriter) parse() (tomlDoc, bool) {
	if w.err != nil {
		return tomlDoc{}, false
	}
	d, err := parseTOML(w.src)
	w.err = err
	return d, err == nil
}

func (w *tomlWriter) cut(c Cut) {
	out, err := ApplyCuts(w.src, []Cut{c})
	if err != nil {
		w.err = err
		return
	}
	w.src, w.cuts = out, append(w.cuts, c)
}

// stray removes tables that are ours and not wanted.
func (w *tomlWriter) stray(e TOML) {
	if e.Mine == nil {
		return
	}
	for {
		d, ok := w.parse()
		if !ok {
			return
		}
		i := slices.IndexFunc(d.tables, func(t tomlTable) bool {
			return len(t.path) > 0 && !e.wants(t.path) && e.Mine(t.path)
		})
		if i < 0 {
			return
		}
		start, end := d.extent(i)
		w.cut(Cut{Off: start, Old: string(w.src[start:end])})
	}
}

// table makes one table hold our pairs.
func (w *tomlWriter) table(t Table) {
	d, ok := w.parse()
	if !ok {
		return
	}
	i := slices.IndexFunc(d.tables, func(x tomlTable) bool { return slices.Equal(x.path, t.Path) && !x.array })
	if i < 0 {
		if err := d.clash(t.Path); err != nil {
			w.err = err
			return
		}
		w.cut(Cut{Off: len(w.src), New: d.addition(t)})
		return
	}
	for _, p := range t.Pairs {
		w.pair(t, i, p)
	}
}

// pair sets one key of an existing table.
func (w *tomlWriter) pair(t Table, i int, p Pair) {
	d, ok := w.parse()
	if !ok {
		return
	}
	tab := d.tables[i]
	for _, l := range tab.lines {
		if !slices.Equal(l.key, []string{p.Key}) {
			if l.key[0] == p.Key {
				w.err = fmt.Errorf("the key %q of [%s] is written as a dotted key; write it as a value first", p.Key, strings.Join(t.Path, "."))
			}
			continue
		}
		if old := string(w.src[l.valueStart:l.end]); !sameTOML(old, p.Value) {
			w.cut(Cut{Off: l.valueStart, Old: old, New: p.Value})
		}
		return
	}
	if w.err != nil {
		return
	}
	if err := d.clash(append(slices.Clone(t.Path), p.Key)); err != nil {
		w.err = err
		return
	}
	at := lineEnd(w.src, tab.last())
	text := quoteKey(p.Key) + " = " + p.Value
	if at > 0 && w.src[at-1] == '\n' {
		text += d.eol
	} else {
		text = d.eol + text
	}
	w.cut(Cut{Off: at, New: text})
}

// takePairs removes our pairs that still hold our values, and the table when
// nothing else is in it.
func (w *tomlWriter) takePairs(t Table) {
	for _, p := range t.Pairs {
		d, ok := w.parse()
		if !ok {
			return
		}
		i := slices.IndexFunc(d.tables, func(x tomlTable) bool { return slices.Equal(x.path, t.Path) && !x.array })
		if i < 0 {
			return
		}
		for _, l := range d.tables[i].lines {
			if slices.Equal(l.key, []string{p.Key}) && sameTOML(string(w.src[l.valueStart:l.end]), p.Value) {
				start, end := lineStart(w.src, l.start), lineEnd(w.src, l.end)
				w.cut(Cut{Off: start, Old: string(w.src[start:end])})
				break
			}
		}
	}
}

// result checks that the file still parses, says what we want and what it
// said before, and that the cuts can be taken back.
func (w *tomlWriter) result(src []byte, before tomlDoc, e TOML) ([]byte, []Cut, error) {
	after, err := parseTOML(w.src)
	if err != nil {
		return nil, nil, fmt.Errorf("the edit would break the file: %w", err)
	}
	if !sameElsewhere(before.values, after.values, nil, e) {
		return nil, nil, errors.New("the edit would change values that are not ours")
	}
	back, err := InvertCuts(w.src, w.cuts)
	if err != nil || !bytes.Equal(back, src) {
		return nil, nil, errors.New("the edit cannot be taken back exactly")
	}
	return w.src, w.cuts, nil
}
