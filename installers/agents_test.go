package installers_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/detect/detecttest"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/edit"
)

const linuxHook = "/home/dev/.cybedefend/bin/vibedefend-hook"

// user is a plain user-scope target on a Linux machine with these files.
func user(agent string, files detecttest.FS, environ ...string) installers.Target {
	env := detecttest.Env("linux", "/home/dev", files, environ...)
	return installers.Target{Env: env, Scope: installers.User, HookPath: linuxHook, Trust: true, Found: detect.Of(detect.All(env), agent)}
}

func plan(t *testing.T, agent string, target installers.Target) installers.Plan {
	t.Helper()
	p, err := installers.For(agent, target)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// computed returns the edit of the file whose path ends in suffix.
func computed(t *testing.T, p installers.Plan, fsys detect.FS, suffix string) installers.FileEdit {
	t.Helper()
	edits, err := installers.Compute(p, fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range edits {
		if strings.HasSuffix(strings.ReplaceAll(e.Path, `\`, "/"), suffix) {
			return e
		}
	}
	t.Fatalf("no edit of %s", suffix)
	return installers.FileEdit{}
}

func noted(p installers.Plan, words string) bool {
	return strings.Contains(strings.Join(p.Notes, "\n"), words)
}

// Applying a plan to its own result changes nothing, and taking it back from
// the result gives the bytes that were there.
func TestPlansAreIdempotentAndReversible(t *testing.T) {
	for _, s := range systems() {
		for _, start := range []system{s, s.with(existing())} {
			for _, row := range installers.Table() {
				for _, scope := range []installers.Scope{installers.User, installers.Project} {
					target := start.target(row.ID, scope)
					p := plan(t, row.ID, target)
					edits, err := installers.Compute(p, start.env.FS)
					if err != nil {
						t.Fatal(err)
					}
					after := start.with(nil)
					for _, e := range edits {
						if e.Err != nil {
							t.Fatalf("%s %s: %v", row.ID, e.Path, e.Err)
						}
						after.env.FS.(detecttest.FS)[strings.ReplaceAll(e.Path, `\`, "/")] = string(e.After)
					}
					target.Env = after.env
					again := plan(t, row.ID, target)
					second, err := installers.Compute(again, after.env.FS)
					if err != nil {
						t.Fatal(err)
					}
					for _, e := range second {
						if e.Err != nil || e.Changed() || e.State != edit.Present {
							t.Errorf("%s %s %s: a second time: state %s, changed %v, %v", row.ID, s.name, e.Path, e.State, e.Changed(), e.Err)
						}
					}
					for i, c := range again.Changes {
						if i >= len(edits) || edits[i].Path != c.Path {
							continue
						}
						back, err := c.Edit.Remove(edits[i].After)
						if err != nil || string(back) != string(edits[i].Before) {
							t.Errorf("%s %s %s: removal leaves %q, before it was %q (%v)", row.ID, s.name, c.Path, back, edits[i].Before, err)
						}
					}
				}
			}
		}
	}
}

func TestTableFollowsDetection(t *testing.T) {
	agents := detect.Agents()
	rows := installers.Table()
	if len(rows) != len(agents) {
		t.Fatalf("%d planners for %d agents", len(rows), len(agents))
	}
	for i, r := range rows {
		if r.ID != agents[i].ID {
			t.Errorf("row %d is %s, detection has %s", i, r.ID, agents[i].ID)
		}
	}
	if _, err := installers.For("emacs", user("emacs", nil)); err == nil {
		t.Error("a plan was made for an unknown agent")
	}
}

func TestTargetsThatAreRefused(t *testing.T) {
	for _, row := range installers.Table() {
		target := user(row.ID, nil)
		target.Scope = installers.Project
		if _, err := row.Plan(target); err == nil || !strings.Contains(err.Error(), "git repository") {
			t.Errorf("%s without a repository: %v", row.ID, err)
		}
		target.Repo = "/home/dev"
		if _, err := row.Plan(target); err == nil || !strings.Contains(err.Error(), "--scope user") {
			t.Errorf("%s in the home folder: %v", row.ID, err)
		}
	}
}

// A folder shared with Windows holds the files of agents there, which cannot
// run this side's program.
func TestNothingIsWrittenAcrossTheBorderOfWSL(t *testing.T) {
	for agent, dir := range map[string]string{"claude-code": ".claude", "cursor": ".cursor", "codex": ".codex", "windsurf": ".codeium", "copilot": ".copilot"} {
		shared := detecttest.FS{"/home/dev/" + dir: "-> /mnt/c/Users/dev/" + dir, "/mnt/c/Users/dev/" + dir + "/": ""}
		if _, err := installers.For(agent, user(agent, shared, "WSL_DISTRO_NAME=Debian")); err == nil || !strings.Contains(err.Error(), "Windows side") {
			t.Errorf("%s: %v", agent, err)
		}
		if _, err := installers.For(agent, user(agent, shared)); err != nil {
			t.Errorf("%s outside WSL: %v", agent, err)
		}
	}
	target := user("cursor", nil, "WSL_DISTRO_NAME=Debian")
	target.Repo = "/mnt/c/src/shop"
	if _, err := installers.For("cursor", target); err != nil {
		t.Errorf("a repository on the Windows side: %v", err)
	}
}

func TestWindowsPathWithASpaceIsRefused(t *testing.T) {
	for _, agent := range []string{"claude-code", "cursor", "codex"} {
		target := installers.Target{Env: detecttest.Windows(), Scope: installers.User, HookPath: `C:\Users\A B\.cybedefend\bin\vibedefend-hook.exe`}
		if _, err := installers.For(agent, target); err == nil || !strings.Contains(err.Error(), "CYBEDEFEND_HOME") {
			t.Errorf("%s: %v", agent, err)
		}
	}
}

func TestClaudeWritesOnlyEventsThatAreKnown(t *testing.T) {
	version := func(v string) detecttest.FS {
		return detecttest.FS{"/b/claude": "-> /x/claude/" + v + "/claude", "/x/claude/" + v + "/claude": "elf"}
	}
	tests := []struct {
		files    detecttest.FS
		subagent bool
		change   bool
	}{
		{version("2.0.10"), false, false},
		{version("2.0.43"), true, false},
		{version("2.1.48"), true, false},
		{version("2.1.49"), true, true},
		{version("2.1.330"), true, true},
		{detecttest.FS{"/b/claude": "elf"}, false, false},
		{nil, false, false},
	}
	for _, tt := range tests {
		target := user("claude-code", tt.files, "PATH=/b")
		p := plan(t, "claude-code", target)
		got := string(computed(t, p, target.Env.FS, "settings.json").After)
		for _, ev := range []string{"PreToolUse", "PostToolUse", "UserPromptSubmit", "SessionStart", "SessionEnd"} {
			if !strings.Contains(got, `"`+ev+`"`) {
				t.Errorf("%v: no %s", tt.files, ev)
			}
		}
		if strings.Contains(got, `"SubagentStart"`) != tt.subagent || strings.Contains(got, `"ConfigChange"`) != tt.change {
			t.Errorf("%v: wrong events:\n%s", tt.files, got)
		}
	}
}

// An upgrade may leave an older copy behind: what it does not know goes.
func TestClaudeTakesBackEventsAnOlderCopyDoesNotKnow(t *testing.T) {
	target := user("claude-code", detecttest.FS{"/b/claude": "-> /x/claude/2.1.330/claude", "/x/claude/2.1.330/claude": "elf"}, "PATH=/b")
	full := string(computed(t, plan(t, "claude-code", target), target.Env.FS, "settings.json").After)
	target = user("claude-code", detecttest.FS{"/b/claude": "-> /x/claude/2.0.20/claude", "/x/claude/2.0.20/claude": "elf", "/home/dev/.claude/settings.json": full}, "PATH=/b")
	e := computed(t, plan(t, "claude-code", target), target.Env.FS, "settings.json")
	if e.State != edit.Stale || strings.Contains(string(e.After), "ConfigChange") {
		t.Errorf("state %s:\n%s", e.State, e.After)
	}
}

func TestClaudeFolderIsMoved(t *testing.T) {
	target := user("claude-code", nil, "CLAUDE_CONFIG_DIR=/srv/claude")
	p := plan(t, "claude-code", target)
	if p.Changes[0].Path != "/srv/claude/settings.json" || p.Changes[1].Path != "/srv/claude/rules/vibedefend.md" || !noted(p, "CLAUDE_CONFIG_DIR") {
		t.Errorf("%s %s %v", p.Changes[0].Path, p.Changes[1].Path, p.Notes)
	}
}

// A file that the agent ignores as a whole is refused: our entries in it
// would look installed and never run.
func TestFilesThatTheAgentIgnoresAreRefused(t *testing.T) {
	tests := []struct{ agent, path, content string }{
		{"claude-code", "/home/dev/.claude/settings.json", "{\n  // mine\n  \"model\": \"opus\"\n}"},
		{"claude-code", "/home/dev/.claude/settings.json", `{"env": []}`},
		{"claude-code", "/home/dev/.claude/settings.json", `{"hooks": {"PreToolUse": [{"hooks": [{"type": "command", "command": "x", "timeout": "10"}]}]}}`},
		{"cursor", "/home/dev/.cursor/hooks.json", `{"version": 1, "hooks": {"stop": [{"command": "curl https://example.com"}]}}`},
		{"cursor", "/home/dev/.cursor/hooks.json", `{"version": "1", "hooks": {}}`},
		{"codex", "/home/dev/.codex/hooks.json", "\xef\xbb\xbf{\"hooks\":{}}"},
		{"codex", "/home/dev/.codex/hooks.json", `{"$schema": "x", "hooks": {}}`},
		{"codex", "/home/dev/.codex/hooks.json", `{"hooks": {"Stop": [{"hooks": [{"command": "x"}]}]}}`},
		{"codex", "/home/dev/.codex/hooks.json", `{"hooks": {"Stop": null}}`},
		{"windsurf", "/home/dev/.codeium/windsurf/hooks.json", `{"hooks": []}`},
		{"copilot", "/home/dev/.copilot/hooks/vibedefend.json", `{"version": 1, "hooks": {"preToolUse": [{"command": "other"}]}}`},
		{"claude-code", "/home/dev/.claude/rules/vibedefend.md", "my own notes\n"},
	}
	for _, tt := range tests {
		target := user(tt.agent, detecttest.FS{tt.path: tt.content})
		e := computed(t, plan(t, tt.agent, target), target.Env.FS, tt.path)
		if e.Err == nil || e.State != edit.Conflict || e.Changed() {
			t.Errorf("%s %q: state %s, error %v", tt.agent, tt.content, e.State, e.Err)
		}
	}
}

// A name that only a newer release may know is noted, not refused.
func TestUnfamiliarNamesAreNoted(t *testing.T) {
	tests := []struct{ agent, path, content string }{
		{"claude-code", "/home/dev/.claude/settings.json", `{"permissions": {"defaultMode": "careful"}}`},
		{"cursor", "/home/dev/.cursor/hooks.json", `{"version": 1, "hooks": {"beforeCoffee": []}}`},
		{"codex", "/home/dev/.codex/hooks.json", `{"hooks": {"Stop": [{"hooks": [{"type": "http", "command": "x"}]}]}}`},
	}
	for _, tt := range tests {
		target := user(tt.agent, detecttest.FS{tt.path: tt.content})
		p := plan(t, tt.agent, target)
		if e := computed(t, p, target.Env.FS, tt.path); e.Err != nil || !noted(p, tt.path) {
			t.Errorf("%s: %v, notes %v", tt.agent, e.Err, p.Notes)
		}
	}
}

// An agent is a column of files with one name.
func TestColumnsAreWhole(t *testing.T) {
	for _, a := range detect.Agents() {
		name := strings.ReplaceAll(a.ID, "-", "")
		for _, f := range []string{"detect/" + name + ".go", "installers/" + name + ".go", "internal/hook/" + name + ".go",
			"internal/posture/" + name + ".go", "internal/protect/" + name + ".go", "templates/" + name} {
			if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(f))); err != nil {
				t.Errorf("%s has no %s", a.ID, f)
			}
		}
	}
}

func TestCopilotFolders(t *testing.T) {
	paths := func(target installers.Target) string {
		var out []string
		for _, c := range plan(t, "copilot", target).Changes {
			out = append(out, c.Path)
		}
		return strings.Join(out, " ")
	}
	moved := user("copilot", nil, "COPILOT_HOME=/srv/copilot")
	if got := paths(moved); got != "/srv/copilot/hooks/vibedefend.json /srv/copilot/instructions/vibedefend.instructions.md /home/dev/.copilot/hooks/vibedefend.json /home/dev/.copilot/instructions/vibedefend.instructions.md" {
		t.Error(got)
	}
	moved.Surfaces = []string{"copilot-cli"}
	if got := paths(moved); strings.Contains(got, "/home/dev") {
		t.Error(got)
	}
}

func TestWindsurfSurfaces(t *testing.T) {
	tests := []struct {
		surfaces []string
		files    detecttest.FS
		want     string
	}{
		{nil, nil, "cascade jetbrains devin"},
		{[]string{"devin"}, nil, "devin"},
		{[]string{"jetbrains"}, nil, "jetbrains"},
		{nil, detecttest.FS{"/home/dev/.codeium/windsurf/": "", "/home/dev/.config/devin/": ""}, "cascade jetbrains devin"},
		{nil, detecttest.FS{"/usr/share/windsurf/resources/app/product.json": `{"version":"2.0.0"}`}, "cascade devin"},
	}
	for _, tt := range tests {
		target := user("windsurf", tt.files)
		target.Surfaces = tt.surfaces
		var got []string
		for _, c := range plan(t, "windsurf", target).Changes {
			switch c.Path {
			case "/home/dev/.codeium/windsurf/hooks.json":
				got = append(got, "cascade")
			case "/home/dev/.codeium/hooks.json":
				got = append(got, "jetbrains")
			case "/home/dev/.config/devin/config.json":
				got = append(got, "devin")
			}
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("surfaces %v: %s, want %s", tt.surfaces, s, tt.want)
		}
	}
}

// As soon as .devin/hooks.json defines hooks, .windsurf/hooks.json is not
// read: ours go where the hooks in force are.
func TestWindsurfNeverHidesAFile(t *testing.T) {
	const hooks = `{"hooks":{"pre_run_command":[{"command":"x"}]}}`
	tests := []struct {
		files detecttest.FS
		want  string
	}{
		{nil, ".windsurf"},
		{detecttest.FS{"/r/.windsurf/hooks.json": hooks}, ".windsurf"},
		{detecttest.FS{"/r/.devin/hooks.json": hooks}, ".devin"},
		{detecttest.FS{"/r/.devin/hooks.json": `{"hooks":{}}`, "/r/.windsurf/hooks.json": hooks}, ".windsurf"},
		{detecttest.FS{"/r/.devin/hooks.json": hooks, "/r/.windsurf/hooks.json": hooks}, ".devin"},
	}
	for _, tt := range tests {
		target := user("windsurf", tt.files)
		target.Scope, target.Repo = installers.Project, "/r"
		if got := plan(t, "windsurf", target).Changes[0].Path; got != "/r/"+tt.want+"/hooks.json" {
			t.Errorf("%v: %s, want %s", tt.files, got, tt.want)
		}
	}
}

func TestCursorRuleInARepository(t *testing.T) {
	target := user("cursor", nil)
	target.Repo = "/r"
	p := plan(t, "cursor", target)
	last := p.Changes[len(p.Changes)-1]
	if last.Path != "/r/.cursor/rules/vibedefend.mdc" || last.Mode != 0o644 {
		t.Errorf("%s %o", last.Path, last.Mode)
	}
	target.Repo = "/home/dev" // dotfiles: Cursor reads no rules there
	if n := len(plan(t, "cursor", target).Changes); n != 1 {
		t.Errorf("%d changes in a home that is a repository", n)
	}
}

// Cursor's own rule for each event name and command, for every version.
func TestCursorFilesAreNeverVoid(t *testing.T) {
	for _, v := range []string{"1.7.0", "2.3.9", "2.4.0", "3.0.0", "3.18.25"} {
		target := user("cursor", detecttest.FS{"/usr/share/cursor/resources/app/product.json": `{"version":"` + v + `"}`})
		got := string(computed(t, plan(t, "cursor", target), target.Env.FS, "hooks.json").After)
		if strings.Contains(got, "preToolUse") == detect.Older(v, "2.4") || strings.Contains(got, "sessionStart") == detect.Older(v, "3.0") {
			t.Errorf("%s:\n%s", v, got)
		}
		if !strings.Contains(got, `"version": 1,`) || strings.Contains(got, "://") {
			t.Errorf("%s: void:\n%s", v, got)
		}
	}
}

func TestRepoConfig(t *testing.T) {
	target := user("", detecttest.FS{"/r/.cybedefend/config.json": "{\n  \"team\": [1.50],\n  \"region\": \"us\"\n}\n"}, "CYBEDEFEND_PROJECT_ID=3f2b6c1e-9a01-4c1d-8f00-1a2b3c4d5e6f")
	target.Repo = "/r"
	p, err := installers.RepoConfig(target, "eu", false)
	if err != nil {
		t.Fatal(err)
	}
	got := string(computed(t, p, target.Env.FS, "config.json").After)
	for _, want := range []string{`"team": [1.50]`, `"region": "us"`, `"projectId": "3f2b6c1e-9a01-4c1d-8f00-1a2b3c4d5e6f"`, `"sensitivity": "internal"`, `"$schema"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if !noted(p, "region us") {
		t.Errorf("notes: %v", p.Notes)
	}
	p, err = installers.RepoConfig(target, "eu", true)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(computed(t, p, target.Env.FS, "config.json").After); !strings.Contains(got, `"region": "eu"`) {
		t.Errorf("the region stays:\n%s", got)
	}
}

func TestRepoConfigRefuses(t *testing.T) {
	target := user("", nil, "CYBEDEFEND_PROJECT_ID=shop")
	if _, err := installers.RepoConfig(target, "eu", false); err == nil {
		t.Error("no repository")
	}
	target.Repo = "/r"
	if _, err := installers.RepoConfig(target, "eu", false); err == nil {
		t.Error("a project id that is none")
	}
	target = user("", nil)
	target.Repo = "/home/dev"
	p, err := installers.RepoConfig(target, "eu", false)
	if err != nil || len(p.Changes) != 0 || len(p.Notes) == 0 {
		t.Errorf("the home folder as repository: %v %v", p, err)
	}
}
