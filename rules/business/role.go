package business

import (
	"path"
	"slices"
	"strings"
)

// Roles names every role of a unit.
func Roles(f *Facts, u *Unit) []Role {
	kind := u.Kind
	var out []Role
	add := func(by, name string) {
		if r := (Role{By: by, Name: name, Unit: kind}); name != "" && (by == "dir" || !slices.Contains(out, r)) { // an annotation may stand there twice
			out = append(out, r)
		}
	}
	dir := path.Dir(f.Path)
	for n := 0; dir != "." && n < 6; n++ {
		add("dir", dir)
		dir = path.Dir(dir)
	}
	if f.Test {
		if kind == "class" && testClass(f.Lang, u.Name) {
			add(TestRole, "class")
		}
		return out
	}
	for _, s := range fileRoles(f.Path) {
		add("file", s)
	}
	for _, b := range u.Bases {
		add("base", b)
	}
	for _, n := range u.Notes {
		if !BoringNote(n) {
			add("annotation", n)
		}
	}
	if kind == "route" {
		add("verb", u.Wrapper)
		recv, _, _ := strings.Cut(u.Wrapper, ".")
		add("router", recv)
	} else {
		add("wrapper", u.Wrapper)
	}
	name := u.Name
	if kind == "function" {
		name = u.Class
	}
	if ws := NameWords(name); len(ws) > 1 && Upper(name) && !numbered(ws[len(ws)-1]) {
		last := ws[len(ws)-1]
		add("suffix", strings.ToUpper(last[:1])+last[1:])
	}
	return out
}

// RivalRole is the role of classes that extend the named base, which is
// another's, or what the check asks for in its place.
const RivalRole = "rival"

// plays reports whether a unit has a role.
func plays(f *Facts, u *Unit, role Role, anyOf []string) bool {
	if role.By == RivalRole {
		return slices.Contains(u.Bases, role.Name) || Holds(u, anyOf)
	}
	return slices.Contains(Roles(f, u), role)
}

// TestRole is the role of classes that hold tests. Other roles are of code
// that is no test.
const TestRole = "test"

// testClass reports whether a class holds tests, by its name.
func testClass(lang, name string) bool {
	ws := NameWords(name)
	if len(ws) < 2 {
		return false
	}
	if ws[0] == "test" && lang == "python" {
		return true // elsewhere TestServer is one to test with
	}
	switch ws[len(ws)-1] {
	case "test", "tests", "spec", "specs", "fixture", "it":
		return true
	}
	return ws[len(ws)-1] == "case" && ws[len(ws)-2] == "test"
}

// fileRoles are the patterns a file's name belongs to.
func fileRoles(p string) []string {
	base := path.Base(p)
	ext := path.Ext(base)
	stem := strings.TrimSuffix(base, ext)
	out := []string{base}
	if i := strings.LastIndex(stem, "."); i > 0 {
		out = append(out, "*"+stem[i:]+ext)
	}
	if i := strings.LastIndexAny(stem, "_-"); i > 0 && !numbered(strings.ToLower(stem[i+1:])) {
		out = append(out, "*"+stem[i:]+ext)
	}
	if ws := NameWords(stem); len(ws) > 1 && Upper(stem) && !numbered(ws[len(ws)-1]) {
		last := ws[len(ws)-1]
		out = append(out, "*"+strings.ToUpper(last[:1])+last[1:]+ext)
	}
	return out
}

// numbered reports whether the last word of a name tells a version: what is
// called OrderFormV3 is no kind of its own.
func numbered(w string) bool {
	digits := strings.TrimPrefix(w, "v")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// Holds reports whether a unit has one of some items, as Items names them.
func Holds(u *Unit, anyOf []string) bool {
	return slices.ContainsFunc(anyOf, func(it string) bool {
		if slices.Contains(u.Calls, it) {
			return true
		}
		if base, ok := strings.CutPrefix(it, "extends:"); ok {
			return slices.Contains(u.Bases, base)
		}
		note, ok := strings.CutPrefix(it, "@")
		return ok && slices.Contains(u.Notes, note)
	})
}

// holdsInAnyCase is Holds of calls in PHP, which takes names of functions and
// classes in any case.
func holdsInAnyCase(u *Unit, anyOf []string) bool {
	return slices.ContainsFunc(anyOf, func(it string) bool {
		return slices.ContainsFunc(u.Calls, func(name string) bool { return strings.EqualFold(name, it) })
	})
}

// Nested stands among a check's allowed modifiers for classes within classes.
const Nested = "nested"

// Excused reports whether a class need not do what a check asks of its role:
// the very class that the others extend, and those with a modifier that the
// check allows to do without, such as "interface".
func Excused(u *Unit, c *Check) bool {
	if u.Kind != "class" {
		return false
	}
	return slices.Contains(c.AnyOf, "extends:"+u.Name) || u.Class != "" && slices.Contains(c.Allow, Nested) ||
		slices.ContainsFunc(u.Mods, func(m string) bool { return slices.Contains(c.Allow, m) })
}

// Items are what a unit may be required to have, each once: an annotation
// may stand there several times.
func Items(u *Unit) []string {
	out := slices.Clone(u.Calls)
	for i, n := range u.Notes {
		if !slices.Contains(u.Notes[:i], n) {
			out = append(out, "@"+n)
		}
	}
	for i, b := range u.Bases {
		if !slices.Contains(u.Bases[:i], b) {
			out = append(out, "extends:"+b)
		}
	}
	return out
}

// BoringNote reports whether an annotation says nothing about a project.
func BoringNote(n string) bool {
	switch LastName(n) {
	case "Override", "override", "property", "staticmethod", "classmethod", "Inject", "Autowired", "Injectable", "Test", "SuppressWarnings", "Nullable", "NotNull", "Nonnull",
		"derive", "allow", "cfg", "inline", "must_use", "doc", "Deprecated", "JsonProperty", "JvmStatic", "abstractmethod", "dataclass", "Component", "Input", "Output", "FunctionalInterface", "test", "serde", "error", "from", "strawberry.type", "Schema", "ApiProperty", "JsonCreator", "VisibleForTesting",
		"Attribute", "AttributeUsage", "Retention", "Target", "DebuggerStepThrough", "DebuggerDisplay", "DebuggerHidden", "DebuggerNonUserCode", "ExcludeFromCodeCoverage", "MethodImpl", "SuppressMessage", "EditorBrowsable", "StackTraceHidden", "Contract", "CheckReturnValue", "ReturnTypeWillChange", "SensitiveParameter", "JvmOverloads", "JvmField", "Suppress", "OptIn", "track_caller", "cold":
		return true // notes to compilers, debuggers and analysers among them
	}
	return false
}
