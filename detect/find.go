package detect

import (
	"encoding/json"
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

// npmVersion reads the version of the npm package a program belongs to: the
// package.json above the file it resolves to, or beside a Windows shim.
func (e Env) npmVersion(p program, pkg string) string {
	for dir, i := e.dir(p.real), 0; i < 7; i++ {
		if v := e.packageVersion(e.Join(dir, "package.json"), pkg); v != "" {
			return v
		}
		up := e.dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return e.packageVersion(e.Join(e.dir(p.path), "node_modules", pkg, "package.json"), pkg)
}

// packageVersion reads a package.json whose name is pkg, or pkg with a suffix
// that names the platform. An empty pkg takes any name.
func (e Env) packageVersion(file, pkg string) string {
	b, err := e.FS.ReadFile(file)
	if err != nil {
		return ""
	}
	var m struct{ Name, Version string }
	if json.Unmarshal(b, &m) != nil {
		return ""
	}
	if pkg != "" && m.Name != pkg && !strings.HasPrefix(m.Name, pkg+"-") {
		return ""
	}
	return m.Version
}

// folderVersion returns the last element of p that is a version number below
// one that names the product: installers that keep versions side by side name
// folders so. The version of a Node.js in the path is nobody's.
func folderVersion(p, product string) string {
	els := strings.FieldsFunc(p, func(r rune) bool { return r == '/' || r == '\\' })
	version, named := "", false
	for _, el := range els {
		if named && isVersion(el) {
			version = el
		}
		if strings.Contains(strings.ToLower(el), product) {
			named = true
		}
	}
	return version
}

// plistVersion reads CFBundleShortVersionString of an XML Info.plist.
func (e Env) plistVersion(app string) string {
	b, err := e.FS.ReadFile(e.Join(app, "Contents", "Info.plist"))
	if err != nil {
		return ""
	}
	_, rest, ok := strings.Cut(string(b), "<key>CFBundleShortVersionString</key>")
	if !ok {
		return ""
	}
	_, rest, ok = strings.Cut(rest, "<string>")
	if !ok {
		return ""
	}
	v, _, _ := strings.Cut(rest, "</string>")
	return strings.TrimSpace(v)
}

// productVersion reads the version of an app built like VS Code, from the
// folder that holds resources/app.
func (e Env) productVersion(resources string) string {
	for _, f := range []string{"product.json", "package.json"} {
		if v := e.packageVersion(e.Join(resources, "app", f), ""); v != "" {
			return v
		}
	}
	return ""
}

// editor is an app built like VS Code.
type editor struct{ where, version, resources string }

// editors finds such an app: its bundle on macOS, its folder elsewhere.
func (e Env) editors(apps, dirs []string, exes ...string) []editor {
	var out []editor
	seen := map[string]bool{}
	add := func(where, resources, version string) {
		if seen[resources] {
			return
		}
		seen[resources] = true
		if version == "" {
			version = e.productVersion(resources)
		}
		out = append(out, editor{where, version, resources})
	}
	for _, app := range apps {
		if e.OS == "darwin" && e.IsDir(app) {
			add(app, e.Join(app, "Contents", "Resources"), e.plistVersion(app))
		}
	}
	for _, d := range dirs {
		if r := e.resourcesIn(d); r != "" {
			add(d, r, "")
		}
	}
	for _, p := range e.programs(exes...) {
		if r := e.resourcesAbove(p.real); r != "" {
			add(p.path, r, "")
		} else if len(out) == 0 {
			add(p.path, "", "")
		}
	}
	return out
}

// resourcesIn finds the resources folder of an app, which some installers put
// one folder down, named after the build.
func (e Env) resourcesIn(dir string) string {
	if r := e.Join(dir, "resources"); e.IsDir(r) {
		return r
	}
	for _, n := range e.names(dir) {
		if r := e.Join(dir, n, "resources"); e.IsDir(e.Join(r, "app")) {
			return r
		}
	}
	return ""
}

// resourcesAbove finds the resources folder of the app a launcher belongs to:
// <app>/bin/code, <app>/code or <app>/resources/app/bin/code.
func (e Env) resourcesAbove(real string) string {
	for dir, i := e.dir(real), 0; i < 4; i++ {
		for _, r := range []string{"resources", "Resources"} {
			if e.IsDir(e.Join(dir, r, "app")) {
				return e.Join(dir, r)
			}
		}
		if r := e.resourcesIn(dir); i == 1 && r != "" {
			return r
		}
		dir = e.dir(dir)
	}
	return ""
}

// extension finds the newest-named folder of an extension in an editor's
// extensions folder, and its version.
func (e Env) extension(dir, id string) (folder, version string) {
	for _, n := range e.names(dir) {
		rest, ok := strings.CutPrefix(strings.ToLower(n), id+"-")
		if !ok || !isVersion(rest) {
			continue
		}
		v := strings.Split(rest, "-")[0]
		if folder == "" || Compare(v, version) > 0 {
			folder, version = e.Join(dir, n), v
		}
	}
	return folder, version
}

// extensionDirs lists where editors built like VS Code keep extensions, the
// server halves of remote sessions included.
func (e Env) extensionDirs() []string {
	var dirs []string
	for _, d := range []string{".vscode", ".vscode-insiders", ".vscode-oss", ".cursor", ".windsurf",
		".vscode-server", ".vscode-server-insiders", ".cursor-server", ".windsurf-server"} {
		if p := e.Join(e.Home, d, "extensions"); e.IsDir(p) {
			dirs = append(dirs, p)
		}
	}
	return dirs
}
