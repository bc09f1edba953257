package mine

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

func isPHPFixer(p string) bool {
	b := path.Base(p)
	return strings.HasPrefix(b, ".php-cs-fixer") || strings.HasPrefix(b, ".php_cs") || b == "pint.json" || b == "ecs.php"
}

// fixerOptions are the words in options that change what a fixer asks for.
var fixerOptions = []string{"short", "long", "static", "self", "this", "snake_case", "camel_case", "length", "echo", "print", "post", "pre", "question_mark", "union", "prefix", "annotation", "one", "none", "left", "vertical", "align", "end", "beginning",
	"hash", "lower", "upper", "new_line_for_chained_calls", "no_multi_line", "start_plus_one"}

// readPHPFixer reads the fixers that a project chose by name; presets are
// left out.
func readPHPFixer(p string, content []byte) []business.Rule {
	raw := content
	content = withoutSlashed(content)
	known, shape := phpFixers(), phpLayout()
	re := regexp.MustCompile(`["']([a-zA-Z_/]+)["']\s*(?:=>|:)\s*(true|\[(?:[^\[\]]|\[[^\[\]]*\])*\]|\{(?:[^{}]|\{[^{}]*\})*\})`)
	var items, layout []said
	for at := 0; ; {
		m := re.FindSubmatchIndex(content[at:])
		if m == nil || len(items)+len(layout) > 400 {
			break
		}
		name, opts := string(content[at+m[2]:at+m[3]]), string(content[at+m[4]:at+m[5]])
		line := 1 + bytes.Count(content[:at+m[0]], []byte("\n"))
		if text := fixerWords(known, name, opts, raw); text != "" {
			items = append(items, said{theme: "PHP", text: text, line: line})
		} else if text := fixerWords(shape, name, opts, raw); text != "" {
			layout = append(layout, said{text: text, line: line})
		}
		if known[name] == "" && shape[name] == "" && !slices.Contains([]string{"ordered_imports", "header_comment"}, name) && !hasOption(known, name) && !hasOption(shape, name) {
			at += m[4] + 1 // what holds the rules is no rule
			continue
		}
		at += m[5]
	}
	return append(styleCards(p, path.Base(p), styleScore-0.09, items), layoutCards(p, path.Base(p), "PHP layout", layout)...)
}

func hasOption(set switches, name string) bool {
	return slices.ContainsFunc(fixerOptions, func(k string) bool { return set[name+" "+k] != "" })
}

// fixerWords is what a fixer with its options asks for.
func fixerWords(known switches, name, opts string, content []byte) string {
	text := known[name]
	for _, k := range fixerOptions {
		if t := known[name+" "+k]; t != "" && (strings.Contains(opts, "'"+k+"'") || strings.Contains(opts, `"`+k+`"`)) {
			text = t
		}
	}
	switch _, isItem := known["yoda_style"]; {
	case name == "ordered_imports":
		return importsOrder(opts, isItem)
	case name == "header_comment" && isItem:
		return fixerNotice(content, opts)
	case name == "native_function_invocation" && strings.Contains(opts, "compiler_optimized"):
		return "functions that the compiler of PHP optimises with a leading backslash: `\\count()`"
	case name == "yoda_style" && strings.Contains(opts, "false"):
		return "no yoda conditions"
	case name == "blank_line_before_statement":
		if list := regexp.MustCompile(`["']([a-z_]+)["']`).FindAllStringSubmatch(opts, 12); len(list) > 1 && text != "" {
			var words []string
			for _, w := range list[1:] {
				words = append(words, w[1])
			}
			return "an empty line before " + quoted(words)
		}
	}
	return text
}

// importsOrder words the order of `use`; the alphabet alone is layout.
func importsOrder(opts string, item bool) string {
	text := "`use` statements in alphabetical order"
	switch {
	case strings.Contains(opts, "length"):
		text = "`use` statements ordered by length"
	case strings.Contains(opts, "'none'") || strings.Contains(opts, `"none"`):
		text = ""
	}
	kinds := regexp.MustCompile(`imports_order["']\s*(?:=>|:)\s*\[([^\]]*)\]`).FindStringSubmatch(opts)
	if kinds != nil {
		order := regexp.MustCompile(`\w+`).FindAllString(kinds[1], 4)
		text = strings.TrimPrefix(text+", "+strings.Join(order, " before "), ", ")
		if !strings.HasPrefix(text, "`use`") {
			text = "`use` statements: " + text
		}
	}
	if special := kinds != nil || strings.Contains(opts, "length"); special != item {
		return ""
	}
	return text
}

// withoutSlashed blanks comments of a line and blocks: what stands there is off.
func withoutSlashed(content []byte) []byte {
	return regexp.MustCompile(`(?m)^[ \t]*(?://|#|\*|/\*).*$|[ \t]//[ \t].*$`).ReplaceAllFunc(content, func(b []byte) []byte { return bytes.Repeat([]byte(" "), len(b)) })
}

