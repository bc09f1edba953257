package edit

import (
	"bytes"
	"slices"
	"strings"
)

// RemoveMade implements Receipted. The cuts tell what no release but the one
// that wrote it knows: tables beside the wanted ones that are as they were
// written, and the line end that the file's last line had not.
func (e TOML) RemoveMade(src []byte, cuts []Cut) ([]byte, error) {
	d, err := parseTOML(src)
	if err != nil {
		return nil, err
	}
	known := e
	known.Mine = func(path []string) bool { return e.ours(path) || e.beside(path) && d.made(path, cuts) }
	out, err := known.Remove(src)
	if err != nil || out == nil || !bytes.HasPrefix(src, out) || !bytes.HasSuffix(out, []byte(d.eol)) {
		return out, err
	}
	for _, c := range cuts {
		if c.Old == "" && strings.HasPrefix(c.New, d.eol+d.eol+"[") {
			return out[:len(out)-len(d.eol)], nil
		}
	}
	return out, nil
}

// beside reports whether path has the parent of a table of ours.
func (e TOML) beside(path []string) bool {
	return slices.ContainsFunc(e.Tables, func(t Table) bool {
		n := len(t.Path)
		return !t.Shared && n > 1 && len(path) == n && slices.Equal(t.Path[:n-1], path[:n-1])
	})
}

// made reports whether a table is, byte for byte, one that a cut wrote.
func (d tomlDoc) made(path []string, cuts []Cut) bool {
	i := slices.IndexFunc(d.tables, func(t tomlTable) bool { return slices.Equal(t.path, path) && !t.array })
	if i < 0 {
		return false
	}
	start, end := d.extent(i)
	text := strings.TrimSpace(string(d.src[start:end]))
	return slices.ContainsFunc(cuts, func(c Cut) bool { return strings.Contains(c.New, text) })
}
