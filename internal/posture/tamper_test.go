package posture

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/protect"
)

// stoppedOnPage lists the findings whose row on docs/tamper.md says that an
// agent is stopped.
func stoppedOnPage(t *testing.T) []string {
	t.Helper()
	src, err := os.ReadFile("../../docs/tamper.md")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range strings.Split(string(src), "\n") {
		cells := strings.Split(row, "|")
		if len(cells) == 7 && strings.Contains(cells[3], "stopped") {
			out = append(out, strings.Trim(cells[4], " `"))
		}
	}
	return out
}

// TestRowsThatSayStopped holds the page to the guard: where a row says that an
// agent is stopped, every known content that would switch the user's hooks off
// is refused for the file it belongs in.
func TestRowsThatSayStopped(t *testing.T) {
	stopped := stoppedOnPage(t)
	if len(stopped) < 20 {
		t.Fatalf("only %d rows understood", len(stopped))
	}
	// These files held nothing of ours that could be lost, or lose it only in
	// one reader's eyes.
	open := []string{"cascade jetbrains", "copilot comment"}
	tried := 0
	for _, c := range switchedCases {
		id, _, _ := strings.Cut(c.want, " ")
		workspace := strings.HasSuffix(c.file, ".code-workspace") || strings.HasPrefix(c.file, "repo/.vscode/")
		if !strings.HasPrefix(c.file, "~/") && !workspace || !slices.Contains(stopped, id) || slices.Contains(open, c.name) || c.at != "" {
			continue
		}
		tried++
		t.Run(c.name, func(t *testing.T) {
			m := onDisk(t)
			after := m.expand(strings.Replace(c.text, "TRUST", m.codexTrustOf(0, codexGroup1), 1))
			g := protect.Classify(m.home, home.Dir(m.home+"/"+home.Base), m.repo, func(string) string { return "" }, m.os, m.path(c.file))
			if g.Intact == nil || g.Intact([]byte(after)) == nil {
				t.Errorf("an agent may write this to %s", c.file)
			}
		})
	}
	if tried < 40 {
		t.Errorf("only %d contents tried", tried)
	}
}

// onDisk is a healthy machine as real files, which the guard reads.
func onDisk(t *testing.T) *machine {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.ToSlash(dir)
	m := newMachine(t)
	m.home, m.repo, m.prefix, m.files = dir+"/home", dir+"/repo", dir+"/system", map[string]string{}
	m.healthy()
	for p, text := range m.files {
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return m
}
