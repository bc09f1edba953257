package mine

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Rules of architecture that are written as tests.

func isArchUnit(p string) bool {
	return (path.Ext(p) == ".java" || path.Ext(p) == ".kt") && business.IsTest(p)
}

// readArchUnit reads noClasses().that()…dependOnClassesThat()… statements of
// ArchUnit, and what the tests of Konsist are called.
func readArchUnit(p string, content []byte) []business.Rule {
	konsist := bytes.Contains(content, []byte("konsist"))
	if !konsist && !bytes.Contains(content, []byte("noClasses")) && !bytes.Contains(content, []byte("ArchRule")) {
		return nil
	}
	if konsist {
		return readKonsist(p, content)
	}
	l, ok := readLiterals(p, content)
	if !ok {
		return nil
	}
	var out []business.Rule
	for i := range l.Toks {
		if (l.Is(i, "noClasses") || l.Is(i, "classes")) && l.Is(i+1, "(") {
			if r, ok := archRule(l, p, i); ok {
				out = append(out, r)
			}
		}
	}
	return out
}

// mostArchWords is how long a rule may be before it is no sentence any more.
const mostArchWords = 40

// archChain is what one chain of calls says.
type archChain struct {
	words, from, to []string
	reason          string
	wants           bool // the last call says nothing without what it is given
	broken          bool // what a call is given cannot be told
}

// archRule makes a sentence of one chain of calls, and a check where it is
// about packages that must not know others. Where the sentence would lack
// something, what it is there for says it, or nothing does.
func archRule(l literalReader, p string, i int) (business.Rule, bool) {
	c := readArchChain(l, i)
	line := l.LineAt(i)
	if c.broken || len(c.words) > mostArchWords {
		if !asksOf(c.reason) || strings.Count(c.reason, " ") < 3 {
			return business.Rule{}, false
		}
		r := configured(business.Advice, p, line, nil, "%s.", upperFirst(strings.TrimSuffix(c.reason, ".")))
		r.Scope.Paths = nil
		return r, true
	}
	if len(c.words) < 4 {
		return business.Rule{}, false
	}
	var check *business.Check
	if c.words[0] == "no classes" && len(c.from) > 0 && len(c.to) > 0 && !strings.Contains(strings.Join(c.words, " "), "reside outside") {
		check = &business.Check{Modules: packageFolders(c.to)}
	}
	text := strings.Join(c.words, " ")
	r := configured(business.ImportBoundary, p, line, check, "%s%s%s.", strings.ToUpper(text[:1]), text[1:], because(strings.TrimSuffix(c.reason, ".")))
	r.Scope.Paths = nil // a test speaks of the code beside it
	if check != nil {
		for _, f := range packageFolders(c.from) {
			r.Scope.Paths = append(r.Scope.Paths, "**/"+f+"/**")
		}
	}
	return r, true
}

// readArchChain reads the calls from token i on, to the one that runs the rule.
func readArchChain(l literalReader, i int) archChain {
	var c archChain
	target, pack, more := false, false, false
	given := func(name string) {
		if more {
			c.words[len(c.words)-1] += ","
		}
		c.words, c.wants, more = append(c.words, "`"+name+"`"), false, true
		switch {
		case pack && target:
			c.to = append(c.to, name)
		case pack:
			c.from = append(c.from, name)
		}
	}
	for j := i; j < len(l.Toks) && !l.Is(j, ";") && !l.Is(j, "{"); j++ {
		switch {
		case l.Is(j, ".") && (l.Is(j+1, "check") || l.Is(j+1, "evaluate") || l.Is(j+1, "allowEmptyShould")) && l.Is(j+2, "("):
			c.broken = c.broken || c.wants
			return c
		case l.Is(j, "because") && l.Is(j+1, "("):
			if l.IsStr(j + 2) {
				c.reason = l.Text(j + 2)
			}
			if end := int(l.Match[j+1]); end > j {
				j = end
			}
		case l.IsStr(j):
			given(l.Text(j))
		case l.IsWord(j) && l.Is(j+1, ".") && l.Is(j+2, "class"):
			given(l.Text(j))
			j += 2
		case l.IsWord(j) && l.Is(j+1, "("):
			c.broken = c.broken || c.wants
			name := l.Text(j)
			target = target || strings.HasPrefix(name, "depend") || strings.HasPrefix(name, "access")
			words := business.NameWords(name)
			if len(words) == 0 {
				c.broken = true
				continue
			}
			last := words[len(words)-1]
			pack, more = last == "package" || last == "packages", false
			c.words = append(c.words, strings.Join(words, " "))
			c.wants = slices.Contains([]string{"package", "packages", "with", "of", "from", "to", "matching", "method", "in"}, last)
		case l.IsWord(j) && !l.Is(j+1, ".") && strings.ToUpper(l.Text(j)) == l.Text(j):
			if v, ok := constantOf(l, l.Text(j)); ok {
				given(v)
			} else {
				c.broken = true
			}
		}
	}
	c.broken = c.broken || c.wants
	return c
}

// constantOf is the text that a constant of the file stands for.
func constantOf(l literalReader, name string) (string, bool) {
	for i := range l.Toks {
		if l.IsWord(i) && l.Is(i+1, "=") && l.IsStr(i+2) && l.Text(i) == name {
			return l.Text(i + 2), true
		}
	}
	return "", false
}

// packageFolders makes folders of patterns such as "..domain..".
func packageFolders(patterns []string) []string {
	var out []string
	for _, p := range patterns {
		out = append(out, strings.ReplaceAll(strings.Trim(strings.TrimSuffix(p, ".*"), ".*"), ".", "/"))
	}
	return out
}

// readKonsist reads the names of tests: fun `Presenters end with Presenter`().
func readKonsist(p string, content []byte) []business.Rule {
	var out []business.Rule
	n := 0
	for line := range strings.Lines(string(content)) {
		n++
		_, name, ok := strings.Cut(line, "fun `")
		name, _, ok2 := strings.Cut(name, "`")
		if ok && ok2 && strings.Count(name, " ") > 2 && !strings.Contains(strings.ToLower(name), "konsist") && !strings.HasSuffix(name, "detected") {
			r := configured(business.Advice, p, n, nil, "%s.", strings.TrimSuffix(name, "."))
			r.Scope.Paths = nil
			out = append(out, r)
		}
	}
	return out
}
