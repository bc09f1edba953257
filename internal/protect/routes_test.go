package protect_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/world"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/packs"
)

// governed is a home on the real disk with every agent wired.
type governed struct {
	home, repo string
	dir        home.Dir
	files      []string // hold hooks or trust, or belong to us
}

func wire(t *testing.T) governed {
	t.Helper()
	h, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h += "/home"
	g := governed{home: h, repo: h + "/repo", dir: home.Dir(h + "/.cybedefend")}
	for _, d := range []string{g.repo + "/.git", g.dir.Bin()} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(g.dir.Hook(), []byte("program"), 0o755); err != nil {
		t.Fatal(err)
	}
	target := installers.Target{Scope: installers.User, HookPath: g.dir.Hook(), Trust: true,
		Env: detect.Env{Home: h, Dir: g.repo, OS: "linux", FS: detect.OSFS{}, Getenv: func(string) string { return "" }}}
	var plans []installers.Plan
	for _, row := range installers.Table() {
		p, err := row.Plan(target)
		if err != nil {
			t.Fatal(err)
		}
		p.Steps = nil
		plans = append(plans, p)
		g.files = append(g.files, p.Changes[0].Path)
	}
	if r, err := installers.Apply(g.dir, plans, installers.ApplyOptions{Home: h}); err != nil {
		t.Fatalf("%v %+v", err, r.Failed)
	}
	if err := os.WriteFile(g.dir.Config(), []byte(`{"agents":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	g.files = append(g.files, h+"/.codex/config.toml", g.dir.Config(), g.dir.Ledger(), g.dir.Hook())
	return g
}

func (g governed) judge(ev rules.Event) rules.Action {
	ev.Phase, ev.CWD, ev.Root, ev.CanAsk = rules.Before, g.repo, g.repo, true
	w := world.New(world.Options{Home: g.home, Dir: g.dir, Root: g.repo, OS: "linux", Getenv: func(string) string { return "" }})
	return rules.New(&rules.Policy{}, packs.BuiltIn()).Evaluate(&ev, w).Action
}

// TestWriteRoutes offers the loss of every file that our hooks rest on by
// every route a tool call can take.
func TestWriteRoutes(t *testing.T) {
	g := wire(t)
	// @F is the file, @D its folder, @N its name.
	shell := []string{
		"rm -f @F", "unlink @F", "truncate -s 0 @F", ": > @F", "echo '{}' > @F", "printf '{}' | tee @F",
		"cp /dev/null @F", "mv @F /tmp/away", "ln -sf /dev/null @F", "dd if=/dev/null of=@F", "sed -i d @F", "install -m 600 /dev/null @F",
		"cat > @F <<'EOT'\n{}\nEOT", "bash -c 'rm -f @F'", "sudo rm @F", "env X=1 rm @F",
		"python3 -c \"open('@F','w').write('{}')\"", "python3 - <<'EOT'\nimport os\nos.remove('@F')\nEOT",
		"node -e \"require('fs').writeFileSync('@F','{}')\"", "perl -e 'unlink \"@F\"'", "ruby -e \"File.write('@F','')\"",
		"rsync /tmp/other/@N @F", "chmod 000 @F", "rm -rf @D",
	}
	// What a commit holds may be our own entries, what find finds may be other
	// files: a person is asked, and where none can be, it is stopped.
	asked := []string{"find @D -name @N -delete", "git -C @D checkout -- @N", "git --work-tree=@D checkout HEAD -- @N"}
	for _, f := range g.files {
		name := strings.TrimPrefix(f, g.home)
		in := strings.NewReplacer("@F", f, "@D", filepath.Dir(f), "@N", filepath.Base(f))
		for i, s := range append(slices.Clone(shell), asked...) {
			a := g.judge(rules.Event{Kind: rules.Command, Command: in.Replace(s)})
			if a != rules.Block && (i < len(shell) || a != rules.Ask) {
				t.Errorf("%s by %q: %v", name, s, a)
			}
		}
		args, err := json.Marshal(map[string]string{"path": f, "content": "{}"})
		if err != nil {
			t.Fatal(err)
		}
		for route, ev := range map[string]rules.Event{
			"written":   {Kind: rules.FileWrite, Writes: []rules.FileChange{{Op: rules.Create, Path: f, New: "{}"}}},
			"deleted":   {Kind: rules.FileWrite, Writes: []rules.FileChange{{Op: rules.Delete, Path: f}}},
			"moved":     {Kind: rules.FileWrite, Writes: []rules.FileChange{{Op: rules.Move, From: f, Path: g.repo + "/x"}}},
			"edited":    {Kind: rules.FileWrite, Writes: []rules.FileChange{{Op: rules.Edit, Path: f, Hunks: []rules.Hunk{{Old: "", New: "x{"}}}}},
			"by server": {Kind: rules.MCPCall, MCP: &rules.MCPRequest{Server: "files", Tool: "write_file", Args: args}},
		} {
			if a := g.judge(ev); a != rules.Block {
				t.Errorf("%s %s: %v", name, route, a)
			}
		}
	}
}

// TestCommandRoutes: commands of the agents and of ours that take the guard
// away, or start an agent without it.
func TestCommandRoutes(t *testing.T) {
	g := wire(t)
	for _, line := range []string{
		"vibedefend uninstall --yes", "vibedefend allow 1a2b-3c4d", "vibedefend exceptions add x", "npx -y @cybedefend/vibedefend uninstall --yes",
		"claude --dangerously-skip-permissions -p x", "claude --permission-mode bypassPermissions -p x", "claude --bare -p x",
		"claude --settings '{\"disableAllHooks\":true}' -p x",
		"codex --yolo exec x", "codex exec --dangerously-bypass-approvals-and-sandbox x", "codex --disable hooks exec x",
		"codex -c features.hooks=false exec x", "codex features disable hooks", "codex exec --ignore-user-config x",
		"copilot --yolo -p x", "copilot --allow-all-tools -p x", "cursor-agent --force x", "devin --permission-mode bypass -p x",
		"claude --setting-sources project -p x", "claude --safe-mode -p x", "CLAUDE_CODE_SIMPLE=1 claude -p x",
		"CLAUDE_CONFIG_DIR=/tmp/c claude -p x", "CODEX_HOME=/tmp/c codex exec x", "COPILOT_HOME=/tmp/c copilot -p x", "devin --config /tmp/c.json",
		"pkill -f vibedefend-hook",
	} {
		if a := g.judge(rules.Event{Kind: rules.Command, Command: line}); a != rules.Block && a != rules.Ask {
			t.Errorf("%s: %v", line, a)
		}
	}
	for _, line := range []string{"vibedefend status", "vibedefend doctor", "claude --version", "codex exec x", "copilot --help"} {
		if a := g.judge(rules.Event{Kind: rules.Command, Command: line}); a != rules.Allow {
			t.Errorf("%s: %v", line, a)
		}
	}
}

// TestReadingStays: looking at these files is no harm.
func TestReadingStays(t *testing.T) {
	g := wire(t)
	for _, f := range g.files[:5] {
		if a := g.judge(rules.Event{Kind: rules.Command, Command: fmt.Sprintf("grep -c hooks '%s'", f)}); a != rules.Allow {
			t.Errorf("reading %s: %v", f, a)
		}
	}
}
