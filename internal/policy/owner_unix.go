//go:build !windows

package policy

import (
	"os"
	"syscall"
)

// ownedByAdmin reports whether root alone can write a folder: managed policy
// anybody could have put there does not count.
func ownedByAdmin(dir, _ string) bool {
	st, err := os.Stat(dir)
	if err != nil || !st.IsDir() {
		return false
	}
	sys, ok := st.Sys().(*syscall.Stat_t)
	return ok && sys.Uid == 0 && st.Mode().Perm()&0o022 == 0
}
