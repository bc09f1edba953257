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
		have := business.Items(u)
		if slices.Contains(have, f.item) || f.or != "" && slices.Contains(have, f.or) {
			good = append(good, site)
		} else {
			bad = append(bad, site)
		}
	}
	role, any := f.role, []string{f.item}
	says := sayItem(f.item)
	if f.or != "" {
		any = append(any, f.or)
		says += " or `" + f.or + "`"
	}
	says += besides(f.with)
	r := business.Rule{
		Statement: fmt.Sprintf("%s %s.", sayRole(role, f.lang), says),
		Kind:      business.RequireInUnit, Source: business.FromCode, Support: f.k, Sites: len(f.units), Confidence: f.lb,
		Scope: business.Scope{Languages: []string{f.lang}, Paths: rolePaths(role)}, Check: &business.Check{Role: &role, AnyOf: any},
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
