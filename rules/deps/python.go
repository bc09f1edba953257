package deps

import "strings"

func readRequirements(text []byte) []Entry {
	var out []Entry
	eachLine(text, func(n int, line string) {
		if i := strings.Index(" "+line, " #"); i >= 0 {
			line = line[:max(0, i)]
		}
		line = strings.TrimSpace(line)
		flag, rest, _ := strings.Cut(strings.Replace(line, "=", " ", btoi(strings.HasPrefix(line, "--"))), " ")
		switch flag {
		case "-i", "--index-url", "--extra-index-url", "-f", "--find-links":
			out = append(out, indexEntry(strings.TrimSpace(rest), n))
		case "-e", "--editable":
			out = append(out, pythonEntry(strings.TrimSpace(rest), n))
		default:
			if line != "" && line[0] != '-' {
				out = append(out, pythonEntry(line, n))
			}
		}
	})
	return present(out)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func indexEntry(url string, line int) Entry {
	if !strings.Contains(url, "://") {
		url = ""
	}
	return Entry{Eco: PyPI, Index: url, Line: line}
}

// pythonEntry reads a requirement: name[extra]>=1; marker, or name @ address, or an address.
func pythonEntry(s string, line int) Entry {
	e := Entry{Eco: PyPI, Line: line}
	s, _, _ = strings.Cut(s, ";")
	s = strings.TrimSpace(s)
	if name, src, ok := strings.Cut(s, "@"); ok && isURL(strings.TrimSpace(src)) && isName(strings.TrimSpace(name)) {
		e.Name, e.Source = strings.TrimSpace(name), strings.TrimSpace(src)
		return e
	}
	if isURL(s) {
		e.Source = s
		if _, egg, ok := strings.Cut(s, "#egg="); ok && isName(egg) {
			e.Name = egg
		}
		return e
	}
	i := strings.IndexAny(s, "=<>~![ (@")
	if i < 0 {
		i = len(s)
	}
	if e.Name, e.Version = s[:i], strings.TrimSpace(s[i:]); !isName(e.Name) || strings.Contains(e.Name, "/") || strings.HasSuffix(e.Name, ".txt") || strings.HasSuffix(e.Name, ".whl") {
		e.Name = ""
	}
	return e
}

func readPyproject(text []byte) []Entry {
	var out []Entry
	eachTOML(text, func(i tomlItem) {
		switch {
		case i.table == "project" && i.key == "dependencies", i.table == "project.optional-dependencies", i.table == "dependency-groups",
			i.table == "build-system" && i.key == "requires", i.table == "tool.uv" && strings.HasSuffix(i.key, "dependencies"), strings.HasPrefix(i.table, "tool.pdm.dev-dependencies"),
			strings.HasPrefix(i.table, "tool.hatch.envs") && strings.HasSuffix(i.key, "dependencies"):
			if !i.bare {
				out = append(out, pythonEntry(i.value, i.line))
			}
		case strings.HasPrefix(i.table, "tool.poetry") && strings.HasSuffix(i.table, "dependencies"):
			out = append(out, pythonTable(i))
		case i.table == "tool.uv.sources" && i.bare:
			if src := first(field(i.value, "git"), field(i.value, "url")); src != "" {
				out = append(out, Entry{Eco: PyPI, Name: i.key, Source: src, Line: i.line})
			}
		case (i.table == "tool.uv.index" || i.table == "tool.poetry.source" || i.table == "tool.pdm.source") && i.key == "url":
			out = append(out, indexEntry(i.value, i.line))
		case i.table == "" && !i.bare && i.key == "" && pythonLike(i.value): // a part of a list
			out = append(out, pythonEntry(i.value, i.line))
		}
	})
	return present(out)
}

// pythonLike tells a requirement from other texts in a part of a file.
func pythonLike(s string) bool {
	i := strings.IndexAny(s, "=<>~!")
	return i > 0 && isName(strings.TrimSpace(strings.SplitN(s[:i], "[", 2)[0]))
}

// pythonTable reads name = "^1" and name = { git = … }.
func pythonTable(i tomlItem) Entry {
	e := Entry{Eco: PyPI, Name: i.key, Version: i.value, Line: i.line}
	if i.key == "python" || !isName(i.key) || i.bare && field(i.value, "path") != "" {
		return Entry{}
	}
	if i.bare {
		e.Version = field(i.value, "version")
		e.Source = first(field(i.value, "git"), field(i.value, "url"), field(i.value, "file"))
	}
	return e
}

func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

func readPipfile(text []byte) []Entry {
	var out []Entry
	eachTOML(text, func(i tomlItem) {
		switch {
		case i.table == "packages", i.table == "dev-packages":
			out = append(out, pythonTable(i))
		case i.table == "source" && i.key == "url":
			out = append(out, indexEntry(i.value, i.line))
		}
	})
	return present(out)
}

// readSetupCfg reads install_requires and the extras of setuptools.
func readSetupCfg(text []byte) []Entry {
	var out []Entry
	section, key := "", ""
	eachLine(text, func(n int, line string) {
		t := strings.TrimSpace(line)
		switch {
		case t == "" || t[0] == '#' || t[0] == ';':
			return
		case t[0] == '[':
			section, key = strings.Trim(t, "[]"), ""
			return
		case line[0] != ' ' && line[0] != '\t':
			k, v, _ := strings.Cut(t, "=")
			key, t = strings.TrimSpace(k), strings.TrimSpace(v)
		}
		wanted := section == "options" && (key == "install_requires" || key == "setup_requires" || key == "tests_require") || section == "options.extras_require" && key != ""
		if wanted && t != "" {
			out = append(out, pythonEntry(t, n))
		}
	})
	return present(out)
}

// readPipfileLock reads the keys at the depth of packages.
func readPipfileLock(text []byte) []Entry {
	var out []Entry
	eachLine(text, func(n int, line string) {
		name, rest, ok := quoted(line)
		if ok && strings.HasPrefix(line, "        \"") && strings.TrimSpace(rest) == ": {" && isName(name) && !lockKey(name) {
			out = append(out, Entry{Eco: PyPI, Name: name, Line: n})
		}
	})
	return out
}

// readTOMLLock reads the names of [[package]] tables.
func readTOMLLock(eco Ecosystem, text []byte) []Entry {
	var out []Entry
	inPackage := false
	eachLine(text, func(n int, line string) {
		switch {
		case strings.HasPrefix(line, "["):
			inPackage = strings.HasPrefix(line, "[[package]]")
		case inPackage && strings.HasPrefix(line, "name = "):
			if name, _, ok := quoted(line); ok && isName(name) {
				out = append(out, Entry{Eco: eco, Name: name, Line: n})
			}
		}
	})
	return out
}
