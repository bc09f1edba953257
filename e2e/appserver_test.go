package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
)

// codexHook is what Codex itself says of a hook.
type codexHook struct {
	Key, EventName, Command, TrustStatus string
	Enabled                              bool
}

// hooksList asks codex app-server which hooks it knows and trusts: the only
// truthful source.
func hooksList(t *testing.T, b *sandbox.Box, program string) (hooks []codexHook, warnings []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "app-server")
	cmd.Dir, cmd.Env, cmd.WaitDelay = b.Project, b.Env("CODEX_HOME="+b.Path(".codex")), 3*time.Second
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { in.Close(); cancel(); cmd.Wait() }()
	fmt.Fprintln(in, `{"id":1,"method":"initialize","params":{"clientInfo":{"name":"e2e","version":"1"},"capabilities":{"experimentalApi":true}}}`)
	fmt.Fprintln(in, `{"method":"initialized"}`)
	fmt.Fprintf(in, `{"id":2,"method":"hooks/list","params":{"cwds":[%s]}}`+"\n", quoted(b.Project))
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var msg struct {
			ID     int
			Error  json.RawMessage
			Result struct {
				Data []struct {
					Hooks            []codexHook
					Warnings, Errors []json.RawMessage
				}
			}
		}
		if json.Unmarshal(lines.Bytes(), &msg) != nil || msg.ID != 2 {
			continue
		}
		if msg.Error != nil || len(msg.Result.Data) == 0 {
			t.Fatalf("hooks/list: %s", lines.Bytes())
		}
		data := msg.Result.Data[0]
		for _, w := range append(data.Warnings, data.Errors...) {
			warnings = append(warnings, string(w))
		}
		return data.Hooks, warnings
	}
	t.Fatal("codex app-server ended without an answer")
	return nil, nil
}

// Codex itself says that it trusts our hooks, that they are on, and that the
// user's own hooks kept their trust.
func TestCodexTrustsOurHooks(t *testing.T) {
	t.Parallel()
	d := codex(t)
	b := box(t)
	m := mock.Start(t)
	d.prepare(b, m)
	b.Must(0, "install", "--yes", "--agent", "codex")
	hooks, warnings := hooksList(t, b, agentSet(t).Codex)
	for _, w := range warnings {
		t.Errorf("codex warns: %s", w)
	}
	if len(hooks) == 0 {
		t.Fatal("codex knows no hook")
	}
	gate := false
	for _, h := range hooks {
		if h.TrustStatus != "trusted" || !h.Enabled {
			t.Errorf("%s %s is %s, enabled %v", h.EventName, h.Command, h.TrustStatus, h.Enabled)
		}
		gate = gate || h.EventName == "preToolUse"
	}
	if !gate {
		t.Errorf("no hook before tools: %+v", hooks)
	}
	b.Uninstall()
	if hooks, _ := hooksList(t, b, agentSet(t).Codex); len(hooks) != 0 {
		t.Errorf("after uninstall codex still knows %+v", hooks)
	}
}
