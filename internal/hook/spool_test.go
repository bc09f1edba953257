package hook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tidwall/gjson"

	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/consent"
	"github.com/cybedefend/vibedefend/internal/export"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/spool"
	"github.com/cybedefend/vibedefend/rules"
)

const sending = `{"region":"eu","telemetry":{"enabled":true}}`

// configured writes the user's configuration and logs in.
func configured(t testing.TB, d Deps, text string) Deps {
	t.Helper()
	put(t, d.Dir.Config(), text)
	for _, r := range []consent.Region{consent.EU, consent.US} {
		if err := consent.Login(d.Dir, consent.Settings{Region: r}, "tok"); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func put(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func pending(t testing.TB, d Deps, r consent.Region) []spool.Event {
	t.Helper()
	events, err := spool.Dir(consent.Settings{Region: r}.Spool(d.Dir)).Pending()
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// inRepo is a call of Claude Code in a repository with the given settings.
func inRepo(t testing.TB, d Deps, config, command string) string {
	t.Helper()
	repo := filepath.Join(d.Env.Home, "repo")
	put(t, filepath.Join(repo, ".git", "HEAD"), "ref: refs/heads/main\n")
	if config != "" {
		put(t, filepath.Join(repo, home.Base, "config.json"), config)
	}
	raw, err := json.Marshal(map[string]any{"hook_event_name": "PreToolUse", "session_id": "s", "cwd": repo, "tool_name": "Bash",
		"tool_use_id": "t" + command, "tool_input": map[string]any{"command": command}})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestSpoolOnlyWithConsentAndFittingRegion(t *testing.T) {
	for _, c := range []struct {
		name, config, repo string
		foreign            bool
		action             rules.Action
		eu, us             int
	}{
		{"eu", sending, "", false, rules.Block, 1, 0},
		{"us", `{"region":"us","telemetry":{"enabled":true}}`, "", false, rules.Warn, 0, 1},
		{"the repository agrees", sending, `{"region":"eu","projectId":"p-1"}`, false, rules.Ask, 1, 0},
		{"the repository differs", sending, `{"region":"us"}`, false, rules.Block, 0, 0},
		{"the repository is local", sending, `{"region":"local"}`, false, rules.Block, 0, 0},
		{"the repository cannot be read", sending, `{"region":`, false, rules.Block, 0, 0},
		{"a repository cannot switch on", `{"region":"eu"}`, `{"telemetry":{"enabled":true}}`, false, rules.Block, 0, 0},
		{"local", `{"region":"local","telemetry":{"enabled":true}}`, "", false, rules.Block, 0, 0},
		{"no consent", `{"region":"eu"}`, "", false, rules.Block, 0, 0},
		{"a strange HOME", sending, "", true, rules.Block, 0, 0},
		{"plainly allowed", sending, "", false, rules.Allow, 0, 0},
		{"plainly allowed, all kept here", `{"region":"eu","telemetry":{"enabled":true},"audit":{"every":true}}`, "", false, rules.Allow, 0, 0},
	} {
		d := configured(t, deps(t, always(c.action)), c.config)
		d.Foreign = c.foreign
		run(d, inRepo(t, d, c.repo, "make"), "claude-code", "PreToolUse")
		eu, us := pending(t, d, consent.EU), pending(t, d, consent.US)
		if len(eu) != c.eu || len(us) != c.us {
			t.Errorf("%s: %d events for EU, %d for US", c.name, len(eu), len(us))
		}
		if len(eu) > 0 && strings.Contains(c.repo, "p-1") != (eu[0].Project == "p-1") {
			t.Errorf("%s: project %q", c.name, eu[0].Project)
		}
	}
}

func TestNothingIsSpooledWithoutToken(t *testing.T) {
	d := deps(t, always(rules.Block))
	put(t, d.Dir.Config(), sending)
	run(d, inRepo(t, d, "", "make"), "claude-code", "PreToolUse")
	if _, err := os.Stat(consent.SpoolRoot(d.Dir)); err == nil {
		t.Error("there is a spool")
	}
	if len(trail(t, d)) != 1 {
		t.Error("the trail is missing")
	}
}

func TestWhatTheTrailKeepsIsASetting(t *testing.T) {
	secret := "ghp_" + strings.Repeat("a1B2c3D4", 5)[:36]
	command := "curl -H 'Authorization: Bearer " + secret + "' https://example.com"
	for _, c := range []struct {
		config  string
		action  rules.Action
		records int
		command bool
	}{
		{`{}`, rules.Block, 1, false},
		{`{}`, rules.Allow, 0, false},
		{`{"audit":{"every":true}}`, rules.Allow, 1, false},
		{`{"audit":{"commands":true}}`, rules.Block, 1, true},
		{`{"region":"eu","telemetry":{"enabled":true},"audit":{"commands":true}}`, rules.Block, 1, true},
		{`{"audit":`, rules.Block, 1, false},
	} {
		d := deps(t, always(c.action))
		if gjson.Valid(c.config) {
			configured(t, d, c.config)
		} else {
			put(t, d.Dir.Config(), c.config)
		}
		run(d, inRepo(t, d, `{"audit":{"every":true,"commands":true}}`, command), "claude-code", "PreToolUse")
		lines := trail(t, d)
		all := strings.Join(lines, "\n")
		if len(lines) != c.records || strings.Contains(all, "example.com") != c.command || strings.Contains(all, secret) {
			t.Errorf("%s, %v: %s", c.config, c.action, all)
		}
		if raw, _ := json.Marshal(pending(t, d, consent.EU)); strings.Contains(string(raw), "example.com") {
			t.Errorf("%s: the command would leave: %s", c.config, raw)
		}
	}
}

func TestExceptionsAreOnRecord(t *testing.T) {
	d := configured(t, deps(t, func(Call) (rules.Verdict, error) {
		return rules.Verdict{Passed: []rules.Finding{{Rule: "git.force-push", Severity: rules.High}}}, nil
	}), sending)
	run(d, inRepo(t, d, "", "git push -f"), "claude-code", "PreToolUse")
	lines := trail(t, d)
	if len(lines) != 1 || gjson.Get(lines[0], "allowed.0").Str != "git.force-push" || gjson.Get(lines[0], "action").Str != "allow" ||
		gjson.Get(lines[0], "layer").Str != "exception" || gjson.Get(lines[0], "severity").Str != "high" {
		t.Errorf("trail %q", lines)
	}
	if e := pending(t, d, consent.EU); len(e) != 1 || len(e[0].Allowed) != 1 {
		t.Errorf("spool %+v", e)
	}
}

func TestManyHooksAtOnce(t *testing.T) {
	d := configured(t, deps(t, always(rules.Block)), sending)
	payloads := make([]string, 64)
	for i := range payloads {
		payloads[i] = inRepo(t, d, "", fmt.Sprint("make ", i))
	}
	var wg sync.WaitGroup
	for _, p := range payloads {
		wg.Add(1)
		go func() {
			defer wg.Done()
			run(d, p, "claude-code", "PreToolUse")
		}()
	}
	wg.Wait()
	run(d, inRepo(t, d, "", "last"), "claude-code", "PreToolUse") // folds what was left aside
	res, err := audit.Trail{Dir: d.Dir.Audit()}.Verify(nil)
	if err != nil || res.Records != 65 || len(res.Problems) != 0 {
		t.Errorf("%+v %v", res, err)
	}
	if n := len(pending(t, d, consent.EU)); n != 65 {
		t.Errorf("%d events wait", n)
	}
}

// metadata are the keys of payloads whose values may be on record: who calls,
// where, and which file is meant. Everything else is the user's.
var metadata = strings.Fields(`hook_event_name hookEventName agent_action_name session_id sessionId conversation_id generation_id
	trajectory_id execution_id turn_id agent_id agentId tool_use_id toolUseId tool_call_id toolCallId call_id request_id requestId prompt_id
	tool_name toolName cwd workspace_roots workspaceRoots file_path filePath path notebook_path transcript_path agent_transcript_path
	cursor_version version permission_mode source timestamp workspace_folder type`)

// marked puts a mark into every other text of a payload: at the end, or into
// each of its lines.
func marked(v any, lines bool, n *int) any {
	switch x := v.(type) {
	case map[string]any:
		for k := range x {
			if s, ok := x[k].(string); ok && (slices.Contains(metadata, k) || slices.Contains(metadata, s)) {
				continue
			}
			if slices.Contains(metadata, k) && k != "source" {
				continue
			}
			x[k] = marked(x[k], lines, n)
		}
	case []any:
		for i := range x {
			x[i] = marked(x[i], lines, n)
		}
	case string:
		*n++
		mark := fmt.Sprintf(" CANARY%d AKIAIOSFODNN7EXAMPLE", *n)
		if !lines {
			return x + mark
		}
		l := strings.Split(x, "\n")
		for i := range l {
			if !strings.HasPrefix(l[i], "***") { // the frame of a patch names files
				l[i] += mark
			}
		}
		return strings.Join(l, "\n")
	}
	return v
}

// gossip is a judge that puts everything it sees into its findings.
func gossip(c Call) (rules.Verdict, error) {
	v := rules.Verdict{Context: c.Event.Prompt, UserText: c.Event.Command, Redacted: c.Event.Result}
	all := fmt.Sprintf("%+v", c.Event)
	v.Add(rules.Finding{Rule: "test.gossip", Action: rules.Block, Severity: rules.High, Title: all, Why: all, Instead: all, Segment: all, Layer: "built-in"})
	return v, nil
}

func broken(Call) (rules.Verdict, error) { return rules.Verdict{}, fmt.Errorf("policy is damaged") }

// TestNothingOfTheUsersIsOnRecord plays every fixture of every agent with
// marks in code, commands, prompts, results and file contents, and looks for
// them in the trail, the spool and the bytes that would be sent.
func TestNothingOfTheUsersIsOnRecord(t *testing.T) {
	judges := []struct {
		name  string
		judge func(Call) (rules.Verdict, error)
	}{{"gossip", gossip}, {"broken", broken}, {"real", nil}}
	for _, j := range judges {
		for _, lines := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s %v", j.name, lines), func(t *testing.T) {
				d := configured(t, deps(t, j.judge), `{"region":"eu","telemetry":{"enabled":true},"audit":{"every":true}}`)
				if j.judge == nil {
					d.Judge = judge
				}
				marks, calls := playMarked(t, d, lines)
				if marks < 100 || calls < 50 {
					t.Fatalf("%d marks in %d calls", marks, calls)
				}
				if n := len(trail(t, d)); n < calls/4 {
					t.Errorf("only %d records of %d calls", n, calls)
				}
				if j.judge != nil && len(pending(t, d, consent.EU)) < calls/4 {
					t.Errorf("only %d events of %d calls", len(pending(t, d, consent.EU)), calls)
				}
				noMarks(t, d)
			})
		}
	}
}

func playMarked(t *testing.T, d Deps, lines bool) (marks, calls int) {
	t.Helper()
	for _, f := range folders {
		fixtures(t, f.dir, func(name, event string, env Env, raw []byte) {
			var v any
			if json.Unmarshal(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), &v) != nil {
				return
			}
			out, err := json.Marshal(marked(v, lines, &marks))
			if err != nil {
				t.Fatal(err)
			}
			env.Home, env.Dir = d.Env.Home, d.Env.Home
			d.Env = env
			run(d, string(out), f.named, event)
			run(d, string(out[:len(out)-3]), f.named, event) // a payload cut short
			calls++
		})
	}
	return marks, calls
}

func noMarks(t *testing.T, d Deps) {
	t.Helper()
	for _, dir := range []string{d.Dir.Audit(), consent.SpoolRoot(d.Dir)} {
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			raw, err := os.ReadFile(path)
			if i := bytes.Index(raw, []byte("CANARY")); i >= 0 {
				t.Errorf("%s holds %s", filepath.Base(path), raw[max(0, i-300):min(len(raw), i+60)])
			}
			return err
		})
		if err != nil && !os.IsNotExist(err) {
			t.Error(err)
		}
	}
	body, err := export.Encode(pending(t, d, consent.EU), "test", false)
	if err != nil || bytes.Contains(body, []byte("CANARY")) {
		t.Errorf("what would be sent holds a mark: %v", err)
	}
}
