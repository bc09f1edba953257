// Package release fetches GoReleaser, and makes releases with it in
// throw-away copies of the project.
package release

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"

	"github.com/cybedefend/vibedefend/e2e/agents"
)

// version is pinned: later ones do not build with "go install".
const version = "v2.16.0"

// Tool returns the path of GoReleaser, building it when it is not there yet,
// which takes some minutes once.
func Tool(ctx context.Context) (string, error) {
	root, err := agents.Root()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(root, "goreleaser-"+version)
	tool := filepath.Join(dir, "goreleaser")
	if runtime.GOOS == "windows" {
		tool += ".exe"
	}
	if err := os.MkdirAll(root, 0o755); err != nil {
		return "", fmt.Errorf("make the cache folder of GoReleaser: %w", err)
	}
	lock := flock.New(dir + ".lock")
	if ok, err := lock.TryLockContext(ctx, 200*time.Millisecond); err != nil || !ok {
		return "", fmt.Errorf("wait for another download of GoReleaser: %w", err)
	}
	defer lock.Unlock()
	if _, err := os.Stat(tool); err == nil {
		return tool, nil
	}
	c := exec.CommandContext(ctx, "go", "install", "github.com/goreleaser/goreleaser/v2@"+version)
	c.Dir = root
	c.Env = append(os.Environ(), "GOBIN="+dir, "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=-buildvcs=false")
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build GoReleaser: %w\n%s", err, out)
	}
	if _, err := os.Stat(tool); err != nil {
		return "", errors.New("build GoReleaser: go install left no program")
	}
	return tool, nil
}
