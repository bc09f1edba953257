package mine

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"gopkg.in/yaml.v3"

	"github.com/cybedefend/vibedefend/rules/business"
)

func yamlValue(content []byte) any {
	var v any
	if yaml.Unmarshal(content, &v) != nil {
		return nil
	}
	return v
}

func tomlValue(content []byte) any {
	var v map[string]any
	if toml.Unmarshal(content, &v) != nil {
		return nil
	}
	return v
}

func readESLintYAML(p string, content []byte) []business.Rule {
	rules := asMap(dig(yamlValue(content), "rules"))
	var out []business.Rule
	for _, key := range sortedKeys(rules) {
		v := located{value: rules[key], line: lineOf(content, key)}
		switch {
		case strings.HasSuffix(key, "no-restricted-imports"):
			out = append(out, restrictedImports(p, v)...)
		case strings.Contains(key, "no-restricted-"):
			out = append(out, restricted(p, key, v)...)
		}
	}
	return append(out, eslintCards(p, content, yamlSwitches(content, asMap(yamlValue(content))))...)
}

// yamlSwitches are the rules that are on, in the file and its overrides.
func yamlSwitches(content []byte, doc map[string]any) []lintSwitch {
	var out []lintSwitch
	for _, d := range append([]any{doc}, asList(doc["overrides"])...) {
		rules := asMap(dig(d, "rules"))
		for _, key := range sortedKeys(rules) {
			v := textual(rules[key], 0)
			if on, ok := severity(v); ok && on {
				line := lineOf(content, key)
				out = append(out, lintSwitch{key: key, opts: options(v), line: line, end: line, in: asStrings(dig(d, "files"))})
			}
		}
	}
	return out
}

// textual turns numbers and truth values into their texts, as the reader of
// JavaScript has them.
func textual(v any, depth int) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			if depth < 20 {
				v[i] = textual(v[i], depth+1)
			}
		}
	case map[string]any:
		for k := range v {
			if depth < 20 {
				v[k] = textual(v[k], depth+1)
			}
		}
	case int, bool, float64:
		return fmt.Sprint(v)
	}
	return v
}

func isCheckstyle(p string) bool {
	return path.Ext(p) == ".xml" && strings.Contains(strings.ToLower(path.Base(p)), "checkstyle")
}

// readCheckstyle reads modules with a message of the project's own, and the
// lists of illegal imports. Properties stand directly behind their module.
func readCheckstyle(p string, content []byte) []business.Rule {
	prop := regexp.MustCompile(`(?s)<(?:property|message)\s+(?:name|key)="([^"]+)"\s+value="([^"]*)"`)
	var out []business.Rule
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
		out = append(out, checkstyleRule(p, at, string(module), vals)...)
	}
	return out
}

// withoutRemarks blanks the comments of XML: a module in one is off.
func withoutRemarks(xml []byte) []byte {
	out := bytes.Clone(xml)
	for from := 0; ; {
		i := bytes.Index(out[from:], []byte("<!--"))
		if i < 0 {
			return out
		}
		i += from
		end := len(out)
		if n := bytes.Index(out[i:], []byte("-->")); n >= 0 {
			end = i + n + len("-->")
		}
		for j := i; j < end; j++ {
			if out[j] != '\n' {
				out[j] = ' '
			}
		}
		from = end
	}
}

