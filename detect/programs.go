package detect

import (
	"path"
	"sort"
	"strings"
)

// program is an executable that was found and what it resolves to.
type program struct{ path, real string }

// programs looks names up on PATH and in the folders where installers and
// package managers put them, which the PATH of a script or a desktop session
// often lacks. Copies that resolve to one file are listed once.
func (e Env) programs(names ...string) []program {
	var out []program
	seen := map[string]bool{}
	for _, dir := range e.binDirs() {
		for _, name := range names {
			for _, ext := range e.exts() {
				p := e.Join(dir, name+ext)
				if !e.IsFile(p) {
					continue
				}
				real := e.resolve(p)
				if seen[real] {
					continue
				}
				seen[real] = true
				out = append(out, program{p, real})
			}
		}
	}
	return out
}

func (e Env) resolve(p string) string {
	if real, err := e.FS.EvalSymlinks(p); err == nil {
		return real
	}
	return p
}

func (e Env) exts() []string {
	if e.OS == "windows" {
		return []string{".exe", ".cmd"}
	}
	return []string{""}
}

func (e Env) pathDirs() []string {
	sep := ":"
	if e.OS == "windows" {
		sep = ";"
	}
	var dirs []string
	for _, d := range strings.Split(e.Getenv("PATH"), sep) {
		if d = strings.Trim(d, `"`); d != "" && e.absolute(d) && !e.otherSide(d) {
			dirs = append(dirs, d)
		}
	}
	return dirs
}

func (e Env) absolute(p string) bool {
	if e.OS == "windows" {
		return len(p) > 2 && p[1] == ':' || strings.HasPrefix(p, `\\`)
	}
	return strings.HasPrefix(p, "/")
}

func (e Env) binDirs() []string {
	dirs := e.pathDirs()
	if e.OS == "windows" {
		return append(dirs,
			e.Join(e.appData(), "npm"),
			e.Join(e.localAppData(), "pnpm"),
			e.Join(e.Home, ".local", "bin"),
			e.Join(e.Home, ".bun", "bin"),
			e.Join(e.localAppData(), "Volta", "bin"))
	}
	dirs = append(dirs,
		e.Join(e.Home, ".local", "bin"),
		e.Join(e.Home, ".npm-global", "bin"),
		e.Join(e.Home, ".bun", "bin"),
		e.Join(e.Home, ".volta", "bin"),
		e.Join(e.Home, ".local", "share", "pnpm"),
		e.System("/usr/local/bin"),
		e.System("/usr/bin"))
	if e.OS == "darwin" {
		dirs = append(dirs, e.System("/opt/homebrew/bin"))
	}
	nvm := e.Join(e.Home, ".nvm", "versions", "node")
	for _, v := range e.names(nvm) {
		dirs = append(dirs, e.Join(nvm, v, "bin"))
	}
	return dirs
}

// names lists a folder, sorted; a folder that cannot be read is empty.
func (e Env) names(dir string) []string {
	entries, err := e.FS.ReadDir(dir)
	if err != nil {
		return nil
	}
	var out []string
	for _, d := range entries {
		out = append(out, d.Name())
	}
	sort.Strings(out)
	return out
}

func (e Env) appData() string {
	if p := e.Getenv("APPDATA"); p != "" {
		return p
	}
	return e.Join(e.Home, "AppData", "Roaming")
}

func (e Env) localAppData() string {
	if p := e.Getenv("LOCALAPPDATA"); p != "" {
		return p
	}
	return e.Join(e.Home, "AppData", "Local")
}

func (e Env) programFiles() string {
	if p := e.Getenv("ProgramFiles"); p != "" {
		return p
	}
	return `C:\Program Files`
}

// dir returns the parent of a path of the machine's own system.
func (e Env) dir(p string) string {
	if e.OS != "windows" {
		return path.Dir(p)
	}
	if i := strings.LastIndexAny(p, `\/`); i > 2 {
		return p[:i]
	}
	return p
}

// base returns the last element of a path of the machine's own system.
func (e Env) base(p string) string {
	if e.OS != "windows" {
		return path.Base(p)
	}
	return p[strings.LastIndexAny(p, `\/`)+1:]
}
