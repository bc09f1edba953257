package cmd

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestRolloutPageIsRun holds the scripts of docs/rollout.md to those that
// rollout.txtar runs.
func TestRolloutPageIsRun(t *testing.T) {
	page, err := os.ReadFile("../docs/rollout.md")
	if err != nil {
		t.Fatal(err)
	}
	story, err := os.ReadFile("testdata/rollout.txtar")
	if err != nil {
		t.Fatal(err)
	}
	scripts := regexp.MustCompile("(?s)```sh\n(.*?)```\n").FindAllStringSubmatch(string(page), -1)
	if len(scripts) < 4 {
		t.Fatalf("only %d scripts understood", len(scripts))
	}
	name := regexp.MustCompile(`# file: (\S+)`)
	for _, s := range scripts {
		m := name.FindStringSubmatch(s[1])
		if m == nil {
			t.Errorf("a script without a name:\n%s", s[1])
			continue
		}
		if !strings.Contains(string(story), "-- "+m[1]+" --\n"+s[1]) || !strings.Contains(string(story), "exec sh "+m[1]) {
			t.Errorf("%s is not run as it stands on the page", m[1])
		}
	}
}
