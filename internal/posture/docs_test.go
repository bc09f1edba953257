package posture

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestTamperPageIsComplete holds docs/tamper.md to the catalogue: each way
// that is found stands there, and each name that stands there is found.
func TestTamperPageIsComplete(t *testing.T) {
	src, err := os.ReadFile("../../docs/tamper.md")
	if err != nil {
		t.Fatal(err)
	}
	page, known := string(src), map[string]bool{}
	for _, c := range columns() {
		for _, k := range c.kinds {
			known[k.ID] = true
			if !strings.Contains(page, "`"+k.ID+"`") {
				t.Errorf("%s is not on the page", k.ID)
			}
		}
	}
	for _, m := range regexp.MustCompile("`((?:claude-code|cursor|codex|windsurf|copilot)\\.[a-z-]+)`").FindAllStringSubmatch(page, -1) {
		if !known[m[1]] {
			t.Errorf("%s is on the page and nothing finds it", m[1])
		}
	}
}
