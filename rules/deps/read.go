package deps

import (
	"bytes"
	"strings"
)

// reader lists what a file asks for. It never fails: what it cannot read it leaves out.
type reader func(text []byte) []Entry

// How large a file may be: lock files of large projects have a few MB, no manifest has.
const (
	longestLock     = 16 << 20
	longestManifest = 512 << 10
)

// Reads tells whether a file of this name is a manifest or a lock file.
func Reads(path string) bool { return readerOf(path) != nil }

// Locks tells whether a file of this name is written by a tool.
func Locks(path string) bool {
	switch base(path) {
	case "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "Cargo.lock", "Gemfile.lock", "go.sum":
		return true
	}
	return false
}

// Read lists what a manifest or lock file asks for, in its order.
func Read(path string, text []byte) []Entry {
	r := readerOf(path)
	if r == nil || len(text) == 0 || len(text) > longestLock || len(text) > longestManifest && !Locks(path) {
		return nil
	}
	return r(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
}

func base(path string) string {
	return path[strings.LastIndexAny(path, `/\`)+1:]
}

func readerOf(path string) reader {
	name := base(path)
	switch name {
	case "package.json":
		return readPackageJSON
	case "package-lock.json", "npm-shrinkwrap.json":
		return readPackageLock
	case "yarn.lock":
		return readYarnLock
	case "pnpm-lock.yaml":
		return readPnpmLock
	case "bun.lock":
		return readBunLock
	case "pyproject.toml":
		return readPyproject
	case "Pipfile":
		return readPipfile
	case "setup.cfg":
		return readSetupCfg
	case "Pipfile.lock":
		return readPipfileLock
	case "poetry.lock", "uv.lock", "pdm.lock":
		return func(t []byte) []Entry { return readTOMLLock(PyPI, t) }
	case "Cargo.toml":
		return readCargo
	case "Cargo.lock":
		return func(t []byte) []Entry { return readTOMLLock(Crates, t) }
	case "go.mod":
		return readGoMod
	case "go.sum":
		return readGoSum
	case "Gemfile", "gems.rb":
		return readGemfile
	case "Gemfile.lock":
		return readGemfileLock
	}
	switch {
	case strings.HasSuffix(name, ".gemspec"):
		return readGemfile
	case isRequirements(strings.ReplaceAll(path, `\`, "/"), name):
		return readRequirements
	}
	return nil
}

// isRequirements knows requirements.txt, requirements-dev.in, dev-requirements.txt,
// constraints.txt and requirements/base.txt.
func isRequirements(path, name string) bool {
	stem, ok := strings.CutSuffix(name, ".txt")
	if !ok {
		stem, ok = strings.CutSuffix(name, ".in")
	}
	if !ok {
		return false
	}
	dir := strings.TrimSuffix(path, name)
	return strings.HasPrefix(stem, "requirements") || strings.HasSuffix(stem, "requirements") || strings.HasPrefix(stem, "constraints") ||
		strings.HasSuffix(dir, "/requirements/") || dir == "requirements/"
}

// eachLine calls f with every line, without its end, and its number.
func eachLine(text []byte, f func(n int, line string)) {
	for n := 1; len(text) > 0; n++ {
		i := bytes.IndexByte(text, '\n')
		line := text
		if i >= 0 {
			line, text = text[:i], text[i+1:]
		} else {
			text = nil
		}
		if len(line) < 4096 { // a longer one names no package
			f(n, strings.TrimRight(string(line), "\r"))
		}
	}
}

// isName tells whether s may be the name of a package.
func isName(s string) bool {
	if s == "" || len(s) > 214 {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !isAlpha(c) && (c < '0' || c > '9') && c < 0x80 && strings.IndexByte("-_.@/~", c) < 0 {
			return false
		}
	}
	return s[0] != '.' && s[0] != '/' && s[0] != '-' && s[0] != '~'
}

func isAlpha(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// isURL tells an address from a version.
func isURL(s string) bool {
	return strings.Contains(s, "://") || strings.HasPrefix(s, "git@") || strings.HasPrefix(s, "git+")
}

// quoted returns the first text in quotes and what follows it.
func quoted(s string) (text, rest string, ok bool) {
	i := strings.IndexAny(s, `"'`)
	if i < 0 {
		return "", s, false
	}
	j := strings.IndexByte(s[i+1:], s[i])
	if j < 0 {
		return "", s, false
	}
	return s[i+1 : i+1+j], s[i+j+2:], true
}
