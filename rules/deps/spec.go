package deps

import "strings"

// Spec reads a package as the command line of a tool names it: name, name@1, name==1,
// name[extra], example.com/module@latest. Name is "" for a path, a file or an address.
func Spec(eco Ecosystem, text string) Entry {
	if text == "" || len(text) > 214 || strings.ContainsAny(text, `\$`) || strings.Contains(text, "://") || strings.HasPrefix(text, ".") || strings.HasPrefix(text, "/") || strings.HasPrefix(text, "-") || archive(text) {
		return Entry{Eco: eco}
	}
	switch eco {
	case NPM:
		return npmSpec(text)
	case PyPI:
		e := pythonEntry(text, 0)
		if e.Source != "" {
			e.Name = ""
		}
		return e
	case Go:
		return goSpec(text)
	}
	name, version, _ := strings.Cut(text, "@")
	if i := strings.IndexByte(name, ':'); i > 0 && eco == Gems { // gem install name:1.0
		name, version = name[:i], name[i+1:]
	}
	if !isName(name) || strings.Contains(name, "/") {
		name = ""
	}
	return Entry{Eco: eco, Name: name, Version: version}
}

func archive(s string) bool {
	for _, ext := range [...]string{".tgz", ".tar.gz", ".zip", ".whl", ".gem", ".crate", ".txt", ".toml", ".in", ".lock", ".cfg", ".yml", ".yaml", ".json"} {
		if strings.HasSuffix(s, ext) {
			return true
		}
	}
	return false
}

func npmSpec(text string) Entry {
	name, version := text, ""
	if i := strings.IndexByte(text[1:], '@'); i >= 0 {
		name, version = text[:i+1], text[i+2:]
	}
	if alias, ok := strings.CutPrefix(version, "npm:"); ok {
		return Spec(NPM, alias)
	}
	if !isName(name) || strings.Contains(name, "/") && name[0] != '@' || name == "@" || strings.Contains(name, ":") {
		name = "" // owner/repository: an address
	}
	return Entry{Eco: NPM, Name: name, Version: version}
}

// goSpec reads the path of a package, of which the module is the beginning.
func goSpec(text string) Entry {
	path, version, _ := strings.Cut(text, "@")
	parts := strings.Split(path, "/")
	if !strings.Contains(parts[0], ".") || len(parts) < 2 || !isName(path) {
		return Entry{Eco: Go}
	}
	if h := parts[0]; (h == "github.com" || h == "gitlab.com" || h == "bitbucket.org" || h == "golang.org") && len(parts) > 3 {
		path = strings.Join(parts[:3], "/")
	}
	return Entry{Eco: Go, Name: path, Version: version}
}
