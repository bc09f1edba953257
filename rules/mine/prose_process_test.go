package mine

import "testing"

// The same words are said of people's work and of code.
func TestProcessIsNoRule(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		rule             bool
	}{
		{"message of a commit", "AGENTS.md", "- If it fixes an issue, append its number to the commit message.\n", false},
		{"where to commit", "AGENTS.md", "- Commit only on topic branches; never commit to `trunk`.\n", false},
		{"commit of a transaction", "AGENTS.md", "- Never commit a transaction inside a repository.\n", true},
		{"where to branch off", "AGENTS.md", "- Small fixes should target the active `release-1` branch.\n", false},
		{"branch of a condition", "AGENTS.md", "- Never leave the else branch of a validation empty.\n", true},
		{"run before", "AGENTS.md", "- Always run `./tools/lint.sh` for the handlers.\n", false},
		{"must be run", "AGENTS.md", "- `./format.sh` formats code and must be run before opening a PR.\n", false},
		{"run a migration in", "AGENTS.md", "- Run each migration in a transaction of its own.\n", true},
		{"build", "AGENTS.md", "- Build on the existing components of the design system.\n", true},
		{"in the same pull request", "AGENTS.md", "- Update the OpenAPI document in the same pull request.\n", true},
		{"entries of the change log", "AGENTS.md", "- `CHANGELOG.md` entries must name the module.\n", false},
		{"set-up of an editor", "AGENTS.md", "- Use the IDE settings in `tools/style/`.\n", false},
		{"approval", "AGENTS.md", "- Changes of the API require approval of its owners.\n", false},
		{"reports", "AGENTS.md", "- Follow `SECURITY.md` for vulnerability reports.\n", false},
		{"a part of a document about commits", "CONTRIBUTING.md", "## Commits\nYou must name the module.\n", false},
		{"a document about releases", "docs/development/releasing.md", "The version must be written to the package file.\n", false},
		{"must pass an argument", "AGENTS.md", "- Handlers must pass `requireOwner` the context.\n", true},
		{"environment of the program", "AGENTS.md", "- Environment variables must be read through the config module.\n", true},
		{"how an agent works", "AGENTS.md", "- Do not re-read files of the module in this session.\n", false},
		{"what an agent says", "AGENTS.md", "- Keep the review summary to three sentences about the code.\n", false},
		{"the user of the program", "AGENTS.md", "- Handlers must load the user through `requireOwner`.\n", true},
		{"a flag, told to agents", "AGENTS.md", "- Drop `-c` to load the file of the handler.\n", false},
		{"what a review of code looks at", "docs/development/reviews.md", "## Reviewing handler code\n\n- Handlers should not open `requireOwner` twice.\n", true},
		{"how a review goes", "docs/development/reviews.md", "## The process of a code review\n\n- Handlers should not open `requireOwner` twice.\n", false},
		{"flags of a command", "CONTRIBUTING.md", "## Data\n- Drop `-c` to load a file.\n", false},
	} {
		if got := proseOf(t, c.file, c.text); (len(got) > 0) != c.rule {
			t.Errorf("%s: %q gave %d rules", c.name, c.text, len(got))
		}
	}
}
