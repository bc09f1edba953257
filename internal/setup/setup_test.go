package setup

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/settings"
)

func say(list []settings.Choice) string {
	var out []string
	for _, c := range list {
		s := c.Agent
		if c.Surfaces != nil {
			s += "(" + strings.Join(c.Surfaces, "+") + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestChoose(t *testing.T) {
	found := []detect.Found{
		{Agent: "windsurf", Surface: "devin"},
		{Agent: "copilot", Surface: "vscode"}, {Agent: "copilot", Surface: "copilot-cli"},
		{Agent: "cursor", Surface: "ide", Support: detect.TooOld, Upgrade: "Cursor 1.7"},
		{Agent: "codex", Surface: "cli", Residue: true},
	}
	for in, want := range map[string]string{
		"codex":                         "codex",
		"codex claude-code codex":       "claude-code codex",
		"all":                           "claude-code cursor codex windsurf copilot",
		"detected":                      "windsurf copilot",
		"detected cursor":               "cursor windsurf copilot",
		"cascade":                       "windsurf(cascade)",
		"devin cascade":                 "windsurf(cascade+devin)",
		"devin cascade jetbrains":       "windsurf",
		"devin windsurf":                "windsurf",
		"windsurf devin":                "windsurf",
		"detected windsurf":             "windsurf copilot",
		"cursor/cli":                    "cursor(cli)",
		"windsurf/devin":                "windsurf(devin)",
		" Claude-Code ":                 "claude-code",
		"copilot-cli vscode":            "copilot",
		"codex,cursor devin":            "cursor codex windsurf(devin)",
		"codex/cli codex/extension":     "codex(cli+extension)",
		"cursor/cli codex/cli detected": "cursor(cli) codex(cli) windsurf copilot",
	} {
		names := strings.Fields(in)
		if strings.HasPrefix(in, " ") {
			names = []string{in}
		}
		got, err := Choose(names, found)
		if err != nil || say(got) != want {
			t.Errorf("Choose(%q) = %q %v, want %q", in, say(got), err, want)
		}
	}
	for _, bad := range []string{"", "codex,", "claude", "cli", "codex/devin", "/", "all/", "windsurf/"} {
		var unknown *UnknownAgentError
		if got, err := Choose([]string{bad}, found); !errors.As(err, &unknown) {
			t.Errorf("Choose(%q) = %q %v, want an error", bad, say(got), err)
		}
	}
}

func TestNamesAreAllAccepted(t *testing.T) {
	for _, n := range Names() {
		if _, err := Choose([]string{n}, nil); err != nil {
			t.Errorf("%s: %v", n, err)
		}
	}
}

func TestTooOldMeansEveryCopy(t *testing.T) {
	old := detect.Found{Agent: "cursor", Support: detect.TooOld, Upgrade: "1.7"}
	if u, is := TooOld("cursor", []detect.Found{old, old}); !is || u != "1.7" {
		t.Errorf("TooOld = %q %v", u, is)
	}
	if _, is := TooOld("cursor", []detect.Found{old, {Agent: "cursor"}}); is {
		t.Error("one good copy is enough")
	}
	if _, is := TooOld("cursor", []detect.Found{{Agent: "cursor", Residue: true, Support: detect.TooOld}}); is {
		t.Error("residue has no version")
	}
}

func TestRepo(t *testing.T) {
	dir := t.TempDir()
	repo := filepath.Join(dir, "a b")
	deep := filepath.Join(repo, "x", "y")
	for _, d := range []string{deep, filepath.Join(repo, ".git")} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if got := Repo(deep, dir); got != repo {
		t.Errorf("Repo = %q", got)
	}
	if got := Repo(deep, repo); got != "" {
		t.Errorf("a home that is a repository was taken: %q", got)
	}
	worktree := filepath.Join(dir, "worktree")
	if err := os.Mkdir(worktree, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(worktree, ".git"), []byte("gitdir: x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := Repo(worktree, dir); got != worktree {
		t.Errorf("Repo of a worktree = %q", got)
	}
}

func TestPlaceIsIdempotentAndUpgrades(t *testing.T) {
	build, d := t.TempDir(), home.Dir(filepath.Join(t.TempDir(), home.Base))
	exe := filepath.Join(build, filepath.Base(d.Program()))
	put(t, exe, "full 1")
	place := func(wantStale bool) {
		t.Helper()
		list, err := Copies(d, exe)
		if err != nil {
			t.Fatal(err)
		}
		if list[0].Stale != wantStale || list[1].Stale != wantStale {
			t.Fatalf("stale = %+v, want %v", list, wantStale)
		}
		if err := Place(list); err != nil {
			t.Fatal(err)
		}
	}
	place(true)
	place(false)
	holds(t, d.Hook(), "full 1") // no small program beside the full one
	put(t, exe, "full 2")
	put(t, filepath.Join(build, filepath.Base(d.Hook())), "small 2")
	place(true)
	place(false)
	holds(t, d.Program(), "full 2")
	holds(t, d.Hook(), "small 2")
	if runtime.GOOS != "windows" {
		if err := os.Chmod(d.Hook(), 0o644); err != nil {
			t.Fatal(err)
		}
		if list, err := Copies(d, exe); err != nil || !list[1].Stale {
			t.Errorf("a program without its execute bit passes for good: %+v %v", list, err)
		}
	}
	entries, err := os.ReadDir(d.Bin())
	if err != nil || len(entries) != 2 {
		t.Errorf("bin holds %v %v", entries, err)
	}
}

func TestRunningFromTheStablePathCopiesNothing(t *testing.T) {
	d := home.Dir(filepath.Join(t.TempDir(), home.Base))
	put(t, d.Program(), "full")
	put(t, d.Hook(), "small")
	list, err := Copies(d, d.Program())
	if err != nil || list[0].Stale || list[1].Stale {
		t.Errorf("Copies = %+v %v", list, err)
	}
}

func TestUnplaceLeavesForeignFiles(t *testing.T) {
	d := home.Dir(filepath.Join(t.TempDir(), home.Base))
	put(t, d.Program(), "full")
	put(t, d.Hook(), "small")
	put(t, filepath.Join(d.Bin(), ".new-123"), "torn")
	mine := filepath.Join(d.Bin(), "mine")
	put(t, mine, "x")
	if err := Unplace(d); err != nil {
		t.Fatal(err)
	}
	holds(t, mine, "x")
	if err := os.Remove(mine); err != nil {
		t.Fatal(err)
	}
	if err := Unplace(d); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(d.Bin()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("bin is still there: %v", err)
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

func holds(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s holds %q %v, want %q", path, got, err, want)
	}
}
