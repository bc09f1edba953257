package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Limits of one analysis: what lies beyond them is not examined and
// Script.Cut says so.
const (
	maxCalls = 10000 // simple commands
	maxDepth = 12    // programs within programs
	maxNest  = 150   // brackets and keywords within each other
	maxLoops = 16    // rounds of a loop over known words
	maxSize  = 8 << 20
	maxText  = 128 << 10 // bytes of one value
	maxFrom  = 256       // origins of one value
	maxSteps = 200000    // statements, the same one in a loop each time
	spare    = 1 << 20   // bytes of nested programs and built values, the source apart
)

// Analyze follows src as a shell would.
func Analyze(src string, opt Options) *Script {
	a := &analysis{opt: opt, script: &Script{Raw: src}, most: len(src) + len(src)/2 + spare, room: 2*len(src) + spare}
	st := &state{dir: opt.Dir}
	switch opt.Shell {
	case "powershell":
		a.power(src, st, nil)
	case "cmd":
		a.cmdExe(src, st, nil)
	default:
		a.text(src, st, nil)
	}
	a.script.files = a.files
	return a.script
}

// analysis is one run over a command line.
type analysis struct {
	opt    Options
	script *Script
	depth  int
	size   int // bytes parsed, nested programs included
	most   int // bytes that may be parsed
	room   int // bytes that may still be built
	steps  int
	via    []string
	host   string
	lang   string
	fd     int
	files  map[string]*Stream // written or downloaded by this very line
	funcs  map[string]*syntax.Stmt
	alias  map[string]string
	active []string // functions being run
	parser *syntax.Parser

	copies  map[string]string // programs copied by this very line, by path
	refs    map[string]string // declare -n
	growing map[string]*strings.Builder
}

// state is what a subshell gets a copy of.
type state struct {
	dir    string
	vars   map[string]Word
	params []Word
	up     *state // variables are looked up here when not found
	caught bool
}

func (s *state) child() *state {
	return &state{dir: s.dir, params: s.params, up: s, caught: s.caught}
}

func (s *state) get(name string) (Word, bool) {
	for ; s != nil; s = s.up {
		if w, ok := s.vars[name]; ok {
			return w, true
		}
	}
	return Word{}, false
}

func (s *state) set(name string, w Word) {
	if s.vars == nil {
		s.vars = make(map[string]Word, 4)
	}
	s.vars[name] = w
}

// text analyses shell source and returns what it writes to its output.
func (a *analysis) text(src string, st *state, in *Stream) *Stream {
	if !a.enter(src) {
		return &Stream{}
	}
	defer a.leave()
	if deep(src) {
		a.script.Cut = true
		a.script.Err = "nested too deeply"
		return a.tokens(src, st)
	}
	file, err := a.parse(src)
	if err != nil {
		if a.depth == 1 {
			a.script.Err = err.Error()
		}
		return a.tokens(src, st)
	}
	return a.stmts(file.Stmts, st, in)
}

// enter begins a program within the program; false when a limit is reached.
func (a *analysis) enter(src string) bool {
	if a.depth >= maxDepth || len(src) > maxSize || a.size+len(src) > a.most {
		a.script.Cut = true
		return false
	}
	a.depth++
	a.size += len(src)
	return true
}

func (a *analysis) leave() { a.depth-- }

func (a *analysis) parse(src string) (*syntax.File, error) {
	if a.parser == nil {
		a.parser = syntax.NewParser(syntax.Variant(syntax.LangBash))
	}
	file, err := a.parser.Parse(strings.NewReader(src), "")
	if err == nil || !maybeZsh(src) {
		return file, err
	}
	z := syntax.NewParser(syntax.Variant(syntax.LangZsh))
	if f, zerr := z.Parse(strings.NewReader(src), ""); zerr == nil {
		return f, nil
	}
	return file, err
}

// maybeZsh saves the second attempt for texts that use what only zsh knows.
func maybeZsh(src string) bool {
	return strings.Contains(src, "=(") || strings.Contains(src, "${(") || strings.Contains(src, "*(") || strings.Contains(src, "&!") || strings.Contains(src, ">!")
}

