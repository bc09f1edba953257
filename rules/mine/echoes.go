package mine

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// ofKit reports whether a gateway says of a family of packages, and of the
// folder that wraps them, what a rule says of one of them.
func ofKit(r business.Rule, rules []business.Rule) bool {
	return slices.ContainsFunc(rules, func(g business.Rule) bool {
		return g.Kind == business.Gateway && len(g.Check.Modules) > 2 && !slices.ContainsFunc(r.Check.Modules, func(m string) bool { return kit(m) == "" || kit(m) != kit(g.Check.Modules[0]) }) &&
			!slices.ContainsFunc(r.Check.Allow, func(home string) bool { return gateFolder(home) != gateFolder(g.Check.Allow[0]) })
	})
}

// saidOfImport reports whether a rule about imports says already which of two
// bases to take.
func saidOfImport(r business.Rule, rules []business.Rule) bool {
	own := strings.TrimPrefix(r.Check.AnyOf[0], "extends:")
	return slices.ContainsFunc(rules, func(p business.Rule) bool {
		return p.Kind == business.PreferImport && slices.Contains(p.Check.Names, own) && slices.Equal(p.Scope.Languages, r.Scope.Languages)
	})
}
