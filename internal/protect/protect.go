// Package protect knows which files of a machine belong to VibeDefend or
// configure an agent, and whether a change of one would take our hooks away.
//
// It is on the hook road: no program is started and nothing is written.
package protect

import (
	"os"
	"path"
	"strings"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

// machine is what the rows of the table are made from.
type machine struct {
	home, root string
	dir        home.Dir
	getenv     func(string) string
	goos       string
}

// file is one row: a file or folder and whose it is.
type file struct {
	agent string
	class rules.GuardClass
	// path is absolute, or starts with "*/" and holds in any folder. With a
	// final slash it is a folder with everything below.
	path string
	form *form // nil: the class says all
}

// rows lists every row, the more exact ones first.
func (m machine) rows() []file {
	rows := []file{{"", rules.GuardOurs, slash(home.Managed(m.goos, m.getenv)) + "/", nil}}
	for _, d := range both(slash(string(m.dir)), slash(m.home)+"/"+home.Base) {
		rows = append(rows, file{"", rules.GuardOurs, d + "/", nil})
	}
	for _, d := range m.managedPrograms() {
		rows = append(rows, file{"", rules.GuardOurs, d + "/", nil})
	}
	rows = append(rows, claudeFiles(m)...)
	rows = append(rows, cursorFiles(m)...)
	rows = append(rows, codexFiles(m)...)
	rows = append(rows, windsurfFiles(m)...)
	rows = append(rows, copilotFiles(m)...)
	return append(rows, file{"", rules.GuardConfig, "*/" + home.Base + "/", nil})
}

// managedPrograms are the folders of a managed installation's programs, in the
// short and the long form on Windows.
func (m machine) managedPrograms() []string {
	out := []string{path.Dir(slash(home.ManagedBin(m.goos)))}
	if m.goos == "windows" {
		out = append(out, m.programFiles()+"/VibeDefend")
	}
	return out
}

// Classify says whether path belongs to VibeDefend or configures an agent.
// h is the user's home, d our own folder and root the repository or "". The
// path may be given with links resolved or not.
func Classify(h string, d home.Dir, root string, getenv func(string) string, goos, path string) rules.Guard {
	m := machine{home: h, root: root, dir: d, getenv: getenv, goos: goos}
	name := clean(path, goos)
	if exe, err := os.Executable(); err == nil && same(slash(exe), name, goos) {
		return rules.Guard{Class: rules.GuardOurs}
	}
	rows := m.rows()
	g, ok := m.match(rows, name, path)
	if ok && g.Class != rules.GuardConfig {
		return g
	}
	// A home that is reached through a link makes our folder look like that of
	// some repository: the stricter answer of the two names counts.
	if other := m.throughLinks(name); other != name {
		if real, found := m.match(rows, other, path); found && (!ok || real.Class != rules.GuardConfig) {
			return real
		}
	}
	if ok {
		return g
	}
	if f, ok := m.sameFile(rows, path); ok {
		return m.guard(f, path)
	}
	return rules.Guard{}
}

// match compares by name, then asks whether name is a folder that holds files
// of the table.
func (m machine) match(rows []file, name, path string) (rules.Guard, bool) {
	folded := fold(name, m.goos)
	for _, f := range rows {
		if !f.holds(folded, m.goos) {
			continue
		}
		if f.class == rules.GuardConfig { // the folder itself may hold a file of hooks
			if g, ok := m.folder(rows, name); ok {
				return g, true
			}
		}
		return m.guard(f, path), true
	}
	return m.folder(rows, name)
}

// folder guards a folder that holds files of hooks.
func (m machine) folder(rows []file, name string) (rules.Guard, bool) {
	if below := m.below(rows, name); len(below) > 0 {
		return rules.Guard{Class: rules.GuardHooks, Agent: below[0].agent, Intact: folderIntact(below, name)}, true
	}
	return rules.Guard{}, false
}

func (m machine) guard(f file, path string) rules.Guard {
	g := rules.Guard{Class: f.class, Agent: f.agent}
	if f.form != nil {
		form, agent := f.form, f.agent
		g.Intact = func(after []byte) error { return intact(agent, form, path, after) }
		g.Quiet = form.quiet
	}
	return g
}

// Files lists what is protected for this home and repository, in the order of
// the table; folders end in a slash.
func Files(h string, d home.Dir, root string, getenv func(string) string, goos string) []string {
	m := machine{home: h, root: root, dir: d, getenv: getenv, goos: goos}
	var out []string
	seen := map[string]bool{}
	for _, f := range m.rows() {
		p := f.path
		if strings.HasPrefix(p, "*.") {
			continue // a kind of file, in no place of its own
		}
		if rest, ok := strings.CutPrefix(p, "*/"); ok {
			if root == "" {
				continue
			}
			p = slash(root) + "/" + rest
		}
		if !seen[p] {
			seen[p] = true
			out = append(out, p)
		}
	}
	return out
}
