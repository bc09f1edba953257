package mine

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Bans in the configuration of tools that have few other rules worth saying.

func isSwiftLint(p string) bool {
	b := path.Base(p)
	return strings.HasPrefix(b, ".swiftlint") && (path.Ext(b) == ".yml" || path.Ext(b) == ".yaml")
}

// readSwiftLint reads the rules that a project wrote as patterns.
func readSwiftLint(p string, content []byte) []business.Rule {
	var out []business.Rule
	rules := asMap(dig(yamlValue(content), "custom_rules"))
	for _, id := range sortedKeys(rules) {
		msg := asString(dig(rules[id], "message"))
		if msg == "" {
			msg = asString(dig(rules[id], "name"))
		}
		if len(msg) < 12 {
			continue
		}
		r := configured(business.Advice, p, lineOf(content, id+":"), nil, "%s.", strings.TrimSuffix(offence(msg, ""), "."))
		r.Scope.Paths = append(r.Scope.Paths[:0:0], "**/*.swift")
		out = append(out, r)
	}
	return out
}

// readPsalm reads the functions that Psalm forbids.
func readPsalm(p string, content []byte) []business.Rule {
	clean := withoutRemarks(content)
	block := regexp.MustCompile(`(?s)<forbiddenFunctions>(.*?)</forbiddenFunctions>`).FindSubmatchIndex(clean)
	if block == nil {
		return nil
	}
	var names []string
	for _, m := range regexp.MustCompile(`<function\s+name="([^"]+)"`).FindAllSubmatch(clean[block[2]:block[3]], 60) {
		names = append(names, string(m[1]))
	}
	if len(names) == 0 {
		return nil
	}
	r := configured(business.BanCall, p, 1+bytes.Count(clean[:block[0]], []byte("\n")), &business.Check{Names: names}, "Do not use %s.", quotedSome(names, mostNamed))
	r.Scope.Paths = []string{"**/*.php"}
	return []business.Rule{r}
}

// readCargoDeny reads the crates that deny.toml bans.
func readCargoDeny(p string, content []byte) []business.Rule {
	var out []business.Rule
	var licences []string
	for _, l := range asList(dig(tomlValue(content), "licenses", "allow")) {
		licences = append(licences, asString(l))
	}
	if len(licences) > 0 {
		r := configured(business.Advice, p, lineOf(content, "[licenses]"), nil, "Crates depend only on crates under %s (deny.toml).", quotedAnd(licences, 8))
		r.Score = weakScore
		out = append(out, r)
	}
	for _, d := range asList(dig(tomlValue(content), "bans", "deny")) {
		name := asString(d)
		for _, k := range []string{"crate", "name"} {
			if s := asString(dig(d, k)); s != "" {
				name = s
			}
		}
		if name == "" {
			continue
		}
		crate, _, _ := strings.Cut(name, "@")
		use := ""
		if s := asString(dig(d, "use-instead")); s != "" {
			use = "; use `" + s + "`"
		}
		r := configured(business.BanImport, p, lineOf(content, name), &business.Check{Modules: []string{strings.ReplaceAll(crate, "-", "_")}}, "Do not depend on the crate `%s`%s%s.", crate, use, because(strings.TrimSuffix(asString(dig(d, "reason")), ".")))
		if asList(dig(d, "wrappers")) != nil || strings.Contains(name, "@") {
			continue // some may, or some versions
		}
		out = append(out, r)
	}
	return out
}

// readFlake8 reads the modules that flake8 bans, in an INI file.
func readFlake8(p string, content []byte) []business.Rule {
	var out []business.Rule
	section, inBans, n := "", false, 0
	for line := range strings.Lines(string(content)) {
		n++
		text := strings.TrimSpace(line)
		if strings.HasPrefix(text, "[") {
			section, inBans = text, false
			continue
		}
		if section != "[flake8]" || text == "" || text[0] == '#' || text[0] == ';' {
			continue
		}
		key, val, _ := strings.Cut(text, "=")
		key, val = strings.TrimSpace(key), strings.TrimSpace(val)
		if line[0] != ' ' && line[0] != '\t' {
			inBans = key == "banned-modules"
			if key == "ban-relative-imports" && (val == "true" || val == "True") {
				out = append(out, configured(business.Advice, p, n, nil, "No relative imports (flake8)."))
			}
			if key, val, _ = strings.Cut(val, "="); !inBans || strings.TrimSpace(key) == "" {
				continue
			}
		} else if !inBans {
			continue
		}
		mod := strings.TrimSpace(key)
		out = append(out, configured(business.BanImport, p, n, &business.Check{Modules: []string{strings.TrimSuffix(mod, ".*")}}, "Do not import `%s`%s.", mod, because(strings.TrimSuffix(strings.TrimSpace(val), "."))))
	}
	return out
}

func isPMD(p string) bool {
	return path.Ext(p) == ".xml" && strings.Contains(strings.ToLower(path.Base(p)), "pmd")
}

// readPMD reads the messages of rules that a project wrote in XPath.
func readPMD(p string, content []byte) []business.Rule {
	attr := regexp.MustCompile(`message\s*=\s*"([^"]+)"`)
	clean := withoutRemarks(content)
	var out []business.Rule
	for _, m := range regexp.MustCompile(`<rule\s[^>]*XPathRule"[^>]*>`).FindAllIndex(clean, 60) {
		msg := attr.FindSubmatch(clean[m[0]:m[1]])
		if msg == nil {
			continue
		}
		if text := complaint(unxml(string(msg[1]))); text != "" {
			r := configured(business.Advice, p, 1+bytes.Count(clean[:m[0]], []byte("\n")), nil, "%s.", strings.TrimSuffix(text, "."))
			r.Scope.Paths = nil
			out = append(out, r)
		}
	}
	return out
}
