package mine

import (
	"path"
	"slices"
)

// module is what a build compiles on its own: it sees only the modules that
// its build file names, and what those pass on.
type module struct {
	dir   string
	needs []int // other modules that it surely depends on
	may   []int // those that it perhaps depends on
	open  bool  // there may be more: its build file leaves a doubt
}

// moduleGraph is the modules of a build.
type moduleGraph struct {
	list []module
	at   map[string]int // folder -> module

	// also tells what else keeps one module from another, and apart which two
	// do not belong to the same build; nil for none.
	also, apart func(from, to int) bool

	reached map[reachKey][]bool
}

type reachKey struct {
	from int
	sure bool
}

func newGraph() *moduleGraph {
	return &moduleGraph{at: map[string]int{}, reached: map[reachKey][]bool{}}
}

// add gives the module of a folder, a new one where there is none.
func (g *moduleGraph) add(dir string) int {
	if i, ok := g.at[dir]; ok {
		return i
	}
	g.at[dir] = len(g.list)
	g.list = append(g.list, module{dir: dir})
	return len(g.list) - 1
}

// need notes that one module depends on another; nobody depends on himself.
func (g *moduleGraph) need(from, to int, sure bool) {
	m := &g.list[from]
	switch {
	case from == to:
	case sure && !slices.Contains(m.needs, to):
		m.needs = append(m.needs, to)
	case !sure && !slices.Contains(m.may, to):
		m.may = append(m.may, to)
	}
}

// home is the module that a folder lies in, -1 for none.
func (g *moduleGraph) home(dir string) int {
	for ; ; dir = path.Dir(dir) {
		if i, ok := g.at[dir]; ok {
			return i
		}
		if dir == "." || dir == "/" {
			return -1
		}
	}
}

// bars reports whether one module cannot import another: it does not depend
// on it in any way that could be meant, or the other one surely depends on
// it, and no build has circles.
func (g *moduleGraph) bars(from, to int) bool {
	if from == to || g.apart != nil && g.apart(from, to) {
		return false
	}
	if g.also != nil && g.also(from, to) {
		return true
	}
	if g.reach(to, true)[from] && !g.reach(from, true)[to] {
		return true
	}
	if g.reach(from, false)[to] {
		return false
	}
	for i, ok := range g.reach(from, false) {
		if ok && g.list[i].open {
			return false
		}
	}
	return true
}

// reach marks the modules that one depends on, itself included, directly or by
// way of others; surely, or perhaps too.
func (g *moduleGraph) reach(from int, sure bool) []bool {
	key := reachKey{from, sure}
	if seen, ok := g.reached[key]; ok {
		return seen
	}
	seen := make([]bool, len(g.list))
	seen[from] = true
	for queue := []int{from}; len(queue) > 0; {
		m := &g.list[queue[0]]
		queue = queue[1:]
		next := m.needs
		if !sure {
			next = slices.Concat(m.needs, m.may)
		}
		for _, n := range next {
			if !seen[n] {
				seen[n] = true
				queue = append(queue, n)
			}
		}
	}
	g.reached[key] = seen
	return seen
}
