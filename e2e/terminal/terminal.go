// Package terminal drives a program in a real terminal of a fixed size,
// through tmux.
package terminal

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Screen is a running terminal.
type Screen struct {
	t      testing.TB
	socket string
	env    []string
}

// Start runs a shell command line in a terminal of the given size. The
// terminal is ended with the test.
func Start(t testing.TB, dir string, env []string, cols, rows string, line string) *Screen {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Fatal("tmux is missing; install it, for example with: apt-get install tmux")
	}
	s := &Screen{t: t, socket: filepath.Join(t.TempDir(), "tmux"), env: env}
	t.Cleanup(func() { s.tmux("kill-server") })
	shown := line + `; printf 'exit code %s\n' $?; exec sleep 600`
	cmd := exec.Command("tmux", "-S", s.socket, "-f", "/dev/null", "new-session", "-d", "-x", cols, "-y", rows, "-c", dir, "exec /bin/sh -c '"+strings.ReplaceAll(shown, "'", `'\''`)+"'")
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("start tmux: %v: %s", err, out)
	}
	return s
}

func (s *Screen) tmux(args ...string) (string, error) {
	cmd := exec.Command("tmux", append([]string{"-S", s.socket}, args...)...)
	cmd.Env = s.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// Text is what the screen shows now.
func (s *Screen) Text() string {
	s.t.Helper()
	out, err := s.tmux("capture-pane", "-p")
	if err != nil {
		s.t.Fatalf("read the screen: %v: %s", err, out)
	}
	return out
}

// History is the screen and all that scrolled away above it.
func (s *Screen) History() string {
	s.t.Helper()
	out, err := s.tmux("capture-pane", "-p", "-S", "-")
	if err != nil {
		s.t.Fatalf("read the screen: %v: %s", err, out)
	}
	return out
}

// Colored is History with the codes of colours.
func (s *Screen) Colored() string {
	s.t.Helper()
	out, err := s.tmux("capture-pane", "-p", "-e", "-S", "-")
	if err != nil {
		s.t.Fatalf("read the screen: %v: %s", err, out)
	}
	return out
}

// Wait waits until the screen shows all words, and has come to rest.
func (s *Screen) Wait(words ...string) string {
	s.t.Helper()
	var last string
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		now := s.Text()
		if now == last && has(now, words) {
			return now
		}
		last = now
		time.Sleep(100 * time.Millisecond)
	}
	s.t.Fatalf("the screen never showed %q, but\n%s", words, s.History())
	return ""
}

// Keys presses keys, named as tmux names them.
func (s *Screen) Keys(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		if out, err := s.tmux("send-keys", k); err != nil {
			s.t.Fatalf("press %s: %v: %s", k, err, out)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// Answer presses a key while the screen shows some words, again every few
// seconds: a dialog that has just been drawn may not take keys yet.
func (s *Screen) Answer(key, words string) {
	s.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		s.Keys(key)
		for range 30 {
			time.Sleep(100 * time.Millisecond)
			if !has(s.Text(), []string{words}) {
				return
			}
		}
	}
	s.t.Fatalf("pressing %s never took %q away\n%s", key, words, s.History())
}

func has(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
