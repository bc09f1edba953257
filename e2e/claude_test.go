package e2e

import (
	"os"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
	"github.com/cybedefend/vibedefend/e2e/sim"
)

func claude(t *testing.T) driver { return claudeAt(agentSet(t).Claude) }

// claudeAt drives Claude Code of one release.
func claudeAt(program string) driver {
	return driver{
		name:  "claude",
		id:    "claude-code",
		build: built,
		prepare: func(b *sandbox.Box, m *mock.Model) {
			b.Link("claude", program)
			b.Write(".claude/settings.json", claudeSettings)
		},
		start: func(b *sandbox.Box, m *mock.Model, how mode, prompt string) sandbox.Result {
			env := b.Env("ANTHROPIC_BASE_URL="+m.URL, "ANTHROPIC_API_KEY=dummy", "IS_SANDBOX=1",
				"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1", "DISABLE_AUTOUPDATER=1", "DISABLE_TELEMETRY=1", "DISABLE_ERROR_REPORTING=1")
			return b.Run(append(env, how.env...), program, append([]string{"-p", prompt, "--output-format", "json"}, how.args...)...)
		},
		modes: []mode{
			{name: "allowed tools", args: []string{"--allowedTools", "Bash,Write,Edit,Read,NotebookEdit,Agent"}},
			{name: "bypass", args: []string{"--permission-mode", "bypassPermissions"}},
			{name: "skip permissions", args: []string{"--dangerously-skip-permissions"}},
		},
		locked: mode{name: "default", args: []string{"--permission-mode", "default"}},
		call: func(id string, d sim.Deed) (mock.Call, bool) {
			switch d.Kind {
			case sim.Shell:
				return mock.Call{ID: id, Tool: "Bash", Args: map[string]any{"command": d.Command, "description": "a step"}}, true
			case sim.Write:
				return mock.Call{ID: id, Tool: "Write", Args: map[string]any{"file_path": d.Path, "content": d.Text}}, true
			case sim.Edit:
				return mock.Call{ID: id, Tool: "Edit", Args: map[string]any{"file_path": d.Path, "old_string": d.Old, "new_string": d.New}}, true
			case sim.Read:
				return mock.Call{ID: id, Tool: "Read", Args: map[string]any{"file_path": d.Path}}, true
			}
			return mock.Call{}, false
		},
		spawn: func(id, prompt string) []mock.Turn {
			return []mock.Turn{{{ID: id, Tool: "Agent", Args: map[string]any{
				"description": "a subtask", "prompt": prompt, "subagent_type": "general-purpose", "run_in_background": false}}}}
		},
		hooks: ".claude/settings.json",
		told:  "PreToolUse:",
		more: func(st *stage) []step {
			local := st.Path("project/.claude/settings.local.json")
			return []step{{name: "hooks switched off for the project", deed: sim.Deed{Kind: sim.Write, Path: local, Text: `{"disableAllHooks":true}`}, stopped: true, wrong: func() string {
				if st.Has("project/.claude/settings.local.json") {
					return "the file was written"
				}
				return ""
			}}}
		},
	}
}

// claudeSettings is a user's file as it might be: tabs, a foreign hook with a
// field nobody knows, no line end at the end.
const claudeSettings = "{\n\t\"model\": \"sonnet\",\n\t\"x-notes\": {\"π\": 3.140},\n\t\"hooks\": {\n\t\t\"PostToolUse\": [{\"matcher\": \"Edit\", \"hooks\": [{\"type\": \"command\", \"command\": \"true\", \"x-tag\": 1e3}]}]\n\t}\n}"

// A program that the agent runs takes our hooks out of the settings behind our
// back. The running session keeps them, because our ConfigChange hook says so.
func TestClaudeKeepsHooksThatWereTakenOutBehindItsBack(t *testing.T) {
	t.Parallel()
	d := claude(t)
	st, m := installed(t, d, func(st *stage) []mock.Conversation {
		st.Script("helper", `echo "{}" > "$HOME/.claude/settings.json"; sleep 4`)
		steps := []step{
			{name: "helper", deed: shell("helper")},
			dangers(st)[1],
		}
		turns, _ := script(d, "call", steps)
		return []mock.Conversation{{Marker: "E2E-MAIN", Turns: turns}}
	})
	r := d.start(st.Box, m, d.modes[1], "E2E-MAIN do it")
	if st.Read(".claude/settings.json") != "{}\n" {
		t.Fatalf("the helper did not do its part:\n%s", st.Read(".claude/settings.json"))
	}
	if text, _ := m.Result("call01"); !st.Has("papers/precious/notes.txt") || !strings.Contains(text, "VibeDefend") {
		t.Errorf("the running session lost its hooks; the model was told %q\n%s", text, r)
	}
}

// Settings kept in a dotfiles repository and linked into place: the link
// stays, the guard works through it, and the repository's file is as before.
func TestLinkedSettings(t *testing.T) {
	t.Parallel()
	d := claude(t)
	b := box(t)
	m := mock.Start(t)
	d.prepare(b, m)
	b.Write("dotfiles/claude.json", b.Read(".claude/settings.json"))
	if err := os.Remove(b.Path(".claude/settings.json")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../dotfiles/claude.json", b.Path(".claude/settings.json")); err != nil {
		t.Fatal(err)
	}
	was := b.Snap()
	b.Must(0, "install", "--yes", "--agent", d.id)
	st := newStage(b, m, d.hooks)
	steps := append(dangers(st)[:1], tampering(st)...)
	steps = append(steps, step{name: "linked file emptied", deed: shell("echo '{}' > ~/dotfiles/claude.json"), stopped: true, wrong: st.intact})
	turns, kept := script(d, "call", steps)
	m.Play(mock.Conversation{Marker: "E2E-MAIN", Turns: turns})
	d.start(b, m, d.modes[1], "E2E-MAIN do it")
	prove(t, d, m, kept)
	b.Uninstall("--purge")
	for path, text := range was {
		if now := b.Snap()[path]; now != text {
			t.Errorf("%s is not as before:\n%s\nbut\n%s", path, text, now)
		}
	}
}

// Monitor runs shell commands too. It is a deferred tool: the model has to
// look it up first.
func TestClaudeMonitorIsGuarded(t *testing.T) {
	t.Parallel()
	d := claude(t)
	var danger step
	st, m := installed(t, d, func(st *stage) []mock.Conversation {
		danger = dangers(st)[1]
		return []mock.Conversation{{Marker: "E2E-MAIN", Turns: []mock.Turn{
			{{ID: "search", Tool: "ToolSearch", Args: map[string]any{"query": "select:Monitor"}}},
			{{ID: "monitor", Tool: "Monitor", Args: map[string]any{"command": danger.deed.Command, "description": "watch", "timeout_ms": 5000}}},
		}}}
	})
	r := d.start(st.Box, m, d.modes[1], "E2E-MAIN do it")
	prove(t, d, m, map[string]step{"monitor": danger})
	if t.Failed() {
		t.Log(r)
	}
}
