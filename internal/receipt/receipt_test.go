package receipt

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/internal/home"
)

// The hash of "x\n".
const shaX = "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac"

func TestReceipts(t *testing.T) {
	dir := t.TempDir()
	d := home.Dir(filepath.Join(dir, home.Base))
	file, gone, link := filepath.Join(dir, "f"), filepath.Join(dir, "gone"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, []byte("x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(d.State(), 0o700); err != nil {
		t.Fatal(err)
	}
	quoted := strings.NewReplacer(`\`, `\\`)
	ledger := quoted.Replace(`{"version":1,"entries":[{"path":"` + file + `","resolved":"` + file + `"}],"writes":[` +
		`{"path":"` + file + `","resolved":"` + file + `","sha":"old"},` +
		`{"path":"` + gone + `","resolved":"` + gone + `","sha":""},` +
		`{"path":"` + file + `","resolved":"` + file + `","sha":"` + shaX + `"}]}`)
	for _, tt := range []struct {
		name, ledger string
		ours, owns   []string
	}{
		{"whole", ledger, []string{file, gone, link}, []string{file, link}},
		{"none", "", nil, nil},
		{"damaged", ledger[:len(ledger)-3], nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := os.WriteFile(d.Ledger(), []byte(tt.ledger), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{file, gone, link, filepath.Join(dir, "other")} {
				if got := Ours(d, path); got != has(tt.ours, path) {
					t.Errorf("Ours(%s) = %v", path, got)
				}
				if got := Owns(d, path); got != has(tt.owns, path) {
					t.Errorf("Owns(%s) = %v", path, got)
				}
			}
		})
	}
	if err := os.WriteFile(d.Ledger(), []byte(ledger), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("y\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if Ours(d, file) {
		t.Error("a change of another counts as ours")
	}
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
