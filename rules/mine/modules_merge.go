package mine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// mergeGateways says once which packages come in through one file.
func mergeGateways(rules []business.Rule) []business.Rule {
	var out []business.Rule
	for _, r := range rules {
		i := slices.IndexFunc(out, func(x business.Rule) bool {
			return x.Check.Allow[0] == r.Check.Allow[0] && slices.Equal(x.Scope.Paths, r.Scope.Paths)
		})
		if i < 0 {
			out = append(out, r)
			continue
		}
		m := &out[i]
		m.Check.Modules = append(m.Check.Modules, r.Check.Modules...)
		if len(m.Scope.Paths) == 0 {
			m.Scope.Paths = r.Scope.Paths // the same file is of the same program
		}
		m.Statement = fmt.Sprintf("Only `%s` imports %s%s; everything else%s goes through it.", strings.TrimSuffix(m.Check.Allow[0], "*"), strings.ReplaceAll(quoted(m.Check.Modules), " or ", " and "), inside(m), there(m))
		m.Sites, m.Confidence = max(m.Sites, r.Sites), min(m.Confidence, r.Confidence)
		m.Examples, m.Violations = sites(append(m.Examples, r.Examples...), 3), sites(append(m.Violations, r.Violations...), 10)
		m.Score, m.Changed = max(m.Score, r.Score), m.Changed || r.Changed
	}
	return out
}

// inside and there are the words by which a gateway speaks of one program of
// the repository only.
func inside(r *business.Rule) string {
	if len(r.Scope.Paths) == 0 {
		return ""
	}
	return " in `" + strings.TrimSuffix(r.Scope.Paths[0], "**") + "`"
}

func there(r *business.Rule) string {
	if len(r.Scope.Paths) == 0 {
		return ""
	}
	return " there"
}

// mergePreferred says once what holds for many symbols of one module.
func mergePreferred(rules []business.Rule) []business.Rule {
	by := map[string][]business.Rule{}
	for _, r := range rules {
		key := strings.Join(r.Scope.Languages, ",") + "\x00" + r.Check.Allow[0] + "\x00" + strings.Join(r.Check.Modules, ",")
		by[key] = append(by[key], r)
	}
	var out []business.Rule
	for _, key := range sortedKeys(by) {
		m := by[key][0]
		for _, r := range by[key][1:] {
			m.Check.Names = append(m.Check.Names, r.Check.Names...)
			m.Support, m.Sites = m.Support+r.Support, m.Sites+r.Sites
			m.Examples, m.Violations = append(m.Examples, r.Examples...), append(m.Violations, r.Violations...)
			m.Score = max(m.Score, r.Score)
			m.Changed = m.Changed || r.Changed
			m.Recent, m.Migrating = addRecent(m.Recent, r.Recent), m.Migrating && r.Migrating
			m.Statement = fmt.Sprintf("Import %s and their like from `%s`, not from %s.", quotedAnd(m.Check.Names, 3), m.Check.Allow[0], quoted(m.Check.Modules))
		}
		m.Confidence = lower(m.Support, m.Sites)
		m.Examples, m.Violations = sites(m.Examples, 3), sites(m.Violations, 10)
		out = append(out, m)
	}
	return out
}

// kit is the family a package belongs to: "@radix-ui" for
// "@radix-ui/react-dialog".
func kit(pkg string) string {
	root, _, ok := strings.Cut(strings.TrimPrefix(pkg, "@"), "/")
	if !ok || !strings.HasPrefix(pkg, "@") {
		return ""
	}
	return "@" + root
}

// joinKits says once that the packages of one family come in through the
// files of one folder.
func joinKits(rules []business.Rule) []business.Rule {
	folderOf := func(r business.Rule) string { return gateFolder(r.Check.Allow[0]) }
	var out []business.Rule
	for _, r := range rules {
		i := slices.IndexFunc(out, func(x business.Rule) bool {
			return kit(r.Check.Modules[0]) != "" && kit(x.Check.Modules[0]) == kit(r.Check.Modules[0]) && folderOf(x) == folderOf(r) && folderOf(r) != "."
		})
		if i < 0 {
			out = append(out, r)
			continue
		}
		m := &out[i]
		absorb(m, r)
		m.Check.Allow = append(m.Check.Allow, r.Check.Allow...)
		m.Support, m.Sites = m.Support+r.Support, m.Sites+r.Sites
		m.Confidence = lower(m.Support, m.Sites)
		if len(m.Scope.Paths) == 0 {
			m.Scope.Paths = r.Scope.Paths
		}
		m.Statement = fmt.Sprintf("Only the files of `%s/` import %s%s; everything else%s goes through them.", folderOf(r), strings.ReplaceAll(quotedSome(m.Check.Modules, 4), " or ", ", "), inside(m), there(m))
	}
	return out
}

// joinLikes says once that symbols of several packages of one family come
// from the files of one folder.
func joinLikes(rules []business.Rule) []business.Rule {
	root := func(r business.Rule) string {
		if k := kit(r.Check.Modules[0]); k != "" {
			return k
		}
		first, _, _ := strings.Cut(r.Check.Modules[0], "/")
		return first
	}
	var out []business.Rule
	for _, r := range rules {
		i := slices.IndexFunc(out, func(x business.Rule) bool {
			return slices.Equal(x.Scope.Languages, r.Scope.Languages) && root(x) == root(r) && path.Dir(x.Check.Allow[0]) == path.Dir(r.Check.Allow[0])
		})
		if i < 0 {
			out = append(out, r)
			continue
		}
		m := &out[i]
		absorb(m, r)
		m.Check.Allow, m.Check.Names = append(m.Check.Allow, r.Check.Allow...), append(m.Check.Names, r.Check.Names...)
		m.Support, m.Sites = m.Support+r.Support, m.Sites+r.Sites
		m.Confidence = lower(m.Support, m.Sites)
		m.Recent, m.Migrating = addRecent(m.Recent, r.Recent), m.Migrating && r.Migrating
		m.Statement = fmt.Sprintf("Import %s and their like from `%s/`, not from %s.", quotedAnd(m.Check.Names, 4), path.Dir(m.Check.Allow[0]), quotedSome(m.Check.Modules, 3))
	}
	return out
}

// absorb adds to m the modules and the sites of r.
func absorb(m *business.Rule, r business.Rule) {
	m.Check.Modules = append(m.Check.Modules, r.Check.Modules...)
	m.Examples, m.Violations = sites(append(m.Examples, r.Examples...), 3), sites(append(m.Violations, r.Violations...), 10)
	m.Score, m.Changed = max(m.Score, r.Score), m.Changed || r.Changed
	m.Confidence = min(m.Confidence, r.Confidence)
}

func quotedSome(list []string, most int) string {
	if len(list) > most {
		return quoted(list[:most]) + " and the like"
	}
	return quoted(list)
}
