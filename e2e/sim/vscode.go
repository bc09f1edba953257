package sim

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/tailscale/hujson"
)

// VSCode follows the local harness of VS Code's Copilot chat.
type VSCode struct{ Machine }

// vscodeEvents maps the names a file may use to the eight that are fired.
var vscodeEvents = map[string]string{
	"SessionStart": "SessionStart", "UserPromptSubmit": "UserPromptSubmit", "PreToolUse": "PreToolUse", "PostToolUse": "PostToolUse",
	"PreCompact": "PreCompact", "SubagentStart": "SubagentStart", "SubagentStop": "SubagentStop", "Stop": "Stop",
	"sessionStart": "SessionStart", "userPromptSubmitted": "UserPromptSubmit", "preToolUse": "PreToolUse",
	"postToolUse": "PostToolUse", "agentStop": "Stop", "subagentStop": "SubagentStop",
}

// vscodeEntry is a flat entry, or a Claude group around some.
type vscodeEntry struct {
	Type, Command, Bash, Linux, Cwd string
	Env                             map[string]string
	Timeout, TimeoutSec             float64
	Hooks                           []vscodeEntry
}

// Name implements Agent.
func (v VSCode) Name() string { return "vscode" }

// Void implements Agent.
func (v VSCode) Void() []string {
	_, void := v.load()
	return void
}

func (v VSCode) load() (hooks []hook, void []string) {
	var files []string
	for _, dir := range []string{filepath.Join(v.Project, ".github", "hooks"), filepath.Join(v.Home, ".copilot", "hooks")} {
		found, _ := filepath.Glob(filepath.Join(dir, "*.json"))
		sort.Strings(found)
		files = append(files, found...)
	}
	for _, path := range files {
		found, err := v.read(path)
		if err != nil {
			void = append(void, fmt.Sprintf("%s: %v", path, err))
		}
		hooks = append(hooks, found...)
	}
	return hooks, void
}

func (v VSCode) read(path string) ([]hook, error) {
	raw, err := os.ReadFile(path)
	if err == nil {
		raw, err = hujson.Standardize(raw)
	}
	var file struct {
		Version *float64
		Hooks   map[string][]vscodeEntry
	}
	if err == nil {
		err = loose(raw, &file)
	}
	if err != nil {
		return nil, err
	}
	if file.Version != nil && *file.Version != 1 {
		return nil, fmt.Errorf("version %v", *file.Version)
	}
	var hooks []hook
	for name, entries := range file.Hooks {
		event, ok := vscodeEvents[name]
		if !ok {
			continue // ignored without notice
		}
		for _, e := range entries {
			for _, flat := range append(e.Hooks, e) {
				if h, ok := v.hook(path, event, flat); ok {
					hooks = append(hooks, h)
				}
			}
		}
	}
	return hooks, nil
}

func (v VSCode) hook(path, event string, e vscodeEntry) (hook, bool) {
	line := e.Command
	for _, s := range []string{e.Bash, e.Linux} {
		if s != "" {
			line = s
		}
	}
	if e.Type != "command" || line == "" {
		return hook{}, false
	}
	timeout := e.Timeout
	if timeout == 0 {
		timeout = e.TimeoutSec
	}
	return hook{file: path, event: event, line: line, dir: filepath.Join(v.Project, e.Cwd),
		shell: []string{"/bin/sh", "-c"}, timeout: seconds(timeout, 30*time.Second)}, true
}