func checkstyleRule(p string, line int, module string, vals map[string]string) []business.Rule {
	switch {
	case module == "IllegalImport":
		var out []business.Rule
		names, mods := byPackage(splitList(vals["illegalPkgs"] + "," + vals["illegalClasses"]))
		for len(names) > 0 {
			n, length := 0, 0
			var banned []string
			for n < len(names) && (n == 0 || length+len(names[n]) < 220) {
				banned, length, n = append(banned, mods[n]...), length+len(names[n])+4, n+1
			}
			r := configured(business.BanImport, p, line, &business.Check{Modules: banned}, "Do not import %s.", strings.Join(names[:n], " or "))
			if len(out) > 0 {
				r.Score = weakScore // the list shall not hide the rest
			}
			out, names, mods = append(out, r), names[n:], mods[n:]
		}
		return out
	case module == "IllegalType" || module == "IllegalInstantiation" || module == "IllegalCatch" || module == "IllegalThrows":
		if names := splitList(vals["illegalClassNames"] + "," + vals["classes"]); len(names) > 0 {
			verb := map[string]string{"IllegalCatch": "catch", "IllegalThrows": "declare to throw", "IllegalInstantiation": "make a new"}[module]
			if verb == "" {
				verb = "use the type"
			}
			return []business.Rule{configured(business.BanCall, p, line, &business.Check{Names: names}, "Do not %s %s (%s).", verb, quoted(names), module)}
		}
	case strings.HasPrefix(module, "Regexp") && vals["message"] != "":
		if layout(vals["message"]) {
			return nil // what a formatter does
		}
		return []business.Rule{configured(business.Advice, p, line, nil, "%s.", asked(strings.TrimSuffix(vals["message"], ".")))}
	}
	return nil
}

// byPackage names what is not to be imported: packages and single classes as
// they are, many classes of one package together. mods are the modules of each.
func byPackage(list []string) (names []string, mods [][]string) {
	classes := map[string][]string{}
	for _, m := range list {
		classes[packageOfClass(m)] = append(classes[packageOfClass(m)], m)
	}
	done := map[string]bool{}
	for _, m := range list {
		pkg := packageOfClass(m)
		if all := classes[pkg]; len(all) > 3 && pkg != m {
			if !done[pkg] {
				done[pkg] = true
				names, mods = append(names, fmt.Sprintf("%d classes of `%s` such as `%s`", len(all), pkg, strings.TrimPrefix(all[0], pkg+"."))), append(mods, all)
			}
			continue
		}
		names, mods = append(names, "`"+m+"`"), append(mods, []string{m})
	}
	return names, mods
}

// packageOfClass cuts the class from a name of Java: "a.b" of "a.b.Row.Part".
func packageOfClass(name string) string {
	parts := strings.Split(name, ".")
	for i, part := range parts {
		if i > 0 && part != "" && part[0] >= 'A' && part[0] <= 'Z' {
			return strings.Join(parts[:i], ".")
		}
	}
	return name
}

