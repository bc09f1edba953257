package mine

import (
	"bytes"
	"path"
	"slices"
	"strings"
)

// atWorkspace moves patterns below the folder of a configuration that is a package
// of its own to the workspace whose packages take it: what
// "web/packages/eslint-config-x" asks is asked of "web".
func atWorkspace(dir string, paths []string) []string {
	root := path.Dir(dir)
	if slices.Contains([]string{"packages", "libs", "tools", "tooling", "config", "configs", "internal", "shared", "__utils__", "utils", "build", "dev", "scripts", "support"}, path.Base(root)) {
		root = path.Dir(root)
	}
	out := slices.Clone(paths)
	for i, p := range out {
		rest, ok := strings.CutPrefix(p, dir+"/")
		if !ok {
			return paths
		}
		if root != "." {
			rest = root + "/" + rest
		}
		if rest == "**" {
			return nil
		}
		out[i] = rest
	}
	return out
}

// analyzersUsed reports whether a project of the repository runs analysers of
// its own: others are made for those who use the library.
func analyzersUsed(t tree) bool {
	return slices.ContainsFunc(t.files, func(p string) bool {
		if !slices.Contains([]string{".csproj", ".props", ".targets"}, path.Ext(p)) {
			return false
		}
		raw, err := t.read(p)
		return err == nil && (bytes.Contains(raw, []byte("OutputItemType=\"Analyzer\"")) || bytes.Contains(raw, []byte("<Analyzer Include=")))
	})
}
