package mine

import "testing"

func TestShapeOfSources(t *testing.T) {
	for _, c := range []struct {
		name, path, content string
		want, not           []string
	}{
		{"lengths and tabs", ".editorconfig", "root = true\n[*]\nindent_style = space\nindent_size = 4\nend_of_line = lf\n[*.{js,vue}]\nindent_size = 2\nmax_line_length = 97\n[*.go]\nindent_style = tab\n[*.md]\nmax_line_length = 70\n", []string{"in `*.{js,vue}` 2 spaces, lines of at most 97 characters", "in `*.go` tabs"}, []string{"4 spaces", "70"}},
		{"what everybody writes", ".editorconfig", "[*]\nindent_style = space\nindent_size = 4\nend_of_line = lf\nmax_line_length = off\n", nil, []string{"spaces", "LF"}},
		{"rustfmt", "rustfmt.toml", "edition = \"2024\"\nmax_width = 110\nimports_granularity = \"Item\"\n", []string{"one `use` for each item; lines of at most 110"}, []string{"2024"}},
		{"limits of clippy", "clippy.toml", "too-many-arguments-threshold = 6\nawait-holding-invalid-types = [{ path = \"farm::Gate\", reason = \"It stays shut.\" }]\n", []string{"at most 6 parameters", "Do not hold `farm::Gate` over an `.await`: It stays shut."}, nil},
		{"lints of Cargo that are trifles", "Cargo.toml", "[lints.clippy]\nuse_self = \"warn\"\nrc_mutex = \"allow\"\n", []string{"`Self` inside of an `impl`"}, []string{"Rc<"}},
		{"SwiftLint", ".swiftlint.yml", "disabled_rules: [toggle_bool]\nopt_in_rules: [force_unwrapping, toggle_bool]\nline_length:\n  warning: 130\n", []string{"no `!` to unwrap", "at most 130 characters"}, []string{"toggle"}},
		{"a ruleset", "Farm.ruleset", `<RuleSet><Rules><Rule Id="CA2007" Action="Error" />` + "\n" + `<Rule Id="CA2016" Action="None" /></Rules></RuleSet>`, []string{"ConfigureAwait"}, []string{"CancellationToken"}},
		{"detekt", "detekt.yml", "coroutines:\n  InjectDispatcher:\n    active: true\ncomplexity:\n  LargeClass:\n    threshold: 400\n", []string{"inject dispatchers", "fewer than 400 lines"}, nil},
		{"flags beside choices", "tsconfig.json", `{"compilerOptions":{"noUncheckedIndexedAccess":true,"exactOptionalPropertyTypes":true,"noUnusedLocals":true}}`, []string{"check it", "no unused variables"}, nil},
		{"flags alone", "tsconfig.json", `{"compilerOptions":{"noUnusedLocals":true,"noImplicitReturns":true}}`, nil, []string{"unused", "return"}},
	} {
		t.Run(c.name, func(t *testing.T) { wantWords(t, statements(readWith(c.path, c.content)), c.want, c.not) })
	}
}
