//go:build !linux && !darwin && !windows

package process

// List knows no process on this system.
func List() []Process { return nil }

func read(int) (Process, bool) { return Process{}, false }

// Home is not known on this system.
func (p Process) Home() string { return "" }
