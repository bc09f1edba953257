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

	"github.com/tailscale/hujson"
)

// Devin follows Devin Local, which is also the devin command.
type Devin struct {
	Machine
	// Imports also runs the hooks of Claude Code's settings.
	Imports bool
}

var devinEvents = []string{
	"SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "PermissionRequest", "Stop", "PostCompaction", "SessionEnd",
}

type devinGroup struct {
	Matcher string `json:"matcher"`
	Hooks   []struct {
		Type    string  `json:"type"`
		Command string  `json:"command"`
		Prompt  string  `json:"prompt"`
		Timeout float64 `json:"timeout"`
	} `json:"hooks"`
}

// Name implements Agent.
func (v Devin) Name() string { return "devin" }

// Void implements Agent.
func (v Devin) Void() []string {
	_, void := v.load()
	return void
}

func (v Devin) load() (hooks []hook, void []string) {
	for _, f := range []struct {
		path  string
		whole bool // the event map is the whole file
	}{
		{filepath.Join(v.Home, ".config", "devin", "config.json"), false},
		{filepath.Join(v.Project, ".devin", "hooks.v1.json"), true},
		{filepath.Join(v.Project, ".devin", "config.json"), false},
		{filepath.Join(v.Project, ".devin", "config.local.json"), false},
	} {
		found, err := v.read(f.path, f.whole)
		if err != nil {
			void = append(void, fmt.Sprintf("%s: %v", f.path, err))
		}
		hooks = append(hooks, found...)
	}
	if v.Imports {
		hooks = append(hooks, v.imported()...)
	}
	return hooks, void
}

func (v Devin) read(path string, whole bool) ([]hook, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		raw, err = hujson.Standardize(raw)
	}
	if err != nil {
		return nil, err
	}
	if !whole {
		var file struct{ Hooks json.RawMessage }
		if err := loose(raw, &file); err != nil || file.Hooks == nil {
			return nil, err
		}
		raw = file.Hooks
	}
	var events map[string][]devinGroup
	if err := strict(raw, &events); err != nil {
		return nil, err
	}
	var hooks []hook
	for event, groups := range events {
		if !known(devinEvents, event) {
			return nil, fmt.Errorf("unknown event %s", event)
		}
		for _, g := range groups {
			for _, e := range g.Hooks {
				hooks = append(hooks, v.hook(path, event, g.Matcher, e.Command, e.Timeout))
			}
		}
	}
	return hooks, nil
}

func (v Devin) hook(path, event, matcher, line string, timeout float64) hook {
	return hook{file: path, event: event, line: line, dir: v.Project, matcher: matcher,
		shell: []string{"/bin/bash", "-c"}, timeout: seconds(timeout, time.Minute)}
}

func (v Devin) imported() []hook {
	var hooks []hook
	for _, path := range []string{filepath.Join(v.Home, ".claude/settings.json"), filepath.Join(v.Project, ".claude/settings.json")} {
		for event, groups := range claudeGroups(path) {
			for _, g := range groups {
				for _, e := range g.Hooks {
					hooks = append(hooks, v.hook(path, event, g.Matcher, e.Command, e.Timeout))
				}
			}
		}
	}
	return hooks
}

// Do implements Agent.
func (v Devin) Do(d Deed) Result {
	var r Result
	use := func(tool string, input map[string]any) {
		r = v.Fire("PreToolUse", v.payload("PreToolUse", map[string]any{"tool_name": tool, "tool_input": input}))
	}
	switch d.Kind {
	case Shell:
		use("exec", map[string]any{"command": d.Command, "shell_id": "main"})
	case Write:
		use("write", map[string]any{"file_path": d.Path, "content": d.Text})
	case Edit:
		use("edit", map[string]any{"file_path": d.Path, "old_string": d.Old, "new_string": d.New})
	case Patch:
		use("apply_patch", map[string]any{"patch": d.Text})
	case Read:
		use("read", map[string]any{"file_path": d.Path})
	case MCP:
		use("mcp__"+d.Server+"__"+d.Tool, d.Args)
	case Prompt:
		r = v.Fire("UserPromptSubmit", v.payload("UserPromptSubmit", map[string]any{"prompt": d.Text}))
	}
	if r.Outcome == Done {
		r.Output = v.perform(d)
	}
	return r
}

// payload has neither a working folder nor a transcript: Devin sends none.
func (v Devin) payload(event string, fields map[string]any) []byte {
	p := map[string]any{"hook_event_name": event, "session_id": "3f8d1c2a-5b60-4e11-9f0e-8c2d7a1b6e55", "prompt_id": "b71e9d40-2c8f-4d1a-a0b7-9e3f5c6d7a12"}
	maps.Copy(p, fields)
	return must(p)
}

// Fire implements Agent.
func (v Devin) Fire(event string, payload []byte) Result {
	var p struct {
		ToolName string `json:"tool_name"`
	}
	json.Unmarshal(payload, &p)
	hooks, _ := v.load()
	return fire(hooks, event, func(h hook) bool { return devinMatches(h.matcher, p.ToolName) },
		func(h hook) Result { return devinAnswer(h, v.run(h, payload, "DEVIN_PROJECT_DIR="+v.Project)) })
}

func devinMatches(matcher, tool string) bool {
	if matcher == "" || matcher == "*" {
		return true
	}
	re, err := regexp.Compile(matcher)
	return err == nil && re.MatchString(tool)
}

type devinSaid struct {
	Decision string `json:"decision"`
	Reason   string `json:"reason"`
	Specific struct {
		HookEventName     string          `json:"hookEventName"`
		UpdatedInput      json.RawMessage `json:"updatedInput"`
		AdditionalContext string          `json:"additionalContext"`
	} `json:"hookSpecificOutput"`
}

// devinAnswer reads an answer by Devin's rules: approve or block, or exit 2,
// which shows the output as it is.
func devinAnswer(h hook, got ran) Result {
	fault := func(o Outcome, why string) Result {
		return Result{Outcome: o, Faults: []string{h.event + " " + h.file + ": " + why}}
	}
	shown := strings.TrimSpace(got.stderr + got.stdout)
	switch {
	case got.failed() != "":
		return fault(Done, got.failed())
	case got.exit == 2 && (shown == "" || strings.HasPrefix(shown, "{")):
		return fault(Blocked, "exit 2 has to come with the bare reason, not "+shown)
	case got.exit == 2:
		return Result{Outcome: Blocked, Told: shown}
	case got.stdout == "":
		return Result{}
	}
	var said devinSaid
	if err := strict([]byte(got.stdout), &said); err != nil {
		return fault(Done, "stdout holds what Devin does not promise to read: "+err.Error()+": "+got.stdout)
	}
	switch said.Decision {
	case "":
		return Result{Context: said.Specific.AdditionalContext}
	case "block":
		return Result{Outcome: Blocked, Told: said.Reason}
	}
	return fault(Done, "decision "+said.Decision+" skips the person's own prompts")
}
