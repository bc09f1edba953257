// Package templates holds the texts we put into other people's files: short
// rules for each agent, and the schema of a repository's configuration.
package templates

import (
	_ "embed" // the texts are files beside this one
	"strings"
)

// Team words a text for a file that a team commits: it is read on machines
// of which some may lack VibeDefend.
func Team(text string) string {
	return strings.Replace(text, "watches over this machine", "watches over this repository", 1)
}

// ClaudeRules is the rules file of Claude Code.
//
//go:embed claudecode/vibedefend.md
var ClaudeRules string

// CursorRules is the project rule of Cursor, which has no rules per user.
//
//go:embed cursor/vibedefend.mdc
var CursorRules string

// CodexRules is the block in Codex's AGENTS.md.
//
//go:embed codex/agents.md
var CodexRules string

// CodexPolicy is a file of Codex's own command rules.
//
//go:embed codex/vibedefend.rules
var CodexPolicy string

// WindsurfRules is the block in Cascade's global rules and Devin's AGENTS.md.
//
//go:embed windsurf/rules.md
var WindsurfRules string

//go:embed windsurf/project.md
var windsurfHead string

// WindsurfProject is the rules file in a repository.
func WindsurfProject() string { return windsurfHead + Team(WindsurfRules) }

// CopilotRules is the instructions file of Copilot.
//
//go:embed copilot/vibedefend.instructions.md
var CopilotRules string

// ConfigSchema is the JSON Schema of a repository's .cybedefend/config.json.
//
//go:embed config.schema.json
var ConfigSchema string

// ConfigSchemaURL is where editors find ConfigSchema.
const ConfigSchemaURL = "https://raw.githubusercontent.com/cybedefend/vibedefend/main/templates/config.schema.json"
