package mine

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// readEditorLayout says on one card what an .editorconfig asks for that people
// and agents get wrong: tabs, CRLF, the longest line. Spaces and LF are what
// everybody writes.
func readEditorLayout(p string, content []byte) []business.Rule {
	type part struct {
		section string
		vals    map[string]string
		line    int
	}
	var parts []part
	for _, s := range editorSettings(content) {
		if len(parts) == 0 || parts[len(parts)-1].section != s.section {
			parts = append(parts, part{s.section, map[string]string{}, s.line})
		}
		parts[len(parts)-1].vals[s.key] = strings.ToLower(s.value)
	}
	var items []said
	for _, x := range parts {
		var words []string
		size := x.vals["indent_size"]
		number := size != "" && strings.Trim(size, "0123456789") == ""
		odd := false
		switch {
		case x.vals["indent_style"] == "tab":
			words, odd = append(words, "tabs"), true
		case number:
			words = append(words, size+" spaces")
		}
		if n := x.vals["max_line_length"]; n != "" && strings.Trim(n, "0123456789") == "" && n != "0" {
			words, odd = append(words, "lines of at most "+n+" characters"), true
		}
		if x.vals["end_of_line"] == "crlf" {
			words, odd = append(words, "line ends CRLF"), true
		}
		if !odd || !aboutCode(x.section) || strings.Contains(x.section, "`") || len(x.section) > 60 {
			continue
		}
		where := "in all files "
		if x.section != "*" && x.section != "" {
			where = "in `" + x.section + "` "
		}
		items = append(items, said{text: where + strings.Join(words, ", "), line: x.line})
	}
	return layoutCards(p, ".editorconfig", "Layout", items)
}

// aboutCode reports whether a section of an .editorconfig is about sources.
func aboutCode(section string) bool {
	if section == "*" || section == "" {
		return true
	}
	return slices.ContainsFunc(strings.FieldsFunc(section, func(r rune) bool { return strings.ContainsRune("*.{}, ", r) }), func(ext string) bool {
		return slices.Contains(sourceExts, "."+ext) || slices.Contains([]string{"vue", "svelte", "css", "scss", "swift", "c", "cpp", "h", "hpp", "scala", "ex", "exs", "dart"}, ext)
	})
}

// readRustfmt says what rustfmt.toml asks for beside what rustfmt does anyway.
func readRustfmt(p string, content []byte) []business.Rule {
	m := asMap(tomlValue(content))
	known := switches{
		"imports_granularity Crate": "one `use` for each crate", "imports_granularity Module": "one `use` for each module", "imports_granularity Item": "one `use` for each item", "imports_granularity One": "one `use` for all imports", "group_imports StdExternalCrate": "imports in the groups `std`, other crates, this crate", "group_imports One": "imports in one group",
		"hard_tabs true": "indentation with tabs", "use_field_init_shorthand true": "`S { x }`, not `S { x: x }`", "use_try_shorthand true": "`?`, not `try!`", "wrap_comments true": "comments wrapped", "newline_style Unix": "line ends LF", "normalize_comments true": "`//`, not `/* */`, for comments", "format_strings true": "long strings broken over lines", "reorder_impl_items true": "types and constants before methods in an `impl`",
		"fn_single_line true": "short functions on one line", "match_block_trailing_comma true": "a comma after each arm of a `match`", "overflow_delimited_expr true": "last arguments opened on the line of the call", "condense_wildcard_suffixes true": "`..` for several `_` at the end of a pattern",
	}
	var items []said
	for _, key := range sortedKeys(m) {
		v := asString(textual(m[key], 0))
		text := known[key+" "+v]
		if n := number(m[key]); n != "" && key == "max_width" && n != "100" {
			text = "lines of at most " + n + " characters"
		} else if n != "" && key == "tab_spaces" && n != "4" {
			text = "indentation of " + n + " spaces"
		}
		if text != "" {
			items = append(items, said{text: text, line: lineOf(content, key)})
		}
	}
	return layoutCards(p, "rustfmt", "Rust layout", items)
}

// readClippyLimits reads thresholds of clippy.toml and what no `.await` may
// be crossed with.
func readClippyLimits(p string, content []byte) []business.Rule {
	doc := asMap(tomlValue(content))
	var items []said
	for _, x := range []struct{ key, text string }{{"too-many-arguments-threshold", "at most %s parameters of a function"}, {"too-many-lines-threshold", "functions of at most %s lines"}, {"cognitive-complexity-threshold", "cognitive complexity of at most %s"}, {"excessive-nesting-threshold", "blocks nested at most %s deep"}, {"max-struct-bools", "at most %s booleans in a struct"}, {"max-fn-params-bools", "at most %s booleans as parameters"}} {
		if n := number(doc[x.key]); n != "" {
			items = append(items, said{theme: "Rust limits", text: strings.Replace(x.text, "%s", n, 1), line: lineOf(content, x.key)})
		}
	}
	out := styleCards(p, "clippy", modestScore, items)
	for _, d := range asList(doc["await-holding-invalid-types"]) {
		name := asString(d) + asString(dig(d, "path"))
		if name != "" {
			out = append(out, configured(business.Advice, p, lineOf(content, name), nil, "Do not hold `%s` over an `.await`%s.", name, because(strings.TrimSuffix(asString(dig(d, "reason")), "."))))
		}
	}
	return out
}

