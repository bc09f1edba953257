package mine

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// readAndroidLint reads what lint.xml makes errors.
func readAndroidLint(p string, content []byte) []business.Rule {
	known := switches{
		"UseCompatLoadingForDrawables": "load drawables with `AppCompatResources`, not `resources.getDrawable`", "UseCompatTextViewDrawableXml": "`app:drawable...Compat` on text views, not `android:drawable...`", "UseCompatLoadingForColorStateLists": "load colour lists with `AppCompatResources`",
		"HardcodedText": "no literal text in layouts: use string resources", "SetTextI18n": "no literal text in `setText`: use string resources", "MissingTranslation": "translate every string into all languages", "UnknownNullness": "nullness annotations on Java that Kotlin calls",
		"Recycle": "recycle or close typed arrays and cursors", "KeyboardInaccessibleWidget": "what can be clicked can be focused too", "MissingPermission": "check permissions before calls that need them", "ContentDescription": "a content description on images",
		"RtlHardcoded": "`start` and `end`, not `left` and `right`", "RtlSymmetry": "padding on both sides for right-to-left", "UnusedResources": "no unused resources", "StopShip": "no STOPSHIP comments", "LogNotTimber": "log with Timber, not `Log`", "ObsoleteSdkInt": "no checks for versions below the minimum",
		"NewApi": "no API above the minimum version without a check", "NotifyDataSetChanged": "no `notifyDataSetChanged`", "SmallSp": "text of at least 12sp", "SpUsage": "sizes of text in `sp`", "PxUsage": "`dp`, not `px`", "VectorPath": "short vector paths",
		"IconMissingDensityFolder": "icons in all densities", "TypographyEllipsis": "`…`, not `...`", "MissingQuantity": "all quantities of plurals", "ButtonStyle": "borderless buttons in button bars", "ComposeModifierMissing": "a `modifier` parameter on composables", "DefaultLocale": "a locale when changing case or formatting", "InlinedApi": "no constants above the minimum version without a check",
	}
	issue := regexp.MustCompile(`<issue\s[^>]*>`)
	attr := regexp.MustCompile(`(id|severity)\s*=\s*"([^"]*)"`)
	var items []said
	for _, at := range issue.FindAllIndex(content, 500) {
		vals := map[string]string{}
		for _, m := range attr.FindAllSubmatch(content[at[0]:at[1]], -1) {
			vals[string(m[1])] = string(m[2])
		}
		if t := known[vals["id"]]; t != "" && (vals["severity"] == "error" || vals["severity"] == "fatal") {
			items = append(items, said{theme: "Android", text: t, line: 1 + bytes.Count(content[:at[0]], []byte("\n"))})
		}
	}
	return styleCards(p, "lint.xml", styleScore, items)
}

