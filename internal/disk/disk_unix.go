//go:build !windows

package disk

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

func links(_ string, info fs.FileInfo) uint64 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(st.Nlink) //nolint:unconvert // its type differs by system
	}
	return 1
}

func owner(info fs.FileInfo) uint32 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return st.Uid
	}
	return uint32(os.Geteuid())
}

func administrator() bool { return os.Geteuid() == 0 }

// ownedByUs is true for the administrator, who keeps the owner.
func ownedByUs(info fs.FileInfo) bool {
	return administrator() || int(owner(info)) == os.Geteuid()
}

func access(dir string) error { return unix.Access(dir, unix.W_OK|unix.X_OK) }

// keepOwner gives a temporary file the owner of the file it replaces, or of
// its folder.
func keepOwner(f *os.File, t Target) error {
	info := t.Info
	if info == nil {
		var err error
		if info, err = os.Stat(filepath.Dir(t.Real)); err != nil || !administrator() {
			return err
		}
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	now, err := f.Stat()
	if err != nil {
		return err
	}
	if have, ok := now.Sys().(*syscall.Stat_t); ok && have.Uid == st.Uid && have.Gid == st.Gid {
		return nil
	}
	if err := f.Chown(int(st.Uid), int(st.Gid)); err != nil && t.Info != nil && owner(now) != st.Uid {
		return err
	}
	return nil
}

// adopt gives what the administrator made the owner of the folder it is in.
func adopt(path string) error {
	if !administrator() {
		return nil
	}
	info, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return err
	}
	if st, ok := info.Sys().(*syscall.Stat_t); ok && st.Uid != 0 {
		return os.Lchown(path, int(st.Uid), int(st.Gid))
	}
	return nil
}

func rename(from, to string) error { return os.Rename(from, to) }

// syncDir makes a rename last. Some file systems cannot; that is no failure.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return nil //nolint:nilerr // a folder that may not be read was written all the same
	}
	defer f.Close()
	_ = f.Sync()
	return nil
}
