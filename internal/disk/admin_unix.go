//go:build !windows

package disk

import (
	"io/fs"
	"os"
)

// adminOwned refuses what another user owns or others may write, and what they
// may not read. The mode of a link says nothing.
func adminOwned(path string, info fs.FileInfo) error {
	mode := info.Mode()
	read, bits := fs.FileMode(0o004), "o+r"
	if mode.IsDir() {
		read, bits = 0o001, "o+x"
	}
	switch {
	case int(owner(info)) != os.Geteuid():
		return refuse("look at what is there, then: chown root "+path, "%s belongs to another user, who could change what lies there", path)
	case mode&fs.ModeSymlink != 0:
		return nil
	case mode.Perm()&0o022 != 0:
		return refuse("chmod go-w "+path, "%s can be written by others than its owner", path)
	case mode.Perm()&read == 0:
		return refuse("chmod "+bits+" "+path, "%s cannot be read by the users it is for", path)
	}
	return nil
}

// Administrator reports whether this process may write for the whole machine.
func Administrator() bool { return administrator() }
