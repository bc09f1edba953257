package agents

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func TestLockFileNamesNoHost(t *testing.T) {
	for _, name := range []string{"package.json", "package-lock.json", "older/package.json", "older/package-lock.json"} {
		b, err := manifest.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"://", `"resolved"`} {
			if strings.Contains(string(b), word) {
				t.Errorf("%s contains %s: it would tie the download to one host", name, word)
			}
		}
	}
}

// pretend makes an empty cache folder and an npm that runs body.
func pretend(t *testing.T, body string) (home string) {
	t.Helper()
	home = t.TempDir()
	bin := filepath.Join(home, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if body != "" {
		if err := os.WriteFile(filepath.Join(bin, "npm"), []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("HOME", home)
	t.Setenv("XDG_CACHE_HOME", filepath.Join(home, "cache"))
	t.Setenv("PATH", bin+":/usr/bin:/bin")
	if body == "" {
		t.Setenv("PATH", bin)
	}
	return home
}

// whole is an npm that leaves what the real one leaves.
func whole() string {
	arch := map[string]string{"amd64": "x64"}[runtime.GOARCH]
	if arch == "" {
		arch = runtime.GOARCH
	}
	platform := runtime.GOOS + "-" + arch
	return `echo called >> "$HOME/calls"; sleep 0.3
put() { mkdir -p "$(dirname "$1")"; printf '#!/bin/sh\necho 1\n' > "$1"; chmod +x "$1"; }
put node_modules/@anthropic-ai/claude-code-` + platform + `/claude
put node_modules/@openai/codex-` + platform + `/vendor/any/bin/codex
put node_modules/@github/copilot-` + platform + `/copilot`
}

func calls(t *testing.T, home string) int {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(home, "calls"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(raw), "called")
}

func TestParallelRunsDownloadOnce(t *testing.T) {
	home := pretend(t, whole())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := Fetch(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := calls(t, home); n != 1 {
		t.Errorf("npm ran %d times, want once", n)
	}
}

func TestInterruptedDownloadStartsAgain(t *testing.T) {
	home := pretend(t, whole())
	key, err := newest.lockHash()
	if err != nil {
		t.Fatal(err)
	}
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	for _, left := range []string{key + ".part/node_modules/half", key + "/node_modules/half"} {
		if err := os.MkdirAll(filepath.Join(root, left), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Fetch(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if n := calls(t, home); n != 1 {
		t.Errorf("npm ran %d times, want once", n)
	}
	if _, err := os.Stat(s.Claude); err != nil {
		t.Error(err)
	}
	for _, left := range []string{key + ".part", key + "/node_modules/half"} {
		if _, err := os.Stat(filepath.Join(root, left)); err == nil {
			t.Errorf("%s of the interrupted download is still there", left)
		}
	}
}

func TestFailedDownloadSaysWhy(t *testing.T) {
	pretend(t, "echo the registry is away; exit 1")
	if _, err := Fetch(context.Background()); err == nil || !strings.Contains(err.Error(), "the registry is away") {
		t.Errorf("want npm's words, got %v", err)
	}
}

func TestMissingNpmIsNamed(t *testing.T) {
	pretend(t, "")
	if _, err := Fetch(context.Background()); err == nil || !strings.Contains(err.Error(), "npm is missing") {
		t.Errorf("want a refusal that names npm, got %v", err)
	}
}
