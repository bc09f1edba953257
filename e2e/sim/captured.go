package sim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Lines runs the hooks of an agent that can be had, for payloads that are hard
// to bring about in the real one. Only Fire does something.
type Lines struct {
	Machine
	name string
	file string
	// flat files have entries where Claude's form has groups.
	flat   bool
	answer func(h hook, got ran) Result
}

// ClaudeCode follows Claude Code.
func ClaudeCode(m Machine) Lines {
	return Lines{Machine: m, name: "claude-code", file: ".claude/settings.json", answer: claudeAnswer}
}

// Codex follows Codex; that our hooks are trusted is taken for granted.
func Codex(m Machine) Lines {
	return Lines{Machine: m, name: "codex", file: ".codex/hooks.json", answer: codexAnswer}
}

// CopilotCLI follows Copilot CLI.
func CopilotCLI(m Machine) Lines {
	return Lines{Machine: m, name: "copilot-cli", file: ".copilot/hooks/vibedefend.json", flat: true, answer: copilotAnswer}
}

// CopilotClaude follows Copilot CLI where it runs hooks of Claude Code's
// settings, as it does for those of a trusted repository.
func CopilotClaude(m Machine) Lines {
	m.Env = append(append([]string{}, m.Env...), "COPILOT_CLI=1", "COPILOT_PROJECT_DIR="+m.Project)
	return Lines{Machine: m, name: "copilot-cli", file: ".claude/settings.json", answer: copilotAnswer}
}

// Name implements Agent.
func (l Lines) Name() string { return l.name }

// Void implements Agent.
func (l Lines) Void() []string {
	if _, err := l.load(); err != nil {
		return []string{err.Error()}
	}
	return nil
}

// Do implements Agent: deeds are for the real agent.
func (l Lines) Do(Deed) Result { return Result{Faults: []string{"use the real agent"}} }

func (l Lines) load() ([]hook, error) {
	path := filepath.Join(l.Home, l.file)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var file struct{ Hooks map[string]json.RawMessage }
	if err == nil {
		err = loose(raw, &file)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	type entry struct {
		Command, Bash       string
		Timeout, TimeoutSec float64
	}
	var hooks []hook
	for event, list := range file.Hooks {
		var groups []struct {
			entry
			Hooks []entry
		}
		if err := loose(list, &groups); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, event, err)
		}
		for _, g := range groups {
			entries := g.Hooks
			if l.flat {
				entries = []entry{g.entry}
			}
			for _, e := range entries {
				h := hook{file: path, event: event, line: e.Command + e.Bash, dir: l.Project, shell: []string{"/bin/sh", "-c"},
					timeout: seconds(e.Timeout+e.TimeoutSec, 30*time.Second)}
				if l.flat {
					h.shell = []string{"/bin/bash", "--norc", "--noprofile", "-c"}
				}
				hooks = append(hooks, h)
			}
		}
	}
	return hooks, nil
}

// Fire implements Agent.
func (l Lines) Fire(event string, payload []byte) Result {
	hooks, _ := l.load()
	return fire(hooks, event, func(h hook) bool { return !strings.HasSuffix(h.line, "true") },
		func(h hook) Result { return l.answer(h, l.run(h, payload)) })
}

// deny is the answer the three agents share.
type deny struct {
	HookEventName            string          `json:"hookEventName"`
	PermissionDecision       string          `json:"permissionDecision"`
	PermissionDecisionReason string          `json:"permissionDecisionReason"`
	AdditionalContext        string          `json:"additionalContext"`
	UpdatedToolOutput        json.RawMessage `json:"updatedToolOutput"`
	Decision                 json.RawMessage `json:"decision"`
}

type said struct {
	deny
	Decision       string          `json:"decision"`
	Reason         string          `json:"reason"`
	SystemMessage  string          `json:"systemMessage"`
	Behavior       string          `json:"behavior"`
	Message        string          `json:"message"`
	Continue       *bool           `json:"continue"`
	ModifiedResult json.RawMessage `json:"modifiedResult"`
	Suppress       *bool           `json:"suppressOriginalPrompt"`
	Specific       *deny           `json:"hookSpecificOutput"`
}

func (s said) blocks() bool {
	return s.Decision == "block" || s.PermissionDecision == "deny" || s.Behavior == "deny" ||
		s.Specific != nil && (s.Specific.PermissionDecision == "deny" || strings.Contains(string(s.Specific.Decision), `"deny"`))
}

func (s said) allows() bool {
	return s.PermissionDecision == "allow" || s.Behavior == "allow" || s.Decision == "approve" ||
		s.Specific != nil && (s.Specific.PermissionDecision == "allow" || strings.Contains(string(s.Specific.Decision), `"allow"`))
}

// common reads an answer as far as the three agents agree.
func common(h hook, got ran) (said, Result) {
	var s said
	fault := func(why string) Result {
		return Result{Faults: []string{h.event + ": " + why}}
	}
	if why := got.failed(); why != "" {
		return s, fault(why)
	}
	if strings.TrimSpace(got.stdout) != "" {
		if err := strict([]byte(got.stdout), &s); err != nil {
			return s, fault("stdout is not one JSON document of known keys: " + err.Error() + ": " + got.stdout)
		}
	}
	if s.allows() {
		return s, fault("an allow skips the person's own prompts")
	}
	r := Result{Told: s.Reason + s.PermissionDecisionReason + s.Message}
	if s.Specific != nil {
		r.Told, r.Context = r.Told+s.Specific.PermissionDecisionReason, s.Specific.AdditionalContext
		if s.Specific.HookEventName == "" {
			return s, fault("hookSpecificOutput without hookEventName is not read")
		}
	}
	if got.exit == 2 || s.blocks() {
		r.Outcome = Blocked
	}
	return s, r
}

func claudeAnswer(h hook, got ran) Result {
	s, r := common(h, got)
	if s.PermissionDecision != "" || s.Behavior != "" {
		r.Faults = append(r.Faults, h.event+": a decision at the top is not read")
	}
	if s.Specific != nil && s.Specific.PermissionDecision == "ask" {
		r.Outcome = Asked
	}
	if got.exit == 2 && s.Specific == nil && s.Decision == "" && strings.TrimSpace(got.stderr) == "" {
		r.Faults = append(r.Faults, h.event+": exit 2 without a word")
	}
	return r
}

// codexAnswer is the strictest: a key too many voids the answer.
func codexAnswer(h hook, got ran) Result {
	s, r := common(h, got)
	if got.exit == 2 && strings.TrimSpace(got.stderr) == "" {
		r.Faults = append(r.Faults, h.event+": exit 2 without a word on stderr lets it run")
	}
	if s.PermissionDecision != "" || s.Behavior != "" || s.Continue != nil || s.Suppress != nil ||
		s.Specific != nil && s.Specific.PermissionDecision == "ask" {
		r.Faults = append(r.Faults, h.event+": an answer Codex voids: "+got.stdout)
	}
	return r
}

func copilotAnswer(h hook, got ran) Result {
	s, r := common(h, got)
	if h.event == "preToolUse" && s.Specific != nil && s.Specific.PermissionDecision != s.PermissionDecision {
		r.Faults = append(r.Faults, h.event+": the nested form alone is not read: "+got.stdout)
	}
	if s.PermissionDecision == "ask" {
		r.Outcome = Asked
	}
	if h.event != "preToolUse" && h.event != "permissionRequest" && got.exit != 0 {
		r.Faults = append(r.Faults, fmt.Sprintf("%s: exit %d is not read here", h.event, got.exit))
	}
	return r
}
