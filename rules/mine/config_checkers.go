package mine

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Checkers that a project wrote for itself say what they find.

// mostOfChecker is how many messages one file of checkers gives.
const mostOfChecker = 12

func isChecker(p string) bool {
	switch path.Ext(p) {
	case ".go", ".py", ".php", ".cs", ".kt", ".java":
		low := strings.ToLower(p)
		for _, w := range []string{"lint", "check", "analy", "detector", "detekt", "rule", "sniff", "fixer", "phpstan", "flake8"} {
			if strings.Contains(low, w) {
				return !business.IsTest(p)
			}
		}
	}
	return false
}

// readCheckers reads the messages of checkers written for the tools of a
// language; a file that does not name the tool is none.
func readCheckers(p string, content []byte) []business.Rule {
	var found []located
	switch path.Ext(p) {
	case ".go":
		found = goMessages(content)
	case ".py":
		found = pythonMessages(content)
	case ".php":
		found = phpMessages(content)
	case ".cs":
		found = roslynMessages(content)
	case ".kt", ".java":
		found = jvmMessages(p, content)
	}
	var out []business.Rule
	for _, f := range found {
		msg := asString(f.value)
		if msg == "" || len(out) == mostOfChecker {
			continue
		}
		r := configured(business.Advice, p, f.line, nil, "%s.", strings.TrimSuffix(oneLine(msg), "."))
		r.Scope.Paths = []string{"**/*" + path.Ext(p)}
		out = append(out, r)
	}
	return unsaidTwice(out)
}

// unsaidTwice drops what an earlier rule of a file says already.
func unsaidTwice(rules []business.Rule) []business.Rule {
	seen, n := map[string]bool{}, 0
	for _, r := range rules {
		if k := business.Normalise(r.Statement); !seen[k] {
			seen[k] = true
			rules[n] = r
			n++
		}
	}
	return rules[:n]
}

// quotedText is a text of most languages, alone or joined with + over lines.
const quotedText = `((?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|` + "`[^`]*`" + `)(?:\s*[+.]?\s*(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))*)`

// matches gives the complaints that a pattern's first group holds.
func matches(content []byte, pattern string) []located {
	var out []located
	for _, m := range regexp.MustCompile(pattern).FindAllSubmatchIndex(content, 200) {
		if m[2] < 0 {
			continue
		}
		if text := complaint(joinedText(string(content[m[2]:m[3]]))); text != "" && !ofPullRequest(text) {
			out = append(out, located{value: text, line: 1 + bytes.Count(content[:m[0]], []byte("\n"))})
		}
	}
	return out
}

// joinedText is what pieces of text, joined over lines, say together.
func joinedText(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		q := s[i]
		if q != '"' && q != '\'' && q != '`' {
			i++
			continue
		}
		for i++; i < len(s) && s[i] != q; i++ {
			if s[i] == '\\' && q != '`' && i+1 < len(s) {
				i++
				if s[i] == 'n' || s[i] == 't' {
					b.WriteByte(' ')
					continue
				}
			}
			b.WriteByte(s[i])
		}
		i++
	}
	return b.String()
}

// goMessages are the documents of analysers; a later sentence is detail.
func goMessages(content []byte) []located {
	if !bytes.Contains(content, []byte("analysis.Analyzer{")) {
		return nil
	}
	out := matches(content, `\.Report(?:Rangef|f)\([^"\n]*`+quotedText)
	for _, d := range matches(content, `\bDoc:\s*`+quotedText) {
		text, _, _ := strings.Cut(asString(d.value), ". ")
		out = append([]located{{value: text, line: d.line}}, out...)
	}
	return out
}

func pythonMessages(content []byte) []located {
	switch {
	case bytes.Contains(content, []byte("pylint")):
		return matches(content, `["'][CEWRF]\d{3,5}["']\s*:\s*\(\s*`+quotedText)
	case bytes.Contains(content, []byte("flake8")) || bytes.Contains(content, []byte("ast.NodeVisitor")):
		var out []located
		for _, m := range regexp.MustCompile(`["']([A-Z]{1,4}\d{3})[: ]\s*([^"'\n]{15,})["']`).FindAllSubmatchIndex(content, 200) {
			if text := complaint(string(content[m[4]:m[5]])); text != "" && !ofPullRequest(text) {
				out = append(out, located{value: text, line: 1 + bytes.Count(content[:m[0]], []byte("\n"))})
			}
		}
		return out
	}
	return nil
}

// phpMessages are those of PHPStan's rules and the summaries of PHP-CS-Fixer.
func phpMessages(content []byte) []located {
	var out []located
	if bytes.Contains(content, []byte(`PHPStan\Rules`)) {
		out = matches(content, `RuleErrorBuilder::message\(\s*(?:sprintf\(\s*)?`+quotedText)
	}
	if bytes.Contains(content, []byte("FixerDefinition(")) {
		out = append(out, matches(content, `new FixerDefinition\(\s*`+quotedText)...)
	}
	return out
}
