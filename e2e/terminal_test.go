package e2e

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/sandbox"
	"github.com/cybedefend/vibedefend/e2e/terminal"
)

// screen runs the program in a terminal of 80 columns and 24 rows.
func screen(t *testing.T, b *sandbox.Box, line string, env ...string) *terminal.Screen {
	t.Helper()
	return terminal.Start(t, b.Project, b.Env(append([]string{"SHELL=/bin/sh"}, env...)...), "80", "24", line)
}

// A newcomer walks through the questions at 80 columns: each is whole on the
// screen, nothing is written before the last answer, and then all is.
func TestInteractiveInstall(t *testing.T) {
	t.Parallel()
	b := box(t)
	inhabit(b)
	was := b.Snap()
	s := screen(t, b, b.Program+" install")

	s.Wait("Region", "EU", "US", "Local only")
	shows(t, s, "cursor", "windsurf", "absent")
	s.Keys("Enter")
	s.Wait("Region", "Local only") // Enter alone chooses nothing
	s.Keys("Down", "Down", "Down", "Enter")

	s.Wait("Agents", "Claude Code", "Cursor", "Codex", "Windsurf", "Copilot")
	if agents := s.Text(); !selected(agents, "Cursor") || selected(agents, "Codex") {
		t.Errorf("not exactly the agents that were found are selected:\n%s", agents)
	}
	s.Keys("Enter")

	s.Wait("A second wall?", "Add them", "No")
	s.Keys("Left", "Enter")

	s.Wait("Apply this?", "Apply", "Cancel")
	shows(t, s, "region: local", "~/.cursor/hooks.json", "~/.codeium/windsurf/hooks.json")
	if diff := was.Diff(b.Snap()); diff != "" {
		t.Errorf("written before the last answer:\n%s", diff)
	}
	s.Keys("Left", "Enter")
	s.Wait("exit code 0")
	shows(t, s, "vibedefend doctor")
	if !strings.Contains(b.Read(".cursor/hooks.json"), "vibedefend-hook") {
		t.Errorf("the hook is not there:\n%s", b.Read(".cursor/hooks.json"))
	}
	if !strings.Contains(b.Read(".config/devin/config.json"), "deny") {
		t.Errorf("the second wall is not there:\n%s", b.Read(".config/devin/config.json"))
	}

	again := screen(t, b, b.Program+" install")
	again.Wait("Agents")
	again.Keys("Enter")
	again.Wait("nothing to do", "exit code 0")
}

// Leaving at any question leaves everything as it was.
func TestInteractiveInstallCanBeLeft(t *testing.T) {
	t.Parallel()
	for _, leave := range []struct {
		name string
		keys []string
		last string
	}{
		{"Escape at the region", []string{"Escape"}, "Region"},
		{"Ctrl-C at the region", []string{"C-c"}, "Region"},
	} {
		t.Run(leave.name, func(t *testing.T) {
			b := box(t)
			inhabit(b)
			was := b.Snap()
			s := screen(t, b, b.Program+" install")
			s.Wait(leave.last)
			s.Keys(leave.keys...)
			s.Wait("exit code 130")
			if diff := was.Diff(b.Snap()); diff != "" {
				t.Errorf("the home is not as before:\n%s", diff)
			}
		})
	}
	t.Run("Cancel at the end", func(t *testing.T) {
		b := box(t)
		inhabit(b)
		was := b.Snap()
		s := screen(t, b, b.Program+" install --region eu")
		s.Wait("Agents")
		s.Keys("Enter")
		s.Wait("A second wall?")
		s.Keys("Enter")
		s.Wait("Apply this?")
		s.Keys("Enter") // no is the default
		s.Wait("exit code 130")
		if diff := was.Diff(b.Snap()); diff != "" {
			t.Errorf("the home is not as before:\n%s", diff)
		}
	})
}

// For screen readers the same questions are plain lines.
func TestAccessibleInstall(t *testing.T) {
	t.Parallel()
	b := box(t)
	inhabit(b)
	s := screen(t, b, b.Program+" install", "ACCESSIBLE=1")
	s.Wait("Region", "Local only")
	s.Keys("3", "Enter")
	s.Wait("Agents")
	s.Keys("Enter")
	s.Wait("second wall")
	s.Keys("n", "Enter")
	s.Wait("Apply this?")
	s.Keys("y", "Enter")
	s.Wait("exit code 0")
	if !strings.Contains(b.Read(".cursor/hooks.json"), "vibedefend-hook") {
		t.Errorf("the hook is not there:\n%s", s.History())
	}
}

// Where nobody can answer, nothing is asked and nothing is written.
func TestNothingIsAskedWithoutATerminal(t *testing.T) {
	t.Parallel()
	b := box(t)
	inhabit(b)
	was := b.Snap()
	s := screen(t, b, b.Program+" install </dev/null")
	got := s.Wait("exit code")
	if strings.Contains(got, "exit code 0") || !strings.Contains(got, "--yes") {
		t.Errorf("want a refusal that names --yes:\n%s", got)
	}
	if diff := was.Diff(b.Snap()); diff != "" {
		t.Errorf("the home is not as before:\n%s", diff)
	}
}

// The demo shows that all of it holds, in a home of its own.
func TestDemo(t *testing.T) {
	t.Parallel()
	b := box(t)
	inhabit(b)
	was := b.Snap()
	r := b.Must(0, "demo")
	for _, agent := range []string{"Claude Code", "Cursor", "Codex", "Cascade", "Devin", "Copilot CLI", "VS Code"} {
		if !strings.Contains(r.Out+r.Err, agent) {
			t.Errorf("the demo does not speak of %s:\n%s", agent, r)
		}
	}
	for _, line := range strings.Split(r.Out+r.Err, "\n") {
		if n := len([]rune(line)); n > 80 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if diff := was.Diff(b.Snap()); diff != "" {
		t.Errorf("the demo touched the user's home:\n%s", diff)
	}
}

// shows fails when the terminal never showed a word.
func shows(t *testing.T, s *terminal.Screen, words ...string) {
	t.Helper()
	all := s.History()
	for _, w := range words {
		if !strings.Contains(all, w) {
			t.Errorf("%q is not shown:\n%s", w, all)
		}
	}
}

// selected reports whether the option's line is marked.
func selected(text, option string) bool {
	for _, line := range strings.Split(text, "\n") {
		if strings.Contains(line, option) && strings.Contains(line, "[x]") {
			return true
		}
	}
	return false
}
