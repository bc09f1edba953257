package mine

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// readCargoLints reads the [lints] tables of a crate or workspace.
func readCargoLints(p string, content []byte) []business.Rule {
	doc := tomlValue(content)
	known := rustLints()
	lines := strings.Split(string(content), "\n")
	var items, low []said
	for _, set := range []any{dig(doc, "lints"), dig(doc, "workspace", "lints")} {
		for _, tool := range []string{"rust", "clippy"} {
			lints := asMap(dig(set, tool))
			for _, name := range sortedKeys(lints) {
				level := asString(lints[name]) + asString(dig(lints[name], "level"))
				if level != "deny" && level != "forbid" && level != "warn" {
					continue
				}
				line := lineOf(content, name)
				text := known[strings.ReplaceAll(name, "-", "_")]
				if text == "" {
					text = remark(commentAbove(lines, line, "#"), false)
				}
				if text != "" {
					items = append(items, said{theme: "Rust", text: text, line: line})
				} else if text = rustTrifles()[strings.ReplaceAll(name, "-", "_")]; text != "" {
					low = append(low, said{theme: "Rust", text: text, line: line})
				}
			}
		}
	}
	return append(styleCards(p, "Cargo.toml lints", styleScore, items), styleCards(p, "Cargo.toml lints", weakScore, low)...)
}

// rustTrifles are lints that are kept without much thought.
func rustTrifles() switches {
	return switches{
		"cast_lossless": "`u64::from(x)`, not `x as u64`", "cloned_instead_of_copied": "`copied()`, not `cloned()`, on what is `Copy`", "explicit_into_iter_loop": "`for x in y`, not `y.into_iter()`", "explicit_iter_loop": "`for x in &y`, not `y.iter()`", "flat_map_option": "`filter_map`, not `flat_map`, over options", "format_push_string": "`write!`, not `push_str(&format!())`",
		"implicit_clone": "`clone()`, not `to_owned()`, on what is owned", "needless_for_each": "`for`, not `for_each`", "ptr_as_ptr": "`cast()`, not `as`, between pointers", "ref_option": "`Option<&T>`, not `&Option<T>`", "unnested_or_patterns": "`Some(A | B)`, not `Some(A) | Some(B)`", "unused_trait_names": "`use Trait as _` where the name is not used", "use_self": "`Self` inside of an `impl`",
		"needless_raw_strings": "no needless raw strings", "unchecked_time_subtraction": "`checked_sub` on times", "used_underscore_binding": "no use of names that begin with `_`", "let_underscore_must_use": "no `let _ =` for what must be used", "needless_pass_by_value": "references for arguments that are not consumed", "must_use_candidate": "`#[must_use]` on functions whose result is all they do", "doc_markdown": "backticks around code in doc comments",
		"module_name_repetitions": "no name of the module in the names of its items", "wildcard_enum_match_arm": "no `_` arm over enums", "partial_pub_fields": "fields all public or all private", "impl_trait_in_params": "no `impl Trait` as parameter", "tests_outside_test_module": "tests inside of `#[cfg(test)]`", "map_err_ignore": "keep the cause in `map_err`", "missing_assert_message": "a message in each `assert!`", "iter_over_hash_type": "no iteration over hash maps",
		"missing_const_for_fn": "`const fn` where it can be", "or_fun_call": "`unwrap_or_else`, not `unwrap_or(f())`", "unused_qualifications": "no needless paths before names", "unsafe_op_in_unsafe_fn": "an `unsafe` block inside of unsafe functions", "map_unwrap_or": "`map_or`, not `map().unwrap_or()`", "redundant_closure_for_method_calls": "`map(T::f)`, not `map(|x| x.f())`", "if_not_else": "no `if !x` with an `else`",
		"option_option": "no `Option<Option<T>>`", "manual_string_new": "`String::new()`, not `\"\".to_string()`", "derive_partial_eq_without_eq": "`Eq` beside `PartialEq`", "exhaustive_enums": "`#[non_exhaustive]` on public enums", "rc_mutex": "no `Rc<Mutex<T>>`", "redundant_clone": "no needless `clone()`", "string_to_string": "`clone()`, not `to_string()`, on a `String`", "missing_copy_implementations": "`Copy` where it can be",
	}
}