// fixerNotice is the notice that files begin with; "" where the text is made
// elsewhere: statistics find it in the files.
func fixerNotice(content []byte, opts string) string {
	m := regexp.MustCompile(`(?s)["']header["']\s*(?:=>|:)\s*(?:["']([^"']*)|\$(\w+))`).FindStringSubmatch(opts)
	if m == nil {
		return ""
	}
	text := m[1]
	if m[2] != "" {
		set := regexp.MustCompile(`(?s)\$` + m[2] + `\s*=\s*(?:<<<\s*["']?\w+["']?\s*\n|["'])([^"';]*)`).FindSubmatch(content)
		if set == nil {
			return ""
		}
		text = string(set[1])
	}
	for line := range strings.Lines(strings.ReplaceAll(text, `\n`, "\n")) {
		if line = strings.Trim(flat(line), "*/# "); len(line) > 8 && !strings.ContainsAny(line, "`$") {
			return "each file begins with the notice `" + line[:min(len(line), 120)] + "`"
		}
	}
	return ""
}

// phpFixers are fixers of PHP that leave a choice.
func phpFixers() switches {
	return switches{
		"array_syntax long":                                "`array()`, not `[]`",
		"array_syntax short":                               "`[]`, not `array()`",
		"assign_null_coalescing_to_coalesce_equal":         "`??=` where it fits",
		"backtick_to_shell_exec":                           "`shell_exec`, no backticks",
		"date_time_create_from_format_call":                "`!` or `|` in formats of `createFromFormat`",
		"date_time_immutable":                              "`DateTimeImmutable`, not `DateTime`",
		"declare_strict_types":                             "`declare(strict_types=1);` at the top of each file",
		"dir_constant":                                     "`__DIR__`, not `dirname(__FILE__)`",
		"error_suppression":                                "no `@` before calls",
		"explicit_string_variable":                         "braces around variables in strings: `\"{$x}\"`",
		"final_class":                                      "classes are `final`",
		"final_internal_class":                             "internal classes are `final`",
		"final_public_method_for_abstract_class":           "public methods of abstract classes are `final`",
		"fully_qualified_strict_types":                     "imported names, not fully qualified ones",
		"get_class_to_class_keyword":                       "`$x::class`, not `get_class`",
		"global_namespace_import":                          "import classes of the global namespace with `use`",
		"header_comment":                                   "the configured notice at the head of each file",
		"increment_style post":                             "`$i++`, not `++$i`",
		"increment_style pre":                              "`++$i`, not `$i++`",
		"is_null":                                          "`=== null`, not `is_null`",
		"list_syntax long":                                 "`list()`, not `[$a, $b] = ...`",
		"list_syntax short":                                "`[$a, $b] = ...`, not `list()`",
		"logical_operators":                                "`&&` and `||`, not `and` and `or`",
		"long_to_shorthand_operator":                       "`+=` and the like where they fit",
		"mb_str_functions":                                 "the `mb_` functions for strings",
		"modernize_types_casting":                          "casts, not `intval` and the like",
		"native_constant_invocation":                       "PHP's own constants with a leading backslash",
		"native_function_invocation":                       "PHP's own functions with a leading backslash: `\\count()`",
		"no_alias_functions":                               "functions by their own name, not by an alias: `count`, not `sizeof`",
		"no_alternative_syntax":                            "braces, no `endif` and `endforeach`",
		"no_homoglyph_names":                               "names in ASCII",
		"no_mixed_echo_print echo":                         "`echo`, not `print`",
		"no_mixed_echo_print print":                        "`print`, not `echo`",
		"no_php4_constructor":                              "constructors are called `__construct`",
		"no_superfluous_phpdoc_tags":                       "no doc tags that repeat the signature",
		"no_unreachable_default_argument_value":            "no parameters with a default before others without",
		"no_useless_else":                                  "no `else` after `return`",
		"nullable_type_declaration question_mark":          "`?T`, not `T|null`",
		"nullable_type_declaration union":                  "`T|null`, not `?T`",
		"nullable_type_declaration_for_default_null_value": "`?T` for parameters that default to null",
		"numeric_literal_separator":                        "underscores in long numbers",
		"octal_notation":                                   "octal numbers as `0o17`",
		"ordered_class_elements":                           "the members of a class in the configured order",
		"ordered_imports length":                           "`use` statements ordered by length",
		"ordered_interfaces":                               "interfaces of a class in alphabetical order",
		"ordered_traits":                                   "traits of a class in alphabetical order",
		"php_unit_construct":                               "`assertNull` and `assertTrue`, not `assertSame(null, ...)`",
		"php_unit_data_provider_name":                      "names of data providers follow their test",
		"php_unit_dedicate_assert":                         "the assertion made for the case: `assertCount`, not `assertSame(1, count($x))`",
		"php_unit_internal_class":                          "`@internal` on test classes",
		"php_unit_method_casing":                           "test methods in camelCase",
		"php_unit_method_casing snake_case":                "test methods in snake_case",
		"php_unit_strict":                                  "`assertSame`, not `assertEquals`",
		"php_unit_test_annotation annotation":              "`@test` on test methods",
		"php_unit_test_annotation prefix":                  "test methods begin with `test`",
		"php_unit_test_case_static_method_calls self":      "`self::assert...` in tests",
		"php_unit_test_case_static_method_calls static":    "`static::assert...` in tests",
		"php_unit_test_case_static_method_calls this":      "`$this->assert...` in tests",
		"php_unit_test_class_requires_covers":              "`@covers` on each test class",
		"phpdoc_no_package":                                "no `@package` tags",
		"phpdoc_to_param_type":                             "types in signatures, not in comments",
		"phpdoc_to_property_type":                          "types on properties, not in comments",
		"phpdoc_to_return_type":                            "types in signatures, not in comments",
		"pow_to_exponentiation":                            "`**`, not `pow`",
		"protected_to_private":                             "`private`, not `protected`, in final classes",
		"psr_autoloading":                                  "a class is named after its file",
		"random_api_migration":                             "`random_int`, not `rand`",
		"regular_callable_call":                            "direct calls, not `call_user_func`",
		"self_accessor":                                    "`self` inside of a class, not its name",
		"self_static_accessor":                             "`self` in final classes, not `static`",
		"simple_to_complex_string_variable":                "`{$x}`, not `${x}`, in strings",
		"simplified_null_return":                           "a bare `return`, not `return null`",
		"static_lambda":                                    "closures that do not use `$this` are `static`",
		"strict_comparison":                                "`===`, not `==`",
		"strict_param":                                     "the strict argument of `in_array` and the like",
		"ternary_to_elvis_operator":                        "`?:` where it fits",
		"ternary_to_null_coalescing":                       "`??` instead of `isset(...) ? :`",
		"use_arrow_functions":                              "`fn` for short closures",
		"void_return":                                      "`: void` on functions that return nothing",
		"yoda_style":                                       "yoda conditions: `null === $x`",
	}
}

