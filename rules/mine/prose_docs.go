package mine

import (
	"path"
	"slices"
	"strings"
)

// keyed reports whether a document is about how the code is written, by a word
// of its name or of a folder it lies in.
func keyed(low string) bool {
	if names(low, []string{"adr/", "adrs/", "decisions/", "contributing/", "contribute/", "contribution/", "contribution-guide", "contributor", "internals/"}) {
		return true
	}
	base := strings.TrimSuffix(path.Base(low), path.Ext(low))
	parts := strings.Split(path.Dir(low), "/")
	for i := range parts {
		parts[i] = strings.TrimLeft(parts[i], "0123456789._-")
	}
	for _, part := range append(parts, base) {
		if forUsers(low) {
			continue // a chapter of the manual on patterns, or on developing with the product
		}
		if names(part, []string{"convention", "guideline", "styleguide", "style-guide", "style_guide", "coding", "code-style", "best-practice", "standards", "hacking", "modulari"}) || wordOf(part, "architecture") || wordOf(part, "patterns") {
			return true
		}
		if strings.HasPrefix(part, "development") || part == base && strings.Contains(base, "develop") {
			return true
		}
	}
	switch {
	case slices.Contains([]string{"review", "reviewing", "reviews", "code-review", "code_review", "codereview"}, base):
		return true
	case base == "testing":
		return strings.Count(low, "/") <= 1 || developers(low) || names(low, []string{"develop", "internal", "agents/"})
	}
	return false
}

// rulesBook reports whether a document near the top is a list of rules for
// code: "RULES.md", ".github/review-rules.md".
func rulesBook(low string) bool {
	base := strings.TrimSuffix(path.Base(low), path.Ext(low))
	if strings.Count(low, "/") > 2 || !wordOf(base, "rules") || forUsers(low) {
		return false
	}
	return !slices.ContainsFunc(strings.FieldsFunc(base, func(r rune) bool { return r == '-' || r == '_' || r == '.' }), func(w string) bool {
		return !slices.Contains([]string{"rules", "code", "coding", "review", "project", "development", "dev", "style", "contributing", "engineering", "architecture", "naming", "api", "backend", "frontend", "lint", "golden", "general"}, w)
	})
}

// pullTemplate reports whether a document is the form for pull requests: its
// checklist tells what reviewers look for.
func pullTemplate(low string) bool {
	return path.Base(low) == "pull_request_template.md" || strings.Contains(low, "/pull_request_template/")
}

// forUsers reports whether a document lies in a site for those who use the
// product, and not in a part of it for contributors.
func forUsers(low string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(low), "/"), func(part string) bool {
		bare := strings.TrimLeft(part, "0123456789._-")
		return siteFolder(bare) || len(bare) < len(part) && bare != "" && strings.Contains(part[:len(part)-len(bare)], ".") && part[0] != '.' // "3.guide", a chapter
	}) && !names(low, []string{"contribut", "developers/", "internals/"})
}

// siteFolder reports whether a folder is part of a site for those who use the
// product.
func siteFolder(name string) bool {
	return slices.Contains([]string{"www", "website", "site", "content", "book", "learn", "user-guide", "userguide", "user_guide", "manual", "tutorials", "versioned_docs", "blog", "usage"}, name)
}

// wordOf reports whether a word stands in a name of words.
func wordOf(name, word string) bool {
	return slices.Contains(strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == '.' || r == ' ' }), word)
}

// forWriters are words of guides on how documents are written.
var forWriters = []string{"sentence case", "title case", "active voice", "passive voice", "present tense", "second person", "oxford comma", "serial comma", "admonition", "shortcode", "heading", "hyperlink", "link text", "alt text", "contractions", "capitaliz", "punctuation", "front matter", "frontmatter", "abbreviation", "acronym", "jargon", "bullet", "pronoun", "italic", "bold", "placeholder"}

// onWriting reports whether a document is a guide on how documents are written,
// by what its lines speak of.
func onWriting(doc string) bool {
	lines, about := 0, 0
	seen := map[string]bool{}
	for line := range strings.Lines(strings.ToLower(doc)) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		lines++
		of := false
		for _, w := range forWriters {
			if strings.Contains(line, w) {
				seen[w], of = true, true
			}
		}
		if of {
			about++
		}
	}
	return len(seen) >= 6 && 10*about >= lines
}