func rustLints() switches {
	return switches{
		"unsafe_code": "no `unsafe`", "unwrap_used": "no `unwrap()`", "expect_used": "no `expect()`", "panic": "no `panic!`", "todo": "no `todo!`", "unimplemented": "no `unimplemented!`", "dbg_macro": "no `dbg!`", "print_stdout": "no `println!`", "print_stderr": "no `eprintln!`", "exit": "no `std::process::exit`",
		"missing_docs": "doc comments on everything public", "indexing_slicing": "no indexing that may panic: use `get`", "missing_debug_implementations": "`Debug` on public types", "unreachable_pub": "`pub(crate)` for what is not public", "wildcard_imports": "no wildcard imports", "enum_glob_use": "no `use Enum::*`", "str_to_string": "`to_owned`, not `to_string`, on `&str`",
		"clone_on_ref_ptr": "`Arc::clone(&x)`, not `x.clone()`", "allow_attributes": "`#[expect]`, not `#[allow]`", "allow_attributes_without_reason": "a reason on each `#[allow]`", "undocumented_unsafe_blocks": "a `SAFETY:` comment on each `unsafe` block", "multiple_unsafe_ops_per_block": "one unsafe operation in a block", "uninlined_format_args": "variables inside of format strings: `{x}`",
		"mod_module_files": "`name.rs` for modules, not `name/mod.rs`", "self_named_module_files": "`name/mod.rs` for modules, not `name.rs`", "as_conversions": "no `as` conversions", "cast_possible_truncation": "no `as` that may truncate", "arithmetic_side_effects": "checked arithmetic", "float_cmp": "no `==` on floats", "await_holding_lock": "hold no lock over an `.await`",
		"unused_async": "no `async` without `.await`", "mem_forget": "no `mem::forget`", "get_unwrap": "no `get(i).unwrap()`", "string_slice": "no slicing of strings", "non_ascii_idents": "names in ASCII", "unused_results": "use every result", "elided_lifetimes_in_paths": "write `'_` in types with lifetimes", "large_futures": "no large futures: box them", "absolute_paths": "import names, no absolute paths in code",
		"std_instead_of_core": "`core` instead of `std` where it will do", "std_instead_of_alloc": "`alloc` instead of `std` where it will do", "missing_errors_doc": "an `# Errors` section in docs of functions that fail", "missing_panics_doc": "a `# Panics` section in docs of functions that may panic", "inline_always": "no `#[inline(always)]`", "semicolon_if_nothing_returned": "a semicolon after what returns nothing", "manual_let_else": "`let ... else` where it fits",
	}
}

