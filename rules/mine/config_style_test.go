package mine

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// readWith gives a file to every reader that takes it.
func readWith(p, content string) []business.Rule {
	var out []business.Rule
	for _, r := range configReaders() {
		if r.match(p) {
			out = append(out, safely(func() []business.Rule { return r.read(p, []byte(content)) })...)
		}
	}
	return out
}

func statements(rules []business.Rule) string {
	var all []string
	for _, r := range rules {
		all = append(all, r.Statement)
	}
	return strings.Join(all, "\n")
}

func TestStylesInWords(t *testing.T) {
	for _, c := range []struct {
		name, path, content string
		want, not           []string
	}{
		{"option says which", ".eslintrc.js", `module.exports = { rules: { 'func-style': ['error', 'expression'], 'react/jsx-no-bind': [2, { allowArrowFunctions: true }] } }`, []string{"named functions as expressions", "no `.bind()` in JSX props"}, []string{"inline functions", "func-style"}},
		{"inside a call", "web/.eslintrc.cjs", `module.exports = { overrides: [{ files: ['*.ts'], rules: Object.assign(base.rules, { 'react/jsx-boolean-value': ['error', 'always'] }) }] }`, []string{"React in `*.ts`: ", "`disabled={true}`"}, nil},
		{"flat configuration", "eslint.config.ts", `export default withVue({ rules: { "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }], "unicorn/prefer-node-protocol": "warn" } })`, []string{"unused arguments with `_`", "`node:` prefix"}, nil},
		{"comment gives the reason", "eslint.config.mjs", "export default [{ rules: {\n  // Warn about these to avoid more uses of the old grid\n  'old-grid/no-grid': 'warn',\n  // Never mind this one, it is off\n  'x/y': 'off',\n} }]", []string{"Avoid more uses of the old grid"}, []string{"mind"}},
		{"names that are never used", "eslint.config.js", `export default [{ files: ['**/*Store.ts'], rules: { '@typescript-eslint/naming-convention': ['error', { selector: 'method', format: ['camelCase'], custom: { regex: '^(run|go)$', match: false } }] } }]`, []string{"Names in `**/*Store.ts`", "methods are never called `run` or `go`"}, nil},
		{"selector completes the message", "eslint.config.js", `export default [{ rules: { 'vue/no-restricted-syntax': ['error', { selector: 'VElement[name="button"]', message: 'Use AppButton instead.' }] } }]`, []string{"Use AppButton instead of `button`."}, nil},
		{"yaml", ".eslintrc.yml", "rules:\n  no-continue: error\noverrides:\n  - files: ['*.tsx']\n    rules:\n      react/function-component-definition: [2, {namedComponents: arrow-function}]\n", []string{"`continue`", "named components as arrow functions"}, nil},
		{"files of a package are no scope", "package.json", `{"files":["dist"],"eslintConfig":{"rules":{"no-continue":"error"}}}`, []string{"no `continue`"}, []string{"dist"}},
		{"off is no rule", ".eslintrc.json", `{"rules":{"no-bitwise":"off","no-continue":0,"no-ternary":["off"]}}`, nil, []string{"bitwise", "continue", "ternar"}},
		{"layout has a card of its own", ".eslintrc.json", `{"rules":{"indent":["error",2],"semi":"error","no-continue":2}}`, []string{"JavaScript layout: indentation of 2 spaces; semicolons", "continue"}, []string{"continue; semi"}},
		{"layout of plug-ins", ".eslintrc.json", `{"rules":{"@stylistic/quotes":["error","double"],"@stylistic/jsx-closing-bracket-location":"error","@typescript-eslint/comma-dangle":["error",{"arrays":"never"}],"padding-line-between-statements":["error",{"blankLine":"always","prev":"*","next":"return"}]}}`, []string{"in double quotes", "closing bracket", "before `return`"}, []string{"comma"}},
		{"order of imports", ".eslintrc.json", `{"rules":{"import/order":["error",{"groups":["builtin",["parent","sibling"]],"newlines-between":"always","alphabetize":{"order":"asc"}}]}}`, []string{"imports in the order Node's own, from parent folders and from the same folder, with an empty line between groups, in alphabetical order"}, nil},
		{"groups of imports by their comments", ".eslintrc.js", "module.exports = { rules: { 'simple-import-sort/imports': ['error', { groups: [\n // Packages\n ['^@?\\w'],\n // Styles\n ['css$'] ] }] } }", []string{"imports in the order packages, styles"}, []string{"sorted groups"}},
		{"names of this", ".eslintrc.json", `{"rules":{"consistent-this":["error","that"],"@typescript-eslint/no-this-alias":["error",{"allowedNames":["me"]}],"no-param-reassign":["error",{"props":true}]}}`, []string{"a kept `this` is called `that`", "only under the name `me`", "nor to their properties"}, nil},
		{"all files are no scope", "eslint.config.js", "export default [{ files: ['**/*'], rules: { 'no-continue': 'error' } }]", []string{"no `continue`"}, []string{"**/*"}},
		{"a trifle of ruff alone", "ruff.toml", "[lint]\nselect = [\"UP\"]\n", []string{"newest Python"}, nil},
		{"rules of Biome", "biome.json", `{"linter":{"rules":{"style":{"noEnum":"error","useBlockStatements":{"level":"error","options":{}},"noParameterAssign":"off"},"recommended":true}}}`, []string{"no enums (Biome)", "braces around every block"}, []string{"parameters"}},
		{"a dependency is no rule", "package.json", `{"dependencies":{"camelcase":"1"},"scripts":{"curly":"warn"}}`, nil, []string{"camelCase", "braces"}},
		{"style of a cop", ".rubocop.yml", "Style/SymbolArray:\n  EnforcedStyle: brackets\nMetrics/ParameterLists:\n  Max: 4\n  CountKeywordArgs: false\nMetrics/ClassLength:\n  Max: 413\n", []string{"`[:one, :two]`", "at most 4 parameters of a method (keywords not counted)"}, []string{"413"}},
		{"comment above a cop", ".rubocop.yml", "# We want to give each scope a line of its own. It reads better.\nStyle/ScopeThings:\n  Enabled: false\n\n# We don't mind long hashes.\nStyle/Other:\n  Enabled: false\n", []string{"Give each scope a line of its own (RuboCop)"}, []string{"mind"}},
		{"names of .NET", ".editorconfig", "[*.cs]\ndotnet_naming_rule.f.symbols = pf\ndotnet_naming_rule.f.style = us\ndotnet_naming_rule.f.severity = error\ndotnet_naming_symbols.pf.applicable_kinds = field\ndotnet_naming_symbols.pf.applicable_accessibilities = private\ndotnet_naming_style.us.required_prefix = m_\ndotnet_naming_style.us.capitalization = camel_case\n", []string{"private fields begin with `m_`: `m_camelCase`"}, nil},
		{"severities of .NET", ".editorconfig", "[*.cs]\ncsharp_style_namespace_declarations = file_scoped:error\ncsharp_prefer_braces = true:silent\ndotnet_diagnostic.CA2007.severity = error\ndotnet_diagnostic.CA2016.severity = none\n", []string{"`namespace X;`", "`ConfigureAwait`"}, []string{"braces", "CancellationToken"}},
		{"var is said once", ".editorconfig", "csharp_style_var_for_built_in_types = true\ncsharp_style_var_elsewhere = true\ndotnet_diagnostic.IDE0007.severity = error\n", []string{"`var` everywhere"}, []string{"built-in", "instead of the type"}},
		{"star imports", ".editorconfig", "[*.kt]\nij_kotlin_name_count_to_use_star_import = 2147483647\n", []string{"no wildcard imports"}, nil},
		{"usings", "src/stylecop.json", `{"settings":{"orderingRules":{"usingDirectivesPlacement":"insideNamespace"}}}`, []string{"`using` inside of the namespace"}, nil},
		{"strict compiler", "Directory.Build.props", "<Project><PropertyGroup><Nullable>enable</Nullable><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup></Project>", []string{"nullable reference types", "leave none"}, nil},
		{"Android", "app/lint.xml", `<lint><issue id="HardcodedText" severity="error"/><issue id="RtlHardcoded" severity="ignore"/></lint>`, []string{"string resources"}, []string{"`start`"}},
		{"Checkstyle", "checkstyle.xml", `<module name="Checker"><module name="FinalParameters"/><module name="ParameterNumber"><property name="max" value="6"/></module></module>`, []string{"`final` on parameters", "at most 6 parameters"}, nil},
		{"PHP", ".php-cs-fixer.dist.php", "<?php\nreturn (new Config())->setRules(['declare_strict_types' => true, 'final_class' => false, 'array_syntax' => ['syntax' => 'long'], 'line_ending' => true]);", []string{"strict_types=1", "`array()`, not `[]`"}, []string{"`final`", "line"}},
		{"calls that PHPStan forbids", "phpstan.neon", "parameters:\n\tdisallowedFunctionCalls:\n\t\t-\n\t\t\tfunction: 'var_dump()'\n\t\t\tmessage: 'log instead'\n", []string{"Do not use `var_dump()`: log instead."}, nil},
		{"lints of Cargo", "Cargo.toml", "[workspace.lints.clippy]\nunwrap_used = \"deny\"\npanic = \"allow\"\n[workspace.lints.rust]\nunsafe_code = { level = \"forbid\", priority = 1 }\n", []string{"no `unwrap()`", "no `unsafe`"}, []string{"panic!"}},
		{"style sheets", ".stylelintrc.json", `{"rules":{"color-named":"never","selector-max-id":0,"declaration-no-important":null,"indentation":2}}`, []string{"no named colours", "no ids in a selector"}, []string{"important", "indent"}},
		{"style sheets in code", "stylelint.config.js", `module.exports = { rules: { 'max-nesting-depth': 3, 'unit-disallowed-list': ['pt'] } }`, []string{"nested at most 3 deep", "no unit `pt`"}, nil},
		{"a ban with a replacement", "clippy.toml", "[[disallowed-types]]\npath = \"std::time::Moment\"\nreason = \"Panics here, use instead\"\nreplacement = \"shop::Moment\"\n", []string{"Do not use `std::time::Moment`: Panics here; use `shop::Moment`."}, nil},
		{"a family of ruff of which the main rule is off", "pyproject.toml", "[tool.ruff.lint]\nselect = [\"ISC\", \"PTH\"]\nignore = [\"ISC001\"]\n", []string{"`pathlib`, not `os.path`"}, []string{"implicit"}},
		{"families of ruff", "pyproject.toml", "[tool.ruff.lint]\nselect = [\"E\", \"PTH\", \"DTZ\"]\nignore = [\"DTZ\"]\n", []string{"`pathlib`, not `os.path`"}, []string{"time zone"}},
		{"linters of Go", ".golangci.yml", "linters:\n  enable:\n    - paralleltest\n    - govet\n", []string{"`t.Parallel()`"}, []string{"govet"}},
		{"imports of Go", ".golangci.yml", "formatters:\n  settings:\n    goimports:\n      local-prefixes:\n        - shop.example/core\n", []string{"imports of `shop.example/core` in a group of their own"}, nil},
		{"hooks and imports", ".eslintrc.json", `{"rules":{"react-hooks/exhaustive-deps":"error","simple-import-sort/imports":["error",{"groups":[["^"]]}],"padding-line-between-statements":"off"}}`, []string{"list of dependencies", "sorted groups"}, []string{"empty lines"}},
		{"order in style sheets", ".stylelintrc.json", `{"rules":{"color-named":"never","order/properties-order":[["top","left"]]}}`, []string{"in the configured order"}, nil},
		{"this in C#", ".editorconfig", "[*.cs]\ndotnet_style_qualification_for_field = false:suggestion\ndotnet_style_qualification_for_method = false:suggestion\ndotnet_style_qualification_for_event = true:none\n", []string{"no `this.` where it can be left out"}, []string{"events"}},
		{"flags of the compiler", "tsconfig.json", "{ \"compilerOptions\": { \"strict\": true, \"noImplicitOverride\": true, \"isolatedDeclarations\": true, \"erasableSyntaxOnly\": false } }", []string{"`override` on what overrides"}, []string{"enums"}},
		{"detekt", "config/detekt/detekt.yml", "style:\n  MaxLineLength:\n    maxLineLength: 140\n  WildcardImport:\n    active: true\n  ReturnCount:\n    active: false\n    max: 2\n", []string{"at most 140 characters", "no wildcard imports"}, []string{"return"}},
		{"marks of detekt in one string", "detekt.yml", "style:\n  ForbiddenComment:\n    active: true\n    values: 'HACK:,XXX:'\n", []string{"No comments with `HACK:` or `XXX:`"}, []string{"Do not use"}},
		{"an offence of ast-grep", "dev/ast-grep/a.yml", "id: a\nlanguage: python\nmessage: Use of old cursor\nnote: Take a session\nrule: {pattern: x}\n", []string{"Do not use old cursor: Take a session."}, nil},
		{"a diagnosis of ast-grep", "dev/ast-grep/a.yml", "id: cursor-in-loop\nlanguage: go\nmessage: This may be slow for long tables\nrule: {pattern: x}\n", []string{"No `cursor-in-loop`: this may be slow for long tables."}, nil},
		{"an offence in -ing", "dev/ast-grep/a.yml", "id: a\nlanguage: go\nmessage: opening files by hand\nrule: {pattern: x}\n", []string{"No opening files by hand."}, nil},
		{"what to do of semgrep", "semgrep/a.yml", "rules:\n  - id: a\n    languages: [go]\n    message: Use the shared client for requests.\n", []string{"Use the shared client for requests."}, []string{"do not"}},
		{"modules of Checkstyle", "checkstyle.xml", `<module name="MissingSwitchDefault"/><module name="NoFinalizer"/><module name="FileTabCharacter"/>`, []string{"a `default` in every", "no `finalize`", "no tab characters (Checkstyle)"}, []string{"methods; no tab"}},
		{"properties of modules", "checkstyle.xml", `<module name="AbbreviationAsWordInName"><property name="allowedAbbreviationLength" value="2"/><property name="allowedAbbreviations" value="DAO,IO"/></module><module name="EmptyCatchBlock"><property name="exceptionVariableName" value="none|skip(ped)?"/></module><module name="MissingJavadocMethod"><property name="scope" value="protected"/><property name="minLineCount" value="3"/></module>`, []string{"at most 3 capitals in a row in names (allowed: `DAO`, `IO`)", "is called `none` or `skip` or `skipped`", "Javadoc on protected methods of 3 lines"}, nil},
		{"layout of Checkstyle", "checkstyle.xml", `<module name="OperatorWrap"><property name="option" value="eol"/></module><module name="Indentation"><property name="basicOffset" value="2"/></module><module name="LeftCurly"><property name="option" value="nlow"/></module>`, []string{"operators at the end of a line; indentation of 2 spaces"}, []string{"{"}},
		{"no type assertions", ".eslintrc.json", `{"rules":{"@typescript-eslint/consistent-type-assertions":["error",{"assertionStyle":"never"}]}}`, []string{"no type assertions"}, []string{"`x as T`, not"}},
		{"options that turn a rule round", ".eslintrc.json", `{"rules":{"object-shorthand":["error","never"],"capitalized-comments":["error","never"],"sort-keys":["error","desc"],"radix":["error","as-needed"]}}`, []string{"no shorthand", "in lower case", "reverse", "no base 10"}, []string{"capital letter", "a base for every"}},
		{"never of a rule that is not known with it", ".eslintrc.json", `{"rules":{"prefer-template":["error","never"],"one-var":["error","never"],"no-continue":2}}`, []string{"one declaration for each", "continue"}, []string{"template"}},
		{"options of Vue", ".eslintrc.json", `{"rules":{"vue/component-api-style":["error",["options"]],"vue/define-props-declaration":["error","runtime"]}}`, []string{"Options API", "at run time"}, []string{"script setup", "by type"}},
		{"header in a variable", ".php-cs-fixer.php", "$notice = <<<EOF\nThis file belongs to Orchard.\n\nMore.\nEOF;\nreturn ['header_comment' => ['header' => $notice]];", []string{"`This file belongs to Orchard.`"}, []string{"configured"}},
		{"header made elsewhere", ".php-cs-fixer.php", "return ['header_comment' => ['header' => make()], 'strict_param' => true];", []string{"in_array"}, []string{"notice"}},
		{"modules in remarks", "checkstyle.xml", "<!-- <module name=\"MissingSwitchDefault\"/>\n -->\n<module name=\"NoFinalizer\"/><!-- <module name=\"FinalParameters\"/>", []string{"no `finalize`"}, []string{"default", "final` on"}},
		{"a lone limit", "checkstyle.xml", `<module name="LineLength"><property name="max" value="90"/></module>`, []string{"Java limits: lines of at most 90"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) { wantWords(t, statements(readWith(c.path, c.content)), c.want, c.not) })
	}
}

