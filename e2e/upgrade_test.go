package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/sandbox"
)

// formerly are the places in which the former release differs from this one:
// fewer events, other time limits, other texts.
var formerly = []struct{ file, now, then string }{
	{"installers/claudecode.go", "	{name: \"PreCompact\", missing: `{}`},\n", ""},
	{"installers/claudecode.go", `{"timeout", 10}`, `{"timeout", 5}`},
	{"installers/codex.go", `{name: "PostToolUse", label: "post_tool_use", matcher: "*", timeout: 10}`, `{name: "PostToolUse", label: "post_tool_use", matcher: "*", timeout: 6}`},
	{"installers/codex.go", "	{name: \"SubagentStart\", label: \"subagent_start\", timeout: 10},\n", ""},
	{"installers/cursor.go", `{"timeout", 30}`, `{"timeout", 20}`},
	{"installers/windsurf.go", "	{\"post_mcp_tool_use\", false},\n", ""},
	{"installers/windsurf_edits.go", `{"timeout", 30}`, `{"timeout", 20}`},
	{"installers/copilot.go", `"subagentStart", `, ""},
	{"installers/copilot.go", `{"timeoutSec", 30}`, `{"timeoutSec", 20}`},
}

// former is a release as one before this might have been.
var former = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(buildDir, "former")
	replace := map[string]string{}
	for i, f := range formerly {
		src, err := filepath.Abs(filepath.Join("..", f.file))
		if err != nil {
			return "", err
		}
		from := src
		if replace[src] != "" {
			from = replace[src]
		}
		text, err := os.ReadFile(from)
		if err != nil {
			return "", err
		}
		if !strings.Contains(string(text), f.now) {
			return "", fmt.Errorf("%s no longer holds %q: change the list", f.file, f.now)
		}
		to := filepath.Join(dir, fmt.Sprintf("%d.go", i))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(to, []byte(strings.ReplaceAll(string(text), f.now, f.then)), 0o644); err != nil {
			return "", err
		}
		replace[src] = to
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	list := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(list, overlay, 0o644); err != nil {
		return "", err
	}
	for _, name := range []string{"vibedefend", "vibedefend-hook"} {
		cmd := exec.Command("go", "build", "-trimpath", "-overlay", list, "-ldflags", "-X github.com/cybedefend/vibedefend/internal/version.Version=0.9.0",
			"-o", filepath.Join(dir, name), "./cmd/"+name)
		cmd.Dir = ".."
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("build the former %s: %w\n%s", name, err, out)
		}
	}
	return filepath.Join(dir, "vibedefend"), nil
})

// Through an upgrade, a downgrade and another upgrade every file of the user
// stays exact, and uninstall of either release gives back the first bytes.
func TestUpgradeAndDowngrade(t *testing.T) {
	old, err := former()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		steps []string // "old" or "new": install, then update with each
		edit  bool     // the user edits files after the first step
	}{
		{"upgrade", []string{"old", "new"}, false},
		{"upgrade and downgrade", []string{"old", "new", "old"}, false},
		{"to and fro", []string{"new", "old", "new", "old", "new"}, false},
		{"upgrade after an edit", []string{"old", "new"}, true},
		{"downgrade after an edit", []string{"new", "old"}, true},
		{"to and fro after an edit", []string{"old", "new", "old", "new"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := box(t)
			programs := map[string]string{"old": old, "new": b.Program}
			inhabitAll(b)
			was := b.Snap()
			for i, step := range c.steps {
				b.Program = programs[step]
				if i == 0 {
					b.Must(0, "install", "--yes", "--agent", "all", "--no-repo")
					if c.edit {
						edited(t, b)
						was = editedWas(was)
					}
				} else {
					b.Must(0, "update")
				}
				releasesDiffer(t, b, step)
				r := b.Vibedefend("status")
				if r.Code != 0 || strings.Contains(r.Out, "drift") || strings.Contains(r.Out, "missing") || strings.Contains(r.Out, "conflict") {
					t.Errorf("after %v:\n%s", c.steps[:i+1], r)
				}
			}
			b.Uninstall("--purge")
			if diff := was.Diff(b.Snap()); diff != "" {
				t.Errorf("the home is not as before:\n%s", diff)
			}
		})
	}
}

