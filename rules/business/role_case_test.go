package business

import "testing"

func TestCallsOfPHPInAnyCase(t *testing.T) {
	anyOf := []string{"Store.useTenantDb"}
	for body, want := range map[string]int{"Store::useTenantDb($t);": 0, "Store::useTenantDB($t);": 0, "return 1;": 1} {
		f, ok := Read("app/S.php", []byte("<?php\nclass S extends Step {\n  public function handle() { "+body+" }\n}\n"))
		if !ok {
			t.Fatal("not read")
		}
		n := 0
		for i := range f.Units {
			if u := &f.Units[i]; u.Kind == "function" && !Holds(u, anyOf) && !holdsInAnyCase(u, anyOf) {
				n++
			}
		}
		if n != want {
			t.Errorf("%s: got %d", body, n)
		}
	}
}
