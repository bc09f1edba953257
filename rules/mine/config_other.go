package mine

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"gopkg.in/yaml.v3"

	"github.com/cybedefend/vibedefend/rules/business"
)

func yamlValue(content []byte) any {
	var v any
	if yaml.Unmarshal(content, &v) != nil {
		return nil
	}
	return v
}

func tomlValue(content []byte) any {
	var v map[string]any
	if toml.Unmarshal(content, &v) != nil {
		return nil
	}
	return v
}

func readESLintYAML(p string, content []byte) []business.Rule {
	rules := asMap(dig(yamlValue(content), "rules"))
	var out []business.Rule
	for _, key := range sortedKeys(rules) {
		v := located{rules[key], lineOf(content, key)}
		switch {
		case strings.HasSuffix(key, "no-restricted-imports"):
			out = append(out, restrictedImports(p, v)...)
		case strings.Contains(key, "no-restricted-"):
			out = append(out, restricted(p, key, v)...)
		}
	}
	return out
}

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
			r := configured(business.BanImport, p, lineOf(content, pkg), &business.Check{Modules: []string{pkg}}, "Do not import `%s`%s.", pkg, because(strings.TrimSuffix(asString(dig(d, "desc")), ".")))
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
		if pat != "" {
			out = append(out, configured(business.BanCall, p, lineOf(content, pat), &business.Check{Names: []string{plainPattern(pat)}}, "Do not use `%s`%s.", plainPattern(pat), because(strings.TrimSuffix(msg, "."))))
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

// plainPattern makes a readable name of an expression such as ^fmt\.Print.*$.
func plainPattern(p string) string {
	p = strings.Trim(p, "^$")
	p = strings.NewReplacer(`\.`, ".", `\(`, "(", `\b`, "", "(|f|ln)", "", ".*", "", "(# .*)?", "").Replace(p)
	return strings.TrimSuffix(p, "(")
}

func readRuff(p string, content []byte) []business.Rule {
	doc := tomlValue(content)
	root := dig(doc, "tool", "ruff")
	if path.Base(p) != "pyproject.toml" {
		root = doc
	}
	var out []business.Rule
	for _, lint := range []any{root, dig(root, "lint")} {
		banned := asMap(dig(lint, "flake8-tidy-imports", "banned-api"))
		for _, name := range sortedKeys(banned) {
			out = append(out, configured(business.BanImport, p, lineOf(content, name), &business.Check{Modules: []string{name}}, "Do not use `%s`%s.", name, because(strings.TrimSuffix(asString(dig(banned[name], "msg")), "."))))
		}
		if asString(dig(lint, "flake8-tidy-imports", "ban-relative-imports")) == "all" {
			out = append(out, configured(business.Advice, p, lineOf(content, "ban-relative-imports"), nil, "Use absolute imports, no relative ones."))
		}
		for _, key := range []string{"aliases", "extend-aliases"} {
			aliases := asMap(dig(lint, "flake8-import-conventions", key))
			for _, m := range sortedKeys(aliases) {
				out = append(out, configured(business.ImportAlias, p, lineOf(content, m), &business.Check{Modules: []string{m}, Alias: asString(aliases[m])}, "Import `%s` as `%s`.", m, asString(aliases[m])))
			}
		}
	}
	return out
}

// readImportLinter reads the contracts of import-linter, TOML or INI.
func readImportLinter(p string, content []byte) []business.Rule {
	var contracts []map[string]any
	if path.Ext(p) == ".toml" {
		for _, c := range asList(dig(tomlValue(content), "tool", "importlinter", "contracts")) {
			contracts = append(contracts, asMap(c))
		}
	} else {
		contracts = iniContracts(content)
	}
	var out []business.Rule
	for _, c := range contracts {
		name, line := asString(c["name"]), lineOf(content, asString(c["name"]))
		src, ban, layers := asStrings(c["source_modules"]), asStrings(c["forbidden_modules"]), asStrings(c["layers"])
		switch {
		case asString(c["type"]) == "forbidden" && len(ban) > 0:
			r := configured(business.ImportBoundary, p, line, &business.Check{Modules: slashes(ban)}, "%s must not import %s (%s).", quoted(src), quoted(ban), name)
			r.Scope.Paths = globs(src)
			out = append(out, r)
		case asString(c["type"]) == "layers":
			out = append(out, configured(business.ImportBoundary, p, line, nil, "Layers, each may import only those after it: %s (%s).", strings.Join(layers, " > "), name))
		case asString(c["type"]) == "independence":
			out = append(out, configured(business.ImportBoundary, p, line, nil, "%s must not import each other (%s).", quoted(asStrings(c["modules"])), name))
		}
	}
	return out
}

func slashes(mods []string) []string {
	out := make([]string, len(mods))
	for i, m := range mods {
		out[i] = strings.ReplaceAll(m, ".", "/")
	}
	return out
}

func globs(mods []string) []string {
	out := slashes(mods)
	for i := range out {
		out[i] += "/**"
	}
	return out
}

// iniContracts reads [importlinter:contract:x] sections; a value may go on
// over indented lines.
func iniContracts(content []byte) []map[string]any {
	var out []map[string]any
	var cur map[string]any
	key := ""
	for line := range strings.Lines(string(content)) {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || trimmed[0] == '#' || trimmed[0] == ';':
		case trimmed[0] == '[':
			cur = nil
			if strings.HasPrefix(trimmed, "[importlinter:contract") {
				cur = map[string]any{}
				out = append(out, cur)
			}
		case cur == nil:
		case line[0] == ' ' || line[0] == '\t':
			cur[key] = append(asList(cur[key]), trimmed)
		default:
			k, v, _ := strings.Cut(trimmed, "=")
			key = strings.TrimSpace(k)
			cur[key] = []any{}
			if v = strings.TrimSpace(v); v != "" {
				cur[key] = v
			}
		}
	}
	return out
}

