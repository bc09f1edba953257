package sim

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Cascade follows Windsurf's Cascade, in the editor or in JetBrains.
type Cascade struct {
	Machine
	// JetBrains reads the plugin's user file instead of the editor's.
	JetBrains bool
}

var cascadeEvents = []string{
	"pre_read_code", "post_read_code", "pre_write_code", "post_write_code", "pre_run_command", "post_run_command",
	"pre_mcp_tool_use", "post_mcp_tool_use", "pre_user_prompt", "post_cascade_response",
	"post_cascade_response_with_transcript", "post_setup_worktree",
}

type cascadeFile struct {
	Hooks map[string][]struct {
		Command          string `json:"command"`
		PowerShell       string `json:"powershell"`
		ShowOutput       bool   `json:"show_output"`
		WorkingDirectory string `json:"working_directory"`
	} `json:"hooks"`
}

// Name implements Agent.
func (c Cascade) Name() string {
	if c.JetBrains {
		return "cascade-jetbrains"
	}
	return "cascade"
}

// Void implements Agent.
func (c Cascade) Void() []string {
	_, void := c.load()
	return void
}

func (c Cascade) load() (hooks []hook, void []string) {
	user := filepath.Join(c.Home, ".codeium", "windsurf", "hooks.json")
	if c.JetBrains {
		user = filepath.Join(c.Home, ".codeium", "hooks.json")
	}
	for _, path := range []string{user, c.workspaceFile()} {
		found, err := c.read(path)
		if err != nil {
			void = append(void, fmt.Sprintf("%s: %v", path, err))
		}
		hooks = append(hooks, found...)
	}
	return hooks, void
}

// workspaceFile is the legacy file only where the current one has no hooks.
func (c Cascade) workspaceFile() string {
	current := filepath.Join(c.Project, ".devin", "hooks.json")
	if found, err := c.read(current); err == nil && len(found) > 0 {
		return current
	}
	return filepath.Join(c.Project, ".windsurf", "hooks.json")
}

func (c Cascade) read(path string) ([]hook, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var file cascadeFile
	if err == nil {
		err = strict(raw, &file)
	}
	if err != nil {
		return nil, err
	}
	var hooks []hook
	for event, entries := range file.Hooks {
		if !known(cascadeEvents, event) {
			return nil, fmt.Errorf("unknown event %s", event)
		}
		for _, e := range entries {
			dir := e.WorkingDirectory
			if !filepath.IsAbs(dir) {
				dir = filepath.Join(c.Project, dir)
			}
			// There is no timeout; ten seconds is the test's patience.
			hooks = append(hooks, hook{file: path, event: event, line: e.Command, dir: dir,
				shell: []string{"/bin/bash", "-c"}, timeout: 10 * time.Second})
		}
	}
	return hooks, nil
}

// Do implements Agent.
func (c Cascade) Do(d Deed) Result {
	var r Result
	switch d.Kind {
	case Shell:
		r = c.ask("pre_run_command", map[string]any{"command_line": d.Command, "cwd": c.Project})
	case Write:
		r = c.ask("pre_write_code", map[string]any{"file_path": d.Path, "edits": edits("", d.Text)})
	case Edit:
		r = c.ask("pre_write_code", map[string]any{"file_path": d.Path, "edits": edits(d.Old, d.New)})
	case Read:
		r = c.ask("pre_read_code", map[string]any{"file_path": d.Path})
	case MCP:
		r = c.ask("pre_mcp_tool_use", map[string]any{"mcp_server_name": d.Server, "mcp_tool_name": d.Tool, "mcp_tool_arguments": d.Args})
	case Prompt:
		r = c.ask("pre_user_prompt", map[string]any{"user_prompt": d.Text})
	}
	if r.Outcome == Done {
		r.Output = c.perform(d)
	}
	return r
}

func edits(old, new string) []any {
	return []any{map[string]any{"old_string": old, "new_string": new}}
}

func (c Cascade) ask(event string, info map[string]any) Result {
	return c.Fire(event, must(map[string]any{
		"agent_action_name": event, "trajectory_id": "0b9a7c1e-3d52-4f57-8f9d-5d1c7e0a2b11",
		"execution_id": "7d2f1c34-1e0b-4a2c-9b7e-4c5d6e7f8a90", "timestamp": now(),
		"model_name": "Claude Sonnet 4", "tool_info": info,
	}))
}

// Fire implements Agent.
func (c Cascade) Fire(event string, payload []byte) Result {
	hooks, _ := c.load()
	return fire(hooks, event, every, func(h hook) Result { return cascadeAnswer(h, c.run(h, payload)) })
}

// cascadeAnswer reads an answer by Cascade's rules: only exit 2 of a pre_
// event blocks, its stderr is shown, and stdout is nobody's.
func cascadeAnswer(h hook, got ran) Result {
	fault := func(o Outcome, why string) Result {
		return Result{Outcome: o, Told: strings.TrimSpace(got.stderr), Faults: []string{h.event + " " + h.file + ": " + why}}
	}
	pre := strings.HasPrefix(h.event, "pre_")
	switch {
	case got.failed() != "":
		return fault(Done, got.failed())
	case got.exit == 2 && !pre:
		return fault(Done, "exit 2 where nothing can be stopped")
	case got.exit == 2 && strings.TrimSpace(got.stderr) == "":
		return fault(Blocked, "a block without a word on stderr")
	case got.exit == 2:
		return Result{Outcome: Blocked, Told: strings.TrimSpace(got.stderr)}
	case got.stdout != "":
		return fault(Done, "stdout is not read, yet holds "+got.stdout)
	}
	return Result{}
}
