package mine

import (
	"bytes"
	"path"
	"regexp"
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
	return []located{{"Use " + strings.Join(said, "; ") + more, line}}
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
				out = append(out, located{said, 1 + bytes.Count(content[:m[0]], []byte("\n"))})
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

func netArchRule(l literalReader, p string, i int) (business.Rule, bool) {
	words := []string{"Types"}
	line, strs, reason, asks := l.LineAt(i), 0, "", false
	for j := i; j < len(l.Toks) && !l.Is(j, ";") && !l.Is(j, "{") && !l.Is(j, "GetResult"); j++ {
		switch {
		case l.Is(j, "Because") && l.IsStr(j+2):
			reason = l.Text(j + 2)
			j += 2
		case l.IsStr(j):
			words, strs = append(words, "`"+l.Text(j)+"`"), strs+1
		case l.IsWord(j) && (l.Is(j+1, "(") || l.Is(j+1, "<")) && !l.Is(j, "nameof") && !l.Is(j, "typeof"):
			asks = asks || strings.HasPrefix(l.Text(j), "Should")
			words = append(words, strings.ToLower(strings.Join(business.NameWords(l.Text(j)), " ")))
		case l.IsWord(j) && (l.Is(j-1, ">") || l.Is(j+1, ">") || l.Is(j+1, ")")) && l.First(j) >= 'A' && l.First(j) <= 'Z':
			words = append(words, "`"+l.Text(j)+"`")
		}
	}
	if !asks || len(words) < 4 || len(words) > mostArchWords || strs == 0 && !strings.Contains(strings.Join(words, " "), "`") {
		return business.Rule{}, false
	}
	r := configured(business.ImportBoundary, p, line, nil, "%s%s.", strings.Join(words, " "), because(strings.TrimSuffix(reason, ".")))
	r.Scope.Paths = nil
	return r, true
}
