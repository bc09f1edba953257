package mine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// iniSections are the values of an INI file by section and key; a value may
// go on over indented lines.
func iniSections(content []byte) map[string]map[string]any {
	out := map[string]map[string]any{}
	section, key := "", ""
	for line := range strings.Lines(string(content)) {
		text := strings.TrimSpace(line)
		switch {
		case text == "" || text[0] == '#' || text[0] == ';':
		case text[0] == '[':
			section, key = strings.ToLower(strings.Trim(text, "[] ")), ""
		case (line[0] == ' ' || line[0] == '\t') && key != "" && out[section] != nil:
			out[section][key] = strings.TrimSpace(asString(out[section][key]) + " " + text)
		default:
			k, v, ok := strings.Cut(text, "=")
			if c, w, is := strings.Cut(text, ":"); is && (!ok || len(c) < len(k)) {
				k, v = c, w
			}
			if key = strings.ReplaceAll(strings.TrimSpace(k), "-", "_"); out[section] == nil {
				out[section] = map[string]any{}
			}
			v, _, _ = strings.Cut(v, " #")
			out[section][key] = strings.TrimSpace(v)
		}
	}
	return out
}

func isPythonConfig(p string) bool {
	return slices.Contains([]string{"pyproject.toml", "ruff.toml", ".ruff.toml", "setup.cfg", "tox.ini", "mypy.ini", ".mypy.ini", ".flake8", ".pylintrc", "pylintrc", "pyrightconfig.json"}, path.Base(p))
}

// readPythonSettings words how strict the checkers of Python are, and the
// limits they are set to.
func readPythonSettings(p string, content []byte) []business.Rule {
	var mypy, pyright, ruff, flake8, pylint, black any
	switch b := path.Base(p); b {
	case "pyproject.toml":
		tool := dig(tomlValue(content), "tool")
		mypy, pyright, ruff, flake8, pylint, black = dig(tool, "mypy"), pick(dig(tool, "pyright"), dig(tool, "basedpyright")), dig(tool, "ruff"), dig(tool, "flake8"), dig(tool, "pylint"), dig(tool, "black")
	case "ruff.toml", ".ruff.toml":
		ruff = tomlValue(content)
	case "pyrightconfig.json":
		pyright = yamlValue(content)
	default:
		ini := iniSections(content)
		mypy, flake8 = anyMap(ini["mypy"]), anyMap(ini["flake8"])
		if strings.Contains(b, "pylintrc") {
			all := map[string]any{}
			for _, s := range []string{"format", "design"} {
				all[s] = anyMap(ini[s])
			}
			pylint = all
		}
	}
	out := strictCards(p, "mypy", mypyWords(mypy, content))
	out = append(out, strictCards(p, "pyright", pyrightWords(pyright, content))...)
	out = append(out, ruffSettings(p, ruff, content)...)
	out = append(out, styleCards(p, "flake8", modestScore, flake8Limits(flake8, content))...)
	out = append(out, styleCards(p, "pylint", modestScore, pylintLimits(pylint, content))...)
	return append(out, styleCards(p, "black", modestScore, lineLength(black, "line-length", 88, content))...)
}

// strictCards says what checkers of types ask for; what only they find out
// stands low.
func strictCards(p, tool string, items []said) []business.Rule {
	found := []string{"no needless `# type: ignore`", "no comparisons of types that are never equal", "no conditions that are always true", "no unreachable code", "no names that may be undefined", "no unused imports", "no unused variables", "no `Any` returned from typed functions", "no untyped decorators on typed functions", "no classes that inherit from `Any`"}
	var main, low []said
	for _, s := range items {
		if slices.Contains(found, s.text) {
			low = append(low, s)
		} else {
			main = append(main, s)
		}
	}
	return append(styleCards(p, tool, styleScore-0.06, main), styleCards(p, tool, weakScore, low)...)
}

func anyMap(m map[string]any) any {
	if m == nil {
		return nil
	}
	return m
}

func pick(list ...any) any {
	for _, v := range list {
		if v != nil {
			return v
		}
	}
	return nil
}

// yes reports whether a setting is on, in TOML or INI.
func yes(v any) bool { return v == true || strings.EqualFold(asString(v), "true") }

