package e2e

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
	"github.com/cybedefend/vibedefend/e2e/sim"
)

const handler = "import { %[2]s } from '../guards';\nrouter.post('/%[1]s', async (req, res) => {\n  %[2]s(req);\n});\n"

// plantHandlers gives the project a convention: handlers of the admin folder
// call requireOwner.
func plantHandlers(b *sandbox.Box) {
	b.Write("project/src/guards.ts", "export function requireOwner(r) { return r }\nexport function other(r) { return r }\n")
	for i := range 12 {
		name := fmt.Sprintf("r%d", i)
		b.Write("project/src/admin/"+name+".ts", fmt.Sprintf(handler, name, "requireOwner"))
		b.Write("project/src/open/"+name+".ts", fmt.Sprintf(handler, name, "other"))
	}
}

// The start of a session tells how many proposals wait and nothing of their
// words; at its end the conventions that it relied on or broke are marked; the
// next session is told that.
func TestSessionsAndTheInbox(t *testing.T) {
	t.Parallel()
	d := claude(t)
	st, m := installed(t, d, func(st *stage) []mock.Conversation {
		plantHandlers(st.Box)
		st.Must(0, "rules", "mine")
		var turns []mock.Turn
		for i, guard := range []string{"requireOwner", "other", "requireOwner"} {
			name := fmt.Sprintf("new%d", i)
			c, _ := d.call(name, sim.Deed{Kind: sim.Write, Path: st.Path("project/src/admin/" + name + ".ts"), Text: fmt.Sprintf(handler, name, guard)})
			turns = append(turns, mock.Turn{c})
		}
		return []mock.Conversation{{Marker: "E2E-MAIN", Turns: turns}, {Marker: "E2E-AGAIN"}}
	})
	r := d.start(st.Box, m, d.modes[1], "E2E-MAIN write handlers")
	shown := m.Requests()
	if !strings.Contains(shown, "proposed rules of this repository wait for a person") {
		t.Errorf("the model is not told of the inbox\n%s", r)
	}
	if strings.Contains(shown, "go through `requireOwner`") {
		t.Error("the model was shown the words of a rule that nobody accepted")
	}
	used, err := filepath.Glob(st.Path(".cybedefend/state/proposals/*.used"))
	if err != nil || len(used) != 1 {
		t.Fatalf("no convention was marked at the end of the session: %v %v\n%s", used, err, r)
	}
	before := len(shown)
	d.start(st.Box, m, d.modes[1], "E2E-AGAIN say hello")
	if !strings.Contains(m.Requests()[before:], "of them mattered in earlier sessions") {
		t.Error("the next session is not told that proposals mattered")
	}
}

// A model is asked for rules through the real programs of the agents: their
// own settings hold, hooks are silent, no file of the project is at hand, and
// only what the repository bears out is proposed. What was dropped is asked
// about once more.
func TestModelIsAskedForRules(t *testing.T) {
	good, lost := proposed("Admin handlers go through `requireOwner`.", "requireOwner"), proposed("Handlers call what is not there.", "noSuchGuard")
	first, second := answerOf(t, lost), answerOf(t, good, lost)
	for _, d := range []driver{claude(t), codex(t)} {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			st, m := installed(t, d, func(st *stage) []mock.Conversation {
				plantHandlers(st.Box)
				st.Write("project/CLAUDE.md", "PROJECT-NOTES\n")
				st.Write("project/AGENTS.md", "PROJECT-NOTES\n")
				return []mock.Conversation{
					{Marker: "You are given counts of a code repository", Say: first},
					{Marker: "You proposed conventions of a code repository", Say: second},
				}
			})
			if d.name == "claude" { // the user's own settings say where the model is
				var settings map[string]any
				if err := json.Unmarshal([]byte(st.Read(".claude/settings.json")), &settings); err != nil {
					t.Fatal(err)
				}
				settings["env"] = map[string]string{"ANTHROPIC_BASE_URL": m.URL, "ANTHROPIC_API_KEY": "dummy", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1", "DISABLE_TELEMETRY": "1", "DISABLE_ERROR_REPORTING": "1"}
				settings["hooks"].(map[string]any)["UserPromptSubmit"] = []any{map[string]any{"hooks": []any{map[string]any{"type": "command", "command": "touch " + st.Path("hook-ran")}}}}
				raw, err := json.Marshal(settings)
				if err != nil {
					t.Fatal(err)
				}
				st.Write(".claude/settings.json", string(raw))
			}
			said := st.Loose("rules", "mine", "--ask", d.name, "--yes")
			for _, want := range []string{"1 proposal, of which the repository bears out 0", "dropped: Handlers call what is not there.", "another form of 1 dropped proposal", "2 proposals, of which the repository bears out 1", "model  12 of 12"} {
				if !strings.Contains(said, want) {
					t.Errorf("%q was not said:\n%s", want, said)
				}
			}
			shown := m.Requests()
			if !strings.Contains(shown, "requireOwner 12 of 12") {
				t.Error("the model was not given the counts")
			}
			if !strings.Contains(shown, "nothing in the repository follows it") || !strings.Contains(shown, "not_in") {
				t.Error("the model was not told why and where a proposal fails")
			}
			for _, bad := range []string{"router.post('", "PROJECT-NOTES"} {
				if strings.Contains(shown, bad) {
					t.Errorf("the model was shown %q", bad)
				}
			}
			if st.Has("hook-ran") || st.Has(trail) {
				t.Error("a hook ran")
			}
		})
	}
}

func answerOf(t *testing.T, rules ...map[string]any) string {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"rules": rules})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func proposed(statement, guard string) map[string]any {
	return map[string]any{"statement": statement, "kind": "require_in_unit", "scope": map[string]any{"paths": []string{"src/admin/**"}},
		"check": map[string]any{"role": map[string]any{"by": "verb", "name": "router.post", "unit": "route"}, "any_of": []string{guard}}}
}
