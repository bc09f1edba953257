// Package bare opens and reads ordinary files with the fewest calls of the
// system. On Windows that is what package os does.
package bare

import "os"

// OpenFile is os.OpenFile for files that are read and written at once.
func OpenFile(path string, flag int, perm os.FileMode) (*os.File, error) {
	return os.OpenFile(path, flag, perm)
}

// ReadFile is os.ReadFile.
func ReadFile(path string) ([]byte, error) { return os.ReadFile(path) }
