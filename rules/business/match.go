package business

import (
	"path"
	"slices"
	"strings"
)

// Covers reports whether a scope takes in a file of a language.
func (s Scope) Covers(file, lang string) bool {
	if lang != "" && len(s.Languages) > 0 && !slices.Contains(s.Languages, lang) {
		return false
	}
	if matchAny(s.Exclude, file) {
		return false
	}
	return len(s.Paths) == 0 || matchAny(s.Paths, file)
}

func matchAny(globs []string, file string) bool {
	return slices.ContainsFunc(globs, func(g string) bool { return Glob(g, file) })
}

// mostBraces is how many choices such as {ts,tsx} a pattern may hold.
const mostBraces = 4

// Glob matches a slash path; "**" stands for any number of folders, also
// none, and "{ts,tsx}" for either. A bad pattern matches nothing.
func Glob(pattern, file string) bool {
	open := strings.IndexByte(pattern, '{')
	if open >= 0 {
		end := strings.IndexByte(pattern[open:], '}')
		if end < 0 || strings.Count(pattern, "{") > mostBraces {
			return false
		}
		return slices.ContainsFunc(strings.Split(pattern[open+1:open+end], ","), func(choice string) bool {
			return Glob(pattern[:open]+choice+pattern[open+end+1:], file)
		})
	}
	return glob(strings.Split(pattern, "/"), strings.Split(file, "/"))
}

func glob(pat, parts []string) bool {
	for len(pat) > 0 {
		if pat[0] == "**" {
			if len(pat) == 1 {
				return len(parts) > 0
			}
			for i := range parts {
				if glob(pat[1:], parts[i:]) {
					return true
				}
			}
			return false
		}
		if len(parts) == 0 {
			return false
		}
		if ok, err := path.Match(pat[0], parts[0]); err != nil || !ok {
			return false
		}
		pat, parts = pat[1:], parts[1:]
	}
	return len(parts) == 0
}

// moduleIs reports whether an import of module falls under a listed name: the
// module itself, what lies below it, or a pattern with "*".
func moduleIs(listed, module string) bool {
	listed, module = strings.TrimSuffix(listed, "/**"), strings.Trim(module, "/")
	if strings.Contains(listed, "*") {
		return Glob(listed, module) || Glob(strings.TrimSuffix(listed, "*")+"**", module)
	}
	for _, sep := range []string{"/", ".", "::", `\`} {
		if strings.HasPrefix(module, listed+sep) {
			return true
		}
	}
	return module == listed
}

// reaches reports whether an import written in file names something below a
// folder of the repository, as far as its words tell.
func reaches(folder, file, module string) bool {
	m := module
	if strings.HasPrefix(m, ".") && strings.Contains(m, "/") || m == "." || m == ".." {
		m = path.Join(path.Dir(file), m)
	} else {
		m = strings.NewReplacer(".", "/", "::", "/", `\`, "/").Replace(strings.TrimLeft(m, "@~#"))
	}
	m = "/" + strings.Trim(m, "/") + "/"
	if strings.Contains(m, "/"+folder+"/") {
		return true
	}
	// An alias such as @/server stands for src/server.
	if _, rest, ok := strings.Cut(folder, "/"); ok && !strings.HasPrefix(module, ".") && rest != "" {
		return strings.HasPrefix(m, "/"+rest+"/")
	}
	return false
}
