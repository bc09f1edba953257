package business

import (
	"strings"
)

// imports reads an import that begins at i and returns the token behind it,
// or i where there is none.
func (r *reader) imports(i int, w string) int {
	if next := r.declares(i, w); next > i {
		return next
	}
	switch r.f.Lang {
	case "ts":
		return r.importTS(i, w)
	case "go":
		if w == "import" && len(r.open) == 0 {
			return r.importGo(i + 1)
		}
	case "java", "kotlin":
		if w == "import" && len(r.open) == 0 {
			return r.importPath(i+1, ".")
		}
	case "csharp":
		if w == "using" && len(r.open) < 2 && r.IsWord(i+1) && r.statementStart(i) {
			return r.importPath(i+1, ".")
		}
	case "php":
		if w == "use" && len(r.open) == 0 {
			return r.importPath(i+1, `\`)
		}
		if w == "use" && r.kind() == "class" && r.IsWord(i+1) {
			return r.traits(i + 1)
		}
	case "rust":
		if w == "use" {
			return r.importRust(i + 1)
		}
	}
	return i
}

// traits notes what a PHP class uses, from token i on.
func (r *reader) traits(i int) int {
	for r.IsWord(i) || r.Is(i, `\`) {
		name, next := r.Dotted(i)
		if name != "" {
			r.call("use " + LastName(name))
		}
		if i = max(next, i+1); !r.Is(i, ",") {
			break
		}
		i++
	}
	return i
}

// declares reads the package or namespace of a file.
func (r *reader) declares(i int, w string) int {
	switch {
	case r.f.Package != "" || len(r.open) > 0:
		return i
	case w == "package" && (r.f.Lang == "java" || r.f.Lang == "kotlin"), w == "namespace" && (r.f.Lang == "csharp" || r.f.Lang == "php"):
		name, next := r.Dotted(i + 1)
		if name != "" {
			r.f.Package = name
			return next
		}
	}
	return i
}

func (r *reader) importTS(i int, w string) int {
	switch {
	case w == "require" && r.Is(i+1, "(") && r.IsStr(i+2), w == "import" && r.Is(i+1, "(") && r.IsStr(i+2):
		im := Import{Module: r.Text(i + 2), Line: r.LineAt(i)}
		if r.Is(i-1, "=") {
			if r.IsWord(i - 2) {
				im.Alias = r.Text(i - 2)
			} else if r.Is(i-2, "}") && r.Match[i-2] >= 0 {
				im.Names = r.names(int(r.Match[i-2])+1, i-2)
			}
		}
		r.f.Imports = append(r.f.Imports, im)
		return i + 3
	case w == "import" && !r.Is(i-1, "."), w == "export" && (r.Is(i+1, "{") || r.Is(i+1, "*") || r.Is(i+1, "type") && r.Is(i+2, "{")):
		return r.importFrom(i)
	}
	return i
}

// importFrom reads import … from "m"; and import "m".
func (r *reader) importFrom(i int) int {
	im := Import{Line: r.LineAt(i)}
	for j, n := i+1, 0; j < len(r.Toks) && n < 300; n++ {
		switch {
		case r.IsStr(j):
			if j == i+1 || r.Is(j-1, "from") {
				im.Module = r.Text(j)
				r.f.Imports = append(r.f.Imports, im)
				return j + 1
			}
			return i
		case r.Is(j, "{"):
			end := int(r.Match[j])
			if end < 0 {
				return i
			}
			im.Names = append(im.Names, r.names(j+1, end)...)
			j = end + 1
			continue
		case r.Is(j, "as") && r.Is(j-1, "*"):
			im.Alias = r.Text(j + 1)
		case r.IsWord(j) && j == i+1 && !r.Is(j, "type") || r.IsWord(j) && r.Is(j-1, "type") && !r.Is(j, "from"):
			im.Names = append(im.Names, r.Text(j))
		case r.Is(j, ";"), r.Is(j, "="), r.Is(j, "("):
			return i
		}
		j++
	}
	return i
}

// names reads {a, type b, c as d} by their original names.
func (r *reader) names(i, end int) []string {
	var out []string
	for ; i < end; i++ {
		if r.IsWord(i) && !r.Is(i, "type") && !r.Is(i, "as") && !r.Is(i-1, "as") && !r.Is(i-1, ":") {
			out = append(out, r.Text(i))
		}
	}
	return out
}

func (r *reader) importGo(i int) int {
	one := func(i int) int {
		im := Import{Line: r.LineAt(i)}
		if !r.IsStr(i) {
			im.Alias = r.Text(i)
			i++
		}
		if r.IsStr(i) {
			im.Module = r.Text(i)
			r.f.Imports = append(r.f.Imports, im)
		}
		return i + 1
	}
	if !r.Is(i, "(") || r.Match[i] < 0 {
		return one(i)
	}
	end := int(r.Match[i])
	for i++; i < end; {
		i = one(i)
	}
	return end + 1
}

// importPath reads a.b.C, with an alias or a {group} behind.
func (r *reader) importPath(i int, sep string) int {
	line := r.LineAt(i)
	for r.Is(i, "static") || r.Is(i, "function") || r.Is(i, "const") || r.Is(i, "global") {
		i++
	}
	if r.IsWord(i) && r.Is(i+1, "=") { // using X = A.B
		i += 2
	}
	r.skipSep(&i)
	name, next := r.Dotted(i)
	if name == "" {
		return i
	}
	im := Import{Module: name, Line: line}
	if sep != "." || r.f.Lang != "csharp" {
		im.Names = []string{LastName(name)}
	}
	if r.Is(next, sep) && r.Is(next+1, "{") && r.Match[next+1] >= 0 {
		for _, n := range r.names(next+2, int(r.Match[next+1])) {
			r.f.Imports = append(r.f.Imports, Import{Module: name + sep + n, Names: []string{n}, Line: line})
		}
		return r.Skip(next + 1)
	}
	if r.Is(next, "as") {
		im.Alias = r.Text(next + 1)
		next += 2
	}
	r.f.Imports = append(r.f.Imports, im)
	return next
}

func (r *reader) skipSep(i *int) {
	if r.Is(*i, `\`) {
		*i++
	}
}

func (r *reader) importRust(i int) int {
	name, next := r.Dotted(i)
	if name == "" {
		return i
	}
	if Upper(name) && strings.Contains(name, "::") || Upper(name) && r.Is(next, "::") {
		return next // the variants of an enum at hand: nothing comes from elsewhere
	}
	im := Import{Module: name, Line: r.LineAt(i)}
	if r.Is(next, "::") && r.Is(next+1, "{") && r.Match[next+1] >= 0 {
		im.Names = r.names(next+2, int(r.Match[next+1]))
		next = r.Skip(next + 1)
	} else if j := strings.LastIndex(name, "::"); j > 0 {
		im.Module, im.Names = name[:j], []string{name[j+2:]}
	}
	r.f.Imports = append(r.f.Imports, im)
	return next
}

// goSymbols finds which symbols of each imported package a Go file uses.
func (r *reader) goSymbols() {
	if r.f.Lang != "go" {
		return
	}
	local := map[string]int{}
	for k, im := range r.f.Imports {
		name := im.Alias
		if name == "" {
			name = GoPackage(im.Module)
		}
		local[name] = k
	}
	for i := range r.Toks {
		if !r.IsWord(i) || !r.Is(i+1, ".") || r.Is(i-1, ".") || !r.IsWord(i+2) {
			continue
		}
		if k, ok := local[r.Text(i)]; ok {
			im := &r.f.Imports[k]
			if sym := r.Text(i + 2); Upper(sym) && len(im.Names) < 40 && !contains(im.Names, sym) {
				im.Names = append(im.Names, sym)
			}
		}
	}
}

// GoPackage is the name an imported Go package has unless it is renamed.
func GoPackage(module string) string {
	parts := strings.Split(module, "/")
	last := parts[len(parts)-1]
	if len(parts) > 1 && len(last) > 1 && last[0] == 'v' && strings.Trim(last[1:], "0123456789") == "" {
		last = parts[len(parts)-2]
	}
	return strings.TrimSuffix(strings.TrimPrefix(last, "go-"), ".go")
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
