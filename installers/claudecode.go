package installers

import (
	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/hookline"
	"github.com/cybedefend/vibedefend/templates"
)

// claudeEvent is a hook event and the release that first knew it.
type claudeEvent struct {
	name, since, matcher string
	closed               bool   // our failure stops the call
	missing              string // neutral answer of a committed line
}

// claudeEvents are the events we hook. Cursor imports these entries and wants
// an answer to each, which the neutral ones give where we are not installed.
var claudeEvents = []claudeEvent{
	{name: "PreToolUse", matcher: "*", closed: true, missing: `{"permission":"allow"}`},
	{name: "PostToolUse", matcher: "*", missing: `{}`},
	{name: "UserPromptSubmit", missing: `{"continue":true}`},
	{name: "SessionStart", missing: `{}`},
	{name: "PreCompact", missing: `{}`},
	{name: "SessionEnd", missing: `{}`},
	{name: "SubagentStart", since: "2.0.43", missing: `{}`},
	{name: "ConfigChange", since: "2.1.49", closed: true, missing: `{}`},
}

const (
	claudeTolerant  = "2.1.101" // an unknown event name no longer voids the file
	claudeOnFailure = "2.1.295"
)

// claudeCode plans Claude Code: the hooks in settings.json and a rules file.
func claudeCode(t Target) (Plan, error) {
	p := Plan{Agent: "claude-code", Scope: t.Scope}
	if err := t.check(); err != nil {
		return p, err
	}
	if t.Scope == Managed {
		return claudeManaged(t)
	}
	dir, e, text := detect.ClaudeDir(t.Env), t.Env, templates.ClaudeRules
	if t.Scope == Project {
		dir, text = e.Join(t.Repo, ".claude"), templates.Team(text)
	}
	version, known := detect.Oldest(t.Found)
	if t.Scope == Project {
		known = false // the team's installations are not known
	}
	hooks := edit.JSON{Mine: mineGroup, Sweep: [][]string{{"hooks"}}, Strict: true}
	for _, ev := range claudeEvents {
		if !claudeKnows(ev, version, known) {
			continue
		}
		entry, err := claudeEntry(t, ev)
		if err != nil {
			return p, err
		}
		hooks.Arrays = append(hooks.Arrays, edit.Array{Path: []string{"hooks", ev.name}, Entries: []string{entry}})
	}
	p.Changes = []Change{
		{Path: e.Join(dir, "settings.json"), Why: "hooks of Claude Code", Edit: checked{hooks, void("claude-code", "settings")}},
		{Path: e.Join(dir, "rules", "vibedefend.md"), Why: "rules for Claude Code", Edit: ruleFile(text)},
	}
	p.unfamiliar(t, p.Changes[0].Path, "settings")
	claudeNotes(&p, t, version, known)
	return p.within(t)
}

// claudeKnows reports whether every installation that reads the file knows an
// event: releases up to 2.1.100 drop all hooks of a file with a name they do
// not know.
func claudeKnows(ev claudeEvent, version string, known bool) bool {
	if ev.since == "" {
		return true
	}
	if !known {
		return false
	}
	return !detect.Older(version, ev.since) || !detect.Older(version, claudeTolerant)
}

// claudeEntry writes the whole line in "command": Cursor imports the entry
// and drops "args". onFailure is ignored by releases that do not know it.
func claudeEntry(t Target, ev claudeEvent) (string, error) {
	if t.Scope == Project {
		// No onFailure: a machine without us must not be blocked. Copilot runs
		// a repository's Claude hooks too and, on Windows, would deny every
		// call for a POSIX line; Claude Code ignores the key it takes instead.
		return group(ev.matcher, field{"type", "command"},
			field{"command", byName("claude-code", ev.name, ev.missing, hookline.PosixByName)},
			field{"powershell", byName("claude-code", ev.name, "", hookline.PowerShellByName)},
			field{"timeout", 10}), nil
	}
	line, err := t.line("claude-code", ev.name, t.plain())
	if err != nil {
		return "", err
	}
	handler := []field{{"type", "command"}, {"command", line}, {"timeout", 10}}
	if ev.closed {
		handler = append(handler, field{"onFailure", "block"})
	}
	return group(ev.matcher, handler...), nil
}

func claudeNotes(p *Plan, t Target, version string, known bool) {
	switch {
	case t.Scope == Project:
		p.Notes = append(p.Notes, "a committed settings file is read by every release of the team, so only events that all of them know are hooked")
	case !known:
		p.Notes = append(p.Notes, "the version of Claude Code is not known, so only events that every release knows are hooked: run vibedefend update once it is installed and on PATH")
	case detect.Older(version, claudeOnFailure):
		p.Notes = append(p.Notes, "Claude Code "+version+" lets a call pass when a hook fails; "+claudeOnFailure+" and newer block it: run claude update")
	}
	if dir := t.Env.Getenv("CLAUDE_CONFIG_DIR"); dir != "" && t.Scope != Project {
		p.Notes = append(p.Notes, "CLAUDE_CONFIG_DIR is set: only sessions started with the same value are governed")
	}
}
