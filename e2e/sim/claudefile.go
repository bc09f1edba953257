package sim

import (
	"os"
)

// claudeGroup is a group of hooks in Claude Code's settings, which several
// agents import.
type claudeGroup struct {
	Matcher string
	Hooks   []struct {
		Type    string
		Command string
		Timeout float64
	}
}

// claudeGroups reads the hooks of a settings file; nil where it cannot be read.
func claudeGroups(path string) map[string][]claudeGroup {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	var file struct {
		Hooks map[string][]claudeGroup
	}
	if loose(raw, &file) != nil {
		return nil
	}
	return file.Hooks
}
