package mine

import (
	"path"
	"strings"
)

// readCargo reads which crates of the repository depend on which. What tests
// alone need does not count.
func readCargo(files []buildFile) *moduleGraph {
	g := newGraph()
	docs := map[int]map[string]any{}
	named := map[string][]int{}
	var roots []workspace
	for _, f := range files {
		doc := asMap(tomlValue(f.text))
		pkg, isCrate := doc["package"]
		if shared := asMap(dig(doc, "workspace", "dependencies")); shared != nil {
			roots = append(roots, workspace{path.Dir(f.path), shared})
		}
		if len(doc) > 0 && !isCrate {
			continue // a workspace alone
		}
		i := g.add(path.Dir(f.path))
		g.list[i].open = len(doc) == 0
		docs[i] = doc
		named[crateName(asString(asMap(pkg)["name"]))] = append(named[crateName(asString(asMap(pkg)["name"]))], i)
	}
	for i := range g.list {
		for _, table := range dependencyTables(docs[i]) {
			for _, key := range sortedKeys(table) {
				dir, spec := g.list[i].dir, table[key]
				if asMap(spec)["workspace"] == true {
					dir, spec = shared(roots, dir, key)
				}
				g.needCrate(i, dir, key, spec, named)
			}
		}
	}
	return g
}

// workspace is what the crates below a folder may take from it.
type workspace struct {
	dir    string
	shared map[string]any
}

// shared finds what a workspace says of a dependency, and where.
func shared(roots []workspace, dir, key string) (string, any) {
	best, spec := dir, any(nil)
	depth := -1
	for _, r := range roots {
		if below := r.dir == "." || strings.HasPrefix(dir+"/", r.dir+"/"); below && len(r.dir) > depth && r.shared[key] != nil {
			best, spec, depth = r.dir, r.shared[key], len(r.dir)
		}
	}
	return best, spec
}

// needCrate notes a dependency by the folder it names, or by the name of a
// crate that is here too.
func (g *moduleGraph) needCrate(from int, dir, key string, spec any, named map[string][]int) {
	if p := asString(asMap(spec)["path"]); p != "" {
		if to, ok := g.at[path.Join(dir, strings.ReplaceAll(p, `\`, "/"))]; ok {
			g.need(from, to, true)
			return
		}
	}
	name := key
	if renamed := asString(asMap(spec)["package"]); renamed != "" {
		name = renamed
	}
	for _, to := range named[crateName(name)] {
		g.need(from, to, false)
	}
}

// crateName is a name as it is imported.
func crateName(s string) string { return strings.ReplaceAll(s, "-", "_") }

// dependencyTables are those of a crate that its own code can use, those for
// single targets included.
func dependencyTables(doc map[string]any) []map[string]any {
	places := []map[string]any{doc}
	targets := asMap(doc["target"])
	for _, key := range sortedKeys(targets) {
		places = append(places, asMap(targets[key]))
	}
	var out []map[string]any
	for _, p := range places {
		for _, key := range []string{"dependencies", "build-dependencies"} {
			if t := asMap(p[key]); len(t) > 0 {
				out = append(out, t)
			}
		}
	}
	return out
}
