package mine

import (
	"path"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

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
