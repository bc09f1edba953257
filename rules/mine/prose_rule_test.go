package mine

import (
	"strings"
	"testing"
)

// What is a rule for its form, and what is none for what it is about.
func TestProseRuleForms(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		rule             bool
	}{
		{"a verb of the long list", "AGENTS.md", "- Employ snake case for the names of test functions.\n", true},
		{"a verb that is a noun too", "AGENTS.md", "- Order the attributes of a template by name.\n", true},
		{"a verb without an article", "AGENTS.md", "- Document hidden assumptions of every function.\n", true},
		{"a noun that is a verb too", "AGENTS.md", "- Test files of the backend are slow.\n", false},
		{"no code token, but about code", "CONTRIBUTING.md", "All new code must be written in Go.\n", true},
		{"passive", "CONTRIBUTING.md", "Icons should be imported as vectors and named `icon_name_size.xml`.\n", true},
		{"we use", "CONTRIBUTING.md", "## Views\nWe use typed bindings to reference views.\n", true},
		{"we are", "CONTRIBUTING.md", "## Views\nWe are fond of typed views and of tests.\n", false},
		{"all of a kind", "CONTRIBUTING.md", "All icons are from the rounded set of the library.\n", true},
		{"what can be", "CONTRIBUTING.md", "New icons can be found on the site of the library.\n", false},
		{"a tool and its purpose", "AGENTS.md", "## Testing\n- `fixture_bot` for test data (not seeds)\n", true},
		{"one thing, not another", "AGENTS.md", "Styling is utility classes (see `css.config`), not inline styles.\n", true},
		{"behind a clause", "AGENTS.md", "When you add a column, include a default value for it.\n", true},
		{"a clause without a comma", "CONTRIBUTING.md", "When adding a text to the backend a key must also be added to `texts.json`.\n", true},
		{"behind a phrase", "docs/coding-guidelines.md", "For comments, use the syntax of the template language.\n", true},
		{"where practical", "AGENTS.md", "Where practical, return early from a function.\n", true},
		{"may only", "AGENTS.md", "Entities may only be loaded through the repository of their module.\n", true},
		{"has to", "CONTRIBUTING.md", "Every endpoint has to check the permission of its caller.\n", true},
		{"does not have to", "CONTRIBUTING.md", "An endpoint does not have to check the permission of its caller.\n", false},
		{"not accepted", "CONTRIBUTING.md", "Queries built from strings are not accepted.\n", true},
		{"discouraged", "docs/coding-guidelines.md", "Nested loops in templates are discouraged.\n", true},
		{"please make sure", "CONTRIBUTING.md", "Please make sure that all images of a view have a description.\n", true},
		{"try to avoid", "AGENTS.md", "Try to avoid deep nesting in functions.\n", true},
		{"an order in a guide", "docs/coding-guidelines.md", "- Scope queries to the nearest component.\n", true},
		{"an order in a manual for users of code", "docs/development/start.md", "## First steps\n- Scope the search of the page.\n", false},
		{"a name nobody has", "AGENTS.md", "- Do not use `forbiddenThing` in handlers.\n", true},
		{"what a picture shows", "docs/architecture.md", "Indicates that one handler must exist before another one.\n", false},
		{"what things need", "docs/architecture.md", "The streaming engine requires the policy of the index.\n", false},
		{"for those who run it", "docs/architecture.md", "Operators must tune `window_size` of the index.\n", false},
		{"what is to be expected", "docs/development.md", "The handler should also work with other servers.\n", false},
		{"hangs on what is before", "docs/development.md", "However, this must not be the type of it.\n", false},
		{"an order behind what is told", "AGENTS.md", "Icons come from a font - reference them as classes, e.g. `icon:home`.\n", true},
		{"what another is told", "CONTRIBUTING.md", "Operators of a site don't care about the names of its tables.\n", false},
		{"a good example", "AGENTS.md", "- Good: _\"How should an expired handler be handled?\"_\n", false},
		{"an order in brackets", "AGENTS.md", "Rows are typed by the schema (do not bring back `any`).\n", true},
		{"what a part never does", "AGENTS.md", "The table runner never writes `requireOwner` rows.\n", true},
		{"what each is for", "AGENTS.md", "`require(...)` for arguments, `requireOwner` for the state of a handler.\n", true},
		{"one of each", "AGENTS.md", "One handler per file of `requireOwner`.\n", true},
		{"only allowed", "AGENTS.md", "Raw queries are only allowed in `requireOwner`.\n", true},
		{"a heading that ends in an order", "AGENTS.md", "## Generated tables - never edit by hand, run the generator\n\nThey are many.\n", true},
		{"a heading that names a step", "AGENTS.md", "## Step one - open the tables\n\nThey are many.\n", false},
		{"a file and what it is", "AGENTS.md", "## Utilities\n- `base_case.py`: Base class for all tests\n", false},
	} {
		if got := proseOf(t, c.file, c.text); (len(got) > 0) != c.rule {
			t.Errorf("%s: %q gave %d rules", c.name, c.text, len(got))
		}
	}
}

func TestWhatIsCertainComesFirst(t *testing.T) {
	score := func(text string) float64 {
		got := proseOf(t, "AGENTS.md", text)
		if len(got) != 1 {
			t.Fatalf("%q gave %d rules", text, len(got))
		}
		return got[0].Score
	}
	ordered := []string{
		"Handlers must call `requireOwner` before they load.\n",
		"Call `requireOwner` in handlers.\n",
		"Keep business logic out of controllers.\n",
		"Follow existing patterns of the components.\n",
	}
	for i := 1; i < len(ordered); i++ {
		if score(ordered[i-1]) <= score(ordered[i]) {
			t.Errorf("%q does not come before %q", strings.TrimSpace(ordered[i-1]), strings.TrimSpace(ordered[i]))
		}
	}
}
