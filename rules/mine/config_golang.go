package mine

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// readGolangci reads depguard, forbidigo, importas and gomodguard, in the
// settings of version 1 and 2.
func readGolangci(p string, content []byte) []business.Rule {
	doc := yamlValue(content)
	set := asMap(dig(doc, "linters", "settings"))
	if set == nil {
		set = asMap(dig(doc, "linters-settings"))
	}
	var out []business.Rule
	groups := asMap(dig(set["depguard"], "rules"))
	for _, g := range sortedKeys(groups) {
		for _, d := range asList(dig(groups[g], "deny")) {
			pkg := asString(dig(d, "pkg"))
			if pkg == "" {
				pkg = asString(d)
			}
			if pkg == "" {
				continue
			}
			r := configured(business.BanImport, p, lineOf(content, pkg), &business.Check{Modules: []string{pkg}}, "Do not import `%s`%s.", strings.TrimSuffix(pkg, "$"), because(strings.TrimSuffix(asString(dig(d, "desc")), ".")))
			if files := asStrings(dig(groups[g], "files")); len(files) > 0 && !strings.HasPrefix(files[0], "$") {
				r.Scope.Paths = files
			}
			out = append(out, r)
		}
	}
	for _, d := range append(asList(dig(set["depguard"], "packages")), asList(dig(set["depguard"], "packages-with-error-message"))...) {
		if s := asString(d); s != "" {
			out = append(out, configured(business.BanImport, p, lineOf(content, s), &business.Check{Modules: []string{s}}, "Do not import `%s`.", s))
		}
		for _, k := range sortedKeys(asMap(d)) {
			out = append(out, configured(business.BanImport, p, lineOf(content, k), &business.Check{Modules: []string{k}}, "Do not import `%s`%s.", k, because(asString(asMap(d)[k]))))
		}
	}
	for _, d := range asList(dig(set["forbidigo"], "forbid")) {
		pat, msg := asString(d), ""
		if m := asMap(d); m != nil {
			pat, msg = asString(m["pattern"])+asString(m["p"]), asString(m["msg"])
		}
		if at := strings.Index(pat, "(#"); at > 0 && msg == "" { // a comment that the tool shows
			msg = strings.TrimSpace(strings.TrimRight(pat[at+2:], ")?$"))
			msg = strings.ReplaceAll(msg, `\`, "")
		}
		if pat != "" {
			out = append(out, forbiddenName(p, lineOf(content, pat), pat, strings.TrimSuffix(msg, ".")))
		}
	}
	for _, d := range asList(dig(set["importas"], "alias")) {
		pkg, alias := asString(dig(d, "pkg")), asString(dig(d, "alias"))
		if pkg != "" {
			out = append(out, configured(business.ImportAlias, p, lineOf(content, pkg), &business.Check{Modules: []string{pkg}, Alias: alias}, "Import `%s` as `%s`.", pkg, alias))
		}
	}
	for _, d := range asList(dig(set["gomodguard"], "blocked", "modules")) {
		for _, mod := range sortedKeys(asMap(d)) {
			v := asMap(d)[mod]
			use := ""
			if rec := asStrings(dig(v, "recommendations")); len(rec) > 0 {
				use = "; use " + quoted(rec)
			}
			out = append(out, configured(business.BanImport, p, lineOf(content, mod), &business.Check{Modules: []string{mod}}, "Do not depend on `%s`%s%s.", mod, use, because(strings.TrimSuffix(asString(dig(v, "reason")), "."))))
		}
	}
	for _, d := range asList(dig(set["revive"], "rules")) {
		if n := asString(dig(d, "name")); n == "imports-blocklist" || n == "imports-blacklist" {
			for _, m := range asStrings(dig(d, "arguments")) {
				out = append(out, configured(business.BanImport, p, lineOf(content, m), &business.Check{Modules: []string{m}}, "Do not import `%s`.", m))
			}
		}
	}
	return out
}

// forbiddenName words one pattern of forbidigo: the names it stands for, and
// the message alone where it is more than some names.
func forbiddenName(p string, line int, pattern, msg string) business.Rule {
	names, all := patternNames(pattern)
	if len(names) == 0 && asksOf(msg) {
		return configured(business.Advice, p, line, nil, "%s.", upperFirst(msg))
	}
	if len(names) == 0 {
		names = []string{plainPattern(pattern)}
	}
	if !all {
		return configured(business.Advice, p, line, nil, "Do not use %s%s.", quoted(names), because(msg))
	}
	return configured(business.BanCall, p, line, &business.Check{Names: names}, "Do not use %s%s.", quoted(names), because(msg))
}

// plainPattern makes a readable name of an expression such as ^fmt\.Print.*$.
func plainPattern(p string) string {
	if at := strings.Index(p, "(#"); at > 0 {
		p = p[:at]
	}
	p = strings.Trim(p, "^$")
	p = strings.NewReplacer(`\\.`, ".", `\.`, ".", `\(`, "(", `\b`, "", ".*", "", "(# .*)?", "").Replace(p)
	return strings.TrimSuffix(p, "(")
}
