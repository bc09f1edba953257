package person

import "os"

// hasTerminal opens the console of this process.
func hasTerminal() bool {
	f, err := os.OpenFile("CONIN$", os.O_RDWR, 0)
	if err != nil {
		return false
	}
	_ = f.Close()
	return true
}
