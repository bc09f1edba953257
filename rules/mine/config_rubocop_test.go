package mine

import (
	"strings"
	"testing"
)

func TestRuboCopInWords(t *testing.T) {
	for _, c := range []struct {
		name, path, content string
		want, not           []string
	}{
		{"spaces", ".rubocop.yml", "Layout/SpaceAroundEqualsInParameterDefault:\n  EnforcedStyle: no_space\nLayout/SpaceInsideBlockBraces:\n  SpaceBeforeBlockParameters: false\n", []string{"Ruby layout: no spaces around `=` of a default", "no space between `{` and the parameters"}, nil},
		{"tables of hashes", ".rubocop.yml", "Layout/HashAlignment:\n  EnforcedHashRocketStyle: table\n  EnforcedColonStyle: table\n", []string{"aligned as a table"}, []string{"table; "}},
		{"switched on without a style", ".rubocop.yml", "Style/SymbolArray:\n  Enabled: true\nStyle/HashEachMethods:\n  Enabled: true\n", []string{"`%i[one two]`", "`each_key`"}, nil},
		{"a style that is not known", ".rubocop.yml", "Style/SymbolArray:\n  Enabled: true\n  EnforcedStyle: of_tomorrow\n", nil, []string{"%i"}},
		{"only files left out", ".rubocop.yml", "Style/SymbolArray:\n  Exclude:\n    - bin/*\n", nil, []string{"%i"}},
		{"preferred methods", ".rubocop.yml", "Style/CollectionMethods:\n  Enabled: true\n  PreferredMethods:\n    collect: map\n    detect: find\n", []string{"`map`, not `collect`", "`find`, not `detect`"}, nil},
		{"assignments", ".rubocop.yml", "Lint/AssignmentInCondition:\n  AllowSafeAssignment: false\nStyle/ParenthesesAroundCondition:\n  AllowSafeAssignment: false\n", []string{"not even in parentheses (RuboCop)"}, []string{"; no assignments"}},
		{"short hashes", ".rubocop.yml", "Style/HashSyntax:\n  EnforcedStyle: ruby19\n  EnforcedShorthandSyntax: never\n", []string{"not `{x:}`", "`key: value`"}, nil},
		{"commas", ".rubocop.yml", "Style/TrailingCommaInArrayLiteral:\n  EnforcedStyleForMultiline: consistent_comma\n", []string{"a comma after the last item"}, nil},
		{"a head that is said already", ".rubocop.yml", "Style/FrozenStringLiteralComment:\n  Enabled: true\n  EnforcedStyle: always\n", []string{"Start each file"}, []string{"at the top"}},
		{"environments", ".rubocop.yml", "Rails/UnknownEnv:\n  Environments: [production, qa]\n", []string{"the environments are `production`, `qa`"}, nil},
		{"templates", ".haml-lint.yml", "linters:\n  LineLength:\n    max: 90\n  SpaceInsideHashAttributes:\n    style: no_space\n  InlineStyles:\n    enabled: false\n", []string{"at most 90", "no spaces inside the braces of attributes"}, []string{"`style`"}},
		{"templates of ERB", ".erb_lint.yml", "linters:\n  HardCodedString:\n    enabled: true\n", []string{"use translations"}, nil},
		{"old style sheets", ".scss-lint.yml", "linters:\n  NestingDepth:\n    enabled: true\n    max_depth: 4\n  BorderZero:\n    enabled: true\n    convention: none\n  IdSelector:\n    enabled: false\n  HexLength:\n    enabled: true\n    style: long\n", []string{"nested at most 4 deep", "`border: none`", "long hex"}, []string{"no ids"}},
	} {
		t.Run(c.name, func(t *testing.T) { wantWords(t, statements(readWith(c.path, c.content)), c.want, c.not) })
	}
}

func TestLayoutStandsBehindAll(t *testing.T) {
	var b strings.Builder
	for _, cop := range sortedKeys(map[string]any{"SpaceAfterComma": 1, "SpaceAfterColon": 1, "SpaceBeforeComma": 1, "ElseAlignment": 1, "ExtraSpacing": 1, "EmptyLines": 1, "RedundantLineBreak": 1, "TrailingWhitespace": 1}) {
		b.WriteString("Layout/" + cop + ":\n  Enabled: true\n")
	}
	rules := readWith(".rubocop.yml", b.String()+"Style/GlobalVars:\n  Enabled: true\n")
	if len(rules) != 3 {
		t.Fatalf("%d cards:\n%s", len(rules), statements(rules))
	}
	if rules[0].Score <= rules[1].Score || rules[1].Score != rules[2].Score {
		t.Errorf("scores %v %v %v", rules[0].Score, rules[1].Score, rules[2].Score)
	}
	if n := strings.Count(rules[1].Statement, ";"); n != mostLayout-1 {
		t.Errorf("%d clauses in %q", n+1, rules[1].Statement)
	}
}
