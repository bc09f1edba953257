package installers

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/templates"
)

// The second wall: denial rules of the agents themselves. They know no
// context, so they name places of credentials only, and hold where no hook is
// asked: Claude Code's mentions with @, a session that dropped its hooks.

// claudeDenies are paths from the home (~) and the working folder (./).
var claudeDenies = []string{
	"Read(~/.ssh/**)",
	"Read(~/.gnupg/**)",
	"Read(~/.aws/**)",
	"Read(~/.azure/**)",
	"Read(~/.config/gcloud/**)",
	"Read(~/.kube/**)",
	"Read(~/.docker/config.json)",
	"Read(~/.netrc)",
	"Read(~/.git-credentials)",
	"Read(~/.npmrc)",
	"Read(~/.pypirc)",
	"Read(./.env)",
	"Read(./.env.local)",
	"Read(./.env.production)",
}

// globDenies are for Cursor and Devin, whose patterns match anywhere.
var globDenies = []string{
	"Read(**/.ssh/**)",
	"Read(**/.gnupg/**)",
	"Read(**/.aws/**)",
	"Read(**/.azure/**)",
	"Read(**/.config/gcloud/**)",
	"Read(**/.kube/**)",
	"Read(**/.docker/config.json)",
	"Read(**/.netrc)",
	"Read(**/.git-credentials)",
	"Read(**/.npmrc)",
	"Read(**/.pypirc)",
	"Read(**/.env)",
	"Read(**/.env.local)",
	"Read(**/.env.production)",
}

// addDenies adds an agent's own denials to a user's plan.
func (p *Plan) addDenies(t Target) {
	if !t.Denies || t.Scope == Project || t.Scope == Managed {
		return
	}
	e := t.Env
	const why = "denial rules of the agent's own"
	switch p.Agent {
	case "claude-code":
		p.Changes = append(p.Changes, Change{Path: e.Join(detect.ClaudeDir(e), "settings.json"), Why: why,
			Edit: denyList(claudeDenies, true)}) // the hooks' change checks the file
	case "cursor":
		path := e.Join(detect.CursorCLIDir(e), "cli-config.json")
		if !e.IsFile(path) {
			p.Notes = append(p.Notes, "no denial rules were added for the Cursor CLI: it writes "+path+" when it first runs, and refuses one with less in it; install again then")
			return
		}
		p.Changes = append(p.Changes, Change{Path: path, Why: why, Edit: denyList(globDenies, true)})
	case "windsurf":
		if t.wired("devin") {
			p.Changes = append(p.Changes, Change{Path: e.Join(detect.DevinDir(e), "config.json"), Why: why, Edit: denyList(globDenies, false)})
		}
	case "codex":
		p.Changes = append(p.Changes, Change{Path: e.Join(detect.CodexDir(e), "rules", "vibedefend.rules"), Why: why,
			Edit: edit.File{Content: templates.CodexPolicy, Mine: func(src []byte) bool {
				return bytes.HasPrefix(src, []byte("# Rules of VibeDefend for Codex"))
			}}})
	}
}

// list adds values to an array of others, each where it is missing.
type list []edit.JSON

// denyList adds rules below permissions.deny.
func denyList(rules []string, strict bool) list {
	var out list
	for _, r := range rules {
		out = append(out, edit.JSON{Strict: strict, Arrays: []edit.Array{{Path: []string{"permissions", "deny"}, Entries: []string{text(r)}}}})
	}
	return out
}

// Apply implements edit.Edit.
func (l list) Apply(src []byte) ([]byte, []edit.Cut, error) {
	out, all := src, []edit.Cut(nil)
	for _, e := range l {
		next, cuts, err := e.Apply(out)
		if err != nil {
			return nil, nil, err
		}
		out, all = next, append(all, cuts...)
	}
	return out, all, nil
}

// State implements edit.Edit.
func (l list) State(src []byte) edit.State {
	present := 0
	for _, e := range l {
		switch e.State(src) {
		case edit.Conflict:
			return edit.Conflict
		case edit.Present:
			present++
		}
	}
	switch present {
	case len(l):
		return edit.Present
	case 0:
		return edit.Absent
	}
	return edit.Stale
}

// Remove implements edit.Edit.
func (l list) Remove(src []byte) ([]byte, error) {
	return l.remove(src, func(e edit.JSON, b []byte) ([]byte, error) { return e.Remove(b) })
}

// RemoveMade implements edit.Receipted: a rule that was there before stays.
func (l list) RemoveMade(src []byte, cuts []edit.Cut) ([]byte, error) {
	if len(cuts) == 0 {
		return src, nil
	}
	return l.remove(src, func(e edit.JSON, b []byte) ([]byte, error) { return e.RemoveMade(b, cuts) })
}

func (l list) remove(src []byte, one func(edit.JSON, []byte) ([]byte, error)) ([]byte, error) {
	out := src
	for _, e := range slices.Backward(l) {
		if out == nil {
			return nil, nil
		}
		var err error
		if out, err = one(e, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

const codexCheck = 10 * time.Second

// ProveRules asks codex, where it is installed, whether it reads our rules
// file: one that it cannot read stops every run of it. A plan whose rules are
// refused loses them and says so. It is for the moment before a write.
func ProveRules(p *Plan, env detect.Env) {
	i := slices.IndexFunc(p.Changes, func(c Change) bool { return strings.HasSuffix(c.Path, ".rules") })
	program := detect.CodexProgram(env)
	if i < 0 || program == "" {
		return // a test holds the text to what Codex is known to read
	}
	if src, err := env.FS.ReadFile(p.Changes[i].Path); err == nil && string(src) == templates.CodexPolicy {
		return
	}
	if err := codexReads(program, templates.CodexPolicy); err != nil {
		p.Changes = slices.Delete(p.Changes, i, i+1)
		p.Notes = append(p.Notes, "no denial rules were added for Codex: this release does not read them: "+err.Error())
	}
}

func codexReads(program, rules string) error {
	dir, err := os.MkdirTemp("", "vibedefend-rules-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "check.rules")
	if err := os.WriteFile(file, []byte(rules), 0o600); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), codexCheck)
	defer cancel()
	c := exec.CommandContext(ctx, program, "execpolicy", "check", "--rules", file, "--", "gh", "auth", "token")
	c.Dir, c.Env = dir, append(os.Environ(), "CODEX_HOME="+dir) // the person's own files are not in question
	c.WaitDelay = time.Second
	out, err := c.CombinedOutput()
	if err != nil {
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		return fmt.Errorf("%w: %s", err, lines[len(lines)-1])
	}
	if !bytes.Contains(out, []byte(`"forbidden"`)) {
		return fmt.Errorf("it finds no rule for what one forbids")
	}
	return nil
}
