package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// operand is a non-flag argument; loose ones may be the value of a flag.
type operand struct {
	text  string
	loose bool
}

// operandsOf sorts a call's arguments for patterns. It is done once per call.
func operandsOf(c *shell.Call) []operand {
	out := make([]operand, 0, len(c.Args))
	after, dashed := false, false
	for _, w := range c.Args {
		t := w.Text
		if !dashed && t == "--" {
			dashed, after = true, false
			continue
		}
		if !dashed && len(t) > 1 && t[0] == '-' {
			after = true
			for i := 0; i < len(t); i++ {
				if t[i] == '=' {
					after = false
				}
			}
			continue
		}
		out = append(out, operand{t, after})
		after = false
	}
	return out
}

// matches reports whether a call fits a pattern whose command word fits.
func (p *Pattern) matches(c *shell.Call, ops []operand, seen *argIndex) bool {
	if !matchOps(p.Toks, ops, 0) { // fails at the first word, mostly
		return false
	}
	for i := range p.Toks {
		if t := &p.Toks[i]; t.Kind != Operand && t.Kind != Skip && t.Kind != NoMore && !t.holds(c, ops, seen) {
			return false
		}
	}
	return true
}

func matchOps(toks []Tok, ops []operand, depth int) bool {
	for len(toks) > 0 {
		t := &toks[0]
		switch t.Kind {
		case NoMore:
			for _, o := range ops {
				if !o.loose {
					return false
				}
			}
			return true
		case Skip:
			for k := 0; k <= len(ops) && depth < 4 && k < 64; k++ {
				if matchOps(toks[1:], ops[k:], depth+1) {
					return true
				}
			}
			return false
		case Operand:
			k := 0
			for {
				if k >= len(ops) {
					return false
				}
				if anyGlob(t.Alts, ops[k].text) {
					break
				}
				if !ops[k].loose {
					return false
				}
				k++
			}
			ops = ops[k+1:]
		}
		toks = toks[1:]
	}
	return true
}

func anyGlob(alts []string, s string) bool {
	for _, a := range alts {
		if a == s || glob(a, s) {
			return true
		}
	}
	return false
}

// glob matches only when the pattern is one: most words are plain, and most
// are too short for it.
func glob(pat, s string) bool {
	stars, marks := 0, false
	for i := 0; i < len(pat); i++ {
		switch pat[i] {
		case '*':
			stars++
		case '?':
			marks = true
		}
	}
	switch {
	case stars == 0 && !marks, len(s) < len(pat)-stars:
		return false
	case stars == 2 && !marks && pat[0] == '*' && pat[len(pat)-1] == '*' && strings.IndexByte(pat, '[') < 0 && strings.IndexByte(pat, '\\') < 0:
		return strings.Contains(s, pat[1:len(pat)-1])
	}
	return shell.Match(pat, s)
}

func (t *Tok) holds(c *shell.Call, ops []operand, seen *argIndex) bool {
	switch t.Kind {
	case Flag:
		return hasFlag(c, t.Alts, seen)
	case NotFlag:
		return !exempt(c, t.Alts, ops, seen)
	case Any:
		return seen.any(c, t.Alts) && anyArg(c, t.Alts)
	case NotAny:
		return !(seen.any(c, t.Alts) && anyArg(c, t.Alts)) || otherAddress(c, t.Alts)
	case NotAll:
		return len(ops) == 0 || !allOperands(ops, t.Alts)
	case NotLocal:
		return !onlyLocal(c)
	case EnvVar:
		return hasEnv(c, t.Alts)
	case NotEnv:
		return !lastEnv(c, t.Alts)
	case ViaCmd:
		for _, v := range c.Via {
			if anyGlob(t.Alts, v) {
				return true
			}
		}
		return false
	case FedByCmd:
		if c.In == nil {
			return false
		}
		last := ""
		for _, f := range c.In.From {
			if f.Name == last {
				continue // long pipes repeat themselves
			}
			if last = f.Name; anyGlob(t.Alts, f.Name) {
				return true
			}
		}
		return false
	}
	return true
}

func isArg(c *shell.Call, s string) bool {
	for i := range c.Args {
		if c.Args[i].Text == s {
			return true
		}
	}
	return false
}

func anyArg(c *shell.Call, alts []string) bool {
	for i := range c.Args {
		if anyGlob(alts, c.Args[i].Text) {
			return true
		}
	}
	return false
}

// hasFlag understands "-f", "--flag" and "--flag=glob".
func hasFlag(c *shell.Call, alts []string, seen *argIndex) bool {
	for _, a := range alts {
		if !seen.flag(c, a) {
			continue
		}
		eq := -1
		for i := 1; i < len(a); i++ {
			if a[i] == '=' {
				eq = i
				break
			}
		}
		if eq < 0 {
			if a[0] == '-' && longSingle(a) && isArg(c, a) || c.Has(a) {
				return true
			}
			continue
		}
		for i, w := range c.Args {
			if w.Text == a[:eq] && i+1 < len(c.Args) && shell.Match(a[eq+1:], c.Args[i+1].Text) {
				return true
			}
			if len(w.Text) > eq && w.Text[:eq] == a[:eq] && w.Text[eq] == '=' && shell.Match(a[eq+1:], w.Text[eq+1:]) {
				return true
			}
		}
	}
	return false
}

// longSingle reports flags such as -auto-approve or -Recurse.
func longSingle(f string) bool { return len(f) > 2 && f[1] != '-' }

func hasEnv(c *shell.Call, alts []string) bool {
	for _, e := range c.Env {
		for _, a := range alts {
			name, val := a, "*"
			for i := range a {
				if a[i] == '=' {
					name, val = a[:i], a[i+1:]
					break
				}
			}
			if (name == e.Name || glob(name, e.Name)) && (shell.Match(val, e.Value.Text) || val == "LOCAL" && localValue(e.Value.Text)) {
				return true
			}
		}
	}
	return false
}