func isCheckstyle(p string) bool {
	return path.Ext(p) == ".xml" && strings.Contains(strings.ToLower(path.Base(p)), "checkstyle")
}

// readCheckstyle reads modules with a message of the project's own, and the
// lists of illegal imports. Properties stand directly behind their module.
func readCheckstyle(p string, content []byte) []business.Rule {
	prop := regexp.MustCompile(`(?s)<(?:property|message)\s+(?:name|key)="([^"]+)"\s+value="([^"]*)"`)
	var out []business.Rule
	line := 1
	for i, part := range bytes.Split(content, []byte("<module name=")) {
		at := line
		line += bytes.Count(part, []byte("\n"))
		module, body, _ := bytes.Cut(bytes.TrimPrefix(part, []byte(`"`)), []byte(`"`))
		if i == 0 {
			continue
		}
		vals := map[string]string{}
		for _, kv := range prop.FindAllSubmatch(body, -1) {
			vals[string(kv[1])] = unxml(string(kv[2]))
		}
		out = append(out, checkstyleRule(p, at, string(module), vals)...)
	}
	return out
}

func checkstyleRule(p string, line int, module string, vals map[string]string) []business.Rule {
	switch {
	case module == "IllegalImport":
		if mods := splitList(vals["illegalPkgs"] + "," + vals["illegalClasses"]); len(mods) > 0 {
			return []business.Rule{configured(business.BanImport, p, line, &business.Check{Modules: mods}, "Do not import %s.", quoted(mods))}
		}
	case module == "IllegalType" || module == "IllegalInstantiation" || module == "IllegalCatch" || module == "IllegalThrows":
		if names := splitList(vals["illegalClassNames"] + "," + vals["classes"]); len(names) > 0 {
			return []business.Rule{configured(business.BanCall, p, line, &business.Check{Names: names}, "Do not use %s (%s).", quoted(names), module)}
		}
	case strings.HasPrefix(module, "Regexp") && vals["message"] != "":
		return []business.Rule{configured(business.Advice, p, line, nil, "%s.", strings.TrimSuffix(vals["message"], "."))}
	}
	return nil
}

