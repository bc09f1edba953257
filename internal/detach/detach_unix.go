//go:build !windows

package detach

import "syscall"

// apart puts the program into a session of its own: signals to the group of an
// agent's hook do not reach it.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
