package detect

const claudeFloor = "2.0.10"

func claudeCode() Agent {
	return Agent{
		ID:       "claude-code",
		Name:     "Claude Code",
		Surfaces: []Surface{{"cli", "Claude Code CLI"}, {"extension", "Claude Code for VS Code"}},
		Find:     findClaude,
		Limits: []Limit{
			{"2.1.295", "", "lets a call pass when our hook fails or is gone", "run `claude update`"},
			{"2.1.121", "", "cannot have secrets masked in what its own tools answer", "run `claude update`"},
			{"2.1.101", "", "drops all hooks of a file that names an event it does not know", "run `claude update`"},
			{"2.1.49", "", "cannot be stopped from taking our hooks out while it runs", "run `claude update`"},
		},
	}
}

func findClaude(e Env) []Found {
	var out []Found
	if f, ok := findClaudeCLI(e); ok {
		out = append(out, f)
	}
	for _, dir := range e.extensionDirs() {
		if folder, v := e.extension(dir, "anthropic.claude-code"); folder != "" {
			f := Found{Agent: "claude-code", Surface: "extension", Version: v, Root: ClaudeDir(e), Evidence: []string{folder}}
			out = append(out, gradeClaude(f))
		}
	}
	if len(out) == 0 {
		out = e.residue("claude-code", "cli", ClaudeDir(e), ClaudeDir(e))
	}
	return out
}

// findClaudeCLI merges all copies into one find with the oldest version, as
// all of them read the same settings.
func findClaudeCLI(e Env) (Found, bool) {
	f := Found{Agent: "claude-code", Surface: "cli", Root: ClaudeDir(e)}
	copies := e.programs("claude")
	if local := e.Join(ClaudeDir(e), "local", "node_modules", ".bin", "claude"); e.IsFile(local) {
		copies = append(copies, program{local, e.resolve(local)})
	}
	unknown := false
	for _, p := range copies {
		v := e.npmVersion(p, "@anthropic-ai/claude-code")
		if v == "" {
			v = folderVersion(p.real, "claude")
		}
		if v == "" && e.OS == "windows" {
			v = e.nativeClaude(p)
		}
		f.Evidence = append(f.Evidence, p.path)
		switch {
		case v == "":
			unknown = true
		case f.Version == "" || Compare(v, f.Version) < 0:
			f.Version = v
		}
	}
	if unknown {
		f.Version = ""
	}
	return gradeClaude(f), len(f.Evidence) > 0
}

// nativeClaude reads the version of the native installer on Windows, which
// copies the newest of the versions it keeps to the folder on PATH.
func (e Env) nativeClaude(p program) string {
	if e.dir(p.path) != e.Join(e.Home, ".local", "bin") {
		return ""
	}
	newest := ""
	for _, v := range e.names(e.Join(e.Home, ".local", "share", "claude", "versions")) {
		if isVersion(v) && (newest == "" || Compare(v, newest) > 0) {
			newest = v
		}
	}
	return newest
}

func gradeClaude(f Found) Found {
	return grade(f, claudeFloor, "Claude Code "+claudeFloor+" or newer (2.1.295 for hooks that hold when they fail): run claude update")
}

// residue reports folders that survive an uninstall, as weak evidence.
func (e Env) residue(agent, surface, root string, dirs ...string) []Found {
	f := Found{Agent: agent, Surface: surface, Root: root, Residue: true, Support: Unknown}
	for _, d := range dirs {
		if e.IsDir(d) {
			f.Evidence = append(f.Evidence, d)
		}
	}
	if len(f.Evidence) == 0 {
		return nil
	}
	return []Found{f}
}
