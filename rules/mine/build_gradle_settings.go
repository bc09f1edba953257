package mine

import (
	"path"
	"strings"
)

// gradleRoot is one build: the names of its projects and where they lie.
type gradleRoot struct {
	dir     string
	dirs    map[string]string // ":a:b" -> folder
	short   map[string]string // "a.b", without signs, as accessors spell it -> folder
	strange bool              // its projects lie where a program says
}

func newGradleRoot(dir string) *gradleRoot {
	return &gradleRoot{dir, map[string]string{":": dir}, map[string]string{}, false}
}

// readSettings reads include(":a", "b:c") and project(":a").projectDir =
// file("x"). What is made up by a program is not followed.
func readSettings(f buildFile) *gradleRoot {
	r := newGradleRoot(path.Dir(f.path))
	r.strange = !f.ok
	toks := gradleTokens(string(f.text))
	for i := 0; i < len(toks); i++ {
		switch t := toks[i]; {
		case t.is('i', "include"):
			i = r.include(toks, i+1)
		case t.is('i', "projectDir") && i > 2 && toks[i-1].is('p', ".") && toks[i-3].kind == 's':
			r.move(toks, i)
		case t.is('i', "buildFileName"), t.is('i', "projectDir") && !(i > 1 && toks[i-1].is('p', ".") && toks[i-2].is('i', "rootProject")):
			r.strange = true
		}
	}
	for _, name := range sortedKeys(r.dirs) {
		r.short[accessorName(strings.ReplaceAll(strings.Trim(name, ":"), ":", "."))] = r.dirs[name]
	}
	return r
}

// include notes the texts that follow, over several lines in brackets or
// after a comma.
func (r *gradleRoot) include(toks []gradleToken, i int) int {
	depth := 0
	for ; i < len(toks); i++ {
		switch t := toks[i]; {
		case t.kind == 's' && len(t.text) < 500 && !strings.Contains(t.text, "$"):
			name := ":" + strings.Trim(strings.ReplaceAll(t.text, "/", ":"), ":")
			for n := name; n != "" && n != ":"; n = n[:strings.LastIndexByte(n, ':')] {
				if r.dirs[n] == "" {
					r.dirs[n] = path.Join(r.dir, strings.ReplaceAll(n, ":", "/"))
				}
			}
		case t.is('p', "("):
			depth++
		case t.is('p', ")"):
			if depth--; depth <= 0 {
				return i
			}
		case t.kind == 'n' && depth == 0 && !toks[i-1].is('p', ","), t.is('p', "{"), t.is('p', "}"):
			return i - 1
		}
	}
	return i
}

// move notes that a project lies elsewhere; where that is not plain, nothing
// is known of it.
func (r *gradleRoot) move(toks []gradleToken, i int) {
	name, to := toks[i-3].text, ""
	for ; i < len(toks) && toks[i].kind != 'n'; i++ {
		if toks[i].kind == 's' {
			to = toks[i].text
		}
	}
	for _, root := range []string{"$rootDir/", "${rootDir}/", "$rootProject.projectDir/", "${rootProject.projectDir}/", "$settingsDir/", "${settingsDir}/"} {
		to = strings.TrimPrefix(to, root)
	}
	if to == "" || strings.Contains(to, "$") {
		r.strange = true
		return
	}
	r.dirs[name] = path.Join(r.dir, to)
}

// find gives the folder of the project that a reference names.
func (r *gradleRoot) find(ref gradleRef) (string, bool) {
	if !ref.accessor {
		dir, ok := r.dirs[ref.name]
		return dir, ok
	}
	for name := accessorName(ref.name); name != ""; {
		if dir, ok := r.short[name]; ok {
			return dir, true
		}
		i := strings.LastIndexByte(name, '.')
		if i < 0 {
			break
		}
		name = name[:i] // what follows is asked of the project
	}
	return "", false
}

// accessorName is a name as both the file of settings and an accessor can
// spell it: legacy-core, legacyCore.
func accessorName(s string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(s))
}
