//go:build !windows

package person

import "os"

// hasTerminal opens the controlling terminal: input and output may well be
// redirected while a person sits there.
func hasTerminal() bool {
	f, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return false
	}
	_ = f.Close()
	return true
}
