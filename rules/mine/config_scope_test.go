package mine

import (
	"fmt"
	"slices"
	"testing"
)

func TestGoverned(t *testing.T) {
	files := []string{"style/checkstyle.xml", "core/src/A.java", "core/src/B.java", "api/config/checkstyle.xml", "api/src/C.java"}
	for _, c := range []struct {
		dir  string
		want []string
	}{{"style", nil}, {"api/config", []string{"api/**"}}, {"core/src", []string{"core/src/**"}}, {"lone/folder", nil}} {
		if got := governed(tree{files: files}, c.dir, ".java"); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.dir, got, c.want)
		}
	}
}

func TestSemgrepScope(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"language: python", []string{"**/*.py"}},
		{"language: python\nfiles: [app/**]", []string{"app/**"}},
		{"languages: [go]\npaths: {include: [server]}", []string{"server/**"}},
		{"languages: [generic]", nil},
	} {
		if got := semgrepScope(yamlValue([]byte(c.text))); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.text, got, c.want)
		}
	}
}

func TestRulesOfOurOwnHoldBesideTheirFolder(t *testing.T) {
	const rule = "module.exports = { meta: { docs: { description: 'Name every button for those who cannot see it' } }, create() {} }\n"
	for p, want := range map[string]string{
		"web/eslint-rules/named.js":                  "[web/**]",
		"eslint-rules/named.js":                      "[]",
		"packages/eslint-plugin-ours/rules/named.js": "[]",
		"packages/lint-rules/src/named.js":           "[]",
	} {
		got := readCustomESLint(p, []byte(rule))
		if len(got) != 1 || fmt.Sprint(got[0].Scope.Paths) != want {
			t.Errorf("%s: %+v", p, got)
		}
	}
}
