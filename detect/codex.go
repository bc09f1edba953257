package detect

import "strings"

// CodexRecommended is the version from which everything we rely on was seen
// to work; below codexFloor hooks have no trust model.
const (
	CodexRecommended = "0.150"
	codexFloor       = "0.130"
)

func codex() Agent {
	return Agent{
		ID:       "codex",
		Name:     "Codex",
		Surfaces: []Surface{{"cli", "Codex CLI"}, {"extension", "Codex for VS Code"}, {"app", "Codex app"}},
		Find:     findCodex,
		Limits: []Limit{
			{CodexRecommended, "", "is older than the version this was checked with", "run `npm install -g @openai/codex@latest`"},
		},
	}
}

func findCodex(e Env) []Found {
	var out []Found
	if f, ok := findCodexCLI(e); ok {
		out = append(out, f)
	}
	for _, dir := range e.extensionDirs() {
		// The extension's own version says nothing about the Codex inside.
		if folder, _ := e.extension(dir, "openai.chatgpt"); folder != "" {
			out = append(out, Found{Agent: "codex", Surface: "extension", Root: CodexDir(e), Evidence: []string{folder}, Support: Unknown})
		}
	}
	if e.OS == "darwin" {
		for _, app := range []string{e.System("/Applications/Codex.app"), e.Join(e.Home, "Applications", "Codex.app")} {
			if e.IsDir(app) {
				out = append(out, Found{Agent: "codex", Surface: "app", Root: CodexDir(e), Evidence: []string{app}, Support: Unknown})
			}
		}
	}
	if len(out) == 0 {
		out = e.residue("codex", "cli", CodexDir(e), CodexDir(e))
	}
	return out
}

func findCodexCLI(e Env) (Found, bool) {
	f := Found{Agent: "codex", Surface: "cli", Root: CodexDir(e)}
	for _, p := range e.programs("codex") {
		v := e.npmVersion(p, "@openai/codex")
		if v == "" {
			v = folderVersion(p.real, "codex")
		}
		// Platform packages carry "0.169.0-linux-x64".
		v, _, _ = strings.Cut(v, "-")
		f.Evidence = append(f.Evidence, p.path)
		if v != "" && (f.Version == "" || Compare(v, f.Version) < 0) {
			f.Version = v
		}
	}
	f = grade(f, codexFloor, "Codex "+CodexRecommended+" or newer: npm install -g @openai/codex@latest")
	return f, len(f.Evidence) > 0
}

// CodexProgram returns the codex program to ask about hook trust, "" if none.
func CodexProgram(e Env) string {
	for _, p := range e.programs("codex") {
		return p.path
	}
	return ""
}