func unxml(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&amp;", "&").Replace(s)
}

func splitList(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' })
}

func isArchUnit(p string) bool {
	return (path.Ext(p) == ".java" || path.Ext(p) == ".kt") && business.IsTest(p) && strings.Contains(strings.ToLower(path.Base(p)), "arch")
}

// readArchUnit reads noClasses().that()…dependOnClassesThat()… statements.
func readArchUnit(p string, content []byte) []business.Rule {
	l, ok := readLiterals(p, content)
	if !ok {
		return nil
	}
	var out []business.Rule
	for i := range l.Toks {
		if !l.Is(i, "noClasses") && !l.Is(i, "classes") {
			continue
		}
		var words []string
		for j := i; j < len(l.Toks) && !l.Is(j, ";"); j++ {
			switch {
			case l.IsStr(j):
				words = append(words, "`"+l.Text(j)+"`")
			case l.IsWord(j) && !l.Is(j, "class") && !l.Is(j, "because"):
				words = append(words, strings.Join(business.NameWords(l.Text(j)), " "))
			}
		}
		if len(words) > 3 {
			out = append(out, configured(business.ImportBoundary, p, l.LineAt(i), nil, "%s.", strings.Join(words, " ")))
		}
	}
	return out
}

// readRuboCop reads the project's own departments and plain bans.
func readRuboCop(p string, content []byte) []business.Rule {
	doc := asMap(yamlValue(content))
	var out []business.Rule
	for _, cop := range sortedKeys(doc) {
		m := asMap(doc[cop])
		if m == nil || m["Enabled"] == false || !strings.Contains(cop, "/") {
			continue
		}
		line := lineOf(content, cop+":")
		if d := asString(m["Description"]); d != "" {
			out = append(out, configured(business.Advice, p, line, nil, "%s (%s).", strings.TrimSuffix(d, "."), cop))
		}
		for _, key := range []string{"ForbiddenMethods", "ForbiddenIdentifiers", "BannedMethods", "ForbiddenConstants", "DisallowedMethods"} {
			if names := asStrings(m[key]); len(names) > 0 {
				out = append(out, configured(business.BanCall, p, line, &business.Check{Names: names}, "Do not use %s (%s).", quoted(names), cop))
			}
		}
		if known := rubocopKnown(cop); known != "" && m["Enabled"] == true {
			out = append(out, configured(business.Advice, p, line, nil, "%s (%s).", known, cop))
		}
	}
	return out
}

func rubocopKnown(cop string) string {
	switch cop {
	case "Style/OpenStructUse":
		return "Do not use `OpenStruct`"
	case "Style/FrozenStringLiteralComment":
		return "Start each file with `# frozen_string_literal: true`"
	case "Rails/Output":
		return "No `puts` or `print` in application code"
	case "Rails/SkipsModelValidations":
		return "Do not use methods that skip validations"
	case "Rails/TimeZone":
		return "Use `Time.current`, not `Time.now`"
	case "Rails/Date":
		return "Use `Date.current`, not `Date.today`"
	case "Lint/Debugger":
		return "No debugger statements"
	case "Security/Eval":
		return "Do not use `eval`"
	case "RSpec/NamedSubject":
		return "Name the subject of a test"
	}
	return ""
}

func isRuboCopCop(p string) bool {
	return path.Ext(p) == ".rb" && strings.Contains(p, "rubocop") && strings.Contains(p, "cop") && !business.IsTest(p)
}

// readCustomCop reads the message of a cop that the project wrote itself.
func readCustomCop(p string, content []byte) []business.Rule {
	for line := range strings.Lines(string(content)) {
		if _, v, ok := strings.Cut(strings.TrimSpace(line), "MSG = "); ok {
			if v = strings.Trim(strings.TrimSuffix(v, ".freeze"), `"'`); len(v) > 10 {
				return []business.Rule{configured(business.Advice, p, lineOf(content, "MSG = "), nil, "%s.", strings.TrimSuffix(v, "."))}
			}
		}
	}
	return nil
}