// phpLayout is what fixers of PHP do with the shape of code.
func phpLayout() switches {
	return switches{
		"array_indentation":                  "items of arrays indented one step",
		"binary_operator_spaces align":       "`=` and `=>` aligned in columns",
		"blank_line_after_opening_tag":       "an empty line after `<?php`",
		"blank_line_before_statement":        "an empty line before `return`",
		"cast_spaces":                        "a space after a cast",
		"cast_spaces none":                   "no space after a cast",
		"class_attributes_separation":        "an empty line between methods",
		"combine_consecutive_issets":         "one `isset` with several arguments",
		"combine_consecutive_unsets":         "one `unset` with several arguments",
		"concat_space none":                  "no spaces around `.`",
		"concat_space one":                   "spaces around `.`",
		"constant_case lower":                "`true`, `false` and `null` in lower case",
		"constant_case upper":                "`TRUE`, `FALSE` and `NULL` in upper case",
		"elseif":                             "`elseif`, not `else if`",
		"heredoc_indentation start_plus_one": "the text of a heredoc one step deeper than its start",
		"heredoc_to_nowdoc":                  "nowdoc where nothing is interpolated",
		"lowercase_keywords":                 "keywords in lower case",
		"method_chaining_indentation":        "chains of calls indented one step",
		"modifier_keywords":                  "a visibility on properties, methods and constants",
		"multiline_whitespace_before_semicolons new_line_for_chained_calls": "the semicolon of a chain of calls over several lines on a line of its own",
		"multiline_whitespace_before_semicolons no_multi_line":              "no line break before a semicolon",
		"no_closing_tag":                    "no `?>` at the end of a file",
		"no_empty_statement":                "no stray semicolons",
		"no_extra_blank_lines":              "no extra empty lines",
		"no_leading_import_slash":           "no leading backslash in `use`",
		"no_unused_imports":                 "no unused `use`",
		"no_useless_return":                 "no needless `return`",
		"not_operator_with_space":           "spaces around `!`",
		"not_operator_with_successor_space": "a space after `!`",
		"operator_linebreak beginning":      "operators at the start of a line",
		"operator_linebreak end":            "operators at the end of a line",
		"phpdoc_align left":                 "doc tags aligned at the left",
		"phpdoc_align vertical":             "doc tags aligned in columns",
		"phpdoc_no_access":                  "no `@access` tags",
		"phpdoc_summary":                    "summaries of doc comments end in a full stop",
		"phpdoc_types":                      "types in doc comments in lower case",
		"return_type_declaration none":      "no space before `:` of a result",
		"single_import_per_statement":       "one `use` for each import",
		"single_line_comment_style hash":    "`//`, not `#`, for comments",
		"single_line_empty_body":            "`{}` of an empty body on the line of its head",
		"single_quote":                      "single quotes where nothing is interpolated",
		"standardize_not_equals":            "`!=`, not `<>`",
		"trailing_comma_in_multiline":       "a comma after the last item of a list over several lines",
		"visibility_required":               "a visibility on properties and methods",
	}
}
