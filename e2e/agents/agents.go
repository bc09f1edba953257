// Package agents fetches the real coding agents, at the versions pinned in
// package-lock.json, once into a cache folder of the user.
package agents

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

//go:embed package.json package-lock.json older/package.json older/package-lock.json
var manifest embed.FS

// edition is one set of releases: where its manifest lies and how its
// programs are found below node_modules.
type edition struct {
	folder   string // in manifest
	patterns [3]string
}

// newest are the releases everything is tried with; older has one release of
// each agent that cannot do all of it. SYSTEM is replaced by system and
// processor.
var (
	newest = edition{"", [3]string{"@anthropic-ai/claude-code-SYSTEM*/claude", "@openai/codex-SYSTEM/vendor/*/bin/codex", "@github/copilot-SYSTEM/copilot"}}
	older  = edition{"older/", [3]string{"@anthropic-ai/claude-code/cli.js", "@openai/codex/vendor/*/bin/codex", "@github/copilot-SYSTEM/copilot"}}
)

// Set holds the programs of the agents.
type Set struct {
	Claude, Codex, Copilot string
	// CopilotCache is where Copilot unpacks itself at its first start; it is
	// shared, because unpacking takes seconds and 235 MB.
	CopilotCache string
}

// Root is the folder below the user's cache folder that holds all we fetch.
func Root() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the user's cache folder: %w", err)
	}
	return filepath.Join(base, "vibedefend-e2e"), nil
}

// Fetch returns the agents, downloading them when they are not there yet. It
// is safe to call from several processes: one downloads, the others wait. A
// download that was interrupted leaves nothing that is taken for a whole one.
func Fetch(ctx context.Context) (Set, error) { return newest.fetch(ctx) }

// FetchOlder is Fetch for one older release of each agent. Codex's is that of
// Linux on x64, the only one of that release that is locked.
func FetchOlder(ctx context.Context) (Set, error) { return older.fetch(ctx) }

func (e edition) fetch(ctx context.Context) (Set, error) {
	root, err := Root()
	if err != nil {
		return Set{}, err
	}
	if err := os.MkdirAll(root, 0o755); err != nil {
		return Set{}, fmt.Errorf("make the agents' cache folder: %w", err)
	}
	key, err := e.lockHash()
	if err != nil {
		return Set{}, err
	}
	dir := filepath.Join(root, key)
	if s, err := e.locate(dir); err == nil {
		return s, nil
	}
	lock := flock.New(dir + ".lock")
	if ok, err := lock.TryLockContext(ctx, 200*time.Millisecond); err != nil || !ok {
		return Set{}, fmt.Errorf("wait for another download of the agents: %w", err)
	}
	defer lock.Unlock()
	if s, err := e.locate(dir); err == nil {
		return s, nil
	}
	if err := e.install(ctx, dir); err != nil {
		return Set{}, err
	}
	s, err := e.locate(dir)
	if err != nil {
		return Set{}, err
	}
	return s, unpackCopilot(ctx, s)
}

// unpackCopilot starts Copilot once, so that tests running in parallel do not
// all unpack it.
func unpackCopilot(ctx context.Context, s Set) error {
	home, err := os.MkdirTemp("", "copilot-home-")
	if err != nil {
		return fmt.Errorf("make a home for Copilot's first start: %w", err)
	}
	defer os.RemoveAll(home)
	cmd := exec.CommandContext(ctx, s.Copilot, "--version")
	cmd.Env = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "TERM=xterm", "COPILOT_OFFLINE=true",
		"COPILOT_AUTO_UPDATE=false", "COPILOT_CACHE_HOME=" + s.CopilotCache}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("unpack Copilot: %w\n%s", err, tail(string(out), 1000))
	}
	return nil
}

func (e edition) lockHash() (string, error) {
	b, err := manifest.ReadFile(e.folder + "package-lock.json")
	if err != nil {
		return "", fmt.Errorf("read the lock file: %w", err)
	}
	sum := sha256.Sum256(append(b, runtime.GOOS+"/"+runtime.GOARCH...))
	return hex.EncodeToString(sum[:8]), nil
}

// install runs npm in a folder beside dir and moves the result into place, so
// that dir is there only when everything is.
func (e edition) install(ctx context.Context, dir string) error {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return errors.New("fetch the agents: npm is missing; install Node.js 20 or newer, which brings it")
	}
	work := dir + ".part"
	for _, d := range []string{work, dir} {
		if err := os.RemoveAll(d); err != nil {
			return fmt.Errorf("clear an unfinished download: %w", err)
		}
	}
	if err := os.MkdirAll(work, 0o755); err != nil {
		return fmt.Errorf("make the download folder: %w", err)
	}
	for _, name := range []string{"package.json", "package-lock.json"} {
		b, _ := manifest.ReadFile(e.folder + name)
		if err := os.WriteFile(filepath.Join(work, name), b, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	if err := npmInstall(ctx, npm, work); err != nil {
		return err
	}
	if _, err := e.locate(work); err != nil {
		return err
	}
	if err := os.Rename(work, dir); err != nil {
		return fmt.Errorf("put the agents in place: %w", err)
	}
	return nil
}

func npmInstall(ctx context.Context, npm, work string) error {
	var last error
	for try := 0; try < 3; try++ {
		cmd := exec.CommandContext(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--include=optional")
		cmd.Dir = work
		cmd.WaitDelay = 5 * time.Second
		out, err := cmd.CombinedOutput()
		if err == nil {
			return nil
		}
		last = fmt.Errorf("fetch the agents with npm ci: %w\n%s", err, tail(string(out), 2000))
		if ctx.Err() != nil {
			break
		}
	}
	return last
}

func (e edition) locate(dir string) (Set, error) {
	system := map[string]string{"windows": "win32"}[runtime.GOOS]
	if system == "" {
		system = runtime.GOOS
	}
	arch := map[string]string{"amd64": "x64"}[runtime.GOARCH]
	if arch == "" {
		arch = runtime.GOARCH
	}
	s := Set{CopilotCache: filepath.Join(dir, "copilot-cache")}
	for i, into := range []*string{&s.Claude, &s.Codex, &s.Copilot} {
		pattern := strings.ReplaceAll(e.patterns[i], "SYSTEM", system+"-"+arch)
		if runtime.GOOS == "windows" && !strings.HasSuffix(pattern, ".js") {
			pattern += ".exe"
		}
		hits, _ := filepath.Glob(filepath.Join(dir, "node_modules", filepath.FromSlash(pattern)))
		if len(hits) == 0 {
			return Set{}, fmt.Errorf("find an agent's program: nothing matches %s in %s", pattern, dir)
		}
		*into = hits[0]
	}
	return s, nil
}

func tail(s string, n int) string {
	s = strings.TrimSpace(s)
	if len(s) > n {
		return "…" + s[len(s)-n:]
	}
	return s
}