// readBannedSymbols reads lines such as "T:System.Random;Use X".
func readBannedSymbols(p string, content []byte) []business.Rule {
	var out []business.Rule
	n := 0
	for line := range strings.Lines(string(content)) {
		n++
		sym, why, _ := strings.Cut(strings.TrimSpace(line), ";")
		if len(sym) < 3 || sym[1] != ':' {
			continue
		}
		name, _, _ := strings.Cut(sym[2:], "(")
		parts := strings.Split(name, ".")
		short := strings.Join(parts[max(0, len(parts)-2):], ".")
		out = append(out, configured(business.BanCall, p, n, &business.Check{Names: []string{short}}, "Do not use `%s`%s.", name, because(strings.TrimSuffix(why, "."))))
	}
	return out
}

func readClippy(p string, content []byte) []business.Rule {
	doc := asMap(tomlValue(content))
	var out []business.Rule
	for _, key := range []string{"disallowed-methods", "disallowed-types", "disallowed-macros", "disallowed-names"} {
		for _, d := range asList(doc[key]) {
			name := asString(d)
			if m := asMap(d); m != nil {
				name = asString(m["path"])
			}
			if name != "" {
				out = append(out, configured(business.BanCall, p, lineOf(content, name), &business.Check{Names: []string{name}}, "Do not use `%s`%s.", name, because(strings.TrimSuffix(asString(dig(d, "reason")), "."))))
			}
		}
	}
	return out
}

func readDetekt(p string, content []byte) []business.Rule {
	doc := yamlValue(content)
	var out []business.Rule
	for _, x := range []struct{ rule, key string }{{"ForbiddenImport", "imports"}, {"ForbiddenMethodCall", "methods"}, {"ForbiddenComment", "values"}} {
		for _, d := range asList(dig(doc, "style", x.rule, x.key)) {
			name := asString(d) + asString(dig(d, "value"))
			if name == "" {
				continue
			}
			kind, check := business.BanCall, &business.Check{Names: []string{name}}
			if x.key == "imports" {
				kind, check = business.BanImport, &business.Check{Modules: []string{name}}
			}
			out = append(out, configured(kind, p, lineOf(content, name), check, "Do not use `%s`%s.", name, because(asString(dig(d, "reason")))))
		}
	}
	return out
}

func readDeptrac(p string, content []byte) []business.Rule {
	doc := yamlValue(content)
	set := asMap(dig(doc, "deptrac", "ruleset"))
	if set == nil {
		set = asMap(dig(doc, "ruleset"))
	}
	var out []business.Rule
	for _, layer := range sortedKeys(set) {
		allowed := "no other layer"
		if l := asStrings(set[layer]); len(l) > 0 {
			allowed = "only " + quoted(l)
		}
		out = append(out, configured(business.ImportBoundary, p, lineOf(content, layer+":"), nil, "Layer `%s` depends on %s.", layer, allowed))
	}
	return out
}

func isSemgrep(p string) bool {
	ext := path.Ext(p)
	return (ext == ".yml" || ext == ".yaml") && (strings.Contains(p, "semgrep") || strings.Contains(p, "ast-grep") || strings.Contains(p, "sgrules") || strings.HasPrefix(p, "lint-rules/"))
}

// readSemgrep reads rules of semgrep and ast-grep that the project wrote.
func readSemgrep(p string, content []byte) []business.Rule {
	var out []business.Rule
	dec := yaml.NewDecoder(bytes.NewReader(content))
	for range 50 {
		var doc any
		if dec.Decode(&doc) != nil {
			break
		}
		list := asList(dig(doc, "rules"))
		if list == nil && dig(doc, "rule") != nil {
			list = []any{doc}
		}
		for _, d := range list {
			if msg := asString(dig(d, "message")); len(msg) > 10 {
				out = append(out, configured(business.Advice, p, lineOf(content, asString(dig(d, "id"))), nil, "%s.", strings.TrimSuffix(oneLine(msg), ".")))
			}
		}
	}
	return out
}
