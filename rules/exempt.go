package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// What takes a call out of a rule must be meant by the call, not merely stand
// in it: of several values the last one holds, and words behind a flag that
// takes text, or behind "--", are no flags.

// exempt reports whether one of the flags or words of a "!a|b" is given.
func exempt(c *shell.Call, alts []string, ops []operand, seen *argIndex) bool {
	words := false
	for _, a := range alts {
		switch {
		case a[0] != '-':
			words = true
		case !seen.flag(c, a):
		case strings.IndexByte(a, '=') > 0:
			if flagValues(c, a[:strings.IndexByte(a, '=')], alts) {
				return true
			}
		case flagGiven(c, a):
			return true
		}
	}
	if !words || !seen.any(c, alts) {
		return false
	}
	k := 0
	for i := range c.Args {
		if k >= len(ops) || c.Args[i].Text != ops[k].text {
			continue
		}
		if i == 0 || !takesText(c.Name, c.Args[i-1].Text) {
			if exemptWord(c.Name, ops[k].text, k, alts) {
				return true
			}
		}
		k++
	}
	return false
}

func exemptWord(tool, word string, place int, alts []string) bool {
	for _, a := range alts {
		if a[0] != '-' && (a == word || glob(a, word)) && (place == 0 || !explains(a) || tool == "aws") {
			return true
		}
	}
	return false
}

// explains lists words that make a tool explain itself, as its first word.
func explains(word string) bool { return word == "help" || word == "version" }

// flagGiven reports a flag that stands as one.
func flagGiven(c *shell.Call, flag string) bool {
	for i := range c.Args {
		t := c.Args[i].Text
		if t == "--" {
			return false
		}
		if (t == flag || shell.IsFlag(t, flag)) && (i == 0 || !takesText(c.Name, c.Args[i-1].Text)) {
			return true
		}
	}
	return false
}

// takesText reports flags whose next word is text of the caller's own.
func takesText(tool, flag string) bool {
	switch flag {
	case "--push-option", "--include", "--exclude", "--message", "--query", "--comment", "--reason", "--description", "--name", "--selector", "--namespace", "--label", "--title", "--author", "--subject", "--body", "--filter", "--profile", "--region", "--field-selector":
		return true
	case "-o", "-m", "-l", "-c":
		return tool == "git" || tool == "kubectl" || tool == "oc" || tool == "k" || tool == "helm"
	case "-n":
		return tool == "kubectl" || tool == "oc" || tool == "k" || tool == "helm"
	}
	return false
}

// flagValues reports whether a flag is given and each of its values matches
// one of the alternatives "flag=glob".
func flagValues(c *shell.Call, flag string, alts []string) bool {
	given := false
	for i := range c.Args {
		t := c.Args[i].Text
		if t == "--" {
			break
		}
		value := ""
		switch {
		case t == flag:
			value = c.Arg(i + 1)
		case len(t) > len(flag) && t[:len(flag)] == flag && t[len(flag)] == '=':
			value = t[len(flag)+1:]
		default:
			continue
		}
		if !allowedValue(flag, value, alts) {
			return false
		}
		given = true
	}
	return given
}

func allowedValue(flag, value string, alts []string) bool {
	for _, a := range alts {
		if len(a) <= len(flag) || a[:len(flag)] != flag || a[len(flag)] != '=' {
			continue
		}
		if want := a[len(flag)+1:]; want == "LOCAL" && localValue(value) || want == "PUBLIC" && publicRegistry(hostOf(value)) || want != "LOCAL" && shell.Match(want, value) {
			return true
		}
	}
	return false
}

// otherAddress reports an address beside those that a "!~https://x/*" names.
func otherAddress(c *shell.Call, alts []string) bool {
	named := false
	for _, a := range alts {
		named = named || strings.Contains(a, "://")
	}
	if !named {
		return false
	}
	for i := range c.Args {
		if t := c.Args[i].Text; strings.Contains(t, "://") && !anyGlob(alts, t) {
			return true
		}
	}
	return false
}

func allOperands(ops []operand, alts []string) bool {
	for i := range ops {
		if !anyGlob(alts, ops[i].text) {
			return false
		}
	}
	return true
}

// lastEnv reports a variable whose last value matches.
func lastEnv(c *shell.Call, alts []string) bool {
	for i := len(c.Env) - 1; i >= 0; i-- {
		one := shell.Call{Env: c.Env[i : i+1]}
		if !hasEnv(&one, alts) {
			continue
		}
		if c.Env[i].Name == "AWS_ENDPOINT_URL" && c.Has("--endpoint-url") {
			return false // the flag holds
		}
		for k := i + 1; k < len(c.Env); k++ {
			if c.Env[k].Name == c.Env[i].Name {
				return false
			}
		}
		return true
	}
	return false
}