// Do implements Agent.
func (v VSCode) Do(d Deed) Result {
	var r Result
	use := func(tool string, input map[string]any) {
		r = v.Fire("PreToolUse", v.payload("PreToolUse", map[string]any{
			"tool_name": tool, "tool_input": input, "tool_use_id": callID()}))
	}
	switch d.Kind {
	case Shell:
		use("run_in_terminal", map[string]any{"command": d.Command, "explanation": "a step", "isBackground": false})
	case Write:
		use("create_file", map[string]any{"filePath": d.Path, "content": d.Text})
	case Edit:
		use("replace_string_in_file", map[string]any{"filePath": d.Path, "oldString": d.Old, "newString": d.New})
	case Patch:
		use("apply_patch", map[string]any{"input": d.Text, "explanation": "a step"})
	case Read:
		use("read_file", map[string]any{"filePath": d.Path, "startLine": 1, "endLine": 100})
	case MCP:
		use("mcp_"+d.Server+"_"+d.Tool, d.Args)
	case Prompt:
		r = v.Fire("UserPromptSubmit", v.payload("UserPromptSubmit", map[string]any{"prompt": d.Text}))
	}
	if r.Outcome == Done {
		r.Output = v.perform(d)
	}
	return r
}

func (v VSCode) payload(event string, fields map[string]any) []byte {
	p := map[string]any{
		"timestamp": now(), "hook_event_name": event, "session_id": "0b8f9c1e-7f1d-4d67-9f6b-2f4a9a1c5e77",
		"transcript_path": filepath.Join(v.Home, ".config/Code/User/workspaceStorage/0123/GitHub.copilot-chat/transcripts/x.jsonl"), "cwd": v.Project,
	}
	maps.Copy(p, fields)
	return must(p)
}

// Fire implements Agent. Matchers are parsed by VS Code and not applied.
func (v VSCode) Fire(event string, payload []byte) Result {
	hooks, _ := v.load()
	return fire(hooks, event, every, func(h hook) Result { return vscodeAnswer(h, v.run(h, payload)) })
}

type vscodeSaid struct {
	Continue          *bool
	StopReason        string
	SystemMessage     string
	Decision          string
	Reason            string
	AdditionalContext string
	Specific          struct {
		HookEventName            string
		PermissionDecision       string
		PermissionDecisionReason string
		AdditionalContext        string
		Decision, Reason         string
		UpdatedInput             json.RawMessage
	} `json:"hookSpecificOutput"`
}

// vscodeAnswer reads an answer by VS Code's rules: for a tool only the nested
// form counts, exit 2 blocks with stderr, anything else lets it run.
func vscodeAnswer(h hook, got ran) Result {
	fault := func(o Outcome, why string) Result {
		return Result{Outcome: o, Faults: []string{h.event + " " + h.file + ": " + why}}
	}
	switch {
	case got.failed() != "":
		return fault(Done, got.failed())
	case got.exit == 2 && strings.TrimSpace(got.stderr) == "":
		return fault(Blocked, "exit 2 without a reason on stderr")
	case got.exit == 2:
		return Result{Outcome: Blocked, Told: strings.TrimSpace(got.stderr)}
	case strings.TrimSpace(got.stdout) == "":
		return Result{}
	}
	var said vscodeSaid
	if err := loose([]byte(got.stdout), &said); err != nil {
		return fault(Done, "stdout is not one JSON document: "+err.Error()+": "+got.stdout)
	}
	if said.Continue != nil && !*said.Continue {
		return fault(Blocked, "continue false ends the whole request")
	}
	if n := said.Specific.HookEventName; n != "" && n != h.event {
		return fault(Done, "the answer is for "+n+", not "+h.event)
	}
	r := Result{Context: join(said.Specific.AdditionalContext, map[bool]string{true: said.AdditionalContext}[h.event == "UserPromptSubmit" && said.Specific.AdditionalContext == ""])}
	switch {
	case h.event == "PreToolUse" && said.Specific.PermissionDecision == "deny":
		r.Outcome, r.Told = Blocked, said.Specific.PermissionDecisionReason
	case h.event == "PreToolUse" && said.Specific.PermissionDecision == "ask":
		r.Outcome, r.Told = Asked, said.Specific.PermissionDecisionReason
	case h.event == "PreToolUse" && said.Specific.PermissionDecision == "allow":
		r.Faults = []string{"an allow skips the person's own prompts"}
	case h.event == "UserPromptSubmit" && said.Decision == "block":
		r.Outcome, r.Told = Blocked, said.Reason
	}
	return r
}
