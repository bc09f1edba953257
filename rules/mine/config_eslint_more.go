package mine

import (
	"regexp"
	"slices"
	"strings"
)

// moreOptions words further rules whose options say what they ask for.
func moreOptions(name, first string, set map[string]any, opts []any) string {
	switch name {
	case "consistent-this":
		if first != "" {
			return "a kept `this` is called " + quoted(asStrings(opts))
		}
	case "no-this-alias":
		if names := asStrings(set["allowedNames"]); len(names) > 0 && len(names) < 4 {
			return "keep `this` only under the name " + quoted(names)
		}
	case "no-param-reassign":
		switch asString(set["props"]) {
		case "true":
			return "do not assign to parameters nor to their properties"
		case "false":
			return "do not assign to parameters (their properties may change)"
		}
	case "import/order", "perfectionist/sort-imports":
		return groupsOrder(asList(set["groups"]), asString(set["newlines-between"]), asString(dig(set, "alphabetize", "order")))
	case "import/consistent-type-specifier-style":
		return map[string]string{"prefer-top-level": "`import type { T }`, not `import { type T }`", "prefer-inline": "`import { type T }`, not `import type { T }`"}[first]
	case "consistent-type-imports":
		if asString(set["fixStyle"]) == "inline-type-imports" {
			return "import types with `import { type T }`"
		}
	case "@angular-eslint/component-selector", "@angular-eslint/directive-selector":
		if pre := asStrings(set["prefix"]); len(pre) > 0 && len(pre) < 4 {
			what := "components"
			if strings.Contains(name, "directive") {
				what = "directives"
			}
			return "selectors of " + what + " begin with " + quoted(pre)
		}
	case "sonarjs/cognitive-complexity":
		if first != "" && strings.Trim(first, "0123456789") == "" {
			return "cognitive complexity of at most " + first
		}
	case "max-len", "vue/max-len":
		n := first
		if v := asString(set["code"]); v != "" {
			n = v
		}
		if n != "" && strings.Trim(n, "0123456789") == "" {
			return "lines of at most " + n + " characters"
		}
	}
	return ""
}

// groupsOrder words the order of imports.
func groupsOrder(groups []any, between, alphabet string) string {
	known := switches{"builtin": "Node's own", "external": "packages", "internal": "internal", "parent": "from parent folders", "sibling": "from the same folder", "index": "index", "object": "objects", "type": "types", "unknown": "others", "style": "styles", "side-effect": "side effects"}
	var words []string
	for _, g := range groups {
		var part []string
		for _, w := range asStrings(g) {
			w = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSuffix(w, "-imports"), "value-"), "type-")
			if known[w] == "" {
				return ""
			}
			if !slices.Contains(part, known[w]) {
				part = append(part, known[w])
			}
		}
		if s := strings.Join(part, " and "); s != "" && !slices.Contains(words, s) {
			words = append(words, s)
		}
	}
	text := ""
	if len(words) > 1 {
		text = "imports in the order " + strings.Join(words, ", ")
	}
	add := func(s string) {
		if text == "" {
			text = "imports"
		} else {
			text += ","
		}
		text += " " + s
	}
	switch between {
	case "always":
		add("with an empty line between groups")
	case "never":
		add("without empty lines between groups")
	}
	if alphabet == "asc" {
		add("in alphabetical order inside of a group")
	}
	return text
}

// labelledGroups words the order of imports from the comments that name each
// group of patterns.
func labelledGroups(lines []string, s lintSwitch) string {
	var words []string
	plain := regexp.MustCompile(`^[A-Za-z][A-Za-z /-]{1,28}$`)
	for i := s.line; i < s.end && i < len(lines); i++ {
		if text, ok := strings.CutPrefix(strings.TrimSpace(lines[i]), "//"); ok {
			text = strings.Trim(text, " .:")
			if !plain.MatchString(text) {
				return ""
			}
			words = append(words, strings.ToLower(text))
		}
	}
	if len(words) < 2 || len(words) > 9 {
		return ""
	}
	return "imports in the order " + strings.Join(words, ", ")
}

