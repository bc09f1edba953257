package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"runtime"
	"strings"

	"github.com/cybedefend/vibedefend/internal/posture"
)

// player is one surface of an agent: how it calls hooks and reads answers.
type player struct {
	agent, surface string // as in posture.Hook
	name           string
	keys           []string // where its file holds the line; on Windows the last one counts
	shell          func(line string) []string
	// gate is the event that stands before a deed.
	gate    func(deed) string
	payload func(t stage, s scene, target string) map[string]any
	reply   func(output) Reply
	env     func(t stage) []string
	// files are what the person had before, with comments, odd indentation
	// and hooks of others: paths below the home folder and their content.
	files []file
}

type file struct{ path, text string }

// players lists the surfaces of all agents, in the order of the table.
func players() []player {
	var all []player
	for _, column := range [][]player{claudeCode(), cursor(), codex(), windsurf(), copilot()} {
		all = append(all, column...)
	}
	return all
}

// line finds the command line for a gate in the agent's own file.
func (p player) line(hooks []posture.Hook, event string) (posture.Hook, error) {
	key := p.keys[0]
	if runtime.GOOS == "windows" {
		key = p.keys[len(p.keys)-1]
	}
	for _, h := range hooks {
		if h.Ours && h.Agent == p.agent && h.Surface == p.surface && h.Event == event && h.Shell == key {
			return h, nil
		}
	}
	return posture.Hook{}, fmt.Errorf("%s: no hook of ours for %s in its file", p.name, event)
}

// output is what came back from a hook.
type output struct {
	stdout, stderr []byte
	exit           int
}

// said is the union of the JSON answers that agents read.
type said struct {
	Permission string `json:"permission"`
	Agent      string `json:"agent_message"`
	User       string `json:"user_message"`
	Top        string `json:"permissionDecision"`
	TopReason  string `json:"permissionDecisionReason"`
	Decision   string `json:"decision"`
	Reason     string `json:"reason"`
	Nested     struct {
		Decision string `json:"permissionDecision"`
		Reason   string `json:"permissionDecisionReason"`
	} `json:"hookSpecificOutput"`
}

func (o output) json() (said, bool) {
	var s said
	out := bytes.TrimSpace(o.stdout)
	return s, len(out) == 0 || json.Unmarshal(out, &s) == nil
}

// silent is the neutral answer of agents that take none for one.
func (o output) silent() bool { return o.exit == 0 && len(bytes.TrimSpace(o.stdout)) == 0 }

func (o output) errors() string { return strings.TrimSpace(string(o.stderr)) }

// word turns an agent's own decision into a verdict.
func word(decision string) string {
	switch decision {
	case "deny", "block":
		return Blocked
	case "ask":
		return Asked
	}
	return Allowed
}

// broken is an answer that the agent does not understand.
func broken(o output) Reply {
	return Reply{Broken, fmt.Sprintf("exit %d", o.exit), strings.TrimSpace(string(o.stdout) + " " + o.errors())}
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func exitText(decision string, code int) string {
	if decision == "" {
		return fmt.Sprintf("exit %d", code)
	}
	if code == 0 {
		return decision
	}
	return fmt.Sprintf("%s, exit %d", decision, code)
}

func posixShell(line string) []string { return shell("/bin/sh", line) }

// bashShell is for agents that call bash; a machine without one has no such
// agent, and the demo makes do with its sh.
func bashShell(line string) []string {
	if _, err := exec.LookPath("bash"); err != nil {
		return posixShell(line)
	}
	return shell("bash", line)
}

func shell(unix, line string) []string {
	if runtime.GOOS == "windows" {
		return []string{"powershell", "-NoProfile", "-Command", line}
	}
	return []string{unix, "-c", line}
}

func noEnv(stage) []string { return nil }
