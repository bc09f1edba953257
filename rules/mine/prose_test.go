package mine

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// proseOf are the rules that the grammar finds in one document.
func proseOf(t *testing.T, name, text string) []business.Rule {
	t.Helper()
	files := planted()
	files[name] = text
	tr, err := walk(repo(t, files))
	if err != nil {
		t.Fatal(err)
	}
	c, _ := tr.corpus(Options{})
	return c.readProse(tr)
}

func TestProseForms(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		want             string // "" for no rule
	}{
		{"label", "AGENTS.md", "- **Handlers**: Use `requireOwner` in each of them.\n", "Handlers: Use `requireOwner` in each of them."},
		{"list below must not", "AGENTS.md", "Agents MUST NOT:\n\n- Hardcode secrets or tokens in code\n", "Do not hardcode secrets or tokens in code"},
		{"list below must", "AGENTS.md", "New code must:\n- call `requireOwner` before it loads\n", "New code must call `requireOwner` before it loads"},
		{"only below must", "AGENTS.md", "Modules must:\n- NOT touch the models of others\n", "Modules must not touch the models of others"},
		{"a paragraph ends the list's lead", "AGENTS.md", "Never do this:\n\n- a thing\n\nMore words here.\n\n- Plain items of code tell nothing\n", ""},
		{"late in a long paragraph", "AGENTS.md", strings.Repeat("Words about the past of it. ", 20) + "Handlers must call `requireOwner` first.\n", "Handlers must call `requireOwner` first."},
		{"tells what happens", "AGENTS.md", "The `requireOwner` function always returns the row.\n", ""},
		{"tells what can be", "AGENTS.md", "You can always call `requireOwner` again later.\n", ""},
		{"a condition", "CONTRIBUTING.md", "If more of the code is required, the team member says so.\n", ""},
		{"a step of a manual", "docs/development.md", "Add the following to the handler of your package.\n", ""},
		{"a rule in a manual", "docs/development.md", "Handlers must never skip `requireOwner`.\n", "Handlers must never skip `requireOwner`."},
		{"leans on the sentence before", "docs/development.md", "However, this must not be the type of it.\n", ""},
	} {
		got := proseOf(t, c.file, c.text)
		switch {
		case c.want == "" && len(got) > 0:
			t.Errorf("%s: took %q", c.name, got[0].Statement)
		case c.want != "" && (len(got) != 1 || got[0].Statement != c.want):
			t.Errorf("%s: got %+v, want %q", c.name, got, c.want)
		}
	}
}

// A ban that holds somewhere only is told, not enforced everywhere.
func TestConditionalBansHaveNoCheck(t *testing.T) {
	for text, checked := range map[string]bool{
		"- Never use `console.log`; use `logger`.\n": true, "- Never use `console.log`.\n": true, "- Never use `empty()` to check lists of things.\n": false, "- Do not call `create()` from a controller.\n": false,
	} {
		got := proseOf(t, "AGENTS.md", text)
		if len(got) != 1 || (got[0].Check != nil) != checked {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestSaidTwiceIsToldOnce(t *testing.T) {
	got := proseOf(t, "AGENTS.md", "- Always add explicit `id` variants of each filter in the set of filters.\n- Add explicit `id` variants of each filter to the set of filters.\n- Do not add explicit types to controller methods of the app.\n- Always add explicit types to helper functions.\n")
	if len(got) != 3 {
		t.Errorf("got %d: %+v", len(got), got)
	}
}

// Rule files of ours say what people accepted already, and how to read us.
func TestOwnRuleFilesAreNotMined(t *testing.T) {
	for _, p := range []string{".cursor/rules/vibedefend.mdc", ".cursor/rules/vibedefend-conventions.mdc", ".windsurf/rules/vibedefend-conventions.md", ".windsurf/rules/vibedefend-security-go.md", ".github/instructions/vibedefend-security-go.instructions.md",
		".github/instructions/vibedefend.instructions.md"} {
		if _, ok := proseFile(p); ok {
			t.Errorf("%s is read", p)
		}
	}
	if _, ok := proseFile(".cursor/rules/api.mdc"); !ok {
		t.Error("rules of the team are not read")
	}
}
