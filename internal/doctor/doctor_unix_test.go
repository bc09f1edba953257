//go:build unix

// The programs and shells of these tests are those of Unix.

package doctor

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/hookline"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// TestMain lets the test binary stand in for the hook program.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "hook" {
		os.Exit(fakeHook(os.Getenv("DOCTOR_FAKE"), os.Args[2], os.Args[3]))
	}
	os.Exit(m.Run())
}

// fakeHook answers as each agent wants it, or fails in a way that is named.
func fakeHook(how, agent, event string) int {
	in, _ := io.ReadAll(os.Stdin)
	stop := strings.Contains(string(in), "doctor-canary") || strings.Contains(string(in), "config.json")
	switch how {
	case "crash":
		return 1
	case "plain text":
		fmt.Println("debug: hello")
	case "stops all":
		stop = true
	case "stops none":
		stop = false
	case "silent":
		return 0
	}
	var p struct {
		Tool   string `json:"tool_name"`
		Action string `json:"agent_action_name"`
		Prompt string `json:"prompt_id"`
	}
	_ = json.Unmarshal(in, &p)
	deny := `{"permissionDecision":"deny","permissionDecisionReason":"no","hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"no"}}`
	switch {
	case agent == "cursor" && stop:
		fmt.Print(`{"permission":"deny","user_message":"no"}`)
	case agent == "cursor":
		fmt.Print(`{"permission":"allow"}`)
	case !stop:
	case p.Action != "":
		fmt.Fprint(os.Stderr, "no")
		return 2
	case p.Prompt != "":
		fmt.Print(`{"decision":"block","reason":"no"}`)
	default:
		fmt.Print(deny)
	}
	return 0
}

