package mine

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// readCheckstyleStyles words the modules of Checkstyle that leave a choice.
func readCheckstyleStyles(p string, content []byte) []business.Rule {
	prop := regexp.MustCompile(`<property\s+name="([^"]+)"\s+value="([^"]*)"`)
	known := checkstyleTables()
	var style, usual, limits, layout []said
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
			vals[string(kv[1])] = unxml(string(kv[2]))
		}
		if vals["severity"] == "ignore" || vals["severity"] == "info" {
			continue
		}
		name := string(module)
		switch {
		case known.limit(name, vals) != "":
			limits = append(limits, said{theme: "Java limits", text: known.limit(name, vals), line: at})
		case known.style(name, vals) != "":
			style = append(style, said{theme: "Java", text: known.style(name, vals), line: at})
		case known.usual[name] != "":
			usual = append(usual, said{theme: "Java", text: known.usual[name], line: at})
		case known.shape(name, vals) != "":
			layout = append(layout, said{text: known.shape(name, vals), line: at})
		}
	}
	out := append(styleCards(p, "Checkstyle", styleScore-0.06, style), styleCards(p, "Checkstyle", usualScore, usual)...)
	return append(append(out, styleCards(p, "Checkstyle", modestScore, limits)...), layoutCards(p, "Checkstyle", "Java layout", layout)...)
}

// checkstyle are the words for modules: limits, choices, what most Java does
// anyway, and layout.
type checkstyle struct{ limits, styles, usual, layout switches }

func (c checkstyle) limit(module string, vals map[string]string) string {
	n := strings.Trim(vals["max"], " ")
	t := c.limits[module]
	if t == "" || n == "" || strings.Trim(n, "0123456789") != "" {
		return ""
	}
	if n == "0" && strings.HasPrefix(t, "at most %s ") {
		return "no " + strings.TrimPrefix(t, "at most %s ")
	}
	return strings.Replace(t, "%s", n, 1)
}

// style is what a module with its properties asks for.
func (c checkstyle) style(module string, vals map[string]string) string {
	text := c.styles[module]
	switch module {
	case "AbbreviationAsWordInName":
		if n := vals["allowedAbbreviationLength"]; len(n) == 1 && n[0] >= '1' && n[0] < '9' {
			text = "at most " + string(rune(n[0]+1)) + " capitals in a row in names"
		} else if n == "0" {
			text = "no two capitals in a row in names"
		}
		if allowed := splitList(vals["allowedAbbreviations"]); len(allowed) > 0 && len(allowed) < 6 {
			text += " (allowed: " + quotedAnd(allowed, 6) + ")"
		}
	case "EmptyCatchBlock":
		if names := splitAlternatives(vals["exceptionVariableName"]); len(names) > 0 {
			text += ", unless the exception is called " + quoted(names)
		}
	case "MissingJavadocMethod", "MissingJavadocType", "JavadocVariable":
		return c.javadoc(module, vals)
	case "VisibilityModifier":
		if vals["protectedAllowed"] == "true" {
			text = "fields are private or protected"
		}
	case "RequireThis":
		switch {
		case vals["validateOnlyOverlapping"] != "false":
			text = "`this.` where another name hides a member" // what it asks by itself
		case vals["checkMethods"] == "false":
			text = "`this.` before fields"
		}
	case "CustomImportOrder":
		if text = importGroups(vals["customImportOrderRules"]); text == "" {
			return ""
		}
	case "Header", "RegexpHeader":
		for line := range strings.SplitSeq(vals["header"], `\n`) {
			if line = strings.Trim(flat(line), `*/^$\ `); len(line) > 8 && len(line) < 140 && !strings.ContainsAny(line, "`[]()") {
				return "each file begins with the notice `" + line + "`"
			}
		}
	case "AvoidStarImport":
		if vals["allowStaticMemberImports"] == "true" {
			text = "no wildcard imports, except static ones"
		}
	}
	return text
}

// javadoc words which code must be documented.
func (c checkstyle) javadoc(module string, vals map[string]string) string {
	text := c.styles[module]
	if scope := vals["scope"]; slices.Contains([]string{"public", "protected", "package", "private"}, scope) {
		text = strings.Replace(strings.Replace(text, " public ", " ", 1), " on ", " on "+scope+" ", 1)
	}
	if n := vals["minLineCount"]; n != "" && n != "0" && len(n) < 3 {
		text += " of " + n + " lines and more"
	}
	return text
}

