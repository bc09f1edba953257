package sim

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// at is a machine whose hooks file holds text.
func at(t *testing.T, rel, text string) Machine {
	t.Helper()
	home := t.TempDir()
	m := Machine{Home: home, Project: filepath.Join(home, "project"), Env: []string{"PATH=/usr/bin:/bin", "HOME=" + home}}
	for _, d := range []string{m.Project, filepath.Dir(filepath.Join(home, rel))} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(home, rel), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return m
}

// The rules of each agent, told by hooks that keep or break them.
func TestProcessRules(t *testing.T) {
	cursor := func(line string) func(*testing.T) Agent {
		return func(t *testing.T) Agent {
			return Cursor{Machine: at(t, ".cursor/hooks.json", `{"version":1,"hooks":{"beforeShellExecution":[{"command":"`+line+`","timeout":1}]}}`)}
		}
	}
	closed := func(line string) func(*testing.T) Agent {
		return func(t *testing.T) Agent {
			return Cursor{Machine: at(t, ".cursor/hooks.json", `{"version":1,"hooks":{"beforeShellExecution":[{"command":"`+line+`","failClosed":true}]}}`)}
		}
	}
	cascade := func(line string) func(*testing.T) Agent {
		return func(t *testing.T) Agent {
			return Cascade{Machine: at(t, ".codeium/windsurf/hooks.json", `{"hooks":{"pre_run_command":[{"command":"`+line+`"}]}}`)}
		}
	}
	devin := func(line string) func(*testing.T) Agent {
		return func(t *testing.T) Agent {
			return Devin{Machine: at(t, ".config/devin/config.json", "// mine\n"+`{"theme":"dark","hooks":{"PreToolUse":[{"matcher":"exec","hooks":[{"type":"command","command":"`+line+`"}]}]},}`)}
		}
	}
	vscode := func(line string) func(*testing.T) Agent {
		return func(t *testing.T) Agent {
			return VSCode{Machine: at(t, ".copilot/hooks/x.json", `{"version":1,"hooks":{"preToolUse":[{"type":"command","bash":"`+line+`","timeoutSec":1}]}}`)}
		}
	}
	for _, c := range []struct {
		name   string
		agent  func(*testing.T) Agent
		want   Outcome
		faults bool
	}{
		{"cursor: nothing on stdout blocks", cursor("true"), Blocked, true},
		{"cursor: a log line blocks", cursor("echo hello"), Blocked, true},
		{"cursor: allow", cursor(`echo '{\"permission\":\"allow\"}'`), Done, false},
		{"cursor: deny", cursor(`echo '{\"permission\":\"deny\",\"user_message\":\"no\"}'`), Blocked, false},
		{"cursor: ask", cursor(`echo '{\"permission\":\"ask\"}'`), Asked, false},
		{"cursor: an unknown key is no answer", cursor(`echo '{\"permission\":\"allow\",\"x\":1}'`), Blocked, true},
		{"cursor: exit 2", cursor("exit 2"), Blocked, false},
		{"cursor: a crash lets it pass", cursor("exit 1"), Done, true},
		{"cursor: a timeout lets it pass", cursor("sleep 3"), Done, true},
		{"cursor: a crash of a closed hook blocks", closed("exit 1"), Blocked, true},
		{"cascade: silence", cascade("true"), Done, false},
		{"cascade: exit 2 and a word", cascade("echo no >&2; exit 2"), Blocked, false},
		{"cascade: exit 2 without a word", cascade("exit 2"), Blocked, true},
		{"cascade: a deny in JSON is not read", cascade(`echo '{\"permission\":\"deny\"}'`), Done, true},
		{"cascade: a crash lets it pass", cascade("exit 1"), Done, true},
		{"devin: silence", devin("true"), Done, false},
		{"devin: block", devin(`echo '{\"decision\":\"block\",\"reason\":\"no\"}'`), Blocked, false},
		{"devin: exit 2 and a word", devin("echo no >&2; exit 2"), Blocked, false},
		{"devin: Claude's deny is not read", devin(`echo '{\"hookSpecificOutput\":{\"permissionDecision\":\"deny\"}}'`), Done, true},
		{"devin: a crash lets it pass", devin("exit 1"), Done, true},
		{"vscode: silence", vscode("true"), Done, false},
		{"vscode: nested deny", vscode(`echo '{\"hookSpecificOutput\":{\"hookEventName\":\"PreToolUse\",\"permissionDecision\":\"deny\"}}'`), Blocked, false},
		{"vscode: a deny at the top is not read", vscode(`echo '{\"permissionDecision\":\"deny\"}'`), Done, false},
		{"vscode: exit 2 and a word", vscode("echo no >&2; exit 2"), Blocked, false},
		{"vscode: a timeout lets it pass", vscode("sleep 3"), Done, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := c.agent(t)
			if v := a.Void(); len(v) > 0 {
				t.Fatal("void:", v)
			}
			r := a.Do(Deed{Kind: Shell, Command: "echo ran"})
			if r.Outcome != c.want || (len(r.Faults) > 0) != c.faults || r.Fired != 1 {
				t.Errorf("%+v, want %s, faults %v", r, c.want, c.faults)
			}
			if ran := strings.Contains(r.Output, "ran"); ran != (c.want == Done) {
				t.Errorf("the command ran: %v", ran)
			}
		})
	}
}

// What makes an agent drop a whole file.
func TestVoidFiles(t *testing.T) {
	for name, a := range map[string]Agent{
		"cursor: unknown event":    Cursor{Machine: at(t, ".cursor/hooks.json", `{"version":1,"hooks":{"Stop":[]}}`)},
		"cursor: URL in a command": Cursor{Machine: at(t, ".cursor/hooks.json", `{"version":1,"hooks":{"stop":[{"command":"x http://a"}]}}`)},
		"cursor: version a string": Cursor{Machine: at(t, ".cursor/hooks.json", `{"version":"1","hooks":{}}`)},
		"cursor: unknown key":      Cursor{Machine: at(t, ".cursor/hooks.json", `{"version":1,"hooks":{"stop":[{"command":"x","id":"y"}]}}`)},
		"cascade: unknown key":     Cascade{Machine: at(t, ".codeium/windsurf/hooks.json", `{"hooks":{"pre_run_command":[{"command":"x","timeout":1}]}}`)},
		"cascade: unknown event":   Cascade{Machine: at(t, ".codeium/windsurf/hooks.json", `{"hooks":{"PreToolUse":[]}}`)},
		"cascade: a comment":       Cascade{Machine: at(t, ".codeium/windsurf/hooks.json", "// x\n{}")},
		"devin: unknown event":     Devin{Machine: at(t, ".config/devin/config.json", `{"hooks":{"SubagentStart":[]}}`)},
		"vscode: another version":  VSCode{Machine: at(t, ".copilot/hooks/x.json", `{"version":2,"hooks":{}}`)},
	} {
		if len(a.Void()) == 0 {
			t.Errorf("%s: the file was loaded", name)
		}
	}
}
