package edit

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tailscale/hujson"
)

// Mend gives one setting of someone else's file a safer value. It touches a
// setting that is there, adds none, and with Old can put back what stood there.
// It is kept in the ledger as it is.
type Mend struct {
	// Finding names what is mended.
	Finding string `json:"finding"`
	// Setting is the key path, joined by dots; at the root of a JSON file it
	// may also be one key with dots in it.
	Setting string `json:"setting"`
	// Member is a key below the setting, where names are free.
	Member string `json:"member,omitempty"`
	// Element is a text to be taken out of the list that the setting is.
	Element string `json:"element,omitempty"`
	// Value is the safer value and Old the one that stood there, as written
	// in the file; both are empty with Element.
	Value string `json:"value,omitempty"`
	Old   string `json:"old,omitempty"`
	// TOML marks a TOML file, Strict a JSON file whose agent takes no comments.
	TOML   bool `json:"toml,omitempty"`
	Strict bool `json:"strict,omitempty"`
}

// Apply implements Edit.
func (m Mend) Apply(src []byte) ([]byte, []Cut, error) {
	switch {
	case blank(src):
		return src, nil, nil
	case m.TOML:
		return m.tomlValue(src, m.Value)
	case m.Element != "":
		return m.dropElement(src)
	}
	return m.jsonValue(src, m.Value)
}

// State implements Edit.
func (m Mend) State(src []byte) State {
	_, cuts, err := m.Apply(src)
	switch {
	case err != nil:
		return Conflict
	case len(cuts) == 0:
		return Present
	}
	return Absent
}

// Remove implements Edit: the value of before comes back where ours still
// stands.
func (m Mend) Remove(src []byte) ([]byte, error) {
	if blank(src) {
		return src, nil
	}
	if m.Element != "" {
		return m.addElement(src)
	}
	now, ok, err := m.value(src)
	if err != nil || !ok || m.Old == "" || !m.same(now, m.Value) {
		return src, err
	}
	var out []byte
	if m.TOML {
		out, _, err = m.tomlValue(src, m.Old)
	} else {
		out, _, err = m.jsonValue(src, m.Old)
	}
	return out, err
}

// Taken is the mend with what stands in src, for the way back; ok is false
// where it would change nothing.
func (m Mend) Taken(src []byte) (Mend, bool) {
	if _, cuts, err := m.Apply(src); err != nil || len(cuts) == 0 {
		return m, false
	}
	if m.Element == "" {
		m.Old, _, _ = m.value(src)
	}
	return m, true
}

// value is the setting as it is written in src.
func (m Mend) value(src []byte) (string, bool, error) {
	if m.TOML {
		d, err := parseTOML(src)
		if err != nil {
			return "", false, err
		}
		l, ok := m.tomlLine(d)
		return string(src[l.valueStart:l.end]), ok, nil
	}
	d, err := parseDoc(src, m.Strict)
	if err != nil {
		return "", false, err
	}
	v, ok, err := m.find(d)
	if err != nil || !ok {
		return "", false, err
	}
	return string(src[v.StartOffset:v.EndOffset]), true, nil
}

func (m Mend) same(a, b string) bool {
	if m.TOML {
		return sameTOML(a, b)
	}
	x, errX := hujson.Parse([]byte(a))
	y, errY := hujson.Parse([]byte(b))
	return errX == nil && errY == nil && equal(x, y)
}

// find walks to the setting, by its whole name first.
func (m Mend) find(d doc) (hujson.Value, bool, error) {
	for _, path := range [][]string{{m.Setting}, strings.Split(m.Setting, ".")} {
		if m.Member != "" {
			path = append(path, m.Member)
		}
		v, n, err := d.find(path)
		if err == nil && n == len(path) {
			return v, true, nil
		}
		if err != nil && n == len(path)-1 && strings.Contains(err.Error(), "twice") {
			return v, false, err
		}
	}
	return hujson.Value{}, false, nil
}

func (m Mend) jsonValue(src []byte, want string) ([]byte, []Cut, error) {
	w := &writer{src: src, strict: m.Strict}
	d, ok := w.parse()
	if !ok {
		return nil, nil, w.err
	}
	v, ok, err := m.find(d)
	if err != nil || !ok {
		return src, nil, err
	}
	if now := string(src[v.StartOffset:v.EndOffset]); m.same(now, want) {
		return src, nil, nil
	}
	w.cut([]Cut{{Off: v.StartOffset, Old: string(src[v.StartOffset:v.EndOffset]), New: want}})
	return w.result(src)
}

func (m Mend) dropElement(src []byte) ([]byte, []Cut, error) {
	w := &writer{src: src, strict: m.Strict}
	for {
		d, ok := w.parse()
		if !ok {
			return nil, nil, w.err
		}
		b, i, err := m.element(d)
		if err != nil {
			return nil, nil, err
		}
		if i < 0 {
			return w.result(src)
		}
		w.cut(d.drop(b, i))
	}
}

func (m Mend) addElement(src []byte) ([]byte, error) {
	w := &writer{src: src, strict: m.Strict}
	d, ok := w.parse()
	if !ok {
		return nil, w.err
	}
	v, there, err := m.find(d)
	if err != nil || !there {
		return src, err
	}
	if _, isList := v.Value.(*hujson.Array); !isList {
		return src, nil
	}
	if _, i, err := m.element(d); err != nil || i >= 0 {
		return src, err
	}
	w.cut(d.insert(boxOf(v), "", quote(m.Element)))
	out, _, err := w.result(src)
	return out, err
}

// element finds the text in the list; -1 where it is not.
func (m Mend) element(d doc) (box, int, error) {
	v, ok, err := m.find(d)
	if err != nil || !ok {
		return box{}, -1, err
	}
	b := boxOf(v)
	if _, isList := v.Value.(*hujson.Array); !isList {
		return b, -1, fmt.Errorf("%q is %s, not an array", m.Setting, shape(v))
	}
	return b, slices.IndexFunc(b.items, func(it item) bool {
		l, ok := it.value.Value.(hujson.Literal)
		return ok && l.Kind() == '"' && l.String() == m.Element
	}), nil
}

// tomlLine finds the line of the setting, in a table or with dots.
func (m Mend) tomlLine(d tomlDoc) (tomlLine, bool) {
	want := strings.Split(m.Setting, ".")
	for _, t := range d.tables {
		for _, l := range t.lines {
			if !t.array && slices.Equal(slices.Concat(t.path, l.key), want) {
				return l, true
			}
		}
	}
	return tomlLine{}, false
}

func (m Mend) tomlValue(src []byte, want string) ([]byte, []Cut, error) {
	d, err := parseTOML(src)
	if err != nil {
		return nil, nil, err
	}
	l, ok := m.tomlLine(d)
	if !ok || sameTOML(string(src[l.valueStart:l.end]), want) {
		return src, nil, nil
	}
	cuts := []Cut{{Off: l.valueStart, Old: string(src[l.valueStart:l.end]), New: want}}
	out, err := ApplyCuts(src, cuts)
	if err != nil {
		return nil, nil, err
	}
	if _, err := parseTOML(out); err != nil {
		return nil, nil, fmt.Errorf("the edit would break the file: %w", err)
	}
	if back, err := InvertCuts(out, cuts); err != nil || !bytes.Equal(back, src) {
		return nil, nil, errors.New("the edit cannot be taken back exactly")
	}
	return out, cuts, nil
}
