package detect

// ClaudeDir is Claude Code's configuration folder. CLAUDE_CONFIG_DIR moves
// the whole of it.
func ClaudeDir(e Env) string {
	return e.dirFromEnv("CLAUDE_CONFIG_DIR", e.Join(e.Home, ".claude"))
}

// CodexDir is Codex's folder, moved by CODEX_HOME.
func CodexDir(e Env) string {
	return e.dirFromEnv("CODEX_HOME", e.Join(e.Home, ".codex"))
}

// CopilotDir is the Copilot CLI's folder, moved by COPILOT_HOME.
func CopilotDir(e Env) string {
	return e.dirFromEnv("COPILOT_HOME", e.Join(e.Home, ".copilot"))
}

// CursorDir is where Cursor reads its user hooks. No variable moves it.
func CursorDir(e Env) string { return e.Join(e.Home, ".cursor") }

// CursorCLIDir is where the Cursor CLI keeps its settings, which is not
// always where hooks are read.
func CursorCLIDir(e Env) string {
	if p := e.dirFromEnv("CURSOR_CONFIG_DIR", ""); p != "" {
		return p
	}
	if x := e.dirFromEnv("XDG_CONFIG_HOME", ""); x != "" && e.OS == "linux" {
		return e.Join(x, "cursor")
	}
	return CursorDir(e)
}

// DevinDir is the folder of Devin Local and the devin CLI.
func DevinDir(e Env) string {
	if e.OS == "windows" {
		return e.Join(e.appData(), "devin")
	}
	if x := e.dirFromEnv("XDG_CONFIG_HOME", ""); x != "" {
		return e.Join(x, "devin")
	}
	return e.Join(e.Home, ".config", "devin")
}

// CodeiumDir is the folder Cascade's user files live in.
func CodeiumDir(e Env) string { return e.Join(e.Home, ".codeium") }

// dirFromEnv reads a folder from the environment; a relative one is ignored,
// as it would name another folder in each working folder.
func (e Env) dirFromEnv(name, otherwise string) string {
	if p := e.Getenv(name); p != "" && e.absolute(p) {
		return p
	}
	return otherwise
}
