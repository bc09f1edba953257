package setup

import (
	"path/filepath"

	"golang.org/x/sys/windows"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/hookline"
)

// hookPath avoids the spaces and signs of a home folder, which one line for
// Git Bash, PowerShell and cmd cannot hold: Windows knows such a folder by a short name
// too. Only what is above our own folder is shortened, so that the program
// still sees whose it is.
func hookPath(d home.Dir) string {
	p := d.Hook()
	if hookline.Bare(p) {
		return p
	}
	above := filepath.Dir(string(d))
	name, err := windows.UTF16PtrFromString(above)
	if err != nil {
		return p
	}
	buf := make([]uint16, windows.MAX_LONG_PATH)
	n, err := windows.GetShortPathName(name, &buf[0], uint32(len(buf)))
	if err != nil || n == 0 || int(n) > len(buf) {
		return p
	}
	return filepath.Join(windows.UTF16ToString(buf[:n]), filepath.Base(string(d)), "bin", filepath.Base(p))
}
