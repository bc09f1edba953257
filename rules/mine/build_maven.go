package mine

import (
	"path"
	"slices"
	"strings"
)

func isPom(p string) bool { return path.Base(p) == "pom.xml" }

// artifact is what a project is called; "" for a group that nobody knows.
type artifact struct{ group, name string }

// pom is a project of Maven, as far as it matters to what it can import.
type pom struct {
	self, parent artifact
	packaging    string
	needs        []pomNeed
	whole        bool
}

type pomNeed struct {
	artifact
	sure bool
}

// readMaven reads which projects depend on which, what they inherit included.
// What tests alone need does not count: tests are in no boundary.
func readMaven(files []buildFile) *moduleGraph {
	g := newGraph()
	poms := make([]pom, 0, len(files))
	named := map[string][]int{}
	for _, f := range files {
		p := readPom(f)
		i := g.add(path.Dir(f.path))
		poms = append(poms, p)
		named[p.self.name] = append(named[p.self.name], i)
		// projects of Tycho name what they need in the manifest of the bundle
		g.list[i].open = !p.whole || strings.HasPrefix(p.packaging, "eclipse-")
	}
	for i, p := range poms {
		for _, need := range append(p.needs, pomNeed{p.parent, false}) {
			for _, to := range matching(named, poms, need.artifact) {
				g.need(i, to, need.sure)
			}
		}
	}
	return g
}

// matching are the projects that a name may mean: of a name with a variable
// those that begin as it does.
func matching(named map[string][]int, poms []pom, a artifact) []int {
	if a.name == "" {
		return nil
	}
	list := named[a.name]
	if before, _, ok := strings.Cut(a.name, "${"); ok && list == nil {
		for _, name := range sortedKeys(named) {
			if strings.HasPrefix(name, before) {
				list = append(list, named[name]...)
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(list), func(i int) bool {
		g := poms[i].self.group
		return g != "" && a.group != "" && g != a.group
	})
}

// readPom reads a project. Dependencies of plugins and those that are only
// managed are none of its own; those of profiles are perhaps.
func readPom(f buildFile) pom {
	var p pom
	var dep pomNeed
	var scope, kind string
	p.whole = f.ok && readXML(f.text, func(e xmlElement) {
		switch {
		case e.below("project", "parent"):
			p.parent.set(e)
		case len(e.path) == 2 && e.name() == "packaging":
			p.packaging = e.text
		case len(e.path) == 2:
			p.self.set(e)
		case e.below("dependencies", "dependency"):
			dep.set(e)
			switch e.name() {
			case "scope":
				scope = e.text
			case "type":
				kind = e.text
			}
		case e.name() == "dependency":
			own := len(e.path) == 3
			if (own || slices.Contains(e.path, "profile") && !slices.Contains(e.path, "plugin") && !slices.Contains(e.path, "dependencyManagement")) && scope != "test" && kind != "test-jar" {
				dep.sure = own && scope != "runtime"
				p.needs = append(p.needs, dep)
			}
			dep, scope, kind = pomNeed{}, "", ""
		}
	})
	p.whole = p.whole && p.self.name != ""
	if p.self.group == "" {
		p.self.group = p.parent.group
	}
	for i := range p.needs {
		p.needs[i].sure = p.needs[i].sure && !strings.Contains(p.needs[i].name, "${")
	}
	return p
}

// set takes one part of a name. A group with a variable is mostly that of the
// project; it is left open.
func (a *artifact) set(e xmlElement) {
	switch {
	case e.name() == "artifactId":
		a.name = e.text
	case e.name() == "groupId" && !strings.Contains(e.text, "${"):
		a.group = e.text
	}
}