// readStylelint reads rules of style sheets, in JSON, YAML or JavaScript.
func readStylelint(p string, content []byte) []business.Rule {
	known := switches{
		"color-named": "no named colours", "color-no-hex": "no hex colours: use variables", "declaration-no-important": "no `!important`", "selector-max-id": "at most %s ids in a selector", "selector-no-qualifying-type": "no types before classes in selectors", "max-nesting-depth": "rules nested at most %s deep", "selector-max-compound-selectors": "at most %s compound selectors",
		"selector-max-specificity": "selectors of at most specificity %s", "selector-max-type": "at most %s types in a selector", "selector-max-universal": "at most %s universal selectors (`*`)", "property-no-vendor-prefix": "no vendor prefixes", "function-url-scheme-disallowed-list": "no `url()` with %s", "unit-disallowed-list": "no unit %s", "unit-allowed-list": "only the units %s",
		"property-disallowed-list": "do not use the properties %s", "at-rule-disallowed-list": "do not use `@` rules %s", "function-disallowed-list": "do not use the functions %s", "selector-class-pattern": "names of classes match %s", "custom-property-pattern": "names of custom properties match %s", "selector-id-pattern": "ids match %s", "keyframes-name-pattern": "names of keyframes match %s", "scss/dollar-variable-pattern": "names of variables match %s",
		"scss/at-mixin-pattern": "names of mixins match %s", "csstools/use-logical": "logical properties: `margin-inline-start`, not `margin-left`", "plugin/use-logical-properties-and-values": "logical properties: `margin-inline-start`, not `margin-left`", "liberty/use-logical-spec": "logical properties: `margin-inline-start`, not `margin-left`", "scale-unlimited/declaration-strict-value": "variables or functions as values of %s", "scss/at-extend-no-missing-placeholder": "`@extend` only placeholders",
		"font-weight-notation": "font weights as %s", "plugin/no-low-performance-animation-properties": "animate only `transform` and `opacity`", "primer/colors": "colours from the variables of Primer", "primer/spacing": "spacing from the variables of Primer", "selector-max-class": "at most %s classes in a selector", "order/properties-alphabetical-order": "properties in alphabetical order",
	}
	rules := asMap(dig(yamlValue(content), "rules"))
	var items []said
	if bytes.Contains(content, []byte("order/properties-order")) {
		items = append(items, said{theme: "Style sheets", text: "properties in the configured order", line: lineOf(content, "order/properties-order")})
	}
	for _, name := range sortedKeys(known) {
		v, line, ok := any(nil), lineOf(content, name), false
		if rules != nil {
			v, ok = rules[name]
			v = textual(v, 0)
		} else if l, read := readLiterals(strings.TrimSuffix(p, path.Ext(p))+".js", content); read {
			for _, x := range l.after(name) {
				v, line, ok = x.value, x.line, true
			}
		}
		if text := stylelintWords(known[name], v); ok && text != "" {
			items = append(items, said{theme: "Style sheets", text: text, line: line})
		}
	}
	return styleCards(p, "stylelint", styleScore-0.04, items)
}

func stylelintWords(text string, v any) string {
	list := asList(v)
	if len(list) == 0 || text == "" {
		return ""
	}
	var vals []string
	if inner := asList(list[0]); len(inner) > 0 && asMap(list[0]) == nil {
		vals = asStrings(list[0])
	}
	if len(list) > 1 && asMap(list[1]) == nil {
		vals = asStrings(list)
	}
	if len(vals) == 0 || slices.Contains([]string{"false", "always", "null"}, vals[0]) && strings.HasPrefix(text, "no ") {
		return ""
	}
	if !strings.Contains(text, "%s") {
		return text
	}
	if vals[0] == "true" || len(strings.Join(vals, "")) > 90 {
		return ""
	}
	if strings.Trim(vals[0], "0123456789,") == "" {
		if vals[0] == "0" && strings.HasPrefix(text, "at most %s ") {
			return "no " + strings.TrimPrefix(text, "at most %s ")
		}
		return strings.Replace(text, "%s", vals[0], 1)
	}
	return strings.Replace(text, "%s", quoted(vals), 1)
}

