package detect

import "strings"

// Side names the border this machine stands behind: "wsl", "container",
// "ssh" or "" for a plain machine. Agents on the other side of a border read
// their own files, so nothing is ever planned across it.
func Side(e Env) string {
	switch {
	case e.OS == "linux" && e.wsl():
		return "wsl"
	case e.OS == "linux" && e.container():
		return "container"
	case e.Getenv("SSH_CONNECTION") != "":
		return "ssh"
	}
	return ""
}

func (e Env) wsl() bool {
	return e.Getenv("WSL_DISTRO_NAME") != "" || e.IsFile(e.System("/proc/sys/fs/binfmt_misc/WSLInterop"))
}

func (e Env) container() bool {
	return e.IsFile(e.System("/.dockerenv")) || e.IsFile(e.System("/run/.containerenv")) ||
		e.Getenv("REMOTE_CONTAINERS") != "" || e.Getenv("CODESPACES") != ""
}

// otherSide reports whether a folder of PATH lies on the Windows side of WSL:
// its programs read the Windows user's files.
func (e Env) otherSide(dir string) bool {
	rest, ok := strings.CutPrefix(dir, "/mnt/")
	if !ok || e.OS != "linux" || !e.wsl() {
		return false
	}
	return len(rest) == 1 || len(rest) > 1 && rest[1] == '/'
}

// OtherSide reports whether a file, its links resolved, belongs to the Windows
// side of WSL, whose agents cannot run this side's programs.
func OtherSide(e Env, path string) bool { return e.otherSide(e.Resolve(path)) }

// SideNote is one sentence for the person about the border, or "".
func SideNote(e Env) string {
	switch Side(e) {
	case "wsl":
		return "this is WSL: agents started on Windows read the Windows user's files; run install there too"
	case "container":
		return "this is a container: only agents that run inside it are governed; run install on the host too"
	case "ssh":
		return "this is an SSH session: agents on your own machine read other files; run install there too"
	}
	return ""
}
