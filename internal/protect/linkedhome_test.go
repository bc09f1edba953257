package protect

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

// A program knows its home by the real path, a person and an agent may name it
// by a link: /home may lead to /var/home.
func TestHomeReachedThroughALink(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	real, link := filepath.Join(dir, "var", "ada"), filepath.Join(dir, "home")
	for _, d := range []string{filepath.Join(real, home.Base), filepath.Join(real, ".claude"), filepath.Join(real, "repo", home.Base)} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "var"), link); err != nil {
		t.Fatal(err)
	}
	none := func(string) string { return "" }
	for path, want := range map[string]rules.GuardClass{
		filepath.Join(link, "ada", home.Base, "config.json"):         rules.GuardOurs,
		filepath.Join(link, "ada", home.Base, "new", "file"):         rules.GuardOurs,
		filepath.Join(real, home.Base, "state"):                      rules.GuardOurs,
		filepath.Join(link, "ada", ".claude", "settings.json"):       rules.GuardHooks,
		filepath.Join(link, "ada", "repo", home.Base, "config.json"): rules.GuardConfig,
	} {
		g := Classify(filepath.ToSlash(real), home.Dir(filepath.ToSlash(real)+"/"+home.Base), "", none, "linux", filepath.ToSlash(path))
		if g.Class != want {
			t.Errorf("Classify(%s) = %v, want %v", path, g.Class, want)
		}
	}
}
