package mine

import (
	"slices"
	"strings"
)

// eslintLayout is what rules about the shape of code and trifles ask for; a
// name with a word behind it is the rule with that first option.
func eslintLayout() switches {
	return switches{
		"quotes single": "strings in single quotes", "quotes double": "strings in double quotes", "quotes backtick": "strings in backticks", "semi always": "semicolons", "semi never": "no semicolons", "semi": "semicolons", "indent tab": "indentation with tabs",
		"comma-dangle never": "no comma after the last item", "comma-dangle always-multiline": "a comma after the last item over several lines", "comma-dangle always": "a comma after the last item", "comma-dangle": "no comma after the last item",
		"object-curly-spacing always": "spaces inside of braces: `{ a }`", "object-curly-spacing never": "no spaces inside of braces: `{a}`", "object-curly-spacing": "no spaces inside of braces: `{a}`", "array-bracket-spacing never": "no spaces inside of brackets", "array-bracket-spacing always": "spaces inside of brackets", "array-bracket-spacing": "no spaces inside of brackets",
		"arrow-parens always": "parentheses around the parameter of an arrow function", "arrow-parens as-needed": "no parentheses around a lone parameter of an arrow function", "arrow-parens": "parentheses around the parameter of an arrow function",
		"brace-style 1tbs": "`} else {` on one line", "brace-style": "`} else {` on one line", "brace-style stroustrup": "`else` on a line of its own", "brace-style allman": "braces on lines of their own",
		"space-before-function-paren always": "a space before the parameters of a function", "space-before-function-paren never": "no space before the parameters of a function", "linebreak-style unix": "line ends LF", "linebreak-style windows": "line ends CRLF", "linebreak-style": "line ends LF",
		"eol-last": "a line end at the end of each file", "eol-last always": "a line end at the end of each file", "no-trailing-spaces": "no spaces at the end of a line", "no-tabs": "no tabs", "quote-props as-needed": "quotes around keys only where needed", "quote-props consistent": "quotes around all keys of an object or none", "quote-props consistent-as-needed": "quotes around all keys of an object or none",
		"jsx-quotes": "double quotes in JSX", "jsx-quotes prefer-double": "double quotes in JSX", "jsx-quotes prefer-single": "single quotes in JSX", "operator-linebreak before": "operators at the start of a line", "operator-linebreak after": "operators at the end of a line",
		"padded-blocks never": "no empty lines at the ends of a block", "padded-blocks always": "empty lines at the ends of a block", "lines-between-class-members": "an empty line between members of a class", "lines-between-class-members always": "an empty line between members of a class", "spaced-comment": "a space after `//`", "spaced-comment always": "a space after `//`",
		"space-in-parens never": "no spaces inside of parentheses", "space-in-parens always": "spaces inside of parentheses", "space-in-parens": "no spaces inside of parentheses", "space-before-blocks": "a space before blocks", "space-before-blocks always": "a space before blocks", "space-infix-ops": "spaces around operators", "keyword-spacing": "spaces around keywords", "no-multi-spaces": "no double spaces", "comma-style": "commas at the end of a line", "comma-style last": "commas at the end of a line", "comma-style first": "commas at the start of a line",
		"dot-location property": "the dot at the start of the next line in chains of calls", "dot-location object": "the dot at the end of the line in chains of calls", "template-curly-spacing never": "no spaces inside of `${}`", "template-curly-spacing": "no spaces inside of `${}`", "template-curly-spacing always": "spaces inside of `${}`",
		"member-delimiter-style": "one delimiter between members of types", "member-ordering": "members of classes in one order", "react/sort-comp": "methods of class components in the usual order", "simple-import-sort/exports": "exports in sorted groups", "sort-imports": "imports in sorted order", "import/first": "imports before other code", "import/newline-after-import": "an empty line after the imports", "vue/attributes-order": "attributes in templates in the usual order", "vue/order-in-components": "options of components in the usual order",
		"vue/html-self-closing": "elements without content close themselves", "react/self-closing-comp": "elements without content close themselves", "react/jsx-closing-bracket-location": "the closing bracket of a tag in line with its start", "react/jsx-wrap-multilines": "parentheses around JSX over several lines", "react/jsx-sort-default-props": "default props in alphabetical order", "react/jsx-pascal-case": "components in PascalCase",
		"vue/html-indent": "templates indented in one style", "vue/v-bind-style": "`:x`, not `v-bind:x`", "vue/v-bind-style shorthand": "`:x`, not `v-bind:x`", "vue/v-bind-style longform": "`v-bind:x`, not `:x`", "vue/v-on-style": "`@x`, not `v-on:x`", "vue/v-on-style shorthand": "`@x`, not `v-on:x`", "vue/v-on-style longform": "`v-on:x`, not `@x`", "tailwindcss/classnames-order": "classes of Tailwind in the order of the plug-in",
		"no-unused-expressions":            "no expressions that do nothing",
		"no-use-before-define":             "nothing used before it is defined",
		"unicorn/prefer-number-properties": "`Number.parseInt`, not `parseInt`",
		"import/no-self-import":            "no file imports itself",
		"import/no-amd":                    "ES modules, no AMD",
		"import/no-useless-path-segments":  "the shortest path in imports",
		"jest/prefer-hooks-on-top":         "hooks before the tests",
		"unicorn/no-static-only-class":     "no classes of static members alone",
		"no-var":                           "no `var`", "prefer-const": "`const` for what is never assigned again", "dot-notation": "`x.key`, not `x[\"key\"]`", "yoda": "no yoda conditions", "yoda never": "no yoda conditions", "no-lonely-if": "`else if`, not `if` alone in `else`", "no-unneeded-ternary": "no needless ternaries", "prefer-rest-params": "rest parameters, not `arguments`", "prefer-spread": "spread, not `apply`", "prefer-exponentiation-operator": "`**`, not `Math.pow`", "prefer-object-has-own": "`Object.hasOwn`",
		"unused-imports/no-unused-imports": "no unused imports", "no-useless-rename": "no renaming to the same name", "no-useless-computed-key": "no needless computed keys", "no-useless-concat": "no joining of literal strings", "no-new-object": "`{}`, not `new Object`", "no-array-constructor": "`[]`, not `new Array`", "operator-assignment": "`+=` and the like where they fit", "operator-assignment always": "`+=` and the like where they fit", "no-inferrable-types": "no types where the value tells them", "prefer-as-const": "`as const`",
		"prefer-for-of": "`for...of` where the index is not used", "prefer-function-type": "function types, not interfaces with a call", "consistent-indexed-object-style": "`Record<K, V>`, not index signatures", "consistent-indexed-object-style record": "`Record<K, V>`, not index signatures", "consistent-indexed-object-style index-signature": "index signatures, not `Record<K, V>`", "no-extra-boolean-cast": "no needless `!!`", "sort-type-constituents": "members of unions in alphabetical order", "prefer-includes": "`includes`, not `indexOf`",
	}
}

