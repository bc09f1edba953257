package setup

import (
	"os"
	"path/filepath"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/home"
)

// Machine is what is installed on: one user's view of it, our folder, and the
// repository around the working folder.
type Machine struct {
	Env  detect.Env
	Dir  home.Dir
	Repo string // root of the repository, "" outside one
}

// Repo returns the root of the git repository around dir, or "". A home that
// is itself a repository (dotfiles) is not one to install into.
func Repo(dir, userHome string) string {
	if real, err := filepath.EvalSymlinks(userHome); err == nil {
		userHome = real
	}
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			if real, err := filepath.EvalSymlinks(dir); err == nil && real == userHome {
				return ""
			}
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}
