package mine

import "testing"

func TestRanked(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"app/Models", "app/Repositories", true},
		{"app/Services", "app/Http", true},
		{"src/stores", "src/components", true},
		{"src/Acme.Domain", "src/Acme.Web", true},
		{"internal/entities", "internal/api", true},
		{"internal/api", "internal/server", true},
		{"src/services", "src/models", false},
		{"src/config", "src/helper", false},
		{"bundles/CoreBundle", "bundles/OrderBundle", false},
		{"app/billing", "app/shipping", false},
		{"src/core", "src/billing", false},
		{"src/core", "src/shared", false},
	} {
		if got := ranked(c.from, c.to); got != c.want {
			t.Errorf("%s -> %s: %v", c.from, c.to, got)
		}
	}
}