// readRuffFamilies says what the unusual families of ruff ask for.
func readRuffFamilies(p string, content []byte) []business.Rule {
	root := dig(tomlValue(content), "tool", "ruff")
	if path.Base(p) != "pyproject.toml" {
		root = tomlValue(content)
	}
	known := []struct{ code, text string }{
		{"ANN", "type annotations on every function"}, {"D", "docstrings on everything public"}, {"PTH", "`pathlib`, not `os.path`"}, {"T20", "no `print`"}, {"DTZ", "no naive datetimes: give a time zone"}, {"G", "log messages with arguments, no f-strings or `%`"}, {"EM", "messages of exceptions in a variable first"},
		{"FBT", "booleans as keyword arguments only"}, {"BLE", "no bare `except Exception`"}, {"ERA", "no commented-out code"}, {"TRY", "custom exceptions with their message inside (`TRY`)"}, {"TID", "no relative imports from parents"}, {"TC", "imports only for types under `if TYPE_CHECKING`"}, {"TCH", "imports only for types under `if TYPE_CHECKING`"}, {"INP", "`__init__.py` in each package"},
		{"SLF", "no access to private members of others"}, {"ARG", "no unused arguments"}, {"FIX", "no TODO or FIXME comments"}, {"TD", "author and link on each TODO"}, {"A", "no names that hide builtins"}, {"CPY", "a notice of copyright at the head of each file"}, {"PLR2004", "no magic values"}, {"INT", "no formatting inside of `gettext` calls"}, {"DJ", "no `null=True` on text fields of models"}, {"LOG", "loggers with `logging.getLogger(__name__)`"},
		{"PT", "tests in the style of pytest: plain `assert`, fixtures"}, {"FA", "`from __future__ import annotations`"}, {"S101", "no `assert` outside of tests"}, {"B904", "`raise ... from err` inside of `except`"}, {"B006", "no mutable defaults of parameters"}, {"PGH", "a code on each `# type: ignore` and `noqa`"}, {"ASYNC", "no blocking calls in async functions"}, {"PLC0415", "imports at the top of a file"}, {"UP", "syntax of the newest Python that is supported: `list[str]`, `X | None`"},
		{"ISC", "no implicit joining of strings"}, {"RET", "no needless `else` after `return`"},
	}
	var items []said
	for _, lint := range []any{root, dig(root, "lint")} {
		on := append(asStrings(dig(lint, "select")), asStrings(dig(lint, "extend-select"))...)
		off := append(asStrings(dig(lint, "ignore")), asStrings(dig(lint, "extend-ignore"))...)
		for _, k := range known {
			has := slices.Contains(on, k.code) || k.code == "TID" && slices.Contains(on, "TID252") || k.code == "T20" && slices.Contains(on, "T201")
			gone := slices.Contains(off, k.code) || k.code == "T20" && slices.Contains(off, "T201") || k.code == "TID" && slices.Contains(off, "TID252") || k.code == "D" && slices.Contains(off, "D103")
			if has && !gone && k.text != "" && !partlyOff(k.code, off) {
				items = append(items, said{theme: "Python", text: k.text, line: lineOf(content, `"`+k.code)})
			}
		}
		if req := asStrings(dig(lint, "isort", "required-imports")); len(req) > 0 {
			items = append(items, said{theme: "Python", text: quoted(req) + " in each file", line: lineOf(content, "required-imports")})
		}
	}
	for _, lint := range []any{root, dig(root, "lint")} {
		if c := asString(dig(lint, "pydocstyle", "convention")); c == "google" || c == "numpy" {
			items = append(items, said{theme: "Python", text: "docstrings in the style of " + switches{"google": "Google", "numpy": "NumPy"}[c], line: lineOf(content, "convention")})
		}
	}
	return styleCards(p, "ruff", styleScore-0.04, items)
}

// partlyOff reports whether the rule that stands for a small family of ruff is
// switched off, so that its name no longer says what is asked.
func partlyOff(family string, off []string) bool {
	main := map[string][]string{"UP": {"UP006", "UP007", "UP045"}, "PGH": {"PGH003", "PGH004"}, "ISC": {"ISC001", "ISC003"}, "RET": {"RET505"}, "BLE": {"BLE001"}, "ERA": {"ERA001"}, "ARG": {"ARG001", "ARG002"}, "SLF": {"SLF001"}, "FA": {"FA100", "FA102"}, "INP": {"INP001"}, "T20": {"T201"}, "DJ": {"DJ001"}, "G": {"G004"}, "EM": {"EM101", "EM102"}, "FBT": {"FBT001", "FBT002"}, "ANN": {"ANN001", "ANN201"}}
	return slices.ContainsFunc(main[family], func(rule string) bool { return slices.Contains(off, rule) })
}

