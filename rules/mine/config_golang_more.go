package mine

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// readGolangciSettings words the settings of linters of golangci-lint.
func readGolangciSettings(p string, content []byte) []business.Rule {
	doc := yamlValue(content)
	set := asMap(dig(doc, "linters", "settings"))
	if set == nil {
		set = asMap(dig(doc, "linters-settings"))
	}
	for _, name := range sortedKeys(set) {
		if !linterOn(doc, name) {
			delete(set, name)
		}
	}
	items, usual, limits := reviveWords(set, excludedTexts(doc), content)
	limits = append(goLimits(set, content), limits...)
	items = append(items, goSettings(set, content)...)
	usual = append(usual, testifyWords(set, content)...)
	out := append(styleCards(p, "golangci-lint", modestScore+0.02, items), styleCards(p, "golangci-lint", weakScore, usual)...)
	return append(append(out, styleCards(p, "golangci-lint", modestScore, limits)...), layoutCards(p, "golangci-lint", "Go layout", goImports(doc, set, content))...)
}

// linterOn reports whether a linter runs, by what is enabled and disabled.
func linterOn(doc any, name string) bool {
	is := func(key string) bool { return slices.Contains(asStrings(dig(doc, "linters", key)), name) }
	usual := asString(dig(doc, "linters", "default"))
	switch {
	case is("disable"):
		return false
	case is("enable"), usual == "all", dig(doc, "linters", "enable-all") == true, name == "gci":
		return true
	}
	return usual != "none" && dig(doc, "linters", "disable-all") != true && slices.Contains([]string{"errcheck", "govet", "staticcheck", "ineffassign", "unused"}, name)
}

// excludedTexts are the messages that a configuration leaves out.
func excludedTexts(doc any) string {
	var out []string
	for _, list := range [][]any{asList(dig(doc, "linters", "exclusions", "rules")), asList(dig(doc, "issues", "exclude-rules"))} {
		for _, r := range list {
			if asString(dig(r, "path")) == "" {
				out = append(out, asString(dig(r, "text")))
			}
		}
	}
	return strings.Join(append(out, asStrings(dig(doc, "issues", "exclude"))...), "\n")
}

func goLimits(set map[string]any, content []byte) []said {
	var items []said
	for _, x := range []struct{ linter, key, text string }{
		{"lll", "line-length", "lines of at most %s characters"}, {"funlen", "lines", "functions of at most %s lines"}, {"funlen", "statements", "at most %s statements in a function"}, {"cyclop", "max-complexity", "cyclomatic complexity of at most %s"}, {"gocyclo", "min-complexity", "cyclomatic complexity of at most %s"},
		{"gocognit", "min-complexity", "cognitive complexity of at most %s"}, {"nestif", "min-complexity", "complexity of nested `if` below %s"}, {"interfacebloat", "max", "interfaces of at most %s methods"}, {"nakedret", "max-func-lines", "no naked returns in functions of more than %s lines"},
	} {
		n := number(dig(set[x.linter], x.key))
		if n == "" || strings.HasPrefix(n, "-") || n == "0" && x.linter != "nakedret" || n == "30" && x.linter == "nakedret" {
			continue
		}
		text := strings.Replace(x.text, "%s", n, 1)
		if x.linter == "nakedret" && (n == "0" || n == "1") {
			text = "no naked returns"
		}
		items = append(items, said{theme: "Go limits", text: text, line: lineOf(content, x.key+":")})
	}
	return items
}

