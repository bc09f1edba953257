package protect

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/cybedefend/vibedefend/rules"
)

func slash(p string) string { return strings.ReplaceAll(p, `\`, "/") }

// clean writes a path with slashes and, on Windows, without what the file
// system ignores: stream names, and dots and spaces at the end of a name.
func clean(p, goos string) string {
	if goos != "windows" {
		return path.Clean(p)
	}
	p = strings.TrimPrefix(strings.TrimPrefix(slash(p), "//?/"), "//./")
	parts := strings.Split(path.Clean(p), "/")
	for i, s := range parts {
		if i == 0 && strings.HasSuffix(s, ":") {
			continue
		}
		s, _, _ = strings.Cut(s, ":")
		if t := strings.TrimRight(s, ". "); t != "" {
			s = t
		}
		parts[i] = s
	}
	return strings.Join(parts, "/")
}

// fold makes names that the file system holds equal equal: cases on macOS
// and Windows, with the letters Unicode folds to ASCII ones.
func fold(s, goos string) string {
	if goos == "linux" {
		return s
	}
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, s)
}

// same compares names as the file system does.
func same(a, b, goos string) bool {
	return a == b || goos != "linux" && strings.EqualFold(a, b)
}

// holds reports whether the row covers name, which is folded.
func (f file) holds(name, goos string) bool {
	if strings.HasPrefix(f.path, "*.") { // any file with this ending
		return strings.HasSuffix(name, fold(f.path[1:], goos))
	}
	row, anywhere := strings.CutPrefix(f.path, "*/")
	row, folder := strings.CutSuffix(fold(row, goos), "/")
	switch {
	case anywhere && folder:
		return strings.Contains(name+"/", "/"+row+"/")
	case anywhere:
		return strings.HasSuffix(name, row) && strings.HasSuffix(name, "/"+row)
	case folder:
		return name == row || strings.HasPrefix(name, row) && name[len(row)] == '/'
	}
	return name == row || strings.Contains(row, "*") && matches(row, name)
}

// matches compares with one "*" standing for a part of one name.
func matches(pattern, name string) bool {
	pre, post, _ := strings.Cut(pattern, "*")
	return len(name) >= len(pre)+len(post) && strings.HasPrefix(name, pre) && strings.HasSuffix(name, post) &&
		!strings.Contains(name[len(pre):len(name)-len(post)], "/")
}

// throughLinks rewrites name where one of its folders is, by another name, a
// folder of the table: a dotfiles repository holds what ~/.claude links to.
func (m machine) throughLinks(name string) string {
	type root struct {
		name string
		info os.FileInfo
	}
	var roots []root
	for _, r := range m.folders() {
		if st, err := os.Stat(filepath.FromSlash(r)); err == nil {
			roots = append(roots, root{r, st})
		}
	}
	for dir, n := name, 0; len(roots) > 0 && n < 40; n++ {
		if st, err := os.Stat(filepath.FromSlash(dir)); err == nil {
			for _, r := range roots {
				if os.SameFile(st, r.info) {
					return r.name + name[len(dir):]
				}
			}
		}
		up := path.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return name
}

// folders are the agents' own folders and ours.
func (m machine) folders() []string {
	out := []string{slash(string(m.dir)), m.claude(), m.cursor(), m.codex(), m.codeium(), m.devin(), m.copilot()}
	for _, d := range []string{".claude", ".cursor", ".codex", ".devin", ".windsurf", ".github/hooks", ".github/copilot", ".vscode"} {
		if m.root != "" {
			out = append(out, slash(m.root)+"/"+d)
		}
	}
	return out
}

// sameFile finds a row whose file is the one at p under another name: a link,
// a hard link, another case.
func (m machine) sameFile(rows []file, p string) (file, bool) {
	st, err := os.Stat(p)
	if err != nil || !st.Mode().IsRegular() {
		return file{}, false
	}
	for _, f := range rows {
		row := f.path
		if rest, ok := strings.CutPrefix(row, "*/"); ok {
			if m.root == "" {
				continue
			}
			row = slash(m.root) + "/" + rest
		}
		if f.class == rules.GuardConfig || strings.HasSuffix(row, "/") || strings.Contains(row, "*") {
			continue
		}
		if other, err := os.Stat(filepath.FromSlash(row)); err == nil && os.SameFile(st, other) {
			return f, true
		}
	}
	for _, own := range []string{m.dir.Hook(), m.dir.Program(), m.dir.Config(), m.dir.Ledger()} {
		if other, err := os.Stat(own); err == nil && os.SameFile(st, other) {
			return file{class: rules.GuardOurs}, true
		}
	}
	return file{}, false
}

// below lists the hook files inside a folder of an agent. Wider folders (the
// home, ~/.config) are not an agent's: their deletion is judged elsewhere.
func (m machine) below(rows []file, name string) []file {
	own := false
	for _, d := range append(m.folders(), m.copilot()+"/hooks", m.codeium()+"/windsurf") {
		own = own || same(d, name, m.goos)
	}
	if !own {
		own = agentFolder(name, m.goos)
	}
	if !own {
		return nil
	}
	var out []file
	for _, f := range rows {
		if rest, ok := strings.CutPrefix(f.path, "*/"); ok {
			f.path = path.Dir(name) + "/" + rest
			if strings.HasPrefix(rest, ".github/") {
				f.path = path.Dir(path.Dir(name)) + "/" + rest
			}
		}
		if f.class == rules.GuardHooks && strings.HasPrefix(fold(f.path, m.goos), fold(name, m.goos)+"/") {
			out = append(out, f)
		}
	}
	return out
}

// agentFolder reports whether name ends like an agent's folder in a project.
func agentFolder(name, goos string) bool {
	for _, d := range []string{".claude", ".cursor", ".codex", ".devin", ".windsurf"} {
		if same(path.Base(name), d, goos) {
			return true
		}
	}
	return same(path.Base(name), "hooks", goos) && same(path.Base(path.Dir(name)), ".github", goos)
}
