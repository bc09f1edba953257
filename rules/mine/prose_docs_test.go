package mine

import (
	"strings"
	"testing"
)

func TestDocumentsOnTheCode(t *testing.T) {
	for p, want := range map[string]bool{
		"docs/development/rows.md": true, "docs/code-conventions.md": true, "docs/architecture/rows.md": true, "www/docs/contributing/rows.md": true, "docs/rows/modularization.md": true, "docs/reviewing.md": true, "docs/testing.md": true, "adr/0001-rows.md": true,
		"www/app/learn/advanced-development/rows.md": false, "doc/content/3.patterns/rows.md": false, "docs/storefront-development/rows.md": false, "docs/manual/testing.md": false, "docs/rows/testing.md": false, "website/architecture/rows.md": false, "docs/rows.md": false,
	} {
		if got := keyed(p); got != want {
			t.Errorf("%s: %v, want %v", p, got, want)
		}
	}
}

func TestScriptsInMDX(t *testing.T) {
	doc := "import { Row } from \"./row\"\n\nRows must be locked.\n\nexport const steps = [\n  [\"4\", \"must have one row\"],\n]\n\nImport rows with care.\n\n```ts\nexport const a = 1\n```\n"
	got := withoutScript(doc)
	if strings.Contains(got, "must have one row") || strings.Contains(got, "import {") {
		t.Errorf("kept the program: %q", got)
	}
	for _, want := range []string{"Rows must be locked.", "Import rows with care.", "export const a = 1"} {
		if !strings.Contains(got, want) {
			t.Errorf("lost %q: %q", want, got)
		}
	}
	if strings.Count(got, "\n") != strings.Count(doc, "\n") {
		t.Error("moved the lines")
	}
}

func TestBooksOfRules(t *testing.T) {
	for p, want := range map[string]bool{".github/review-rules.md": true, "rules.md": true, "docs/coding_rules.md": true, "docs/community-rules.md": false, "docs/a/b/c/rules.md": false, "website/rules.md": false, "docs/ruleset.md": false} {
		if got := rulesBook(p); got != want {
			t.Errorf("%s: %v, want %v", p, got, want)
		}
	}
}