// goSettings words switches of linters beside revive.
func goSettings(set map[string]any, content []byte) []said {
	var items []said
	for _, x := range []struct{ linter, key, is, text string }{
		{"errcheck", "check-blank", "true", "no errors assigned to `_`"}, {"errcheck", "check-type-assertions", "true", "check type assertions: `v, ok := x.(T)`"}, {"nolintlint", "require-specific", "true", "name the linter in each `nolint`"},
		{"misspell", "locale", "US", "American spelling in comments and texts"}, {"misspell", "locale", "UK", "British spelling in comments and texts"}, {"usetesting", "os-temp-dir", "true", "`t.TempDir()`, not `os.TempDir()`, in tests"}, {"sloglint", "no-global", "all", "no global logger of `slog`"}, {"sloglint", "kv-only", "true", "key and value, no attributes, in calls of `slog`"},
		{"sloglint", "attr-only", "true", "only attributes in calls of `slog`"}, {"sloglint", "static-msg", "true", "constant messages in calls of `slog`"}, {"sloglint", "context", "all", "a context in calls of `slog`"}, {"sloglint", "no-raw-keys", "true", "constants as keys in calls of `slog`"}, {"sloglint", "msg-style", "lowercased", "messages of `slog` begin in lower case"}, {"sloglint", "msg-style", "capitalized", "messages of `slog` begin with a capital letter"},
		{"govet", "shadow", "true", "no names that shadow outer ones"},
	} {
		v := dig(set[x.linter], x.key)
		if s := asString(textual(v, 0)); s != "" && s == x.is {
			items = append(items, said{theme: "Go", text: x.text, line: lineOf(content, x.key+":")})
		}
	}
	if slices.Contains(asStrings(dig(set["govet"], "enable")), "shadow") {
		items = append(items, said{theme: "Go", text: "no names that shadow outer ones", line: lineOf(content, "- shadow")})
	}
	cases := asMap(dig(set["tagliatelle"], "case", "rules"))
	words := switches{"camel": "camelCase", "snake": "snake_case", "kebab": "kebab-case", "pascal": "PascalCase", "goCamel": "camelCase", "goSnake": "snake_case", "lower": "lower case", "upperSnake": "UPPER_SNAKE"}
	for _, tag := range sortedKeys(cases) {
		if w := words[asString(cases[tag])]; w != "" {
			items = append(items, said{theme: "Go", text: "names in `" + tag + "` tags in " + w, line: lineOf(content, tag+":")})
		}
	}
	return items
}

// goImports words the groups of imports that gci makes.
func goImports(doc any, set map[string]any, content []byte) []said {
	for _, at := range []any{set["gci"], dig(doc, "formatters", "settings", "gci")} {
		var groups []string
		for _, s := range asStrings(dig(at, "sections")) {
			s = strings.TrimSpace(strings.ToLower(s))
			name, ok := strings.CutPrefix(s, "prefix(")
			switch {
			case ok:
				var names []string
				for n := range strings.SplitSeq(strings.TrimSuffix(name, ")"), ",") {
					names = append(names, strings.TrimSpace(n))
				}
				groups = append(groups, quotedAnd(names, 3))
			case s == "standard":
				groups = append(groups, "standard library")
			case s == "default":
				groups = append(groups, "others")
			case s == "localmodule":
				groups = append(groups, "this module")
			}
		}
		if len(groups) > 1 {
			return []said{{text: "imports in the groups " + strings.Join(groups, ", "), line: lineOf(content, "sections:")}}
		}
	}
	return nil
}

// reviveWords words the rules of revive that a configuration names.
func reviveWords(set map[string]any, excluded string, content []byte) (items, usual, limits []said) {
	known, low := reviveRules()
	for _, d := range asList(dig(set["revive"], "rules")) {
		name := asString(dig(d, "name"))
		if dig(d, "disabled") == true || strings.Contains(excluded, "should have comment") && name == "exported" || strings.Contains(excluded, "package comment") && name == "package-comments" {
			continue
		}
		args := asList(dig(d, "arguments"))
		first := ""
		if len(args) > 0 {
			first = asString(textual(args[0], 0))
		}
		s := said{theme: "Go", line: lineOf(content, "name: "+name)}
		text := known[strings.TrimSpace(name+" "+first)]
		if text == "" {
			text = known[name]
		}
		switch {
		case name == "string-format":
			for _, a := range args {
				if l := asStrings(a); len(l) == 3 && len(l[2]) > 12 {
					items = append(items, said{theme: "Go", text: lowerFirst(strings.TrimSuffix(l[2], ".")) + " (in `" + strings.ReplaceAll(l[0], "`", "") + "`)", line: s.line})
				}
			}
		case strings.Contains(text, "%s"):
			if number(first) != "" {
				s.theme, s.text = "Go limits", strings.Replace(text, "%s", first, 1)
				limits = append(limits, s)
			}
		case text != "":
			s.text = text
			items = append(items, s)
		case low[name] != "":
			s.text = low[name]
			usual = append(usual, s)
		}
	}
	return items, usual, limits
}

