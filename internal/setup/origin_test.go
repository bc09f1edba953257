package setup

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cybedefend/vibedefend/internal/home"
)

func TestAStableCopyRemembersWhereItCameFrom(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d, from := home.Dir(filepath.Join(root, ".cybedefend")), filepath.Join(root, "package", "vibedefend")
	if err := os.MkdirAll(filepath.Dir(from), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(from, []byte("program"), 0o755); err != nil {
		t.Fatal(err)
	}
	list, err := Copies(d, from)
	if err != nil {
		t.Fatal(err)
	}
	if err := Place(list); err != nil {
		t.Fatal(err)
	}
	expect(t, d, d.Program(), d.Program()) // nothing noted yet
	if err := NoteOrigin(d, list); err != nil {
		t.Fatal(err)
	}
	expect(t, d, d.Program(), from)
	expect(t, d, from, from)
	// The stable copy run again is no news.
	if list, err = Copies(d, d.Program()); err != nil {
		t.Fatal(err)
	}
	if err := NoteOrigin(d, list); err != nil {
		t.Fatal(err)
	}
	expect(t, d, d.Program(), from)
	if err := os.WriteFile(origin(d), []byte("not a path\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, d, d.Program(), d.Program())
}

func expect(t *testing.T, d home.Dir, program, want string) {
	t.Helper()
	if got, err := Origin(d, program); err != nil || got != want {
		t.Errorf("origin of %s: got %s, %v, want %s", program, got, err, want)
	}
}
