// Package e2e drives the built program the way its users and their agents do.
package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/e2e/agents"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
)

var buildDir string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "vibedefend-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "make a folder for the build:", err)
		return 1
	}
	defer os.RemoveAll(dir)
	buildDir = dir
	return m.Run()
}

// built compiles the program under test once per run, both forms of it.
var built = sync.OnceValues(func() (string, error) {
	for _, name := range []string{"vibedefend", "vibedefend-hook"} {
		cmd := exec.Command("go", "build", "-trimpath", "-o", filepath.Join(buildDir, "release", name), "./cmd/"+name)
		cmd.Dir = ".."
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
		}
	}
	return filepath.Join(buildDir, "release", "vibedefend"), nil
})

// alone is the program without the small hook program beside it, as "go run"
// and "go install" leave it.
var alone = sync.OnceValues(func() (string, error) {
	full, err := built()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(buildDir, "alone")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	only := filepath.Join(dir, "vibedefend")
	return only, os.Link(full, only)
})

var fetched = sync.OnceValues(func() (agents.Set, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Minute)
	defer cancel()
	return agents.Fetch(ctx)
})

func agentSet(t *testing.T) agents.Set {
	t.Helper()
	s, err := fetched()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func box(t *testing.T) *sandbox.Box {
	t.Helper()
	return boxWith(t, built)
}

func boxWith(t *testing.T, build func() (string, error)) *sandbox.Box {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return sandbox.New(t, program)
}
