package installers

// Diff prints edits as one unified diff, with paths below home shown as ~.
func Diff(edits []FileEdit, home string) string { return "" }
