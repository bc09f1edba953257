package detect

import (
	"encoding/json"
	"strings"
)

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
