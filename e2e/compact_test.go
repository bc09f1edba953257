package e2e

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sim"
)

// Before the real Claude Code forgets a conversation, the conventions that it
// relied on or broke are marked. A hook of the user's own, which runs when the
// compaction is over, sees them there: it was not the end of the session.
func TestConventionsAreMarkedBeforeCompaction(t *testing.T) {
	t.Parallel()
	d := claude(t)
	st, m := installed(t, d, func(st *stage) []mock.Conversation {
		plantHandlers(st.Box)
		st.Must(0, "rules", "mine")
		var settings map[string]any
		if err := json.Unmarshal([]byte(st.Read(".claude/settings.json")), &settings); err != nil {
			t.Fatal(err)
		}
		settings["hooks"].(map[string]any)["PostCompact"] = []any{map[string]any{"hooks": []any{map[string]any{
			"type": "command", "command": "cat " + st.Path(".cybedefend/state/proposals") + "/*.used > " + st.Path("compacted")}}}}
		raw, err := json.Marshal(settings)
		if err != nil {
			t.Fatal(err)
		}
		st.Write(".claude/settings.json", string(raw))
		return []mock.Conversation{{Marker: "E2E-MAIN", Turns: handlers(d, st)}}
	})
	var said strings.Builder
	for _, text := range []string{"E2E-MAIN write handlers", "/compact"} {
		line, err := json.Marshal(map[string]any{"type": "user", "message": map[string]any{"role": "user", "content": text}})
		if err != nil {
			t.Fatal(err)
		}
		said.Write(append(line, '\n'))
	}
	env := st.Env("ANTHROPIC_BASE_URL="+m.URL, "ANTHROPIC_API_KEY=dummy", "IS_SANDBOX=1",
		"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1", "DISABLE_AUTOUPDATER=1", "DISABLE_TELEMETRY=1", "DISABLE_ERROR_REPORTING=1")
	r := st.RunIn(st.Project, env, said.String(), 2*time.Minute, agentSet(t).Claude, "-p", "--input-format", "stream-json",
		"--output-format", "stream-json", "--verbose", "--permission-mode", "bypassPermissions")
	if !st.Has("project/src/admin/new2.ts") {
		t.Fatalf("the handlers were not written\n%s", r)
	}
	if !st.Has("compacted") {
		t.Fatalf("the conversation was not compacted\n%s", r)
	}
	if marked := st.Read("compacted"); !strings.HasPrefix(marked, "br-") {
		t.Errorf("nothing was marked before the compaction: %q\n%s", marked, r)
	}
}

// handlers writes three files that rely on a convention or break it.
func handlers(d driver, st *stage) (turns []mock.Turn) {
	for i, guard := range []string{"requireOwner", "other", "requireOwner"} {
		name := fmt.Sprintf("new%d", i)
		c, _ := d.call(name, sim.Deed{Kind: sim.Write, Path: st.Path("project/src/admin/" + name + ".ts"), Text: fmt.Sprintf(handler, name, guard)})
		turns = append(turns, mock.Turn{c})
	}
	return turns
}

// The same in the real Codex: its session is alive when the marks appear.
func TestConventionsAreMarkedBeforeCodexCompacts(t *testing.T) {
	t.Parallel()
	d := codex(t)
	st, _ := installed(t, d, func(st *stage) []mock.Conversation {
		plantHandlers(st.Box)
		st.Must(0, "rules", "mine")
		return []mock.Conversation{{Marker: "E2E-MAIN", Turns: handlers(d, st)}}
	})
	c := talk(t, st.Box, agentSet(t).Codex)
	started := c.ask("thread/start", map[string]any{"cwd": st.Project, "model": "gpt-5.5", "approvalPolicy": "never", "sandbox": "danger-full-access"})
	var thread struct{ Thread struct{ ID string } }
	if err := json.Unmarshal(started, &thread); err != nil || thread.Thread.ID == "" {
		t.Fatalf("no thread: %s %v", started, err)
	}
	c.ask("turn/start", map[string]any{"threadId": thread.Thread.ID, "input": []any{map[string]any{"type": "text", "text": "E2E-MAIN write handlers"}}})
	c.until("turn/completed")
	marked := func() bool {
		used, _ := filepath.Glob(st.Path(".cybedefend/state/proposals/*.used"))
		return len(used) > 0
	}
	if !st.Has("project/src/admin/new2.ts") || marked() {
		t.Fatalf("written %t, marked before the compaction %t", st.Has("project/src/admin/new2.ts"), marked())
	}
	c.ask("thread/compact/start", map[string]any{"threadId": thread.Thread.ID})
	for end := time.Now().Add(time.Minute); !marked() && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
	}
	if !marked() {
		t.Error("nothing was marked before the compaction")
	}
}
