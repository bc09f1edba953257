package deps

import "strings"

// readCargo reads the dependency tables of a Cargo.toml, and of a part of one.
func readCargo(text []byte) []Entry {
	var out []Entry
	at := -1 // the entry that a table of its own describes
	eachTOML(text, func(i tomlItem) {
		head, name := i.table, ""
		if k := strings.LastIndexByte(i.table, '.'); k >= 0 {
			head, name = i.table[:k], i.table[k+1:]
		}
		switch {
		case cargoTable(i.table):
			out = append(out, cargoEntry(i))
		case cargoTable(head): // [dependencies.name]
			if at < 0 || out[at].Name != name {
				out, at = append(out, Entry{Eco: Crates, Name: name, Line: i.line}), len(out)
			}
			switch i.key {
			case "git":
				out[at].Source = i.value
			case "path":
				out[at].Name, out[at].Source = "", ""
				at = -1
			}
		}
	})
	return present(out)
}

func cargoTable(t string) bool {
	return t == "workspace.dependencies" || t == "dependencies" || t == "dev-dependencies" || t == "build-dependencies" ||
		strings.HasPrefix(t, "target.") && strings.HasSuffix(t, "dependencies")
}

func cargoEntry(i tomlItem) Entry {
	e := Entry{Eco: Crates, Name: i.key, Version: i.value, Line: i.line}
	name, attr, dotted := strings.Cut(i.key, ".") // serde.workspace = true
	if dotted {
		e.Name = name
		if attr == "path" || attr == "workspace" {
			return Entry{}
		}
	}
	if i.bare {
		e.Version = field(i.value, "version")
		e.Source = field(i.value, "git")
		if field(i.value, "path") != "" && e.Version == "" || strings.Contains(i.value, "workspace") {
			return Entry{}
		}
		if real := field(i.value, "package"); real != "" {
			e.Name = real
		}
	}
	if !isName(e.Name) {
		return Entry{}
	}
	return e
}

// readGoMod reads requirements and replacements by other modules.
func readGoMod(text []byte) []Entry {
	var out []Entry
	block := ""
	eachLine(text, func(n int, line string) {
		line, _, _ = strings.Cut(line, "//")
		w := strings.Fields(line)
		if len(w) == 0 {
			return
		}
		switch {
		case w[0] == ")":
			block = ""
			return
		case len(w) == 2 && w[1] == "(":
			block = w[0]
			return
		case w[0] == "require" || w[0] == "replace" || w[0] == "tool":
			w = w[1:]
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "replace") {
				goReplace(w, n, &out)
				return
			}
		case block == "replace":
			goReplace(w, n, &out)
			return
		case block != "" && block != "require":
			return
		}
		if len(w) == 2 && strings.Contains(w[0], ".") && strings.HasPrefix(w[1], "v") && isName(w[0]) {
			out = append(out, Entry{Eco: Go, Name: w[0], Version: w[1], Line: n})
		}
	})
	return out
}

func goReplace(w []string, n int, out *[]Entry) {
	for i, t := range w {
		if t == "=>" && i+1 < len(w) && isName(w[i+1]) && strings.Contains(w[i+1], ".") {
			*out = append(*out, Entry{Eco: Go, Name: w[i+1], Line: n})
		}
	}
}

func readGoSum(text []byte) []Entry {
	var out []Entry
	last := ""
	eachLine(text, func(n int, line string) {
		if name, rest, ok := strings.Cut(line, " "); ok && name != last && strings.Contains(rest, "h1:") && isName(name) {
			out = append(out, Entry{Eco: Go, Name: name, Line: n})
			last = name
		}
	})
	return out
}

// readGemfile reads the calls of a Gemfile or gemspec.
func readGemfile(text []byte) []Entry {
	var out []Entry
	eachLine(text, func(n int, line string) {
		t := strings.TrimSpace(uncomment(line))
		call := t
		if i := strings.Index(t, ".add_"); i > 0 {
			call = t[i+1:]
		}
		word := call
		if i := strings.IndexAny(call, " ("); i > 0 {
			word = call[:i]
		}
		name, rest, ok := quoted(call)
		if !ok {
			return
		}
		switch word {
		case "source":
			out = append(out, Entry{Eco: Gems, Index: name, Line: n})
		case "gem", "add_dependency", "add_runtime_dependency", "add_development_dependency":
			if isName(name) && !strings.Contains(rest, "path:") && !strings.Contains(rest, ":path") {
				out = append(out, Entry{Eco: Gems, Name: name, Source: gemSource(rest), Line: n})
			}
		}
	})
	return present(out)
}

// gemSource finds git:, github: and their old spellings.
func gemSource(opts string) string {
	for _, key := range [...]string{"git:", ":git =>", "github:", ":github =>", "gist:", "bitbucket:"} {
		if i := strings.Index(opts, key); i >= 0 {
			s, _, _ := quoted(opts[i:])
			return s
		}
	}
	return ""
}

// readGemfileLock reads the gems, which stand four spaces deep.
func readGemfileLock(text []byte) []Entry {
	var out []Entry
	eachLine(text, func(n int, line string) {
		t, ok := strings.CutPrefix(line, "    ")
		name, _, version := strings.Cut(t, " (")
		if ok && version && t[0] != ' ' && isName(name) {
			out = append(out, Entry{Eco: Gems, Name: name, Line: n})
		}
	})
	return out
}