// readGolangciLinters says what linters ask for that are not on by default.
func readGolangciLinters(p string, content []byte) []business.Rule {
	doc := yamlValue(content)
	known := switches{
		"paralleltest": "each test calls `t.Parallel()`", "tparallel": "`t.Parallel()` in subtests too", "testpackage": "tests in a package `x_test`", "errorlint": "compare errors with `errors.Is` and `errors.As`", "wrapcheck": "wrap errors of other packages", "gochecknoglobals": "no global variables", "gochecknoinits": "no `init` functions", "noctx": "requests with a context",
		"exhaustruct": "set every field of a struct literal", "exhaustive": "a `switch` over an enum handles every case", "forcetypeassert": "check type assertions: `v, ok := x.(T)`", "thelper": "helpers of tests call `t.Helper()`", "godot": "comments end in a full stop", "err113": "no dynamic errors: wrap static ones", "goerr113": "no dynamic errors: wrap static ones", "ireturn": "take interfaces, return concrete types",
		"nonamedreturns": "no named results", "contextcheck": "pass the context on", "containedctx": "no context in structs", "usetesting": "`t.Context()`, `t.TempDir()` in tests", "nolintlint": "a reason on each `nolint`", "goheader": "the configured notice at the head of each file", "nakedret": "no naked returns in long functions", "nlreturn": "an empty line before `return`", "mnd": "no magic numbers", "gomnd": "no magic numbers",
		"errname": "names of errors: `ErrX` and `XError`", "nilnil": "never return a nil error with a nil value", "perfsprint": "`strconv` instead of `fmt.Sprintf` for single values", "sloglint": "one style of `slog` calls", "spancheck": "end every span", "zerologlint": "end every log event with `Send` or `Msg`", "bodyclose": "close the bodies of responses", "godox": "no TODO or FIXME comments", "interfacebloat": "interfaces with few methods", "varnamelen": "no very short names in large scopes", "recvcheck": "pointers or values as receivers of a type, not both", "usestdlibvars": "constants of the standard library: `http.MethodGet`", "protogetter": "getters of protobuf messages, not their fields", "musttag": "tags on structs that are marshalled", "intrange": "`for i := range n`", "inamedparam": "names for parameters of interface methods", "testableexamples": "an `Output:` in each example", "goconst": "strings that recur as constants", "sqlclosecheck": "close rows and statements of SQL", "rowserrcheck": "check `rows.Err()`", "makezero": "no `append` to slices made with a length", "reassign": "do not assign to variables of other packages", "nilerr": "no `nil` returned where an error was found", "asciicheck": "names in ASCII", "gomoddirectives": "no `replace` in `go.mod`", "nosprintfhostport": "`net.JoinHostPort`, not `Sprintf`", "wastedassign": "no assigned values that are never used", "durationcheck": "no product of two durations", "promlinter": "names of Prometheus metrics in its style", "loggercheck": "key and value in calls of loggers", "unparam": "no unused parameters", "unconvert": "no needless conversions", "modernize": "newer forms of Go: `slices`, `maps`, `any`, `min`", "canonicalheader": "names of HTTP headers in canonical form", "copyloopvar": "no copies of loop variables", "predeclared": "no names that hide built-in ones", "goprintffuncname": "names of functions like `Printf` end in `f`", "errchkjson": "check the errors of `json.Marshal`", "mirror": "no conversions between bytes and strings for a call that takes either",
		"prealloc": "slices made with their length", "dogsled": "few blank identifiers: no `_, _, _, x`", "fatcontext": "no contexts nested in loops", "exptostd": "the standard library, not `golang.org/x/exp`", "nilnesserr": "return the error that was checked", "gochecksumtype": "a `switch` over a sum type handles every case", "asasalint": "no `[]any` passed as one `any`", "iotamixing": "no `iota` beside constants with values",
	}
	on := append(asStrings(dig(doc, "linters", "enable")), asStrings(dig(doc, "linters", "enable-all"))...)
	var items, low []said
	for _, name := range on {
		if name == "nolintlint" && !requiresReason(doc) {
			continue
		}
		if t := known[name]; t != "" && slices.Contains([]string{"usestdlibvars", "intrange", "goconst", "sqlclosecheck", "rowserrcheck", "makezero", "reassign", "nilerr", "asciicheck", "wastedassign", "durationcheck", "nosprintfhostport", "promlinter", "loggercheck", "testableexamples", "unparam", "unconvert", "modernize", "canonicalheader", "copyloopvar", "predeclared", "goprintffuncname", "errchkjson", "mirror", "prealloc", "dogsled", "fatcontext", "exptostd", "nilnesserr", "gochecksumtype", "asasalint", "iotamixing"}, name) {
			low = append(low, said{theme: "Go", text: t, line: lineOf(content, "- "+name)})
		} else if t != "" {
			items = append(items, said{theme: "Go", text: t, line: lineOf(content, "- "+name)})
		}
	}
	for _, at := range [][]string{{"linters-settings"}, {"linters", "settings"}, {"formatters", "settings"}} {
		for _, rule := range asList(dig(doc, append(at, "gofmt", "rewrite-rules")...)) {
			from, to := asString(dig(rule, "pattern")), asString(dig(rule, "replacement"))
			if from != "" && to != "" {
				items = append(items, said{theme: "Go", text: fmt.Sprintf("`%s`, not `%s`", to, from), line: lineOf(content, from)})
			}
		}
	}
	for _, at := range [][]string{{"linters-settings"}, {"formatters", "settings"}} {
		own := asStrings(dig(doc, append(at, "goimports", "local-prefixes")...))
		if len(own) > 0 {
			items = append(items, said{theme: "Go", text: "imports of " + quoted(own[:min(3, len(own))]) + " in a group of their own, behind the others", line: lineOf(content, "local-prefixes")})
			break
		}
	}
	return append(styleCards(p, "golangci-lint", modestScore+0.02, items), styleCards(p, "golangci-lint", weakScore, low)...)
}