func wantWords(t *testing.T, got string, want, not []string) {
	t.Helper()
	low := strings.ToLower(got)
	for _, w := range want {
		if !strings.Contains(low, strings.ToLower(w)) {
			t.Errorf("%q is not said in:\n%s", w, got)
		}
	}
	for _, w := range not {
		if strings.Contains(low, strings.ToLower(w)) {
			t.Errorf("%q is said in:\n%s", w, got)
		}
	}
}

func TestManySwitchesAreFewCards(t *testing.T) {
	rules := readWith(".eslintrc.json", `{"rules":{"no-bitwise":2,"no-continue":2,"no-nested-ternary":2,"init-declarations":2,"no-ternary":2,"no-plusplus":2,"curly":2,"radix":2}}`)
	if len(rules) != 3 {
		t.Fatalf("%d cards:\n%s", len(rules), statements(rules))
	}
	if rules[0].Score <= rules[len(rules)-1].Score {
		t.Error("what everybody asks for is not below what was chosen")
	}
}

func FuzzStyles(f *testing.F) {
	f.Add(uint8(0), `module.exports = { rules: { 'func-style': ['error', 'declaration'] } }`)
	f.Add(uint8(17), `<rule ref="Generic.Files.LineLength"><properties><property name="lineLimit" value="9"/></properties></rule>`)
	f.Add(uint8(21), "<bannedDependencies><exclude>a:b:(,1)</exclude></bannedDependencies><signatures>a.B#c(int)</signatures>")
	f.Add(uint8(23), "[mypy]\nstrict = True\n")
	f.Add(uint8(1), "# We prefer a b c d e f g.\nStyle/X:\n  EnforcedStyle: y\n")
	f.Fuzz(func(t *testing.T, which uint8, content string) {
		names := []string{".eslintrc.js", ".rubocop.yml", ".eslintrc.yml", "package.json", "checkstyle.xml", ".golangci.yml", "pyproject.toml", "detekt.yml", ".editorconfig", "app/lint.xml", ".php-cs-fixer.php", "Cargo.toml", ".stylelintrc", "stylecop.json", "Directory.Build.props", "phpstan.neon", "tsconfig.json", "phpcs.xml", ".haml-lint.yml", ".scss-lint.yml", "biome.json", "pom.xml", "build.gradle.kts", "mypy.ini", ".pylintrc", ".pre-commit-config.yaml", "rustfmt.toml", "clippy.toml", ".swiftlint.yml", "a.ruleset", "pint.json"}
		p := names[int(which)%len(names)]
		for _, r := range configReaders() {
			if !r.match(p) {
				continue
			}
			for _, rule := range r.read(p, []byte(content)) {
				if rule.Statement == "" || len(rule.Statement) > 400 || strings.ContainsAny(rule.Statement, "\n\r\x1b") {
					t.Errorf("%q", rule.Statement)
				}
			}
		}
	})
}
