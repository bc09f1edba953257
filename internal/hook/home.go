package hook

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/version"
)

// local is the machine this process runs on.
func local() Deps {
	envHome, _ := os.UserHomeDir()
	exe, _ := os.Executable()
	d := Deps{Now: time.Now, Version: version.Version, Judge: judge, OnError: onError}
	var owner string
	if d.Dir, owner = home.ForHook(exe, envHome); filepath.Dir(exe) != d.Dir.Bin() {
		d, owner = d.byAccount(exe, envHome)
	}
	cwd, _ := os.Getwd()
	d.Env = Env{Home: owner, Dir: cwd, OS: runtime.GOOS, Getenv: os.Getenv}
	if owner == "" {
		d.Env.Home = envHome
	}
	d.Env.Wired = func(agent string) bool { return wired(d.Env.Home, d.Dir, agent) }
	return d
}

// byAccount compares HOME, which any environment can set, with the account's
// own home, which is used where HOME is missing.
func (d Deps) byAccount(exe, envHome string) (Deps, string) {
	own := accountHome("/etc/passwd", os.Getuid())
	if envHome == "" {
		d.Dir, envHome = home.ForHook(exe, own)
		d.Homeless = own == ""
		return d, envHome
	}
	d.Foreign = own != "" && !sameDir(own, envHome)
	return d, envHome
}

func sameDir(a, b string) bool {
	x, err := os.Stat(a)
	y, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(x, y)
}

// accountHome is the home folder that the system keeps for an account, ""
// where no file tells. The environment is not asked: a repository can set it
// for the hooks of some agents.
func accountHome(passwd string, uid int) string {
	if h := account(passwd, uid, 5); strings.HasPrefix(h, "/") {
		return h
	}
	return ""
}

// userName names the account for the trail.
func userName(passwd string, uid int, getenv func(string) string) string {
	if n := account(passwd, uid, 0); n != "" {
		return n
	}
	for _, v := range []string{"USER", "USERNAME"} {
		if n := getenv(v); n != "" {
			return n
		}
	}
	return ""
}

// account reads one field of an account's line.
func account(passwd string, uid, field int) string {
	raw, err := bare.ReadFile(passwd)
	if err != nil || uid < 0 {
		return ""
	}
	id := strconv.Itoa(uid)
	for line := range strings.Lines(bare.Text(raw)) {
		if !strings.Contains(line, id) {
			continue
		}
		f := strings.Split(strings.TrimRight(line, "\r\n"), ":")
		if len(f) > 5 && f[2] == id {
			return f[field]
		}
	}
	return ""
}
