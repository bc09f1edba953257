package sim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// Cursor follows Cursor 3.x. With Imports it also runs the hooks of Claude
// Code's settings, as Cursor does unless that is switched off.
type Cursor struct {
	Machine
	Imports bool
}

// cursorEvents are the only names Cursor knows; any other voids the file.
var cursorEvents = []string{
	"sessionStart", "sessionEnd", "preToolUse", "postToolUse", "postToolUseFailure", "subagentStart", "subagentStop",
	"beforeShellExecution", "afterShellExecution", "beforeMCPExecution", "afterMCPExecution", "beforeReadFile",
	"afterFileEdit", "beforeTabFileRead", "afterTabFileEdit", "beforeSubmitPrompt", "afterAgentResponse",
	"afterAgentThought", "preCompact", "stop", "workspaceOpen",
}

// cursorGates are the events that ask for permission: without a JSON answer
// the action is blocked.
var cursorGates = []string{
	"preToolUse", "subagentStart", "beforeShellExecution", "beforeMCPExecution", "beforeReadFile",
	"beforeTabFileRead", "beforeSubmitPrompt",
}

type cursorFile struct {
	Version json.RawMessage          `json:"version"`
	Hooks   map[string][]cursorEntry `json:"hooks"`
}

type cursorEntry struct {
	Command    string   `json:"command"`
	Type       string   `json:"type"`
	Prompt     string   `json:"prompt"`
	Model      string   `json:"model"`
	Timeout    float64  `json:"timeout"`
	LoopLimit  *float64 `json:"loop_limit"`
	FailClosed bool     `json:"failClosed"`
	Matcher    string   `json:"matcher"`
}

// Name implements Agent.
func (c Cursor) Name() string { return "cursor" }

// Void implements Agent.
func (c Cursor) Void() []string {
	_, void := c.load()
	return void
}

func (c Cursor) load() (hooks []hook, void []string) {
	for _, f := range []struct{ path, dir string }{
		{filepath.Join(c.Project, ".cursor", "hooks.json"), c.Project},
		{filepath.Join(c.Home, ".cursor", "hooks.json"), filepath.Join(c.Home, ".cursor")},
	} {
		found, err := cursorHooks(f.path, f.dir)
		if err != nil {
			void = append(void, fmt.Sprintf("%s: %v", f.path, err))
		}
		hooks = append(hooks, found...)
	}
	if c.Imports {
		for _, rel := range []string{".claude/settings.local.json", ".claude/settings.json"} {
			hooks = append(hooks, c.imported(filepath.Join(c.Project, rel))...)
		}
		hooks = append(hooks, c.imported(filepath.Join(c.Home, ".claude/settings.json"))...)
	}
	return hooks, void
}

func cursorHooks(path, dir string) ([]hook, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var file cursorFile
	if err == nil {
		err = strict(raw, &file)
	}
	if err != nil {
		return nil, err
	}
	var version float64
	if json.Unmarshal(file.Version, &version) != nil || version != 1 {
		return nil, errors.New("version has to be the number 1")
	}
	var hooks []hook
	for event, entries := range file.Hooks {
		if !known(cursorEvents, event) {
			return nil, fmt.Errorf("unknown event %s", event)
		}
		for _, e := range entries {
			if strings.Contains(e.Command, "://") {
				return nil, errors.New("a command holds a URL")
			}
			if _, err := regexp.Compile(e.Matcher); err != nil {
				continue // silently never matches
			}
			hooks = append(hooks, hook{file: path, event: event, line: e.Command, dir: dir, shell: []string{"/bin/sh", "-c"},
				timeout: seconds(e.Timeout, time.Minute), matcher: e.Matcher, failClosed: e.FailClosed})
		}
	}
	return hooks, nil
}

// imported reads Claude Code's settings the way Cursor does: the arguments of
// the exec form are dropped.
func (c Cursor) imported(path string) []hook {
	names := map[string]string{
		"PreToolUse": "preToolUse", "PostToolUse": "postToolUse", "UserPromptSubmit": "beforeSubmitPrompt", "Stop": "stop",
		"SubagentStop": "subagentStop", "SessionStart": "sessionStart", "SessionEnd": "sessionEnd", "PreCompact": "preCompact",
	}
	var hooks []hook
	for event, groups := range claudeGroups(path) {
		if names[event] == "" {
			continue
		}
		for _, g := range groups {
			for _, e := range g.Hooks {
				hooks = append(hooks, hook{file: path, event: names[event], line: e.Command, dir: c.Project, nested: true,
					shell: []string{"/bin/sh", "-c"}, timeout: seconds(e.Timeout, time.Minute), matcher: cursorMatcher(g.Matcher)})
			}
		}
	}
	return hooks
}

// cursorMatcher translates Claude's tool names.
func cursorMatcher(m string) string {
	if m == "*" || m == "" {
		return ""
	}
	return strings.NewReplacer("Bash", "Shell", "Edit", "Write").Replace(m)
}

