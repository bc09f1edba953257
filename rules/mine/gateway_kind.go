package mine

import (
	"path"
	"slices"

	"github.com/cybedefend/vibedefend/rules/business"
)

// What looks like a gateway and is none.

// pluggedIn reports whether a package is one that is put into another by its
// configuration, by its name: only where that is set up has anyone use for it.
func pluggedIn(pkg string) bool {
	for _, w := range business.NameWords(pkg) {
		switch w {
		case "adapter", "adapters", "provider", "providers", "plugin", "plugins", "preset", "loader", "transformer", "transport", "dialect", "theme", "types", "polyfill", "polyfills":
			return true
		}
	}
	return false
}

// heirOf reports whether the class of a gate extends or implements what it
// imports, in languages of one class a file: the library calls that class, no
// code goes through it.
func (c *corpus) heirOf(gate int, users []importer) bool {
	f := &c.files[gate]
	if f.Lang != "php" && f.Lang != "java" && f.Lang != "kotlin" {
		return false
	}
	for _, u := range users {
		if u.file != gate {
			continue
		}
		for i := range f.Units {
			for _, b := range f.Units[i].Bases {
				if b == business.LastName(u.im.Module) || b == u.im.Alias || slices.Contains(u.im.Names, b) {
					return true
				}
			}
		}
	}
	return false
}

// Another place counts as a gate of its own from how many importers on, and
// from which share of those of the first.
const (
	otherGate      = 4
	otherGateShare = 5
)

// secondGate reports whether a package comes in through another place as well
// that bears its name and that others import: each has its reason.
func (c *corpus) secondGate(x imports, at map[string]int, gate int, pkg string) bool {
	uses := len(x.into[c.place(gate)])
	for _, place := range sortedKeys(at) {
		if n := len(x.into[place]); place != c.place(gate) && (bears(place, pkg) || bears(path.Dir(place), pkg)) && n >= otherGate && otherGateShare*n >= uses {
			return true
		}
	}
	return false
}
