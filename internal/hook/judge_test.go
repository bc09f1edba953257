package hook

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/internal/world"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

// machine is a home with the real policy, world and packs.
func machine(t testing.TB) Deps {
	d := deps(t, always(rules.Allow))
	d.Judge, d.OnError = judge, onError
	return d
}

// fill fills a payload template of an agent: %H is the home.
func fill(d Deps, payload string) string {
	return strings.ReplaceAll(payload, "%H", d.Env.Home)
}

var deeds = []struct{ agent, event, payload string }{
	{"claude-code", "PreToolUse", `{"session_id":"s","transcript_path":"/t","cwd":"%H","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"rm -rf %H"}}`},
	{"codex", "PreToolUse", `{"session_id":"s","turn_id":"1","model":"m","transcript_path":null,"cwd":"%H","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"rm -rf %H"}}`},
	{"cursor", "beforeShellExecution", `{"conversation_id":"s","cursor_version":"3.18.25","hook_event_name":"beforeShellExecution","workspace_roots":["%H"],"command":"rm -rf %H","cwd":""}`},
	{"cursor", "preToolUse", `{"conversation_id":"s","cursor_version":"3.18.25","hook_event_name":"preToolUse","workspace_roots":["%H"],"tool_name":"Shell","tool_input":{"command":"rm -rf %H"}}`},
	{"windsurf", "pre_run_command", `{"agent_action_name":"pre_run_command","trajectory_id":"s","tool_info":{"command_line":"rm -rf %H","cwd":"%H"}}`},
	{"devin", "PreToolUse", `{"hook_event_name":"PreToolUse","session_id":"s","tool_name":"exec","tool_input":{"command":"rm -rf %H"}}`},
	{"devin", "PreToolUse", `{"hook_event_name":"PreToolUse","session_id":"s","tool_name":"write_to_process","tool_input":{"process_id":"1","input":"rm -rf %H\n"}}`},
	{"copilot", "preToolUse", `{"sessionId":"s","timestamp":1,"cwd":"%H","toolName":"bash","toolArgs":{"command":"rm -rf %H"}}`},
	{"claude-code", "PreToolUse", `{"session_id":"s","transcript_path":"/t","cwd":"%H","hook_event_name":"PreToolUse","tool_name":"Write","tool_input":{"file_path":"%H/.cybedefend/config.json","content":"{}"}}`},
	{"codex", "PreToolUse", `{"session_id":"s","turn_id":"1","model":"m","transcript_path":null,"cwd":"%H","hook_event_name":"PreToolUse","tool_name":"apply_patch","tool_input":{"command":"*** Begin Patch\n*** Add File: ok.txt\n+x\n*** Delete File: .cybedefend/state/ledger.json\n*** End Patch"}}`},
	{"codex", "PreToolUse", `{"session_id":"s","turn_id":"1","model":"m","transcript_path":null,"cwd":"%H","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"cd .cybedefend && apply_patch <<'EOF'\n*** Begin Patch\n*** Delete File: config.json\n*** End Patch\nEOF"}}`},
	{"cursor", "preToolUse", `{"conversation_id":"s","cursor_version":"3.18.25","hook_event_name":"preToolUse","workspace_roots":["%H"],"tool_name":"Write","tool_input":{"file_path":"%H/.cybedefend/bin/vibedefend-hook","content":"x"}}`},
	{"windsurf", "pre_write_code", `{"agent_action_name":"pre_write_code","trajectory_id":"s","tool_info":{"file_path":"%H/.cybedefend/config.json","edits":[{"old_string":"","new_string":"x"}]}}`},
	{"copilot", "preToolUse", `{"sessionId":"s","timestamp":1,"cwd":"%H","toolName":"apply_patch","toolArgs":"*** Begin Patch\n*** Delete File: .cybedefend/config.json\n*** End Patch\n"}`},
	{"copilot", "preToolUse", `{"sessionId":"s","timestamp":1,"cwd":"%H","toolName":"create","toolArgs":"{\"path\":\"%H/.cybedefend/config.json\",\"file_text\":\"x\"}"}`},
	{"copilot", "preToolUse", `{"hook_event_name":"PreToolUse","session_id":"s","timestamp":"2026-11-22T08:30:00.000Z","cwd":"%H","tool_use_id":"1","tool_name":"multi_replace_string_in_file","tool_input":{"replacements":[{"filePath":"%H/ok.txt","oldString":"a","newString":"b"},{"filePath":"%H/.cybedefend/config.json","oldString":"a","newString":"b"}]}}`},
}

