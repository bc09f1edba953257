package mine

import (
	"bytes"
	"html"
	"path"
	"regexp"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// What a hook, a Danger file or a script of a build forbids with a message.

// readPreCommit reads hooks that only search for text: their name, or the
// pattern, says what must not be written.
func readPreCommit(p string, content []byte) []business.Rule {
	var out []business.Rule
	var items, layout []said
	for _, repo := range asList(dig(yamlValue(content), "repos")) {
		if asString(dig(repo, "repo")) != "local" {
			more, shape := sharedHooks(repo, content)
			items, layout = append(items, more...), append(layout, shape...)
			continue
		}
		for _, h := range asList(dig(repo, "hooks")) {
			lang, entry := asString(dig(h, "language")), asString(dig(h, "entry"))
			text := ""
			switch {
			case lang == "fail":
				text = complaint(entry)
			case lang == "pygrep":
				text = grepHook(asString(dig(h, "name")), asString(dig(h, "id")), entry)
			default:
				text = scriptHook(asString(dig(h, "name")))
			}
			if text == "" || ofPullRequest(text) {
				continue
			}
			r := configured(business.Advice, p, lineOf(content, "id: "+asString(dig(h, "id"))), nil, "%s (pre-commit).", strings.TrimSuffix(text, "."))
			r.Scope.Paths = hookScope(h)
			out = append(out, r)
		}
	}
	out = append(out, styleCards(p, "pre-commit", weakScore, items)...)
	return append(out, layoutCards(p, "pre-commit", "Layout", layout)...)
}

// scriptHook is what a hook of the project's own asks for, where its name says
// so; names of tools that it runs ask for nothing.
func scriptHook(name string) string {
	low := strings.ToLower(name)
	for _, w := range []string{"no ", "forbid ", "disallow ", "prevent ", "prohibit ", "ban ", "ensure ", "enforce ", "require ", "do not ", "don't ", "avoid ", "check for no ", "check that ", "verify that "} {
		rest, ok := strings.CutPrefix(low, w)
		if !ok || len(rest) < 9 || !strings.Contains(rest, " ") {
			continue
		}
		rest = name[len(name)-len(rest):]
		for _, of := range []string{" lock", "lockfile", "generated", "up to date", "up-to-date", "in sync", "changelog", "commit", "docs build", "branch", "version", "installed"} {
			if strings.Contains(low, of) {
				return ""
			}
		}
		switch w {
		case "forbid ", "disallow ", "prevent ", "prohibit ", "ban ", "check for no ":
			return "No " + rest
		case "check that ", "verify that ":
			return upperFirst(rest)
		}
		return upperFirst(name)
	}
	return ""
}

// sharedHooks words the hooks of common collections that ask something of code.
func sharedHooks(repo any, content []byte) (items, layout []said) {
	known := switches{
		"python-no-eval": "no `eval()`", "python-no-log-warn": "`log.warning`, not `log.warn`", "python-use-type-annotations": "type annotations, not type comments", "python-check-blanket-noqa": "a code on each `noqa`", "python-check-blanket-type-ignore": "a code on each `# type: ignore`", "debug-statements": "no debugger statements", "check-docstring-first": "the docstring of a module before its code",
		"rst-backticks": "double backticks around code in reStructuredText", "name-tests-test": "test files end in `_test.py`",
	}
	for _, h := range asList(dig(repo, "hooks")) {
		id, args := asString(dig(h, "id")), strings.Join(asStrings(dig(h, "args")), " ")
		s := said{theme: "Python", text: known[id], line: lineOf(content, "id: "+id)}
		switch {
		case id == "name-tests-test" && strings.Contains(args, "--pytest-test-first"):
			s.text = "test files begin with `test_`"
		case id == "name-tests-test" && strings.Contains(args, "--django"):
			s.text = "test files are called `test*.py`"
		case id == "double-quote-string-fixer":
			layout = append(layout, said{text: "strings in single quotes", line: s.line})
		case id == "mixed-line-ending" && strings.Contains(args, "lf") && !strings.Contains(args, "crlf"):
			layout = append(layout, said{text: "line ends LF", line: s.line})
		}
		if s.text != "" {
			items = append(items, s)
		}
	}
	return items, layout
}

// grepHook says what a search must not find.
func grepHook(name, id, pattern string) string {
	if pattern == "" {
		return ""
	}
	if name == "" {
		name = strings.NewReplacer("-", " ", "_", " ").Replace(id)
	}
	for _, w := range []string{"check for ", "check no ", "disallow ", "forbid ", "prevent ", "prohibit ", "ban ", "detect ", "find ", "reject "} {
		if rest, ok := strings.CutPrefix(strings.ToLower(name), w); ok {
			return "No " + name[len(name)-len(rest):]
		}
	}
	if text := complaint(name); text != "" {
		return text
	}
	if low := strings.ToLower(name); strings.HasPrefix(low, "no ") || strings.HasPrefix(low, "use ") || strings.HasPrefix(low, "don't ") || strings.HasPrefix(low, "do not ") || strings.HasPrefix(low, "avoid ") {
		return upperFirst(name)
	}
	if len(pattern) > 90 || strings.ContainsAny(pattern, "`\n") {
		return ""
	}
	return "Write nothing that matches `" + pattern + "`: " + name
}

// hookScope is the files that a hook looks at.
func hookScope(h any) []string {
	known := switches{"python": "py", "javascript": "js", "jsx": "jsx", "ts": "ts", "tsx": "tsx", "go": "go", "ruby": "rb", "php": "php", "rust": "rs", "java": "java", "kotlin": "kt", "c#": "cs", "markdown": "md", "rst": "rst", "yaml": "yaml", "html": "html", "css": "css", "sql": "sql", "vue": "vue", "svelte": "svelte"}
	var out []string
	for _, t := range append(asStrings(dig(h, "types")), asStrings(dig(h, "types_or"))...) {
		if e := known[t]; e != "" {
			out = append(out, "**/*."+e)
		}
	}
	if f := strings.TrimPrefix(asString(dig(h, "files")), "^"); len(out) == 0 && strings.HasSuffix(f, "/") && !strings.ContainsAny(f, `\|()[]*+?$`) {
		out = []string{f + "**"}
	}
	return out
}

func isDanger(p string) bool {
	b := strings.ToLower(path.Base(p))
	return b == "dangerfile" || strings.HasPrefix(b, "dangerfile.") || strings.HasPrefix(b, ".danger.")
}

// readDanger reads what Danger complains of in code; most of what it says is
// about the pull request.
func readDanger(p string, content []byte) []business.Rule {
	var out []business.Rule
	for _, f := range matches(content, `\b(?:fail|warn|failure)\s*\(?\s*`+quotedText) {
		r := configured(business.Advice, p, f.line, nil, "%s (Danger).", unstyled(asString(f.value)))
		r.Scope.Paths = nil
		r.Score = styleScore
		out = append(out, r)
	}
	return unsaidTwice(out)
}

// unstyled is what a comment written in Markdown and HTML says.
func unstyled(text string) string {
	text = oneLineMarkdown(html.UnescapeString(regexp.MustCompile(`<[a-z/][^<>]*>`).ReplaceAllString(text, " ")))
	return strings.TrimRight(text, ".:; ")
}

func isGrepping(p string) bool {
	b, ext := path.Base(p), path.Ext(p)
	return b == "Makefile" || b == "GNUmakefile" || b == "justfile" || ext == ".mk" || ext == ".sh" || ext == ".bash" || (ext == ".yml" || ext == ".yaml") && strings.Contains(p, ".github/workflows/")
}

// linesToMessage is how far behind a search its message stands.
const linesToMessage = 6

// readGrepping reads searches of scripts that fail the build with a message:
// if grep -rn "x" src; then echo "use y"; exit 1; fi.
func readGrepping(p string, content []byte) []business.Rule {
	if !bytes.Contains(content, []byte("grep ")) || !bytes.Contains(content, []byte("exit 1")) && !bytes.Contains(content, []byte("false")) {
		return nil
	}
	search := regexp.MustCompile(`(?:^|[\s;&|(!])(?:git |e|rip)?(?:grep|rg) .*`)
	say := regexp.MustCompile(`\b(?:echo|printf|fail|die|error|warn)\s+(?:-e\s+)?` + quotedText)
	lines := strings.Split(string(content), "\n")
	var out []business.Rule
	for i, line := range lines {
		if !search.MatchString(line) || strings.HasPrefix(strings.TrimSpace(line), "#") || !(strings.Contains(line, "if ") || strings.Contains(line, "&&") || strings.Contains(line, "||") || strings.Contains(line, "$(")) {
			continue
		}
		near := strings.Join(lines[i:min(len(lines), i+linesToMessage+1)], "\n")
		if !strings.Contains(near, "exit 1") && !strings.Contains(near, "false") {
			continue
		}
		for _, m := range say.FindAllStringSubmatch(near, 4) {
			text := strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(joinedText(m[1]), "::error::"), "ERROR:"), "❌✗✘⚠️ :")
			if text = complaint(text); text != "" && !ofPullRequest(text) && !ofPullRequest(line) {
				r := configured(business.Advice, p, i+1, nil, "%s.", strings.TrimSuffix(text, "."))
				r.Scope.Paths = nil
				r.Score = styleScore
				out = append(out, r)
				break
			}
		}
	}
	return unsaidTwice(out)
}
