package mine

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// setting is one line of an .editorconfig.
type setting struct {
	key, value, severity string
	section              string
	line                 int
	comment              string
}

// editorSettings reads the lines of an .editorconfig; a value may carry a
// severity behind a colon.
func editorSettings(content []byte) []setting {
	var out []setting
	section := ""
	lines := strings.Split(string(content), "\n")
	for i, l := range lines {
		l = strings.TrimSpace(l)
		if l == "" || l[0] == '#' || l[0] == ';' {
			continue
		}
		if l[0] == '[' {
			section = strings.Trim(l, "[]")
			continue
		}
		k, v, ok := strings.Cut(l, "=")
		if !ok || len(out) > 5000 {
			continue
		}
		v, _, _ = strings.Cut(v, " #")
		val, sev, _ := strings.Cut(strings.TrimSpace(v), ":")
		out = append(out, setting{strings.ToLower(strings.TrimSpace(k)), strings.TrimSpace(val), strings.ToLower(strings.TrimSpace(sev)), section, i + 1, commentAbove(lines, i+1, "#", ";")})
	}
	return out
}

func readEditorConfig(p string, content []byte) []business.Rule {
	set := editorSettings(content)
	known, diag := csharpStyles(), diagnostics()
	items := dotnetNames(set)
	star := false
	for _, s := range set {
		id, isDiag := strings.CutPrefix(s.key, "dotnet_diagnostic.")
		id = strings.ToUpper(strings.TrimSuffix(id, ".severity"))
		text := ""
		switch {
		case isDiag && (s.value == "error" || s.value == "warning"):
			if text = diag[id]; text == "" && s.value == "error" {
				text = remark(s.comment, false)
			}
		case strings.HasPrefix(s.key, "ij_kotlin_name_count_to_use_star_import"), strings.HasPrefix(s.key, "ij_java_class_count_to_use_import_on_demand"):
			if n, err := strconv.Atoi(s.value); err == nil && n > 90 && !star {
				star = true
				items = append(items, said{theme: "Imports", text: "no wildcard imports: name each class that is imported", line: s.line})
			}
			continue
		case s.severity == "error" || s.severity == "warning" || strings.Contains(s.key, "_style_var_") || s.key == "csharp_style_namespace_declarations" || strings.HasPrefix(s.key, "dotnet_style_qualification_"):
			if s.severity != "none" && s.severity != "silent" {
				text = known[s.key+" "+strings.ToLower(s.value)]
			}
		}
		if text != "" {
			items = append(items, said{theme: "C#", text: text, line: s.line})
		}
	}
	return styleCards(p, ".editorconfig", styleScore, withoutVarEchoes(items))
}

// withoutVarEchoes says once where `var` stands, not for each of its options
// and the analyser that checks them.
func withoutVarEchoes(items []said) []said {
	has := func(text string) bool {
		return slices.ContainsFunc(items, func(s said) bool { return s.text == text })
	}
	all, sure := has("`var` everywhere") && has("`var` for built-in types too"), has("`var` everywhere") || has("`var` for built-in types too") || has("`var` where the type is apparent")
	return slices.DeleteFunc(items, func(s said) bool {
		return all && (s.text == "`var` for built-in types too" || s.text == "`var` where the type is apparent") || sure && s.text == "`var` instead of the type"
	})
}

