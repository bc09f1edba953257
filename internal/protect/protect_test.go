package protect_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/protect"
	"github.com/cybedefend/vibedefend/rules"
)

// place is a home with our hooks installed, and a repository in it.
type place struct {
	home, repo string
	dir        home.Dir
	vars       map[string]string
}

func (p place) getenv(k string) string { return p.vars[k] }

func (p place) guard(path string) rules.Guard {
	return protect.Classify(p.home, p.dir, p.repo, p.getenv, "linux", path)
}

// installed makes a home and applies the plans of all agents for the user.
func installed(t *testing.T) place {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	root = filepath.ToSlash(root)
	p := place{home: root, repo: root + "/src/shop", dir: home.Dir(root + "/.cybedefend"), vars: map[string]string{}}
	env := detect.Env{Home: root, Dir: root, OS: "linux", Getenv: p.getenv, FS: detect.OSFS{}}
	for _, row := range installers.Table() {
		target := installers.Target{Env: env, Scope: installers.User, HookPath: p.dir.Hook(), Trust: true,
			Found: []detect.Found{{Agent: row.ID, Surface: "cli", Version: "9999"}}}
		if row.ID == "windsurf" {
			target.Surfaces = []string{"cascade", "jetbrains", "devin"}
		}
		plan, err := row.Plan(target)
		if err != nil {
			t.Fatal(err)
		}
		edits, err := installers.Compute(plan, env.FS)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range edits {
			write(t, e.Path, string(e.After))
		}
	}
	return p
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func slurp(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestClassify(t *testing.T) {
	p := installed(t)
	tests := []struct {
		path  string
		class rules.GuardClass
		agent string
	}{
		{"~/.cybedefend", rules.GuardOurs, ""},
		{"~/.cybedefend/bin/vibedefend-hook", rules.GuardOurs, ""},
		{"~/.cybedefend/state/ledger.json", rules.GuardOurs, ""},
		{"/etc/cybedefend/policy.yaml", rules.GuardOurs, ""},
		{"/opt/vibedefend/bin/vibedefend-hook", rules.GuardOurs, ""},
		{"/opt/vibedefend/bin", rules.GuardOurs, ""},
		{"~/src/shop/.cybedefend/config.json", rules.GuardConfig, ""},
		{"~/src/shop/.cybedefend/rules.yaml", rules.GuardConfig, ""},
		{"~/.claude/settings.json", rules.GuardHooks, "claude-code"},
		{"~/.claude/settings.local.json", rules.GuardHooks, "claude-code"},
		{"~/src/shop/.claude/settings.json", rules.GuardHooks, "claude-code"},
		{"~/src/shop/sub/.claude/settings.local.json", rules.GuardHooks, "claude-code"},
		{"/etc/claude-code/managed-settings.json", rules.GuardHooks, "claude-code"},
		{"/etc/claude-code/managed-settings.d/10-x.json", rules.GuardHooks, "claude-code"},
		{"~/.claude.json", rules.GuardConfig, "claude-code"},
		{"~/.claude/rules/vibedefend.md", rules.GuardConfig, "claude-code"},
		{"~/.claude/agents/reviewer.md", rules.GuardConfig, "claude-code"},
		{"~/src/shop/.mcp.json", rules.GuardConfig, "claude-code"},
		{"~/.cursor/hooks.json", rules.GuardHooks, "cursor"},
		{"~/src/shop/.cursor/hooks.json", rules.GuardHooks, "cursor"},
		{"/etc/cursor/hooks.json", rules.GuardHooks, "cursor"},
		{"~/.cursor/permissions.json", rules.GuardConfig, "cursor"},
		{"~/.config/Cursor/User/settings.json", rules.GuardConfig, "cursor"},
		{"~/src/shop/.cursor/rules/vibedefend.mdc", rules.GuardConfig, "cursor"},
		{"~/.codex/hooks.json", rules.GuardHooks, "codex"},
		{"~/.codex/config.toml", rules.GuardHooks, "codex"},
		{"~/.codex/work.config.toml", rules.GuardHooks, "codex"},
		{"~/src/shop/.codex/config.toml", rules.GuardHooks, "codex"},
		{"/etc/codex/requirements.toml", rules.GuardHooks, "codex"},
		{"~/.codex/rules/default.rules", rules.GuardConfig, "codex"},
		{"~/.codex/auth.json", rules.GuardConfig, "codex"},
		{"~/.codeium/windsurf/hooks.json", rules.GuardHooks, "windsurf"},
		{"~/.codeium/hooks.json", rules.GuardHooks, "windsurf"},
		{"~/src/shop/.windsurf/hooks.json", rules.GuardHooks, "windsurf"},
		{"~/src/shop/.devin/hooks.json", rules.GuardHooks, "windsurf"},
		{"~/src/shop/.devin/hooks.v1.json", rules.GuardHooks, "windsurf"},
		{"~/.config/devin/config.json", rules.GuardHooks, "windsurf"},
		{"/etc/devin/hooks.json", rules.GuardHooks, "windsurf"},
		{"~/.codeium/windsurf/memories/global_rules.md", rules.GuardConfig, "windsurf"},
		{"~/.copilot/hooks/vibedefend.json", rules.GuardHooks, "copilot"},
		{"~/.copilot/hooks/other.json", rules.GuardConfig, "copilot"},
		{"~/.copilot/settings.json", rules.GuardHooks, "copilot"},
		{"~/src/shop/.github/copilot/settings.local.json", rules.GuardHooks, "copilot"},
		{"~/src/shop/.vscode/settings.json", rules.GuardHooks, "copilot"},
		{"~/.config/Code/User/settings.json", rules.GuardHooks, "copilot"},
		{"~/.config/Code/User/profiles/a1/settings.json", rules.GuardHooks, "copilot"},
		// Folders that hold hook files.
		{"~/.claude", rules.GuardHooks, "claude-code"},
		{"~/.codex", rules.GuardHooks, "codex"},
		{"~/.copilot/hooks", rules.GuardHooks, "copilot"},
		{"~/src/shop/.cursor", rules.GuardHooks, "cursor"},
		// What belongs to the person and the project.
		{"~/src/shop/main.go", rules.GuardNone, ""},
		{"~/src/shop/settings.json", rules.GuardNone, ""},
		{"~/src/shop/hooks.json", rules.GuardNone, ""},
		{"~/src/shop/.claude/worktrees/a/main.go", rules.GuardNone, ""},
		{"~/src/shop/.github/workflows/ci.yml", rules.GuardNone, ""},
		{"~/src/shop/AGENTS.md", rules.GuardNone, ""},
		{"~/.claude/projects/x/memory/note.md", rules.GuardNone, ""},
		{"~/.config", rules.GuardNone, ""},
		{"~", rules.GuardNone, ""},
		{"~/.codex-notes/config.toml", rules.GuardNone, ""},
		{"~/.cybedefendx/a", rules.GuardNone, ""},
	}
	for _, tt := range tests {
		g := p.guard(strings.Replace(tt.path, "~", p.home, 1))
		if g.Class != tt.class || g.Agent != tt.agent {
			t.Errorf("%s: class %d of %q, want %d of %q", tt.path, g.Class, g.Agent, tt.class, tt.agent)
		}
	}
}

func TestClassifyFollowsTheEnvironment(t *testing.T) {
	p := installed(t)
	p.vars = map[string]string{"CLAUDE_CONFIG_DIR": "/c", "CODEX_HOME": "/x", "COPILOT_HOME": "/p", "XDG_CONFIG_HOME": "/g", "CURSOR_CONFIG_DIR": "/u"}
	for path, class := range map[string]rules.GuardClass{
		"/c/settings.json": rules.GuardHooks, "/x/hooks.json": rules.GuardHooks, "/p/hooks/vibedefend.json": rules.GuardHooks,
		"/g/devin/config.json": rules.GuardHooks, "/u/cli-config.json": rules.GuardConfig, "/g/Code/User/settings.json": rules.GuardHooks,
		// A repository can set these for a hook, so the usual places stay guarded.
		p.home + "/.claude/settings.json": rules.GuardHooks, p.home + "/.codex/hooks.json": rules.GuardHooks,
		p.home + "/.copilot/hooks/vibedefend.json": rules.GuardHooks, p.home + "/.config/devin/config.json": rules.GuardHooks,
	} {
		if g := p.guard(path); g.Class != class {
			t.Errorf("%s: class %d, want %d", path, g.Class, class)
		}
	}
}

func TestClassifyOtherSystems(t *testing.T) {
	none := func(string) string { return "" }
	tests := []struct{ goos, home, path string }{
		{"darwin", "/Users/dev", "/Users/dev/.Claude/SETTINGS.json"},
		{"darwin", "/Users/dev", "/users/dev/.codex/hooKs.json"}, // the Kelvin sign folds to k
		{"darwin", "/Users/dev", "/Library/Application Support/ClaudeCode/managed-settings.json"},
		{"darwin", "/Users/dev", "/Library/Application Support/Cursor/hooks.json"},
		{"darwin", "/Users/dev", "/Users/dev/Library/Application Support/Code/User/settings.json"},
		{"windows", `C:\Users\dev`, `C:\Users\dev\.claude\settings.json`},
		{"windows", `C:\Users\dev`, `c:/users/DEV/.claude/settings.json`},
		{"windows", `C:\Users\dev`, `C:\Users\dev\.claude\settings.json::$DATA`},
		{"windows", `C:\Users\dev`, `C:\Users\dev\.claude\settings.json. .`},
		{"windows", `C:\Users\dev`, `\\?\C:\Users\dev\.cursor\hooks.json`},
		{"windows", `C:\Users\dev`, `C:\Users\dev\AppData\Roaming\devin\config.json`},
		{"windows", `C:\Users\dev`, `C:\Users\dev\AppData\Roaming\Code\User\settings.json`},
		{"windows", `C:\Users\dev`, `C:\Program Files\ClaudeCode\managed-settings.json`},
		{"windows", `C:\Users\dev`, `C:\ProgramData\Cursor\hooks.json`},
		{"windows", `C:\Users\dev`, `D:\src\shop\.github\copilot\settings.json`},
	}
	for _, tt := range tests {
		g := protect.Classify(tt.home, home.Dir(tt.home+"/.cybedefend"), "", none, tt.goos, tt.path)
		if g.Class != rules.GuardHooks {
			t.Errorf("%s %s: class %d", tt.goos, tt.path, g.Class)
		}
	}
	if g := protect.Classify("/home/dev", "/home/dev/.cybedefend", "", none, "linux", "/home/dev/.Claude/settings.json"); g.Class != rules.GuardNone {
		t.Errorf("linux tells cases apart, but class is %d", g.Class)
	}
}

// A file of a dotfiles repository that a settings file links to is the
// settings file, as is a hard link, and a folder by another name.
func TestClassifyThroughLinks(t *testing.T) {
	p := installed(t)
	dot := p.home + "/dotfiles"
	write(t, dot+"/c.json", slurp(t, p.home+"/.claude/settings.json"))
	if err := os.Remove(p.home + "/.claude/settings.json"); err != nil {
		t.Fatal(err)
	}
	links := [][2]string{{dot + "/c.json", p.home + "/.claude/settings.json"}}
	if err := os.Rename(p.home+"/.copilot", dot+"/copilot"); err != nil {
		t.Fatal(err)
	}
	links = append(links, [2]string{dot + "/copilot", p.home + "/.copilot"})
	for _, l := range links {
		if err := os.Symlink(l[0], l[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Link(p.home+"/.cursor/hooks.json", dot+"/hard"); err != nil {
		t.Fatal(err)
	}
	for path, class := range map[string]rules.GuardClass{
		dot + "/c.json":                        rules.GuardHooks,
		dot + "/copilot/hooks/vibedefend.json": rules.GuardHooks,
		dot + "/copilot/hooks/new.json":        rules.GuardConfig,
		dot + "/hard":                          rules.GuardHooks,
		dot + "/other":                         rules.GuardNone,
	} {
		g := p.guard(path)
		if g.Class != class {
			t.Errorf("%s: class %d, want %d", path, g.Class, class)
		}
		if class == rules.GuardHooks && g.Intact([]byte("{}")) == nil {
			t.Errorf("%s: an empty object loses nothing", path)
		}
	}
}

func TestFiles(t *testing.T) {
	none := func(string) string { return "" }
	with := protect.Files("/h", "/h/.cybedefend", "/r", none, "linux")
	without := protect.Files("/h", "/h/.cybedefend", "", none, "linux")
	if len(with) <= len(without) || with[1] != "/h/.cybedefend/" {
		t.Errorf("%d with a repository, %d without, second %s", len(with), len(without), with[1])
	}
	seen := map[string]bool{}
	for _, p := range with {
		if seen[p] || strings.Contains(p, "//") || strings.HasPrefix(p, "*") {
			t.Errorf("bad or doubled entry %s", p)
		}
		seen[p] = true
	}
}

// A test folder named by CYBEDEFEND_HOME does not open the usual one.
func TestBothOfOurFoldersAreOurs(t *testing.T) {
	none := func(string) string { return "" }
	for _, path := range []string{"/srv/vd/state/ledger.json", "/h/.cybedefend/config.json"} {
		if g := protect.Classify("/h", "/srv/vd", "", none, "linux", path); g.Class != rules.GuardOurs {
			t.Errorf("%s: class %d", path, g.Class)
		}
	}
}

func TestFolderIntact(t *testing.T) {
	p := installed(t)
	for _, d := range []string{"/.claude", "/.cursor", "/.codex", "/.copilot", "/.codeium", "/.config/devin"} {
		if g := p.guard(p.home + d); g.Intact == nil || g.Intact(nil) == nil {
			t.Errorf("%s could go with our hooks in it", d)
		}
	}
	write(t, p.repo+"/.claude/settings.json", `{"model":"opus"}`)
	if g := p.guard(p.repo + "/.claude"); g.Class != rules.GuardHooks || g.Intact(nil) != nil {
		t.Errorf("a folder without our hooks: %+v", g)
	}
}

func BenchmarkClassify(b *testing.B) {
	none := func(string) string { return "" }
	for b.Loop() {
		protect.Classify("/home/dev", "/home/dev/.cybedefend", "/home/dev/shop", none, "linux", "/home/dev/shop/.cache/x/main.go")
	}
}
