package cmd

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/internal/prompt"
)

// TestLeavingTheReviewKeepsWhatWasAnswered: each answer is stored when it is
// given, so leaving must not claim that nothing was changed.
func TestLeavingTheReviewKeepsWhatWasAnswered(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	text := "# Rules\n\n- Never use `moment`; use `date-fns` instead.\n- Do not import from `src/legacy`.\n"
	if err := os.WriteFile(filepath.Join(dir, "AGENTS.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	a, _, out := desk(t, "advise", prompt.ErrAborted)
	a.machine.Env.Dir, a.machine.Repo = dir, dir
	err := a.review()
	if !errors.Is(err, exitInterrupted) {
		t.Fatalf("got %v, want %v", err, exitInterrupted)
	}
	said := out.String()
	if !strings.Contains(said, "interrupted: 1 answer before this one kept") || strings.Contains(said, "nothing was changed") {
		t.Errorf("said %q", said)
	}
	if raw, err := os.ReadFile(filepath.Join(dir, ".cybedefend", "rules.yaml")); err != nil || !strings.Contains(string(raw), "status: accepted") {
		t.Errorf("the answer was not kept: %s %v", raw, err)
	}
}
