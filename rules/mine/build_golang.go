package mine

import (
	"bytes"
	"path"
	"slices"
	"strings"
)

// Go builds packages, and no list says which may import which: all do that
// need not go round in a circle. Programs are never imported.

// goModule is one go.mod.
type goModule struct {
	dir, name string
	knows     map[string]bool // modules that it requires or replaces
}

// goPackages is the packages of a repository.
type goPackages struct {
	*moduleGraph
	modules []goModule // longer names first
	joined  bool       // a workspace lets modules see each other
	program map[int]bool
}

// readGoPackages reads which package imports which, from the code itself.
func (c *corpus) readGoPackages() *moduleGraph {
	g := goPackages{moduleGraph: newGraph(), program: map[int]bool{}}
	scripts := map[int]bool{}
	for i := range c.files {
		if f := &c.files[i]; f.Lang == "go" {
			at := g.add(path.Dir(f.Path))
			g.list[at].open = true
			is, built := c.isMain(i)
			g.program[at] = g.program[at] || built
			scripts[i] = is
		}
	}
	if len(g.list) == 0 {
		return nil
	}
	for _, p := range c.tree.files {
		switch path.Base(p) {
		case "go.mod":
			if raw, err := c.tree.read(p); err == nil && len(raw) <= mostBuildFile {
				g.modules = append(g.modules, readGoMod(p, raw))
			}
		case "go.work":
			g.joined = true
		}
	}
	for i := range c.files {
		f := &c.files[i]
		if f.Lang != "go" || scripts[i] {
			continue // nobody imports it: it is in no circle
		}
		from := g.at[path.Dir(f.Path)]
		for _, im := range f.Imports {
			if to, ok := g.at[g.folder(im.Module)]; ok {
				g.need(from, to, true)
			}
		}
	}
	g.also = g.hidden
	return g.moduleGraph
}

// isMain reports whether a file is the main one of a program, and whether that
// is built: a script beside a library is passed over.
func (c *corpus) isMain(file int) (is, built bool) {
	f := &c.files[file]
	if !slices.Contains(f.Defs, "main") {
		return false, false
	}
	raw, err := c.tree.read(f.Path)
	if err != nil || !bytes.HasPrefix(raw, []byte("package main")) && !bytes.Contains(raw, []byte("\npackage main")) {
		return false, false
	}
	head, _, _ := bytes.Cut(raw, []byte("package main"))
	return true, !bytes.Contains(head, []byte("build ignore"))
}

// folder is where a package of this repository lies, "" for one of others.
func (g *goPackages) folder(module string) string {
	best, dir := -1, ""
	for _, m := range g.modules {
		if len(m.name) > best && m.name != "" && (module == m.name || strings.HasPrefix(module, m.name+"/")) {
			best, dir = len(m.name), path.Join(m.dir, module[len(m.name):])
		}
	}
	return dir
}

// hidden reports whether a package cannot be imported wherever it stands: a
// program, what lies below an internal folder of others, or in a module that
// is not required.
func (g *goPackages) hidden(from, to int) bool {
	a, b := g.list[from].dir, g.list[to].dir
	if g.program[to] && !g.reach(from, true).has(to) {
		return true
	}
	if i := strings.LastIndex("/"+b+"/", "/internal/"); i >= 0 {
		if parent := strings.Trim(("/" + b)[:i], "/"); parent != "" && a != parent && !strings.HasPrefix(a, parent+"/") {
			return true
		}
	}
	if g.joined || len(g.modules) < 2 {
		return false
	}
	x, y := g.module(a), g.module(b)
	return x != nil && y != nil && x != y && !g.requires(x, y)
}

// module is the one that a folder belongs to, nil for none.
func (g *goPackages) module(dir string) *goModule {
	var best *goModule
	for i := range g.modules {
		m := &g.modules[i]
		below := m.dir == "." || dir == m.dir || strings.HasPrefix(dir, m.dir+"/")
		if below && (best == nil || best.dir == "." || m.dir != "." && len(m.dir) > len(best.dir)) {
			best = m
		}
	}
	return best
}

// requires follows what modules of the repository require: what one needs, the
// other can import without naming it.
func (g *goPackages) requires(from, to *goModule) bool {
	seen := map[*goModule]bool{from: true}
	for queue := []*goModule{from}; len(queue) > 0; queue = queue[1:] {
		if queue[0].knows[to.name] {
			return true
		}
		for i := range g.modules {
			if m := &g.modules[i]; queue[0].knows[m.name] && !seen[m] {
				seen[m] = true
				queue = append(queue, m)
			}
		}
	}
	return false
}

// readGoMod reads the name of a module and those it names.
func readGoMod(p string, raw []byte) goModule {
	m := goModule{dir: path.Dir(p), knows: map[string]bool{}}
	for line := range strings.Lines(string(raw)) {
		words := strings.Fields(line)
		for i, w := range words {
			if w == "//" {
				break
			}
			w = strings.Trim(w, `"`)
			if words[0] == "module" && i == 1 {
				m.name = w
			} else if strings.Contains(w, "/") || strings.Contains(w, ".") {
				m.knows[w] = true
			}
		}
	}
	return m
}
