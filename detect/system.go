package detect

// The folders below are those of the machine: only an administrator may write
// them, and what lies there holds for every user.

// ClaudeSystem is Claude Code's folder of managed settings.
func ClaudeSystem(e Env) string {
	switch e.OS {
	case "darwin":
		return e.System("/Library/Application Support/ClaudeCode")
	case "windows":
		return e.System(`C:\Program Files\ClaudeCode`)
	}
	return e.System("/etc/claude-code")
}

// CodexSystem is the folder of Codex's requirements.toml.
func CodexSystem(e Env) string {
	if e.OS == "windows" {
		return e.System(`C:\ProgramData\OpenAI\Codex`)
	}
	return e.System("/etc/codex")
}

// CursorSystem is the folder of Cursor's enterprise hooks.json.
func CursorSystem(e Env) string {
	switch e.OS {
	case "darwin":
		return e.System("/Library/Application Support/Cursor")
	case "windows":
		return e.System(`C:\ProgramData\Cursor`)
	}
	return e.System("/etc/cursor")
}

// WindsurfSystem are the folders of Cascade's system hooks: that of Devin
// Desktop, and the one that Windsurf up to 2.x reads, and Devin Desktop only
// while it has no file of its own.
func WindsurfSystem(e Env) (devin, legacy string) {
	switch e.OS {
	case "darwin":
		return e.System("/Library/Application Support/Devin"), e.System("/Library/Application Support/Windsurf")
	case "windows":
		return e.System(`C:\ProgramData\Devin`), e.System(`C:\ProgramData\Windsurf`)
	}
	return e.System("/etc/devin"), e.System("/etc/windsurf")
}

// CopilotPolicy is the folder of Copilot's policy hooks. It is documented for
// Linux and Windows; macOS is taken to read what Linux reads.
func CopilotPolicy(e Env) string {
	if e.OS == "windows" {
		return e.System(`C:\ProgramData\GitHub\Copilot\policy.d`)
	}
	return e.System("/etc/github-copilot/policy.d")
}
