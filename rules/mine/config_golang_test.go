package mine

import "testing"

func TestSettingsOfGolangci(t *testing.T) {
	for _, c := range []struct {
		name, content string
		want, not     []string
	}{
		{"limits", "linters:\n  default: all\n  settings:\n    lll:\n      line-length: 140\n    nakedret:\n      max-func-lines: 0\n    funlen:\n      lines: -1\n", []string{"at most 140 characters; no naked returns"}, []string{"lines;", "functions of"}},
		{"groups of imports", "formatters:\n  settings:\n    gci:\n      sections: [standard, default, prefix(shop.example)]\n", []string{"imports in the groups standard library, others, `shop.example`"}, nil},
		{"rules of revive", "linters:\n  enable: [revive]\nlinters-settings:\n  revive:\n    rules:\n      - name: argument-limit\n        arguments: [4]\n      - name: enforce-map-style\n        arguments: [literal]\n      - name: deep-exit\n        disabled: true\n      - name: dot-imports\n", []string{"at most 4 parameters", "`map[K]V{}`, not", "no dot imports"}, []string{"os.Exit"}},
		{"messages of the project's own", "linters:\n  default: all\n  settings:\n    revive:\n      rules:\n        - name: string-format\n          arguments:\n            - ['fmt.Errorf[0]', '/x/', 'Say which hen it was.']\n", []string{"say which hen it was (in `fmt.Errorf[0]`)"}, nil},
		{"what is left out", "linters:\n  default: all\n  settings:\n    revive:\n      rules:\n        - name: exported\n  exclusions:\n    rules:\n      - linters: [revive]\n        text: should have comment\n", nil, []string{"comment on"}},
		{"tags and words", "linters:\n  default: all\n  settings:\n    tagliatelle:\n      case:\n        rules:\n          json: snake\n    errcheck:\n      check-blank: true\n    misspell:\n      locale: UK\n", []string{"names in `json` tags in snake_case", "assigned to `_`", "British"}, nil},
		{"a linter that does not run", "linters:\n  enable: [govet]\n  settings:\n    lll:\n      line-length: 140\n    errcheck:\n      check-blank: true\n", []string{"assigned to `_`"}, []string{"140"}},
		{"assertions", "linters:\n  default: all\n  settings:\n    testifylint:\n      enable: [require-error]\n", []string{"`require` for assertions on errors"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) { wantWords(t, statements(readWith(".golangci.yml", c.content)), c.want, c.not) })
	}
}