// layout reports whether a message is about spaces and line ends.
func layout(msg string) bool {
	low := strings.ToLower(msg)
	for _, w := range []string{"trailing", "whitespace", "line end", "newline", "new line", "tab char", "tabs", "crlf", "cr+lf", "carriage", "blank line", "empty line", "indent", "spaces", "line length", "longer than", "header"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// asked turns the complaint of a tool into what it asks for.
func asked(msg string) string {
	low := strings.ToLower(msg)
	for _, w := range []string{"line contains ", "file contains ", "line has ", "found ", "contains ", "use of ", "usage of "} {
		if strings.HasPrefix(low, w) {
			return "Not allowed: " + msg[len(w):]
		}
	}
	return msg
}

func unxml(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&amp;", "&").Replace(s)
}

func splitList(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' })
}

func isRuboCop(p string) bool {
	b := path.Base(p)
	return strings.HasPrefix(b, ".rubocop") && path.Ext(b) == ".yml" && !strings.Contains(b, "todo")
}

// readRuboCop reads the project's own departments and plain bans.
func readRuboCop(p string, content []byte) []business.Rule {
	doc := asMap(yamlValue(content))
	var out []business.Rule
	for _, cop := range sortedKeys(doc) {
		m := asMap(doc[cop])
		if m == nil || m["Enabled"] == false || !strings.Contains(cop, "/") {
			continue
		}
		line := lineOf(content, cop+":")
		if d := asString(m["Description"]); d != "" {
			out = append(out, configured(business.Advice, p, line, nil, "%s (%s).", strings.TrimSuffix(d, "."), cop))
		}
		for _, key := range []string{"ForbiddenMethods", "ForbiddenIdentifiers", "BannedMethods", "ForbiddenConstants", "DisallowedMethods"} {
			if names := asStrings(m[key]); len(names) > 0 {
				out = append(out, configured(business.BanCall, p, line, &business.Check{Names: names}, "Do not use %s (%s).", quoted(names), cop))
			}
		}
		if known := rubocopKnown(cop); known != "" && m["Enabled"] == true {
			out = append(out, configured(business.Advice, p, line, nil, "%s (%s).", known, cop))
		}
	}
	return out
}

func rubocopKnown(cop string) string {
	switch cop {
	case "Style/OpenStructUse":
		return "Do not use `OpenStruct`"
	case "Style/FrozenStringLiteralComment":
		return "Start each file with `# frozen_string_literal: true`"
	case "Rails/Output":
		return "No `puts` or `print` in application code"
	case "Rails/SkipsModelValidations":
		return "Do not use methods that skip validations"
	case "Rails/TimeZone":
		return "Use `Time.current`, not `Time.now`"
	case "Rails/Date":
		return "Use `Date.current`, not `Date.today`"
	case "Lint/Debugger":
		return "No debugger statements"
	case "Security/Eval":
		return "Do not use `eval`"
	case "RSpec/NamedSubject":
		return "Name the subject of a test"
	}
	return ""
}

func isRuboCopCop(p string) bool {
	return path.Ext(p) == ".rb" && strings.Contains(p, "rubocop") && strings.Contains(p, "cop") && !business.IsTest(p)
}

// readCustomCop reads the messages of a cop that the project wrote itself;
// those with holes say too little.
func readCustomCop(p string, content []byte) []business.Rule {
	var out []business.Rule
	pattern := regexp.MustCompile(`(?m)^\s*[A-Z_]*MSG(?:_[A-Z_]+)?\s*=\s*((?:"[^"\n]*"|'[^'\n]*')(?:\s*\\\s*\n\s*(?:"[^"\n]*"|'[^'\n]*'))*)`)
	for _, m := range pattern.FindAllSubmatchIndex(content, 8) {
		text := flat(joinedText(string(content[m[2]:m[3]])))
		if len(text) <= 10 || strings.Contains(text, "%<") || strings.Contains(text, "%s") || strings.Contains(text, "%{") || strings.Contains(text, "#{") {
			continue
		}
		r := configured(business.Advice, p, 1+bytes.Count(content[:m[2]], []byte("\n")), nil, "%s.", strings.TrimSuffix(offence(text, ""), "."))
		r.Scope.Paths = []string{"**/*.rb"}
		out = append(out, r)
	}
	return out
}

// readBannedSymbols reads lines such as "T:System.Random;Use X".
func readBannedSymbols(p string, content []byte) []business.Rule {
	var out []business.Rule
	n := 0
	for line := range strings.Lines(string(content)) {
		n++
		sym, why, _ := strings.Cut(strings.TrimSpace(line), ";")
		if len(sym) < 3 || sym[1] != ':' {
			continue
		}
		name, _, _ := strings.Cut(sym[2:], "(")
		parts := strings.Split(name, ".")
		short := strings.Join(parts[max(0, len(parts)-2):], ".")
		out = append(out, configured(business.BanCall, p, n, &business.Check{Names: []string{short}}, "Do not use `%s`%s.", name, because(strings.TrimSuffix(why, "."))))
	}
	return out
}

func readClippy(p string, content []byte) []business.Rule {
	doc := asMap(tomlValue(content))
	var out []business.Rule
	for _, key := range []string{"disallowed-methods", "disallowed-types", "disallowed-macros", "disallowed-names"} {
		for _, d := range asList(doc[key]) {
			name, reason := asString(d), ""
			if m := asMap(d); m != nil {
				name, reason = asString(m["path"]), strings.TrimSuffix(asString(m["reason"]), ".")
				if by := asString(m["replacement"]); by != "" && !strings.Contains(reason, by) {
					reason = strings.TrimLeft(strings.TrimSuffix(reason, ", use instead")+"; use `"+by+"`", "; ")
				}
			}
			if name != "" {
				out = append(out, configured(business.BanCall, p, lineOf(content, name), &business.Check{Names: []string{name}}, "Do not use `%s`%s.", name, because(reason)))
			}
		}
	}
	return out
}

func readDetekt(p string, content []byte) []business.Rule {
	doc := yamlValue(content)
	var out []business.Rule
	for _, x := range []struct{ rule, key string }{{"ForbiddenImport", "imports"}, {"ForbiddenImport", "forbiddenImports"}, {"ForbiddenMethodCall", "methods"}} {
		for _, d := range asList(dig(doc, "style", x.rule, x.key)) {
			name := asString(d) + asString(dig(d, "value"))
			if name == "" {
				continue
			}
			kind, check := business.BanCall, &business.Check{Names: []string{name}}
			if x.rule == "ForbiddenImport" {
				kind, check = business.BanImport, &business.Check{Modules: []string{name}}
			}
			out = append(out, configured(kind, p, lineOf(content, name), check, "Do not use `%s`%s.", name, because(strings.TrimRight(asString(dig(d, "reason")), ". "))))
		}
	}
	return append(append(out, forbiddenComments(p, doc, content)...), styleCards(p, "detekt", modestScore, detektLimits(doc, content))...)
}

// forbiddenComments words the marks that no comment may hold; older
// configurations list them in one string.
func forbiddenComments(p string, doc any, content []byte) []business.Rule {
	set := dig(doc, "style", "ForbiddenComment")
	if asString(dig(set, "active")) == "false" {
		return nil
	}
	var marks []string
	listed := asList(dig(set, "values"))
	if listed == nil {
		listed = append(asList(dig(set, "comments")), dig(set, "values"))
	}
	for _, d := range listed {
		for _, m := range splitList(asString(d) + "," + asString(dig(d, "value"))) {
			if m = strings.Trim(m, "'\"[]"); m != "" {
				marks = append(marks, m)
			}
		}
	}
	if len(marks) == 0 {
		return nil
	}
	r := configured(business.Advice, p, lineOf(content, "ForbiddenComment"), nil, "No comments with %s (detekt).", quoted(marks))
	r.Score = modestScore
	return []business.Rule{r}
}

// detektLimits words the limits and switches that a project wrote itself.
func detektLimits(doc any, content []byte) []said {
	var items []said
	for _, x := range []struct{ set, rule, key, text string }{
		{"style", "MaxLineLength", "maxLineLength", "lines of at most %s characters"}, {"complexity", "LongParameterList", "functionThreshold", "fewer than %s parameters of a function"}, {"complexity", "LongMethod", "threshold", "functions of fewer than %s lines"},
		{"formatting", "MaximumLineLength", "maxLineLength", "lines of at most %s characters"}, {"style", "ReturnCount", "max", "at most %s `return` in a function"}, {"style", "WildcardImport", "", "no wildcard imports"}, {"style", "MandatoryBracesIfStatements", "", "braces around the branches of `if`"}, {"style", "UnsafeCallOnNullableType", "", "no `!!`"},
		{"potential-bugs", "UnsafeCallOnNullableType", "", "no `!!`"}, {"style", "MagicNumber", "", "no magic numbers: name them as constants"}, {"style", "DataClassShouldBeImmutable", "", "`val`, not `var`, in data classes"}, {"comments", "UndocumentedPublicClass", "", "KDoc on public classes"}, {"comments", "UndocumentedPublicFunction", "", "KDoc on public functions"},
		{"comments", "UndocumentedPublicProperty", "", "KDoc on public properties"}, {"comments", "AbsentOrWrongFileLicense", "", "the configured notice at the head of each file"}, {"complexity", "LongParameterList", "constructorThreshold", "fewer than %s parameters of a constructor"}, {"complexity", "CyclomaticComplexMethod", "threshold", "cyclomatic complexity below %s"}, {"complexity", "ComplexCondition", "threshold", "fewer than %s parts of a condition"}, {"complexity", "NestedBlockDepth", "threshold", "blocks nested fewer than %s deep"},
		{"complexity", "TooManyFunctions", "thresholdInClasses", "fewer than %s functions in a class"}, {"complexity", "TooManyFunctions", "thresholdInFiles", "fewer than %s functions in a file"}, {"complexity", "LargeClass", "threshold", "classes of fewer than %s lines"}, {"complexity", "NamedArguments", "threshold", "named arguments in calls of more than %s"}, {"style", "DestructuringDeclarationWithTooManyEntries", "maxDestructuringEntries", "at most %s names in a destructuring"}, {"style", "ThrowsCount", "max", "at most %s `throw` in a function"},
		{"style", "ExpressionBodySyntax", "", "`=` for bodies of one expression"}, {"style", "MandatoryBracesLoops", "", "braces around the bodies of loops"}, {"style", "MultilineLambdaItParameter", "", "a name for the parameter of lambdas over several lines"}, {"style", "UnderscoresInNumericLiterals", "", "underscores in long numbers"}, {"style", "UseDataClass", "", "data classes for classes that only hold data"}, {"style", "ClassOrdering", "", "members of classes in the usual order"}, {"potential-bugs", "LateinitUsage", "", "no `lateinit`"},
		{"potential-bugs", "ElseCaseInsteadOfExhaustiveWhen", "", "no `else` in `when` over enums and sealed types"}, {"potential-bugs", "DontDowncastCollectionTypes", "", "no casts to mutable collections"}, {"coroutines", "GlobalCoroutineUsage", "", "no `GlobalScope`"}, {"coroutines", "InjectDispatcher", "", "inject dispatchers, no `Dispatchers.IO` in code"}, {"exceptions", "NotImplementedDeclaration", "", "no `TODO()`"}, {"exceptions", "ThrowingExceptionsWithoutMessageOrCause", "", "a message or cause for each exception"},
	} {
		m := asMap(dig(doc, x.set, x.rule))
		n := yamlNumber(m[x.key])
		if m == nil || m["active"] == false || x.key != "" && n == "" || x.key == "" && m["active"] != true || n != "" && detektUsual()[x.rule+" "+x.key] == n {
			continue
		}
		items = append(items, said{theme: "Kotlin", text: strings.Replace(x.text, "%s", n, 1), line: lineOf(content, x.rule)})
	}
	return items
}

// detektUsual are limits of detekt's own, which whole copies of its
// configuration repeat.
func detektUsual() switches {
	return switches{"LongParameterList constructorThreshold": "7", "CyclomaticComplexMethod threshold": "15", "ComplexCondition threshold": "4", "NestedBlockDepth threshold": "4", "TooManyFunctions thresholdInClasses": "11", "TooManyFunctions thresholdInFiles": "11", "LargeClass threshold": "600", "NamedArguments threshold": "3", "DestructuringDeclarationWithTooManyEntries maxDestructuringEntries": "3", "ThrowsCount max": "2"}
}

func readDeptrac(p string, content []byte) []business.Rule {
	doc := yamlValue(content)
	set := asMap(dig(doc, "deptrac", "ruleset"))
	if set == nil {
		set = asMap(dig(doc, "ruleset"))
	}
	var out []business.Rule
	for _, layer := range sortedKeys(set) {
		allowed := "no other layer"
		if l := asStrings(set[layer]); len(l) > 0 {
			allowed = "only " + quoted(l)
		}
		out = append(out, configured(business.ImportBoundary, p, lineOf(content, layer+":"), nil, "Layer `%s` depends on %s.", layer, allowed))
	}
	return out
}
