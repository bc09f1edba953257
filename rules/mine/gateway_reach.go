package mine

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cybedefend/vibedefend/rules/business"
)

// reach counts the files that import a gate for the sake of the package behind
// it: what they take from it uses the package. Where imports name no symbols,
// a good part of the gate must.
func (c *corpus) reach(into map[int]bool, gate int, users []importer) int {
	f := &c.files[gate]
	if byFolder(f.Lang) {
		inside, all := map[int]bool{}, 0
		for _, u := range users {
			if c.place(u.file) == c.place(gate) {
				inside[u.file] = true
			}
		}
		for i := range c.files {
			if c.files[i].Lang == f.Lang && c.place(i) == c.place(gate) {
				all++
			}
		}
		if 3*len(inside) < all {
			return 0
		}
		return c.reachGo(into, gate, users, inside)
	}
	var own []string
	for _, u := range users {
		if u.file == gate {
			own = append(append(own, localNames(f.Lang, u.im)...), packageOf(f.Lang, u.im.Module))
		}
	}
	if f.Lang != "ts" && f.Lang != "python" { // one class a file
		return len(into)
	}
	wraps := c.wrapping(f, own)
	if wraps == nil {
		return len(into)
	}
	k, place := 0, c.place(gate)
	for _, i := range sortedInts(into) {
		if c.takes(&c.files[i], place, f, wraps) {
			k++
		}
	}
	return k
}

// reachGo counts the files that call what a Go package makes of the package
// behind it, or of which that cannot be told.
func (c *corpus) reachGo(into map[int]bool, gate int, users []importer, inside map[int]bool) int {
	if c.files[gate].Lang != "go" {
		return len(into)
	}
	wraps, all := map[string]bool{}, map[string]bool{}
	for i := range c.files {
		f := &c.files[i]
		if f.Lang != "go" || c.place(i) != c.place(gate) {
			continue
		}
		var own []string
		for _, u := range users {
			if u.file == i {
				own = append(own, localNames("go", u.im)...)
			}
		}
		if inside[i] {
			names := c.wrapping(f, own)
			if names == nil {
				return len(into)
			}
			for n := range names {
				wraps[n] = true
			}
		}
		for _, d := range f.Defs {
			all[d] = true
		}
	}
	k := 0
	for _, i := range sortedInts(into) {
		if callsOf(&c.files[i], wraps) || !callsOf(&c.files[i], all) {
			k++
		}
	}
	return k
}

// callsOf reports whether a file calls one of some names, as far as names tell.
func callsOf(f *business.Facts, names map[string]bool) bool {
	for i := range f.Units {
		for _, it := range f.Units[i].Calls {
			if n := business.LastName(it); business.Upper(n) && names[n] {
				return true
			}
		}
	}
	return false
}

func sortedInts(m map[int]bool) []int {
	out := make([]int, 0, len(m))
	for i := range m {
		out = append(out, i)
	}
	slices.Sort(out)
	return out
}

// takes reports whether a file imports one of some names from a place, or
// something that cannot be told.
func (c *corpus) takes(f *business.Facts, place string, gate *business.Facts, names map[string]bool) bool {
	for j := range f.Imports {
		im := &f.Imports[j]
		if c.resolve(f, im.Module) != place {
			continue
		}
		if len(im.Names) == 0 {
			return im.Alias != "" || f.Lang != "ts" // for what it does when it is loaded
		}
		for _, n := range im.Names {
			if names[n] || !slices.Contains(gate.Defs, n) {
				return true
			}
		}
	}
	return false
}

// wrapping are the names a file defines whose definitions use some words, or
// others that do; nil where that cannot be told. A definition is what begins
// at the edge of the page.
func (c *corpus) wrapping(f *business.Facts, words []string) map[string]bool {
	raw, err := c.tree.read(f.Path)
	if err != nil {
		return nil
	}
	parts := definitions(string(raw))
	var used []map[string]bool
	for _, p := range parts {
		set := map[string]bool{}
		for _, w := range strings.FieldsFunc(p, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '$' }) {
			set[w] = true
		}
		used = append(used, set)
	}
	names := map[string]bool{}
	for _, w := range words {
		names[w] = w != ""
	}
	for again := true; again; {
		again = false
		for i, p := range parts {
			if d := defined(p); d != "" && !names[d] && uses(used[i], names) {
				names[d], again = true, true
			}
		}
	}
	return names
}

func uses(set, names map[string]bool) bool {
	for n, ok := range names {
		if ok && set[n] {
			return true
		}
	}
	return false
}

// definitions cuts a text where a line begins with a letter or a mark before
// one.
func definitions(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if r, _ := utf8.DecodeRuneInString(line); len(out) > 0 && !unicode.IsLetter(r) && r != '@' && r != '_' {
			out[len(out)-1] += line
			continue
		}
		if n := len(out); n > 0 && strings.HasPrefix(strings.TrimSpace(out[n-1]), "@") {
			out[n-1] += line // the mark belongs to what follows
			continue
		}
		out = append(out, line)
	}
	return out
}

// defined is the name that a definition begins with.
func defined(text string) string {
	if rest, ok := strings.CutPrefix(text, "func ("); ok { // a method of Go, behind its receiver
		if _, name, ok := strings.Cut(rest, ")"); ok {
			text = name
		}
	}
	for _, w := range strings.FieldsFunc(text[:min(len(text), 300)], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '$' }) {
		if !slices.Contains([]string{"export", "default", "const", "let", "var", "async", "function", "func", "class", "abstract", "def", "type", "interface", "enum"}, w) {
			return w
		}
	}
	return ""
}

// noLayouts leaves out a package of a family whose other packages come in by
// the files beside its gate, one each: that is how the folder is laid out.
func (c *corpus) noLayouts(x imports, rules []business.Rule) []business.Rule {
	return slices.DeleteFunc(rules, func(r business.Rule) bool {
		pkg := r.Check.Modules[0]
		if len(r.Check.Modules) > 1 || kit(pkg) == "" {
			return false
		}
		home, beside := gateFolder(r.Check.Allow[0]), map[string]bool{}
		for _, key := range sortedKeys(x.external) {
			users := x.external[key]
			_, other, _ := strings.Cut(key, " ")
			if other == pkg || kit(other) != kit(pkg) {
				continue
			}
			for _, u := range users {
				if p := c.files[u.file].Path; p != r.Check.Allow[0] && gateFolder(p) == home {
					beside[p] = true
				}
			}
		}
		return len(beside) >= 3
	})
}

// gateFolder is the folder that holds a file, or the folder of an index file.
func gateFolder(p string) string {
	dir := path.Dir(p)
	if strings.HasPrefix(path.Base(p), "index.") {
		return path.Dir(dir)
	}
	return dir
}
