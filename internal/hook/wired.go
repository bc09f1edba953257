package hook

import (
	"path/filepath"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/hookline"
	"github.com/tidwall/gjson"
)

// wired reports whether our own entries stand in the user's file of an agent,
// so that the entries it imports from another need not answer for both. Only
// Cursor imports, so only Cursor is looked at.
func wired(userHome string, d home.Dir, agent string) bool {
	if agent != "cursor" {
		return false
	}
	raw, err := bare.ReadFile(filepath.Join(userHome, ".cursor", "hooks.json"))
	if err != nil {
		return false
	}
	return cursorAsks(raw, d, "beforeShellExecution") && cursorAsks(raw, d, "beforeMCPExecution")
}

// cursorAsks reports whether an entry for event calls our own program, and not
// one that merely has its name.
func cursorAsks(raw []byte, d home.Dir, event string) bool {
	for _, e := range gjson.GetBytes(raw, "hooks."+event).Array() {
		l, _, ok := hookline.Parse(e.Get("command").Str)
		if !ok || l.Agent != "cursor" || l.Event != event || e.Get("matcher").Str != "" {
			continue
		}
		if p := filepath.ToSlash(l.Program); p == filepath.ToSlash(d.Hook()) || p == filepath.ToSlash(d.Program()) {
			return true
		}
	}
	return false
}
