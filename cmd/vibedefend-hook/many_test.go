package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tidwall/sjson"

	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/consent"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/spool"
)

// machine is a home with the real hook program in it, set to send.
type machine struct {
	home string
	dir  home.Dir
}

func newMachine(t *testing.T) machine {
	t.Helper()
	m := machine{home: t.TempDir()}
	m.dir = home.Dir(filepath.Join(m.home, home.Base))
	c := exec.Command("go", "build", "-o", m.dir.Hook(), ".")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := os.WriteFile(m.dir.Config(), []byte(`{"region":"eu","telemetry":{"enabled":true}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := consent.Login(m.dir, consent.Settings{Region: consent.EU}, "tok"); err != nil {
		t.Fatal(err)
	}
	return m
}

// callers are one shell call of each agent; at is where the command stands.
var callers = []struct{ fixture, agent, event, at string }{
	{"claude-code/PreToolUse-Bash.json", "claude-code", "PreToolUse", "tool_input.command"},
	{"cursor/beforeShellExecution.json", "cursor", "beforeShellExecution", "command"},
	{"codex/pre-tool-use-Bash.json", "codex", "PreToolUse", "tool_input.command"},
	{"windsurf/pre_run_command.json", "windsurf", "pre_run_command", "tool_info.command_line"},
	{"copilot/preToolUse-bash.json", "copilot", "preToolUse", "toolArgs"},
}

// call is the nth call: a deed that every policy stops.
func (m machine) call(t *testing.T, n int) *exec.Cmd {
	t.Helper()
	c := callers[n%len(callers)]
	raw, err := os.ReadFile(filepath.Join("..", "..", "internal", "hook", "testdata", filepath.FromSlash(c.fixture)))
	if err != nil {
		t.Fatal(err)
	}
	var value any = fmt.Sprintf("rm -rf / # %d", n)
	if c.at == "toolArgs" {
		args, _ := json.Marshal(map[string]any{"command": value})
		value = string(args)
	}
	if raw, err = sjson.SetBytes(raw, c.at, value); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(m.dir.Hook(), "hook", c.agent, c.event)
	cmd.Stdin, cmd.Dir = bytes.NewReader(raw), m.home
	cmd.Env = []string{"HOME=" + m.home, "PATH=/usr/bin:/bin"}
	return cmd
}

// stopped reports whether an answer stops the call, in any agent's words.
func stopped(out []byte) bool {
	return bytes.Contains(out, []byte("deny")) || bytes.Contains(out, []byte("VibeDefend blocked"))
}

func (m machine) trail() audit.Trail { return audit.Trail{Dir: m.dir.Audit()} }

// TestManyHooksOfAllAgentsAtOnce starts 64 real processes together.
func TestManyHooksOfAllAgentsAtOnce(t *testing.T) {
	m := newMachine(t)
	var wg sync.WaitGroup
	for i := range 64 {
		c := m.call(t, i)
		wg.Add(1)
		go func() {
			defer wg.Done()
			if out, _ := c.CombinedOutput(); !stopped(out) {
				t.Errorf("call %d was not stopped: %s", i, out)
			}
		}()
	}
	wg.Wait()
	if err := m.trail().Fold(); err != nil {
		t.Fatal(err)
	}
	res, err := m.trail().Verify(nil)
	if err != nil || res.Records != 64 || res.Torn != 0 || len(res.Problems) != 0 {
		t.Errorf("%+v %v", res, err)
	}
	agents := map[string]int{}
	if err := m.trail().Records(audit.Filter{}, func(r audit.Record) bool { agents[r.Agent]++; return true }); err != nil || len(agents) != len(callers) {
		t.Errorf("%v %v", agents, err)
	}
	events, err := spool.Dir(consent.Settings{Region: consent.EU}.Spool(m.dir)).Pending()
	if err != nil || len(events) != 64 {
		t.Errorf("%d events wait, %v", len(events), err)
	}
}

// TestKilledHooksLeaveAChainThatHolds kills processes at any point.
func TestKilledHooksLeaveAChainThatHolds(t *testing.T) {
	m := newMachine(t)
	var wg sync.WaitGroup
	for i := range 80 {
		c := m.call(t, i)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
			_ = c.Process.Kill()
			_ = c.Wait()
		}()
	}
	wg.Wait()
	if out, _ := m.call(t, 1000).CombinedOutput(); !stopped(out) {
		t.Fatalf("not stopped: %s", out)
	}
	res, err := m.trail().Verify(nil)
	if err != nil || res.Records == 0 || len(res.Problems) != 0 {
		t.Errorf("%+v %v", res, err)
	}
}

// TestVerdictStandsWithoutTrail takes away every way to write.
func TestVerdictStandsWithoutTrail(t *testing.T) {
	for name, spoil := range map[string]func(machine) error{
		"the disk is full": func(m machine) error {
			if err := os.MkdirAll(m.dir.Audit(), 0o700); err != nil {
				return err
			}
			return os.Symlink("/dev/full", filepath.Join(m.dir.Audit(), "trail.jsonl"))
		},
		"the folder is a file": func(m machine) error { return os.WriteFile(m.dir.Audit(), nil, 0o600) },
		"the spool is a file":  func(m machine) error { return os.WriteFile(consent.SpoolRoot(m.dir), nil, 0o600) },
	} {
		m := newMachine(t)
		if err := spoil(m); err != nil {
			t.Fatal(err)
		}
		for i := range callers {
			out, _ := m.call(t, i).CombinedOutput()
			if !stopped(out) || strings.Contains(string(out), "panic") {
				t.Errorf("%s: call %d was not stopped: %s", name, i, out)
			}
		}
	}
}