// dotnetNames words the naming rules: which symbols, which style.
func dotnetNames(set []setting) []said {
	get := map[string]string{}
	for _, s := range set {
		get[s.key] = strings.ToLower(s.value)
		if strings.HasSuffix(s.key, "required_prefix") || strings.HasSuffix(s.key, "required_suffix") {
			get[s.key] = s.value
		}
	}
	used := map[string]bool{}
	var out []said
	for _, s := range set {
		rule, ok := strings.CutPrefix(s.key, "dotnet_naming_rule.")
		rule, ok2 := strings.CutSuffix(rule, ".symbols")
		style := get["dotnet_naming_rule."+rule+".style"]
		if !ok || !ok2 || style == "" {
			continue
		}
		used[style] = true
		if sev := get["dotnet_naming_rule."+rule+".severity"]; sev == "none" || sev == "silent" {
			continue
		}
		what := symbolWords(get, "dotnet_naming_symbols."+strings.ToLower(s.value)+".")
		if how := caseWords(get, style); how != "" && what != "" && !plainCase(what, how) {
			out = append(out, said{theme: themeNames, text: what + " " + how, line: s.line})
		}
	}
	for _, s := range set { // a style that no rule names is still what people read
		style, ok := strings.CutPrefix(s.key, "dotnet_naming_style.")
		style, ok2 := strings.CutSuffix(style, ".required_prefix")
		if ok && ok2 && !used[style] && strings.Contains(style, "field") {
			what := strings.ReplaceAll(strings.TrimSuffix(strings.TrimSuffix(style, "_style"), "_naming"), "_", " ")
			if how := caseWords(get, style); how != "" {
				out = append(out, said{theme: themeNames, text: strings.TrimSuffix(what, "s") + "s " + how, line: s.line})
			}
		}
	}
	return out
}

func symbolWords(get map[string]string, pre string) string {
	list := func(key string) string {
		v := strings.ReplaceAll(get[pre+key], " ", "")
		if v == "*" || strings.Count(v, ",") > 3 {
			return ""
		}
		return strings.ReplaceAll(v, ",", ", ")
	}
	kinds := list("applicable_kinds")
	if kinds == "" {
		return ""
	}
	var all []string
	for k := range strings.SplitSeq(kinds, ", ") {
		switch {
		case k == "property":
			k = "properties"
		case k == "class":
			k = "classes"
		default:
			k = strings.ReplaceAll(k, "_", " ") + "s"
		}
		all = append(all, k)
	}
	return strings.Join(strings.Fields(list("applicable_accessibilities")+" "+list("required_modifiers")+" "+strings.Join(all, ", ")), " ")
}

func caseWords(get map[string]string, style string) string {
	pre := "dotnet_naming_style." + style + "."
	form := map[string]string{"camel_case": "camelCase", "pascal_case": "PascalCase", "all_upper": "ALL_UPPER", "all_lower": "all_lower", "first_word_upper": "First_upper"}[get[pre+"capitalization"]]
	prefix, suffix := get[pre+"required_prefix"], get[pre+"required_suffix"]
	if len(prefix)+len(suffix) > 20 || strings.ContainsAny(prefix+suffix, "` \t") {
		return ""
	}
	switch {
	case prefix != "" && form != "":
		return "begin with `" + prefix + "`: `" + prefix + form + "`"
	case prefix != "":
		return "begin with `" + prefix + "`"
	case suffix != "":
		return "end with `" + suffix + "`"
	case form != "":
		return "in `" + form + "`"
	}
	return ""
}

// plainCase reports whether a rule says what all of C# does.
func plainCase(what, how string) bool {
	return how == "in `PascalCase`" && !strings.Contains(what, "field") || strings.Contains(what, "interface") && strings.HasPrefix(how, "begin with `I`") || how == "in `camelCase`" && (strings.Contains(what, "parameter") || strings.Contains(what, "local"))
}

