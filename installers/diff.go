package installers

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/cybedefend/vibedefend/internal/home"
)

// Diff prints edits as one unified diff, with paths below home shown as ~.
// Carriage returns are shown as they are; a byte-order mark stays in its line.
func Diff(edits []FileEdit, userHome string) string {
	var b strings.Builder
	for _, f := range edits {
		if !f.Changed() {
			continue
		}
		name := filepath.ToSlash(home.Tilde(f.Path, userHome))
		from, to := name, name
		if !f.Existed {
			from = "/dev/null"
		}
		if f.After == nil {
			to = "/dev/null"
		}
		if string(f.Before) == string(f.After) { // an empty file comes or goes
			fmt.Fprintf(&b, "--- %s\n+++ %s\n", from, to)
			continue
		}
		b.WriteString(udiff.Unified(from, to, string(f.Before), string(f.After)))
	}
	return b.String()
}
