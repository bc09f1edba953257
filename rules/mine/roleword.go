package mine

import (
	"fmt"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// roleRule words a candidate.
func (c *corpus) roleRule(f candidate) business.Rule {
	role, check := f.role, f.check()
	check.Role = &role
	var good, bad []string
	for _, ref := range f.units {
		file, u := c.at(ref)
		if f.under != "" && !strings.HasPrefix(file.Path, f.under+"/") {
			continue
		}
		site := fmt.Sprintf("%s:%d", file.Path, u.Line)
		if business.Holds(u, check.AnyOf) {
			good = append(good, site)
		} else if !business.Excused(u, check) {
			bad = append(bad, site)
		}
	}
	says := sayItem(f.item, f.lang)
	if f.or != "" {
		says += " or `" + f.or + "`"
	}
	says += besides(f.with, f.lang)
	r := business.Rule{
		Statement: fmt.Sprintf("%s%s %s.", sayRole(role, f.lang), sayUnder(f.under), says),
		Kind:      business.RequireInUnit, Source: business.FromCode, Support: len(good), Sites: len(good) + len(bad), Confidence: f.lb,
		Scope: business.Scope{Languages: []string{f.lang}, Paths: rolePaths(role, f.under)}, Check: check,
		Score: f.score,
	}
	c.evidence(&r, good, bad)
	return r
}

func sayUnder(dir string) string {
	if dir == "" {
		return ""
	}
	return " under `" + dir + "/`"
}

func rolePaths(r business.Role, under string) []string {
	switch {
	case r.By == "dir":
		return []string{r.Name + "/**"}
	case r.By == "file" && under != "":
		return []string{under + "/**/" + r.Name}
	case r.By == "file":
		return []string{"**/" + r.Name}
	case under != "":
		return []string{under + "/**"}
	}
	return nil
}

// sayNote spells an annotation as its language does.
func sayNote(name, lang string) string {
	switch lang {
	case "csharp":
		return "[" + name + "]"
	case "php", "rust":
		return "#[" + name + "]"
	}
	return "@" + name
}

func sayRole(r business.Role, lang string) string {
	what := map[string]string{"function": "Functions", "class": "Classes", "route": "Routes"}[r.Unit]
	if r.Func != "" {
		what = "`" + r.Func + "` functions"
	}
	switch r.By {
	case "dir":
		return what + " under `" + r.Name + "/`"
	case "file":
		return what + " in `" + r.Name + "`" + map[bool]string{true: " files", false: ""}[strings.HasPrefix(r.Name, "*")]
	case "base":
		return what + " that extend `" + r.Name + "`"
	case "suffix":
		if r.Unit == "function" {
			return "Methods of `*" + r.Name + "` classes" + map[bool]string{true: " named `" + r.Func + "`", false: ""}[r.Func != ""]
		}
		return "`*" + r.Name + "` classes"
	case "annotation":
		return what + " marked `" + sayNote(r.Name, lang) + "`"
	case "wrapper":
		return what + " passed to `" + r.Name + "`"
	case "verb":
		return "Handlers registered with `" + r.Name + "`"
	case business.TestRole:
		return "Test classes"
	case "router":
		return "Routes of `" + r.Name + "`"
	}
	return what
}

func sayItem(item, lang string) string {
	switch {
	case strings.HasPrefix(item, "scope:"):
		return "scope their work by `" + item[6:] + "`"
	case strings.HasPrefix(item, "throw:"):
		return "throw `" + item[6:] + "` on failure"
	case strings.HasPrefix(item, "@"):
		return "carry `" + sayNote(item[1:], lang) + "`"
	case strings.HasPrefix(item, "extends:"):
		return "extend `" + item[8:] + "`"
	case strings.Contains(item, " "):
		return "declare `" + item + "`"
	}
	return "go through `" + item + "`"
}
