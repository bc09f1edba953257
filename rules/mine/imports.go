package mine

import (
	"strings"
)

// imports reads an import that begins at i and returns the token behind it,
// or i where there is none.
func (r *reader) imports(i int, w string) int {
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
		if w == "using" && len(r.open) < 2 && r.isWord(i+1) && r.statementStart(i) {
			return r.importPath(i+1, ".")
		}
	case "php":
		if w == "use" && len(r.open) == 0 {
			return r.importPath(i+1, `\`)
		}
	case "rust":
		if w == "use" {
			return r.importRust(i + 1)
		}
	}
	return i
}

func (r *reader) importTS(i int, w string) int {
	switch {
	case w == "require" && r.is(i+1, "(") && r.isStr(i+2), w == "import" && r.is(i+1, "(") && r.isStr(i+2):
		im := Import{Module: r.text(i + 2), Line: r.line(i)}
		if r.is(i-1, "=") {
			if r.isWord(i - 2) {
				im.Alias = r.text(i - 2)
			} else if r.is(i-2, "}") && r.match[i-2] >= 0 {
				im.Names = r.names(int(r.match[i-2])+1, i-2)
			}
		}
		r.f.Imports = append(r.f.Imports, im)
		return i + 3
	case w == "import" && !r.is(i-1, "."), w == "export" && (r.is(i+1, "{") || r.is(i+1, "*") || r.is(i+1, "type") && r.is(i+2, "{")):
		return r.importFrom(i)
	}
	return i
}

// importFrom reads import … from "m"; and import "m".
func (r *reader) importFrom(i int) int {
	im := Import{Line: r.line(i)}
	for j, n := i+1, 0; j < len(r.toks) && n < 300; n++ {
		switch {
		case r.isStr(j):
			if j == i+1 || r.is(j-1, "from") {
				im.Module = r.text(j)
				r.f.Imports = append(r.f.Imports, im)
				return j + 1
			}
			return i
		case r.is(j, "{"):
			end := int(r.match[j])
			if end < 0 {
				return i
			}
			im.Names = append(im.Names, r.names(j+1, end)...)
			j = end + 1
			continue
		case r.is(j, "as") && r.is(j-1, "*"):
			im.Alias = r.text(j + 1)
		case r.isWord(j) && j == i+1 && !r.is(j, "type") || r.isWord(j) && r.is(j-1, "type") && !r.is(j, "from"):
			im.Names = append(im.Names, r.text(j))
		case r.is(j, ";"), r.is(j, "="), r.is(j, "("):
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
		if r.isWord(i) && !r.is(i, "type") && !r.is(i, "as") && !r.is(i-1, "as") && !r.is(i-1, ":") {
			out = append(out, r.text(i))
		}
	}
	return out
}

func (r *reader) importGo(i int) int {
	one := func(i int) int {
		im := Import{Line: r.line(i)}
		if !r.isStr(i) {
			im.Alias = r.text(i)
			i++
		}
		if r.isStr(i) {
			im.Module = r.text(i)
			r.f.Imports = append(r.f.Imports, im)
		}
		return i + 1
	}
	if !r.is(i, "(") || r.match[i] < 0 {
		return one(i)
	}
	end := int(r.match[i])
	for i++; i < end; {
		i = one(i)
	}
	return end + 1
}

// importPath reads a.b.C, with an alias or a {group} behind.
func (r *reader) importPath(i int, sep string) int {
	line := r.line(i)
	for r.is(i, "static") || r.is(i, "function") || r.is(i, "const") || r.is(i, "global") {
		i++
	}
	if r.isWord(i) && r.is(i+1, "=") { // using X = A.B
		i += 2
	}
	r.skipSep(&i)
	name, next := r.dotted(i)
	if name == "" {
		return i
	}
	im := Import{Module: name, Line: line}
	if sep != "." || r.f.Lang != "csharp" {
		im.Names = []string{lastName(name)}
	}
	if r.is(next, sep) && r.is(next+1, "{") && r.match[next+1] >= 0 {
		for _, n := range r.names(next+2, int(r.match[next+1])) {
			r.f.Imports = append(r.f.Imports, Import{Module: name + sep + n, Names: []string{n}, Line: line})
		}
		return r.skip(next + 1)
	}
	if r.is(next, "as") {
		im.Alias = r.text(next + 1)
		next += 2
	}
	r.f.Imports = append(r.f.Imports, im)
	return next
}

func (r *reader) skipSep(i *int) {
	if r.is(*i, `\`) {
		*i++
	}
}

func (r *reader) importRust(i int) int {
	name, next := r.dotted(i)
	if name == "" {
		return i
	}
	im := Import{Module: name, Line: r.line(i)}
	if r.is(next, "::") && r.is(next+1, "{") && r.match[next+1] >= 0 {
		im.Names = r.names(next+2, int(r.match[next+1]))
		next = r.skip(next + 1)
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
			name = goPackage(im.Module)
		}
		local[name] = k
	}
	for i := range r.toks {
		if !r.isWord(i) || !r.is(i+1, ".") || r.is(i-1, ".") || !r.isWord(i+2) {
			continue
		}
		if k, ok := local[r.text(i)]; ok {
			im := &r.f.Imports[k]
			if sym := r.text(i + 2); upper(sym) && len(im.Names) < 40 && !contains(im.Names, sym) {
				im.Names = append(im.Names, sym)
			}
		}
	}
}

func goPackage(module string) string {
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