// requiresReason reports whether nolintlint asks for a reason: by default it
// does not.
func requiresReason(doc any) bool {
	return dig(doc, "linters", "settings", "nolintlint", "require-explanation") == true || dig(doc, "linters-settings", "nolintlint", "require-explanation") == true
}

// readCompilerFlags says what the strict flags of tsconfig.json ask for.
func readCompilerFlags(p string, content []byte) []business.Rule {
	l, ok := readLiterals(p, content)
	if !ok || !bytes.Contains(content, []byte("compilerOptions")) {
		return nil
	}
	var items []said
	for _, x := range []struct{ key, text string }{
		{"noUncheckedIndexedAccess", "what an index gives may be undefined: check it"}, {"exactOptionalPropertyTypes", "no `undefined` for optional properties that do not name it"}, {"noPropertyAccessFromIndexSignature", "`x[\"key\"]` for keys that are not declared"},
		{"verbatimModuleSyntax", "import types with `import type`"}, {"erasableSyntaxOnly", "no enums, namespaces or parameter properties"}, {"noImplicitOverride", "`override` on what overrides"}, {"isolatedDeclarations", "write the types of everything exported"},
	} {
		if v := l.after(x.key); len(v) > 0 && asString(v[0].value) == "true" {
			items = append(items, said{theme: "TypeScript", text: x.text, line: v[0].line})
		}
	}
	var low []said // said beside choices only: the compiler asks for them
	for _, x := range []struct{ key, text string }{{"noImplicitReturns", "a `return` on each path of a function that returns"}, {"noFallthroughCasesInSwitch", "no fall-through in `switch`"}, {"noUnusedLocals", "no unused variables"}, {"noUnusedParameters", "no unused parameters"}, {"useUnknownInCatchVariables", "caught errors are `unknown`"}} {
		if v := l.after(x.key); len(v) > 0 && asString(v[0].value) == "true" && len(items) > 1 {
			low = append(low, said{text: x.text, line: v[0].line})
		}
	}
	if len(items) == 1 && strings.HasPrefix(items[0].text, "`override`") {
		return nil // an editor writes it, and the compiler asks for it
	}
	if len(items) == 1 { // the compiler says it better
		return styleCards(p, path.Base(p), weakScore, items)
	}
	return append(styleCards(p, path.Base(p), modestScore-0.03, items), layoutCards(p, path.Base(p), "TypeScript", low)...)
}
