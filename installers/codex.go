package installers

import (
	"bytes"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/hookline"
	"github.com/cybedefend/vibedefend/internal/protect"
	"github.com/cybedefend/vibedefend/templates"
)

// codexEvent is a hook event, the name its trust goes by and how it is wired.
type codexEvent struct {
	name, label, matcher string
	timeout              int
	noMatcher            bool // Codex leaves the matcher out of the hash
}

// codexEvents are the events we hook. Codex clamps SessionEnd to 3 seconds.
var codexEvents = []codexEvent{
	{name: "PreToolUse", label: "pre_tool_use", matcher: "*", timeout: 10},
	{name: "PermissionRequest", label: "permission_request", matcher: "*", timeout: 10},
	{name: "PostToolUse", label: "post_tool_use", matcher: "*", timeout: 10},
	{name: "UserPromptSubmit", label: "user_prompt_submit", timeout: 10, noMatcher: true},
	{name: "SessionStart", label: "session_start", timeout: 10},
	{name: "SubagentStart", label: "subagent_start", timeout: 10},
	{name: "PreCompact", label: "pre_compact", timeout: 10},
	{name: "SessionEnd", label: "session_end", timeout: 3},
}

// codexTombstone keeps the place of a removed group: trust goes by position.
const codexTombstone = `{"hooks":[]}`

// codex plans Codex: hooks.json, the trust without which Codex skips them
// silently, and a block in the global AGENTS.md.
func codex(t Target) (Plan, error) {
	p := Plan{Agent: "codex", Scope: t.Scope}
	if err := t.check(); err != nil {
		return p, err
	}
	if t.Scope == Managed {
		return codexManaged(t)
	}
	e, dir := t.Env, detect.CodexDir(t.Env)
	hooks := edit.JSON{Mine: mineGroup, Sweep: [][]string{{"hooks"}}, Strict: true, NoBOM: true, Tombstone: codexTombstone}
	for _, ev := range codexEvents {
		entry, err := codexEntry(t, ev)
		if err != nil {
			return p, err
		}
		hooks.Arrays = append(hooks.Arrays, edit.Array{Path: []string{"hooks", ev.name}, Entries: []string{entry}})
	}
	file := e.Join(dir, "hooks.json")
	if t.Scope == Project {
		file = e.Join(t.Repo, ".codex", "hooks.json")
	}
	change := Change{Path: file, Why: "hooks of Codex", Edit: checked{hooks, void("codex", "hooks")}}
	p.Changes = []Change{change}
	p.unfamiliar(t, file, "hooks")
	codexTrust(&p, t, change)
	codexRules(&p, t)
	codexNotes(&p, t)
	return p.within(t)
}

// codexLine is the command line of an event; on Windows "command" holds the
// form for Windows, as no other system reads the file.
func codexLine(t Target, ev codexEvent) (string, error) {
	if t.Scope == Project {
		return byName("codex", ev.name, "", hookline.PosixByName), nil
	}
	return t.line("codex", ev.name, t.plain())
}

func codexEntry(t Target, ev codexEvent) (string, error) {
	line, err := codexLine(t, ev)
	if err != nil {
		return "", err
	}
	fields := []field{{"type", "command"}, {"command", line}}
	if t.Scope == Project {
		fields = append(fields, field{"commandWindows", byName("codex", ev.name, "", hookline.PowerShellByName)})
	}
	return group(ev.matcher, append(fields, field{"timeout", ev.timeout})...), nil
}

// codexRules puts the block where Codex reads it: AGENTS.md, and the override
// too, which hides AGENTS.md when it says anything.
func codexRules(p *Plan, t Target) {
	e, block := t.Env, edit.Block{Text: templates.CodexRules}
	if t.Scope == Project {
		p.Changes = append(p.Changes, Change{Path: e.Join(t.Repo, "AGENTS.md"), Why: "rules for Codex",
			Edit: edit.Block{Text: templates.Team(templates.CodexRules)}})
		return
	}
	dir := detect.CodexDir(e)
	p.Changes = append(p.Changes, Change{Path: e.Join(dir, "AGENTS.md"), Why: "rules for Codex", Edit: block})
	over := e.Join(dir, "AGENTS.override.md")
	if src, err := e.FS.ReadFile(over); err == nil && len(bytes.TrimSpace(src)) > 0 {
		p.Changes = append(p.Changes, Change{Path: over, Why: "rules for Codex (this file hides AGENTS.md)", Edit: block})
	}
}

func codexNotes(p *Plan, t Target) {
	e, config := t.Env, detect.Env.Join(t.Env, detect.CodexDir(t.Env), "config.toml")
	if src, err := e.FS.ReadFile(config); err == nil {
		if protect.CodexHooksOff(src) {
			p.Notes = append(p.Notes, "hooks are switched off in "+config+": set hooks = true under [features], or Codex calls nothing")
		}
		if protect.CodexHooksInline(src) {
			p.Notes = append(p.Notes, config+" defines hooks as well; Codex runs both and warns about it")
		}
	}
	if v, known := detect.Oldest(t.Found); known && detect.Older(v, detect.CodexRecommended) {
		p.Notes = append(p.Notes, "Codex "+v+" is older than "+detect.CodexRecommended+", from which this was checked: npm install -g @openai/codex@latest")
	}
	if t.Scope == Project {
		p.Notes = append(p.Notes, "Codex runs project hooks only in projects it was told to trust, on each machine of the team")
	}
	if main := mainCheckout(t); t.Scope == Project && main != "" {
		p.Notes = append(p.Notes, "this is a linked worktree: Codex reads project hooks from "+main+" instead, so run install there")
	}
	p.Notes = append(p.Notes, "Codex threads that are open now keep their hooks: start a new session")
}

// mainCheckout returns the main checkout of a linked worktree, or "".
func mainCheckout(t Target) string {
	if t.Repo == "" {
		return ""
	}
	src, err := t.Env.FS.ReadFile(t.Env.Join(t.Repo, ".git"))
	if err != nil {
		return ""
	}
	dir, ok := strings.CutPrefix(strings.TrimSpace(string(src)), "gitdir: ")
	if !ok {
		return ""
	}
	dir = strings.ReplaceAll(dir, `\`, "/")
	main, _, ok := strings.Cut(dir, "/.git/worktrees/")
	if !ok {
		return ""
	}
	return main
}
