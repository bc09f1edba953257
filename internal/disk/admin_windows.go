package disk

import (
	"io/fs"

	"golang.org/x/sys/windows"
)

// adminOwned trusts the access lists that the folders of the machine inherit:
// Program Files is writable by administrators only. Those below ProgramData
// are for whoever rolls out to set; docs/rollout.md says how.
func adminOwned(string, fs.FileInfo) error { return nil }

// Administrator reports whether this process may write for the whole machine.
func Administrator() bool { return windows.GetCurrentProcessToken().IsElevated() }
