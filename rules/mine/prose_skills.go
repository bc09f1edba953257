package mine

import (
	"path"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
	"github.com/tidwall/gjson"
)

// Skills come in folders: .agents/skills/NAME/SKILL.md with further documents
// beside it.

// skillOf is the folder of the skill that a document belongs to, "" for none.
func skillOf(p string) string {
	const skills = "/skills/"
	i := strings.Index("/"+p, skills)
	if i < 0 {
		return ""
	}
	name, _, ok := strings.Cut(p[i+len(skills)-1:], "/")
	if !ok {
		return ""
	}
	return p[:i+len(skills)-1] + name
}

// foreignSkills are the folders of skills that others wrote: a lock file lists
// them with their source, or their own head names an author or a licence. They
// speak of a library or a taste, not of this repository.
func (t tree) foreignSkills() map[string]bool {
	out, locked := map[string]bool{}, map[string]bool{}
	for _, p := range t.files {
		if path.Base(p) != "skills-lock.json" && path.Base(p) != ".skill-lock.json" {
			continue
		}
		if raw, err := t.read(p); err == nil && len(raw) < 1<<20 && gjson.ValidBytes(raw) {
			gjson.GetBytes(raw, "skills").ForEach(func(name, _ gjson.Result) bool {
				locked[name.Str] = true
				return true
			})
		}
	}
	for _, p := range t.files {
		dir := skillOf(p)
		if dir == "" {
			continue
		}
		if locked[path.Base(dir)] {
			out[dir] = true
		} else if p == dir+"/SKILL.md" {
			if raw, err := t.read(p); err == nil && frontMatter(strings.ReplaceAll(string(raw), "\r\n", "\n")).made {
				out[dir] = true
			}
		}
	}
	return out
}

// atHome reports whether a skill names anything of this repository. One that
// does not was written for any.
func (c *corpus) atHome(doc string) bool {
	for _, n := range codeNames(doc) {
		if len(n) > 4 && (len(business.NameWords(n)) > 1 || strings.ContainsAny(n, "/.")) && n != "package.json" && n != "GitHub" && (c.mentions(n) || c.dirs[strings.TrimSuffix(n, "/")]) {
			return true
		}
	}
	return false
}
