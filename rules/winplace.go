package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// windowsPath is the form in which paths of Windows are compared, whoever
// wrote them: C:/Users/dev/a.
func windowsPath(s string) string {
	s = strings.ReplaceAll(s, `\`, "/")
	if !onDrive(s) {
		return shell.Clean("/" + s) // a share, or a folder of the drive we are on
	}
	return strings.ToUpper(s[:1]) + ":" + shell.Clean("/"+s[2:])
}

// slashed is an event with its paths in the form in which they are compared;
// the event itself where it is none of Windows.
func slashed(ev *Event) *Event {
	if !onDrive(ev.CWD) && !onDrive(ev.Root) {
		return ev
	}
	path := func(p string) string {
		if onDrive(p) {
			return windowsPath(p)
		}
		return strings.ReplaceAll(p, `\`, "/") // a share
	}
	out := *ev
	out.CWD, out.Root = path(ev.CWD), path(ev.Root)
	out.Reads = make([]string, len(ev.Reads))
	for i, p := range ev.Reads {
		out.Reads[i] = path(p)
	}
	out.Writes = make([]FileChange, len(ev.Writes))
	for i, w := range ev.Writes {
		w.Path, w.From = path(w.Path), path(w.From)
		out.Writes[i] = w
	}
	return &out
}

// onDrive reports whether p names a drive.
func onDrive(p string) bool {
	return len(p) > 1 && p[1] == ':' && p[0]|0x20 >= 'a' && p[0]|0x20 <= 'z'
}

// driveRoot reports whether p is a whole drive.
func driveRoot(p string) bool { return len(p) <= 3 && onDrive(p) }

// spelled writes a path as the session would: Windows does not tell cases
// apart, and Git Bash writes C:/Users as /c/Users.
func (s *site) spelled(p string) string {
	if !onDrive(s.home) && !onDrive(s.cwd) {
		return p
	}
	if len(p) > 1 && p[0] == '/' && onDrive(p[1:2]+":") && (len(p) == 2 || p[2] == '/') {
		p = windowsPath(p[1:2] + ":" + p[2:])
	}
	for _, d := range [...]string{s.root, s.cwd, s.home} {
		if n := len(d); n > 3 && len(p) >= n && strings.EqualFold(p[:n], d) && (len(p) == n || p[n] == '/') {
			return d + p[n:]
		}
	}
	return p
}

// windowsPlace classifies what lies on a drive, by what follows "C:/".
func windowsPlace(rest string) place {
	low := strings.ToLower(rest)
	switch {
	case low == "" || low == "users":
		return placeRoot
	case strings.HasPrefix(low, "windows/temp/"):
		return placeTemp
	case strings.HasPrefix(low, "windows"), strings.HasPrefix(low, "program files"), strings.HasPrefix(low, "programdata"), strings.HasPrefix(low, "boot"), strings.HasPrefix(low, "recovery"):
		return placeSystem
	case strings.HasPrefix(low, "users/"):
		if strings.Count(low, "/") == 1 {
			return placeHomeRoot
		}
		if strings.Contains(low, "/appdata/local/temp/") {
			return placeTemp
		}
		return placeHome
	}
	return placeWork
}

// isDisk reports whether p is a raw disk or partition.
func isDisk(p string) bool {
	if !strings.HasPrefix(p, "/dev/") {
		return strings.Contains(p, "physicaldrive")
	}
	n := p[len("/dev/"):]
	for _, k := range [...]string{"sd", "hd", "vd", "xvd", "nvme", "mmcblk", "disk", "rdisk", "mapper/", "md", "dm-", "loop", "nbd", "zd", "sr", "ram", "mem", "kmem", "port", "mtd", "disk/by-", "vg", "root"} {
		if strings.HasPrefix(n, k) {
			return true
		}
	}
	return false
}
