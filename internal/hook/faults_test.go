package hook

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules"
)

// gates is one call of each agent that can be stopped.
var gates = []struct{ dialect, agent, event, fixture string }{
	{"claude-code", "claude-code", "PreToolUse", "claude-code/PreToolUse-Bash.json"},
	{"codex", "codex", "PreToolUse", "codex/pre-tool-use-Bash.json"},
	{"cursor", "cursor", "beforeShellExecution", "cursor/beforeShellExecution.json"},
	{"windsurf", "windsurf", "pre_run_command", "windsurf/pre_run_command.json"},
	{"devin", "devin", "PreToolUse", "windsurf/devin-PreToolUse.json"},
	{"copilot", "copilot", "preToolUse", "copilot/preToolUse-bash.json"},
	{"copilot", "copilot", "preToolUse", "vscode/PreToolUse-run_in_terminal.json"},
}

// Whatever is beside the call in a payload, the call is judged: a block is a
// block in the agent's own words, and nothing else becomes of a pass.
func TestOddPayloadsAreJudged(t *testing.T) {
	with := func(more string) func(string) string {
		return func(p string) string { return strings.Replace(p, "{", "{"+more+",", 1) }
	}
	for name, odd := range map[string]func(string) string{
		"invalid UTF-8":        with("\"x\":\"\xff\xfe\xc3\x28\""),
		"NUL in a text":        with(`"x":"a\u0000b"`),
		"a key twice":          twice, // the later one counts
		"nested":               with(`"x":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000)),
		"10 MB":                with(`"x":"` + strings.Repeat("abcdefgh", 10<<17) + `"`),
		"marks and blank ends": func(p string) string { return "\ufeff\x00 " + p + "\r\n\x00\x1a" },
		"many keys":            with(`"k":1` + strings.Repeat(`,"k":1`, 50_000)),
		"half a surrogate":     with(`"x":"\ud800"`),
	} {
		for _, g := range gates {
			t.Run(name+"/"+g.fixture, func(t *testing.T) {
				payload := odd(fixture(t, g.fixture))
				code, out, errs := run(deps(t, always(rules.Block)), payload, g.agent, g.event)
				if !blocks(g.dialect, g.event, code, out, errs) {
					t.Errorf("not stopped: exit %d %.300q %.300q", code, out, errs)
				}
				code, out, errs = run(deps(t, always(rules.Allow)), payload, g.agent, g.event)
				if code != 0 || blocks(g.dialect, g.event, code, out, errs) {
					t.Errorf("stopped: exit %d %.300q %.300q", code, out, errs)
				}
			})
		}
	}
}

// twice puts another value of what names the deed before the real one.
func twice(p string) string {
	for _, k := range []struct{ key, other string }{{"agent_action_name", "post_run_command"}, {"tool_name", "Read"}, {"toolName", "view"}, {"command", "true"}} {
		if strings.Contains(p, `"`+k.key+`"`) {
			return strings.Replace(p, "{", `{"`+k.key+`":"`+k.other+`",`, 1)
		}
	}
	return ""
}

// What is larger than we read is stopped at a gate like all we cannot read.
func TestPayloadBeyondTheLimit(t *testing.T) {
	big := strings.Repeat("x", max(maxPayload, 50<<20))
	for _, g := range gates {
		payload := strings.Replace(fixture(t, g.fixture), "{", `{"x":"`+big+`",`, 1)
		if g.dialect == "copilot" && strings.HasPrefix(g.fixture, "vscode") {
			continue // the same line
		}
		code, out, errs := run(deps(t, always(rules.Allow)), payload, g.agent, g.event)
		if !blocks(g.dialect, g.event, code, out, errs) {
			t.Errorf("%s: exit %d %.300q %.300q", g.fixture, code, out, errs)
		}
	}
}
