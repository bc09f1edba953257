package mine

import (
	"maps"
	"slices"
	"testing"
)

func TestForeignSkills(t *testing.T) {
	root := repo(t, map[string]string{
		"skills-lock.json":                         `{"version": 1, "skills": {"fast-lists": {"source": "someone/skills"}}}`,
		".agents/skills/fast-lists/SKILL.md":       "---\nname: fast-lists\n---\nAlways use keys.\n",
		".agents/skills/fast-lists/rules/keys.md":  "Always use keys.\n",
		".agents/skills/neat/SKILL.md":             "---\r\nname: neat\r\nlicense: MIT\r\n---\r\nAlways be neat.\r\n",
		".agents/skills/our-migrations/SKILL.md":   "---\nname: our-migrations\ndescription: How migrations are written here\n---\nNever drop a column.\n",
		".claude/skills/README.md":                 "skills\n",
		"broken/skills-lock.json":                  `{"skills": [`,
		"src/skills/list.ts":                       "export const a = 1\n",
		"skills/keyed/SKILL.md":                    "---\nname: keyed\nmetadata:\n  author: someone\n---\n",
		"docs/contributing/skills-and-tools.md":    "x\n",
		".agents/skills/our-migrations/columns.md": "Columns.\n",
	})
	tr, err := walk(root)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{".agents/skills/fast-lists", ".agents/skills/neat", "skills/keyed"}
	if got := slices.Sorted(maps.Keys(tr.foreignSkills())); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestSkillsAtHome(t *testing.T) {
	c := &corpus{defs: map[string]int{"go seedRows": 1}, dirs: map[string]bool{"web/rows": true}}
	for doc, want := range map[string]bool{"Call `seedRows()` first.": true, "Files of `web/rows/` are small.": true, "Use `Write` and `package.json`.": false, "": false} {
		if got := c.atHome(doc); got != want {
			t.Errorf("%q: %v, want %v", doc, got, want)
		}
	}
}
