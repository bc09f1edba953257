package mine

import (
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// found reports whether a proposal says what a known rule with a check says,
// for files that the known one speaks of. A sentence without a check is no
// match: turning it into a check is what a model is asked for.
func found(r business.Rule, known []business.Rule) bool {
	return slices.ContainsFunc(known, func(k business.Rule) bool {
		return k.Check != nil && Countable(k.Kind) && noWider(r, k) && (sameCheck(r, k) || sameWords(r.Statement, k.Statement))
	})
}

// noWider reports whether a rule holds nowhere that another does not.
func noWider(r, k business.Rule) bool {
	if len(r.Scope.Languages) > 0 && len(k.Scope.Languages) > 0 && !slices.ContainsFunc(r.Scope.Languages, func(l string) bool { return slices.Contains(k.Scope.Languages, l) }) {
		return false
	}
	if len(k.Scope.Paths) == 0 || sameCheck(r, k) && r.Check.Role != nil && slices.Contains([]string{"dir", "file"}, r.Check.Role.By) {
		return true // the role says where
	}
	return len(r.Scope.Paths) > 0 && !slices.ContainsFunc(r.Scope.Paths, func(p string) bool {
		return !slices.ContainsFunc(k.Scope.Paths, func(q string) bool { return below(p, q) })
	})
}

// below reports whether a pattern speaks only of files that another matches,
// as far as can be told without listing files.
func below(p, q string) bool {
	folder, all := strings.CutSuffix(q, "/**")
	return p == q || all && !strings.ContainsAny(folder, "*?[") && strings.HasPrefix(p, folder+"/") || !strings.ContainsAny(p, "*?[") && business.Glob(q, path.Clean(p))
}

// sameCheck compares what two rules ask for, whatever the order of the names.
func sameCheck(r, k business.Rule) bool {
	if r.Kind != k.Kind || r.Check == nil || k.Check == nil {
		return false
	}
	a, b := r.Check, k.Check
	if (a.Role == nil) != (b.Role == nil) || a.Role != nil && *a.Role != *b.Role {
		return false
	}
	return a.Family == b.Family && a.Alias == b.Alias && sameSet(a.AnyOf, b.AnyOf) && sameSet(a.Types, b.Types) &&
		sameSet(a.Modules, b.Modules) && sameSet(a.Names, b.Names) && sameSet(a.Allow, b.Allow)
}

func sameSet(a, b []string) bool {
	return !slices.ContainsFunc(a, func(s string) bool { return !slices.Contains(b, s) }) &&
		!slices.ContainsFunc(b, func(s string) bool { return !slices.Contains(a, s) })
}

// sameWords reports whether two statements name the same code in nearly the
// same words.
func sameWords(a, b string) bool {
	return sameSet(codeNames(a), codeNames(b)) && repeats(telltale(a), telltale(b))
}
