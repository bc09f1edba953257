package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// ownProgram judges what would let our program run under another name: a copy
// or a link of it, and any program that is told to allow one of our codes.
func (j *judgement) ownProgram(c *shell.Call) {
	if c.Arg(0) == "allow" && allowCode(c.Arg(1)) {
		j.signal("self.command", c, "", c.Line())
		return
	}
	switch c.Name {
	case "cp", "mv", "ln", "install", "ditto", "rsync", "dd":
	case "cat", "tee":
		if c.OutTo == "" && !c.Piped {
			return
		}
	default:
		return
	}
	for _, w := range c.Args {
		if c.Name == "dd" {
			w.Text = strings.TrimPrefix(w.Text, "if=")
		}
		name := shell.Program(w)
		if name != "vibedefend" && name != "vibedefend-hook" {
			continue
		}
		if t := j.aim(w, c.Dir); j.ev.Root == "" || t.abs == "" || !within(t.abs, j.ev.Root) {
			j.signal("self.command", c, t.abs, c.Line())
		}
	}
}

// allowCode reports the shape of a code in our messages: 1a2b-3c4d.
func allowCode(s string) bool {
	if len(s) != 9 || s[4] != '-' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if i != 4 && !(s[i] >= '0' && s[i] <= '9' || s[i] >= 'a' && s[i] <= 'f') {
			return false
		}
	}
	return true
}
