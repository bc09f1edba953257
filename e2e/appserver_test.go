package e2e

import (
	"encoding/json"
	"testing"

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
	c := talk(t, b, program)
	defer c.end()
	var list struct {
		Data []struct {
			Hooks            []codexHook
			Warnings, Errors []json.RawMessage
		}
	}
	raw := c.ask("hooks/list", map[string]any{"cwds": []string{b.Project}})
	if err := json.Unmarshal(raw, &list); err != nil || len(list.Data) == 0 {
		t.Fatalf("hooks/list: %s", raw)
	}
	for _, w := range append(list.Data[0].Warnings, list.Data[0].Errors...) {
		warnings = append(warnings, string(w))
	}
	return list.Data[0].Hooks, warnings
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
