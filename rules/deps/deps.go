// Package deps reads which packages a manifest or lock file asks for and judges
// their names and sources: known, unknown, look-alike, from elsewhere, or reported as
// malware. It opens no file and no connection, and reads fragments like whole files.
package deps

import (
	"slices"
	"strings"
)

// Ecosystem is where packages come from.
type Ecosystem string

// The ecosystems, by the names that policy and lists use.
const (
	NPM    Ecosystem = "npm"
	PyPI   Ecosystem = "pypi"
	Crates Ecosystem = "crates"
	Gems   Ecosystem = "gems"
	Go     Ecosystem = "go"
)

// Entry is one package that a file asks for.
type Entry struct {
	Eco     Ecosystem
	Name    string
	Version string // as written, "" for any
	Source  string // an address instead of a registry's package, or ""
	Index   string // a registry that the file names; then Name is ""
	Line    int    // 1-based
	// Bumped is set where the file has the name already, in another version:
	// only that one version may be reported.
	Bumped bool
}

// Class is what is wrong with an entry, mildest first.
type Class int

// The classes. LookAlike may be an honest name; Typosquat is one slip away from one of
// the most used packages.
const (
	Fine Class = iota
	Unknown
	OtherIndex
	FromURL
	LookAlike
	Typosquat
	Malicious
)

// signals are the names of the classes for the rules of the guard.
var signals = [...]string{"", "pkg.unknown-name", "pkg.registry", "pkg.url", "pkg.lookalike", "pkg.typosquat", "pkg.malicious"}

// Signal is the name that rules answer to, "" for Fine.
func (c Class) Signal() string { return signals[c] }

// Finding is an entry that is not fine.
type Finding struct {
	Entry
	Class Class
	Like  string // the package whose name it resembles
}

// Text says what was found, in a few words.
func (f Finding) Text() string {
	switch {
	case f.Index != "":
		return f.Index
	case f.Class == FromURL:
		return strings.TrimSpace(f.Name + " from " + f.Source)
	case f.Like != "":
		return f.Name + " for " + f.Like
	}
	return f.Name
}

// Lists are what people add to the built-in names: "npm/left-*", "pypi/x", or a
// plain name for every ecosystem.
type Lists struct {
	Deny, Allow []string
	// Reported tells of packages on an imported list of malware; nil: there is none.
	Reported func(Entry) bool
}

// Judge judges one entry. A name that the project already uses is the caller's to
// leave out, unless it is malicious.
func Judge(e Entry, l Lists) Finding {
	f := Finding{Entry: e}
	switch {
	case e.Bumped:
		if l.Reported != nil && l.Reported(e) && !listed(l.Allow, e) {
			f.Class = Malicious
		}
	case e.Index != "":
		f.Class = OtherIndex
	case listed(l.Deny, e):
		f.Class = Malicious
	case listed(l.Allow, e): // reports can err
	case reported(e.Eco, e.Name) || l.Reported != nil && l.Reported(e):
		f.Class = Malicious
	case e.Source != "":
		f.Class = FromURL
	case e.Name == "" || Known(e.Eco, e.Name):
	default:
		if f.Like = Imitates(e.Eco, e.Name); f.Like != "" {
			f.Class = Typosquat
		} else if f.Like = Resembles(e.Eco, e.Name); f.Like != "" {
			f.Class = LookAlike
		} else {
			f.Class = Unknown
		}
	}
	return f
}

func listed(list []string, e Entry) bool {
	for _, p := range list {
		eco, name, ok := strings.Cut(p, "/")
		if !ok || !slices.Contains([]Ecosystem{NPM, PyPI, Crates, Gems, Go}, Ecosystem(eco)) {
			eco, name = string(e.Eco), p
		}
		if eco == string(e.Eco) && e.Name != "" && match(canonical(e.Eco, name), canonical(e.Eco, e.Name)) {
			return true
		}
	}
	return false
}

// match compares a name with a pattern in which * stands for anything.
func match(pattern, name string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == name
	}
	if !strings.HasPrefix(name, head) {
		return false
	}
	for i := len(head); i <= len(name); i++ {
		if match(rest, name[i:]) {
			return true
		}
	}
	return false
}

// mostNew and mostBumped bound the work on one file.
const (
	mostNew    = 400
	mostBumped = 2000
)

// New lists the entries of after that before does not hold, by name and source.
func New(path string, before, after []byte) []Entry {
	list := Read(path, after)
	if len(list) == 0 {
		return nil
	}
	have := map[string]bool{}
	for _, e := range Read(path, before) {
		have[key(e)] = true
	}
	var out []Entry
	for _, e := range list {
		if k := key(e); !have[k] && len(out) < mostNew {
			have[k] = true
			out = append(out, e)
		}
	}
	return out
}

// Bumped lists the entries of after whose name before holds, and not in this
// one version.
func Bumped(path string, before, after []byte) []Entry {
	had := Read(path, before)
	if len(had) == 0 {
		return nil
	}
	have, pinned := map[string]bool{}, map[string]bool{}
	for _, e := range had {
		have[key(e)], pinned[key(e)+Exact(e.Version)] = true, true
	}
	var out []Entry
	for _, e := range Read(path, after) {
		k, v := key(e), Exact(e.Version)
		if v == "" || !have[k] || pinned[k+v] || len(out) == mostBumped {
			continue
		}
		pinned[k+v], e.Bumped = true, true
		out = append(out, e)
	}
	return out
}

func key(e Entry) string { return canonical(e.Eco, e.Name) + "\x00" + e.Source + "\x00" + e.Index }

// Holds tells whether a manifest or lock file names a package.
func Holds(path string, text []byte, eco Ecosystem, name string) bool {
	want := canonical(eco, name)
	for _, e := range Read(path, text) {
		if e.Eco == eco && e.Source == "" && canonical(eco, e.Name) == want {
			return true
		}
	}
	return false
}

// Beside names the files in a project that say what it already uses, locks first.
func Beside(eco Ecosystem) []string {
	switch eco {
	case NPM:
		return []string{"package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "package.json"}
	case PyPI:
		return []string{"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "pyproject.toml", "requirements.txt", "requirements-dev.txt", "Pipfile", "setup.cfg"}
	case Crates:
		return []string{"Cargo.lock", "Cargo.toml"}
	case Gems:
		return []string{"Gemfile.lock", "Gemfile"}
	}
	return []string{"go.sum", "go.mod"}
}
