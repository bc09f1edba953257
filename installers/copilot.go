package installers

import (
	"encoding/json"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/hookline"
	"github.com/cybedefend/vibedefend/templates"
)

// copilotEvents are named in camelCase: the CLI knows all of them, VS Code
// maps those it has and ignores the rest.
var copilotEvents = []string{"preToolUse", "postToolUse", "userPromptSubmitted", "sessionStart", "subagentStart", "sessionEnd"}

// copilot plans GitHub Copilot: one hook file of our own and one with
// instructions, which the CLI and VS Code both read.
func copilot(t Target) (Plan, error) {
	p := Plan{Agent: "copilot", Scope: t.Scope}
	if err := t.check(); err != nil {
		return p, err
	}
	content, err := copilotFile(t)
	if err != nil {
		return p, err
	}
	file := edit.File{Content: content, Mine: mineCopilot}
	rules := ruleFile(templates.CopilotRules)
	e := t.Env
	switch {
	case t.Scope == Managed:
		copilotManaged(&p, t, file)
	case t.Scope == Project:
		p.Changes = []Change{
			{Path: e.Join(t.Repo, ".github", "hooks", "vibedefend.json"), Why: "hooks of Copilot", Edit: file},
			{Path: e.Join(t.Repo, ".github", "instructions", "vibedefend.instructions.md"), Why: "instructions for Copilot",
				Edit: ruleFile(templates.Team(templates.CopilotRules))},
		}
		p.Notes = append(p.Notes, "Copilot runs a repository's hooks only in folders you trust; the cloud agent runs them from the default branch")
	default:
		for _, dir := range copilotDirs(t) {
			p.Changes = append(p.Changes,
				Change{Path: e.Join(dir, "hooks", "vibedefend.json"), Why: "hooks of Copilot", Edit: file},
				Change{Path: e.Join(dir, "instructions", "vibedefend.instructions.md"), Why: "instructions for Copilot", Edit: rules})
		}
		p.Notes = append(p.Notes, "sessions of Copilot that are open now must be restarted: hooks are read when one starts")
	}
	return p.within(t)
}

// copilotDirs lists the folders read: COPILOT_HOME moves the CLI's, but VS
// Code keeps to ~/.copilot.
func copilotDirs(t Target) []string {
	dir, usual := detect.CopilotDir(t.Env), t.Env.Join(t.Env.Home, ".copilot")
	if dir == usual || len(t.Surfaces) > 0 && !t.wants("vscode") {
		return []string{dir}
	}
	return []string{dir, usual}
}

// copilotFile writes the hook file: strict JSON, version 1, both shells. The
// lines let calls pass when our program is gone, as Copilot denies every call
// after a hook that fails.
func copilotFile(t Target) (string, error) {
	var b strings.Builder
	b.WriteString("{\n  \"version\": 1,\n  \"hooks\": {\n")
	for i, ev := range copilotEvents {
		entry, err := copilotEntry(t, ev)
		if err != nil {
			return "", err
		}
		b.WriteString("    " + text(ev) + ": [\n      {\n")
		for j, f := range entry {
			b.WriteString("        " + text(f.key) + ": " + text(f.val))
			if j < len(entry)-1 {
				b.WriteByte(',')
			}
			b.WriteByte('\n')
		}
		b.WriteString("      }\n    ]")
		if i < len(copilotEvents)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("  }\n}\n")
	return b.String(), nil
}

func copilotEntry(t Target, ev string) ([]field, error) {
	bash := byName("copilot", ev, "", hookline.PosixByName)
	power := byName("copilot", ev, "", hookline.PowerShellByName)
	if t.Scope != Project {
		var err error
		if bash, err = t.line("copilot", ev, hookline.PosixGuarded); err != nil {
			return nil, err
		}
		if power, err = t.line("copilot", ev, hookline.PowerShellGuarded); err != nil {
			return nil, err
		}
	}
	return []field{{"type", "command"}, {"bash", bash}, {"powershell", power}, {"timeoutSec", 30}}, nil
}

// mineCopilot recognises a hook file that holds entries of ours only.
func mineCopilot(src []byte) bool {
	var f struct{ Hooks map[string][]json.RawMessage }
	if json.Unmarshal(src, &f) != nil {
		return false
	}
	found := false
	for _, entries := range f.Hooks {
		for _, e := range entries {
			if !mineEntry(e) {
				return false
			}
			found = true
		}
	}
	return found
}