// shapeWords is what a rule about layout asks for with its options.
func shapeWords(name, first string, set map[string]any, opts []any) string {
	for _, pre := range []string{"@stylistic/ts/", "@stylistic/js/", "@stylistic/jsx/", "@stylistic/", "stylistic/", "style/"} {
		if s, ok := strings.CutPrefix(name, pre); ok {
			name = s
			if rest, ok := strings.CutPrefix(s, "jsx-"); ok && rest != "quotes" {
				name = "react/" + s
			}
			break
		}
	}
	number := first != "" && strings.Trim(first, "0123456789") == ""
	switch name {
	case "indent", "vue/html-indent", "vue/script-indent", "react/jsx-indent":
		if number {
			return "indentation of " + first + " spaces"
		}
	case "comma-dangle":
		if first == "" && set != nil {
			return "" // a word for each kind of list
		}
	case "space-before-function-paren":
		if f := asString(set["named"]); first == "" && (f == "always" || f == "never") && f == asString(set["anonymous"]) {
			first = f
		}
	case "no-multiple-empty-lines":
		if n := asString(set["max"]); n == "1" {
			return "no two empty lines in a row"
		}
	case "react/jsx-max-props-per-line":
		if n := asString(set["maximum"]); n != "" {
			return "at most " + n + " props on a line"
		}
	case "padding-line-between-statements":
		return emptyLinesBetween(opts)
	}
	known := eslintLayout()
	if t, ok := known[strings.TrimSpace(name+" "+first)]; ok {
		return t
	}
	if first == "" || first == "error" {
		return known[name]
	}
	return ""
}

// emptyLinesBetween words where empty lines stand between statements.
func emptyLinesBetween(opts []any) string {
	var before, after []string
	for _, o := range opts {
		m := asMap(o)
		prev, next := asStrings(m["prev"]), asStrings(m["next"])
		if asString(m["blankLine"]) != "always" {
			continue
		}
		switch {
		case slices.Contains(prev, "*") && len(next) < 4:
			before = append(before, next...)
		case slices.Contains(next, "*") && len(prev) < 4:
			after = append(after, prev...)
		}
	}
	var parts []string
	if len(before) > 0 {
		parts = append(parts, "before "+quotedAnd(before, 5))
	}
	if len(after) > 0 {
		parts = append(parts, "after "+quotedAnd(after, 5))
	}
	if len(parts) == 0 {
		return ""
	}
	return "an empty line " + strings.Join(parts, " and ")
}