func mypyWords(set any, content []byte) []said {
	m := asMap(set)
	var items []said
	add := func(key, text string) {
		items = append(items, said{theme: "Python types", text: text, line: lineOf(content, key)})
	}
	if yes(m["strict"]) {
		add("strict", "types on every function, its parameters and result: mypy is strict")
	}
	for _, x := range []struct{ key, text string }{
		{"disallow_untyped_defs", "types on every function, its parameters and result"}, {"disallow_incomplete_defs", "types on all parameters of a function or on none"}, {"disallow_any_generics", "parameters on generic types: `list[str]`, not `list`"}, {"disallow_any_explicit", "no explicit `Any`"},
		{"disallow_untyped_calls", "no calls of untyped functions from typed ones"}, {"disallow_untyped_decorators", "no untyped decorators on typed functions"}, {"disallow_subclassing_any", "no classes that inherit from `Any`"}, {"warn_return_any", "no `Any` returned from typed functions"}, {"warn_unreachable", "no unreachable code"},
		{"warn_unused_ignores", "no needless `# type: ignore`"}, {"strict_equality", "no comparisons of types that are never equal"},
	} {
		if !yes(m[x.key]) || x.key == "disallow_incomplete_defs" && yes(m["disallow_untyped_defs"]) || yes(m["strict"]) && x.key != "warn_unreachable" && x.key != "disallow_any_explicit" {
			continue
		}
		add(x.key, x.text)
	}
	codes := append(asStrings(m["enable_error_code"]), splitList(asString(m["enable_error_code"]))...)
	for _, x := range []struct{ key, text string }{{"ignore-without-code", "a code on each `# type: ignore`"}, {"explicit-override", "`@override` on what overrides"}, {"possibly-undefined", "no names that may be undefined"}, {"unused-awaitable", "await every awaitable"}, {"truthy-bool", "no conditions that are always true"}, {"deprecated", "nothing that is marked deprecated"}} {
		if slices.Contains(codes, x.key) {
			add(x.key, x.text)
		}
	}
	return items
}

func pyrightWords(set any, content []byte) []said {
	m := asMap(set)
	var items []said
	add := func(key, text string) {
		items = append(items, said{theme: "Python types", text: text, line: lineOf(content, key)})
	}
	if asString(m["typeCheckingMode"]) == "strict" {
		add("typeCheckingMode", "types on every function, its parameters and result: pyright is strict")
	}
	for _, x := range []struct{ key, text string }{
		{"reportMissingParameterType", "types on every parameter"}, {"reportPrivateUsage", "no private names of other modules"}, {"reportImplicitOverride", "`@override` on what overrides"}, {"reportUnnecessaryTypeIgnoreComment", "no needless `# type: ignore`"}, {"reportMissingTypeArgument", "parameters on generic types: `list[str]`, not `list`"},
		{"reportMissingSuperCall", "`super().__init__()` in each `__init__`"}, {"reportUnusedImport", "no unused imports"}, {"reportUnusedVariable", "no unused variables"}, {"reportImportCycles", "no import cycles"}, {"reportDeprecated", "nothing that is marked deprecated"}, {"reportExplicitAny", "no explicit `Any`"},
	} {
		if v := m[x.key]; yes(v) || asString(v) == "error" || asString(v) == "warning" {
			add(x.key, x.text)
		}
	}
	return items
}

// lineLength words the longest line where it is not the tool's own.
func lineLength(set any, key string, usual int, content []byte) []said {
	n := number(dig(set, key))
	if n == "" || n == fmt.Sprint(usual) {
		return nil
	}
	return []said{{theme: "Python limits", text: "lines of at most " + n + " characters", line: lineOf(content, key)}}
}

// number is a whole number of TOML, YAML or INI: "" for anything else.
func number(v any) string {
	if n := yamlNumber(v); n != "" {
		return n
	}
	if s := asString(v); s != "" && strings.Trim(s, "0123456789") == "" {
		return s
	}
	return ""
}

