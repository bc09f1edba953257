package mine

import (
	"slices"
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

func TestGuidesForWriters(t *testing.T) {
	guide := "# Style\n\nUse sentence case for each heading.\nUse active voice and the present tense.\nNo contractions, no jargon.\nSpell out an abbreviation the first time.\nUse bold for buttons.\nEnd each bullet without punctuation.\n"
	if !onWriting(guide) {
		t.Error("a guide for writers was not told")
	}
	if onWriting("# Style\n\nRows go through `loadRows`.\nEach heading of a page is a `Title`.\nNames in bold are links.\n") {
		t.Error("code was taken for writing")
	}
	for p, want := range map[string]bool{"docs/3.guide/4.modules/7.best-practices.md": true, "docs/5.community/4.contribution.md": false, "docs/best-practices.md": false, "docs/v1.2/style.md": false} {
		if got := forUsers(p); got != want {
			t.Errorf("%s: %v", p, got)
		}
	}
	for p, want := range map[string]bool{"AGENTS.md": true, "agents.md": true, "web/AGENTS.md": true, "docs/agents.md": false, "docs/gemini.md": false, "web/Claude.md": true} {
		if got := forAgents(p); got != want {
			t.Errorf("%s: %v", p, got)
		}
	}
	if w, ok := proseFile("agent_docs/rows.md"); !ok || w != 0.95 {
		t.Errorf("what agents are sent to: %v %v", w, ok)
	}
	if w, ok := proseFile("docs/5.community/4.contribution.md"); !ok || w != 0.85 {
		t.Errorf("a chapter on contributing: %v %v", w, ok)
	}
}

func TestLabelsOfDuty(t *testing.T) {
	got := standing("### MUST NOT\n\n- Wire up rows behind `loadRows`.\n- The title of a row is no key of `Rows`.\n\n### MUST\n\n- Load `Rows` whole.\n")
	for _, want := range []string{"Do not wire up rows behind `loadRows`.", "Load `Rows` whole."} {
		if !slices.Contains(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	got = standing("**Types**: strict ones, no `any`\n**Files**: in kebab-case\n")
	if !slices.Contains(got, "Types: strict ones, no `any`") || !slices.Contains(got, "Files: in kebab-case") {
		t.Errorf("lines with labels: %q", got)
	}
}

func TestHeadingsThatAreSentences(t *testing.T) {
	if got := shortTopic("Support for rows is mandatory"); got != "" {
		t.Errorf("a sentence was cut to %q", got)
	}
	if got := shortTopic("Rows"); got != "Rows" {
		t.Errorf("got %q", got)
	}
}
