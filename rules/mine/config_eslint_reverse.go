package mine

import "slices"

// reversed words rules whose options turn their meaning round. An option
// "never" that is not known says nothing, rather than the opposite.
func reversed(name, first string, set map[string]any, opts []any) (text string, ok bool) {
	for _, k := range []string{"style", "accessibility", "prefer", "default", "assertionStyle"} {
		if v := asString(set[k]); v != "" && first == "" {
			first = v
		}
	}
	if text, ok = turned()[name+" "+first]; ok {
		return text, true
	}
	switch name {
	case "prefer-destructuring":
		return "", asString(set["object"]) == "false"
	case "one-var":
		return "", first == "" && set != nil
	case "unicorn/catch-error-name":
		if n := asString(set["name"]); n != "" {
			return "the name of a caught error is `" + n + "`", true
		}
	case "jest/consistent-test-it", "vitest/consistent-test-it":
		if fn := asString(set["fn"]); fn == "it" || fn == "test" {
			return "`" + fn + "` for tests everywhere", true
		}
	case "vue/component-api-style":
		var styles []string
		for _, o := range opts {
			styles = append(styles, asStrings(o)...)
		}
		if !slices.Contains(styles, "script-setup") && len(styles) > 0 {
			return map[bool]string{true: "the Options API for components"}[len(styles) == 1 && styles[0] == "options"], true
		}
		return "", len(styles) > 1
	}
	known := eslintNever()[name]
	return known, first == "never" && (known != "" || eslintOption(name, first, set, opts) == "" && eslintWords()[name+" never"] == "")
}

// eslintNever is what rules ask for with the option "never" that ask for the
// opposite else.
func eslintNever() switches {
	return switches{
		"func-names": "no names on function expressions", "capitalized-comments": "comments begin in lower case", "init-declarations": "no value where a variable is declared", "object-shorthand": "no shorthand in object literals",
		"arrow-body-style": "no braces around the body of an arrow function that only returns", "react/destructuring-assignment": "no destructuring of props and state", "return-await": "no `return await`", "logical-assignment-operators": "no `||=`, `&&=` and `??=`",
		"vue/prefer-true-attribute-shorthand": "boolean attributes with a value",
	}
}

// turned are rules with an option that does not mean what the name says.
func turned() switches {
	return switches{
		"consistent-type-assertions never": "no type assertions, neither `x as T` nor `<T>x`", "consistent-type-assertions angle-bracket": "`<T>x`, not `x as T`",
		"method-signature-style method": "signatures of methods as methods: `f(): void`", "explicit-member-accessibility off": "", "explicit-member-accessibility no-public": "no `public` on members of classes",
		"array-type array": "`T[]`, not `Array<T>`", "array-type generic": "`Array<T>`, not `T[]`", "consistent-type-imports no-type-imports": "no `import type`",
		"radix as-needed": "no base 10 in `parseInt`", "sort-keys desc": "keys of object literals in reverse alphabetical order", "curly multi": "no braces around a block of one statement", "curly multi-or-nest": "no braces around a block of one line",
		"one-var consecutive": "declare variables that follow each other in one statement", "object-shorthand consistent": "", "object-shorthand consistent-as-needed": "", "func-names as-needed": "give function expressions a name where none is inferred",
		"vue/define-props-declaration runtime": "declare props at run time: `defineProps({...})`", "vue/define-emits-declaration runtime": "declare emits at run time: `defineEmits([...])`", "vue/define-emits-declaration type-literal": "declare emits by type: `defineEmits<{...}>()`",
		"vue/custom-event-name-casing snake_case": "names of events in snake_case",
	}
}
