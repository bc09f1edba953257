package mine

import (
	"fmt"
	"strings"
)

// eslintOption words rules whose options say what they ask for.
func eslintOption(name, first string, set map[string]any, opts []any) string {
	is := func(key, want string) bool { return asString(set[key]) == want }
	switch name {
	case "func-style":
		if first == "declaration" {
			if is("allowArrowFunctions", "true") {
				return "named functions as declarations, not `const f = function`; arrow functions are allowed"
			}
			return "named functions as declarations: `function f() {}`"
		}
		return "named functions as expressions: `const f = ...`, no function declarations"
	case "react/function-component-definition":
		return componentStyle(asStrings(set["namedComponents"]), asStrings(set["unnamedComponents"]))
	case "react/jsx-no-bind":
		if is("allowArrowFunctions", "true") {
			return "no `.bind()` in JSX props"
		}
		return "no inline functions or `.bind()` in JSX props"
	case "react/jsx-handler-names":
		return handlerNames(asString(set["eventHandlerPrefix"]), asString(set["eventHandlerPropPrefix"]))
	case "react/jsx-sort-props":
		return propOrder(is("reservedFirst", "true"), is("callbacksLast", "true"), is("noSortAlphabetically", "true"))
	case "react/jsx-filename-extension":
		if ext := asStrings(set["extensions"]); len(ext) > 0 {
			return "JSX only in files that end in " + quoted(ext)
		}
	case "no-unused-vars":
		return unusedNames(set)
	case "import/extensions":
		return extensionWords(first, asMap(set["pattern"]), set)
	case "import/no-unused-modules":
		if is("unusedExports", "true") {
			return "no exports that nothing imports"
		}
	case "max-lines", "max-lines-per-function", "max-params", "max-depth", "max-nested-callbacks", "complexity", "max-statements", "max-classes-per-file":
		return limitWords(name, first, set)
	case "id-length":
		if n := asString(set["min"]); n != "" {
			return "names of at least " + n + " characters"
		}
	case "no-underscore-dangle":
		if allow := asStrings(set["allow"]); len(allow) > 0 && len(allow) < 4 {
			return "no names with a leading or trailing underscore (except " + quoted(allow) + ")"
		}
	case "unicorn/filename-case":
		return fileCase(set)
	case "naming-convention":
		return namingWords(opts)
	}
	return ""
}

// extensionWords words what imports end with; a pattern for each kind of
// file goes before the general word.
func extensionWords(first string, pattern, set map[string]any) string {
	if pattern == nil {
		pattern = set
	}
	seen := map[string]bool{}
	for _, k := range sortedKeys(pattern) {
		if v := asString(pattern[k]); v == "always" || v == "never" {
			seen[v] = true
		}
	}
	if len(seen) == 0 {
		seen[first] = true
	}
	switch {
	case len(seen) > 1:
		return ""
	case seen["never"]:
		return "imports without the extension of the file"
	case seen["always"]:
		return "imports with the extension of the file"
	}
	return ""
}

func componentStyle(named, unnamed []string) string {
	words := map[string]string{"function-declaration": "function declarations", "arrow-function": "arrow functions", "function-expression": "function expressions"}
	text := "components as " + words["function-declaration"]
	if len(named) > 0 && words[named[0]] != "" {
		text = "named components as " + words[named[0]]
	}
	if len(unnamed) > 0 && words[unnamed[0]] != "" {
		text += ", unnamed ones as " + words[unnamed[0]]
	}
	return text
}

func handlerNames(fn, prop string) string {
	clean := func(s, or string) string {
		if s == "" || s == "false" {
			return or
		}
		return strings.Join(strings.Split(strings.Trim(s, "()"), "|"), "...`, `")
	}
	return fmt.Sprintf("props that take event handlers begin with `%s...`, the functions passed to them with `%s...`", clean(prop, "on"), clean(fn, "handle"))
}

func propOrder(reserved, callbacks, free bool) string {
	var parts []string
	if reserved {
		parts = append(parts, "`key` and `ref` first")
	}
	if callbacks {
		parts = append(parts, "callbacks last")
	}
	if !free {
		parts = append(parts, "else in alphabetical order")
	}
	if len(parts) == 0 {
		return ""
	}
	return "order of JSX props: " + strings.Join(parts, ", ")
}

func unusedNames(set map[string]any) string {
	for _, k := range []string{"argsIgnorePattern", "varsIgnorePattern"} {
		if pat := asString(set[k]); strings.HasPrefix(pat, "^_") {
			what := "arguments"
			switch {
			case k == "varsIgnorePattern":
				what = "variables"
			case asString(set["varsIgnorePattern"]) != "":
				what = "variables and arguments"
			}
			if asString(set["caughtErrorsIgnorePattern"]) != "" {
				what = strings.ReplaceAll(what, " and", ",") + " and caught errors"
			}
			return "begin the names of unused " + what + " with `_`"
		}
	}
	return ""
}

