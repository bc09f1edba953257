package deps

import (
	"bytes"
	"strings"

	"github.com/tidwall/gjson"
)

func readPackageJSON(text []byte) []Entry {
	if !gjson.ValidBytes(text) {
		return readPackageLines(text)
	}
	var out []Entry
	at := position{text: text}
	gjson.ParseBytes(text).ForEach(func(k, v gjson.Result) bool {
		switch k.Str {
		case "dependencies", "devDependencies", "optionalDependencies", "peerDependencies":
			v.ForEach(func(name, spec gjson.Result) bool {
				if spec.Type == gjson.String {
					out = append(out, npmEntry(name.Str, spec.Str, at.line(name.Index)))
				}
				return true
			})
		}
		return true
	})
	return present(out)
}

// position turns growing offsets into lines.
type position struct {
	text    []byte
	off, ln int
}

func (p *position) line(off int) int {
	if off < p.off || off > len(p.text) {
		p.off, p.ln = 0, 0
	}
	off = min(max(off, 0), len(p.text))
	p.ln += bytes.Count(p.text[p.off:off], []byte("\n"))
	p.off = off
	return p.ln + 1
}

// npmEntry reads a dependency as npm does: a range, a tag, an alias, or where it comes from.
func npmEntry(name, spec string, line int) Entry {
	e := Entry{Eco: NPM, Name: name, Version: spec, Line: line}
	switch kind, rest, _ := strings.Cut(spec, ":"); {
	case kind == "npm":
		e.Name, e.Version = rest, ""
		if i := strings.LastIndexByte(rest, '@'); i > 0 {
			e.Name, e.Version = rest[:i], rest[i+1:]
		}
	case kind == "file", kind == "link", kind == "workspace", kind == "portal", kind == "catalog", kind == "patch", strings.HasPrefix(spec, "./"), strings.HasPrefix(spec, "../"), strings.HasPrefix(spec, "~/"), strings.HasPrefix(spec, "/"):
		e.Name = "" // of this project
	case isURL(spec), kind == "github", kind == "gitlab", kind == "bitbucket", kind == "gist", strings.Count(strings.SplitN(spec, "#", 2)[0], "/") == 1 && spec[0] != '@':
		e.Source = spec
	}
	if !isName(e.Name) {
		e.Name = ""
	}
	return e
}

// present leaves out what is no package of elsewhere.
func present(list []Entry) []Entry {
	out := list[:0]
	for _, e := range list {
		if e.Name != "" || e.Source != "" || e.Index != "" {
			out = append(out, e)
		}
	}
	return out
}

// readPackageLines reads a part of a package.json: lines like "name": "range".
func readPackageLines(text []byte) []Entry {
	var out []Entry
	eachLine(text, func(n int, line string) {
		name, rest, ok := quoted(line)
		rest, colon := strings.CutPrefix(strings.TrimSpace(rest), ":")
		spec, rest, ok2 := quoted(rest)
		rest = strings.Trim(rest, " \t,}")
		if !ok || !ok2 || !colon || rest != "" || !isName(name) || !rangeOfNPM(spec) || ownKey(name) {
			return
		}
		out = append(out, npmEntry(name, spec, n))
	})
	return present(out)
}

func rangeOfNPM(s string) bool {
	if s == "*" || s == "latest" || s == "next" || s == "x" {
		return true
	}
	for _, p := range [...]string{"npm:", "git+", "git://", "github:", "http://", "https://", "file:", "workspace:"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	s = strings.TrimLeft(s, "^~<>=v ")
	return s != "" && s[0] >= '0' && s[0] <= '9' && !strings.Contains(s, "/")
}

// ownKey names the fields of a manifest that look like a dependency.
func ownKey(s string) bool {
	switch s {
	case "version", "node", "npm", "yarn", "pnpm", "vscode", "homepage", "url", "bugs", "repository", "name", "packageManager", "funding", "registry", "author", "license", "engines", "volta":
		return true
	}
	return false
}

// readPackageLock finds the folders below node_modules, of versions 2 and 3 of the form, and
// the indented names of version 1.
func readPackageLock(text []byte) []Entry {
	var out []Entry
	eachLine(text, func(n int, line string) {
		t := strings.TrimLeft(line, " \t")
		if len(t) < 4 || t[0] != '"' || t[len(t)-1] != '{' {
			return
		}
		name, rest, ok := quoted(t)
		if !ok || strings.TrimSpace(rest) != ": {" && strings.TrimSpace(rest) != ":{" {
			return
		}
		if i := strings.LastIndex(name, "node_modules/"); i >= 0 {
			name = name[i+len("node_modules/"):]
		} else if strings.Contains(name, "/") && name[0] != '@' || lockKey(name) {
			return
		}
		if isName(name) {
			out = append(out, Entry{Eco: NPM, Name: name, Line: n})
		}
	})
	return out
}

func lockKey(s string) bool {
	switch s {
	case "", "packages", "dependencies", "requires", "engines", "bin", "peerDependencies", "peerDependenciesMeta", "devDependencies", "optionalDependencies", "funding", "version", "resolved", "integrity", "default", "develop", "_meta", "hash", "sources":
		return true
	}
	return false
}

// readYarnLock reads `"@a/b@^1", c@^2:` at the start of a line.
func readYarnLock(text []byte) []Entry {
	var out []Entry
	eachLine(text, func(n int, line string) {
		if line == "" || line[0] == ' ' || line[0] == '#' || line[len(line)-1] != ':' {
			return
		}
		first, _, _ := strings.Cut(strings.Trim(line, `":`), ",")
		if i := strings.IndexByte(first[min(1, len(first)):], '@'); i >= 0 && isName(first[:i+1]) {
			out = append(out, Entry{Eco: NPM, Name: first[:i+1], Line: n})
		}
	})
	return out
}

// readPnpmLock reads keys such as `  '@a/b@1.0.0':` and `  /c@2.0.0(d@1):`.
func readPnpmLock(text []byte) []Entry {
	var out []Entry
	eachLine(text, func(n int, line string) {
		t, ok := strings.CutPrefix(line, "  ")
		if !ok || t == "" || t[0] == ' ' || !strings.Contains(t, ":") {
			return
		}
		t = strings.TrimPrefix(strings.Trim(strings.TrimSpace(t), `'":`), "/")
		if i := strings.IndexByte(t[min(1, len(t)):], '@'); i >= 0 && isName(t[:i+1]) {
			out = append(out, Entry{Eco: NPM, Name: t[:i+1], Line: n})
		}
	})
	return out
}

// readBunLock reads `    "name": ["name@1.0.0", …`.
func readBunLock(text []byte) []Entry {
	var out []Entry
	eachLine(text, func(n int, line string) {
		_, rest, ok := quoted(line)
		if !ok || !strings.HasPrefix(strings.TrimSpace(rest), ": [") {
			return
		}
		full, _, ok := quoted(rest)
		if i := strings.LastIndexByte(full, '@'); ok && i > 0 && isName(full[:i]) {
			out = append(out, Entry{Eco: NPM, Name: full[:i], Line: n})
		}
	})
	return out
}