// biomeNames are rules of Biome by the names of those of ESLint.
func biomeNames() switches {
	return switches{
		"noParameterAssign": "no-param-reassign", "noNegationElse": "no-negated-condition", "noUselessElse": "no-else-return", "useBlockStatements": "curly", "useTemplate": "prefer-template", "useImportType": "consistent-type-imports", "useExportType": "consistent-type-exports", "noNestedTernary": "no-nested-ternary", "noForEach": "unicorn/no-array-for-each",
		"noDoubleEquals": "eqeqeq", "useOptionalChain": "prefer-optional-chain", "useFragmentSyntax": "react/jsx-fragments", "useThrowOnlyError": "only-throw-error", "useSelfClosingElements": "react/self-closing-comp", "noVar": "no-var", "useConst": "prefer-const", "useSingleVarDeclarator": "one-var never", "noArrayIndexKey": "react/no-array-index-key", "noYodaExpression": "yoda",
		"useExhaustiveDependencies": "react-hooks/exhaustive-deps", "useArrowFunction": "prefer-arrow-callback", "useNodejsImportProtocol": "unicorn/prefer-node-protocol", "useAwait": "require-await", "noNamespaceImport": "import/no-namespace", "noUselessFragments": "react/jsx-no-useless-fragment", "useForOf": "prefer-for-of", "useShorthandAssign": "operator-assignment", "noUnusedImports": "unused-imports/no-unused-imports",
		"useExplicitType": "explicit-function-return-type", "noBitwiseOperators": "no-bitwise", "noMagicNumbers": "no-magic-numbers", "noShadow": "no-shadow", "noAwaitInLoops": "no-await-in-loop", "useDefaultSwitchClause": "default-case", "useCollapsedElseIf": "no-lonely-if", "noUselessTernary": "no-unneeded-ternary",
	}
}

// biomeOwn are rules of Biome that ESLint has no like of.
func biomeOwn() switches {
	return switches{
		"noEnum": "no enums", "noConstEnum": "no `const enum`", "noBarrelFile": "no barrel files", "noReExportAll": "no `export *`", "noDelete": "no `delete`", "useNumberNamespace": "`Number.parseInt`, not `parseInt`", "useDateNow": "`Date.now()`",
		"noUnusedTemplateLiteral": "no backticks where nothing is interpolated", "useDefaultParameterLast": "parameters with a default last", "useAsConstAssertion": "`as const`", "noInferrableTypes": "no types where the value tells them", "noShoutyConstants": "no constants that only repeat their value",
		"useEnumInitializers": "a value for each member of an enum", "useExportsLast": "exports at the end of a file", "useSimplifiedLogicExpression": "conditions in their simplest form", "noNonNullAssertion": "no `!` assertions", "noExplicitAny": "no `any`", "noConsoleLog": "no `console.log`", "noConsole": "no `console`", "noDefaultExport": "named exports, no default exports", "noDangerouslySetInnerHtml": "no `dangerouslySetInnerHTML`", "noImplicitBoolean": "write boolean attributes with their value", "noProcessEnv": "no `process.env`", "noDocumentCookie": "no `document.cookie`",
		"noFloatingPromises": "await or handle each promise", "noMisusedPromises": "no promises where a value or a plain function is taken", "noTsIgnore": "`@ts-expect-error`, not `@ts-ignore`", "noUndeclaredDependencies": "import only packages that `package.json` names", "useHookAtTopLevel": "hooks at the top of a component only", "useSortedClasses": "classes of Tailwind in order", "noUselessStringConcat": "no strings joined that could be one", "noImplicitAnyLet": "a type or a value for each `let`", "noUnusedFunctionParameters": "no unused parameters", "noUnusedVariables": "no unused variables",
	}
}
