// Package bare opens and reads ordinary files with the fewest calls of the
// system. On Windows that is what package os does.
package bare

import (
	"errors"
	"os"
)

// OpenFile is os.OpenFile for files that are read and written at once.
func OpenFile(path string, flag int, perm os.FileMode) (*os.File, error) {
	return os.OpenFile(path, flag, perm)
}

// ReadFile is os.ReadFile.
func ReadFile(path string) ([]byte, error) { return os.ReadFile(path) }

// WriteNew makes a file that must not be there yet; its error is then
// fs.ErrExist.
func WriteNew(path string, data []byte, perm os.FileMode) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// Exists reports whether anything goes by that path.
func Exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
