package code_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/code"
)

func TestGeneratedTablesAreThePacks(t *testing.T) {
	var want []code.Rule
	for _, e := range packs(t) {
		want = append(want, e.Rule)
	}
	got := code.Generated()
	if len(got) != len(want) {
		t.Fatalf("catalog_gen.go has %d rules, the packs %d: run go generate ./rules/code", len(got), len(want))
	}
	for i := range want {
		if a, b := fmt.Sprintf("%+v", want[i]), fmt.Sprintf("%+v", got[i]); a != b {
			t.Errorf("%s is not what the pack says: run go generate ./rules/code", want[i].ID)
		}
	}
}

func TestEveryRuleIsWhole(t *testing.T) {
	for _, e := range packs(t) {
		r := e.Rule
		if len(r.Why) > 160 || len(r.Title) > 80 {
			t.Errorf("%s: title or reason is too long to be read", r.ID)
		}
		if len(r.OWASP) == 0 || len(r.SOC2) == 0 || len(r.GDPR) == 0 || len(r.ISO) == 0 || len(r.Safe) == 0 {
			t.Errorf("%s: a mapping or the safe form is missing", r.ID)
		}
		if len(r.Detect) > 0 && r.ID != "PRV-13" && (len(e.Hit) < 3 || len(e.Miss) < 3) {
			t.Errorf("%s: %d hits and %d misses, three of each are needed", r.ID, len(e.Hit), len(e.Miss))
		}
		if len(r.Detect) == 0 && len(r.Guide) == 0 && r.ID != "SEC-01" && r.ID != "SEC-02" && r.ID != "SEC-04" {
			t.Errorf("%s: neither seen nor told", r.ID)
		}
	}
}

func TestRegionIsComparedWithTheDeclaredOne(t *testing.T) {
	src := []byte("provider \"aws\" {\n  region = \"us-east-1\"\n}\n")
	for region, want := range map[string]bool{"eu-west-1": true, "us-east-1": false, "": false} {
		got := code.Scan("main.tf", src, code.Options{Context: map[string]string{"region": region}})
		if has(got, "PRV-13") != want {
			t.Errorf("declared %q: got %v", region, got)
		}
	}
}

// The text of a rule must not read as a promise.
func TestNoRuleClaimsCompliance(t *testing.T) {
	files, err := filepath.Glob("../packs/security/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(strings.ToLower(string(raw)), "compliant") {
			t.Errorf("%s: no rule makes anything compliant", f)
		}
	}
}

func TestCoverageNamesRulesByControl(t *testing.T) {
	for _, c := range code.Coverage([]string{"gdpr"}) {
		if c.Framework != "gdpr" {
			t.Errorf("%s was not asked for", c.Framework)
		}
		if c.ID == "9" && !slices.Contains(c.Advise, "PRV-02") {
			t.Errorf("article 9 lacks PRV-02: %+v", c)
		}
	}
	if all := code.Coverage(nil); len(all) < 60 {
		t.Errorf("%d controls", len(all))
	}
	if got := code.RuleByID("INJ-01").Controls([]string{"owasp", "soc2"}); !slices.Equal(got, []string{"OWASP 2025 A05", "SOC 2 CC6.6", "SOC 2 PI1.2"}) {
		t.Errorf("got %q", got)
	}
}
