package mine

import "testing"

func TestPHPStyles(t *testing.T) {
	for _, c := range []struct {
		name, path, content string
		want, not           []string
	}{
		{"a sniff with a limit", "phpcs.xml.dist", `<ruleset><rule ref="PSR12"/><rule ref="Generic.Files.LineLength"><properties><property name="lineLimit" value="170"/><property name="absoluteLineLimit" value="0"/></properties><exclude-pattern>tests/*</exclude-pattern></rule></ruleset>`, []string{"at most 170 characters (not in tests)"}, []string{"PSR12"}},
		{"a sniff that is off", "phpcs.xml", `<ruleset><rule ref="Squiz.PHP.GlobalKeyword"><severity>0</severity></rule><!-- <rule ref="Squiz.PHP.Eval"/> --></ruleset>`, nil, []string{"global", "eval"}},
		{"a sniff without its property", "phpcs.xml", `<ruleset><rule ref="WordPress.WP.I18n"/></ruleset>`, nil, []string{"domain", "%"}},
		{"folders that are left out", "phpcs.xml", `<ruleset><rule ref="PSR1.Files.SideEffects"><exclude-pattern>*/bin/start\.php</exclude-pattern></rule></ruleset>`, []string{"not both (not in `bin/start.php`)"}, nil},
		{"choices and shape of sniffs", "phpcs.xml", `<ruleset><rule ref="Generic.Arrays.DisallowLongArraySyntax"/><rule ref="Generic.WhiteSpace.DisallowTabIndent"/><rule ref="SlevomatCodingStandard.Classes.RequireAbstractOrFinal"/></ruleset>`, []string{"`[]`, not `array()`; classes are abstract or final", "with spaces"}, nil},
		{"one message of a sniff", "phpcs.xml", `<ruleset><rule ref="Squiz.Commenting.FunctionComment.Missing"/></ruleset>`, nil, []string{"comment on"}},
		{"a fixer in a comment", ".php-cs-fixer.php", "return [\n // 'strict_param' => true,\n 'void_return' => true, // 'final_class' => true\n];", []string{"`: void`"}, []string{"in_array", "final"}},
		{"fixers of layout", ".php-cs-fixer.php", "return ['concat_space' => ['spacing' => 'one'], 'increment_style' => ['style' => 'post'], 'blank_line_before_statement' => ['statements' => ['return', 'try']]];", []string{"PHP layout: spaces around `.`", "`$i++`, not `++$i`", "before `return` or `try`"}, nil},
		{"order of imports", ".php-cs-fixer.php", "return ['ordered_imports' => ['imports_order' => ['const', 'class', 'function'], 'sort_algorithm' => 'alpha']];", []string{"in alphabetical order, const before class before function"}, nil},
		{"fixers of Pint", "pint.json", `{"preset": "laravel", "rules": {"declare_strict_types": true, "no_alternative_syntax": {"fix_non_monolithic_code": true}, "yoda_style": false}}`, []string{"strict_types=1", "no `endif`"}, []string{"laravel", "yoda"}},
		{"a notice of several lines", ".php-cs-fixer.php", `return ['header_comment' => ['header' => "Part of Orchard.\nMore."]];`, []string{"`Part of Orchard.`"}, []string{"More"}},
	} {
		t.Run(c.name, func(t *testing.T) { wantWords(t, statements(readWith(c.path, c.content)), c.want, c.not) })
	}
}
