package e2e

import (
	"strings"

	"github.com/cybedefend/vibedefend/e2e/sim"
)

// patchOf is the patch that does a deed.
func patchOf(d sim.Deed) string {
	switch d.Kind {
	case sim.Write:
		return addFile(d.Path, d.Text)
	case sim.Edit:
		return updateFile(d.Path, d.Old, d.New)
	}
	return d.Text
}

// addFile is a patch that makes (or replaces) a file.
func addFile(path, text string) string {
	return "*** Begin Patch\n*** Add File: " + path + "\n" + prefixed("+", text) + "*** End Patch\n"
}

// updateFile is a patch that replaces lines of a file.
func updateFile(path, old, new string) string {
	return "*** Begin Patch\n*** Update File: " + path + "\n@@\n" + prefixed("-", old) + prefixed("+", new) + "*** End Patch\n"
}

// removeFile is a patch that deletes a file.
func removeFile(path string) string {
	return "*** Begin Patch\n*** Delete File: " + path + "\n*** End Patch\n"
}

func prefixed(mark, text string) string {
	if text == "" {
		return ""
	}
	return mark + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+mark) + "\n"
}
