package mine

import (
	"bytes"
	"path"
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

// archRule makes a sentence of one chain of calls, and a check where it is
// about packages that must not know others.
func archRule(l literalReader, p string, i int) (business.Rule, bool) {
	var words, from, to []string
	reason, target := "", false
	line := l.LineAt(i)
	for j := i; j < len(l.Toks) && !l.Is(j, ";") && !l.Is(j, "{"); j++ {
		switch {
		case l.Is(j, "because") && l.IsStr(j+2):
			reason = l.Text(j + 2)
			j += 2
		case l.IsStr(j) && target:
			to = append(to, l.Text(j))
			words = append(words, "`"+l.Text(j)+"`")
		case l.IsStr(j):
			from = append(from, l.Text(j))
			words = append(words, "`"+l.Text(j)+"`")
		case l.IsWord(j) && l.Is(j+1, "("):
			target = target || strings.HasPrefix(l.Text(j), "depend") || strings.HasPrefix(l.Text(j), "access")
			words = append(words, strings.Join(business.NameWords(l.Text(j)), " "))
		}
	}
	if len(words) < 4 || len(words) > mostArchWords {
		return business.Rule{}, false
	}
	var check *business.Check
	if words[0] == "no classes" && len(from) > 0 && len(to) > 0 {
		check = &business.Check{Modules: packageFolders(to)}
	}
	text := strings.Join(words, " ")
	r := configured(business.ImportBoundary, p, line, check, "%s%s%s.", strings.ToUpper(text[:1]), text[1:], because(strings.TrimSuffix(reason, ".")))
	r.Scope.Paths = nil // a test speaks of the code beside it
	if check != nil {
		for _, f := range packageFolders(from) {
			r.Scope.Paths = append(r.Scope.Paths, "**/"+f+"/**")
		}
	}
	return r, true
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
