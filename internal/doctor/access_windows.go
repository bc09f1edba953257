package doctor

import "os"

// mayWrite tells only whether the folder is there: rights are lists there,
// and the first event will say what they forbid.
func mayWrite(dir string) bool {
	_, err := os.Stat(dir)
	return err == nil
}