// The dangerous deed is stopped in every dialect and tool shape, and the
// agent is told the rule.
func TestRealVerdicts(t *testing.T) {
	for _, deed := range deeds {
		d := machine(t)
		code, out, errs := run(d, fill(d, deed.payload), deed.agent, deed.event)
		if !blocks(deed.agent, deed.event, code, out, errs) || strings.Contains(out+errs, "vibedefend.failure") {
			t.Errorf("%s %s\n exit %d %q %q", deed.agent, deed.payload, code, out, errs)
		}
		lines := trail(t, d)
		if len(lines) != 1 || gjson.Get(lines[0], "rules.0").Str == "" || strings.Contains(lines[0], d.Env.Home) {
			t.Errorf("%s: trail %q", deed.agent, lines)
		}
	}
}

func TestRealNeutralAnswers(t *testing.T) {
	for _, f := range folders {
		fixtures(t, f.dir, func(name, event string, _ Env, raw []byte) {
			s := strings.ToLower(name)
			if strings.Contains(s, "post") || strings.Contains(s, "after") || strings.Contains(s, "start") || strings.Contains(s, "stop") {
				d := machine(t)
				code, out, errs := run(d, string(raw), f.named, event)
				if code != 0 || errs != "" || strings.Contains(out, "deny") {
					t.Errorf("%s/%s: exit %d %q %q", f.dir, name, code, out, errs)
				}
			}
		})
	}
}

func TestDamagedConfiguration(t *testing.T) {
	d := machine(t)
	mustWrite(t, d.Dir.Config(), `{"mode":"observe"`)
	harmless := `{"session_id":"s","turn_id":"1","model":"m","transcript_path":null,"cwd":"%H","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"ls"}}`
	if code, out, errs := run(d, fill(d, harmless), "codex", "PreToolUse"); !blocks("codex", "PreToolUse", code, out, errs) {
		t.Errorf("exit %d %q %q", code, out, errs)
	}
	// A repository cannot choose what happens when we fail, nor stop work by
	// a broken file where the user said otherwise.
	mustWrite(t, d.Dir.Config(), `{"on_error":{"gate":"warn"}}`)
	mustWrite(t, d.Env.Home+"/.git/HEAD", "ref: refs/heads/main\n")
	mustWrite(t, d.Env.Home+"/sub/.git/HEAD", "ref: refs/heads/main\n")
	mustWrite(t, d.Env.Home+"/sub/.cybedefend/config.json", `{`)
	payload := strings.Replace(fill(d, harmless), `"cwd":"`+d.Env.Home, `"cwd":"`+d.Env.Home+"/sub", 1)
	if code, out, _ := run(d, payload, "codex", "PreToolUse"); code != 0 || !strings.Contains(out, "could not examine") {
		t.Errorf("exit %d %q", code, out)
	}
}

