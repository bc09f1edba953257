package rules

import (
	"encoding/json"
	"strings"
)

const maxScript = 128 << 10

// readScript returns a script that is about to run: shell scripts of the
// repository, and anything this session wrote or downloaded.
func (j *judgement) readScript(path, lang string) (string, bool) {
	if j.w == nil || j.depth > 4 {
		return "", false
	}
	ours := j.ev.Root != "" && within(path, j.ev.Root)
	if m, ok := j.w.(Memory); ok && m.Remembered(path) != "" {
		ours = true
	} else if secretKind(path, j.site.home) != "" {
		return "", false // its values stay unknown, so that showing them is seen
	} else if lang != "sh" && lang != "" {
		return "", false // the repository's own programs are its business
	}
	if !ours || strings.Contains(path, "/node_modules/") {
		return "", false
	}
	b, err := j.w.ReadFile(path, maxScript)
	if err != nil || strings.IndexByte(string(b[:min(len(b), 512)]), 0) >= 0 {
		return "", false
	}
	text := string(b)
	if lang == "" && !strings.HasPrefix(text, "#!") && !strings.HasSuffix(path, ".sh") {
		return "", false
	}
	j.depth++
	return text, true
}

// readTask returns what a task of this repository runs.
func (j *judgement) readTask(runner, dir, name string) (string, bool) {
	if j.w == nil || j.ev.Root == "" || !within(dir, j.ev.Root) {
		return "", false
	}
	read := func(files ...string) (string, bool) {
		for _, f := range files {
			if b, err := j.w.ReadFile(dir+"/"+f, maxScript); err == nil {
				return string(b), true
			}
		}
		return "", false
	}
	switch runner {
	case "npm":
		src, ok := read("package.json")
		if !ok {
			return "", false
		}
		var p struct {
			Scripts map[string]string `json:"scripts"`
		}
		if json.Unmarshal([]byte(src), &p) != nil || p.Scripts[name] == "" {
			return "", false
		}
		text := p.Scripts[name]
		if s := p.Scripts["pre"+name]; s != "" {
			text = s + "\n" + text
		}
		if s := p.Scripts["post"+name]; s != "" {
			text += "\n" + s
		}
		return text, true
	case "make":
		if src, ok := read("GNUmakefile", "makefile", "Makefile"); ok {
			return recipe(src, name, true), true
		}
	case "just":
		if src, ok := read("justfile", "Justfile", ".justfile"); ok {
			return recipe(src, name, false), true
		}
	}
	return "", false
}

// recipe returns the commands of a target; the first one for "".
func recipe(src, name string, tabs bool) string {
	var b strings.Builder
	in, taken := false, false
	for _, line := range strings.Split(src, "\n") {
		if line != "" && (line[0] == '\t' || !tabs && line[0] == ' ') {
			if in {
				cmd := strings.TrimLeft(strings.TrimSpace(line), "@-+")
				if tabs {
					cmd = strings.NewReplacer("$$", "$", "$(", "${", "$@", name).Replace(cmd)
					cmd = closeVars(cmd)
				}
				b.WriteString(cmd + "\n")
			}
			continue
		}
		if line == "" || line[0] == '#' {
			continue
		}
		head, _, ok := strings.Cut(line, ":")
		if !ok || strings.ContainsAny(head, "=") || strings.HasPrefix(line, ".") {
			if line[0] != ' ' {
				in = false
			}
			continue
		}
		in = false
		for _, t := range strings.Fields(head) {
			if t == name || name == "" && !taken {
				in, taken = true, true
				break
			}
		}
	}
	return b.String()
}

// closeVars turns make's ${NAME) back into ${NAME}.
func closeVars(s string) string {
	var b strings.Builder
	open := false
	for i := 0; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], "${"):
			open = true
		case s[i] == ')' && open:
			b.WriteByte('}')
			open = false
			continue
		case s[i] == ' ':
			if open { // $(shell …): not a variable
				open = false
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
