package mine

import "testing"

func TestRulesOnOccasion(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		rule             bool
	}{
		{"in a procedure", "docs/development/rows.md", "1. When adding a warning of the service, subclass the exception `requireOwner` of it.\n", true},
		{"a step of one", "docs/development/rows.md", "1. When the server is up, create `requireOwner`.\n", false},
		{"no comma", "AGENTS.md", "- When creating a job select the lowest queue that works.\n", true},
		{"what all of a kind use", "docs/development/rows.md", "## Handlers\n\nViews and jobs that hold a row use `requireOwner`.\n", true},
		{"what users use", "docs/development/rows.md", "## Handlers\n\nUsers of the site use `requireOwner`.\n", false},
		{"behind the words of a heading", "CONTRIBUTING.md", "## Testing Guidelines\n\n- Use factories for test data instead of making objects\n", true},
		{"a block of code behind an empty line", "docs/development/rows.md", "Every view should set the option `requireOwner` in the decorator of its class:\n\n```python\nx\n```\n", true},
		{"commands behind an empty line", "docs/development/rows.md", "Every view should set the option `requireOwner` in the shell:\n\n```bash\nx\n```\n", false},
		{"what was told before", "CONTRIBUTING.md", "Handlers must be small, which helps to avoid these problems.\n", false},
		{"an exception for the user", "AGENTS.md", "- Do not add shims to `requireOwner` unless the user explicitly asks for them.\n", true},
		{"what a change has to have", "CONTRIBUTING.md", "When adding a view, it has to be listed in the folder of views.\n", true},
		{"what a thing has to have", "CONTRIBUTING.md", "A view has to be listed in the folder of views.\n", false},
		{"what we discourage", "docs/style_guide.md", "We generally discourage the use of macros.\n", true},
		{"beside each other", "AGENTS.md", "Test files go next to the files of their handlers.\n", true},
		{"also", "docs/style_guide.md", "Also try not to put dots behind the names of tables.\n", true},
		{"commit messages among others", "AGENTS.md", "- No long dashes in comments, commit messages, or strings.\n", true},
	} {
		if got := proseOf(t, c.file, c.text); (len(got) > 0) != c.rule {
			t.Errorf("%s: %q gave %d rules", c.name, c.text, len(got))
		}
	}
	if got := standing("# Guide\n\n## Prose\n\nText.\n\n## Prefer small tests over large ones\n\nText.\n"); len(got) < 2 || got[1] != "Prefer small tests over large ones" {
		t.Errorf("a heading took its neighbour for its topic: %q", got)
	}
}
