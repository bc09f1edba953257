package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// manyArgs is how many arguments make looking at each of them for every
// pattern too dear.
const manyArgs = 64

// argIndex spares patterns the walk over a long list of arguments. It only
// ever says that something is certainly not there.
type argIndex struct {
	call    *shell.Call
	line    string
	names   map[string]bool
	letters [4]uint64
}

// build looks at the arguments of c once.
func (x *argIndex) build(c *shell.Call) {
	if x.call == c {
		return
	}
	*x = argIndex{call: c, line: c.Line(), names: make(map[string]bool, manyArgs)}
	for i := range c.Args {
		t := c.Args[i].Text
		if len(t) < 2 || t[0] != '-' {
			continue
		}
		name, _, _ := strings.Cut(t, "=")
		x.names[name] = true
		if t[1] != '-' {
			for k := 1; k < len(t); k++ {
				x.letters[t[k]>>6] |= 1 << (t[k] & 63)
			}
		}
	}
}

// flag reports whether a flag pattern ("-f", "--flag", "--flag=glob") can hold.
func (x *argIndex) flag(c *shell.Call, f string) bool {
	if len(c.Args) <= manyArgs {
		return true
	}
	x.build(c)
	name, _, _ := strings.Cut(f, "=")
	if len(name) == 2 && name[1] != '-' && x.letters[name[1]>>6]&(1<<(name[1]&63)) != 0 {
		return true
	}
	return x.names[name]
}

// any reports whether one of the globs can match an argument.
func (x *argIndex) any(c *shell.Call, globs []string) bool {
	if len(c.Args) <= manyArgs {
		return true
	}
	x.build(c)
	for _, g := range globs {
		if strings.Contains(x.line, literal(g)) {
			return true
		}
	}
	return false
}

// literal is the longest plain piece of a glob, "" when that takes thought.
func literal(g string) string {
	if strings.ContainsAny(g, "[\\") {
		return ""
	}
	best, start := "", 0
	for i := 0; i <= len(g); i++ {
		if i < len(g) && g[i] != '*' && g[i] != '?' {
			continue
		}
		if i-start > len(best) {
			best = g[start:i]
		}
		start = i + 1
	}
	return best
}
