package mine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Bounds of a page: every agent reads this much, and more would not be heeded.
const (
	mostPageRules = 40
	mostPageChars = 11000 // Windsurf reads 12,000 characters of a file
)

// PageMark is the line by which a page is known to be ours.
const PageMark = "<!-- written by vibedefend rules sync; change .cybedefend/rules.yaml instead -->"

// Page renders accepted rules as a rule file of an agent, strictest first.
// head makes the front matter of the files that the page is for, which are
// all when globs is empty.
func Page(rules []business.Active, head func(globs []string) string) string {
	rules = slices.Clone(rules)
	slices.SortStableFunc(rules, func(a, b business.Active) int {
		return cmp.Or(cmp.Compare(strictness(b.Severity), strictness(a.Severity)), cmp.Compare(b.Confidence, a.Confidence), strings.Compare(a.ID, b.ID))
	})
	var body strings.Builder
	n, chars := 0, 0
	for _, r := range rules {
		line := pageLine(r)
		c := utf8.RuneCountInString(line)
		if n == mostPageRules || chars+c > mostPageChars {
			break
		}
		n, chars = n+1, chars+c
		body.WriteString(line)
	}
	if left := len(rules) - n; left > 0 {
		fmt.Fprintf(&body, "\n%d more are in `.cybedefend/rules.yaml`.\n", left)
	}
	return head(pageGlobs(rules[:n])) + "\n" + PageMark + "\n\n# Conventions of this repository\n\nPeople accepted these; follow them in what you write.\n\n" + body.String()
}

func strictness(severity string) int {
	return slices.Index([]string{"advise", "warn", "ask", "block"}, severity)
}

// pageLine is one rule: its words, where it holds, and an example.
func pageLine(r business.Active) string {
	Tidy(&r.Rule)
	line := "- " + strings.TrimRight(r.Statement, " ")
	if len(r.Scope.Paths) > 0 {
		line += " (in `" + strings.Join(r.Scope.Paths[:min(3, len(r.Scope.Paths))], "`, `") + "`)"
	}
	if len(r.Examples) > 0 {
		line += " See `" + r.Examples[0] + "`."
	}
	return line + "\n"
}

// pageGlobs are the files that the rules speak of; none means all.
func pageGlobs(rules []business.Active) []string {
	var out []string
	for _, r := range rules {
		globs := r.Scope.Paths
		if len(globs) == 0 {
			for _, l := range r.Scope.Languages {
				globs = append(globs, languageGlobs(l)...)
			}
		}
		if len(globs) == 0 {
			return nil
		}
		for _, g := range globs {
			if strings.ContainsAny(g, ",\"\n") {
				return nil // it cannot be said in a list
			}
		}
		out = append(out, globs...)
	}
	slices.Sort(out)
	if out = slices.Compact(out); len(out) > 24 {
		return nil
	}
	return out
}

func languageGlobs(lang string) []string {
	switch lang {
	case "ts":
		return []string{"**/*.ts", "**/*.tsx", "**/*.js", "**/*.jsx", "**/*.vue", "**/*.svelte"}
	case "python":
		return []string{"**/*.py"}
	case "kotlin":
		return []string{"**/*.kt"}
	case "csharp":
		return []string{"**/*.cs"}
	case "ruby":
		return []string{"**/*.rb"}
	case "rust":
		return []string{"**/*.rs"}
	case "go", "java", "php", "sql", "prisma":
		return []string{"**/*." + lang}
	}
	return nil
}
