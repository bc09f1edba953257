package e2e

import (
	"fmt"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/terminal"
)

// In its own terminal Claude Code puts our question to the person, in bypass
// mode too, and does what the person answers.
func TestClaudeAsksThePerson(t *testing.T) {
	for _, c := range []struct {
		name    string
		answer  string
		happens bool
	}{
		{"yes", "Enter", true},
		{"no", "Escape", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := claude(t)
			st, m := installed(t, d, func(st *stage) []mock.Conversation {
				st.Script("kubectl", `touch "$HOME/kubectl-ran"`)
				call, _ := d.call("ask", shell("kubectl delete deployment web"))
				return []mock.Conversation{{Marker: "E2E-MAIN", Turns: []mock.Turn{{call}}}}
			})
			const key = "sk-a-key-that-opens-nothing-at-all"
			st.Write(".claude.json", fmt.Sprintf(`{"hasCompletedOnboarding": true, "theme": "dark",
				"customApiKeyResponses": {"approved": [%q], "rejected": []},
				"bypassPermissionsModeAccepted": true,
				"projects": {%q: {"hasTrustDialogAccepted": true}}}`, key[len(key)-20:], st.Project))
			s := terminal.Start(t, st.Project, st.Env("ANTHROPIC_BASE_URL="+m.URL, "ANTHROPIC_API_KEY="+key, "IS_SANDBOX=1", "SHELL=/bin/sh",
				"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1", "DISABLE_AUTOUPDATER=1", "DISABLE_TELEMETRY=1", "DISABLE_ERROR_REPORTING=1"),
				"100", "40", "claude --permission-mode bypassPermissions")
			s.Wait("bypass permissions on")
			s.Keys("E2E-MAIN", "Space", "go", "Enter")
			s.Wait("VibeDefend asks a person to decide", "kubectl delete deployment web", "Do you want to proceed?")
			s.Answer(c.answer, "Do you want to proceed?")
			if c.happens {
				s.Wait("done")
			} else {
				s.Wait("Interrupted")
			}
			if st.Has("kubectl-ran") != c.happens {
				t.Errorf("the command ran: %v, want %v\n%s", !c.happens, c.happens, s.History())
			}
			s.Keys("C-c", "C-c")
		})
	}
}