// csharpStyles are preferences with their values.
func csharpStyles() switches {
	return switches{
		"csharp_style_var_for_built_in_types true":                               "`var` for built-in types too",
		"csharp_style_var_for_built_in_types false":                              "the type, not `var`, for built-in types",
		"csharp_style_var_when_type_is_apparent true":                            "`var` where the type is apparent",
		"csharp_style_var_when_type_is_apparent false":                           "the type, not `var`, even where it is apparent",
		"csharp_style_var_elsewhere true":                                        "`var` everywhere",
		"csharp_style_var_elsewhere false":                                       "the type, not `var`, where it is not apparent",
		"csharp_style_namespace_declarations file_scoped":                        "namespaces for a whole file: `namespace X;`",
		"csharp_style_namespace_declarations block_scoped":                       "namespaces with braces",
		"csharp_using_directive_placement outside_namespace":                     "`using` outside of the namespace",
		"csharp_using_directive_placement inside_namespace":                      "`using` inside of the namespace",
		"csharp_prefer_braces true":                                              "braces around every block",
		"csharp_prefer_braces false":                                             "no braces around single statements",
		"csharp_prefer_simple_using_statement true":                              "`using var x = ...;` without braces",
		"csharp_style_expression_bodied_methods true":                            "`=>` bodies for methods",
		"csharp_style_expression_bodied_methods false":                           "no `=>` bodies for methods",
		"csharp_style_expression_bodied_constructors false":                      "no `=>` bodies for constructors",
		"csharp_style_expression_bodied_properties true":                         "`=>` bodies for properties",
		"csharp_style_inlined_variable_declaration true":                         "declare `out` variables inline",
		"csharp_style_prefer_primary_constructors false":                         "no primary constructors",
		"csharp_style_prefer_primary_constructors true":                          "primary constructors",
		"csharp_style_prefer_top_level_statements false":                         "no top-level statements",
		"dotnet_style_qualification_for_field true":                              "`this.` before fields",
		"dotnet_style_qualification_for_field false":                             "no `this.` where it can be left out",
		"dotnet_style_qualification_for_method false":                            "no `this.` where it can be left out",
		"dotnet_style_qualification_for_method true":                             "`this.` before methods",
		"dotnet_style_qualification_for_property true":                           "`this.` before properties",
		"dotnet_style_qualification_for_property false":                          "no `this.` where it can be left out",
		"dotnet_style_require_accessibility_modifiers always":                    "an access modifier on everything",
		"dotnet_style_require_accessibility_modifiers for_non_interface_members": "an access modifier on everything outside of interfaces",
		"dotnet_style_require_accessibility_modifiers omit_if_default":           "no access modifier where it is the default",
		"dotnet_style_readonly_field true":                                       "`readonly` on fields that are never assigned again",
		"dotnet_style_predefined_type_for_locals_parameters_members true":        "`int`, `string`, not `Int32`, `String`",
		"dotnet_style_namespace_match_folder true":                               "namespaces follow the folders",
	}
}

