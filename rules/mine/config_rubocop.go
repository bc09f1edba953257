package mine

import (
	"fmt"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// readRuboCopStyles says in words what styles and limits a project chose.
func readRuboCopStyles(p string, content []byte) []business.Rule {
	doc := asMap(yamlValue(content))
	lines := strings.Split(string(content), "\n")
	limits, styles := copLimits(), copStyles()
	var style, layout []said
	for _, cop := range sortedKeys(doc) {
		m := asMap(doc[cop])
		if m == nil || !strings.Contains(cop, "/") {
			continue
		}
		line := lineOf(content, "\n"+cop+":")
		for i, l := range lines {
			if strings.HasPrefix(l, cop+":") {
				line = i + 1
			}
		}
		off := m["Enabled"] == false
		text := remark(commentAbove(lines, line, "#"), off)
		if !off {
			if t := copWords(cop, m, limits, styles); t != "" {
				text = t
			}
		}
		if text == "" || m["Description"] != nil && !off {
			continue
		}
		s := said{theme: "Ruby style", text: text, line: line}
		switch {
		case strings.HasPrefix(cop, "Layout/"):
			s.theme = "Ruby layout"
			layout = append(layout, s)
		case strings.HasPrefix(cop, "Metrics/"):
			s.theme = "Ruby limits"
			layout = append(layout, s)
		case strings.HasPrefix(cop, "Rails/"):
			s.theme = "Rails"
			style = append(style, s)
		case strings.HasPrefix(cop, "RSpec/") || strings.HasPrefix(cop, "Minitest/"):
			s.theme = "Specs"
			style = append(style, s)
		case strings.HasPrefix(cop, "Naming/"):
			s.theme = themeNames
			style = append(style, s)
		default:
			style = append(style, s)
		}
	}
	return append(styleCards(p, "RuboCop", styleScore, style), styleCards(p, "RuboCop", modestScore, layout)...)
}

// copWords is what a cop with its options asks for.
func copWords(cop string, m map[string]any, limits, styles switches) string {
	if n := yamlNumber(m["Max"]); n != "" && (len(n) == 1 || strings.HasSuffix(n, "0") || strings.HasSuffix(n, "5")) { // others are the longest there is
		if format := limits[cop]; format != "" {
			text := fmt.Sprintf(format, n)
			if cop == "Metrics/ParameterLists" && m["CountKeywordArgs"] == false {
				text += " (keywords not counted)"
			}
			return text
		}
	}
	style := asString(m["EnforcedStyle"])
	if style != "" {
		if t, ok := styles[cop+" "+style]; ok {
			return t
		}
	}
	if t, ok := styles[cop]; ok && (m["Enabled"] == true || style != "") {
		return t
	}
	return ""
}

func yamlNumber(v any) string {
	switch v.(type) {
	case int, int64, uint64:
		return fmt.Sprint(v)
	}
	return ""
}

// copLimits are cops that count.
func copLimits() switches {
	return switches{
		"Metrics/ParameterLists":        "at most %s parameters of a method",
		"Metrics/MethodLength":          "methods of at most %s lines",
		"Metrics/ClassLength":           "classes of at most %s lines",
		"Metrics/ModuleLength":          "modules of at most %s lines",
		"Metrics/BlockLength":           "blocks of at most %s lines",
		"Metrics/BlockNesting":          "blocks nested at most %s deep",
		"Layout/LineLength":             "lines of at most %s characters",
		"RSpec/NestedGroups":            "groups nested at most %s deep",
		"RSpec/ExampleLength":           "examples of at most %s lines",
		"RSpec/MultipleExpectations":    "at most %s expectations in an example",
		"RSpec/MultipleMemoizedHelpers": "at most %s `let` helpers in reach of an example",
	}
}

// copStyles is what cops ask for, by name or by name and enforced style.
func copStyles() switches {
	return switches{
		"Style/StringLiterals double_quotes":                             "strings in double quotes",
		"Style/StringLiterals single_quotes":                             "strings in single quotes where nothing is interpolated",
		"Style/SymbolArray brackets":                                     "arrays of symbols as `[:one, :two]`, not `%i[one two]`",
		"Style/SymbolArray percent":                                      "arrays of symbols as `%i[one two]`",
		"Style/WordArray brackets":                                       "arrays of strings as `[\"a\", \"b\"]`, not `%w[a b]`",
		"Style/WordArray percent":                                        "arrays of words as `%w[a b]`",
		"Style/ConditionalAssignment assign_inside_condition":            "assign inside the branches of a condition, do not assign the result of `if` or `case`",
		"Style/ConditionalAssignment assign_to_condition":                "assign the result of `if` or `case`, do not assign in each branch",
		"Style/EmptyMethod expanded":                                     "empty methods on two lines, not `def x; end`",
		"Style/EmptyMethod compact":                                      "empty methods on one line: `def x; end`",
		"Style/ClassAndModuleChildren compact":                           "nested classes in compact form: `class A::B`",
		"Style/ClassAndModuleChildren nested":                            "nested classes inside their modules, not `class A::B`",
		"Style/HashSyntax ruby19_no_mixed_keys":                          "hashes with `key: value`, no mixed keys",
		"Style/HashSyntax hash_rockets":                                  "hashes with `=>`",
		"Style/RaiseArgs compact":                                        "raise with an instance: `raise Error.new(msg)`",
		"Style/RaiseArgs exploded":                                       "raise with class and message: `raise Error, msg`",
		"Style/Lambda literal":                                           "lambdas as `->() {}`",
		"Style/Lambda lambda":                                            "lambdas as `lambda {}`",
		"Style/SignalException only_raise":                               "`raise`, never `fail`",
		"Style/AndOr always":                                             "`&&` and `||`, never `and` and `or`",
		"Style/NumericPredicate comparison":                              "compare numbers with `== 0`, `> 0`, not `zero?`, `positive?`",
		"Style/NumericPredicate predicate":                               "`zero?`, `positive?` instead of comparing with 0",
		"Style/FormatString format":                                      "`format`, not `sprintf` or `%`",
		"Style/FormatStringToken template":                               "`%{name}` in format strings",
		"Style/FormatStringToken annotated":                              "`%<name>s` in format strings",
		"Style/AccessModifierDeclarations inline":                        "write `private def x`, not `private` on its own line",
		"Style/AccessorGrouping separated":                               "each `attr_*` on a line of its own",
		"Style/ModuleFunction extend_self":                               "`extend self` in modules, not `module_function`",
		"Style/ModuleFunction module_function":                           "`module_function` in modules, not `extend self`",
		"Style/MethodCallWithArgsParentheses":                            "parentheses around the arguments of a call",
		"Style/MethodCallWithArgsParentheses omit_parentheses":           "no parentheses around the arguments of a call where they can be left out",
		"Style/MethodDefParentheses require_no_parentheses":              "no parentheses around the parameters of a `def`",
		"Style/BlockDelimiters semantic":                                 "`{}` for blocks whose value is used, `do`/`end` for others",
		"Style/BlockDelimiters braces_for_chaining":                      "`{}` for blocks that are chained on",
		"Style/TernaryParentheses require_parentheses":                   "parentheses around the condition of a ternary",
		"Style/YodaCondition":                                            "no yoda conditions",
		"Style/ImplicitRuntimeError":                                     "raise a class of error, not a bare message",
		"Style/MethodCalledOnDoEndBlock":                                 "call nothing on a `do`/`end` block",
		"Style/ReturnNil return_nil":                                     "`return nil`, not a bare `return`",
		"Style/ReturnNil return":                                         "a bare `return`, not `return nil`",
		"Style/Send":                                                     "`public_send` or `__send__`, not `send`",
		"Style/StringHashKeys":                                           "symbols, not strings, as keys of hashes",
		"Style/TopLevelMethodDefinition":                                 "no methods at the top level of a file",
		"Style/InlineComment":                                            "no comments at the end of a line of code",
		"Style/DisableCopsWithinSourceCodeDirective":                     "no `rubocop:disable` in the code",
		"Style/DocumentationMethod":                                      "a comment above each public method",
		"Style/HashSyntax no_mixed_keys":                                 "no mixed keys in one hash",
		"Style/StringMethods":                                            "`to_sym` instead of `intern`",
		"Style/GlobalVars":                                               "no global variables",
		"Style/ClassVars":                                                "no class variables `@@x`",
		"Style/OptionHash":                                               "keyword arguments instead of an options hash",
		"Style/OptionalBooleanParameter":                                 "booleans as keyword arguments",
		"Naming/VariableNumber snake_case":                               "numbers in names after an underscore: `user_1`",
		"Naming/VariableNumber normalcase":                               "numbers in names without underscore: `user1`",
		"Naming/MemoizedInstanceVariableName required":                   "memoise in `@_name`",
		"Naming/InclusiveLanguage":                                       "inclusive words in names",
		"Rails/DynamicFindBy":                                            "`find_by(x: 1)`, not `find_by_x`",
		"Rails/HasAndBelongsToMany":                                      "`has_many :through`, not `has_and_belongs_to_many`",
		"Rails/HasManyOrHasOneDependent":                                 "`dependent:` on each `has_many` and `has_one`",
		"Rails/InverseOf":                                                "`inverse_of` where Rails cannot find it",
		"Rails/SaveBang":                                                 "use the bang methods (`save!`, `create!`) or the value they return",
		"Rails/DefaultScope":                                             "no `default_scope`",
		"Rails/I18nLocaleTexts":                                          "texts in the locale files, not in the code",
		"Rails/I18nLazyLookup":                                           "lazy look-up of translations: `t(\".key\")`",
		"Rails/Exit":                                                     "no `exit` in application code",
		"Rails/EnvironmentVariableAccess":                                "no `ENV` in application code: use the configuration",
		"Rails/FindEach":                                                 "`find_each` over large tables, not `all.each`",
		"Rails/HelperInstanceVariable":                                   "no instance variables in helpers",
		"Rails/NotNullColumn":                                            "a default for each new column that must not be null",
		"Rails/ReversibleMigration":                                      "migrations can be reversed",
		"Rails/BulkChangeTable":                                          "`change_table bulk: true` for several changes of one table",
		"Rails/ApplicationRecord":                                        "models inherit from `ApplicationRecord`",
		"Rails/OrderById":                                                "do not order by `id`: use a timestamp",
		"Rails/TableNameAssignment":                                      "no `self.table_name =`",
		"Rails/HttpStatus numeric":                                       "HTTP statuses as numbers",
		"Rails/HttpStatus symbolic":                                      "HTTP statuses as symbols (`:not_found`)",
		"Rails/ActiveRecordCallbacksOrder":                               "callbacks in the order in which they run",
		"Rails/SquishedSQLHeredocs":                                      "`squish` on SQL heredocs",
		"Rails/RequireDependency":                                        "no `require_dependency`",
		"RSpec/ContextWording":                                           "contexts begin with `when`, `with` or `without`",
		"RSpec/MessageSpies have_received":                               "`have_received` on spies, not `expect(...).to receive`",
		"RSpec/MessageSpies receive":                                     "`expect(...).to receive`, not `have_received`",
		"RSpec/VerifiedDoubles":                                          "`instance_double`, not a plain `double`",
		"RSpec/AnyInstance":                                              "no `allow_any_instance_of`",
		"RSpec/InstanceVariable":                                         "`let` instead of instance variables",
		"RSpec/LetSetup":                                                 "no `let!` only for its side effects",
		"RSpec/DescribeClass":                                            "the outermost `describe` names a class or module",
		"RSpec/ImplicitSubject disallow":                                 "no implicit subject",
		"RSpec/NotToNot to_not":                                          "`to_not`, not `not_to`",
		"RSpec/NotToNot not_to":                                          "`not_to`, not `to_not`",
		"RSpec/Focus":                                                    "no focused examples",
		"Bundler/OrderedGems":                                            "gems in the Gemfile in alphabetical order",
		"Layout/EmptyLinesAroundClassBody empty_lines":                   "empty lines around the body of a class",
		"Layout/EmptyLinesAroundModuleBody empty_lines":                  "empty lines around the body of a module",
		"Layout/EmptyLinesAroundModuleBody empty_lines_except_namespace": "empty lines around the body of a module, not where it only makes a namespace",
		"Layout/EmptyLinesAroundBlockBody no_empty_lines":                "no empty lines around the body of a block",
		"Layout/SpaceInLambdaLiteral require_space":                      "a space after `->` of a lambda",
		"Layout/ClassStructure":                                          "the parts of a class in one order (constants, macros, methods)",
	}
}
