package mine

import (
	"slices"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

func TestPHPCallsInAnyCase(t *testing.T) {
	files := family(20, "app/Steps/S%d.php", "<?php\nclass S%d extends Step {\n  public function handle() { Store::useTenantDb($this->t); return %d; }\n}\n", map[string]string{
		"lib/Store.php":      "<?php\nclass Store { public static function useTenantDb($x) { return $x; } }\n",
		"app/Steps/Odd.php":  "<?php\nclass Odd extends Step {\n  public function handle() { Store::useTenantDB($this->t); return 7; }\n}\n",
		"app/Steps/None.php": "<?php\nclass None extends Step {\n  public function handle() { return 8; }\n}\n",
	})
	r := want(t, mined(t, repo(t, files)), business.RequireInUnit, "Store.useTenantDb")
	if r.Support != 21 || slices.ContainsFunc(r.Violations, func(v string) bool { return siteFile(v) == "app/Steps/Odd.php" }) {
		t.Errorf("got %+v", r)
	}
}
