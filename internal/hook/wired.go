package hook

import (
	"os"
	"path/filepath"

	"github.com/cybedefend/vibedefend/internal/hookline"
	"github.com/tidwall/gjson"
)

// wired reports whether our own entries stand in the user's file of an agent,
// so that the entries it imports from another need not answer for both. Only
// Cursor imports, so only Cursor is looked at.
func wired(userHome, agent string) bool {
	if agent != "cursor" {
		return false
	}
	raw, err := os.ReadFile(filepath.Join(userHome, ".cursor", "hooks.json"))
	if err != nil {
		return false
	}
	return cursorAsks(raw, "beforeShellExecution") && cursorAsks(raw, "beforeMCPExecution")
}

func cursorAsks(raw []byte, event string) bool {
	for _, e := range gjson.GetBytes(raw, "hooks."+event).Array() {
		if l, _, ok := hookline.Parse(e.Get("command").Str); ok && l.Agent == "cursor" && l.Event == event {
			return true
		}
	}
	return false
}
