package policy

import "github.com/cybedefend/vibedefend/internal/home"

// Managed returns the folder of the machine's policy, "" where there is none
// or anybody but an administrator could have written it.
func Managed(goos string, getenv func(string) string) string {
	dir := home.Managed(goos, getenv)
	if !ownedByAdmin(dir, goos) {
		return ""
	}
	return dir
}