// splitAlternatives are the words of a pattern such as expected|ignore(d)?.
func splitAlternatives(re string) []string {
	var out []string
	for w := range strings.SplitSeq(strings.TrimSuffix(strings.TrimPrefix(re, "^"), "$"), "|") {
		if whole, end, ok := strings.Cut(w, "("); ok && strings.HasSuffix(end, ")?") {
			out = append(out, whole)
			w = whole + strings.TrimSuffix(end, ")?")
		}
		if w == "" || strings.ContainsAny(w, "()[]*+?.\\^$`") {
			return nil
		}
		out = append(out, w)
	}
	return out
}

// shape is what a module about layout asks for.
func (c checkstyle) shape(module string, vals map[string]string) string {
	option := strings.ToLower(vals["option"])
	switch module {
	case "LeftCurly":
		return switches{"": c.layout[module], "eol": c.layout[module], "nl": "`{` on a line of its own"}[option]
	case "RightCurly":
		return switches{"": c.layout[module], "same": c.layout[module], "alone": "`}` on a line of its own"}[option]
	case "OperatorWrap":
		if vals["tokens"] != "" {
			return "" // of some operators only
		}
		return switches{"": "operators at the start of a line", "nl": "operators at the start of a line", "eol": "operators at the end of a line"}[option]
	case "Indentation":
		if n := vals["basicOffset"]; len(n) == 1 {
			return "indentation of " + n + " spaces"
		}
		if n := vals["lineWrappingIndentation"]; len(n) == 1 {
			return "wrapped lines indented by " + n + " spaces"
		}
	case "NewlineAtEndOfFile":
		if vals["lineSeparator"] == "lf" {
			return "line ends LF, one at the end of each file"
		}
	case "AtclauseOrder":
		if tags := splitList(vals["tagOrder"]); len(tags) > 1 && len(tags) < 8 {
			return "tags of Javadoc in the order " + quotedAnd(tags, 8)
		}
	}
	return c.layout[module]
}

