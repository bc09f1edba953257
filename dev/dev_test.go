package main

import (
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestTasksAreKnown(t *testing.T) {
	t.Chdir("..")
	if err := run(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if err := run(t.Context(), []string{"tset"}); err == nil || !strings.Contains(err.Error(), `"tset"`) {
		t.Errorf("got %v", err)
	}
	t.Chdir(t.TempDir())
	if err := run(t.Context(), []string{"test"}); err == nil || !strings.Contains(err.Error(), "project's folder") {
		t.Errorf("got %v", err)
	}
}

// TestActionsArePinned: a workflow uses code of others by a hash alone, with
// the release it is beside it.
func TestActionsArePinned(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", ".github", "workflows", "*.yml"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%v %v", files, err)
	}
	pinned := regexp.MustCompile(`uses: (\./\.github/\S+|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$`)
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, line := range strings.Split(string(raw), "\n") {
			if !strings.Contains(line, "uses:") {
				continue
			}
			seen++
			if !pinned.MatchString(strings.TrimRight(line, "\r")) {
				t.Errorf("%s: %s", f, strings.TrimSpace(line))
			}
		}
		if seen == 0 {
			t.Errorf("%s uses nothing", f)
		}
	}
}

// TestNamesHoldOnWindows: a clone fails there on a name that Windows keeps for
// a device, forbids, or takes for another.
func TestNamesHoldOnWindows(t *testing.T) {
	bad := regexp.MustCompile(`(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|[. ]$|[<>:"|?*\\]`)
	seen := map[string]string{}
	err := filepath.WalkDir("..", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "dist" || d.Name() == "out" || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if p != ".." && bad.MatchString(d.Name()) {
			t.Errorf("%s cannot be checked out", p)
		}
		if low := strings.ToLower(p); seen[low] != "" {
			t.Errorf("%s and %s are one file", p, seen[low])
		} else {
			seen[low] = p
		}
		return nil
	})
	if err != nil || len(seen) < 500 {
		t.Errorf("%d files: %v", len(seen), err)
	}
}

// What speaks for a rule in repositories that were learned from does so in
// others, and the same statements give the same weights.
func TestWeigh(t *testing.T) {
	var lines strings.Builder
	for i := range 40 {
		useful, trait := i/8%2 == 0, "bad"
		if useful {
			trait = "good"
		}
		fmt.Fprintf(&lines, `{"repository":"r%d","line":%d,"text":"t","score":0.4,"proposed":true,"traits":["the",%q],"useful":%v}`+"\n", i%8, i, trait, useful)
	}
	lines.WriteString(`{"repository":"r1","text":"nobody judged it","traits":["the"]}` + "\n")
	all, err := readJudged(strings.NewReader(lines.String()))
	if err != nil || len(all) != 40 {
		t.Fatalf("%d judged statements, %v", len(all), err)
	}
	w := learn(all, commonTraits(all))
	if w["good"] <= 0 || w["bad"] >= 0 || math.Abs(w["the"]) > math.Abs(w["good"]) {
		t.Errorf("weights %v", w)
	}
	if got := crossed(all); got != 1 {
		t.Errorf("%.3f of pairs in right order", got)
	}
	if again := learn(all, commonTraits(all)); !maps.Equal(w, again) {
		t.Error("two runs learned different weights")
	}
	if _, err := readJudged(strings.NewReader("{broken")); err == nil || !strings.Contains(err.Error(), "statement 1") {
		t.Errorf("broken input gave %v", err)
	}
}