// readRuleset reads the analysers that a .ruleset of .NET makes warnings or
// errors.
func readRuleset(p string, content []byte) []business.Rule {
	diag := diagnostics()
	rule := regexp.MustCompile(`<Rule\s+Id="(\w+)"\s+Action="(Error|Warning)"`)
	var items []said
	for i, line := range strings.Split(string(withoutRemarks(content)), "\n") {
		m := rule.FindStringSubmatch(line)
		if m != nil && diag[strings.ToUpper(m[1])] != "" && (m[2] == "Error" || len(items) < 12) {
			items = append(items, said{theme: "C#", text: diag[strings.ToUpper(m[1])], line: i + 1})
		}
	}
	return styleCards(p, path.Base(p), modestScore+0.02, items)
}

// readSwiftRules words the rules of SwiftLint that are not on by themselves,
// and its limits.
func readSwiftRules(p string, content []byte) []business.Rule {
	known := switches{
		"force_unwrapping": "no `!` to unwrap", "implicitly_unwrapped_optional": "no `T!`", "missing_docs": "doc comments on everything public", "fatal_error_message": "a message for `fatalError`", "empty_count": "`isEmpty`, not `count == 0`", "overridden_super_call": "call `super` in methods that ask for it", "prohibited_interface_builder": "no views from Interface Builder", "unowned_variable_capture": "`weak`, not `unowned`, in captures",
		"discouraged_optional_boolean": "no optional booleans", "discouraged_optional_collection": "no optional collections", "private_action": "actions are private", "private_outlet": "outlets are private", "type_contents_order": "members of types in the usual order", "file_name": "a file is named after its type", "trailing_closure": "trailing closures", "explicit_type_interface": "write the types of variables", "explicit_acl": "write the access level of everything",
		"explicit_top_level_acl": "write the access level of top-level declarations", "explicit_self": "`self.` before members", "no_magic_numbers": "no magic numbers: name them as constants", "single_test_class": "one test class in a file", "no_grouping_extension": "no extensions only to group members", "conditional_returns_on_newline": "`return` of a condition on a line of its own", "implicit_return": "no `return` in functions of one expression", "weak_delegate": "delegates are `weak`", "strong_iboutlet": "outlets are strong",
		"file_header": "the configured notice at the head of each file", "prefer_self_in_static_references": "`Self` for the type itself", "xct_specific_matcher": "the assertion made for the case: `XCTAssertTrue`, not `XCTAssertEqual(x, true)`", "discouraged_object_literal": "no object literals", "object_literal": "object literals for images and colours", "no_extension_access_modifier": "no access level on extensions", "toggle_bool": "`toggle()`, not `x = !x`", "yoda_condition": "no yoda conditions", "contains_over_filter_count": "`contains`, not `filter().count`", "first_where": "`first(where:)`, not `filter().first`", "unavailable_function": "`@available(*, unavailable)` on functions that must not be called", "accessibility_label_for_image": "a label for accessibility on images",
	}
	limits := switches{"line_length": "lines of at most %s characters", "type_body_length": "types of at most %s lines", "file_length": "files of at most %s lines", "function_body_length": "functions of at most %s lines", "function_parameter_count": "at most %s parameters of a function", "cyclomatic_complexity": "cyclomatic complexity of at most %s"}
	doc := asMap(yamlValue(content))
	off := asStrings(doc["disabled_rules"])
	var items, few, layout []said
	for _, name := range append(asStrings(doc["opt_in_rules"]), asStrings(doc["only_rules"])...) {
		if slices.Contains(off, name) {
			continue
		}
		if known[name] != "" {
			items = append(items, said{theme: "Swift", text: known[name], line: lineOf(content, "- "+name)})
		} else if name == "sorted_imports" {
			layout = append(layout, said{text: "imports in alphabetical order", line: lineOf(content, name)})
		}
	}
	for _, key := range sortedKeys(limits) {
		v := doc[key]
		n := number(v)
		for _, x := range []any{dig(v, "warning"), dig(v, "error")} {
			if n == "" {
				n = number(x)
			}
		}
		if l := asList(v); n == "" && len(l) > 0 {
			n = number(l[0])
		}
		if n != "" && !slices.Contains(off, key) {
			few = append(few, said{theme: "Swift limits", text: strings.Replace(limits[key], "%s", n, 1), line: lineOf(content, key+":")})
		}
	}
	out := append(styleCards(p, "SwiftLint", styleScore-0.1, items), styleCards(p, "SwiftLint", modestScore, few)...)
	out = append(out, layoutCards(p, "SwiftLint", "Swift layout", layout)...)
	for i := range out {
		if out[i].Scope.Paths == nil {
			out[i].Scope.Paths = []string{"**/*.swift"}
		}
	}
	return out
}