// Do implements Agent. One shell command and one MCP call fire two events.
func (c Cursor) Do(d Deed) Result {
	var r Result
	id := callID()
	use := func(tool string, input map[string]any) {
		r.merge(c.Fire("preToolUse", c.payload("preToolUse", map[string]any{
			"tool_name": tool, "tool_input": input, "tool_use_id": id, "cwd": ""})))
	}
	then := func(event string, fields map[string]any) {
		if r.Outcome != Blocked {
			r.merge(c.Fire(event, c.payload(event, fields)))
		}
	}
	switch d.Kind {
	case Shell:
		use("Shell", map[string]any{"command": d.Command, "cwd": "", "timeout": 30000})
		then("beforeShellExecution", map[string]any{"command": d.Command, "cwd": c.Project, "sandbox": false})
	case Write, Edit:
		text := d.Text
		if d.Kind == Edit {
			raw, _ := os.ReadFile(d.Path)
			text = strings.Replace(string(raw), d.Old, d.New, 1)
		}
		use("Write", map[string]any{"file_path": d.Path, "content": text})
	case Read:
		use("Read", map[string]any{"file_path": d.Path})
		raw, _ := os.ReadFile(d.Path)
		then("beforeReadFile", map[string]any{"file_path": d.Path, "content": string(raw), "attachments": []any{}})
	case MCP:
		use("MCP:"+d.Tool, d.Args)
		then("beforeMCPExecution", map[string]any{"tool_name": d.Tool, "tool_input": string(must(d.Args)), "command": "npx -y " + d.Server})
	case Prompt:
		then("beforeSubmitPrompt", map[string]any{"prompt": d.Text, "attachments": []any{}, "composer_mode": "agent"})
	}
	if r.Outcome == Done {
		r.Output = c.perform(d)
	}
	return r
}

func (c Cursor) payload(event string, fields map[string]any) []byte {
	p := map[string]any{
		"conversation_id": "5b0c5d0e-6f3a-4a57-9d1c-2f7f0f6f1a10", "session_id": "5b0c5d0e-6f3a-4a57-9d1c-2f7f0f6f1a10",
		"generation_id": "c1b3f1de-8a65-4d6b-9a8e-77f0f3a2b0c4", "model": "default", "hook_event_name": event,
		"cursor_version": "3.18.25", "workspace_roots": []string{c.Project}, "user_email": "dev@example.com", "transcript_path": nil,
	}
	maps.Copy(p, fields)
	return must(p)
}

// Fire implements Agent.
func (c Cursor) Fire(event string, payload []byte) Result {
	hooks, _ := c.load()
	return fire(hooks, event, func(h hook) bool { return cursorMatches(h.matcher, payload) }, func(h hook) Result {
		return cursorAnswer(h, c.run(h, payload, "CURSOR_PROJECT_DIR="+c.Project, "CLAUDE_PROJECT_DIR="+c.Project, "CURSOR_VERSION=3.18.25"))
	})
}

func cursorMatches(matcher string, payload []byte) bool {
	if matcher == "" {
		return true
	}
	var p struct {
		ToolName string `json:"tool_name"`
		Command  string
	}
	json.Unmarshal(payload, &p)
	re, err := regexp.Compile(matcher)
	return err == nil && (re.MatchString(p.ToolName) || p.ToolName == "" && re.MatchString(p.Command))
}

type cursorSaid struct {
	Permission        string          `json:"permission"`
	Continue          *bool           `json:"continue"`
	UserMessage       string          `json:"user_message"`
	AgentMessage      string          `json:"agent_message"`
	AdditionalContext string          `json:"additional_context"`
	UpdatedInput      json.RawMessage `json:"updated_input"`
	UpdatedMCP        json.RawMessage `json:"updated_mcp_tool_output"`
	FollowupMessage   string          `json:"followup_message"`
	Env               map[string]any  `json:"env"`
	PluginPaths       []string        `json:"pluginPaths"`
}

// cursorAnswer reads a hook's answer by Cursor's rules.
func cursorAnswer(h hook, got ran) Result {
	gate := known(cursorGates, h.event)
	fault := func(o Outcome, why string) Result {
		return Result{Outcome: o, Told: why, Faults: []string{h.event + " " + h.file + ": " + why}}
	}
	var said cursorSaid
	err := strict([]byte(got.stdout), &said)
	switch {
	case got.failed() != "" && h.failClosed:
		return fault(Blocked, got.failed())
	case got.failed() != "":
		return fault(Done, got.failed())
	case got.exit == 2 && gate:
		return Result{Outcome: Blocked, Told: join(said.UserMessage, said.AgentMessage)}
	case err != nil && gate:
		return fault(Blocked, "stdout is not valid JSON: "+err.Error()+": "+got.stdout)
	case err != nil:
		return fault(Done, "stdout is not valid JSON: "+err.Error()+": "+got.stdout)
	}
	r := Result{Told: join(said.UserMessage, said.AgentMessage), Context: said.AdditionalContext}
	r.Outcome, err = cursorOutcome(h.event, said)
	if err != nil {
		r.Faults = []string{h.event + ": " + err.Error()}
	}
	return r
}

func cursorOutcome(event string, said cursorSaid) (Outcome, error) {
	if event == "beforeSubmitPrompt" {
		if said.Continue == nil {
			return Done, errors.New(`no "continue" in the answer`)
		}
		if !*said.Continue {
			return Blocked, nil
		}
		return Done, nil
	}
	if !known(cursorGates, event) {
		if said.Permission != "" || said.Continue != nil {
			return Done, errors.New("a permission where none was asked for")
		}
		return Done, nil
	}
	switch said.Permission {
	case "allow":
		return Done, nil
	case "deny":
		return Blocked, nil
	case "ask":
		switch event {
		case "beforeShellExecution", "beforeMCPExecution":
			return Asked, nil
		case "subagentStart":
			return Blocked, nil
		}
		return Done, errors.New("ask is not enforced here")
	}
	return Blocked, fmt.Errorf("permission %q is none", said.Permission)
}
