package e2e

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/picture"
	"github.com/cybedefend/vibedefend/e2e/terminal"
)

var update = flag.Bool("update", false, "draw the picture of the README again")

// codes are new in each run; numbers change with what is installed and
// checked, which is no reason for a new picture.
var codes, numbers = regexp.MustCompile(`[0-9a-f]{4}-[0-9a-f]{4}`), regexp.MustCompile(`[0-9]+`)

// TestPictureOfTheReadme holds docs/demo.svg to what the demo really shows in
// a terminal. Draw it again with: go run ./dev picture
func TestPictureOfTheReadme(t *testing.T) {
	b := box(t)
	const cols = 80
	s := terminal.Start(t, b.Project, b.Env("TERM=xterm-256color", "PATH="+filepath.Dir(b.Program)+":/usr/bin:/bin", "TMPDIR="+os.TempDir()), "80", "200", "vibedefend demo")
	s.Wait("exit code ")
	text := cut(t, codes.ReplaceAllString(s.Colored(), "51f7-7669"))
	drawn := picture.SVG("vibedefend demo: five coding agents try a dangerous call, and each is stopped in its own dialect", text, cols)
	path := filepath.Join("..", "docs", "demo.svg")
	if *update {
		if err := os.WriteFile(path, []byte(drawn), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil || numbers.ReplaceAllString(string(have), "0") != numbers.ReplaceAllString(drawn, "0") {
		t.Errorf("docs/demo.svg shows what the demo does not say any more: run go run ./dev picture (%v)", err)
	}
}

// cut keeps the first two scenes of the demo and how it ends.
func cut(t *testing.T, text string) string {
	t.Helper()
	out := "$ vibedefend demo\n"
	keep := true
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(plain(line), "3. "):
			keep = false
			out += "\x1b[0m[…]\n\n"
		case strings.HasPrefix(plain(line), "Doctor"):
			keep = true
		case strings.HasPrefix(plain(line), "exit code"):
			return out
		}
		if keep {
			out += line
		}
	}
	t.Fatalf("the demo did not come to its end:\n%s", text)
	return ""
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

func plain(s string) string { return escapes.ReplaceAllString(s, "") }
