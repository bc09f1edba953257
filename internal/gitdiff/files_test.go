package gitdiff

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

func TestFiles(t *testing.T) {
	for _, withGit := range []bool{true, false} {
		dir := t.TempDir()
		for name, text := range map[string]string{
			".gitignore":            "/bundles\n*.log\n!keep.log\nplugins/*\n!plugins/ours\n",
			"app/.gitignore":        "secret.go\n",
			"app/bundles/core.go":   "x",
			"bundles/made.go":       "x",
			"a.log":                 "x",
			"keep.log":              "x",
			"plugins/ours/p.go":     "x",
			"plugins/theirs/p.go":   "x",
			"app/secret.go":         "x",
			"node_modules/m/m.js":   "x",
			"füßé folder/ä b.go":    "x",
			"app/bundles/.hidden.x": "x",
		} {
			if name == "node_modules/m/m.js" && withGit {
				continue
			}
			p := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if withGit {
			if out, err := exec.Command("git", "init", "-q", dir).CombinedOutput(); err != nil {
				t.Fatal(string(out))
			}
		}
		want := []string{".gitignore", "app/.gitignore", "app/bundles/.hidden.x", "app/bundles/core.go", "füßé folder/ä b.go", "keep.log", "plugins/ours/p.go"}
		if got := Files(dir); !slices.Equal(got, want) {
			t.Errorf("git %v: %q", withGit, got)
		}
	}
}
