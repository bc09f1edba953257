package mine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// roleRule words a candidate.
func (c *corpus) roleRule(f candidate) business.Rule {
	var good, bad []string
	for _, ref := range f.units {
		file, u := c.at(ref)
		site := fmt.Sprintf("%s:%d", file.Path, u.Line)
		if slices.Contains(business.Items(u), f.item) {
			good = append(good, site)
		} else {
			bad = append(bad, site)
		}
	}
	role := f.role
	r := business.Rule{
		Statement: fmt.Sprintf("%s %s.", sayRole(role, f.lang), sayItem(f.item)),
		Kind:      business.RequireInUnit, Source: business.FromCode, Support: f.k, Sites: len(f.units), Confidence: f.lb,
		Scope: business.Scope{Languages: []string{f.lang}, Paths: rolePaths(role)}, Check: &business.Check{Role: &role, AnyOf: []string{f.item}},
		Score: f.score,
	}
	c.evidence(&r, good, bad)
	return r
}

func rolePaths(r business.Role) []string {
	switch r.By {
	case "dir":
		return []string{r.Name + "/**"}
	case "file":
		return []string{"**/" + r.Name}
	}
	return nil
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
		open, end := "@", ""
		if lang == "csharp" {
			open, end = "[", "]"
		}
		return what + " marked `" + open + r.Name + end + "`"
	case "wrapper":
		return what + " passed to `" + r.Name + "`"
	case "verb":
		return "Handlers registered with `" + r.Name + "`"
	case "router":
		return "Routes of `" + r.Name + "`"
	}
	return what
}

func sayItem(item string) string {
	switch {
	case strings.HasPrefix(item, "scope:"):
		return "scope their work by `" + item[6:] + "`"
	case strings.HasPrefix(item, "throw:"):
		return "throw `" + item[6:] + "` on failure"
	case strings.HasPrefix(item, "@"):
		return "carry `" + item + "`"
	case strings.HasPrefix(item, "extends:"):
		return "extend `" + item[8:] + "`"
	case strings.Contains(item, " "):
		return "declare `" + item + "`"
	}
	return "go through `" + item + "`"
}