func ruffSettings(p string, set any, content []byte) []business.Rule {
	var limits, layout []said
	var out []business.Rule
	for _, lint := range []any{set, dig(set, "lint")} {
		if mods := asStrings(dig(lint, "flake8-tidy-imports", "banned-module-level-imports")); len(mods) > 0 {
			out = append(out, configured(business.Advice, p, lineOf(content, "banned-module-level-imports"), nil, "Import %s inside of functions, not at the top of a module (ruff).", quotedAnd(mods, 12)))
		}
		for _, x := range []struct{ tool, key, text string }{
			{"mccabe", "max-complexity", "cyclomatic complexity of at most %s"}, {"pylint", "max-args", "at most %s parameters of a function"}, {"pylint", "max-positional-args", "at most %s positional parameters"}, {"pylint", "max-branches", "at most %s branches in a function"}, {"pylint", "max-returns", "at most %s `return` in a function"},
			{"pylint", "max-statements", "at most %s statements in a function"}, {"pylint", "max-locals", "at most %s local variables in a function"}, {"pylint", "max-nested-blocks", "blocks nested at most %s deep"}, {"pylint", "max-public-methods", "at most %s public methods in a class"}, {"pycodestyle", "max-doc-length", "lines of comments and docstrings of at most %s characters"},
		} {
			if n := number(dig(lint, x.tool, x.key)); n != "" {
				limits = append(limits, said{theme: "Python limits", text: strings.Replace(x.text, "%s", n, 1), line: lineOf(content, x.key)})
			}
		}
		for _, x := range []struct{ tool, key, text string }{{"isort", "force-single-line", "one name imported on a line"}, {"isort", "force-sort-within-sections", "`import` and `from` sorted together"}, {"isort", "combine-as-imports", "imports with `as` in one statement with the others"}} {
			if yes(dig(lint, x.tool, x.key)) {
				layout = append(layout, said{text: x.text, line: lineOf(content, x.key)})
			}
		}
		if q := asString(dig(lint, "flake8-quotes", "inline-quotes")); q == "single" || q == "double" {
			layout = append(layout, said{text: "strings in " + q + " quotes", line: lineOf(content, "inline-quotes")})
		}
	}
	if q := asString(dig(set, "format", "quote-style")); q == "single" {
		layout = append(layout, said{text: "strings in single quotes", line: lineOf(content, "quote-style")})
	}
	limits = append(limits, lineLength(set, "line-length", 88, content)...)
	return append(append(out, styleCards(p, "ruff", modestScore, limits)...), layoutCards(p, "ruff", "Python layout", layout)...)
}

func flake8Limits(set any, content []byte) []said {
	m := asMap(set)
	var items []said
	for _, key := range sortedKeys(m) {
		n := number(m[key])
		text := switches{"max_complexity": "cyclomatic complexity of at most %s", "max_line_length": "lines of at most %s characters", "max_doc_length": "lines of comments and docstrings of at most %s characters"}[strings.ReplaceAll(key, "-", "_")]
		if text == "" || n == "" || n == "79" {
			continue
		}
		at := lineOf(content, key+" ")
		if at == 1 {
			at = lineOf(content, strings.ReplaceAll(key, "_", "-"))
		}
		items = append(items, said{theme: "Python limits", text: strings.Replace(text, "%s", n, 1), line: at})
	}
	if c := asString(m["docstring_convention"]); c == "google" || c == "numpy" {
		items = append(items, said{theme: "Python", text: "docstrings in the style of " + switches{"google": "Google", "numpy": "NumPy"}[c], line: lineOf(content, "docstring")})
	}
	return items
}

func pylintLimits(set any, content []byte) []said {
	var items []said
	for _, x := range []struct{ section, key, usual, text string }{
		{"format", "max-line-length", "100", "lines of at most %s characters"}, {"format", "max-module-lines", "1000", "modules of at most %s lines"}, {"design", "max-args", "5", "at most %s parameters of a function"}, {"design", "max-locals", "15", "at most %s local variables in a function"},
		{"design", "max-returns", "6", "at most %s `return` in a function"}, {"design", "max-branches", "12", "at most %s branches in a function"}, {"design", "max-statements", "50", "at most %s statements in a function"}, {"design", "max-attributes", "7", "at most %s attributes of a class"}, {"design", "max-public-methods", "20", "at most %s public methods in a class"},
	} {
		m := asMap(dig(set, x.section))
		if m == nil {
			m = asMap(dig(set, strings.ToUpper(x.section)))
		}
		n := number(m[x.key]) + number(m[strings.ReplaceAll(x.key, "-", "_")])
		if n != "" && n != x.usual {
			items = append(items, said{theme: "Python limits", text: strings.Replace(x.text, "%s", n, 1), line: lineOf(content, x.key)})
		}
	}
	return items
}
