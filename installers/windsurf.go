package installers

import (
	"encoding/json"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/templates"
	"github.com/tailscale/hujson"
)

type windsurfEvent struct {
	name   string
	closed bool
}

// cascadeEvents gate the deed before it happens; the post events are for the
// trail and what came back.
var cascadeEvents = []windsurfEvent{
	{"pre_run_command", true},
	{"pre_write_code", true},
	{"pre_mcp_tool_use", true},
	{"pre_read_code", false},
	{"pre_user_prompt", false},
	{"post_write_code", false},
	{"post_mcp_tool_use", false},
}

// devinEvents are those of Devin Local and the devin CLI.
var devinEvents = []windsurfEvent{
	{"PreToolUse", true},
	{"PermissionRequest", false},
	{"PostToolUse", false},
	{"UserPromptSubmit", false},
	{"SessionStart", false},
	{"SessionEnd", false},
}

const globalRulesMax = 6000 // characters Cascade reads of its global rules

// windsurf plans both agents of the product: Cascade (and its JetBrains
// plugin) and Devin Local. Neither reads the other's files.
func windsurf(t Target) (Plan, error) {
	p := Plan{Agent: "windsurf", Scope: t.Scope}
	if err := t.check(); err != nil {
		return p, err
	}
	cascade, err := cascadeEdit(t)
	if err != nil {
		return p, err
	}
	if t.Scope == Managed {
		return windsurfManaged(t, cascade)
	}
	if t.Scope == Project {
		err = windsurfProject(&p, t, cascade)
	} else {
		err = windsurfUser(&p, t, cascade)
	}
	if err != nil {
		return p, err
	}
	return p.within(t)
}

func windsurfUser(p *Plan, t Target, cascade edit.Edit) error {
	e, codeium := t.Env, detect.CodeiumDir(t.Env)
	if t.wired("cascade") {
		p.Changes = append(p.Changes, Change{Path: e.Join(codeium, "windsurf", "hooks.json"), Why: "hooks of Cascade", Edit: cascade})
	}
	if t.wired("jetbrains") {
		p.Changes = append(p.Changes, Change{Path: e.Join(codeium, "hooks.json"), Why: "hooks of Cascade in JetBrains", Edit: cascade})
	}
	if t.wired("devin") {
		devin, err := devinEdit(t, []string{"hooks"})
		if err != nil {
			return err
		}
		dir := detect.DevinDir(e)
		p.Changes = append(p.Changes, Change{Path: e.Join(dir, "config.json"), Why: "hooks of Devin", Edit: devin},
			Change{Path: e.Join(dir, "AGENTS.md"), Why: "rules for Devin", Edit: edit.Block{Text: templates.WindsurfRules}})
		p.Notes = append(p.Notes, "restart Devin sessions that are open: hooks are read when one starts")
	}
	if t.wired("cascade") {
		globalRules(p, t)
	}
	return nil
}

// wired decides which surfaces get files: those named; else what was found,
// and both agents of the app in any case, as an update changes one to the
// other; all where nothing was found.
func (t Target) wired(surface string) bool {
	if len(t.Surfaces) > 0 {
		return t.wants(surface)
	}
	return surface != "jetbrains" || t.has(surface) || !t.runs()
}

// globalRules adds our block to Cascade's one global file, unless the
// person's own text leaves no room.
func globalRules(p *Plan, t Target) {
	path := t.Env.Join(detect.CodeiumDir(t.Env), "windsurf", "memories", "global_rules.md")
	block := edit.Block{Text: templates.WindsurfRules, Max: globalRulesMax}
	src, err := t.Env.FS.ReadFile(path)
	if err != nil {
		src = nil
	}
	if _, _, err := block.Apply(src); err != nil {
		p.Notes = append(p.Notes, "no rules were added to Cascade's global_rules.md: "+err.Error()+"; the hooks hold without them")
		return
	}
	p.Changes = append(p.Changes, Change{Path: path, Why: "rules for Cascade", Edit: block})
}

func windsurfProject(p *Plan, t Target, cascade edit.Edit) error {
	e, all := t.Env, len(t.Surfaces) == 0
	if all || t.wants("cascade") || t.wants("jetbrains") {
		p.Changes = append(p.Changes, Change{Path: cascadeWorkspace(t), Why: "hooks of Cascade", Edit: cascade})
	}
	if all || t.wants("devin") {
		devin, err := devinEdit(t, nil)
		if err != nil {
			return err
		}
		p.Changes = append(p.Changes, Change{Path: e.Join(t.Repo, ".devin", "hooks.v1.json"), Why: "hooks of Devin", Edit: devin})
	}
	dir := ".windsurf"
	if e.IsDir(e.Join(t.Repo, ".devin", "rules")) {
		dir = ".devin"
	}
	p.Changes = append(p.Changes, Change{Path: e.Join(t.Repo, dir, "rules", "vibedefend.md"), Why: "rules for Windsurf and Devin",
		Edit: ruleFile(templates.WindsurfProject())})
	p.Notes = append(p.Notes, "a workspace in Restricted Mode runs no hooks")
	return nil
}

// cascadeWorkspace picks the workspace file. The legacy one counts only while
// the Devin one defines no hooks, and old apps read the legacy one alone: so
// ours go where hooks already are, and into the legacy file otherwise.
func cascadeWorkspace(t Target) string {
	current := t.Env.Join(t.Repo, ".devin", "hooks.json")
	if definesHooks(t.Env, current) {
		return current
	}
	return t.Env.Join(t.Repo, ".windsurf", "hooks.json")
}

func definesHooks(e detect.Env, path string) bool {
	src, err := e.FS.ReadFile(path)
	if err != nil {
		return false
	}
	src, err = hujson.Standardize(src)
	var f struct{ Hooks map[string][]json.RawMessage }
	if err != nil || json.Unmarshal(src, &f) != nil {
		return true // not ours to judge: leave it in charge
	}
	for _, entries := range f.Hooks {
		if len(entries) > 0 {
			return true
		}
	}
	return false
}
