package mine

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// jvmMessages are the explanations of Android's lint detectors and the
// descriptions of detekt's rules, and the names that a detector replaces.
func jvmMessages(p string, content []byte) []located {
	switch {
	case bytes.Contains(content, []byte("lint.detector.api")):
		out := replacedNames(content)
		for _, pattern := range []string{`\bexplanation\s*=\s*` + quotedText, `Issue\.create\(\s*"[^"]*",\s*"[^"]*",\s*` + quotedText, `\bbriefDescription\s*=\s*` + quotedText} {
			if got := matches(content, pattern); len(got) > 0 {
				return append(out, got...)
			}
		}
		return out
	case bytes.Contains(content, []byte("detekt.api")):
		return append(matches(content, `\bIssue\(\s*(?:id\s*=\s*)?[^,]+,\s*(?:severity\s*=\s*)?[\w.]+,\s*(?:description\s*=\s*)?`+quotedText), matches(content, `\bRule\(\s*config,\s*`+quotedText)...)
	case path.Ext(p) == ".java" && bytes.Contains(content, []byte("@BugPattern(")):
		return matches(content, `\bsummary\s*=\s*`+quotedText)
	}
	return nil
}

// fewReplaced is from how many pairs on a table is one of names to replace.
const fewReplaced = 2

// replacedNames reads a table of what to use instead of what: pairs such as
// "Old" to "New" in the file of a detector.
func replacedNames(content []byte) []located {
	var said []string
	line := 0
	for _, m := range regexp.MustCompile(`"([A-Za-z_][\w.]*)"\s+to\s+"([A-Za-z_][\w.]*)"`).FindAllSubmatchIndex(content, 200) {
		if line == 0 {
			line = 1 + bytes.Count(content[:m[0]], []byte("\n"))
		}
		said = append(said, "`"+string(content[m[4]:m[5]])+"`, not `"+string(content[m[2]:m[3]])+"`")
	}
	if len(said) < fewReplaced {
		return nil
	}
	more, n := "", 0
	for i, s := range said {
		if n += len(s) + 2; n > longestSaid {
			said, more = said[:i], " and the like"
			break
		}
	}
	return []located{{value: "Use " + strings.Join(said, "; ") + more, line: line}}
}

// roslynMessages are titles, messages and descriptions of analysers in C#:
// the first that asks for something.
func roslynMessages(content []byte) []located {
	if !bytes.Contains(content, []byte("DiagnosticDescriptor")) {
		return nil
	}
	text := regexp.MustCompile(quotedText)
	var out []located
	for _, m := range regexp.MustCompile(`(?s)new(?:\s+DiagnosticDescriptor)?\s*\((.{20,900}?)DiagnosticSeverity\.(Error|Warning)(.{0,600}?)\);`).FindAllSubmatchIndex(content, 50) {
		for _, t := range text.FindAll(content[m[2]:m[7]], 12) {
			if said := complaint(joinedText(string(t))); said != "" && !ofPullRequest(said) {
				out = append(out, located{value: said, line: 1 + bytes.Count(content[:m[0]], []byte("\n"))})
				break
			}
		}
	}
	return out
}

func isNetArch(p string) bool {
	return path.Ext(p) == ".cs" && strings.Contains(strings.ToLower(p), "arch") && business.IsTest(p)
}

// readNetArch words Types.InAssembly(…).That().ResideInNamespace("A").ShouldNot().HaveDependencyOn("B").
func readNetArch(p string, content []byte) []business.Rule {
	if !bytes.Contains(content, []byte("NetArchTest")) && !bytes.Contains(content, []byte("ArchUnitNET")) {
		return nil
	}
	l, ok := readLiterals(p, content)
	if !ok {
		return nil
	}
	var out []business.Rule
	for i := range l.Toks {
		if (l.Is(i, "That") || l.Is(i, "Should") || l.Is(i, "ShouldNot")) && l.Is(i+1, "(") && !chainedBefore(l, i) {
			if r, ok := netArchRule(l, p, i); ok {
				out = append(out, r)
			}
		}
	}
	return out
}

// chainedBefore reports whether a That or Should stands earlier in the same
// statement.
func chainedBefore(l literalReader, i int) bool {
	for j := i - 1; j >= 0 && j > i-80 && !l.Is(j, ";") && !l.Is(j, "{"); j-- {
		if (l.Is(j, "That") || l.Is(j, "Should") || l.Is(j, "ShouldNot")) && l.Is(j+1, "(") {
			return true
		}
	}
	return false
}

// netArchRule makes a sentence of one chain. Where it is said of no kind of
// types, or names nothing they must not know, the name of the test says it.
func netArchRule(l literalReader, p string, i int) (business.Rule, bool) {
	words := []string{"Types"}
	line, reason, asks, named, listed := l.LineAt(i), "", false, false, false
	give := func(name string) {
		if listed {
			words[len(words)-1] += ","
		}
		words, named, listed = append(words, "`"+name+"`"), true, true
	}
	for j := i; j < len(l.Toks) && !l.Is(j, ";") && !l.Is(j, "{") && !l.Is(j, "GetResult"); j++ {
		switch {
		case l.Is(j, "Because") && l.IsStr(j+2):
			reason = l.Text(j + 2)
			j += 2
		case l.IsStr(j):
			give(l.Text(j))
		case l.IsWord(j) && (l.Is(j+1, "(") || l.Is(j+1, "<")) && !l.Is(j, "nameof") && !l.Is(j, "typeof"):
			asks = asks || strings.HasPrefix(l.Text(j), "Should")
			words, listed = append(words, strings.ToLower(strings.Join(business.NameWords(l.Text(j)), " "))), false
		case l.IsWord(j) && (l.Is(j-1, ">") || l.Is(j+1, ">") || l.Is(j+1, ")")) && l.First(j) >= 'A' && l.First(j) <= 'Z':
			give(l.Text(j))
		}
	}
	text := strings.Join(words, " ")
	if !asks || len(words) < 3 || len(words) > mostArchWords || !named {
		return business.Rule{}, false
	}
	if !l.Is(i, "That") || strings.HasSuffix(text, " any") || len(words) < 4 {
		if text = testName(l, i); text == "" {
			return business.Rule{}, false
		}
	}
	r := configured(business.ImportBoundary, p, line, nil, "%s%s.", text, because(strings.TrimSuffix(reason, ".")))
	r.Scope.Paths = nil
	return r, true
}

// testName words the name of the test that token i stands in, "" where it
// says nothing of what should be: Contracts_Should_Not_Depend_On_Web.
func testName(l literalReader, i int) string {
	for j := i; j > 1; j-- {
		if !l.IsWord(j) || !l.Is(j+1, "(") || !l.Is(j-1, "void") && !l.Is(j-1, "Task") {
			continue
		}
		words := strings.Split(l.Text(j), "_")
		if len(words) < 3 {
			words = business.NameWords(l.Text(j))
		}
		if len(words) < 4 || !slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, "should") || strings.EqualFold(w, "must") }) {
			return ""
		}
		for k, w := range words {
			if k > 0 && slices.Contains([]string{"should", "must", "not", "never", "only", "depend", "depends", "on", "have", "has", "be", "been", "use", "in", "of", "the", "any", "a", "an", "or", "and", "other", "to", "from", "with", "reference", "dependency", "reside", "live", "inside", "outside", "directly", "contain", "dependencies", "each", "only", "same", "end", "start", "implement", "inherit", "sealed", "internal", "public", "named"}, strings.ToLower(w)) {
				words[k] = strings.ToLower(w)
			}
		}
		return upperFirst(strings.Join(words, " "))
	}
	return ""
}
