package installers

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/hookline"
)

// Row binds an agent to its planner.
type Row struct {
	ID   string // as in detect.Agent
	Plan Planner
}

// Table lists the planners in the order of detect.Agents.
func Table() []Row {
	return []Row{
		{"claude-code", claudeCode},
		{"cursor", cursor},
		{"codex", codex},
		{"windsurf", windsurf},
		{"copilot", copilot},
	}
}

// For makes the plan of the named agent.
func For(id string, t Target) (Plan, error) {
	for _, r := range Table() {
		if r.ID == id {
			return r.Plan(t)
		}
	}
	return Plan{}, fmt.Errorf("no agent is called %q", id)
}

var (
	errNoRepo   = errors.New("project scope needs a git repository: run this inside one")
	errHomeRepo = errors.New("the repository is your home folder: its project files are your user files, use --scope user")
)

// check refuses targets that no plan can be made for.
func (t Target) check() error {
	if t.Scope != Project {
		return nil
	}
	if t.Repo == "" {
		return errNoRepo
	}
	if t.Env.Resolve(t.Repo) == t.Env.Resolve(t.Env.Home) {
		return errHomeRepo
	}
	return nil
}

// within refuses a plan that would write across the border of WSL: agents of
// Windows would read a line that only Linux can run, and fail closed.
func (p Plan) within(t Target) (Plan, error) {
	p.addDenies(t)
	p.addMCP(t)
	for _, c := range p.Changes {
		shared := t.Scope != User && t.Scope != "" || t.Repo != "" && strings.HasPrefix(c.Path, t.Repo)
		if !shared && detect.OtherSide(t.Env, c.Path) {
			return p, fmt.Errorf("%s lies on the Windows side: run vibedefend install there", c.Path)
		}
	}
	return p, nil
}

// wants reports whether the person named a surface.
func (t Target) wants(surface string) bool {
	for _, s := range t.Surfaces {
		if s == surface {
			return true
		}
	}
	return false
}

// has reports whether a surface was found that runs, not just left-overs.
func (t Target) has(surface string) bool {
	for _, f := range t.Found {
		if f.Surface == surface && !f.Residue {
			return true
		}
	}
	return false
}

// runs reports whether any surface was found that runs: folders alone may be
// the ones we made.
func (t Target) runs() bool {
	for _, f := range t.Found {
		if !f.Residue {
			return true
		}
	}
	return false
}

// line writes the call of our program in one form.
func (t Target) line(agent, event string, f hookline.Form) (string, error) {
	program := t.HookPath
	if t.Env.OS == "windows" && posix(f) {
		program = strings.ReplaceAll(program, `\`, "/")
	}
	s := hookline.Render(hookline.Line{Program: program, Agent: agent, Event: event}, f)
	if s == "" {
		return "", fmt.Errorf("%s cannot call %s, as shells would read a character in it: set CYBEDEFEND_HOME to a folder of letters and digits", agent, t.HookPath)
	}
	return s, nil
}

// posix reports whether a form is read by a POSIX shell.
func posix(f hookline.Form) bool {
	return f == hookline.Posix || f == hookline.PosixGuarded || f == hookline.PosixClosed
}

// plain is the form in which agents with one command for all shells call us.
func (t Target) plain() hookline.Form {
	if t.Env.OS == "windows" {
		return hookline.Windows
	}
	return hookline.Posix
}

// byName is a line for files that a team commits: it finds the program on
// PATH and answers missing, by itself, where there is none.
func byName(agent, event, missing string, f hookline.Form) string {
	return hookline.Render(hookline.Line{Program: "vibedefend", Agent: agent, Event: event, Missing: missing}, f)
}