func limitWords(name, first string, set map[string]any) string {
	n := first
	for _, k := range []string{"max", "maximum"} {
		if v := asString(set[k]); v != "" {
			n = v
		}
	}
	if n == "" || strings.Trim(n, "0123456789") != "" {
		return ""
	}
	what := map[string]string{"max-lines": "at most %s lines in a file", "max-lines-per-function": "at most %s lines in a function", "max-params": "at most %s parameters", "max-depth": "blocks nested at most %s deep",
		"max-nested-callbacks": "callbacks nested at most %s deep", "complexity": "cyclomatic complexity of at most %s", "max-statements": "at most %s statements in a function", "max-classes-per-file": "at most %s classes in a file"}[name]
	return fmt.Sprintf(what, n)
}

func fileCase(set map[string]any) string {
	words := map[string]string{"kebabCase": "`kebab-case`", "camelCase": "`camelCase`", "pascalCase": "`PascalCase`", "snakeCase": "`snake_case`"}
	names := []string{asString(set["case"])}
	if cases := asMap(set["cases"]); cases != nil {
		names = sortedKeys(cases)
	}
	var out []string
	for _, n := range names {
		if words[n] != "" && (set["cases"] == nil || asString(asMap(set["cases"])[n]) != "false") {
			out = append(out, words[n])
		}
	}
	if len(out) == 0 {
		return "file names in `kebab-case`"
	}
	return "file names in " + strings.Join(out, " or ")
}

// namingWords words the selectors of naming-convention that are not the
// usual ones.
func namingWords(opts []any) string {
	plural := map[string]string{"method": "methods", "classMethod": "methods", "classProperty": "class properties", "interface": "interfaces", "typeAlias": "type aliases", "typeParameter": "type parameters", "enum": "enums", "enumMember": "enum members",
		"variable": "variables", "function": "functions", "parameter": "parameters", "property": "properties", "memberLike": "members", "class": "classes", "typeLike": "types", "variableLike": "variables and functions", "default": "names", "import": "imports"}
	cases := map[string]string{"camelCase": "`camelCase`", "PascalCase": "`PascalCase`", "UPPER_CASE": "`UPPER_CASE`", "snake_case": "`snake_case`", "strictCamelCase": "`camelCase`", "StrictPascalCase": "`PascalCase`"}
	var out []string
	for _, o := range opts {
		m := asMap(o)
		sel := asStrings(m["selector"])
		if len(sel) != 1 || plural[sel[0]] == "" || m["filter"] != nil || asString(dig(m, "modifiers")) == "unused" {
			continue
		}
		what := strings.TrimSpace(strings.Join(append(asStrings(m["modifiers"]), asStrings(m["types"])...), ", ") + " " + plural[sel[0]])
		if text := namingRule(m, cases); text != "" {
			out = append(out, what+" "+text)
		}
	}
	return strings.Join(out[:min(len(out), 5)], ", ")
}

func namingRule(m map[string]any, cases map[string]string) string {
	if names, ok := alternatives(asString(dig(m, "custom", "regex"))); ok && asString(dig(m, "custom", "match")) == "false" {
		return "are never called " + quoted(names)
	}
	if pre := asStrings(m["prefix"]); len(pre) > 0 && len(pre) < 6 {
		return "begin with " + quoted(pre)
	}
	if suf := asStrings(m["suffix"]); len(suf) > 0 && len(suf) < 6 {
		return "end with " + quoted(suf)
	}
	if asString(m["leadingUnderscore"]) == "require" {
		return "begin with `_`"
	}
	switch re := asString(dig(m, "custom", "regex")); {
	case strings.HasPrefix(re, "^I[A-Z]"):
		if asString(dig(m, "custom", "match")) == "false" {
			return "do not begin with `I`"
		}
		return "begin with `I`"
	}
	var in []string
	for _, f := range asStrings(m["format"]) {
		if cases[f] != "" {
			in = append(in, cases[f])
		}
	}
	if len(in) == 0 || len(in) > 2 {
		return ""
	}
	return "in " + strings.Join(in, " or ")
}

// alternatives are the words of a pattern such as ^(a|b)$.
func alternatives(re string) ([]string, bool) {
	body, ok := strings.CutPrefix(re, "^")
	body, ok2 := strings.CutSuffix(body, "$")
	body = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(body, "("), "?:"), ")")
	if !ok || !ok2 || body == "" || strings.ContainsAny(body, `[]().*+\?{}^$`) {
		return nil, false
	}
	return strings.Split(body, "|"), true
}
