package mine

import (
	"bytes"
	"path"
	"strings"
)

// isGradle names the scripts of Gradle, and sources that may be plugins of
// its builds.
func isGradle(p string) bool {
	if strings.HasSuffix(p, ".gradle") || strings.HasSuffix(p, ".gradle.kts") {
		return true
	}
	ext := path.Ext(p)
	if ext != ".kt" && ext != ".java" && ext != ".groovy" {
		return false
	}
	first, rest, _ := strings.Cut(p, "/")
	return first == "buildSrc" || strings.HasPrefix(first, "build-") || strings.HasPrefix(rest, "build-") || strings.HasPrefix(first, "gradle")
}

// gradle is the projects of the Gradle builds of a repository.
type gradle struct {
	*moduleGraph
	roots map[string]*gradleRoot
	root  []*gradleRoot // by module
}

// readGradle reads which projects depend on which. A plugin of the build may
// give any project what it names.
func readGradle(files []buildFile) *moduleGraph {
	g := gradle{newGraph(), map[string]*gradleRoot{}, nil}
	for _, f := range files {
		if base := path.Base(f.path); base == "settings.gradle" || base == "settings.gradle.kts" {
			g.roots[path.Dir(f.path)] = readSettings(f)
		}
	}
	for _, dir := range sortedKeys(g.roots) {
		r := g.roots[dir]
		for _, name := range sortedKeys(r.dirs) {
			g.module(r.dirs[name], r)
		}
	}
	for _, f := range files {
		if isGradleProject(f.path) {
			g.project(path.Dir(f.path))
		}
	}
	var shared []gradleScript
	for _, f := range files {
		s := gradleScript{open: true}
		if f.ok {
			s = readGradleScript(string(f.text))
		}
		switch base := path.Base(f.path); {
		case base == "settings.gradle" || base == "settings.gradle.kts":
		case isGradleProject(f.path):
			g.script(g.at[path.Dir(f.path)], s)
		case strings.Contains(base, ".gradle") || bytes.Contains(f.text, []byte("org.gradle")):
			shared = append(shared, s)
		}
	}
	for _, s := range shared {
		g.share(s)
	}
	return g.withoutStrangers()
}

func isGradleProject(p string) bool {
	base := path.Base(p)
	return base == "build.gradle" || base == "build.gradle.kts"
}

// module gives the project of a folder.
func (g *gradle) module(dir string, r *gradleRoot) int {
	i := g.add(dir)
	for len(g.root) <= i {
		g.root = append(g.root, nil)
	}
	if g.root[i] == nil {
		g.root[i] = r
	}
	return i
}

// rootOf is the build that a folder belongs to, nil for none.
func (g *gradle) rootOf(dir string) *gradleRoot {
	for d := dir; ; d = path.Dir(d) {
		if r := g.roots[d]; r != nil {
			return r
		}
		if d == "." || d == "/" {
			return nil
		}
	}
}

// project makes a project of a folder with a script.
func (g *gradle) project(dir string) {
	r := g.rootOf(dir)
	if r == nil {
		r = newGradleRoot(dir) // a build of one project
		g.roots[dir] = r
	}
	g.module(dir, r)
}

// script notes what the script of one project says of it, and of those of its
// build.
func (g *gradle) script(i int, s gradleScript) {
	g.list[i].open = g.list[i].open || s.open
	for _, ref := range s.refs {
		g.refer(i, ref, true)
	}
	for j := range g.list {
		if g.root[j] == g.root[i] {
			for _, ref := range s.all {
				g.refer(j, ref, true)
			}
		}
	}
}

// share notes what a script or plugin that any project may apply says.
func (g *gradle) share(s gradleScript) {
	for i := range g.list {
		g.list[i].open = g.list[i].open || s.open
		for _, ref := range append(s.refs, s.all...) {
			ref.sure = false
			g.refer(i, ref, false)
		}
	}
}

// refer notes a reference of one project. One that leads nowhere leaves a
// doubt where the script is the project's own.
func (g *gradle) refer(from int, ref gradleRef, own bool) {
	r := g.root[from]
	dir, ok := r.find(ref)
	if !ok && !ref.accessor {
		dir = path.Join(r.dir, strings.ReplaceAll(ref.name, ":", "/"))
		_, ok = g.at[dir]
	}
	if !ok {
		g.list[from].open = g.list[from].open || own && (!ref.accessor || ref.sure)
		return
	}
	g.need(from, g.module(dir, r), ref.sure)
}

// withoutStrangers lets projects of different builds be: how they see each
// other is not read.
func (g *gradle) withoutStrangers() *moduleGraph {
	for i := range g.list {
		g.list[i].open = g.list[i].open || g.root[i].strange
	}
	if len(g.roots) > 1 {
		roots := g.root
		g.apart = func(a, b int) bool { return roots[a] != roots[b] }
	}
	return g.moduleGraph
}
