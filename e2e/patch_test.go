package e2e

import "strings"

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
