package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/policy"
)

// working is what we make for ourselves; personal holds what a person may
// want to keep. Nothing else below our folder is ever removed.
var (
	working  = []string{"state", "spool", "cache", "bin"}
	personal = []string{"audit", "config.json", "credentials.json", "policy.yaml", "rules.yaml", "reports", policy.ReportedFile}
)

// Placed lists the programs of ours that lie in bin.
func Placed(d home.Dir) []string {
	var out []string
	for _, p := range []string{d.Program(), d.Hook()} {
		if _, err := os.Lstat(p); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// Unfinished says that files we made for ourselves lie here, as an uninstall
// that was interrupted leaves them.
func Unfinished(d home.Dir) bool {
	for _, n := range working {
		if n == "bin" {
			continue // a person may keep programs there, see Placed
		}
		if _, err := os.Lstat(filepath.Join(string(d), n)); err == nil {
			return true
		}
	}
	return false
}

// Remains lists what is in our folder.
func Remains(d home.Dir) []string {
	entries, err := os.ReadDir(string(d))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		out = append(out, filepath.Join(string(d), e.Name()))
	}
	return out
}

// Clean removes what we made for ourselves and, with purge, what a person may
// want to keep; the folder goes when it is empty. It returns what is left.
func Clean(d home.Dir, purge bool) ([]string, error) {
	names := working
	if purge {
		names = append(append([]string{}, working...), personal...)
	}
	for _, n := range names {
		if n == "bin" {
			_ = os.Remove(d.Bin()) // only when empty
			continue
		}
		if err := os.RemoveAll(filepath.Join(string(d), n)); err != nil {
			return Remains(d), fmt.Errorf("remove our files: %w", err)
		}
	}
	err := os.Remove(string(d))
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return Remains(d), nil
}
