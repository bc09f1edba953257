// Package gitdiff lists what changed in a repository, for commands that people
// and CI run. It starts git: never use it in a hook, where a repository's own
// configuration would run code.
package gitdiff

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Change is one file before and after. Before is nil for a new file; deleted
// files are not listed.
type Change struct {
	Path          string // slash path below the root
	Before, After []byte
}

// Staged lists what the next commit would change.
func Staged(root string) ([]Change, error) {
	return list(root, []string{"diff", "--cached", "--name-only", "-z", "--diff-filter=ACMR"}, "HEAD", func(p string) ([]byte, error) {
		return git(root, "show", ":"+p)
	})
}

// Since lists what differs in the working tree from a revision.
func Since(root, rev string) ([]Change, error) {
	if strings.HasPrefix(rev, "-") {
		return nil, fmt.Errorf("%q is not a revision", rev)
	}
	if _, err := git(root, "rev-parse", "--verify", "--quiet", rev+"^{commit}"); err != nil {
		return nil, fmt.Errorf("%q is not a revision of this repository", rev)
	}
	return list(root, []string{"diff", "--name-only", "-z", "--diff-filter=ACMR", rev, "--"}, rev, func(p string) ([]byte, error) {
		return os.ReadFile(filepath.Join(root, filepath.FromSlash(p)))
	})
}

func list(root string, args []string, base string, after func(string) ([]byte, error)) ([]Change, error) {
	names, err := git(root, args...)
	if err != nil {
		return nil, err
	}
	var out []Change
	for _, p := range strings.Split(strings.TrimSuffix(string(names), "\x00"), "\x00") {
		if p == "" {
			continue
		}
		c := Change{Path: p}
		if c.After, err = after(p); err != nil {
			return nil, fmt.Errorf("read %s: %w", p, err)
		}
		if old, err := git(root, "show", base+":"+p); err == nil {
			c.Before = old
		}
		out = append(out, c)
	}
	return out, nil
}

// quiet starts every command: nothing that a repository's configuration could
// make git run.
func quiet(root string) []string {
	return []string{"-C", root, "-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull, "-c", "diff.external=", "--no-pager"}
}

// git runs one plumbing command with everything off that a repository's
// configuration could make it run.
func git(root string, args ...string) ([]byte, error) {
	if args[0] == "diff" || args[0] == "show" {
		args = append([]string{args[0], "--no-ext-diff", "--no-textconv"}, args[1:]...)
	}
	cmd := exec.Command("git", append(quiet(root), args...)...)
	cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("git is not on PATH: name files instead")
	}
	if err != nil {
		return nil, fmt.Errorf("git %s: %s", args[0], firstLine(stderr.String(), err))
	}
	return out, nil
}

func firstLine(s string, err error) string {
	if line, _, _ := strings.Cut(strings.TrimSpace(s), "\n"); line != "" {
		return line
	}
	return err.Error()
}
