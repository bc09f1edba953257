package setup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/cybedefend/vibedefend/internal/home"
)

// origin is the file that remembers where the stable copies came from. It is
// read to tell a person how to upgrade, and never run.
func origin(d home.Dir) string { return filepath.Join(d.State(), "origin") }

// NoteOrigin remembers where programs that were placed came from.
func NoteOrigin(d home.Dir, placed []Copy) error {
	for _, c := range placed {
		if !c.Stale || c.To != d.Program() {
			continue
		}
		if err := os.MkdirAll(d.State(), 0o700); err != nil {
			return fmt.Errorf("note where the program came from: %w", err)
		}
		if err := os.WriteFile(origin(d), []byte(c.From+"\n"), 0o600); err != nil {
			return fmt.Errorf("note where the program came from: %w", err)
		}
	}
	return nil
}

// Origin is the path a program was placed from, for a stable copy; any other
// program is its own origin.
func Origin(d home.Dir, program string) (string, error) {
	real, err := filepath.EvalSymlinks(program)
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	stable, err := filepath.EvalSymlinks(d.Program())
	if err != nil || stable != real {
		return real, nil
	}
	raw, err := os.ReadFile(origin(d))
	if errors.Is(err, os.ErrNotExist) {
		return real, nil
	}
	if err != nil {
		return "", fmt.Errorf("read where the program came from: %w", err)
	}
	if from := strings.TrimSpace(string(raw)); filepath.IsAbs(from) {
		return from, nil
	}
	return real, nil
}
