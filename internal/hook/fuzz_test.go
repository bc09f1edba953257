package hook

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

// fuzzAgent feeds payloads under one agent's name. Whatever comes in, the
// road does not panic, answers with one JSON object or none, and lets nothing
// through a gate that it could not read.
func fuzzAgent(f *testing.F, agent, event string, dirs ...string) {
	for _, dir := range dirs {
		fixtures(f, dir, func(_, _ string, _ Env, raw []byte) { f.Add(raw) })
	}
	f.Add([]byte(`{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":"{\"command\":[1,{}]}"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d := deps(t, always(rules.Block))
		d.Now = frozen
		a, ok := (&road{Deps: d, named: agent, event: event}).safely(bytes.NewReader(raw))
		if !ok {
			t.Fatalf("no answer to a known agent: %q", raw)
		}
		if a.Exit != 0 && a.Exit != 2 {
			t.Fatalf("exit %d", a.Exit)
		}
		if bytes.Contains(a.Stderr, []byte("internal error")) {
			t.Fatalf("panic on %q: %s", raw, a.Stderr)
		}
		if len(a.Stdout) > 0 && a.Stdout[0] == '{' && !json.Valid(a.Stdout) {
			t.Fatalf("answer is not JSON: %q", a.Stdout)
		}
		if _, err := Open(raw); err != nil {
			dialect := agent
			if strings.Contains(string(raw), `"cursor_version"`) {
				dialect = "cursor"
			}
			if !blocks(dialect, event, a.Exit, string(a.Stdout), string(a.Stderr)) {
				t.Fatalf("unreadable %q passes: %+v", raw, a)
			}
		}
	})
}

func FuzzClaudeCode(f *testing.F) {
	fuzzAgent(f, "claude-code", "PreToolUse", "claude-code", "copilot")
}
func FuzzCursor(f *testing.F)   { fuzzAgent(f, "cursor", "preToolUse", "cursor") }
func FuzzCodex(f *testing.F)    { fuzzAgent(f, "codex", "PreToolUse", "codex") }
func FuzzWindsurf(f *testing.F) { fuzzAgent(f, "windsurf", "pre_run_command", "windsurf") }
func FuzzDevin(f *testing.F)    { fuzzAgent(f, "devin", "PreToolUse", "windsurf") }
func FuzzCopilot(f *testing.F)  { fuzzAgent(f, "copilot", "preToolUse", "copilot", "vscode") }

func FuzzPatch(f *testing.F) {
	f.Add("*** Begin Patch\n*** Add File: a\n+1\n*** Update File: b\n*** Move to: c\n@@\n-x\n+y\n*** Delete File: d\n*** End Patch")
	f.Add("*** Begin Patch\r\n  *** Add File:\n*** Move to:\n@@\n***\n\n")
	f.Fuzz(func(t *testing.T, s string) {
		list, err := parsePatch(s)
		if (err == nil) != (len(list) > 0) {
			t.Fatalf("%d files, %v", len(list), err)
		}
		for _, c := range list {
			if c.Path == "" || strings.ContainsAny(c.Path, "\n") || (c.Op == rules.Move) != (c.From != "") {
				t.Fatalf("%+v", c)
			}
		}
		shellPatch("apply_patch <<E\n" + s)
		parseDiff("p", s)
	})
}

func FuzzPath(f *testing.F) {
	for _, s := range []string{"a", "~/b", "/c:/x", "file:///a%20", `\\h\s`, "//", "/", "c:", "\x00"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, windows bool) {
		p := places{home: "/home/dev", cwd: "/p"}
		if windows {
			p = places{home: `C:\Users\dev`, cwd: `C:\p`, windows: true}
		}
		got := p.abs(s)
		if (got == "") != (s == "") || got != "" && !p.isAbs(got) {
			t.Fatalf("abs(%q) = %q", s, got)
		}
		if again := p.abs(got); windows == false && !strings.Contains(s, "%") && !strings.HasPrefix(strings.ToLower(got), "file:") && again != got {
			t.Fatalf("abs is not stable: %q, %q", got, again)
		}
	})
}

func FuzzAnswerIsJSON(f *testing.F) {
	f.Add("title", "why\n", "context\u2028", "red\x00acted\xff")
	f.Fuzz(func(t *testing.T, title, why, context, redacted string) {
		for _, codec := range Table() {
			for _, c := range calls(codec, tableRows()[codec.Name]) {
				for _, action := range []rules.Action{rules.Warn, rules.Ask, rules.Block} {
					v := rules.Verdict{Context: context, Redacted: redacted}
					v.Add(rules.Finding{Rule: "r", Action: action, Title: title, Why: why, Path: title})
					a := codec.Encode(c, v)
					if len(a.Stdout) > 0 && a.Exit == 0 && (!json.Valid(a.Stdout) || !gjson.ValidBytes(a.Stdout)) {
						t.Fatalf("%s %s: %q", codec.Name, c.Native, a.Stdout)
					}
				}
			}
		}
	})
}
