package mine

import (
	"path"
	"regexp"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Which parts of a repository may know which, and what it must not depend on.

// readTach reads the modules of tach.toml that say what they depend on.
func readTach(p string, content []byte) []business.Rule {
	var out []business.Rule
	for _, m := range asList(dig(tomlValue(content), "modules")) {
		name := asString(dig(m, "path"))
		if name == "" || strings.HasPrefix(name, "<") || asMap(m)["depends_on"] == nil {
			continue
		}
		out = append(out, dependsOn(p, lineOf(content, `"`+name+`"`), "Module", name, strings.ReplaceAll(name, ".", "/"), asStrings(dig(m, "depends_on"))))
	}
	return out
}

// readPackwerk reads a package.yml whose dependencies are enforced.
func readPackwerk(p string, content []byte) []business.Rule {
	doc := asMap(yamlValue(content))
	if on := doc["enforce_dependencies"]; on != true && on != "strict" || path.Dir(p) == "." {
		return nil
	}
	return []business.Rule{dependsOn(p, lineOf(content, "enforce_dependencies"), "Package", path.Dir(p), path.Dir(p), asStrings(doc["dependencies"]))}
}

func dependsOn(p string, line int, what, name, dir string, on []string) business.Rule {
	said := "no other"
	if len(on) > 0 {
		said = "only " + quotedAnd(on, len(on))
	}
	r := configured(business.ImportBoundary, p, line, nil, "%s `%s` depends on %s.", what, name, said)
	r.Scope.Paths = []string{strings.Trim(dir, "/") + "/**"}
	r.Score = styleScore
	return r
}

func isSignatures(p string) bool {
	b := strings.ToLower(path.Base(p))
	return path.Ext(b) == ".txt" && (strings.Contains(b, "forbidden") || strings.Contains(b, "signatures"))
}

// readSignatures reads the lists of forbidden-apis: a class, method or field
// on each line, the reason behind @ or in @defaultMessage.
func readSignatures(p string, content []byte) []business.Rule {
	name := regexp.MustCompile(`^[a-zA-Z_][\w$]*(?:\.[\w$*]+)+(?:#[\w$<>]+(?:\(.*\))?)?$`)
	var out []business.Rule
	reason, n := "", 0
	overloads := overloadBans{p: p}
	for line := range strings.Lines(string(content)) {
		n++
		line = strings.TrimSpace(line)
		if msg, ok := strings.CutPrefix(line, "@defaultMessage"); ok {
			reason = strings.TrimSpace(msg)
			continue
		}
		sig, why, _ := strings.Cut(line, "@")
		sig = strings.TrimSpace(sig)
		if !name.MatchString(sig) {
			continue
		}
		if why = strings.TrimSpace(why); why == "" {
			why = reason
		}
		class, member, isMember := strings.Cut(sig, "#")
		said := because(strings.TrimSuffix(why, "."))
		if !isMember {
			r := configured(business.BanImport, p, n, &business.Check{Modules: []string{strings.TrimRight(class, ".*")}}, "Do not use `%s`%s.", class, said)
			r.Scope.Paths = nil
			out = append(out, r)
			continue
		}
		member, _, _ = strings.Cut(member, "(")
		short := class[strings.LastIndexByte(class, '.')+1:] + "." + member
		if member == "<init>" {
			short = "new " + class[strings.LastIndexByte(class, '.')+1:]
		}
		if args := sig[strings.IndexByte(sig, '#')+1+len(sigMember(sig)):]; len(args) > 2 || member == "<init>" && args == "()" {
			overloads.add(n, short+args, why)
			continue // one of several of this name
		}
		r := configured(business.BanCall, p, n, &business.Check{Names: []string{short}}, "Do not use `%s`%s.", short, said)
		r.Scope.Paths = nil
		out = append(out, r)
	}
	return append(out, overloads.rules()...)
}

// sigMember is the name behind # in a signature.
func sigMember(sig string) string {
	_, member, _ := strings.Cut(sig, "#")
	member, _, _ = strings.Cut(member, "(")
	return member
}

// overloadBans are single overloads that are forbidden while others of the
// name are not: they are told, but cannot be checked by their name.
type overloadBans struct {
	p       string
	reasons []string
	names   map[string][]string
	lines   map[string]int
}

func (o *overloadBans) add(line int, name, reason string) {
	if o.names == nil {
		o.names, o.lines = map[string][]string{}, map[string]int{}
	}
	if o.names[reason] == nil {
		o.reasons, o.lines[reason] = append(o.reasons, reason), line
	}
	o.names[reason] = append(o.names[reason], withoutPackages(name))
}

// withoutPackages leaves the names of classes of a signature.
func withoutPackages(sig string) string {
	return regexp.MustCompile(`\b(?:[a-z]\w*\.)+([A-Z]\w*)`).ReplaceAllString(sig, "$1")
}

func (o *overloadBans) rules() []business.Rule {
	var out []business.Rule
	for _, reason := range o.reasons {
		few, more := fitting(o.names[reason], len(reason)), ""
		if len(few) < len(o.names[reason]) {
			more = " and the like"
		}
		r := configured(business.Advice, o.p, o.lines[reason], nil, "Do not use %s%s%s.", quoted(few), more, because(strings.TrimSuffix(reason, ".")))
		r.Scope.Paths, r.Score = nil, styleScore+0.1
		out = append(out, r)
	}
	return out
}

// boundariesOf reads which elements of eslint-plugin-boundaries may import
// which.
func boundariesOf(p string, l literalReader) []business.Rule {
	var out []business.Rule
	for _, key := range []string{"boundaries/element-types", "boundaries/dependencies", "boundaries/entry-point", "boundaries/external"} {
		for _, v := range l.after(key) {
			for _, o := range options(v.value) {
				for _, r := range asList(asMap(o)["rules"]) {
					m := asMap(r)
					from := append(asStrings(m["from"]), asStrings(m["target"])...)
					said := allowance(m)
					if len(from) > 0 && said != "" {
						out = append(out, configured(business.ImportBoundary, p, v.line, nil, "%s import %s%s (eslint-plugin-boundaries).", quotedAnd(from, len(from)), said, because(strings.TrimSuffix(asString(m["message"]), "."))))
					}
				}
			}
		}
	}
	return out
}

func allowance(m map[string]any) string {
	allow, no := asStrings(m["allow"]), asStrings(m["disallow"])
	switch {
	case len(no) > 0:
		return "never " + quoted(no)
	case len(allow) == 1 && allow[0] == "*":
		return ""
	case len(allow) > 0:
		return "only " + quotedAnd(allow, len(allow))
	}
	return ""
}
