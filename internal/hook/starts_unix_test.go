//go:build unix

// The programs that these tests let the hook start are shell scripts.

package hook

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/watch"
	"github.com/cybedefend/vibedefend/rules"
)

// A check that hangs does not hold a session up for good.
func TestSessionStartDoesNotWaitForever(t *testing.T) {
	d := deps(t, nil)
	d.Judge = judge
	dir := t.TempDir()
	if err := os.MkdirAll(d.Dir.Bin(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.Dir.Program(), []byte("#!/bin/sh\nexit 0\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := watch.Write(d.Dir, dir, watch.Note{At: time.Now(), Lines: []string{"before"}}); err != nil {
		t.Fatal(err)
	}
	payload := strings.ReplaceAll(starts[0].payload, "CWD", filepath.ToSlash(dir))
	if _, out, _ := run(d, payload, "claude-code", "SessionStart"); !strings.Contains(out, "- before") {
		t.Errorf("%s", out)
	}
}

// program puts a stand-in for the full program where hooks look for it; it
// writes its arguments and environment.
func program(t *testing.T, d Deps) (out string) {
	t.Helper()
	out = filepath.Join(d.Env.Home, "started")
	put(t, d.Dir.Program(), "#!/bin/sh\n{ echo \"$@\"; env; pwd; } > '"+out+".tmp' && mv '"+out+".tmp' '"+out+"'\n")
	if err := os.Chmod(d.Dir.Program(), 0o700); err != nil {
		t.Fatal(err)
	}
	return out
}

func started(path string, wait time.Duration) string {
	for end := time.Now().Add(wait); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if raw, err := os.ReadFile(path); err == nil {
			return string(raw)
		}
	}
	return ""
}

func TestSessionEndStartsOneFlush(t *testing.T) {
	t.Setenv("SSL_CERT_FILE", "/tmp/evil.pem")
	t.Setenv("CYBEDEFEND_HOME", "/tmp/elsewhere")
	d := configured(t, deps(t, always(rules.Allow)), sending)
	out := program(t, d)
	end := fixture(t, "claude-code/SessionEnd-other.json")
	run(d, end, "claude-code", "SessionEnd")
	if got := started(out, 300*time.Millisecond); got != "" {
		t.Fatalf("started with nothing to send: %s", got)
	}
	d.Judge = func(Deps, Call) (rules.Verdict, error) { return verdictOf(rules.Block), nil }
	run(d, inRepo(t, d, "", "make"), "claude-code", "PreToolUse")
	if got := started(out, 300*time.Millisecond); got != "" {
		t.Fatalf("started for a fresh event: %s", got)
	}
	d.Judge = func(Deps, Call) (rules.Verdict, error) { return rules.Verdict{}, nil }
	if code, _, _ := run(d, end, "claude-code", "SessionEnd"); code != 0 {
		t.Fatal(code)
	}
	got := started(out, 10*time.Second)
	if !strings.HasPrefix(got, "flush --quiet\n") || !strings.Contains(got, "\nCYBEDEFEND_HOME="+string(d.Dir)+"\n") ||
		!strings.Contains(got, "\nHOME="+d.Env.Home+"\n") || strings.Contains(got, "evil.pem") || strings.Contains(got, "/tmp/elsewhere") ||
		strings.Contains(got, "tok\n") {
		t.Fatalf("started with %q", got)
	}
	if err := os.Remove(out); err != nil {
		t.Fatal(err)
	}
	run(d, end, "claude-code", "SessionEnd")
	if got := started(out, 300*time.Millisecond); got != "" {
		t.Error("started twice within a minute")
	}
	d.Now = func() time.Time { return time.Now().Add(2 * time.Minute) }
	run(d, inRepo(t, d, "", "true"), "claude-code", "PreToolUse")
	if started(out, 10*time.Second) == "" {
		t.Error("a stale spool was not sent")
	}
}
