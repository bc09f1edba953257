package disk

import (
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

func links(path string, _ fs.FileInfo) uint64 {
	f, err := os.Open(path)
	if err != nil {
		return 1
	}
	defer f.Close()
	var info windows.ByHandleFileInformation
	if windows.GetFileInformationByHandle(windows.Handle(f.Fd()), &info) != nil {
		return 1
	}
	return uint64(info.NumberOfLinks)
}

// Ownership is left to the system's access control lists.
func owner(fs.FileInfo) uint32         { return 0 }
func administrator() bool              { return false }
func ownedByUs(fs.FileInfo) bool       { return true }
func access(string) error              { return nil }
func keepOwner(*os.File, Target) error { return nil }
func adopt(string) error               { return nil }
func syncDir(string) error             { return nil }

// rename waits for a program that has the file open for a moment. A running
// program can be renamed but not replaced: it moves aside first.
func rename(from, to string) error {
	var err error
	for range 5 {
		if err = os.Rename(from, to); err == nil {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	aside := to + ".old"
	_ = os.Remove(aside)
	if os.Rename(to, aside) != nil {
		return err
	}
	if err = os.Rename(from, to); err != nil {
		_ = os.Rename(aside, to)
		return err
	}
	_ = os.Remove(aside) // fails while it runs; the next upgrade removes it
	return nil
}
