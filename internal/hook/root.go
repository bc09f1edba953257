package hook

import (
	"os"
	"path/filepath"
)

// gitRoot is the nearest folder above dir that git would take for the root of
// a repository; "" outside of one. Git itself is not asked: a repository's
// configuration can make it run programs.
func gitRoot(dir string) string {
	for dir != "" {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
	return ""
}
