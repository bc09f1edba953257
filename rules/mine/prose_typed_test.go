package mine

import (
	"slices"
	"testing"
)

func TestSignsOfWriting(t *testing.T) {
	for text, want := range map[string]string{
		"Rows *must* be locked": "Rows must be locked", "Rows _should not_ be copied.": "Rows should not be copied.", "**Never** copy `a*b*c`": "Never copy `a*b*c`",
		"the file __init__ is kept": "the file _init_ is kept", "2 * 3 * 4": "2 * 3 * 4", "snake_case_names": "snake_case_names", "src/*.go and lib/*.go": "src/*.go and lib/*.go",
	} {
		if got := oneLineMarkdown(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestListsAndSentencesBelongTogether(t *testing.T) {
	for _, c := range []struct{ name, doc, want string }{
		{"names below what opens them", "- Use dashes for:\n  - file names,\n  - folders;\n", "Use dashes for file names, folders"},
		{"instead", "Do not remove a setting at once when it has users. Instead, print a warning that tells in which version of the program it will go.\n", "Do not remove a setting at once when it has users. Instead, print a warning that tells in which version of the program it will go."},
		{"announced", "This means that each table must have a key.\n", "Each table must have a key."},
		{"what parts items", "- Prefix drafts with `_`,\n- Prefix others with `x`\n", "Prefix drafts with `_`"},
		{"a doing of its own", "## Components\n\nDo NOT add wrappers for:\n\n- plain buttons of `ui/button`\n", "Do NOT add wrappers for: plain buttons of `ui/button`"},
		{"mistakes", "## Common mistakes\n\n- Writing `Codec` by hand instead of deriving it\n", "Common mistakes: Writing `Codec` by hand instead of deriving it"},
		{"typographic", "- Don’t call “the store” here.\n", "Don't call \"the store\" here."},
		{"leads into a list that is not kept", "- Some rows must have a name, including\n", "Some rows must have a name"},
	} {
		if got := standing(c.doc); !slices.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if got := standing("Use dashes for:\n- Create a file\n- Open it\n"); slices.Contains(got, "Use dashes for create a file, open it") {
		t.Errorf("joined orders to words that open a list: %q", got)
	}
}

func TestWritingOfDocuments(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		rule             bool
	}{
		{"a constitution", ".specify/memory/constitution.md", "No module may load the types of another.\n", true},
		{"a folder for developers", "docs/dev/texts.md", "Views *must* call `requireOwner` for each text.\n", true},
		{"a folder for developers about an API", "docs/developers/reference/rows.md", "The name must be a list of `requireOwner` rows.\n", false},
		{"the work of an agent", ".claude/skills/speckit-plan/SKILL.md", "Never change `requireOwner` in a plan.\n", false},
		{"an assessment", "docs/architecture/security-assessment.md", "Handlers must call `requireOwner`.\n", false},
		{"a few words with code", "AGENTS.md", "- Avoid `loop`\n", true},
		{"a few words without", "AGENTS.md", "- Avoid cats\n", false},
		{"things in general", "docs/development/style.md", "Write comments as complete sentences.\n", true},
		{"a step", "docs/development/rows.md", "Write the comment as a sentence.\n", false},
		{"the style of one language", "docs/RUST_STYLE.md", "Write the comment as a sentence.\n", true},
		{"the style of a widget", "docs/widgets/style-button.md", "Handlers must call `requireOwner`.\n", false},
		{"a name that holds the word", "web/decoding-rows.md", "Handlers must call `requireOwner`.\n", false},
		{"the guide of a copied package", "tests/lib/rows-1.4.1/CONTRIBUTING.md", "Handlers must call `requireOwner`.\n", false},
		{"a proposal", "rfcs/0001-coding-rows.md", "Handlers must call `requireOwner`.\n", false},
		{"what a change takes", "CONTRIBUTING.md", "Renaming a column of a table requires a migration.\n", true},
		{"what a thing takes", "CONTRIBUTING.md", "The server of the tables requires a lot of memory.\n", false},
		{"the choice of a record", "docs/adr/0001.md", "# Locks of rows\n\n## Decision\n\nChosen option: \"Lock rows in the handler\", because it is quick.\n", true},
		{"for and against", "docs/adr/0001.md", "# Locks of rows\n\n* Good, because handlers must call `requireOwner`.\n", false},
		{"a flag of the build", "AGENTS.md", "- Always use `--ignore-all` when restoring packages.\n", false},
		{"the plugin of an editor", "CONTRIBUTING.md", "- Import `rules.xml` to the checkstyle plugin.\n", false},
		{"the state of a branch", "docs/development/tests.md", "Tests must always be passing on `main`.\n", false},
		{"the newest of all", "AGENTS.md", "- Always use the latest version of the framework.\n", false},
		{"which work", "CONTRIBUTING.md", "- Prefer working on `ready` tickets first\n", false},
		{"an aside that goes on", "AGENTS.md", "(Handlers must call `requireOwner`, at the time of writing.\n", false},
		{"not to be expected", "AGENTS.md", "No rows of the table will show up there.\n", false},
		{"doing always", "docs/development/rows.md", "Always telling `requireOwner` its row is on purpose.\n", false},
	} {
		if got := proseOf(t, c.file, c.text); (len(got) > 0) != c.rule {
			t.Errorf("%s: %q gave %d rules", c.name, c.text, len(got))
		}
	}
}

func TestWhatIsWanting(t *testing.T) {
	for text, want := range map[string]bool{
		"Register during the start of a view": true, "Do not modify any other files of it": true, "The conversion must keep the rows": true, "A short talk avoids these problems": true, "No empty line behind this comment": true, "End a comment so that this comment reads well": false,
		"Register handlers during the start": false, "Do not use any other lock than `Row`": false, "The handler must keep the rows": false,
	} {
		if got := dangles(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
