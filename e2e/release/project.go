package release

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Tag is the release that copies pretend to be.
const Tag = "v9.8.7"

// Copy puts the files of the project at root, changed ones included, into a
// repository of their own at to, whose one commit is always the same.
func Copy(root, to string) error {
	c := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	c.Dir = root
	list, err := c.Output()
	if err != nil {
		return fmt.Errorf("list the files of the project: %w", err)
	}
	for _, name := range strings.Split(strings.TrimSuffix(string(list), "\x00"), "\x00") {
		if err := copyFile(filepath.Join(root, name), filepath.Join(to, name)); err != nil {
			return fmt.Errorf("copy the project: %w", err)
		}
	}
	for _, args := range [][]string{
		{"init", "-q", "-b", "main"},
		{"add", "-A"},
		{"commit", "-q", "-m", "release"},
		{"tag", Tag},
		// Without a remote, GoReleaser takes the time of day for the commit's.
		{"remote", "add", "origin", "https://github.com/cybedefend/vibedefend.git"},
	} {
		c := exec.Command("git", args...)
		c.Dir = to
		c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
			"GIT_AUTHOR_NAME=dev", "GIT_AUTHOR_EMAIL=dev@example.com", "GIT_AUTHOR_DATE=2026-01-02T03:04:05Z",
			"GIT_COMMITTER_NAME=dev", "GIT_COMMITTER_EMAIL=dev@example.com", "GIT_COMMITTER_DATE=2026-01-02T03:04:05Z")
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("git %s: %w\n%s", args[0], err, out)
		}
	}
	return nil
}

// copyFile leaves out what was deleted and not yet committed.
func copyFile(from, to string) error {
	st, err := os.Lstat(from)
	if os.IsNotExist(err) || err == nil && !st.Mode().IsRegular() {
		return nil
	}
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, raw, st.Mode().Perm())
}

// Only makes the release of the copy at dir one for a single system, which is
// all that fits into the time of a test.
func Only(dir, goos, goarch string) error {
	path := filepath.Join(dir, "goreleaser.yaml")
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the release: %w", err)
	}
	for _, r := range [][2]string{{"goos: [linux, darwin, windows]", "goos: [" + goos + "]"}, {"goarch: [amd64, arm64]", "goarch: [" + goarch + "]"}} {
		if !bytes.Contains(raw, []byte(r[0])) {
			return fmt.Errorf("%s has no %q", path, r[0])
		}
		raw = bytes.ReplaceAll(raw, []byte(r[0]), []byte(r[1]))
	}
	return os.WriteFile(path, raw, 0o644)
}

// Snapshot makes the release of the copy at dir, publishing nothing. What
// needs other systems or other programs is left out.
func Snapshot(ctx context.Context, tool, dir string, env ...string) error {
	c := exec.CommandContext(ctx, tool, "release", "--snapshot", "--clean", "--skip=sbom,sign,homebrew,scoop,winget")
	c.Dir = dir
	// The generator of the manual then shares what is compiled for the programs.
	c.Env = append(append(os.Environ(), "GOWORK=off", "GOFLAGS=-trimpath"), env...)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("goreleaser release --snapshot: %w\n%s", err, out)
	}
	return nil
}
