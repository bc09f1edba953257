package detect

import "strings"

const (
	cascadeFloor = "1.12.41" // first with hooks
	devinSince   = "3.0.12"  // Devin Local beside Cascade
	cascadeEnd   = "3.9.19"  // Cascade removed
)

func windsurf() Agent {
	return Agent{
		ID:   "windsurf",
		Name: "Windsurf / Devin",
		Surfaces: []Surface{
			{"cascade", "Cascade in Windsurf and Devin Desktop"},
			{"jetbrains", "Windsurf plugin for JetBrains"},
			{"devin", "Devin Local and the devin CLI"},
		},
		Find: findWindsurf,
	}
}

func findWindsurf(e Env) []Found {
	out := findDesktop(e)
	if f, ok := findJetBrains(e); ok {
		out = append(out, f)
	}
	if f, ok := findDevinCLI(e); ok {
		out = append(out, f)
	}
	if len(out) == 0 {
		out = append(out, e.residue("windsurf", "cascade", e.Join(CodeiumDir(e), "windsurf"),
			e.Join(CodeiumDir(e), "windsurf"), e.Join(e.Home, ".windsurf"))...)
		out = append(out, e.residue("windsurf", "devin", DevinDir(e), DevinDir(e), e.Join(e.Home, ".devin"))...)
	}
	return out
}

// findDesktop finds the app; its version decides which agents it holds.
func findDesktop(e Env) []Found {
	var out []Found
	for _, ed := range e.editors(desktopApps(e), desktopFolders(e), "devin-desktop", "windsurf") {
		if Older(ed.version, cascadeEnd) || ed.version == "" {
			f := Found{Agent: "windsurf", Surface: "cascade", Version: ed.version,
				Root: e.Join(CodeiumDir(e), "windsurf"), Evidence: []string{ed.where}}
			out = append(out, grade(f, cascadeFloor, "Windsurf 1.12.41 or newer: it updates from its menu"))
		}
		if !Older(ed.version, devinSince) {
			f := Found{Agent: "windsurf", Surface: "devin", Version: ed.version, Root: DevinDir(e), Evidence: []string{ed.where}}
			out = append(out, grade(f, devinSince, ""))
		}
	}
	return out
}

func desktopApps(e Env) []string {
	var out []string
	for _, n := range []string{"Devin.app", "Windsurf.app"} {
		out = append(out, e.System("/Applications/"+n), e.Join(e.Home, "Applications", n))
	}
	return out
}

func desktopFolders(e Env) []string {
	switch e.OS {
	case "windows":
		var out []string
		for _, n := range []string{"Devin", "Windsurf"} {
			out = append(out, e.Join(e.localAppData(), "Programs", n), e.Join(e.programFiles(), n))
		}
		return out
	case "linux":
		return []string{e.System("/usr/share/devin-desktop"), e.System("/opt/Devin"),
			e.System("/usr/share/windsurf"), e.System("/opt/Windsurf")}
	}
	return nil
}

// findJetBrains looks for the plugin in each IDE's plugin folder.
func findJetBrains(e Env) (Found, bool) {
	f := Found{Agent: "windsurf", Surface: "jetbrains", Root: CodeiumDir(e), Support: Unknown}
	base, sub := e.Join(e.Home, ".local", "share", "JetBrains"), ""
	switch e.OS {
	case "darwin":
		base, sub = e.Join(e.Home, "Library", "Application Support", "JetBrains"), "plugins"
	case "windows":
		base, sub = e.Join(e.appData(), "JetBrains"), "plugins"
	}
	for _, ide := range e.names(base) {
		for _, n := range e.names(e.Join(base, ide, sub)) {
			if l := strings.ToLower(n); strings.Contains(l, "codeium") || strings.Contains(l, "windsurf") {
				f.Evidence = append(f.Evidence, e.Join(base, ide, sub, n))
			}
		}
	}
	return f, len(f.Evidence) > 0
}

func findDevinCLI(e Env) (Found, bool) {
	f := Found{Agent: "windsurf", Surface: "devin", Root: DevinDir(e)}
	progs := e.programs("devin")
	if p := e.Join(e.localAppData(), "devin", "cli", "bin", "devin.exe"); e.OS == "windows" && e.IsFile(p) {
		progs = append(progs, program{p, e.resolve(p)})
	}
	for _, p := range progs {
		// Python's unrelated devin-cli puts a script of the same name on PATH.
		if !e.isDevin(p) {
			continue
		}
		f.Evidence = append(f.Evidence, p.path)
		if v := folderVersion(p.real, "devin"); v != "" {
			f.Version = v
		}
	}
	f = grade(f, "2000", "")
	return f, len(f.Evidence) > 0
}

func (e Env) isDevin(p program) bool {
	real := strings.ReplaceAll(p.real, `\`, "/")
	return strings.Contains(real, "/devin/cli/") || strings.Contains(real, "/Caskroom/devin-cli/") || e.IsDir(DevinDir(e))
}
