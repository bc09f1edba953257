package mine

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cybedefend/vibedefend/rules/business"
)

func active(id, severity, statement string, scope business.Scope) business.Active {
	return business.Active{Rule: business.Rule{ID: id, Statement: statement, Scope: scope, Examples: []string{"a.ts:1"}}, Severity: severity}
}

func TestPage(t *testing.T) {
	head := func(g []string) string { return "HEAD " + strings.Join(g, ",") + "\n" }
	api := business.Scope{Paths: []string{"src/api/**"}}
	got := Page([]business.Active{active("br-1", "advise", "Mild.", api), active("br-2", "block", "Strict\x1b[2J.\nLine.", business.Scope{Languages: []string{"python"}})}, head)
	for _, want := range []string{"HEAD **/*.py,src/api/**\n", PageMark, "- Strict[2J. Line. See `a.ts:1`.\n- Mild. (in `src/api/**`) See `a.ts:1`.\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if all := Page([]business.Active{active("br-1", "warn", "Everywhere.", business.Scope{}), active("br-2", "warn", "Here.", api)}, head); !strings.HasPrefix(all, "HEAD \n") {
		t.Errorf("a rule without a scope holds everywhere:\n%s", all)
	}
}

func TestPageIsBounded(t *testing.T) {
	var many []business.Active
	for i := range 100 {
		many = append(many, active(fmt.Sprintf("br-%d", i), "advise", strings.Repeat("héllo ", 40), business.Scope{}))
	}
	got := Page(many, func([]string) string { return "" })
	if n := utf8.RuneCountInString(got); n > 12000 || !strings.Contains(got, " more are in `.cybedefend/rules.yaml`") {
		t.Errorf("%d characters", n)
	}
}
