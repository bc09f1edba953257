package hook

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

// deps is a machine with an empty home and the given judge.
func deps(t testing.TB, judge func(Call) (rules.Verdict, error)) Deps {
	userHome := filepath.ToSlash(t.TempDir())
	env := testEnv(runtime.GOOS)
	env.Home = userHome
	return Deps{
		Env: env, Dir: home.Dir(filepath.Join(userHome, home.Base)), Now: time.Now, Version: "test",
		Judge:   func(_ Deps, c Call) (rules.Verdict, error) { return judge(c) },
		OnError: func(_ Deps, k rules.Kind) rules.Action { return onErrorDefault(k) },
	}
}

func always(a rules.Action) func(Call) (rules.Verdict, error) {
	return func(Call) (rules.Verdict, error) {
		if a == rules.Allow {
			return rules.Verdict{}, nil
		}
		return verdictOf(a), nil
	}
}

// run plays one process.
func run(d Deps, payload string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = d.Run(args, strings.NewReader(payload), &out, &errs)
	return code, out.String(), errs.String()
}

func fixture(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func trail(t testing.TB, d Deps) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(d.Dir.Audit(), "trail.jsonl"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
}

// blocks reports whether an answer stops the deed in the dialect of an agent,
// as its contract says.
func blocks(dialect, event string, code int, stdout, stderr string) bool {
	get := func(p string) string { return gjson.Get(stdout, p).Str }
	switch dialect {
	case "cursor":
		return code == 2 || get("permission") == "deny" || gjson.Get(stdout, "continue").Type == gjson.False
	case "codex":
		return code == 2 && stderr != "" || runtime.GOOS == "windows" && code == 0 && (get("hookSpecificOutput.permissionDecision") == "deny" ||
			get("hookSpecificOutput.decision.behavior") == "deny" || get("decision") == "block")
	case "windsurf", "devin":
		return code == 2 && stderr != ""
	case "copilot":
		return get("permissionDecision") == "deny" && get("hookSpecificOutput.permissionDecision") == "deny" || get("behavior") == "deny" || get("decision") == "block"
	}
	return get("hookSpecificOutput.permissionDecision") == "deny" || get("hookSpecificOutput.decision.behavior") == "deny" || code == 2
}

var firings = []struct {
	fixture, agent, event, dialect string
}{
	{"claude-code/PreToolUse-Bash.json", "claude-code", "PreToolUse", "claude-code"},
	{"codex/pre-tool-use-Bash.json", "codex", "PreToolUse", "codex"},
	{"codex/pre-tool-use-apply_patch.json", "codex", "PreToolUse", "codex"},
	{"cursor/beforeShellExecution.json", "cursor", "beforeShellExecution", "cursor"},
	{"cursor/captured-preToolUse-shell.json", "cursor", "preToolUse", "cursor"},
	{"cursor/windows-two-boms.bin", "cursor", "preToolUse", "cursor"},
	{"cursor/claude-import-preToolUse-shell.json", "claude-code", "PreToolUse", "cursor"},
	{"windsurf/pre_run_command.json", "windsurf", "pre_run_command", "windsurf"},
	{"windsurf/devin-PreToolUse.json", "devin", "PreToolUse", "devin"},
	{"windsurf/devin-PreToolUse.json", "claude-code", "PreToolUse", "devin"},
	{"windsurf/devin-PreToolUse.json", "windsurf", "pre_run_command", "devin"},
	{"windsurf/devin-PreToolUse-mcp.json", "claude-code", "PreToolUse", "devin"},
	{"copilot/preToolUse-bash.json", "copilot", "preToolUse", "copilot"},
	{"copilot/pascal/PreToolUse-create.json", "claude-code", "PreToolUse", "copilot"},
	{"copilot/pascal/PreToolUse-apply_patch.json", "claude-code", "PreToolUse", "copilot"},
	{"vscode/PreToolUse-run_in_terminal.json", "copilot", "preToolUse", "copilot"},
	{"vscode/PreToolUse-run_in_terminal.json", "claude-code", "PreToolUse", "copilot"},
	{"claude-code/PreToolUse-Bash.json", "some-former-name", "PreToolUse", "claude-code"},
	{"claude-code/PreToolUse-Bash.json", "claude", "PreToolUse", "claude-code"},
}

// Whoever really calls gets the answer in its dialect, whatever the command
// line says.
func TestAnswersInTheCallersDialect(t *testing.T) {
	for _, f := range firings {
		t.Run(f.agent+"/"+f.fixture, func(t *testing.T) {
			payload := fixture(t, f.fixture)
			d := deps(t, always(rules.Block))
			code, out, errs := run(d, payload, "hook", f.agent, f.event)
			if !blocks(f.dialect, f.event, code, out, errs) {
				t.Errorf("block: exit %d\n%s\n%s", code, out, errs)
			}
			if n := len(trail(t, d)); n != 1 {
				t.Errorf("%d audit lines", n)
			}
			d = deps(t, always(rules.Allow))
			code, out, errs = run(d, payload, f.agent, f.event)
			want := ""
			if f.dialect == "cursor" {
				want = "{\"permission\":\"allow\"}\n"
			}
			if code != 0 || out != want || errs != "" || len(trail(t, d)) != 0 {
				t.Errorf("allow: exit %d %q %q, %d audit lines", code, out, errs, len(trail(t, d)))
			}
		})
	}
}

// What cannot be read never passes a gate for commands, writes and MCP calls.
func TestFailsClosed(t *testing.T) {
	cut := func(s string) string { return s[:len(s)/2] }
	for _, f := range firings {
		if _, ok := Named(f.agent); !ok {
			continue
		}
		payload := fixture(t, f.fixture)
		for name, broken := range map[string]string{
			"empty": "", "cut": cut(payload), "text": "hello", "array": "[1]", "two": payload + payload, "nul": "\x00\x00",
			"deep": `{"a":` + strings.Repeat("[", 2000000),
		} {
			t.Run(f.agent+"/"+f.fixture+"/"+name, func(t *testing.T) {
				d := deps(t, always(rules.Allow))
				code, out, errs := run(d, broken, f.agent, f.event)
				dialect := f.agent
				if strings.Contains(broken, `"cursor_version"`) {
					dialect = "cursor"
				}
				if !blocks(dialect, f.event, code, out, errs) {
					t.Errorf("passes: exit %d %q %q", code, out, errs)
				}
				if lines := trail(t, d); len(lines) != 1 || gjson.Get(lines[0], "error").Str == "" {
					t.Errorf("audit %q", lines)
				}
			})
		}
	}
}

// Reads, prompts and the rest are not worth stopping work for when we fail.
func TestFailsOpenForTheRest(t *testing.T) {
	for _, f := range []struct{ agent, event, want string }{
		{"claude-code", "UserPromptSubmit", ""}, {"claude-code", "SessionStart", ""}, {"claude-code", "PostToolUse", ""},
		{"cursor", "beforeReadFile", "{\"permission\":\"allow\"}\n"}, {"cursor", "beforeSubmitPrompt", "{\"continue\":true}\n"},
		{"cursor", "stop", "{}\n"}, {"windsurf", "pre_read_code", ""}, {"windsurf", "post_run_command", ""},
		{"codex", "Stop", ""}, {"copilot", "sessionStart", ""}, {"devin", "SessionEnd", ""},
	} {
		d := deps(t, always(rules.Allow))
		code, out, errs := run(d, "{", f.agent, f.event)
		if code != 0 || out != f.want || errs != "" {
			t.Errorf("%s %s: exit %d %q %q", f.agent, f.event, code, out, errs)
		}
		if n := len(trail(t, d)); n != 1 {
			t.Errorf("%s %s: %d audit lines", f.agent, f.event, n)
		}
	}
}

func TestPanicIsNoVerdict(t *testing.T) {
	d := deps(t, func(Call) (rules.Verdict, error) { panic("secret in the payload") })
	code, out, errs := run(d, fixture(t, "claude-code/PreToolUse-Bash.json"), "claude-code", "PreToolUse")
	if !blocks("claude-code", "PreToolUse", code, out, errs) || strings.Contains(out+errs, "secret") || strings.Contains(errs, "goroutine") {
		t.Errorf("exit %d %q %q", code, out, errs)
	}
}

func TestCorruptPolicyFollowsOnError(t *testing.T) {
	broken := func(Call) (rules.Verdict, error) { return rules.Verdict{}, errors.New("read policy: unexpected end") }
	d := deps(t, broken)
	payload := fixture(t, "codex/pre-tool-use-Bash.json")
	if code, out, errs := run(d, payload, "codex", "PreToolUse"); !blocks("codex", "PreToolUse", code, out, errs) || !strings.Contains(out+errs, "vibedefend doctor") {
		t.Errorf("exit %d %q %q", code, out, errs)
	}
	d.OnError = func(Deps, rules.Kind) rules.Action { return rules.Allow }
	if code, out, errs := run(d, payload, "codex", "PreToolUse"); code != 0 || out+errs != "" {
		t.Errorf("on_error allow: exit %d %q %q", code, out, errs)
	}
	d.OnError = func(Deps, rules.Kind) rules.Action { return rules.Warn }
	if code, out, _ := run(d, payload, "codex", "PreToolUse"); code != 0 || !strings.Contains(out, "additionalContext") {
		t.Errorf("on_error warn: exit %d %q", code, out)
	}
}

func TestTooLargeAndTooSlow(t *testing.T) {
	d := deps(t, always(rules.Allow))
	var out, errs bytes.Buffer
	huge := io.MultiReader(strings.NewReader(`{"a":"`), io.LimitReader(endless{}, maxPayload+1))
	if code := d.Run([]string{"codex", "PreToolUse"}, huge, &out, &errs); !blocks("codex", "PreToolUse", code, out.String(), errs.String()) {
		t.Errorf("oversized: exit %d %q", code, errs.String())
	}
	r, _ := io.Pipe() // never written, never closed
	if code, out, errs := late(t, d, r, "codex", "PreToolUse"); !blocks("codex", "PreToolUse", code, out, errs) || !strings.Contains(out+errs, "no verdict within") {
		t.Errorf("stdin that never ends: exit %d %q", code, errs)
	}
}

// late runs a call that takes too long and returns what the clock answers.
func late(t *testing.T, d Deps, stdin io.Reader, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	ended := make(chan int, 1)
	d.Patience, d.Exit = 50*time.Millisecond, func(code int) { ended <- code }
	go func() { d.Run(args, stdin, &out, &errs); t.Error("the call answered after the clock did") }()
	return <-ended, out.String(), errs.String()
}

// A verdict that comes too late is answered in the dialect of who called.
func TestSlowJudge(t *testing.T) {
	never := make(chan struct{})
	d := deps(t, func(Call) (rules.Verdict, error) { <-never; return rules.Verdict{}, nil })
	shell, read := fixture(t, "cursor/claude-import-preToolUse-shell.json"), fixture(t, "cursor/captured-preToolUse-read.json")
	_, out, _ := late(t, d, strings.NewReader(shell), "claude-code", "PreToolUse")
	if gjson.Get(out, "permission").Str != "deny" {
		t.Errorf("answer %q", out)
	}
	code, out, errs := late(t, d, strings.NewReader(read), "claude-code", "PreToolUse")
	if code != 0 || gjson.Get(out, "permission").Str != "allow" || errs != "" {
		t.Errorf("a read: exit %d %q %q", code, out, errs)
	}
}

// A disk that does not answer keeps policy and trail from being read too: the
// built-in answer is given, and a deed does not pass.
func TestSlowDisk(t *testing.T) {
	never := make(chan struct{})
	d := deps(t, func(Call) (rules.Verdict, error) { <-never; return rules.Verdict{}, nil })
	d.OnError = func(Deps, rules.Kind) rules.Action { <-never; return rules.Allow }
	shell, read := fixture(t, "cursor/claude-import-preToolUse-shell.json"), fixture(t, "cursor/captured-preToolUse-read.json")
	_, out, _ := late(t, d, strings.NewReader(shell), "claude-code", "PreToolUse")
	if gjson.Get(out, "permission").Str != "deny" {
		t.Errorf("answer %q", out)
	}
	_, out, _ = late(t, d, strings.NewReader(read), "claude-code", "PreToolUse")
	if gjson.Get(out, "permission").Str != "allow" {
		t.Errorf("a read: %q", out)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// A wrong command line must not come out as exit 2, which blocks.
func TestUsageErrorIsNoBlock(t *testing.T) {
	d := deps(t, always(rules.Allow))
	for _, args := range [][]string{{}, {"hook"}, {"hook", "emacs", "PreToolUse"}, {"version"}} {
		for _, payload := range []string{"", "{}", "hello"} {
			if code, out, errs := run(d, payload, args...); code != 1 || out != "" || !strings.Contains(errs, "hint:") {
				t.Errorf("%v %q: exit %d %q %q", args, payload, code, out, errs)
			}
		}
	}
}

// Cursor drops the arguments of imported Claude Code entries.
func TestPayloadWithoutArguments(t *testing.T) {
	d := deps(t, always(rules.Block))
	code, out, errs := run(d, fixture(t, "cursor/claude-import-preToolUse-shell.json"))
	if !blocks("cursor", "preToolUse", code, out, errs) {
		t.Errorf("exit %d %q %q", code, out, errs)
	}
	for s, want := range map[string]bool{
		"": false, "hello": false, "{}": false, `{"name":"x"}`: false, `{"hook_event_name":"Stop"}`: true,
		"\ufeff\ufeff" + `{"cursor_version":"1"}`: true, `{"sessionId":"a","timestamp":1}`: true,
	} {
		if LooksLikePayload([]byte(s)) != want {
			t.Errorf("LooksLikePayload(%q) = %v", s, !want)
		}
	}
}

// An agent that starts to send a field of another still gets an answer that
// stops the deed.
func TestRecognitionIsNotEasilyMisled(t *testing.T) {
	for _, f := range []struct{ fixture, agent, add, dialect string }{
		{"codex/pre-tool-use-Bash.json", "codex", `"timestamp":1,`, "codex"},
		{"codex/pre-tool-use-Bash.json", "claude-code", `"timestamp":"2026-11-22T08:30:00Z",`, "codex"},
		{"windsurf/devin-PreToolUse.json", "devin", `"timestamp":1,`, "devin"},
		{"windsurf/devin-PreToolUse.json", "claude-code", `"timestamp":1,`, "devin"},
		{"windsurf/devin-PreToolUse.json", "devin", `"cwd":"/p","transcript_path":"/t",`, "devin"},
		{"windsurf/devin-PreToolUse-mcp.json", "devin", `"cwd":"/p","transcript_path":"/t",`, "devin"},
		{"claude-code/PreToolUse-Bash.json", "claude-code", `"timestamp":1,`, "claude-code"},
		{"claude-code/PreToolUse-Bash.json", "claude-code", `"turn_id":"1","model":"m",`, "codex"},
		{"claude-code/PreToolUse-mcp__calc__add.json", "claude-code", `"x":1,`, "claude-code"},
	} {
		payload := strings.Replace(fixture(t, f.fixture), "{", "{"+f.add, 1)
		code, out, errs := run(deps(t, always(rules.Block)), payload, f.agent, "PreToolUse")
		if !blocks(f.dialect, "PreToolUse", code, out, errs) {
			t.Errorf("%s as %s with %s: exit %d %q %q", f.fixture, f.agent, f.add, code, out, errs)
		}
	}
}

func TestOneAuditLinePerDeed(t *testing.T) {
	d := deps(t, always(rules.Block))
	pre, before := fixture(t, "cursor/captured-preToolUse-shell.json"), fixture(t, "cursor/beforeShellExecution.json")
	before = strings.ReplaceAll(before, "rm -rf ./build && npm run build", "pwd")
	for range 3 {
		run(d, pre, "cursor", "preToolUse")
		run(d, pre, "claude-code", "PreToolUse")
		run(d, before, "cursor", "beforeShellExecution")
	}
	if n := len(trail(t, d)); n != 1 {
		t.Errorf("one call left %d lines", n)
	}
	again := strings.ReplaceAll(pre, "25c45009", "35c45009")
	run(d, again, "cursor", "preToolUse")
	if n := len(trail(t, d)); n != 2 {
		t.Errorf("a second call left %d lines in all", n)
	}
	// Two hooks of one Copilot call share the time stamp, in either spelling.
	run(d, fixture(t, "copilot/preToolUse-bash.json"), "copilot", "preToolUse")
	run(d, fixture(t, "copilot/pascal/PreToolUse-bash.json"), "claude-code", "PreToolUse")
	if n := len(trail(t, d)); n != 3 {
		t.Errorf("a Copilot call heard twice left %d lines in all", n)
	}
}

func TestParallelFiringsLeaveOneLine(t *testing.T) {
	d := deps(t, always(rules.Block))
	payload := fixture(t, "claude-code/PreToolUse-Bash.json")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { run(d, payload, "claude-code", "PreToolUse") })
	}
	wg.Wait()
	if n := len(trail(t, d)); n != 1 {
		t.Errorf("%d lines", n)
	}
}

func TestOldMarksArePruned(t *testing.T) {
	d := deps(t, always(rules.Block))
	seen := filepath.Join(d.Dir.State(), "seen")
	if err := os.MkdirAll(seen, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range seenMost {
		p := filepath.Join(seen, "old"+itoa(int64(i)))
		if err := os.WriteFile(p, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		old := time.Now().Add(-2 * seenTime)
		if err := os.Chtimes(p, old, old); err != nil {
			t.Fatal(err)
		}
	}
	run(d, fixture(t, "codex/pre-tool-use-Bash.json"), "codex", "PreToolUse")
	d.prune(seen, seenTime)
	left, err := os.ReadDir(seen)
	if err != nil || len(left) != 2 {
		t.Errorf("%d marks left, %v", len(left), err)
	}
}

// The trail holds no command, path of the machine or prompt.
func TestAuditIsMetadata(t *testing.T) {
	d := deps(t, always(rules.Block))
	payload := strings.ReplaceAll(fixture(t, "claude-code/PreToolUse-Bash.json"), "echo hello", "echo tr0ub4dor")
	run(d, payload, "claude-code", "PreToolUse")
	lines := trail(t, d)
	if len(lines) != 1 || strings.Contains(lines[0], "tr0ub4dor") || strings.Contains(lines[0], "/home/dev") {
		t.Errorf("trail %q", lines)
	}
	for path, want := range map[string]string{"event": "command", "action": "block", "agent": "claude-code", "rules.0": "fs.recursive-delete", "severity": "high"} {
		if got := gjson.Get(lines[0], path).Str; got != want {
			t.Errorf("%s = %q, want %q", path, got, want)
		}
	}
}

func TestAnswersWithoutAWritableHome(t *testing.T) {
	d := deps(t, always(rules.Block))
	if err := os.WriteFile(string(d.Dir), []byte("a file in the way"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := run(d, fixture(t, "codex/pre-tool-use-Bash.json"), "codex", "PreToolUse")
	if !blocks("codex", "PreToolUse", code, out, errs) {
		t.Errorf("exit %d %q %q", code, out, errs)
	}
}

// Asks in Cursor are put by the before* event; an imported Claude Code entry
// leaves them to it only where our own entries stand.
func TestCursorAsksOnce(t *testing.T) {
	d := deps(t, always(rules.Ask))
	pre := fixture(t, "cursor/captured-preToolUse-shell.json")
	permission := func(out string) string { return gjson.Get(out, "permission").Str }
	if _, out, _ := run(d, pre, "cursor", "preToolUse"); permission(out) != "allow" {
		t.Errorf("own preToolUse answers %s", out)
	}
	if _, out, _ := run(d, pre, "claude-code", "PreToolUse"); permission(out) != "deny" {
		t.Errorf("imported entry without ours answers %s", out)
	}
	d.Env.Wired = func(agent string) bool { return agent == "cursor" }
	if _, out, _ := run(d, pre, "claude-code", "PreToolUse"); permission(out) != "allow" {
		t.Errorf("imported entry beside ours answers %s", out)
	}
	if _, out, _ := run(d, fixture(t, "cursor/beforeShellExecution.json"), "cursor", "beforeShellExecution"); permission(out) != "ask" {
		t.Errorf("beforeShellExecution answers %s", out)
	}
	if _, out, _ := run(d, fixture(t, "cursor/captured-preToolUse-write.json"), "cursor", "preToolUse"); permission(out) != "deny" {
		t.Errorf("a write, which nobody can be asked about, answers %s", out)
	}
	d.Env.Getenv = func(n string) string { return map[string]string{"CURSOR_CODE_REMOTE": "true"}[n] }
	if _, out, _ := run(d, fixture(t, "cursor/captured-preToolUse-mcp.json"), "cursor", "preToolUse"); permission(out) != "deny" {
		t.Errorf("an MCP call where no MCP hook may follow answers %s", out)
	}
}

func TestWired(t *testing.T) {
	h := filepath.ToSlash(t.TempDir())
	d := home.Dir(h + "/" + home.Base)
	is := func(agent string) bool { return wired(h, d, agent) }
	if is("cursor") {
		t.Error("wired without a file")
	}
	line := func(program, event string) string {
		return `"` + event + `":[{"command":"` + filepath.ToSlash(program) + ` hook cursor ` + event + `"}]`
	}
	write := func(lines ...string) {
		mustWrite(t, filepath.Join(h, ".cursor", "hooks.json"), `{"version":1,"hooks":{`+strings.Join(lines, ",")+`}}`)
	}
	write(line(d.Hook(), "beforeShellExecution"))
	if is("cursor") {
		t.Error("wired with half of the entries")
	}
	write(line(d.Hook(), "beforeShellExecution"), line(d.Hook(), "beforeMCPExecution"))
	if !is("cursor") || is("codex") {
		t.Error("our entries are not seen")
	}
	write(line("/tmp/x/vibedefend-hook", "beforeShellExecution"), line(d.Hook(), "beforeMCPExecution"))
	if is("cursor") {
		t.Error("an impostor counts")
	}
}

func TestAccountHome(t *testing.T) {
	f := filepath.Join(t.TempDir(), "passwd")
	mustWrite(t, f, "root:x:0:0:root:/root:/bin/sh\n# comment\nbroken\ndev:x:1000:1000:Dev,,,:/home/dev:/bin/zsh\r\nodd:x:7:7::relative:/bin/sh\n")
	for uid, want := range map[int]string{0: "/root", 1000: "/home/dev", 7: "", 5: "", -1: ""} {
		if got := accountHome(f, uid); got != want {
			t.Errorf("accountHome(%d) = %q, want %q", uid, got, want)
		}
	}
}

func TestNoHomeFailsClosed(t *testing.T) {
	d := deps(t, always(rules.Allow))
	d.Homeless = true
	code, out, errs := run(d, fixture(t, "codex/pre-tool-use-Bash.json"), "codex", "PreToolUse")
	if !blocks("codex", "PreToolUse", code, out, errs) || len(trail(t, d)) != 0 {
		t.Errorf("exit %d %q %q", code, out, errs)
	}
}

// A call about which the payload says nothing is not let through.
func TestHollowCalls(t *testing.T) {
	for _, c := range [][2]string{
		{"claude-code", "PreToolUse"}, {"claude-code", "PermissionRequest"}, {"codex", "PreToolUse"}, {"codex", "PermissionRequest"},
		{"cursor", "preToolUse"}, {"cursor", "beforeShellExecution"}, {"cursor", "beforeMCPExecution"},
		{"windsurf", "pre_run_command"}, {"windsurf", "pre_write_code"}, {"windsurf", "pre_mcp_tool_use"},
		{"devin", "PreToolUse"}, {"copilot", "preToolUse"}, {"copilot", "permissionRequest"},
	} {
		d := deps(t, always(rules.Allow))
		code, out, errs := run(d, "{}", c[0], c[1])
		if !blocks(c[0], c[1], code, out, errs) || !strings.Contains(out+errs, "could not examine") {
			t.Errorf("%s %s: exit %d %q %q", c[0], c[1], code, out, errs)
		}
		d.OnError = func(Deps, rules.Kind) rules.Action { return rules.Allow }
		if code, out, errs := run(d, "{}", c[0], c[1]); blocks(c[0], c[1], code, out, errs) {
			t.Errorf("%s %s, on_error allow: exit %d %q %q", c[0], c[1], code, out, errs)
		}
	}
}
