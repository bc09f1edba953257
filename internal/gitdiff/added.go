package gitdiff

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Bounds of a look into history: new code is what counts, and a large
// repository has decades.
const (
	mostCommits = 3000
	mostTime    = 20 * time.Second
)

// Added tells when files were added, in seconds since 1970, as far as the
// newest commits reach. A file that is merely renamed is not new. The answer
// depends on the history alone.
func Added(root string) (map[string]int64, error) {
	ctx, cancel := context.WithTimeout(context.Background(), mostTime)
	defer cancel()
	// Without these git maps all packs of a long history, hundreds of megabytes.
	small := []string{"-c", "core.packedGitLimit=32m", "-c", "core.packedGitWindowSize=1m"}
	cmd := exec.CommandContext(ctx, "git", append(append(quiet(root), small...), "log", "--no-ext-diff", "--no-textconv", "--max-count="+strconv.Itoa(mostCommits), "--no-merges", "--no-show-signature",
		"--diff-filter=A", "--find-renames=100%", "--name-only", "--relative", "-z", "--format=%x01%ct")...)
	// A partial clone must not fetch what it lacks.
	cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, errors.New("git is not on PATH")
	case ctx.Err() != nil:
		return nil, fmt.Errorf("git log took longer than %s", mostTime)
	case err != nil:
		return nil, fmt.Errorf("git log: %s", firstLine(stderr.String(), err))
	}
	return parseAdded(out), nil
}

// Head is the commit checked out, "" without one or where the history is cut
// off: fetching more of it changes the history and not the commit.
func Head(root string) string {
	out, err := git(root, "rev-parse", "--is-shallow-repository", "HEAD")
	shallow, head, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	if err != nil || shallow != "false" {
		return ""
	}
	return strings.TrimSpace(head)
}

// parseAdded reads "\x01<time>\0\nname\0name\0…"; the newest commit that adds
// a file counts.
func parseAdded(out []byte) map[string]int64 {
	added := map[string]int64{}
	at := int64(0)
	sc := bufio.NewScanner(bytes.NewReader(out))
	sc.Buffer(nil, len(out)+1)
	sc.Split(func(data []byte, end bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, 0); i >= 0 {
			return i + 1, data[:i], nil
		}
		if end && len(data) > 0 {
			return len(data), data, nil
		}
		return 0, nil, nil
	})
	for sc.Scan() {
		word := strings.TrimPrefix(sc.Text(), "\n")
		if stamp, ok := strings.CutPrefix(word, "\x01"); ok {
			at, _ = strconv.ParseInt(stamp, 10, 64)
			continue
		}
		if _, known := added[word]; word != "" && !known {
			added[word] = at
		}
	}
	return added
}