// reviveRules are the rules that a project chose, and those that revive has on
// by itself or that hardly anybody breaks.
func reviveRules() (chosen, usual switches) {
	return switches{
			"argument-limit": "at most %s parameters of a function", "function-result-limit": "at most %s results of a function", "cyclomatic": "cyclomatic complexity of at most %s", "cognitive-complexity": "cognitive complexity of at most %s", "line-length-limit": "lines of at most %s characters", "max-public-structs": "at most %s exported structs in a file", "max-control-nesting": "blocks nested at most %s deep",
			"early-return": "early returns instead of `else`", "bare-return": "no naked returns", "deep-exit": "no `os.Exit` or `log.Fatal` outside of `main` and `init`", "import-shadowing": "no names that shadow imports", "modifies-parameter": "do not assign to parameters", "flag-parameter": "no booleans that steer what a function does", "enforce-map-style make": "`make(map[K]V)`, not `map[K]V{}`", "enforce-map-style literal": "`map[K]V{}`, not `make(map[K]V)`",
			"enforce-slice-style make": "`make([]T, 0)`, not `[]T{}`", "enforce-slice-style literal": "`[]T{}`, not `make([]T, 0)`", "enforce-slice-style nil": "`var s []T`, not an empty literal", "enforce-repeated-arg-type-style short": "`a, b int`, not `a int, b int`", "enforce-repeated-arg-type-style full": "`a int, b int`, not `a, b int`", "nested-structs": "no structs inside of structs", "use-any": "`any`, not `interface{}`", "use-errors-new": "`errors.New`, not `fmt.Errorf` without verbs",
			"unused-receiver": "no name for receivers that are not used", "unchecked-type-assertion": "check type assertions: `v, ok := x.(T)`", "add-constant": "no magic numbers: name them as constants", "get-return": "functions called `Get...` return something", "confusing-results": "names for results of one type", "modifies-value-receiver": "do not assign to receivers that are values", "exported": "a comment on everything exported", "package-comments": "a comment on each package",
			"enforce-switch-style": "a `default`, last, in each `switch`",
		}, switches{
			"blank-imports": "blank imports only in `main` and tests", "context-as-argument": "the context is the first parameter", "context-keys-type": "types of their own for keys of contexts", "dot-imports": "no dot imports", "error-naming": "names of errors begin with `err` or `Err`", "error-return": "the error is the last result", "error-strings": "messages of errors begin in lower case and end without punctuation", "errorf": "`fmt.Errorf`, not `errors.New(fmt.Sprintf())`",
			"increment-decrement": "`i++`, not `i += 1`", "indent-error-flow": "no `else` after `return`", "superfluous-else": "no `else` after `break` or `continue`", "receiver-naming": "one name for the receivers of a type", "time-naming": "no units in the names of durations", "unexported-return": "exported functions return exported types", "unused-parameter": "`_` for parameters that are not used", "var-naming": "names with initialisms in capitals: `userID`",
			"redefines-builtin-id": "no names of builtins", "empty-block": "no empty blocks", "duplicated-imports": "no import twice", "redundant-import-alias": "no needless aliases of imports", "comment-spacings": "a space after `//`", "struct-tag": "well-formed struct tags", "if-return": "no `if err != nil { return err }; return nil`",
		}
}

// testifyWords are the checks of testifylint that a configuration lists.
func testifyWords(set map[string]any, content []byte) []said {
	known := switches{"require-error": "`require` for assertions on errors", "expected-actual": "the expected value first in assertions", "error-nil": "`NoError(err)`, not `Nil(err)`", "error-is-as": "`ErrorIs`, not `True(errors.Is(...))`", "len": "`Len(x, n)`, not `Equal(n, len(x))`", "bool-compare": "`True(x)`, not `Equal(true, x)`", "empty": "`Empty(x)`, not `Len(x, 0)`", "contains": "`Contains`, not `True(strings.Contains(...))`", "float-compare": "`InDelta` for floats", "useless-assert": "no assertions that cannot fail"}
	var items []said
	for _, name := range asStrings(dig(set["testifylint"], "enable")) {
		if known[name] != "" {
			items = append(items, said{theme: "Go tests", text: known[name], line: lineOf(content, "- "+name)})
		}
	}
	return items
}