// deep reports nesting that could exhaust the parser's stack.
func deep(src string) bool {
	if len(src) < maxNest {
		return false
	}
	level, worst, ticks, words := 0, 0, 0, 0
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '(', '{', '[':
			level++
		case ')', '}', ']':
			if level > 0 {
				level--
			}
		case '\\':
			if i+1 < len(src) && (src[i+1] == '`' || src[i+1] == '\\') {
				ticks++
			} else {
				i++
			}
		case '!', '~', '+', '-':
			// Unary operators recurse too; runs of them mean nothing.
			j := i
			for j < len(src) && (src[j] == src[i] || src[j] == ' ') {
				j++
			}
			if j-i > 4000 {
				return true
			}
			i = j - 1
		case 'i', 'w', 'u', 'c', 'f', 's':
			if open := keyword(src, i, "if while until case for select"); open {
				words++
			}
		case 'd', 'e':
			if keyword(src, i, "done esac") && words > 0 {
				words--
			}
		}
		if i >= len(src) {
			break // a backslash at the very end
		}
		if src[i] == 'f' && keyword(src, i, "fi") && words > 0 {
			words--
		}
		worst = max(worst, level+words)
		if worst > 4*maxNest {
			return true
		}
	}
	return ticks > 4000 && strings.Count(src, "`") > 100
}

// keyword reports whether one of the words stands at src[i:] on its own.
func keyword(src string, i int, words string) bool {
	if i > 0 && src[i-1] != ' ' && src[i-1] != '\n' && src[i-1] != ';' && src[i-1] != '\t' {
		return false
	}
	end := i
	for end < len(src) && letter(src[end]) {
		end++
	}
	return end-i <= 6 && listed(words, src[i:end])
}

func (a *analysis) note(kind, text string, c *Call) {
	if len(a.script.Notes) < 4096 {
		a.script.Notes = append(a.script.Notes, Note{kind, text, c})
	}
}

// emit records a call.
func (a *analysis) emit(c *Call) *Call {
	if len(a.script.Calls) >= maxCalls {
		a.script.Cut = true
		return c
	}
	if len(a.via) > 0 && c.Via == nil {
		c.Via = a.via[:len(a.via):len(a.via)]
	}
	if c.Host == "" {
		c.Host = a.host
	}
	if c.Lang == "" {
		c.Lang = a.lang
	}
	if c.In != nil {
		if len(c.In.Text) > 4096 {
			a.spend(len(c.In.Text)) // the rules may read it once more
		}
		consumed(c.In.From, c)
	}
	for i := range c.Args {
		consumed(c.Args[i].From, c)
	}
	a.script.Calls = append(a.script.Calls, c)
	return c
}

// consumed tells calls where their output goes.
func consumed(from []*Call, by *Call) {
	for _, f := range from {
		if len(f.To) < maxFrom {
			f.To = append(f.To, by)
		}
	}
}

// within runs f with one more wrapper on the road.
func (a *analysis) within(name string, f func()) {
	old := a.via
	a.via = append(a.via[:len(a.via):len(a.via)], name)
	f()
	a.via = old
}

func base(path string) string {
	if i := strings.LastIndexAny(path, "/\\"); i >= 0 {
		path = path[i+1:]
	}
	if len(path) > 4 && strings.EqualFold(path[len(path)-4:], ".exe") {
		path = path[:len(path)-4]
	}
	return path
}

// isClean reports an absolute path that is written the shortest way.
func isClean(p string) bool {
	if len(p) < 2 || p[0] != '/' || p[len(p)-1] == '/' {
		return p == "/"
	}
	for i := 0; i+1 < len(p); i++ {
		if p[i] == '/' && (p[i+1] == '/' || p[i+1] == '.') {
			return false // "/.x" is rare enough to be looked at again
		}
	}
	return true
}

// join resolves a path against a folder without touching the disk.
func join(dir, path string) string {
	if strings.HasPrefix(path, "/") || onDrive(path) {
		return Clean(path)
	}
	if dir == "" {
		return ""
	}
	return Clean(dir + "/" + path)
}

// onDrive reports whether a path starts at the root of a Windows drive.
func onDrive(p string) bool {
	return len(p) > 2 && p[1] == ':' && p[2] == '/' && (p[0]|0x20 >= 'a' && p[0]|0x20 <= 'z')
}

// Clean resolves "." and ".." in an absolute path without touching the disk.
func Clean(p string) string {
	if onDrive(p) {
		return p[:2] + Clean(p[2:])
	}
	if p == "" || isClean(p) {
		return p
	}
	parts := strings.Split(p, "/")
	out := parts[:0]
	for _, s := range parts {
		switch s {
		case "", ".":
		case "..":
			if len(out) > 0 {
				out = out[:len(out)-1]
			}
		default:
			out = append(out, s)
		}
	}
	return "/" + strings.Join(out, "/")
}