func checkstyleTables() checkstyle {
	return checkstyle{limits: switches{"ParameterNumber": "at most %s parameters", "MethodLength": "methods of at most %s lines", "FileLength": "files of at most %s lines", "LineLength": "lines of at most %s characters", "NPathComplexity": "at most %s paths through a method", "NestedForDepth": "`for` nested at most %s deep", "NestedTryDepth": "`try` nested at most %s deep", "ThrowsCount": "at most %s exceptions in `throws`", "ClassFanOutComplexity": "at most %s classes that one depends on", "AnonInnerLength": "anonymous classes of at most %s lines", "BooleanExpressionComplexity": "at most %s operators in a condition", "ExecutableStatementCount": "at most %s statements in a method", "CyclomaticComplexity": "cyclomatic complexity of at most %s", "NestedIfDepth": "`if` nested at most %s deep", "ReturnCount": "at most %s `return` in a method"},
		styles: switches{
			"AbbreviationAsWordInName":         "abbreviations in names as words: `HttpUrl`, not `HTTPURL`",
			"AvoidEscapedUnicodeCharacters":    "no escapes of Unicode characters",
			"AvoidInlineConditionals":          "no `? :`",
			"AvoidStarImport":                  "no wildcard imports",
			"AvoidStaticImport":                "no static imports",
			"ConstructorsDeclarationGrouping":  "constructors next to each other",
			"CustomImportOrder":                "imports in groups",
			"ArrayTrailingComma":               "a comma behind the last element of an array",
			"NoArrayTrailingComma":             "no comma behind the last element of an array",
			"NoEnumTrailingComma":              "no comma behind the last constant of an enum",
			"DeclarationOrder":                 "static fields, fields, constructors, methods in this order",
			"DefaultComesLast":                 "`default` last in a `switch`",
			"DesignForExtension":               "classes are `final`, abstract or made to be extended",
			"EmptyCatchBlock":                  "no empty `catch`",
			"EqualsAvoidNull":                  "the literal first: `\"x\".equals(y)`",
			"ExplicitInitialization":           "no fields set to their default",
			"FallThrough":                      "no fall-through in `switch` without a comment",
			"FinalClass":                       "`final` on classes with only private constructors",
			"FinalLocalVariable":               "`final` on local variables that are never assigned again",
			"FinalParameters":                  "`final` on parameters",
			"HiddenField":                      "no local names that hide fields",
			"HideUtilityClassConstructor":      "a private constructor in classes of static methods",
			"ImportOrder":                      "imports in the configured order",
			"InnerAssignment":                  "no assignments inside expressions",
			"InnerTypeLast":                    "nested types last in a class",
			"InterfaceIsType":                  "no interfaces of constants alone",
			"InvalidJavadocPosition":           "Javadoc directly above what it is about",
			"JavadocPackage":                   "a `package-info.java` in every package",
			"JavadocStyle":                     "Javadoc begins with a sentence that ends in a full stop",
			"JavadocType":                      "Javadoc on types",
			"JavadocVariable":                  "Javadoc on fields",
			"MagicNumber":                      "no magic numbers: name them as constants",
			"MissingDeprecated":                "`@deprecated` with a text beside `@Deprecated`",
			"MissingJavadocMethod":             "Javadoc on public methods",
			"MissingJavadocType":               "Javadoc on types",
			"MissingOverride":                  "`@Override` on what overrides",
			"MissingSwitchDefault":             "a `default` in every `switch`",
			"ModifiedControlVariable":          "do not assign to the variable of a `for`",
			"MultipleStringLiterals":           "no string literal twice: name it as a constant",
			"MultipleVariableDeclarations":     "one declaration for each variable",
			"MutableException":                 "fields of exceptions are `final`",
			"NeedBraces":                       "braces around every block",
			"NoClone":                          "no `clone` methods",
			"NoFinalizer":                      "no `finalize` methods",
			"NonEmptyAtclauseDescription":      "a text behind each tag of Javadoc",
			"OneTopLevelClass":                 "one top-level class in a file",
			"OverloadMethodsDeclarationOrder":  "overloads of a method next to each other",
			"ParameterAssignment":              "do not assign to parameters",
			"PatternVariableAssignment":        "do not assign to pattern variables",
			"RequireThis":                      "`this.` before members",
			"SummaryJavadoc":                   "Javadoc begins with a summary",
			"TodoComment":                      "no TODO comments",
			"TrailingComment":                  "comments on a line of their own",
			"UncommentedMain":                  "no `main` methods",
			"VariableDeclarationUsageDistance": "declare variables close to their use",
			"VisibilityModifier":               "fields are private",
		}, usual: switches{
			"ArrayTypeStyle":                      "`String[] a`, not `String a[]`",
			"AvoidNestedBlocks":                   "no nested blocks",
			"AvoidNoArgumentSuperConstructorCall": "no `super()` without arguments",
			"CovariantEquals":                     "`equals` takes an `Object`",
			"EmptyStatement":                      "no stray semicolons",
			"EqualsHashCode":                      "`hashCode` wherever `equals` is defined",
			"ModifierOrder":                       "modifiers in the usual order: `public static final`",
			"OneStatementPerLine":                 "one statement on a line",
			"OuterTypeFilename":                   "a type is named as its file",
			"PackageDeclaration":                  "a package in every file",
			"RedundantImport":                     "no redundant imports",
			"RedundantModifier":                   "no redundant modifiers",
			"SimplifyBooleanExpression":           "no `== true`",
			"SimplifyBooleanReturn":               "no `if (x) return true; else return false;`",
			"StringLiteralEquality":               "`equals`, not `==`, for strings",
			"UnnecessaryParentheses":              "no unnecessary parentheses",
			"UnusedImports":                       "no unused imports",
			"UnusedLocalVariable":                 "no unused local variables",
			"UpperEll":                            "`1L`, not `1l`",
		}, layout: switches{
			"AnnotationLocation":   "annotations on a line of their own",
			"CommentsIndentation":  "comments indented as the code below them",
			"EmptyForIteratorPad":  "no space in an empty part of `for`",
			"EmptyLineSeparator":   "an empty line between members",
			"FileTabCharacter":     "no tab characters",
			"GenericWhitespace":    "no spaces inside of `<T>`",
			"JavadocParagraph":     "`<p>` before each further paragraph of Javadoc",
			"LeftCurly":            "`{` at the end of the line",
			"MethodParamPad":       "no space before the parentheses of a method",
			"NewlineAtEndOfFile":   "a line end at the end of each file",
			"NoLineWrap":           "imports and packages on one line",
			"NoWhitespaceAfter":    "no space after unary operators",
			"NoWhitespaceBefore":   "no space before commas and semicolons",
			"ParenPad":             "no spaces inside of parentheses",
			"RightCurly":           "`} else {` on one line",
			"SingleSpaceSeparator": "no double spaces",
			"TypecastParenPad":     "no spaces inside of casts",
			"WhitespaceAfter":      "a space after commas and casts",
			"WhitespaceAround":     "spaces around operators",
		}}
}

// importGroups words "STATIC###THIRD_PARTY_PACKAGE", "" for what has no words.
func importGroups(rules string) string {
	words := switches{"STATIC": "static ones", "SAME_PACKAGE": "those of the own package", "STANDARD_JAVA_PACKAGE": "those of Java", "THIRD_PARTY_PACKAGE": "all others", "SPECIAL_IMPORTS": "special ones"}
	var out []string
	for group := range strings.SplitSeq(rules, "###") {
		group, _, _ = strings.Cut(strings.TrimSpace(group), "(")
		if words[group] == "" {
			return ""
		}
		out = append(out, words[group])
	}
	return "imports in the order " + strings.Join(out, ", ")
}
