package hook

import (
	"os"
	"strconv"
	"strings"
)

// accountHome is the home folder that the system keeps for the account this
// process runs as, "" where no file tells. The environment is not asked: a
// repository can set it for the hooks of some agents.
func accountHome(passwd string, uid int) string {
	if uid < 0 {
		return ""
	}
	raw, err := os.ReadFile(passwd)
	if err != nil {
		return ""
	}
	id := strconv.Itoa(uid)
	for line := range strings.Lines(string(raw)) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), ":")
		if len(f) > 5 && f[2] == id && strings.HasPrefix(f[5], "/") {
			return f[5]
		}
	}
	return ""
}
