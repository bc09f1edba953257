package detect

import (
	"strings"
)

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
