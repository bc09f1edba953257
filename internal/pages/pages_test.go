package pages_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/cmd"
	"github.com/cybedefend/vibedefend/internal/pages"
)

func TestThePageIsFresh(t *testing.T) {
	var b bytes.Buffer
	if err := pages.Markdown(&b, cmd.Tree()); err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile(filepath.Join("..", "..", "docs", "commands.md"))
	if err != nil || string(bytes.ReplaceAll(have, []byte("\r\n"), []byte("\n"))) != b.String() {
		t.Errorf("docs/commands.md is stale: run go generate ./internal/pages (%v)", err)
	}
}

func TestEveryCommandHasAManualPage(t *testing.T) {
	dir := t.TempDir()
	if err := pages.Man(dir, cmd.Tree(), "1.2.3"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"vibedefend", "vibedefend-install", "vibedefend-rules-mine", "vibedefend-hook"} {
		raw, err := os.ReadFile(filepath.Join(dir, name+".1"))
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		for _, want := range []string{".TH ", `"vibedefend 1.2.3"`, ".SH NAME\n", ".SH SYNOPSIS\n", ".SH EXIT STATUS\n"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s.1 has no %q", name, want)
			}
		}
		for _, line := range strings.Split(text, "\n") {
			if strings.HasPrefix(line, "'") || strings.HasPrefix(line, ".") && !request(line) {
				t.Errorf("%s.1: %q would be taken for a request", name, line)
			}
		}
	}
}

func request(line string) bool {
	word, _, _ := strings.Cut(line, " ")
	return strings.Contains(" .TH .SH .B .BR .TP .nf .fi ", " "+word+" ")
}

func TestEveryShellHasCompletions(t *testing.T) {
	dir := t.TempDir()
	if err := pages.Completions(dir, cmd.Tree()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"vibedefend.bash", "_vibedefend", "vibedefend.fish", "vibedefend.ps1"} {
		if raw, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !strings.Contains(string(raw), "vibedefend") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
