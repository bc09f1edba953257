package detect

import "strings"

const (
	cursorFloor    = "1.7"
	cursorCLIFloor = "2026.05.20"
)

func cursor() Agent {
	return Agent{
		ID:       "cursor",
		Name:     "Cursor",
		Surfaces: []Surface{{"ide", "Cursor"}, {"cli", "Cursor CLI"}},
		Find:     findCursor,
		Limits: []Limit{
			{"3.0", "ide", "tells nothing when a session starts", "update Cursor from its Help menu"},
			{"2.4", "ide", "cannot have file writes stopped", "update Cursor from its Help menu"},
		},
	}
}

func findCursor(e Env) []Found {
	var out []Found
	for _, ed := range e.editors(
		[]string{e.System("/Applications/Cursor.app"), e.Join(e.Home, "Applications", "Cursor.app")},
		cursorFolders(e), "cursor") {
		f := Found{Agent: "cursor", Surface: "ide", Version: ed.version, Root: CursorDir(e), Evidence: []string{ed.where}}
		out = append(out, grade(f, cursorFloor, "Cursor 1.7 or newer: Help > Check for Updates"))
		break
	}
	for _, img := range appImages(e, "cursor") {
		if len(out) == 0 {
			f := Found{Agent: "cursor", Surface: "ide", Version: imageVersion(img), Root: CursorDir(e), Evidence: []string{img}}
			out = append(out, grade(f, cursorFloor, "Cursor 1.7 or newer: download the current AppImage"))
		}
	}
	if f, ok := findCursorCLI(e); ok {
		out = append(out, f)
	}
	if len(out) == 0 {
		out = e.residue("cursor", "ide", CursorDir(e), CursorDir(e))
	}
	return out
}

func cursorFolders(e Env) []string {
	switch e.OS {
	case "windows":
		return []string{e.Join(e.localAppData(), "Programs", "cursor"), e.Join(e.programFiles(), "cursor")}
	case "linux":
		return []string{e.System("/usr/share/cursor"), e.System("/opt/Cursor"), e.System("/opt/cursor")}
	}
	return nil
}

// findCursorCLI looks for the terminal agent. "agent" is anyone's name, so it
// counts only where it resolves into cursor-agent's own folder.
func findCursorCLI(e Env) (Found, bool) {
	f := Found{Agent: "cursor", Surface: "cli", Root: CursorDir(e)}
	progs := e.programs("cursor-agent", "agent")
	if e.OS == "windows" {
		for _, n := range []string{"cursor-agent", "agent"} {
			for _, x := range e.exts() {
				if p := e.Join(e.localAppData(), "cursor-agent", n+x); e.IsFile(p) {
					progs = append(progs, program{p, e.resolve(p)})
				}
			}
		}
	}
	for _, p := range progs {
		if !strings.Contains(p.real, "cursor-agent") {
			continue
		}
		f.Evidence = append(f.Evidence, p.path)
		if v := folderVersion(p.real, "cursor-agent"); v != "" && (f.Version == "" || Compare(v, f.Version) < 0) {
			f.Version = v
		}
	}
	f = grade(f, cursorCLIFloor, "Cursor CLI of May 2026 or newer: run cursor-agent update")
	return f, len(f.Evidence) > 0
}

// appImages lists AppImage files of an app in the folders people keep them.
func appImages(e Env, name string) []string {
	if e.OS != "linux" {
		return nil
	}
	var out []string
	for _, d := range []string{e.Join(e.Home, "Applications"), e.Join(e.Home, ".local", "bin"), e.Join(e.Home, "Downloads"), e.System("/opt")} {
		for _, n := range e.names(d) {
			l := strings.ToLower(n)
			if strings.HasPrefix(l, name) && strings.HasSuffix(l, ".appimage") {
				out = append(out, e.Join(d, n))
			}
		}
	}
	return out
}

// imageVersion reads the version out of a name like Cursor-1.7.52-x86_64.AppImage.
func imageVersion(p string) string {
	for _, w := range strings.Split(p[strings.LastIndexByte(p, '/')+1:], "-") {
		if isVersion(w) {
			return w
		}
	}
	return ""
}
