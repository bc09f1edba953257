package installers

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/home"
)

// Machine is the agent name under which the machine's own policy is planned.
const Machine = "machine"

// MachinePolicy plans policy.json, which binds every user of the machine. Keys
// that are there keep their values, but for the region that was asked for.
func MachinePolicy(t Target, region string) Plan {
	path := t.Env.Join(t.Env.System(home.Managed(t.Env.OS, t.Env.Getenv)), "policy.json")
	keys := []edit.Key{{Path: []string{"region"}, Value: text(region), Force: true}}
	return Plan{Agent: Machine, Scope: Managed,
		Changes: []Change{{Path: path, Why: "policy of this machine", Edit: edit.Own{Keys: keys}}}}
}

// claudeManaged plans a file of our own beside the administrator's settings.
// Claude Code does not start with a managed file it cannot read, so this one
// is held to a strict schema here.
func claudeManaged(t Target) (Plan, error) {
	p := Plan{Agent: "claude-code", Scope: t.Scope}
	version, known := detect.Oldest(t.Found)
	var events []field
	for _, ev := range claudeEvents {
		if !claudeKnows(ev, version, known) {
			continue
		}
		entry, err := claudeEntry(t, ev)
		if err != nil {
			return p, err
		}
		events = append(events, field{ev.name, raw("[" + entry + "]")})
	}
	fields := []field{{"hooks", raw(object(events...))}}
	if t.Denies {
		fields = append(fields, field{"permissions", raw(object(field{"deny", claudeDenies}))})
	}
	content := pretty(object(fields...))
	if err := proveClaude(content); err != nil {
		return p, fmt.Errorf("render the managed settings of Claude Code: %w", err)
	}
	path := t.Env.Join(detect.ClaudeSystem(t.Env), "managed-settings.d", "50-vibedefend.json")
	p.Changes = []Change{{Path: path, Why: "managed hooks of Claude Code", Edit: edit.File{Content: content, Mine: mineClaudeFile}}}
	if !known {
		p.Notes = append(p.Notes, "managed settings are read by every release of Claude Code on this machine, so only events that all of them know are hooked")
	}
	return p.within(t)
}

// cursorManaged turns the plan for a user into that for the machine.
func cursorManaged(p *Plan) {
	p.Changes[0].Why = "enterprise hooks of Cursor"
	p.Notes = append(p.Notes, "Cursor is said to read its enterprise file on plans with enterprise hooks only: check in Customize > Hooks, and install for the user where it does not")
}

// windsurfManaged plans Cascade's system hooks. The legacy file counts only
// while the Devin one is absent, and old releases read the legacy one alone:
// ours go into each that is there, and into those that what was found reads
// where none is.
func windsurfManaged(t Target, cascade edit.Edit) (Plan, error) {
	p := Plan{Agent: "windsurf", Scope: t.Scope}
	e := t.Env
	devin, legacy := detect.WindsurfSystem(e)
	devin, legacy = e.Join(devin, "hooks.json"), e.Join(legacy, "hooks.json")
	hasDevin, hasLegacy := e.IsFile(devin), e.IsFile(legacy)
	if !hasDevin && !hasLegacy {
		hasDevin, hasLegacy = true, true
	}
	if hasLegacy {
		p.Changes = append(p.Changes, Change{Path: legacy, Why: "system hooks of Windsurf", Edit: cascade})
	}
	if hasDevin {
		p.Changes = append(p.Changes, Change{Path: devin, Why: "system hooks of Devin Desktop", Edit: cascade})
	}
	switch {
	case !hasLegacy:
		p.Notes = append(p.Notes, "releases before Devin Desktop read "+legacy+" only, which is not there: they are not governed by this installation")
	case !hasDevin:
		p.Notes = append(p.Notes, "Devin Desktop reads "+legacy+" as long as "+devin+" does not exist: leave it so, or install again once it does")
	}
	p.Notes = append(p.Notes, "Devin Local and the devin command have no place for the machine: install for each user too, or roll out ~/.config/devin/config.json")
	return p.within(t)
}

// copilotManaged plans a policy file, which no disableAllHooks reaches.
func copilotManaged(p *Plan, t Target, file edit.Edit) {
	path := t.Env.Join(detect.CopilotPolicy(t.Env), "vibedefend.json")
	p.Changes = []Change{{Path: path, Why: "policy hooks of Copilot", Edit: file}}
	p.Notes = append(p.Notes, "VS Code's own Copilot harness reads no policy folder: install for each user too")
}

// proveClaude holds our managed file to what Claude Code is known to read.
func proveClaude(content string) error {
	var f struct {
		Hooks map[string][]struct {
			Matcher *string `json:"matcher"`
			Hooks   []struct {
				Type      string  `json:"type"`
				Command   string  `json:"command"`
				Timeout   float64 `json:"timeout"`
				OnFailure string  `json:"onFailure"`
			} `json:"hooks"`
		} `json:"hooks"`
		Permissions struct {
			Deny []string `json:"deny"`
		} `json:"permissions"`
	}
	dec := json.NewDecoder(bytes.NewReader([]byte(content)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return err
	}
	for _, ev := range claudeEvents {
		for _, g := range f.Hooks[ev.name] {
			for _, h := range g.Hooks {
				if h.Type != "command" || h.Command == "" || h.Timeout <= 0 || h.OnFailure != "" && h.OnFailure != "block" {
					return fmt.Errorf("a hook of %s would be refused", ev.name)
				}
			}
		}
		delete(f.Hooks, ev.name)
	}
	for name := range f.Hooks {
		return fmt.Errorf("an event is called %q, which Claude Code does not know", name)
	}
	return nil
}

// mineClaudeFile recognises a settings file with hooks of ours only.
func mineClaudeFile(src []byte) bool {
	var f struct{ Hooks map[string][]json.RawMessage }
	if json.Unmarshal(src, &f) != nil {
		return false
	}
	found := false
	for _, groups := range f.Hooks {
		for _, g := range groups {
			if !mineGroup(g) {
				return false
			}
			found = true
		}
	}
	return found
}

// pretty indents JSON that we wrote ourselves.
func pretty(s string) string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(s), "", "  ") != nil {
		return s + "\n"
	}
	return b.String() + "\n"
}
