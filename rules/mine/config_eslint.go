package mine

import (
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

func isESLint(p string) bool {
	b := path.Base(p)
	return strings.HasPrefix(b, ".eslintrc") || strings.HasPrefix(b, "eslintrc.") || strings.HasPrefix(b, "eslint.config.") || strings.HasPrefix(b, ".oxlintrc") || b == "oxlint.json" || strings.HasPrefix(b, "oxlint") && strings.HasSuffix(b, ".json") ||
		strings.HasPrefix(b, "biome.json") || b == "package.json" || strings.Contains(p, "eslint") && (strings.HasSuffix(b, ".js") || strings.HasSuffix(b, ".mjs") || strings.HasSuffix(b, ".cjs"))
}

// readESLint reads the rules that restrict what may be imported or called.
func readESLint(p string, content []byte) []business.Rule {
	var l literalReader
	if ext := path.Ext(p); ext == ".yml" || ext == ".yaml" {
		return readESLintYAML(p, content)
	}
	l, ok := readLiterals(p, content)
	if !ok {
		return nil
	}
	var out []business.Rule
	for _, key := range []string{"no-restricted-imports", "@typescript-eslint/no-restricted-imports", "eslint/no-restricted-imports", "typescript/no-restricted-imports", "noRestrictedImports"} {
		for _, v := range l.after(key) {
			out = append(out, inFiles(p, v.files, restrictedImports(p, v))...)
		}
	}
	for _, key := range []string{"no-restricted-globals", "no-restricted-properties", "no-restricted-syntax", "no-restricted-modules", "eslint/no-restricted-globals", "noRestrictedGlobals", "@typescript-eslint/no-restricted-types", "@typescript-eslint/ban-types", "react/forbid-elements", "react/forbid-component-props", "vue/no-restricted-syntax", "vitest/no-restricted-matchers", "jest/no-restricted-matchers"} {
		for _, v := range l.after(key) {
			out = append(out, inFiles(p, v.files, restricted(p, key, v))...)
		}
	}
	for _, v := range append(l.after("import/no-restricted-paths"), l.after("import-x/no-restricted-paths")...) {
		for _, o := range options(v.value) {
			for _, z := range asList(asMap(o)["zones"]) {
				out = append(out, zone(p, v.line, asMap(z)))
			}
		}
	}
	for _, v := range append(l.after("@nx/enforce-module-boundaries"), l.after("@nrwl/nx/enforce-module-boundaries")...) {
		for _, o := range options(v.value) {
			for _, d := range asList(asMap(o)["depConstraints"]) {
				m := asMap(d)
				out = append(out, configured(business.ImportBoundary, p, v.line, nil, "Projects tagged `%s` depend only on projects tagged %s.", asString(m["sourceTag"]), quoted(asStrings(m["onlyDependOnLibsWithTags"]))))
			}
		}
	}
	out = append(out, boundariesOf(p, l)...)
	out = append(out, simpleRules(p, l)...)
	return append(out, readESLintStyles(p, content, l)...)
}

// inFiles narrows rules to the files that the object around them names. A
// kind of file alone, such as "*.ts", narrows nothing that people would call a
// scope.
func inFiles(p string, files []string, rules []business.Rule) []business.Rule {
	var globs []string
	for _, f := range files {
		if f = strings.TrimPrefix(f, "./"); strings.HasPrefix(f, "!") || checkGlob(f) != nil {
			return rules
		}
		if strings.HasPrefix(path.Base(p), "eslintrc.") {
			f = "**/" + f // taken by packages below
		}
		globs = append(globs, f)
	}
	if len(globs) == 0 || !slices.ContainsFunc(globs, func(f string) bool { return strings.Trim(path.Dir(f), "*./") != "" }) {
		return rules
	}
	for i := range rules {
		base := ""
		if len(rules[i].Scope.Paths) == 1 {
			base = strings.TrimSuffix(rules[i].Scope.Paths[0], "**")
		}
		paths := make([]string, len(globs))
		for j, f := range globs {
			paths[j] = base + f
		}
		rules[i].Scope.Paths = paths
	}
	return rules
}

// options are the parts of ["error", a, b] behind the severity; a rule that
// is off has none.
func options(v any) []any {
	list := asList(v)
	if len(list) == 0 {
		return nil
	}
	if m := asMap(list[0]); m != nil && m["options"] != nil { // biome
		return asList(m["options"])
	}
	if s := asString(list[0]); s == "off" || s == "0" {
		return nil
	}
	if asMap(list[0]) == nil {
		list = list[1:]
	}
	return list
}

func restrictedImports(p string, v located) []business.Rule {
	var out []business.Rule
	one := func(o any) {
		if s := asString(o); s != "" {
			if strings.Trim(s, "./") == "" {
				return
			}
			out = append(out, configured(business.BanImport, p, v.line, &business.Check{Modules: []string{s}}, "Do not import `%s`.", s))
			return
		}
		m := asMap(o)
		names, mods := append(asStrings(m["importNames"]), asStrings(m["importNamePattern"])...), append(asStrings(m["name"]), append(asStrings(m["group"]), asStrings(m["regex"])...)...)
		mods = slices.DeleteFunc(mods, func(s string) bool {
			return strings.HasPrefix(s, "!") || strings.Trim(s, "./") == "" || strings.Contains(s, "${")
		})
		if len(mods) == 0 {
			return
		}
		what := quoted(mods)
		if len(names) > 0 {
			what = quoted(names) + " from " + what
		}
		out = append(out, configured(business.BanImport, p, v.line, &business.Check{Modules: mods, Names: names}, "Do not import %s%s.", what, because(strings.TrimSuffix(asString(m["message"]), "."))))
	}
	for _, o := range options(v.value) {
		m := asMap(o)
		if m == nil || m["paths"] == nil && m["patterns"] == nil {
			one(o)
			continue
		}
		for _, x := range asList(m["paths"]) {
			one(x)
		}
		paths := asMap(m["paths"]) // biome: {"lodash": "use …", "zod": {"importNames": ["z"], "message": "…"}}
		for _, name := range sortedKeys(paths) {
			entry := map[string]any{"name": name, "message": paths[name]}
			if of := asMap(paths[name]); of != nil {
				entry["importNames"], entry["message"] = of["importNames"], of["message"]
				if of["importNames"] == nil && of["allowImportNames"] != nil {
					continue // most of the module may not be imported, and which is not told
				}
			}
			one(entry)
		}
		for _, x := range asList(m["patterns"]) {
			one(x)
		}
	}
	return out
}

func restricted(p, key string, v located) []business.Rule {
	var out []business.Rule
	for _, o := range options(v.value) {
		m := asMap(o)
		msg := strings.TrimSuffix(asString(m["message"]), ".")
		name := asString(m["name"])
		if object, prop := asString(m["object"]), asString(m["property"]); object != "" || prop != "" {
			name = strings.Trim(object+"."+prop, ".")
		}
		switch {
		case asString(o) != "" && !strings.Contains(asString(o), "["):
			r := configured(business.BanCall, p, v.line, &business.Check{Names: []string{asString(o)}}, "Do not use `%s`.", asString(o))
			r.Score = 0.55 // a list without reasons
			out = append(out, r)
		case name != "":
			out = append(out, configured(business.BanCall, p, v.line, &business.Check{Names: []string{name}}, "Do not use `%s`%s.", name, because(msg)))
		case msg != "":
			out = append(out, configured(business.Advice, p, v.line, nil, "%s.", insteadOf(msg, asString(m["selector"]))))
		}
		types := asMap(m["types"])
		for _, typ := range sortedKeys(types) {
			t := types[typ]
			if why := asString(t) + asString(dig(t, "message")); why != "" && why != "false" { // false lets it pass
				out = append(out, configured(business.BanCall, p, v.line, &business.Check{Names: []string{typ}}, "Do not use the type `%s`%s.", typ, because(strings.TrimSuffix(why, "."))))
			}
		}
		for _, f := range asList(m["forbid"]) {
			if el := asString(dig(f, "element")); el != "" {
				out = append(out, configured(business.BanCall, p, v.line, &business.Check{Names: []string{"<" + el}}, "Do not use `<%s>`%s.", el, because(asString(dig(f, "message")))))
			}
		}
	}
	sortStatements(out)
	return out
}

// insteadOf completes a message that says what to use and leaves to the
// selector what it is about: "Use Link instead" of `a`.
func insteadOf(msg, selector string) string {
	if !strings.HasSuffix(msg, " instead") || strings.Contains(msg, "instead of") {
		return msg
	}
	var names []string
	for _, part := range strings.Split(selector, "name=")[1:] {
		name := strings.Trim(part[:max(0, strings.IndexByte(part+"]", ']'))], `"'/^$ `)
		if name == "" || strings.ContainsAny(name, "()|*+[\\") {
			return msg
		}
		names = append(names, name)
	}
	if len(names) == 0 || strings.Count(msg, " ") > 8 {
		return msg
	}
	return msg + " of `" + strings.Join(names, ".") + "`"
}

func sortStatements(rules []business.Rule) {
	slices.SortFunc(rules, func(a, b business.Rule) int { return strings.Compare(a.Statement, b.Statement) })
}

func zone(p string, line int, z map[string]any) business.Rule {
	target, from := asStrings(z["target"]), asStrings(z["from"])
	clean := func(list []string) []string {
		for i, s := range list {
			list[i] = strings.TrimSuffix(strings.TrimPrefix(s, "./"), "/")
		}
		return list
	}
	target, from = clean(target), clean(from)
	except := ""
	if e := asStrings(z["except"]); len(e) > 0 {
		except = " (except " + quoted(e) + ")"
	}
	r := configured(business.ImportBoundary, p, line, &business.Check{Modules: from}, "%s must not import from %s%s%s.", quoted(target), quoted(from), except, because(strings.TrimSuffix(asString(z["message"]), ".")))
	r.Scope.Paths = nil
	for _, t := range target {
		r.Scope.Paths = append(r.Scope.Paths, strings.TrimSuffix(t, "/**")+"/**")
	}
	return r
}

// wellKnown are rules that a project switches on beyond the presets, and
// what they mean for whoever writes code.
var wellKnown = []struct {
	key, statement string
	kind           business.Kind
	names          []string
}{
	{"no-console", "Do not use `console`.", business.BanCall, []string{"console."}},
	{"no-process-env", "Do not read `process.env` directly.", business.BanCall, []string{"process.env"}},
	{"n/no-process-env", "Do not read `process.env` directly.", business.BanCall, []string{"process.env"}},
	{"@typescript-eslint/no-explicit-any", "Do not use `any`.", business.Advice, nil},
	{"@typescript-eslint/no-floating-promises", "Await every promise or handle it with `void`.", business.Advice, nil},
	{"@typescript-eslint/consistent-type-imports", "Import types with `import type`.", business.Advice, nil},
	{"import/no-default-export", "Use named exports, no default exports.", business.Advice, nil},
	{"import/no-cycle", "No import cycles.", business.Advice, nil},
	{"import/no-extraneous-dependencies", "Import only packages that are listed in package.json.", business.Advice, nil},
	{"import/no-relative-packages", "Import other packages by name, not by a relative path.", business.Advice, nil},
	{"no-relative-import-paths/no-relative-import-paths", "Use absolute import paths, not relative ones.", business.Advice, nil},
	{"react/jsx-no-literals", "No literal text in JSX: use translations.", business.Advice, nil},
	{"i18next/no-literal-string", "No literal text in the interface: use translations.", business.Advice, nil},
	{"formatjs/no-literal-string-in-jsx", "No literal text in JSX: use translations.", business.Advice, nil},
	{"no-barrel-files/no-barrel-files", "No barrel files.", business.Advice, nil},
	{"lodash/import-scope", "Import lodash by method.", business.Advice, nil},
	{"import/no-nodejs-modules", "Do not import Node.js modules.", business.Advice, nil},
	{"react-native/no-raw-text", "Raw text belongs inside a Text component.", business.Advice, nil},
	{"@typescript-eslint/no-non-null-assertion", "Do not use the non-null assertion `!`.", business.Advice, nil},
	{"no-alert", "Do not use `alert`, `confirm` or `prompt`.", business.BanCall, []string{"alert", "confirm", "prompt"}},
	{"react/no-danger", "Do not use `dangerouslySetInnerHTML`.", business.BanCall, []string{"dangerouslySetInnerHTML"}},
}

func simpleRules(p string, l literalReader) []business.Rule {
	var out []business.Rule
	for _, k := range wellKnown {
		for _, v := range l.after(k.key) {
			level := asString(v.value)
			if list := asList(v.value); len(list) > 0 {
				level = asString(list[0])
			}
			if level != "error" && level != "2" && level != "warn" && level != "1" {
				continue
			}
			var check *business.Check
			if k.names != nil {
				check = &business.Check{Names: k.names}
			}
			r := configured(k.kind, p, v.line, check, "%s", k.statement)
			r.Score = 0.55
			out = append(out, r)
			break
		}
	}
	return out
}

func readDependencyCruiser(p string, content []byte) []business.Rule {
	l, ok := readLiterals(p, content)
	if !ok {
		return nil
	}
	var out []business.Rule
	for _, v := range l.after("forbidden") {
		for _, f := range asList(v.value) {
			m := asMap(f)
			from, to := asString(dig(m, "from", "path")), asString(dig(m, "to", "path"))
			comment := strings.TrimSuffix(asString(m["comment"]), ".")
			if len(comment) > 20 || (from == "" || to == "") && comment != "" {
				out = append(out, configured(business.Advice, p, v.line, nil, "%s.", comment))
			}
			if len(comment) > 20 || from == "" || to == "" {
				continue // the words say it better than two patterns
			}
			out = append(out, configured(business.ImportBoundary, p, v.line, nil, "`%s` must not depend on `%s`%s.", from, to, because(comment)))
		}
	}
	return out
}

func isESLintPlugin(p string) bool {
	ext := path.Ext(p)
	return (ext == ".js" || ext == ".ts" || ext == ".cjs" || ext == ".mjs") && (strings.Contains(p, "eslint") || strings.Contains(p, "lint-rules") || strings.Contains(p, "oxlint")) && !business.IsTest(p)
}

// readCustomESLint reads what the project's own lint rules tell people.
func readCustomESLint(p string, content []byte) []business.Rule {
	out := readCustomRules(p, content)
	for i := range out {
		out[i].Scope.Paths = lintedBy(p)
	}
	return out
}

// lintedBy is where a rule of the project's own holds: beside the folder of
// such rules, not in it; everywhere when they are a package of their own.
func lintedBy(p string) []string {
	parts := strings.Split(path.Dir(p), "/")
	for i, d := range parts {
		if !strings.Contains(d, "lint") {
			continue
		}
		if i == 0 || strings.HasPrefix(d, "eslint-plugin") || strings.HasPrefix(d, "eslint-config") || parts[0] == "packages" && i == 1 {
			return nil
		}
		return []string{strings.Join(parts[:i], "/") + "/**"}
	}
	return nil
}

func readCustomRules(p string, content []byte) []business.Rule {
	l, ok := readLiterals(p, content)
	if !ok || len(l.after("meta")) == 0 {
		return nil
	}
	var out []business.Rule
	for _, v := range l.after("docs") {
		if d := asString(dig(v.value, "description")); len(d) > 15 {
			out = append(out, configured(business.Advice, p, v.line, nil, "%s.", customMessage(d)))
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, v := range l.after("messages") {
		m := asMap(v.value)
		for _, k := range sortedKeys(m) {
			if s := asString(m[k]); len(s) > 15 {
				out = append(out, configured(business.Advice, p, v.line, nil, "%s.", customMessage(s)))
			}
		}
	}
	return out[:min(len(out), 3)]
}

// customMessage words what a rule of the project's own is about: "disallow X"
// asks for no X.
func customMessage(s string) string {
	if text := complaint(s); text != "" {
		return text
	}
	return upperFirst(strings.TrimSuffix(s, "."))
}