// checkstyleWords says what modules without a list ask for.
func checkstyleWords(module string, vals map[string]string) (theme, text string) {
	n := strings.Trim(vals["max"], " ")
	num := n != "" && strings.Trim(n, "0123456789") == ""
	limits := switches{"ParameterNumber": "at most %s parameters", "MethodLength": "methods of at most %s lines", "FileLength": "files of at most %s lines", "LineLength": "lines of at most %s characters", "CyclomaticComplexity": "cyclomatic complexity of at most %s", "NestedIfDepth": "`if` nested at most %s deep", "ReturnCount": "at most %s `return` in a method"}
	if t := limits[module]; t != "" && num {
		return "Java limits", strings.Replace(t, "%s", n, 1)
	}
	return "Java", switches{
		"AvoidStarImport": "no wildcard imports", "AvoidStaticImport": "no static imports", "FinalLocalVariable": "`final` on local variables that are never assigned again", "FinalParameters": "`final` on parameters", "FinalClass": "`final` on classes with only private constructors",
		"HideUtilityClassConstructor": "a private constructor in classes of static methods", "MagicNumber": "no magic numbers: name them as constants", "MultipleStringLiterals": "no string literal twice: name it as a constant", "HiddenField": "no local names that hide fields", "RequireThis": "`this.` before members",
		"NeedBraces": "braces around every block", "TodoComment": "no TODO comments", "TrailingComment": "comments on a line of their own", "DesignForExtension": "classes are `final`, abstract or made to be extended", "VisibilityModifier": "fields are private", "InnerAssignment": "no assignments inside expressions",
		"JavadocType": "Javadoc on types", "MissingJavadocMethod": "Javadoc on public methods", "MissingJavadocType": "Javadoc on types", "DeclarationOrder": "static fields, fields, constructors, methods in this order", "AvoidNestedBlocks": "no nested blocks", "AvoidInlineConditionals": "no `? :`",
		"ExplicitInitialization": "no fields set to their default", "UncommentedMain": "no `main` methods", "ParameterAssignment": "do not assign to parameters", "MutableException": "fields of exceptions are `final`", "EqualsAvoidNull": "the literal first: `\"x\".equals(y)`",
		"AbbreviationAsWordInName": "abbreviations in names as words: `HttpUrl`, not `HTTPURL`", "EmptyCatchBlock": "no empty `catch`", "MissingSwitchDefault": "a `default` in every `switch`", "NoFinalizer": "no `finalize` methods", "OverloadMethodsDeclarationOrder": "overloads of a method next to each other",
		"OneTopLevelClass": "one top-level class in a file", "MultipleVariableDeclarations": "one declaration for each variable", "OneStatementPerLine": "one statement on a line", "FallThrough": "no fall-through in `switch` without a comment", "UnusedImports": "no unused imports", "RedundantModifier": "no redundant modifiers", "RedundantImport": "no redundant imports",
		"MissingOverride": "`@Override` on what overrides", "MissingDeprecated": "`@deprecated` with a text beside `@Deprecated`", "SimplifyBooleanExpression": "no `== true`", "StringLiteralEquality": "`equals`, not `==`, for strings", "CovariantEquals": "`equals` takes an `Object`", "EqualsHashCode": "`hashCode` wherever `equals` is defined", "IllegalTokenText": "",
		"InterfaceIsType": "no interfaces of constants alone", "DefaultComesLast": "`default` last in a `switch`", "ModifiedControlVariable": "do not assign to the variable of a `for`", "NoClone": "no `clone` methods", "PackageDeclaration": "a package in every file", "UpperEll": "`1L`, not `1l`", "ArrayTypeStyle": "`String[] a`, not `String a[]`", "OuterTypeFilename": "a type is named as its file",
		"JavadocPackage": "a `package-info.java` in every package", "InnerTypeLast": "nested types last in a class", "UnnecessaryParentheses": "no unnecessary parentheses", "VariableDeclarationUsageDistance": "declare variables close to their use",
	}[module]
}

// readCheckstyleStyles words the modules of Checkstyle that leave a choice.
func readCheckstyleStyles(p string, content []byte) []business.Rule {
	prop := regexp.MustCompile(`<property\s+name="([^"]+)"\s+value="([^"]*)"`)
	var style, limits []said
	line := 1
	for i, part := range bytes.Split(withoutRemarks(content), []byte("<module name=")) {
		at := line
		line += bytes.Count(part, []byte("\n"))
		module, body, _ := bytes.Cut(bytes.TrimPrefix(part, []byte(`"`)), []byte(`"`))
		if i == 0 {
			continue
		}
		vals := map[string]string{}
		for _, kv := range prop.FindAllSubmatch(body, -1) {
			vals[string(kv[1])] = string(kv[2])
		}
		theme, text := checkstyleWords(string(module), vals)
		switch s := (said{theme: theme, text: text, line: at}); {
		case text == "" || vals["severity"] == "ignore" || vals["severity"] == "info":
		case theme == "Java limits":
			limits = append(limits, s)
		default:
			style = append(style, s)
		}
	}
	return append(styleCards(p, "Checkstyle", styleScore-0.06, style), styleCards(p, "Checkstyle", modestScore, limits)...)
}

// readPHPStan reads what the plug-in for forbidden calls forbids.
func readPHPStan(p string, content []byte) []business.Rule {
	doc := dig(yamlValue(bytes.ReplaceAll(content, []byte("\t"), []byte("    "))), "parameters")
	var out []business.Rule
	for _, x := range []struct{ key, item string }{{"disallowedFunctionCalls", "function"}, {"disallowedMethodCalls", "method"}, {"disallowedStaticCalls", "method"}, {"disallowedNamespaces", "namespace"}, {"disallowedClasses", "class"}, {"disallowedConstants", "constant"}, {"disallowedSuperglobals", "superglobal"}} {
		for _, d := range asList(dig(doc, x.key)) {
			for _, name := range asStrings(dig(d, x.item)) {
				short := strings.TrimSuffix(strings.TrimPrefix(name, `\`), "()")
				r := configured(business.BanCall, p, lineOf(content, name), &business.Check{Names: []string{short}}, "Do not use `%s`%s.", strings.TrimPrefix(name, `\`), because(strings.TrimSuffix(asString(dig(d, "message")), ".")))
				r.Scope.Paths = nil
				out = append(out, r)
			}
		}
	}
	return out
}
