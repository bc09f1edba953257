package posture

import (
	"strings"
	"testing"
)

func TestHooksListsEveryLineOnce(t *testing.T) {
	m := newMachine(t)
	m.healthy()
	m.write("repo/.claude/settings.json", `{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"./vibedefend hook claude-code Stop"},{"type":"command","command":"make lint"}]}]}}`)
	var got []string
	for _, h := range Hooks(m.detectEnv(), m.repo) {
		word := "foreign"
		if h.Ours {
			word = "ours"
		} else if h.Like {
			word = "like"
		}
		got = append(got, strings.Join([]string{h.Agent, h.Surface, h.Scope, h.Event, h.Shell, word}, "/"))
	}
	want := []string{
		"claude-code//user/PreToolUse/command/ours",
		"claude-code//project/Stop/command/like",
		"claude-code//project/Stop/command/foreign",
		"cursor//user/preToolUse/command/ours",
		"cursor//user/sessionEnd/command/ours",
		"codex//user/PreToolUse/command/ours",
		"windsurf/cascade/user/pre_run_command/command/ours",
		"windsurf/cascade/user/pre_run_command/powershell/ours",
		"windsurf/devin/user/PreToolUse/command/ours",
		"copilot//user/preToolUse/bash/ours",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}
