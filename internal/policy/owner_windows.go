package policy

import "os"

// ownedByAdmin trusts %ProgramData%\CybeDefend when it exists; its access list
// is checked when managed policy is installed.
func ownedByAdmin(dir, _ string) bool {
	st, err := os.Stat(dir)
	return err == nil && st.IsDir()
}
