package installers

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules/code"
)

// RuleFile is the form of an agent's rule files that hold for some paths only.
type RuleFile struct {
	Agent string
	// Path is where the agent looks for the file called name in a repository.
	Path func(e detect.Env, repo, name string) string
	// Head is the front matter; no globs means every file.
	Head func(name, about string, globs []string) string
	// Told is set where a hook tells the agent before each edit, so that files
	// are written only for who names the agent.
	Told bool
}

// RuleFiles lists the agents with such files, in the order of Table. Claude
// Code and Codex are told before each edit and need none.
func RuleFiles() []RuleFile {
	return []RuleFile{
		{"cursor", cursorRule, cursorRuleHead, false},
		{"windsurf", windsurfRule, windsurfRuleHead, false},
		{"copilot", copilotRule, copilotRuleHead, true},
	}
}

func ruleFileOf(agent string) (RuleFile, bool) {
	for _, r := range RuleFiles() {
		if r.Agent == agent {
			return r, true
		}
	}
	return RuleFile{}, false
}

const (
	// RuleFileMax is the number of characters that each of the agents reads of
	// a rule file.
	RuleFileMax = 12000
	// guidancePrefix begins the names of our pages of guidance.
	guidancePrefix = "vibedefend-security-"
	guidanceMark   = "<!-- written by vibedefend from its security rules; vibedefend rules sync --no-guidance takes it away -->"
)

// Guidance plans an agent's pages of guidance on writing code safely, one for
// each language named. They hold our own words, and only those. A page that
// cannot be ours to write is left out with a note, as nothing hangs on it.
func Guidance(t Target, agent string, languages []string) Plan {
	p := Plan{Agent: agent, Scope: Project}
	form, ok := ruleFileOf(agent)
	if !ok || t.Repo == "" || t.Env.Resolve(t.Repo) == t.Env.Resolve(t.Env.Home) {
		return p
	}
	frameworks := frameworksOf(t)
	for _, page := range code.Pages() {
		if !slices.Contains(languages, page.ID) {
			continue
		}
		c := guidanceChange(t, form, page, frameworks)
		src, err := t.Env.FS.ReadFile(c.Path)
		if err == nil && c.Edit.State(src) == edit.Conflict {
			p.Notes = append(p.Notes, c.Path+" is not ours and stays: "+page.Title+" has no page of guidance")
			continue
		}
		p.Changes = append(p.Changes, c)
	}
	return p
}

func guidanceChange(t Target, form RuleFile, page code.Page, frameworks []string) Change {
	name := guidancePrefix + page.ID
	about := "Writing " + page.Title + " safely"
	text := form.Head(name, about, page.Globs()) + "\n" + guidanceMark + "\n\n# " + about + "\n\n- " + strings.Join(page.Lines(frameworks), "\n- ") + "\n"
	return Change{Path: form.Path(t.Env, t.Repo, name), Why: "guidance on " + page.Title, Mode: 0o644, Edit: edit.File{
		Content: text, Max: RuleFileMax, Mine: func(src []byte) bool { return bytes.Contains(src, []byte(guidanceMark)) },
	}}
}

// frameworksOf are those the repository's configuration switches on.
func frameworksOf(t Target) []string {
	src, err := t.Env.FS.ReadFile(t.Env.Join(t.Repo, home.Base, "config.json"))
	var c struct{ Frameworks []string }
	if err != nil || json.Unmarshal(src, &c) != nil {
		return nil
	}
	return c.Frameworks
}

// GuidanceIn are the languages whose page the ledger records for an agent in
// a repository.
func (l Ledger) GuidanceIn(repo, agent string) []string {
	var out []string
	for _, e := range l.Entries {
		if id, ok := GuidancePage(e.Path); ok && slices.Contains(e.Agents, agent) && covers(e, RevertOptions{Repo: repo}) {
			out = append(out, id)
		}
	}
	return out
}

// GuidancePage reports whether a path is that of a page of guidance, and for
// which language.
func GuidancePage(path string) (language string, ok bool) {
	name, ok := strings.CutPrefix(filepath.Base(path), guidancePrefix)
	name, _, dotted := strings.Cut(name, ".")
	return name, ok && dotted
}

func cursorRule(e detect.Env, repo, name string) string {
	return e.Join(repo, ".cursor", "rules", name+".mdc")
}

func cursorRuleHead(_, about string, globs []string) string {
	if len(globs) == 0 {
		return "---\ndescription: " + about + "\nalwaysApply: true\n---\n"
	}
	return "---\ndescription: " + about + "\nglobs: " + strings.Join(globs, ",") + "\nalwaysApply: false\n---\n"
}

// windsurfRule prefers the folder of the newer app where a team has it.
func windsurfRule(e detect.Env, repo, name string) string {
	dir := ".windsurf"
	if e.IsDir(e.Join(repo, ".devin", "rules")) {
		dir = ".devin"
	}
	return e.Join(repo, dir, "rules", name+".md")
}

func windsurfRuleHead(_, about string, globs []string) string {
	if len(globs) == 0 {
		return "---\ntrigger: always_on\ndescription: " + about + "\n---\n"
	}
	return "---\ntrigger: glob\nglobs: \"" + strings.Join(globs, ",") + "\"\ndescription: " + about + "\n---\n"
}

func copilotRule(e detect.Env, repo, name string) string {
	return e.Join(repo, ".github", "instructions", name+".instructions.md")
}

func copilotRuleHead(name, about string, globs []string) string {
	if len(globs) == 0 {
		globs = []string{"**"}
	}
	return "---\nname: " + name + "\ndescription: " + about + "\napplyTo: \"" + strings.Join(globs, ",") + "\"\n---\n"
}
