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

	reached [2][]bits // of each module those that it reaches; surely, and perhaps
}

func newGraph() *moduleGraph { return &moduleGraph{at: map[string]int{}} }

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
	if g.reach(to, true).has(from) && !g.reach(from, true).has(to) {
		return true
	}
	if g.also != nil && g.also(from, to) {
		return true
	}
	if g.list[from].open || g.reach(from, false).has(to) {
		return false
	}
	for i, m := range g.list {
		if m.open && g.reach(from, false).has(i) {
			return false
		}
	}
	return true
}

// reach is the modules that one depends on, itself included, directly or by
// way of others; surely, or perhaps too.
func (g *moduleGraph) reach(from int, sure bool) bits {
	kind := 0
	if !sure {
		kind = 1
	}
	if g.reached[kind] == nil {
		g.reached[kind] = g.closure(sure)
	}
	return g.reached[kind][from]
}

// changed forgets what follows from the dependencies.
func (g *moduleGraph) changed() { g.reached = [2][]bits{} }

// closure follows all dependencies to their end. What a module depends on
// comes before it in the order, so that one pass is enough without circles.
func (g *moduleGraph) closure(sure bool) []bits {
	out := make([]bits, len(g.list))
	next := make([][]int, len(g.list))
	for i := range g.list {
		out[i] = make(bits, len(g.list)/64+1)
		out[i][i/64] |= 1 << (i % 64)
		next[i] = g.list[i].needs
		if !sure {
			next[i] = slices.Concat(next[i], g.list[i].may)
		}
	}
	order := postorder(next)
	for again := true; again; {
		again = false
		for _, i := range order {
			for _, n := range next[i] {
				again = out[i].add(out[n]) || again
			}
		}
	}
	return out
}

func postorder(next [][]int) []int {
	seen, order := make([]bool, len(next)), make([]int, 0, len(next))
	var visit func(i int)
	visit = func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		for _, n := range next[i] {
			visit(n)
		}
		order = append(order, i)
	}
	for i := range next {
		visit(i)
	}
	return order
}

// bits is a set of modules.
type bits []uint64

func (b bits) has(i int) bool { return b[i/64]>>(i%64)&1 == 1 }

// add joins another set, and reports whether there was anything new.
func (b bits) add(other bits) bool {
	grown := false
	for i, w := range other {
		if w&^b[i] != 0 {
			b[i] |= w
			grown = true
		}
	}
	return grown
}