// What a session wrote or downloaded is remembered for verdicts on running it.
func TestSessionRemembers(t *testing.T) {
	d := machine(t)
	const head = `{"session_id":"s","turn_id":"1","model":"m","transcript_path":null,"cwd":"%H","hook_event_name":"PreToolUse",`
	for _, call := range []string{
		`"tool_name":"apply_patch","tool_input":{"command":"*** Begin Patch\n*** Add File: run.sh\n+ls\n*** End Patch"}}`,
		`"tool_name":"Bash","tool_input":{"command":"mkdir -p sub && cd sub && curl -fsSLo get.sh https://example.com/get.sh"}}`,
		`"tool_name":"Bash","tool_input":{"command":"curl -s https://example.com/b.sh -o b.sh"}}`,
	} {
		if code, out, errs := run(d, fill(d, head+call), "codex", "PreToolUse"); code != 0 {
			t.Fatalf("exit %d %q %q", code, out, errs)
		}
	}
	for file, want := range map[string]string{"run.sh": "written", "sub/get.sh": "downloaded", "b.sh": "downloaded", "other": ""} {
		if how := remembered(d, "s", d.Env.Home+"/"+file); how != want {
			t.Errorf("%s: remembered %q, want %q", file, how, want)
		}
	}
}

func remembered(d Deps, session, path string) string {
	return world.OpenSession(d.Dir, session).How(path)
}

// In observe mode nothing is stopped, our own failures included.
func TestObserveStopsNothing(t *testing.T) {
	d := machine(t)
	mustWrite(t, d.Dir.Config(), `{"mode":"observe"}`)
	for _, deed := range deeds {
		for _, payload := range []string{fill(d, deed.payload), "{"} {
			if code, out, errs := run(d, payload, deed.agent, deed.event); blocks(deed.agent, deed.event, code, out, errs) {
				t.Errorf("%s: exit %d %q %q", deed.agent, code, out, errs)
			}
		}
	}
	file := filepath.Join(d.Env.Home, "settings.json")
	mustWrite(t, file, `{"disableAllHooks":true}`)
	payload := `{"session_id":"s","cwd":"/p","transcript_path":"/t","hook_event_name":"ConfigChange","file_path":` + string(gjson.AppendJSONString(nil, file)) + `}`
	if code, out, _ := run(d, payload, "claude-code", "ConfigChange"); code != 0 || out != "" {
		t.Errorf("settings: exit %d %q", code, out)
	}
}

func TestGitRoot(t *testing.T) {
	top := t.TempDir()
	mustWrite(t, filepath.Join(top, "repo", ".git", "HEAD"), "ref: refs/heads/main\n")
	mustWrite(t, filepath.Join(top, "tree", ".git"), "gitdir: ../repo/.git/worktrees/tree\n")
	mustWrite(t, filepath.Join(top, "repo", "a", "b", "f"), "")
	for dir, want := range map[string]string{"repo": "repo", "repo/a/b": "repo", "repo/a/gone": "repo", "tree": "tree", "": ""} {
		if got := gitRoot(filepath.Join(top, dir)); got != filepath.Join(top, want) && (want != "" || got != "") {
			t.Errorf("gitRoot(%s) = %s", dir, got)
		}
	}
}

// Claude Code takes a replaced result in the tool's own shape alone.
func TestRedactionHasTheToolsShape(t *testing.T) {
	for response, want := range map[string]string{
		`{"stdout":"k","stderr":"e","interrupted":true,"isImage":false,"bashEditDiff":{"files":["k"]}}`:    `{"stdout":"new","stderr":"","interrupted":true,"isImage":false}`,
		`{"type":"text","file":{"filePath":"/a","content":"k","numLines":1,"startLine":1,"totalLines":1}}`: `{"type":"text","file":{"filePath":"/a","content":"new","numLines":1,"startLine":1,"totalLines":1}}`,
		`[{"type":"text","text":"k"},{"type":"image","data":"k"}]`:                                         `[{"type":"text","text":"new"}]`,
		`{"status":"completed","content":[{"type":"text","text":"k"}]}`:                                    "",
		`"k"`: "",
	} {
		if got := claudeRedacted(gjson.Parse(response), "new"); got != want {
			t.Errorf("%s\n got %s\nwant %s", response, got, want)
		}
	}
}
