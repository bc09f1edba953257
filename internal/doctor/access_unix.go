//go:build !windows

package doctor

import "golang.org/x/sys/unix"

// mayWrite asks the system, as mode bits alone do not tell (owner, read-only
// file systems).
func mayWrite(dir string) bool { return unix.Access(dir, unix.W_OK|unix.X_OK) == nil }
