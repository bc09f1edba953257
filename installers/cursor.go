package installers

import (
	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/hookline"
	"github.com/cybedefend/vibedefend/templates"
)

type cursorEvent struct {
	name, since string
	closed      bool
	missing     string
}

// cursorEvents are the events we hook, each once known to every release that
// reads the file: one unknown name voids all of it, silently. Shell and MCP
// calls are asked about in their own events, the only ones that can ask;
// preToolUse stops what must be stopped and covers the rest.
var cursorEvents = []cursorEvent{
	{name: "beforeShellExecution", closed: true, missing: `{"permission":"allow"}`},
	{name: "beforeMCPExecution", closed: true, missing: `{"permission":"allow"}`},
	{name: "beforeReadFile", missing: `{"permission":"allow"}`},
	{name: "beforeSubmitPrompt", missing: `{"continue":true}`},
	{name: "preToolUse", since: "2.4", closed: true, missing: `{"permission":"allow"}`},
	{name: "postToolUse", since: "2.4", missing: `{}`},
	{name: "subagentStart", since: "2.4", missing: `{"permission":"allow"}`},
	{name: "preCompact", since: "2.4", missing: `{}`},
	{name: "sessionStart", since: "3.0", missing: `{}`},
	{name: "sessionEnd", since: "3.0", missing: `{}`},
}

// cursorTeam is the release that files read by many are written for: the first
// that can stop a file write.
const cursorTeam = "2.4"

// cursor plans Cursor: hooks.json, and a rule in the repository, as Cursor
// reads no rules of the user from a file.
func cursor(t Target) (Plan, error) {
	p := Plan{Agent: "cursor", Scope: t.Scope}
	if err := t.check(); err != nil {
		return p, err
	}
	e, dir := t.Env, detect.CursorDir(t.Env)
	if t.Scope == Project {
		dir = e.Join(t.Repo, ".cursor")
	}
	if t.Scope == Managed {
		dir = detect.CursorSystem(e)
	}
	version := cursorVersion(t.Found)
	if t.Scope != User && t.Scope != "" && (version == "" || !detect.Older(version, cursorTeam)) {
		version = cursorTeam
	}
	hooks := edit.JSON{
		Mine: mineEntry, Sweep: [][]string{{"hooks"}}, Strict: true,
		Keys: []edit.Key{{Path: []string{"version"}, Value: "1"}},
	}
	for _, ev := range cursorEvents {
		if detect.Older(version, ev.since) {
			continue
		}
		entry, err := cursorEntry(t, ev)
		if err != nil {
			return p, err
		}
		hooks.Arrays = append(hooks.Arrays, edit.Array{Path: []string{"hooks", ev.name}, Entries: []string{entry}})
	}
	p.Changes = []Change{{Path: e.Join(dir, "hooks.json"), Why: "hooks of Cursor", Edit: checked{hooks, void("cursor", "hooks")}}}
	if t.Repo != "" && e.Resolve(t.Repo) != e.Resolve(e.Home) {
		p.Changes = append(p.Changes, Change{Path: e.Join(t.Repo, ".cursor", "rules", "vibedefend.mdc"),
			Why: "rules for Cursor", Mode: 0o644, Edit: ruleFile(templates.CursorRules)})
	}
	p.unfamiliar(t, p.Changes[0].Path, "hooks")
	cursorNotes(&p, t, version)
	if t.Scope == Managed {
		cursorManaged(&p)
	}
	return p.within(t)
}

// cursorVersion is the oldest IDE; the CLI counts by date and knows all.
func cursorVersion(found []detect.Found) string {
	var ide []detect.Found
	for _, f := range found {
		if f.Surface == "ide" && f.Version != "" {
			ide = append(ide, f)
		}
	}
	v, _ := detect.Oldest(ide)
	return v
}

func cursorEntry(t Target, ev cursorEvent) (string, error) {
	if t.Scope == Project {
		line := byName("cursor", ev.name, ev.missing, hookline.PosixByName)
		return object(field{"command", line}, field{"timeout", 30}), nil
	}
	line, err := t.line("cursor", ev.name, t.plain())
	if err != nil {
		return "", err
	}
	entry := []field{{"command", line}, {"timeout", 30}}
	if ev.closed {
		entry = append(entry, field{"failClosed", true})
	}
	return object(entry...), nil
}

func cursorNotes(p *Plan, t Target, version string) {
	if version == "" && (t.has("ide") || !t.runs()) {
		p.Notes = append(p.Notes, "the version of Cursor is not known: its hooks are written for 3.0 and newer; an older one ignores the whole file")
	}
	if version != "" && detect.Older(version, "2.4") {
		p.Notes = append(p.Notes, "Cursor "+version+" cannot stop file writes; 2.4 and newer can: update it from its Help menu")
	}
	if detect.CursorCLIDir(t.Env) != detect.CursorDir(t.Env) {
		p.Notes = append(p.Notes, "the Cursor CLI's settings are elsewhere, but hooks are read from ~/.cursor")
	}
	if t.Scope == Project {
		p.Notes = append(p.Notes, "Cursor runs project hooks in trusted workspaces only, and this line needs a POSIX shell: on Windows install for the user")
	}
}