// standIn writes a small program that calls this test binary, as copies of
// the binary itself would take their time.
func standIn(t *testing.T, dir string) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := filepath.Join(dir, "vibedefend")
	if err := os.WriteFile(p, []byte("#!/bin/sh\nexec '"+exe+"' \"$@\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return p
}

// subject is a machine whose five agents call the stand-in.
func subject(t *testing.T) Subject {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h := filepath.Join(dir, "home")
	env := detect.Env{Home: h, Dir: filepath.Join(dir, "work"), OS: "linux", FS: detect.OSFS{}, Prefix: filepath.Join(dir, "system"), Getenv: func(string) string { return "" }}
	d := home.Dir(filepath.Join(h, home.Base))
	for _, p := range []string{d.Bin(), env.Dir} {
		if err := os.MkdirAll(p, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	self := standIn(t, dir)
	if err := os.Symlink(self, d.Hook()); err != nil {
		t.Fatal(err)
	}
	return Subject{Machine: setup.Machine{Env: env, Dir: d}, Self: self, Region: "local", Agents: []string{"claude-code", "cursor", "codex", "windsurf", "copilot"}}
}

func (s Subject) write(t *testing.T, name, content string) {
	t.Helper()
	p := filepath.Join(s.Env.Home, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (s Subject) line(agent, event string, f hookline.Form) string {
	b, _ := json.Marshal(hookline.Render(hookline.Line{Program: s.Dir.Hook(), Agent: agent, Event: event}, f))
	return string(b)
}

// wire writes the gates of all agents.
func (s Subject) wire(t *testing.T) {
	t.Helper()
	group := func(agent, event string, f hookline.Form) string {
		return `[{"matcher":"*","hooks":[{"type":"command","command":` + s.line(agent, event, f) + `,"timeout":10,"onFailure":"block"}]}]`
	}
	s.write(t, ".claude/settings.json", `{"hooks":{"PreToolUse":`+group("claude-code", "PreToolUse", hookline.Posix)+`}}`)
	s.write(t, ".codex/hooks.json", `{"hooks":{"PreToolUse":`+group("codex", "PreToolUse", hookline.Posix)+`}}`)
	s.write(t, ".cursor/hooks.json", `{"version":1,"hooks":{"beforeShellExecution":[{"command":`+s.line("cursor", "beforeShellExecution", hookline.Posix)+
		`}],"preToolUse":[{"command":`+s.line("cursor", "preToolUse", hookline.Posix)+`}]}}`)
	s.write(t, ".codeium/windsurf/hooks.json", `{"hooks":{"pre_run_command":[{"command":`+s.line("windsurf", "pre_run_command", hookline.PosixClosed)+
		`}],"pre_write_code":[{"command":`+s.line("windsurf", "pre_write_code", hookline.PosixClosed)+`}]}}`)
	s.write(t, ".config/devin/config.json", `{"hooks":{"PreToolUse":`+strings.Replace(group("windsurf", "PreToolUse", hookline.Posix), `"matcher":"*",`, "", 1)+`}}`)
	s.write(t, ".copilot/hooks/vibedefend.json", `{"version":1,"hooks":{"preToolUse":[{"type":"command","bash":`+s.line("copilot", "preToolUse", hookline.PosixGuarded)+`}]}}`)
}

func states(lines []Line) []string {
	var out []string
	for _, l := range lines {
		out = append(out, l.State+" "+l.Agent)
	}
	return out
}

func TestCanaryIsStoppedEverywhere(t *testing.T) {
	s := subject(t)
	s.wire(t)
	lines := canary(s)
	want := []string{"ok claude-code", "ok cursor", "ok cursor", "ok codex", "ok windsurf", "ok windsurf", "ok windsurf", "ok copilot", "ok copilot"}
	if !slices.Equal(states(lines), want) {
		t.Errorf("lines: %+v", lines)
	}
}

func TestCanaryFindsHooksThatDoNotHold(t *testing.T) {
	for _, c := range []struct{ how, agent, want string }{
		{"stops none", "claude-code", "lets the canary pass"},
		{"stops none", "copilot", "lets the canary pass"},
		{"stops all", "codex", "stops a harmless call too"},
		{"stops all", "windsurf", "stops a harmless call too"},
		{"crash", "claude-code", "ended with code 1"},
		{"crash", "windsurf", "stops the call without a reason"}, // the line turns it into 2
		{"crash", "copilot", "ended with code 1"},
		{"plain text", "claude-code", "not one JSON document"},
		{"plain text", "codex", "not one JSON document"},
		{"silent", "cursor", "answers nothing"},
	} {
		t.Run(c.how+" "+c.agent, func(t *testing.T) {
			t.Setenv("DOCTOR_FAKE", c.how)
			s := subject(t)
			s.wire(t)
			s.Agents = []string{c.agent}
			lines := canary(s)
			if len(lines) == 0 {
				t.Fatal("not fired")
			}
			for _, l := range lines {
				if l.State == OK && c.how != "crash" || !strings.Contains(lines[0].Message, c.want) {
					t.Errorf("%+v", l)
				}
			}
		})
	}
}

func TestImpostorIsNeverRun(t *testing.T) {
	s := subject(t)
	mark := filepath.Join(s.Env.Home, "ran")
	s.write(t, "evil/vibedefend-hook", "#!/bin/sh\ntouch "+mark+"\n")
	if err := os.Chmod(filepath.Join(s.Env.Home, "evil/vibedefend-hook"), 0o755); err != nil {
		t.Fatal(err)
	}
	s.write(t, ".claude/settings.json", `{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"`+s.Env.Home+`/evil/vibedefend-hook hook claude-code PreToolUse","onFailure":"block"}]}]}}`)
	if lines := canary(s); len(lines) != 0 {
		t.Errorf("fired: %+v", lines)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("the impostor was run")
	}
	if lines := switches(s); !slices.Contains(states(lines), "conflict claude-code") {
		t.Errorf("not reported: %+v", lines)
	}
}

func TestMissingProgram(t *testing.T) {
	s := subject(t)
	s.wire(t)
	if err := os.Remove(s.Dir.Hook()); err != nil {
		t.Fatal(err)
	}
	if got := states(commands(s)); !slices.Equal(got, []string{"missing claude-code", "missing cursor", "missing codex", "missing windsurf", "missing windsurf", "missing copilot"}) {
		t.Errorf("commands: %v", got)
	}
	for _, l := range canary(s) {
		if l.State == OK {
			t.Errorf("a missing program passes for healthy: %+v", l)
		}
	}
	if got := states(program(s)); !slices.Contains(got, "missing vibedefend") {
		t.Errorf("program: %v", got)
	}
}

func TestProgramIsGraded(t *testing.T) {
	put := func(s Subject, path, content string, mode os.FileMode) {
		_ = os.Remove(path)
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name, content string
		mode          os.FileMode
		want          string
	}{
		{"same", "SELF", 0o755, OK},
		{"another build", "old", 0o755, Stale},
		{"not executable", "SELF", 0o644, Drift},
		{"open to others", "SELF", 0o777, Conflict},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := subject(t)
			s.Self = filepath.Join(s.Env.Home, "build", "vibedefend")
			if err := os.MkdirAll(filepath.Dir(s.Self), 0o755); err != nil {
				t.Fatal(err)
			}
			put(s, s.Self, "program", 0o755)
			put(s, s.Dir.Program(), strings.ReplaceAll(c.content, "SELF", "program"), c.mode)
			put(s, s.Dir.Hook(), strings.ReplaceAll(c.content, "SELF", "program"), c.mode)
			for _, l := range program(s) {
				if l.State != c.want {
					t.Errorf("%+v, want %s", l, c.want)
				}
			}
		})
	}
}

func TestConfigurationIsGraded(t *testing.T) {
	s := subject(t)
	for region, want := range map[string]string{"eu": OK, "us": OK, "local": OK, "": Drift, "mars": Conflict} {
		s.Region = region
		if got := configuration(s); got[0].State != want {
			t.Errorf("%q: %+v", region, got)
		}
	}
	s.Err = os.ErrPermission
	if got := configuration(s); got[0].State != Unreadable {
		t.Errorf("unreadable: %+v", got)
	}
	s.Err, s.Agents = nil, nil
	if got := installed(s); len(got) != 1 || got[0].State != Missing {
		t.Errorf("not installed: %+v", got)
	}
}

func TestVersionsSayWhatTheyCannotDo(t *testing.T) {
	s := subject(t)
	s.Agents = []string{"claude-code", "cursor"}
	s.Found = []detect.Found{
		{Agent: "claude-code", Surface: "cli", Version: "2.1.100"},
		{Agent: "cursor", Surface: "ide", Version: "1.5", Support: detect.TooOld, Upgrade: "update Cursor"},
		{Agent: "codex", Surface: "cli", Version: "0.169.0"},
		{Agent: "copilot", Surface: "vscode", Residue: true},
	}
	if got := states(versions(s)); !slices.Equal(got, []string{"note claude-code", "note claude-code", "note claude-code", "stale cursor", "note codex"}) {
		t.Errorf("versions: %+v", versions(s))
	}
}

func TestTrailIsGraded(t *testing.T) {
	s := subject(t)
	if got := trail(s); got[0].State != OK {
		t.Errorf("no trail yet: %+v", got)
	}
	s.write(t, home.Base+"/audit", "a file")
	if got := trail(s); got[0].State != Conflict {
		t.Errorf("a file in its place: %+v", got)
	}
}

func TestLoginShellIsThatOfTheAccount(t *testing.T) {
	passwd := "root:x:0:0::/root:/bin/bash\n# odd\ndev:x:1000:1000:,,,:/home/dev:/usr/bin/zsh\nbroken:x\nnone:x:1:1::/:\n"
	for account, want := range map[string]string{"dev": "/usr/bin/zsh", "root": "/bin/bash", "none": "/bin/fish", "other": "/bin/fish"} {
		if got := shellOf(account, onlyPasswd(passwd), "/bin/fish"); got != want {
			t.Errorf("%s: %s", account, got)
		}
	}
	if got := shellOf("other", onlyPasswd(""), "fish"); got != "/bin/sh" {
		t.Errorf("guess: %s", got)
	}
}

// onlyPasswd is a machine with one file.
type onlyPasswd string

func (o onlyPasswd) ReadFile(string) ([]byte, error) { return []byte(o), nil }

func TestAnswerThatNeverComes(t *testing.T) {
	s := subject(t)
	sh := shot{dialect: dialect{shell: func(Subject, string) []string { return []string{"/bin/sh", "-c", "sleep 30"} }}}
	began := time.Now()
	s.Patience = 200 * time.Millisecond
	if _, err := sh.send(s); err == nil || time.Since(began) > 20*time.Second {
		t.Errorf("err = %v after %s", err, time.Since(began))
	}
}

func TestAgentThatIsAskedIsNotWaitedFor(t *testing.T) {
	s := subject(t)
	s.Deep, s.Patience = true, 100*time.Millisecond
	release := make(chan bool)
	defer close(release)
	asked := func(deep bool) error {
		if deep {
			<-release
		}
		return nil
	}
	s.Plans = []installers.Plan{{Agent: "codex", Steps: []installers.Step{{Name: "trust", Check: asked}}}}
	if got := states(files(s)); !slices.Equal(got, []string{"note codex", "ok codex"}) {
		t.Errorf("lines: %v", got)
	}
}

// A repository's lines call us by name. Where that is not on PATH they let
// every call pass, which is a finding unless the person's own entries hold.
func TestLinesThatRestAreNamed(t *testing.T) {
	for _, c := range []struct {
		how         string
		path, wired bool
		want        string
	}{
		{"not on PATH", false, false, "disabled claude-code"},
		{"the person's own hold", false, true, "note claude-code"},
		{"on PATH", true, false, "ok claude-code"},
	} {
		t.Run(c.how, func(t *testing.T) {
			s := subject(t)
			s.Agents, s.Repo = []string{"claude-code"}, filepath.Join(s.Env.Home, "repo")
			if c.path {
				bin := filepath.Dir(s.Self)
				t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
				s.Env.Getenv = os.Getenv
			}
			if c.wired {
				s.wire(t)
			}
			line, _ := json.Marshal(hookline.Render(hookline.Line{Program: "vibedefend", Agent: "claude-code", Event: "PreToolUse"}, hookline.PosixByName))
			s.write(t, "repo/.claude/settings.json", `{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":`+string(line)+`}]}]}}`)
			got := states(canary(s))
			if len(got) == 0 || got[0] != c.want {
				t.Errorf("lines: %q, want %q first", got, c.want)
			}
		})
	}
}

func TestSpeedSaysWhichProgramIsCalled(t *testing.T) {
	s := subject(t)
	if err := os.Remove(s.Dir.Hook()); err != nil {
		t.Fatal(err)
	}
	if got := speed(s); len(got) != 0 {
		t.Errorf("nothing is placed: %+v", got)
	}
	for hook, want := range map[string]string{"full": Note, "small": OK} {
		for path, text := range map[string]string{s.Dir.Program(): "full", s.Dir.Hook(): hook} {
			if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if got := speed(s); len(got) != 1 || got[0].State != want {
			t.Errorf("%s: %+v, want %s", hook, got, want)
		}
	}
}