// releasesDiffer makes sure that the entries there are those of one release.
func releasesDiffer(t *testing.T, b *sandbox.Box, step string) {
	t.Helper()
	for _, c := range []struct{ file, onlyNew string }{
		{".claude/settings.json", `"timeout": 10`}, {".codex/hooks.json", `SubagentStart`}, {".cursor/hooks.json", `"timeout": 30`},
		{".codeium/windsurf/hooks.json", `post_mcp_tool_use`}, {".copilot/hooks/vibedefend.json", `subagentStart`},
	} {
		text := b.Read(c.file)
		text = strings.ReplaceAll(text, `"timeout":30`, `"timeout": 30`)
		if has := strings.Contains(text, c.onlyNew); has != (step == "new") {
			t.Errorf("%s is not of the %s release:\n%s", c.file, step, text)
		}
	}
}

// userFiles are files of a user of all five agents, each written its own way.
var userFiles = map[string]string{
	".claude/settings.json":                      "\ufeff{\r\n\t\"model\": \"opus\",\r\n\t\"hooks\": {\r\n\t\t\"PreToolUse\": [{\"hooks\": [{\"type\": \"command\", \"command\": \"true\"}]}]\r\n\t}\r\n}",
	".codex/config.toml":                         "model = \"gpt\" # mine\n\n[projects.\"/x\"]\ntrust_level = \"trusted\"",
	".codex/hooks.json":                          `{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"true"}]}]}}`,
	".codex/AGENTS.md":                           "Be brief.\n",
	".copilot/copilot-instructions.md":           "Mine.",
	".cursor/hooks.json":                         "{\n    \"version\": 1,\n    \"hooks\": {\n        \"stop\": [{ \"command\": \"echo {}\", \"loop_limit\": null }]\n    }\n}\n",
	".codeium/windsurf/hooks.json":               `{"hooks":{"post_run_command":[{"command":"true","show_output":false}]}}`,
	".codeium/windsurf/memories/global_rules.md": "Be brief.",
	".config/devin/config.json":                  "{\n  // mine\n  \"theme\": \"dark\",\n  \"hooks\": {},\n}\n",
}

func inhabitAll(b *sandbox.Box) {
	inhabit(b)
	for name, text := range userFiles {
		b.Write(name, text)
	}
}

// edits are what the user changes between two releases, in the file as it is
// then and as it will be after uninstall.
var edits = []struct{ file, old, new string }{
	{".claude/settings.json", `"model": "opus"`, `"model": "sonnet"`},
	{".codex/config.toml", `"gpt" # mine`, `"other" # mine`},
	{".cursor/hooks.json", `"loop_limit": null`, `"loop_limit": 3`},
	{".codeium/windsurf/hooks.json", `"command":"true"`, `"command":"date"`},
	{".config/devin/config.json", `"dark"`, `"light"`},
	{".codex/AGENTS.md", "Be brief.", "Be long."},
}

func edited(t *testing.T, b *sandbox.Box) {
	t.Helper()
	for _, e := range edits {
		text := b.Read(e.file)
		if strings.Count(text, e.old) != 1 {
			t.Fatalf("%s does not hold %s once:\n%s", e.file, e.old, text)
		}
		b.Write(e.file, strings.Replace(text, e.old, e.new, 1))
	}
}

func editedWas(was sandbox.Snapshot) sandbox.Snapshot {
	out := sandbox.Snapshot{}
	for path, text := range was {
		for _, e := range edits {
			if path == e.file {
				text = strings.Replace(text, e.old, e.new, 1)
			}
		}
		out[path] = text
	}
	return out
}
