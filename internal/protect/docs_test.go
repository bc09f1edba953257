package protect_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// testFolders are where the tests lie that docs/tamper.md names.
var testFolders = map[string]string{
	"posture": "internal/posture", "protect": "internal/protect", "hook": "internal/hook", "doctor": "internal/doctor",
	"installers": "installers", "e2e": "e2e",
}

// TestTamperPageNamesItsTests: each row of each table ends in the names of
// tests, and they exist.
func TestTamperPageNamesItsTests(t *testing.T) {
	const top = "../../"
	src, err := os.ReadFile(top + "docs/tamper.md")
	if err != nil {
		t.Fatal(err)
	}
	sources := map[string][]byte{}
	for name, dir := range testFolders {
		files, err := filepath.Glob(top + dir + "/*_test.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			sources[name] = append(sources[name], b...)
		}
	}
	name := regexp.MustCompile("`(?:([a-z0-9]+)\\.(Test\\w+)|([a-z_]+\\.txtar))`")
	rows := 0
	for _, line := range strings.Split(string(src), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 5 || strings.HasPrefix(cells[1], "---") || strings.TrimSpace(cells[len(cells)-2]) == "tests" {
			continue
		}
		rows++
		found := name.FindAllStringSubmatch(cells[len(cells)-2], -1)
		if len(found) == 0 {
			t.Errorf("no test is named: %s", line)
		}
		for _, m := range found {
			if m[3] != "" {
				if _, err := os.Stat(top + "cmd/testdata/" + m[3]); err != nil {
					t.Errorf("%s does not exist", m[3])
				}
			} else if !bytes.Contains(sources[m[1]], []byte("\nfunc "+m[2]+"(")) {
				t.Errorf("%s.%s does not exist", m[1], m[2])
			}
		}
	}
	if rows < 60 {
		t.Errorf("only %d rows understood", rows)
	}
}
