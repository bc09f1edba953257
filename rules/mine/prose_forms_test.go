package mine

import (
	"slices"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// standing are the sentences of a document as they would stand alone.
func standing(doc string) []string {
	var out []string
	for _, s := range sentences(doc) {
		if t := led(s); !strings.HasSuffix(t, ":") {
			out = append(out, t)
		}
	}
	return out
}

func TestStatementsStandAlone(t *testing.T) {
	for _, c := range []struct {
		name, doc, want string
	}{
		{"verb below must not", "Handlers must not:\n- open connections\n", "Handlers must not open connections"},
		{"verb below must not, said to anybody", "You must not:\n- Hardcode paths\n", "Do not hardcode paths"},
		{"thing below to avoid", "## Styles\n\nFeatures of the language to completely avoid:\n- Nested maps / `@each`. They slow the build.\n", "Avoid nested maps / `@each`."},
		{"doing below avoid", "Avoid:\n- Calling the store from views\n", "Avoid calling the store from views"},
		{"sentence below avoid", "Avoid:\n- The store is closed to views\n", "The store is closed to views"},
		{"verb below should", "Every job should:\n- log its start\n", "Every job should log its start"},
		{"verb below recommend to", "With shared parts, we recommend to:\n- Keep their number small\n", "With shared parts, we recommend to keep their number small"},
		{"label and dash", "- **Jobs** - use `Queue` for them\n", "Jobs: use `Queue` for them"},
		{"label and full stop", "- **Jobs.** Use `Queue` for them\n", "Jobs: Use `Queue` for them"},
		{"fragment is what the rest is about", "- Timers. Prefer few of these.\n", "Timers: Prefer few of these."},
		{"nested below an item", "- Routes must not:\n  - read cookies\n", "Routes must not read cookies"},
		{"what an item leads to ends with it", "- Routes must not:\n  - read cookies\n- Reading rows is cheap\n", "Reading rows is cheap"},
		{"heading tells the subject", "## Migrations\n- Never drop columns in one go\n", "Migrations: Never drop columns in one go"},
		{"heading repeats what is said", "## Migrations\n- Keep migrations small\n", "Keep migrations small"},
		{"heading tells nothing", "## Rules\n- Never drop columns in one go\n", "Never drop columns in one go"},
		{"leans on the sentence before", "- Use the `Clock` of the app. Never replace it in views.\n", "Use the `Clock` of the app. Never replace it in views."},
		{"goes on with an example", "- Use the checks when you write a dialect:\n  ```\n  x()\n  ```\n", "Use the checks when you write a dialect"},
		{"note", "> **Note 2:** rows must be locked first\n", "Rows must be locked first"},
		{"admonition", "> [!IMPORTANT]\n> Rows must be locked first.\n", "Rows must be locked first."},
		{"heading that asks", "# Guide\n\n### Never mutate the props\n\nText.\n", "Never mutate the props"},
		{"table of do and don't", "| Don't | Do |\n|---|---|\n| `Date.now()` | `clock.now()` |\n", "Use `clock.now()` instead of `Date.now()`"},
		{"row with the subject of the heading", "## Attributes\n\n| Name | Use |\n|---|---|\n| `kind` | Avoid in new code |\n", "Attributes: `kind`: Avoid in new code"},
		{"signs inside of code", "- Name parts `box__lid` and **never** otherwise\n", "Name parts `box__lid` and never otherwise"},
		{"row below a heading that asks", "### Use `kind` in all filters\n\n| Name | Use |\n|---|---|\n| `sort` | Avoid |\n", "Use `kind` in all filters: `sort`: Avoid"},
		{"bar inside of code", "| Filter | Use |\n|---|---|\n| `a|b` | Prefer for lists |\n", "`a|b`: Prefer for lists"},
	} {
		if got := standing(c.doc); !slices.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestNoStatements(t *testing.T) {
	for name, doc := range map[string]string{
		"symptoms":       "| Symptom | Fix |\n|---|---|\n| it hangs | Never start it twice |\n",
		"a table's head": "| Rule | Use |\n|---|---|\n",
		"comment":        "<!--\nNever show this to readers.\n-->\n",
		"code in quotes": "> ```\n> must stay code\n> ```\n",
	} {
		if got := standing(doc); len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestDangling(t *testing.T) {
	for text, want := range map[string]bool{
		"Use it only in tests.": true, "Never call them directly.": true, "Ensure that these changes are small": true, "As told in the latter, use locks.": true, "Do not forget to refer to 3.1.2.4 first": true, "New icons can be found here": true,
		"Wrap an error before you return it.": false, "Keep `Row` small; copy it rarely.": false, "Handlers log what they do.": false, "Requires version 1.2.3 of it all": false,
	} {
		if got := dangles(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestWeightsOfDocuments(t *testing.T) {
	for _, c := range []struct {
		path, head  string
		least, most float64
	}{
		{".claude/skills/css-conventions/SKILL.md", "---\nname: css\ndescription: Use when editing styles.\n---\n", addressed, 1},
		{".agents/skills/db/SKILL.md", "---\ndescription: Use when creating or reviewing migrations of the database.\n---\n", addressed, 1},
		{".agents/skills/upgrade/SKILL.md", "---\ndescription: Upgrade a project of yours to the new release.\n---\n", 0, 0},
		{".agents/skills/start/SKILL.md", "---\ndescription: Run the app and take screenshots.\n---\n", 0, 0},
		{".agents/skills/plan/SKILL.md", "---\ndescription: Plan a change.\nauthor: somebody\n---\n", 0, 0},
		{"docs/python_guidelines.md", "", addressed, 1},
		{"docs/contributing/api.md", "", 0.8, 0.8},
		{"docs/development/faq.md", "", 0, 0},
		{"docs/deployment/architecture.md", "", 0, 0},
		{"README.md", "", 0.8, 0.8},
		{"packages/x/README.md", "", 0, 0},
	} {
		w, ok := proseFile(c.path)
		if !ok {
			w = 0
		}
		if w = weighed(c.path, frontMatter(c.head), w); w < c.least || w > c.most {
			t.Errorf("%s: %v", c.path, w)
		}
	}
}

func TestFrontMatterGlobs(t *testing.T) {
	for head, want := range map[string]string{
		"---\nglobs: src/api/**, src/db/*.ts\n---\n": "src/api/** src/db/*.ts", "---\napplyTo: \"**\"\n---\n": "", "---\npaths:\n  - \"web/**\"\n---\n": "web/**", "---\nglobs: [\"a/**\", 'b/**']\n---\n": "a/** b/**", "---\nglobs: ../x\n---\n": "", "globs: a/**\n": "",
	} {
		if got := strings.Join(frontMatter(head).globs, " "); got != want {
			t.Errorf("%q: %q, want %q", head, got, want)
		}
	}
}

func TestWrittenFrameworkWins(t *testing.T) {
	shown := func() business.Rule {
		return business.Rule{Statement: "Tests in Java use `org.junit.Test`.", Kind: business.TestFramework, Source: business.FromCode, Scope: business.Scope{Languages: []string{"java"}}, Check: &business.Check{Modules: []string{"org.junit.Test"}}}
	}
	for said, want := range map[string]int{
		"JUnit 5 is the default, the old engine runs legacy JUnit 4 tests.": 1, "New tests use JUnit 4.": 2, "Use pytest for tests.": 2, "Do not use JUnit 5 yet.": 2,
	} {
		got := writtenWins([]business.Rule{shown(), {Statement: said, Source: business.FromProse}})
		if len(got) != want {
			t.Errorf("%q: %d left", said, len(got))
		}
	}
}
