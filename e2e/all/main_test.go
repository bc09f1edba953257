package main

import (
	"strings"
	"testing"
)

func TestTellingShowsWhatFailed(t *testing.T) {
	out := "ok  \ta\t0.1s\n--- FAIL: TestX\n?   \tb\t[no test files]\nFAIL\n" + strings.Repeat("noise\n", 2*most)
	got := telling(out)
	if strings.Contains(got, "\ta\t") || !strings.HasPrefix(got, "--- FAIL: TestX\nFAIL\n") {
		t.Errorf("not what failed: %.200s", got)
	}
	if n := strings.Count(got, "\n"); n > most {
		t.Errorf("%d lines are too much to read", n)
	}
}

func TestMissingToolsAreNamed(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	missing, packages := lookTools()
	if len(missing) != len(tools) || len(packages) != len(tools) {
		t.Errorf("nothing is on PATH, yet only %v of %v are missing", missing, packages)
	}
}
