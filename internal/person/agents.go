package person

import (
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/internal/process"
)

// row says how the processes of one program look.
type row struct {
	agent, name string
	// editor marks an application whose terminal people use too: being below
	// it says nothing.
	editor  bool
	base    []string // base names of the executable, without .exe
	segment []string // parts of a path, for scripts and versioned folders
}

// table lists the programs of all agents. More telling rows come first.
var table = []row{
	{"claude-code", "Claude Code", false, []string{"claude"}, []string{"/@anthropic-ai/claude-code"}},
	{"cursor", "Cursor CLI", false, []string{"cursor-agent"}, []string{"/cursor-agent/versions/"}},
	{"cursor", "Cursor", true, []string{"cursor"}, []string{"/cursor.app/"}},
	{"codex", "Codex", false, []string{"codex"}, []string{"/@openai/codex"}},
	{"windsurf", "Devin CLI", false, []string{"devin"}, []string{"/devin/cli/"}},
	{"windsurf", "Windsurf", true, []string{"windsurf", "devin-desktop"}, []string{"/windsurf.app/", "/devin.app/"}},
	{"copilot", "Copilot CLI", false, []string{"copilot"}, []string{"/@github/copilot/"}},
	{"copilot", "VS Code", true, []string{"code", "code-insiders"}, []string{"/visual studio code.app/"}},
}

// marks are variables that agents set for the commands they run. They can
// only add suspicion: their absence proves nothing.
var marks = []struct{ key, name string }{
	{"CLAUDECODE", "Claude Code"},
	{"CURSOR_AGENT", "Cursor"},
	{"CODEX_SANDBOX", "Codex"},
	{"CODEX_THREAD_ID", "Codex"},
	{"COPILOT_CLI", "Copilot CLI"},
}

func match(p process.Process) (row, bool) {
	words := p.Words()
	for _, r := range table {
		if r.matches(words) {
			return r, true
		}
	}
	return row{}, false
}

func (r row) matches(words []string) bool {
	for _, w := range words {
		if slices.Contains(r.base, strings.TrimSuffix(path.Base(w), ".exe")) {
			return true
		}
		for _, s := range r.segment {
			if strings.Contains(w, s) {
				return true
			}
		}
	}
	return false
}