// diagnostics are analysers' findings that a project made warnings or errors.
func diagnostics() switches {
	return switches{
		"IDE0003": "no needless `this.`", "IDE0005": "no unused `using`", "IDE0007": "`var` instead of the type", "IDE0008": "the type instead of `var`", "IDE0009": "`this.` before members",
		"IDE0011": "braces around every block", "IDE0018": "declare `out` variables inline", "IDE0040": "an access modifier on everything", "IDE0044": "`readonly` on fields that are never assigned again",
		"IDE0051": "no unused private members", "IDE0060": "no unused parameters", "IDE0063": "`using var x = ...;` without braces", "IDE0065": "`using` where the style says", "IDE0090": "`new()` where the type is apparent",
		"IDE0130": "namespaces follow the folders", "IDE0160": "namespaces with braces", "IDE0161": "namespaces for a whole file: `namespace X;`", "IDE0073": "the configured notice at the head of each file",
		"IDE0290": "primary constructors", "IDE0022": "`=>` bodies for methods where the style says", "IDE0300": "collection expressions: `[...]`",
		"CA1031": "catch no general exceptions", "CA1062": "check arguments of public methods for null", "CA1303": "no literal texts: use resources", "CA1304": "give a culture to calls that take one", "CA1305": "give an `IFormatProvider` when formatting or parsing",
		"CA1307": "give a `StringComparison` when comparing strings", "CA1309": "ordinal comparison of strings", "CA1310": "give a `StringComparison` to `StartsWith`, `EndsWith`, `IndexOf`", "CA1507": "`nameof` instead of a name as string",
		"CA1707": "no underscores in public names", "CA1725": "parameters keep the names of the base", "CA1822": "`static` on members that do not use `this`", "CA1848": "`LoggerMessage` instead of `logger.LogX(...)`",
		"CA1849": "the async method, where there is one, in async code", "CA1852": "`sealed` on internal classes without heirs", "CA2000": "dispose what you make before it goes out of scope", "CA2007": "`ConfigureAwait` on every awaited task",
		"CA2008": "give a `TaskScheduler` when making tasks", "CA2016": "pass the `CancellationToken` on", "CA2201": "no `Exception` or other reserved types of exceptions", "CA2254": "constant templates for log messages", "CA5394": "no `Random` where it must be secure",
		"CA1002": "no `List<T>` in public signatures", "CA1051": "no visible fields", "CA2227": "no setters on collection properties", "CA1860": "`Count` or `Length`, not `Any()`", "CA1861": "no constant arrays as arguments",
		"SA1101": "`this.` before members", "SA1200": "`using` where the style says", "SA1208": "`using System...` first", "SA1306": "fields begin with a lower-case letter", "SA1309": "no underscore before field names", "SX1309": "`_` before the names of fields", "SX1101": "no `this.` before members",
		"SA1402": "one type in a file", "SA1413": "a trailing comma in initialisers over several lines", "SA1503": "braces around every block", "SA1600": "XML comments on everything that is visible", "SA1633": "the configured notice at the head of each file", "SA1649": "a file is named after its first type",
		"CS1591": "XML comments on everything that is public", "CS4014": "await every task", "CS0618": "nothing that is marked obsolete", "CS8600": "no null into what may not be null", "CS8602": "no access to what may be null", "CS8618": "fields that may not be null get a value in the constructor",
		"VSTHRD100": "no `async void`", "VSTHRD103": "the async method, where there is one, in async code", "VSTHRD111": "`ConfigureAwait` on every awaited task", "VSTHRD200": "names of async methods end in `Async`", "VSTHRD002": "do not wait on tasks synchronously",
		"MA0004": "`ConfigureAwait` on every awaited task", "MA0006": "`string.Equals` with a comparison, not `==`", "MA0048": "a file is named after its type", "S1135": "no TODO comments", "RCS1090": "`ConfigureAwait` on every awaited task", "XUNIT1004": "no skipped tests",
	}
}

func readStyleCop(p string, content []byte) []business.Rule {
	set := dig(yamlValue(content), "settings")
	var items []said
	add := func(text string, at string) {
		items = append(items, said{theme: "C#", text: text, line: lineOf(content, at)})
	}
	switch asString(dig(set, "orderingRules", "usingDirectivesPlacement")) {
	case "outsideNamespace":
		add("`using` outside of the namespace", "usingDirectivesPlacement")
	case "insideNamespace":
		add("`using` inside of the namespace", "usingDirectivesPlacement")
	}
	if dig(set, "orderingRules", "systemUsingDirectivesFirst") == true {
		add("`using System...` first", "systemUsingDirectivesFirst")
	}
	if dig(set, "documentationRules", "documentInternalElements") == true {
		add("XML comments on internal elements too", "documentInternalElements")
	}
	if dig(set, "namingRules", "allowCommonHungarianPrefixes") == false {
		add("no Hungarian prefixes", "allowCommonHungarianPrefixes")
	}
	return styleCards(p, path.Base(p), styleScore-0.06, items)
}

// readBuildProps reads how strict the compiler of a .NET solution is.
func readBuildProps(p string, content []byte) []business.Rule {
	low := strings.ToLower(string(content))
	var items []said
	for _, x := range []struct{ has, text string }{
		{"<nullable>enable</nullable>", "nullable reference types are on: mark with `?` what may be null"},
		{"<treatwarningsaserrors>true</treatwarningsaserrors>", "warnings fail the build: leave none"},
		{"<implicitusings>disable</implicitusings>", "no implicit usings: write each `using`"},
	} {
		if strings.Contains(low, x.has) {
			items = append(items, said{theme: "C#", text: x.text, line: lineOf([]byte(low), x.has)})
		}
	}
	return styleCards(p, path.Base(p), modestScore+0.02, items)
}
