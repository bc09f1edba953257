package sim

import (
	"os"
	"path/filepath"
	"testing"
)

// A simulator that reads anything would prove nothing.
func TestRuleFilesAreReadStrictly(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		agent            func(Machine) Informed
		given, void      bool
	}{
		{"Cursor, plain", ".cursor/rules/a.mdc", "---\ndescription: x\nglobs: **/*.py,**/*.go\nalwaysApply: false\n---\n\nBODY\n", cursorOf, true, false},
		{"Cursor, in a folder", ".cursor/rules/deep/a.mdc", "---\nglobs: src/*.py\nalwaysApply: false\n---\nBODY\n", cursorOf, true, false},
		{"Cursor, other files", ".cursor/rules/a.mdc", "---\nglobs: *.go\nalwaysApply: false\n---\nBODY\n", cursorOf, false, false},
		{"Cursor, always", ".cursor/rules/a.mdc", "---\nalwaysApply: true\n---\nBODY\n", cursorOf, true, false},
		{"Cursor, quoted", ".cursor/rules/a.mdc", "---\nglobs: \"**/*.py\"\nalwaysApply: false\n---\nBODY\n", cursorOf, false, true},
		{"Cursor, another name", ".cursor/rules/a.md", "---\nalwaysApply: true\n---\nBODY\n", cursorOf, false, false},
		{"Cursor, a foreign key", ".cursor/rules/a.mdc", "---\napplyTo: x\nalwaysApply: true\n---\nBODY\n", cursorOf, false, true},
		{"no head", ".cursor/rules/a.mdc", "\n---\nalwaysApply: true\n---\nBODY\n", cursorOf, false, true},
		{"Cascade, glob", ".windsurf/rules/a.md", "---\ntrigger: glob\nglobs: \"**/*.py\"\n---\nBODY\n", cascadeOf, true, false},
		{"Cascade, unquoted", ".windsurf/rules/a.md", "---\ntrigger: glob\nglobs: **/*.py\n---\nBODY\n", cascadeOf, false, true},
		{"Cascade, newer folder", ".devin/rules/a.md", "---\ntrigger: always_on\n---\nBODY\n", cascadeOf, true, false},
		{"Cascade, by hand", ".windsurf/rules/a.md", "---\ntrigger: manual\n---\nBODY\n", cascadeOf, false, false},
		{"Cascade, no trigger", ".windsurf/rules/a.md", "---\nglobs: \"**\"\n---\nBODY\n", cascadeOf, false, true},
		{"VS Code", ".github/instructions/a.instructions.md", "---\nname: a\napplyTo: \"**/*.ts,**/*.py\"\n---\nBODY\n", vscodeOf, true, false},
		{"VS Code, no applyTo", ".github/instructions/a.instructions.md", "---\nname: a\n---\nBODY\n", vscodeOf, false, false},
		{"VS Code, another name", ".github/instructions/a.md", "---\napplyTo: \"**\"\n---\nBODY\n", vscodeOf, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Machine{Project: t.TempDir()}
			path := filepath.Join(m.Project, filepath.FromSlash(c.file))
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
			text, void := c.agent(m).Given(filepath.Join(m.Project, "src", "app.py"))
			if (text != "") != c.given || (len(void) > 0) != c.void {
				t.Errorf("given %q, void %q", text, void)
			}
		})
	}
}

func cursorOf(m Machine) Informed  { return Cursor{Machine: m} }
func cascadeOf(m Machine) Informed { return Cascade{Machine: m} }
func vscodeOf(m Machine) Informed  { return VSCode{Machine: m} }
